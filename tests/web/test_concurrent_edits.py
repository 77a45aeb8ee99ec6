"""Many colleagues edit the same thing at the same moment: one edit stands, every other is told."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from hejda_web.accounts.models import Appointment, RoleGrant, Unit, User
from tests.support.counts import FIGURES
from tests.support.size import SIZE
from tests.support.tell_all import telling_templates
from tests.support.web_people import everything, in_region, logged_in, vote_to_list

COLLEAGUES = 50 if SIZE >= 10 else 20
ROUNDS = 5 if SIZE >= 10 else 2
"""Each act below is sent by everybody at once, in so many rounds: over 300 edits at a push, over 1,700 in
a campaign. The last test counts them."""
SENT: list[int] = []
"""How many edits each moment had."""
TOLD = (409,)
"""Somebody else changed it. Too busy (503) is no answer to an edit: it would not show what stands."""


@pytest.fixture(scope="module")
def region(world: Any) -> str:
    """The region everybody here is appointed to."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


@pytest.fixture(scope="module")
def screeners(region: str) -> list[Client]:
    """Colleagues appointed to screen the region, each logged in."""
    rut, anna = User.objects.get(username="rut"), User.objects.get(username="anna")
    made = []
    for number in range(COLLEAGUES):
        user = User.objects.create(
            username=f"c{number}", name=f"Kollega {number}", unit=anna.unit, joined_on=anna.joined_on,
            must_choose_password=False,
        )  # fmt: skip
        RoleGrant.objects.create(
            user=user, role="analyst", granted_by=rut, valid_from=anna.joined_on
        )
        Appointment.objects.create(
            user=user, scope="screening", region=region, named_by=rut, reason="Granskar.",
            valid_from=anna.joined_on,
        )  # fmt: skip
        made.append(logged_in(user.username))
    return made


@pytest.fixture(scope="module")
def leads(region: str) -> list[Client]:
    """The region's lead at as many machines."""
    return [logged_in("rut") for _ in range(COLLEAGUES)]


@pytest.fixture(scope="module")
def administrators(world: Any) -> list[Client]:
    """The administrator at as many machines."""
    return [logged_in("adam") for _ in range(COLLEAGUES)]


def at_once(
    clients: list[Client], path: str, form: Callable[[int], dict[str, Any]]
) -> list[HttpResponse]:
    """Each client's answer to its form, all sent at the same moment."""
    gate = threading.Barrier(len(clients))
    SENT.append(len(clients))

    def send(number: int) -> HttpResponse:
        gate.wait()
        try:
            return clients[number].post(path, form(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(send, range(len(clients))))


def taken(answers: list[HttpResponse]) -> list[int]:
    """The numbers of the answers that say the edit was taken; each other one must say it was not."""
    kept = []
    for number, answer in enumerate(answers):
        told = [m.level_tag for m in get_messages(answer.wsgi_request)._queued_messages]
        if answer.status_code in TOLD:
            continue
        assert answer.status_code == 302
        if "error" not in told:
            kept.append(number)
    return kept


def test_an_appointment_edited_at_once_keeps_one_edit_and_shows_both(leads: list[Client]) -> None:
    row = Appointment.objects.get(user__username="anna", scope="screening")
    for turn in range(ROUNDS):
        row.refresh_from_db()
        opened = row.version

        def form(number: int, turn: int = turn, opened: int = opened) -> dict[str, Any]:
            return {
                "user": str(row.user_id), "scope": "screening", "region": row.region,
                "reason": f"Skäl {turn}-{number}", "valid_from": row.valid_from.isoformat(),
                "valid_until": "", "version": opened,
            }  # fmt: skip

        with override_settings(TEMPLATES=telling_templates()):
            answers = at_once(leads, f"/appointments/{row.pk}/", form)
        (one,) = taken(answers)
        row.refresh_from_db()
        assert (row.reason, row.version) == (f"Skäl {turn}-{one}", opened + 1)
        for number, answer in enumerate(answers):
            if number != one:
                page = answer.content.decode()
                assert f"Skäl {turn}-{number} " in page
                assert f"Skäl {turn}-{one} " in page
    history = row.events.filter(pgh_label="update").order_by("pgh_id")
    versions = list(history.values_list("version", flat=True))
    assert versions == sorted(set(versions))
    assert len(versions) == ROUNDS


def test_an_account_edited_at_once_keeps_one_edit(administrators: list[Client]) -> None:
    row = User.objects.get(username="hugo")
    for turn in range(ROUNDS):
        row.refresh_from_db()
        opened = row.version

        def form(number: int, turn: int = turn, opened: int = opened) -> dict[str, Any]:
            return {
                "username": "hugo", "name": f"Hugo {turn}-{number}", "email": "",
                "unit": str(row.unit_id), "is_active": "on", "version": opened,
                "role": "case_officer" if (number + turn) % 2 else "safety_officer",
            }  # fmt: skip

        answers = at_once(administrators, f"/accounts/{row.pk}/", form)
        (one,) = taken(answers)
        row.refresh_from_db()
        assert (row.name, row.version) == (f"Hugo {turn}-{one}", opened + 1)
        held = RoleGrant.objects.filter(user=row, valid_until=None)
        assert [grant.role for grant in held] == [form(one)["role"]]


def test_a_regions_room_set_at_once_keeps_one_edit(leads: list[Client]) -> None:
    from hejda_web.nominations.models import RegionSetting

    logged_in("rut").post("/people/capacity/", {"free_starts": "5"})
    unit = Unit.objects.get(people__username="rut")
    row = RegionSetting.objects.get(region=unit.police_region)
    for turn in range(ROUNDS):
        row.refresh_from_db()
        opened = row.version

        def form(number: int, turn: int = turn, opened: int = opened) -> dict[str, Any]:
            return {"free_starts": str(100 * (turn + 1) + number), "version": opened}

        (one,) = taken(at_once(leads, "/people/capacity/", form))
        row.refresh_from_db()
        assert (row.free_starts, row.version) == (100 * (turn + 1) + one, opened + 1)


def judged(clients: list[Client], keys: list[uuid.UUID]) -> Iterator[uuid.UUID]:
    """Nominations of which every client has written an own judgement."""
    for key in keys:
        for each in clients:
            answer = each.post(f"/screening/{key}/judge/", {"level": "high", "text": "Allvar."})
            assert answer.status_code == 302
        yield key


def test_votes_given_at_once_are_one_first_vote(screeners: list[Client], region: str) -> None:
    from hejda_web.nominations.models import Decision

    for key in judged(screeners, in_region(region)[:ROUNDS]):
        answers = at_once(screeners, f"/screening/{key}/decide/", voting(1))
        (first,) = taken(answers)
        assert standing(key) == ("one_vote", 2)
        assert count_of(Decision, key) == 1
        others = [each for number, each in enumerate(screeners) if number != first]
        assert len(taken(at_once(others, f"/screening/{key}/second/", voting(2)))) == 1
        assert standing(key) == ("decided", 3)
        assert count_of(Decision, key) == 2


def voting(version: int) -> Callable[[int], dict[str, Any]]:
    """A vote to list, in each colleague's own words."""
    return lambda number: vote_to_list(version) | {"text": f"Skäl {number}."}


def standing(key: uuid.UUID) -> tuple[str, int]:
    """The state and version of a nomination."""
    from hejda_web.nominations.models import Nomination

    with everything():
        row = Nomination.objects.get(pk=key)
    return row.state, row.version


def count_of(model: Any, nomination: uuid.UUID) -> int:
    """How many rows the nomination has, whoever may see them."""
    name = connection.settings_dict["NAME"]
    home = settings.INSTALLATION.home
    password = (home / "postgres.secret").read_text(encoding="utf-8").strip()
    with psycopg.connect(
        host=connection.settings_dict["HOST"], user="postgres", password=password, dbname=name
    ) as superuser:
        row = superuser.execute(
            f"select count(*) from {model._meta.db_table} where nomination_id = %s", [nomination]
        ).fetchone()
    return int(row[0]) if row else 0


def test_a_listing_begun_and_ended_at_once_begins_and_ends_once(
    screeners: list[Client], region: str
) -> None:
    from hejda_web.nominations.models import Listing

    with everything():
        rows = list(Listing.objects.filter(ended_on=None)[:ROUNDS])
    assert len(rows) == ROUNDS
    for row in rows:
        for path, field, form in (
            ("start", "start_on", {}), ("end", "ended_on", {"why": "work_done"}),
        ):  # fmt: skip
            with everything():
                opened = Listing.objects.get(pk=row.pk).version
            answers = at_once(
                screeners, f"/people/{row.person_id}/{path}/",
                lambda n, form=form, opened=opened: form | {"version": opened},  # type: ignore[misc]
            )  # fmt: skip
            assert len(taken(answers)) == 1
            with everything():
                now = Listing.objects.get(pk=row.pk)
            assert now.version == opened + 1
            assert getattr(now, field) is not None


def test_an_own_judgement_sent_twice_at_once_is_kept_once(
    screeners: list[Client], region: str
) -> None:
    from hejda_web.nominations.models import OwnJudgement

    key = in_region(region)[ROUNDS]
    twins = [logged_in("c0") for _ in range(COLLEAGUES)]
    answers = at_once(
        twins, f"/screening/{key}/judge/", lambda n: {"level": "raised", "text": f"Text {n}."}
    )
    assert len(taken(answers)) == 1
    assert count_of(OwnJudgement, key) == 1


def test_as_many_edits_were_sent_as_are_asked_for() -> None:
    # Runs last: each of those above has told that one edit was kept and every other was refused.
    FIGURES.append(f"conflicting edits: {sum(SENT)}, at most {max(SENT)} at once, kept {len(SENT)}")
    assert sum(SENT) >= (1000 if SIZE >= 10 else 200)
    assert max(SENT) == COLLEAGUES
