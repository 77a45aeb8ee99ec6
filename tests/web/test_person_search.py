"""The search finds by number, or name and year of birth, among the people the asker may see; no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment, Tie, User
from hejda_web.accounts.numbers import number_hash
from tests.support.endpoints import Scene, set_scene
from tests.support.lookups import Known, appoint, bare, entries, known
from tests.support.web_people import everything, in_region, logged_in
from tests.web.conftest import World

NOBODY = "19120202-0000"


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    """People of Anna's region in each state of screening."""
    return set_scene()


@pytest.fixture(scope="module")
def elsewhere(world: World) -> Known:
    """Somebody of a region that none of the readers is appointed for."""
    from hejda_web.nominations.models import Nomination

    region = Appointment.objects.get(user__username="anna", scope="screening").region
    with everything():
        rows = Nomination.objects.filter(pk__in=in_region(region, inside=False))
        person = rows.exclude(person__identity__personal_number="").order_by("pk")[0].person_id
    return known(world, person)


def found(username: str, **asked: Any) -> list[Any]:
    """Ids of the people a search shows."""
    answer = logged_in(username).post("/search/", asked)
    assert answer.status_code == 200
    return [row["person"].pk for row in answer.context.get("rows", [])]


def test_somebody_of_the_own_region_is_found_by_number_and_by_name(
    world: World, scene: Scene
) -> None:
    who = known(world, scene.people[scene.open])
    for asked in (who.number, who.number.replace("-", ""), who.number[2:]):
        assert found("anna", number=asked) == [who.person]
    assert who.person in found("rut", names=who.names, born=who.born)
    assert found("anna", names=who.names, born=who.born + 1) == []


def test_the_answer_leads_to_the_screening_that_waits_or_to_the_focus_person(
    world: World, scene: Scene
) -> None:
    for nomination, link in ((scene.open, f"/screening/{scene.open}/"),
                             (scene.listed, f"/people/{scene.people[scene.listed]}/")):  # fmt: skip
        who = known(world, scene.people[nomination])
        page = logged_in("anna").post("/search/", {"number": who.number}).content.decode()
        assert f'href="{link}"' in page
        assert who.label in page
        assert not [each for each in (who.number, *who.names.split()) if each in page]


def test_whom_one_may_not_see_and_nobody_are_the_same_bytes(
    world: World, scene: Scene, elsewhere: Known
) -> None:
    here = known(world, scene.people[scene.open])
    for username, hidden in (("anna", elsewhere), ("rut", elsewhere), ("hugo", here), ("bo", here)):
        client = logged_in(username)
        nobody = bare(client.post("/search/", {"number": NOBODY}))
        assert "Ingen hittad" in nobody[1].decode()
        assert bare(client.post("/search/", {"number": hidden.number})) == nobody, username
        asked = {"names": hidden.names, "born": hidden.born}
        assert bare(client.post("/search/", asked)) == nobody, username


def test_an_appointment_for_one_person_finds_that_person_and_no_other(
    world: World, scene: Scene
) -> None:
    one, other = (known(world, scene.people[each]) for each in (scene.listed, scene.open))
    held = appoint("hugo", scope="actor", person=one.person)
    assert found("hugo", number=one.number) == [one.person]
    assert found("hugo", number=other.number) == []
    Appointment.objects.filter(pk=held.pk).update(
        valid_from=timezone.localdate().replace(year=2020),
        valid_until=timezone.localdate().replace(year=2021),
    )
    assert found("hugo", number=one.number) == []


def test_ones_own_are_not_found_and_the_independent_unit_is_told(
    world: World, scene: Scene
) -> None:
    who = known(world, scene.people[scene.judged])
    anna = User.objects.get(username="anna")
    with world.connect("postgres") as superuser:
        superuser.execute("delete from oversight_alert")
        Tie.objects.create(
            user=anna, number_hash=number_hash(who.number), kind="relative",
            declared_on=timezone.localdate(),
        )  # fmt: skip
        client = logged_in("anna")
        assert bare(client.post("/search/", {"number": who.number})) == bare(
            client.post("/search/", {"number": NOBODY})
        )
        told = superuser.execute('select "user", person, action from oversight_alert').fetchall()
        superuser.execute("delete from accounts_tie")
    assert told == [(anna.pk, who.person, "person.search")]


def test_a_search_is_logged_with_purpose_and_whom_it_showed_and_keeps_no_question(
    world: World, scene: Scene
) -> None:
    who = known(world, scene.people[scene.open])
    found("anna", number=who.number)
    found("anna", names=who.names, born=who.born - 3)
    one, other = entries(world, "person.search")[-2:]
    assert (one["purpose"], one["case"], one["subjects"]) == (
        "screening",
        "K100/26",
        [str(who.person)],
    )
    assert (other["subjects"], other["rows"]) == ([], 0)
    whole = json.dumps(entries(world, "person.search"))
    assert not [each for each in (who.number, NOBODY, *who.names.split()) if each in whole]


def test_a_search_takes_a_purpose_and_a_role(world: World) -> None:
    asked = logged_in("anna", work=None).post("/search/", {"number": NOBODY})
    assert (asked.status_code, asked.headers["Location"]) == (302, "/purpose/")
    for username in ("nils", "lena", "dag", "siv", "adam"):
        assert logged_in(username).post("/search/", {"number": NOBODY}).status_code == 404


def test_nothing_in_an_address_searches(world: World, scene: Scene) -> None:
    who = known(world, scene.people[scene.open])
    plain, asked = (
        logged_in("anna").get("/search/", given) for given in ({}, {"number": who.number})
    )
    assert bare(plain) == bare(asked)


def test_the_database_matches_by_number_names_and_year_and_reads_nothing_else(world: World) -> None:
    with world.connect("postgres") as superuser:
        (body,) = superuser.execute(
            "select prosrc from pg_proc where proname = 'known_as'"
        ).fetchone() or ("",)
    import re

    columns = set(re.findall(r"\b[pi]\.(\w+)", body))
    assert columns == {"person_id", "number_hash", "role", "names", "birth_date", "personal_number"}
