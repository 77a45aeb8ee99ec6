"""What somebody may not see and what does not exist look the same, byte for byte, wherever they look."""

from __future__ import annotations

import random
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hejda_web.accounts.models import Appointment, Unit, User
from hejda_web.people.models import Identity, Person
from hejda_web.runs.loading import LETTERS, new_label
from hejda_web.runs.models import Run
from tests.support.counts import counted
from tests.support.service_tokens import event, put_token
from tests.support.size import SIZE
from tests.support.web_people import everything, in_region, logged_in
from tests.web.addresses import address, shape, shown
from tests.web.conftest import World
from tests.web.expected_addresses import (
    ADDRESSES,
    API,
    LOGIN,
    OPEN,
    TAKES_NOMINATION,
    TAKES_OTHER,
    TAKES_PERSON,
)
from tests.web.matrix_rows import Planting, plant_people

PAIRS = 200 * SIZE
OF_THE_MACHINE = ("log.see", "operation.see")
"""Pages of sizes and times, which move by themselves and count no people."""
LISTS = [
    name for name, entry in ADDRESSES.items()
    if entry not in (OPEN, LOGIN, API, *OF_THE_MACHINE)
    and name not in (*TAKES_PERSON, *TAKES_NOMINATION, *TAKES_OTHER)
]  # fmt: skip


@pytest.fixture(scope="module")
def region(world: World) -> str:
    """The region of the demonstration's colleagues."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


def unknown(chance: random.Random) -> uuid.UUID:
    """An id of the right kind that nothing has."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def test_hidden_and_unknown_ids_are_answered_alike(world: World, region: str) -> None:
    chance = random.Random(1)
    nominations = in_region(region, inside=False)
    with everything():
        people = list(Person.objects.exclude(region=region).values_list("pk", flat=True))
    clients = {name: logged_in(name) for name in ("anna", "hugo", "rut", "bo", "adam", "lena")}
    for turn in range(PAIRS):
        name = [*TAKES_PERSON, *TAKES_NOMINATION][turn % 11]
        hidden = chance.choice(people if name in TAKES_PERSON else nominations)
        client = clients[chance.choice(list(clients))]
        method = chance.choice(("get", "post"))
        other = unknown(chance)
        told = [
            shape(getattr(client, method)(address(name, key), {"level": "high", "text": "x"}), key)
            for key in (hidden, other)
        ]
        assert told[0] == told[1], (name, method)
        assert told[0][0] in (302, 404)
    counted(f"hidden and unknown ids: {PAIRS} pairs, 0 differences")


def test_an_appointment_of_another_unit_is_unknown(world: World) -> None:
    lena, nils = (User.objects.get(username=name) for name in ("lena", "nils"))
    today = timezone.localdate()
    theirs = Appointment.objects.create(
        user=lena, scope="screening", region="x", named_by=nils, reason="x", valid_from=today
    )
    rut, key = logged_in("rut"), uuid.UUID("00000000-0000-4000-8000-000000000009")
    for method in ("get", "post"):
        told = [shape(getattr(rut, method)(address("appointment", k)), k) for k in (theirs.pk, key)]
        assert told[0] == told[1]
        assert told[0][0] == 404


def pages(client: Client, run: uuid.UUID) -> dict[str, tuple[Any, ...]]:
    """Every page that lists or counts, as it is now: bytes without the form's mark, and all it was given."""
    found = {}
    for name in [*LISTS, "me", "run", "run_lists", "run_moved"]:
        answer = client.get(address(name, run))
        text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)
        text = re.sub(rb'nonce="[^"]*"', b"", text)
        found[name] = (answer.status_code, text, sorted(shown(answer)))
    return found


def test_refusals_and_look_ups_are_held_to_one_length_of_time(
    world: World, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long each answer is held is recorded, and not waited for: pages and the API alike."""
    held: list[float] = []
    monkeypatch.setattr(settings, "DENIED_AFTER", 3600.0)
    monkeypatch.setattr("hejda_web.people.access.time.sleep", held.append)
    with everything():
        hidden = Identity.objects.exclude(person__region=region).exclude(personal_number="")[0]
        here = Identity.objects.filter(person__region=region).exclude(personal_number="")[0]
    with world.connect("postgres") as superuser:
        caller = put_token(superuser, regions=[region])
    anna, dag = logged_in("anna"), logged_in("dag", work=None)
    numbers = (here.personal_number, hidden.personal_number, "19000101-0000")
    asked = [
        *((404, anna.get(f"/people/{key}/")) for key in (hidden.person_id, uuid.uuid4())),
        *((404, caller.get(f"actors/{key}")) for key in (hidden.person_id, uuid.uuid4())),
        *((200, dag.post("/duty/", {"number": number})) for number in numbers),
        *((200, anna.post("/search/", {"number": number})) for number in numbers),
        *((202, caller.post("events", event(id=f"H-{turn}", person=None, personal_number=number)))
          for turn, number in enumerate(numbers)),
    ]  # fmt: skip
    assert [answer.status_code for _, answer in asked] == [status for status, _ in asked]
    assert len(held) == len(asked)
    assert all(3500 < each <= 3600 for each in held)
    assert dag.get("/duty/").status_code == 200  # a form that asks nothing is not held
    assert len(held) == len(asked)


def test_no_page_changes_when_hidden_people_come(world: World, region: str) -> None:
    """144 people of every hidden kind, none of them for these readers: no list, number or order moves."""
    run = Run.objects.filter(state="loaded").latest("loaded_at").pk
    clients = {
        name: logged_in(name) for name in ("anna", "hugo", "rut", "nils", "bo", "lena", "adam")
    }
    for client in clients.values():
        client.get("/day/")  # a first visit is itself something that pages tell of
    before = {name: pages(client, run) for name, client in clients.items()}
    assert any("Person" in line for line in before["anna"]["screening"][2])
    with world.connect("postgres") as superuser:
        planting = Planting(superuser)
        people = plant_people(planting)
        superuser.execute(
            "update people_person set region = %s where region = 'mx_home' and secrecy <> 'none'",
            [region],
        )
        number = superuser.execute(
            "select count(*) from people_person where region = %s and label = 'M'", [region]
        ).fetchone()
    assert number == (32,)
    for name, client in clients.items():
        after = pages(client, run)
        for page, told in before[name].items():
            if (name, page) == ("nils", "overview"):
                continue  # counts the nation, of which nobody is hidden from its lead's figures
            if (name, page) == ("anna", "first_day"):
                continue  # what was planted was written in her name: the ticks are her own work
            assert after[page] == told, (name, page)
    # The same comparison sees one of them as soon as she may.
    with world.connect("postgres") as superuser:
        seen = next(
            p
            for p in people
            if p.subject == replace(p.subject, region="mx_home", secrecy="marked", conflict="none")
        )
        superuser.execute("update people_person set secrecy = 'none' where id = %s", [seen.key])
    assert pages(clients["anna"], run)["screening"] != before["anna"]["screening"]
    counted(
        f"pages before and after {len(people)} hidden people: {len(clients) * len(before['anna'])}, 0 changed"
    )


def test_a_number_somebody_hidden_has_is_taken_like_any_other(world: World, region: str) -> None:
    with everything():
        hidden = Identity.objects.exclude(person__region=region).exclude(personal_number="").first()
    assert hidden is not None
    said = {"origin": "officer", "names": "N N", "acts": "2026-01-01, K1", "reason": "x"}
    key = uuid.UUID(int=0)
    told = [
        shape(
            logged_in("hugo", work="nomination").post("/nominate/", said | {"number": number}), key
        )
        for number in (hidden.personal_number, "19000101-0000")
    ]
    assert told[0] == told[1]
    assert told[0][0] == 302


def test_a_hidden_person_cannot_be_appointed_to_and_is_refused_like_an_unknown_one(
    world: World, region: str
) -> None:
    with everything():
        hidden = Person.objects.exclude(region=region).first()
        here = Person.objects.filter(region=region, secrecy="none").first()
    assert hidden is not None
    assert here is not None
    unit = Unit.objects.get(people__username="rut")
    hugo = User.objects.get(username="hugo", unit=unit)
    said = {
        "user": str(hugo.pk),
        "scope": "actor",
        "reason": "x",
        "valid_from": str(timezone.localdate()),
    }
    rut = logged_in("rut")
    told = [
        shape(rut.post("/appointments/", said | {"person": str(key)}), key)
        for key in (hidden.pk, uuid.UUID("00000000-0000-4000-8000-000000000009"))
    ]
    assert told[0] == told[1]
    assert not Appointment.objects.filter(scope="actor").exists()
    assert rut.post("/appointments/", said | {"person": str(here.pk)}).status_code == 302
    assert Appointment.objects.get(scope="actor").person == here.pk


def test_ids_are_drawn_by_lot_and_labels_say_nothing(world: World) -> None:
    with everything():
        people = list(Person.objects.exclude(label="M"))
    assert len(people) >= 20
    assert {person.pk.version for person in people} == {4}
    assert len({person.label for person in people}) == len(people)
    for person in people:
        assert re.fullmatch(rf"[{LETTERS}]{{3}}-[{LETTERS}]{{3}}", person.label)
        assert person.stable_id not in person.label
    # The same person brought in again gets another label.
    assert len({new_label() for _ in range(200)}) > 190
