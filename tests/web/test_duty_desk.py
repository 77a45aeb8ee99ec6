"""The duty desk: whom to call and what to do now, in turn; and nothing else, to nobody else."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment, RoleGrant, Tie, User
from hejda_web.accounts.numbers import number_hash
from hejda_web.nominations.models import Listing
from hejda_web.people.models import Party, Person
from tests.support.endpoints import Scene, set_scene
from tests.support.lookups import Known, appoint, bare, entries, known
from tests.support.web_people import everything, logged_in
from tests.web.conftest import World

NOBODY = "19120202-0000"
PHONES = {"hugo": "031-390 06 01", "rut": "031-390 06 02", "bo": "031-390 06 03"}


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    """One listed, others in each state of screening; Hugo named first for the listed, Bo after him."""
    made = set_scene()
    person = made.people[made.listed]
    appoint("bo", scope="actor", person=person, turn=1)  # a safety officer follows the case officer
    appoint("hugo", scope="actor", person=person, turn=2)
    return made


@pytest.fixture(scope="module")
def listed(world: World, scene: Scene) -> Known:
    """The one who is monitored."""
    return known(world, scene.people[scene.listed])


@pytest.fixture
def as_it_was(world: World) -> Iterator[psycopg.Connection]:
    """A superuser whose changes a test undoes itself."""
    with world.connect("postgres") as superuser:
        yield superuser


def looked(username: str = "dag", **asked: Any) -> Any:
    """The answer of a look-up."""
    return logged_in(username, work=None).post("/duty/", asked)


def telephones(answer: Any) -> list[str]:
    """Numbers to dial, in the order of the page."""
    return re.findall(r'href="tel:[0-9+]+">([^<]+)</a>', answer.content.decode())


def test_the_case_officer_is_called_first_then_deputies_then_the_lead_on_duty(
    listed: Known,
) -> None:
    answer = looked(number=listed.number)
    assert answer.status_code == 200
    assert telephones(answer) == [PHONES["hugo"], PHONES["bo"], PHONES["rut"]]
    page = answer.content.decode()
    assert page.index("Bevakas") < page.index(PHONES["hugo"]) < page.index("Gör det här")
    assert "Håll isär dem som är på plats" in page


@pytest.mark.parametrize("form", ["whole", "plain", "short", "short plain"])
def test_a_number_is_taken_in_every_form_people_write(listed: Known, form: str) -> None:
    number = listed.number
    number = number if form.startswith("whole") or form == "plain" else number[2:]
    number = number.replace("-", "") if form.endswith("plain") else number
    assert telephones(looked(number=number))[0] == PHONES["hugo"]


@pytest.mark.parametrize(
    "number", ["19991399-8497", "199900018497", "9901328497", "990192-8497", "990160-8497"]
)
def test_a_number_of_no_day_is_no_answer(listed: Known, number: str) -> None:
    page = looked(number=number).content.decode()
    assert "Det datumet finns inte" in page
    assert "Ingen att ringa" not in page


def test_a_coordination_number_that_a_record_holds_is_taken_too(listed: Known) -> None:
    said = "19720363-0007"
    with everything():
        Party.objects.bulk_create(
            [Party(person_id=listed.person, number_hash=number_hash(said), role="subject")]
        )
    assert telephones(looked(number=said))[0] == PHONES["hugo"]


def test_a_name_and_a_year_of_birth_are_taken_in_any_order_and_case(listed: Known) -> None:
    words = listed.names.split()
    assert len(words) >= 2
    shouted = " ".join(reversed(words)).upper()
    assert telephones(looked(names=shouted, born=listed.born))[0] == PHONES["hugo"]
    assert telephones(looked(names=shouted, born=listed.born - 1)) == []
    assert looked(names=words[0], born=listed.born).status_code == 200
    assert "minst två namn" in looked(names=words[0], born=listed.born).content.decode()


def test_nothing_of_the_person_stands_on_the_answer(world: World, listed: Known) -> None:
    page = looked(number=listed.number, event="K77/26").content.decode()
    told = [*listed.names.split(), listed.number, listed.number[2:], listed.number.replace("-", ""),
            listed.label, str(listed.person), "K77/26"]  # fmt: skip
    assert [each for each in told if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", page)] == []


def test_two_calls_are_told_apart_by_the_end_of_a_number_or_a_year(
    listed: Known,
) -> None:
    hit, miss = looked(number=listed.number).content, looked(number=NOBODY).content
    assert f"nummer som slutar på {listed.number[-4:]}".encode() in hit
    assert f"nummer som slutar på {NOBODY[-4:]}".encode() in miss
    assert (
        f"födelseår {listed.born}".encode() in looked(names=listed.names, born=listed.born).content
    )
    assert "Läs numret en gång till".encode() in miss
    assert b"Be om personnumret" in looked(names="Ingen Alls", born=1970).content


def test_not_listed_hidden_ended_and_unknown_are_the_same_bytes(
    world: World, scene: Scene, listed: Known, as_it_was: psycopg.Connection
) -> None:
    nobody, no_name = bare(looked(number=NOBODY)), bare(looked(names="Ingen Alls", born=1970))
    assert b"Ingen att ringa" in nobody[1]
    assert b"Ingen att ringa" in no_name[1]
    candidate = known(world, scene.people[scene.open])
    assert bare(looked(number=candidate.number)) == nobody
    assert bare(looked(names=candidate.names, born=candidate.born)) == no_name
    as_it_was.execute(
        "update people_person set secrecy = 'protected' where id = %s", [listed.person]
    )
    assert bare(looked(number=listed.number)) == nobody
    held = appoint("dag", scope="duty", region="x", protected=True)
    assert telephones(looked(number=listed.number))[0] == PHONES["hugo"]
    as_it_was.execute("delete from accounts_appointment where id = %s", [held.pk])
    as_it_was.execute("update people_person set secrecy = 'none' where id = %s", [listed.person])
    as_it_was.execute("set session_replication_role = replica")
    as_it_was.execute("update nominations_listing set ended_on = now(), ended_why = 'x'")
    assert bare(looked(number=listed.number)) == nobody
    as_it_was.execute("update nominations_listing set ended_on = null, ended_why = ''")


def test_whoever_stands_in_the_records_gets_nothing_and_the_independent_unit_is_told(
    world: World, listed: Known, as_it_was: psycopg.Connection
) -> None:
    own = "19110303-0003"
    with everything():
        Party.objects.bulk_create(
            [Party(person_id=listed.person, number_hash=number_hash(own), role="other")]
        )
    dag = User.objects.get(username="dag")
    tie = Tie.objects.create(
        user=dag, number_hash=number_hash(own), kind="self", declared_on=timezone.localdate()
    )
    as_it_was.execute("delete from oversight_alert")
    assert bare(looked(number=listed.number)) == bare(looked(number=NOBODY))
    assert bare(looked(names=listed.names, born=listed.born)) == bare(
        looked(names="Ingen Alls", born=1970)
    )
    told = as_it_was.execute('select "user", person, action from oversight_alert').fetchall()
    assert told == [(dag.pk, listed.person, "duty.look")] * 2
    assert entries(world, "duty.look")[-1]["subjects"] == []
    as_it_was.execute("delete from accounts_tie where id = %s", [tie.pk])


def test_each_look_up_is_logged_with_what_it_was_for_and_never_with_what_was_asked(
    world: World, listed: Known
) -> None:
    looked(number=listed.number, event="K88/26")
    looked(number=NOBODY)
    one, other = entries(world, "duty.look")[-2:]
    assert (one["class"], one["purpose"], one["case"]) == ("reading", "duty", "K88/26")
    assert (one["subjects"], one["rows"]) == ([str(listed.person)], 1)
    assert (other["subjects"], other["rows"]) == ([], 0)
    assert other["case"] == f"duty-{timezone.localdate():%Y%m%d}"
    whole = json.dumps(entries(world, "duty.look"))
    assert not [w for w in (listed.number, listed.number.replace("-", ""), NOBODY, *listed.names.split())
                if w in whole]  # fmt: skip


def test_it_takes_a_role_and_a_dated_appointment_to_the_desk(listed: Known) -> None:
    for username in ("anna", "hugo", "bo", "lena", "siv", "adam", "nils"):
        assert looked(username, number=listed.number).status_code == 404, username
    appoint("anna", scope="duty", region="x")
    assert looked("anna", number=listed.number).status_code == 404  # an analyst is not at the desk
    appoint("nils", scope="duty", region="x")
    assert telephones(looked("nils", number=listed.number))[0] == PHONES["hugo"]
    held = Appointment.objects.get(user__username="dag", scope="duty")
    Appointment.objects.filter(pk=held.pk).update(
        valid_until=timezone.localdate() - dt.timedelta(1),
        valid_from=timezone.localdate() - dt.timedelta(2),
    )
    assert looked(number=listed.number).status_code == 404
    Appointment.objects.filter(pk=held.pk).update(valid_until=None, valid_from=timezone.localdate())


def test_who_has_no_telephone_is_named_and_the_next_is_called(listed: Known) -> None:
    User.objects.filter(username="hugo").update(telephone="")
    page = looked(number=listed.number)
    assert telephones(page) == [PHONES["bo"], PHONES["rut"]]
    assert "Hugo" in page.content.decode()
    User.objects.filter(username__in=("bo", "rut")).update(telephone="")
    page = looked(number=listed.number)
    assert telephones(page) == []
    assert "Bevakas, men ingen telefon finns" in page.content.decode()
    for username, number in PHONES.items():
        User.objects.filter(username=username).update(telephone=number)


def test_whose_appointment_or_account_has_ended_is_not_called(
    listed: Known, as_it_was: psycopg.Connection
) -> None:
    User.objects.filter(username="hugo").update(is_active=False)
    assert telephones(looked(number=listed.number))[0] == PHONES["bo"]
    User.objects.filter(username="hugo").update(is_active=True)
    RoleGrant.objects.filter(user__username="hugo").update(
        valid_from=timezone.localdate() - dt.timedelta(9),
        valid_until=timezone.localdate() - dt.timedelta(1),
    )
    assert telephones(looked(number=listed.number))[0] == PHONES["bo"]
    RoleGrant.objects.filter(user__username="hugo").update(valid_until=None)


def test_a_tied_colleague_is_never_called_nor_named(
    world: World, listed: Known, as_it_was: psycopg.Connection
) -> None:
    own = "19110405-0004"
    with everything():
        Party.objects.bulk_create(
            [Party(person_id=listed.person, number_hash=number_hash(own), role="other")]
        )
    whole = looked(number=listed.number)
    assert telephones(whole) == [PHONES["hugo"], PHONES["bo"], PHONES["rut"]]
    nils = User.objects.get(username="nils")
    User.objects.filter(pk=nils.pk).update(telephone="010-390 06 09")
    held: list[uuid.UUID] = []

    def tie(username: str) -> User:
        user = User.objects.get(username=username)
        made = Tie.objects.create(
            user=user, number_hash=number_hash(own), kind="household",
            declared_on=timezone.localdate(),
        )  # fmt: skip
        held.append(made.pk)
        return user

    # The case officer, the next in turn, the lead: each time the next who is not tied is called.
    left = [PHONES["hugo"], PHONES["bo"], PHONES["rut"], "010-390 06 09"]
    for username in ("hugo", "bo", "rut", "nils"):
        user = tie(username)
        left = left[1:]
        answer = looked(number=listed.number)
        called = telephones(answer)
        assert called == ([each for each in left if each in PHONES.values()] or left), username
        assert user.name not in answer.content.decode(), username
        assert telephones(looked(names=listed.names, born=listed.born)) == called
    page = answer.content.decode()
    assert "Bevakas, men ingen telefon finns" in page
    assert "oberoende enheten" in page
    as_it_was.execute("delete from accounts_tie where id = any (%s)", [held])
    User.objects.filter(pk=nils.pk).update(telephone=nils.telephone)
    assert telephones(looked(number=listed.number)) == telephones(whole)


def test_the_page_reads_no_record_of_anybody_and_nobody_but_the_owner_asks_who_is_known(
    world: World, listed: Known
) -> None:
    with world.connect("app") as app:
        for call in ("hejda.known_as('', '{}', 1)", "hejda.asked_for('', '{}', 1)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"select {call}")
        # Outside its act the function knows nobody, whoever asks.
        asked = number_hash(listed.number)
        assert (
            app.execute("select * from hejda.duty_answer(%s, '{}', null)", [asked]).fetchall() == []
        )
        assert app.execute("select hejda.search(%s, '{}', null)", [asked]).fetchone() == ([],)
    with everything():
        assert Person.objects.filter(pk=listed.person).exists()
        assert Listing.objects.filter(person=listed.person, ended_on=None).exists()
    answer = looked(number=listed.number)
    kept = [value for context in answer.context for each in context for value in each.values()]
    assert not [each for each in kept if isinstance(each, Person | Listing)]


def test_a_number_that_cannot_be_one_is_refused_before_anybody_is_asked(world: World) -> None:
    before = len(entries(world, "duty.look"))
    answer = looked(number="1234")
    assert b"10 eller 12 siffror" in answer.content
    assert entries(world, "duty.look")[before]["subjects"] == []
    assert b"personnummer" in looked(number=NOBODY, event="19120202-0000").content


def test_an_unknown_id_is_no_way_in() -> None:
    assert looked(person=str(uuid.uuid4())).status_code == 200
