"""Nobody sees, or can infer, that they or theirs stand in a record; an attempt is told elsewhere."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment, RoleGrant, Tie, User
from hejda_web.accounts.numbers import number_hash
from hejda_web.nominations.models import Nomination
from hejda_web.oversight.models import Alert
from hejda_web.people.models import Identity, Party, Person
from hejda_web.runs.models import Run
from tests.support.counts import counted
from tests.support.web_people import everything, logged_in
from tests.web.addresses import address, shape, shown
from tests.web.conftest import World
from tests.web.expected_addresses import ADDRESSES, OPEN, TAKES_NOMINATION, TAKES_PERSON

UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000008")
KINDS = ("self", "relative", "household", "victim")


@dataclass(frozen=True)
class Hidden:
    """Somebody in whose records the analyst, or somebody of hers, stands."""

    person: Person
    nomination: uuid.UUID
    names: str
    number: str


@pytest.fixture(scope="module")
def hidden(world: World) -> dict[str, Hidden]:
    """Anna is one of her region's candidates, related to one, lives with one, and a victim of one."""
    anna = User.objects.get(username="anna")
    region = Appointment.objects.get(user=anna, scope="screening").region
    numbers = {kind: f"1911010{place}-000{place}" for place, kind in enumerate(KINDS, 1)}
    found = {}
    with everything():
        rows = list(
            Nomination.objects.filter(person__region=region, person__secrecy="none").order_by("pk")
        )
        for kind, row in zip(KINDS, rows, strict=False):
            known = Identity.objects.get(person=row.person_id)
            found[kind] = Hidden(row.person, row.pk, known.names, known.personal_number)
            role = "other" if kind == "victim" else "subject"
            Party.objects.bulk_create(
                [Party(person_id=row.person_id, number_hash=number_hash(numbers[kind]), role=role)]
            )
    client = logged_in("anna")
    for each in found.values():  # before anybody declares anything she sees them all
        assert client.get(address("candidate", each.nomination)).status_code == 200
    today = timezone.localdate()
    for kind in KINDS:
        tie = "self" if kind == "victim" else kind
        # Declared with the century left out: the same person all the same.
        said = numbers[kind].removeprefix("19")
        Tie.objects.create(user=anna, number_hash=number_hash(said), kind=tie, declared_on=today)
    # Somebody appointed her to each of them, not knowing.
    for each in found.values():
        Appointment.objects.create(
            user=anna, scope="actor", person=each.person.pk, named_by=User.objects.get(username="rut"),
            reason="x", valid_from=today, protected=True, limited=True,
        )  # fmt: skip
    for role in ("case_officer", "regional_lead"):
        RoleGrant.objects.create(user=anna, role=role, granted_by=anna, valid_from=today)
    return found


def test_the_colleague_gets_what_she_would_get_for_nobody(hidden: dict[str, Hidden]) -> None:
    anna, pairs = logged_in("anna"), 0
    for each in hidden.values():
        for name in (*TAKES_PERSON, *TAKES_NOMINATION):
            key = each.person.pk if name in TAKES_PERSON else each.nomination
            for method in ("get", "post"):
                told = [shape(getattr(anna, method)(address(name, k)), k) for k in (key, UNKNOWN)]
                assert told[0] == told[1], (name, method)
                assert told[0][0] in (302, 404)
                pairs += 1
    counted(f"conflicts, asked by id: {pairs} pairs, 0 differences")


def test_nothing_on_any_page_holds_any_of_them(hidden: dict[str, Hidden]) -> None:
    anna = logged_in("anna")
    run = Run.objects.filter(state="loaded").latest("loaded_at").pk
    with everything():
        people = list(Person.objects.values_list("pk", flat=True))
        nominations = list(Nomination.objects.values_list("pk", flat=True))
    asked = [(name, run) for name, entry in ADDRESSES.items()
             if entry != OPEN and name not in (*TAKES_PERSON, *TAKES_NOMINATION, "account_logout")
             and not name.startswith(("mfa", "socialaccount"))]  # fmt: skip
    asked += [(name, key) for name in TAKES_PERSON for key in people]
    asked += [(name, key) for name in TAKES_NOMINATION for key in nominations]
    own = {str(each.person.pk) for each in hidden.values()} | {
        str(e.nomination) for e in hidden.values()
    }
    canaries = own | {
        told for each in hidden.values()
        for told in (each.person.label, each.person.stable_id, each.names, each.number) if told
    }  # fmt: skip
    answered = 0
    for name, key in asked:
        answer = anna.get(address(name, key))
        answered += answer.status_code == 200
        told = "\n".join(
            [answer.content.decode(), *map(str, answer.headers.items()), *shown(answer)]
        )
        if str(key) in own:
            told = told.replace(
                str(key), ""
            )  # the id asked for stands in the form for the language
        for canary in canaries:
            assert not re.search(rf"(?<!\w){re.escape(canary)}(?!\w)", told), name
    assert answered > len(nominations)  # she sees the others as before
    counted(f"conflicts, pages crawled: {len(asked)}, {answered} answered, 0 canaries")


def test_no_list_counts_them(hidden: dict[str, Hidden]) -> None:
    anna = logged_in("anna")
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    with everything():
        here = Nomination.objects.filter(person__region=region, person__secrecy="none").count()
    assert anna.get("/screening/").context["total"] == here - len(hidden)


def test_each_attempt_is_told_to_an_independent_lawyer_and_to_nobody_else(
    hidden: dict[str, Hidden], world: World
) -> None:
    anna = logged_in("anna")
    with world.connect("postgres") as superuser:
        superuser.execute("delete from oversight_alert")
        anna.get(address("candidate", UNKNOWN))
        anna.get(address("actor", UNKNOWN))
        elsewhere = superuser.execute(
            "select n.id from nominations_nomination n join people_person p on p.id = n.person_id"
            " where p.region = 'national' limit 1"
        ).fetchone()
        anna.get(address("candidate", elsewhere[0] if elsewhere else UNKNOWN))
        assert superuser.execute("select count(*) from oversight_alert").fetchone() == (0,)
        for each in hidden.values():
            anna.get(address("candidate", each.nomination))  # the address has the nomination's id
            anna.post(address("identity", each.person.pk))  # and this one the person's
        alerts = superuser.execute('select "user", person, action from oversight_alert').fetchall()
    who = User.objects.get(username="anna").pk
    expected = {
        (who, e.person.pk, act)
        for e in hidden.values()
        for act in ("candidate.see", "identity.see")
    }
    assert set(alerts) == expected
    assert len(alerts) == len(expected)
    rows = logged_in("lena", work="oversight").get("/oversight/alerts/").context["rows"]
    assert {row.person for row, *_ in rows} == {each.person.pk for each in hidden.values()}
    for username in ("anna", "rut", "hugo", "adam", "nils"):
        assert logged_in(username).get("/oversight/alerts/").status_code == 404
    assert not Alert.objects.exists()  # outside a signed context not even the application sees one


def test_whoever_an_alert_concerns_does_not_read_it(
    hidden: dict[str, Hidden], world: World
) -> None:
    """A lawyer related to the same person, and the colleague herself once made an independent lawyer."""
    lena, anna = (User.objects.get(username=name) for name in ("lena", "anna"))
    anna_s_attempt = logged_in("anna")
    anna_s_attempt.get(address("candidate", hidden["self"].nomination))
    Tie.objects.create(
        user=lena,
        number_hash=number_hash("19110101-0001"),
        kind="relative",
        declared_on=timezone.localdate(),
    )
    rows = logged_in("lena", work="oversight").get("/oversight/alerts/").context["rows"]
    assert hidden["self"].person.pk not in {row.person for row, *_ in rows}
    assert hidden["relative"].person.pk in {row.person for row, *_ in rows}
    RoleGrant.objects.create(
        user=anna, role="lawyer", granted_by=lena, valid_from=timezone.localdate()
    )
    User.objects.filter(pk=anna.pk).update(unit=lena.unit)
    assert logged_in("anna", work="oversight").get("/oversight/alerts/").context["rows"] == []
