"""The pages about sharing say what the command says, in the same words, and know of nobody."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import psycopg
import pytest
from django.utils import timezone
from typer.testing import CliRunner

from hejda.cli.commands import app
from hejda_web.accounts.models import Appointment
from hejda_web.people.models import Person
from hejda_web.sharing.jobs import erase_old_notes
from tests.support.web_people import everything, logged_in
from tests.web.conftest import World
from tests.web.matrix_rows import Planting

FIRST = {
    "danger": "unknown", "holder": "health_care", "receiver": "police", "item": "health_note",
    "purpose": "prevent", "offence": "brb-3-1-mord", "initiative": "request", "on": "2026-11-23",
}  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words alone: a terminal folds its lines where a page does not, and names its own options."""
    text = re.sub(r"</?strong>|  \[--.*\]\s*$", "", text)
    return unescape(text).replace("&nbsp;", " ").split()


def stands_in(said: str, page: str) -> bool:
    """Whether the words stand in the page one after the other, whatever is between the lines."""
    return " ".join(words_of(said)) in " ".join(words_of(page))


@pytest.mark.parametrize("danger", ["unknown", "yes"])
def test_the_page_answers_as_the_command_does(world: object, danger: str) -> None:
    asked = CliRunner().invoke(
        app,
        [
            "share", "ask", "--from", "health_care", "--to", "police", "--what", "health_note",
            "--purpose", "prevent", "--offence", "brb-3-1-mord", "--on", "2026-11-23",
            "--danger", danger,
        ],
        env={"COLUMNS": "10000"},
    )  # fmt: skip
    assert asked.exit_code == 0
    page = logged_in("hugo", work=None).post("/sharing/", FIRST | {"danger": danger})
    text = page.content.decode()
    lines = [line for line in asked.output.splitlines() if line.strip()]
    assert len(lines) > 10
    assert [line for line in lines if not stands_in(line, text)] == []


def test_what_the_answer_left_open_can_be_answered_and_changes_it(world: object) -> None:
    hugo = logged_in("hugo", work=None)
    first = hugo.post("/sharing/", FIRST).content.decode()
    assert 'name="fact_concrete_circumstances"' in first
    met = {"fact_concrete_circumstances": "yes", "fact_named_relative": "yes"}
    second = hugo.post("/sharing/", FIRST | met).content.decode()
    assert second != first


def test_two_days_are_compared_and_a_day_that_is_none_is_told(world: object) -> None:
    hugo = logged_in("hugo", work=None)
    days = {"before": "2025-03-31", "after": "2025-04-01"}
    assert "2025:170" in hugo.post("/sharing/changed/", days).content.decode()
    wrong = hugo.post("/sharing/changed/", days | {"after": "i går"})
    assert wrong.status_code == 200
    assert 'id="answer"' not in wrong.content.decode()
    early = hugo.post("/sharing/", FIRST | {"on": dt.date(1990, 1, 1).isoformat()})
    assert early.status_code == 200


def kept_in(world: World) -> int:
    """How many notes the database holds, seen past every wall."""
    with world.connect("postgres") as superuser:
        row = superuser.execute("select count(*) from sharing_note").fetchone()
    assert row is not None
    return int(row[0])


def test_a_test_is_kept_as_it_read_and_never_changed(world: World) -> None:
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    with everything():
        person = Person.objects.filter(region=region, secrecy="none").order_by("label")[0]
    page = f"/people/{person.pk}/sharing/"
    anna = logged_in("anna")
    said = FIRST | {"circumstances": "Hot den 3 mars, hon har flyttat ut.", "on": "2025-03-31"}
    asked = anna.post(page, said)
    assert "Spara prövningen" in asked.content.decode()
    assert kept_in(world) == 0, "asking keeps nothing"
    kept = anna.post(f"{page}keep/", said)
    assert kept.status_code == 302
    shown = anna.get(kept["Location"]).content.decode()
    assert "Hot den 3 mars" in shown
    assert "31 mars 2025" in shown
    assert "2025:179" not in shown, "a paragraph of April 2025 is no ground in March"
    assert kept["Location"] in anna.get(page).content.decode()
    with world.connect("app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("update sharing_note set circumstances = 'x'")


def test_a_test_without_circumstances_is_asked_for_them_and_nothing_is_kept(world: World) -> None:
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    with everything():
        person = Person.objects.filter(region=region, secrecy="none").order_by("label")[1]
    before = kept_in(world)
    refused = logged_in("anna").post(f"/people/{person.pk}/sharing/keep/", FIRST)
    assert refused.status_code == 200
    assert "Vilka konkreta omständigheter" in refused.content.decode()
    assert kept_in(world) == before


def test_a_note_goes_thirty_days_after_it_was_made_where_nobody_works_with_the_person(
    world: World,
) -> None:
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    with everything():
        worked_with, let_go = Person.objects.filter(region=region, secrecy="none").order_by(
            "label"
        )[2:4]
    before = kept_in(world)
    for person in (worked_with, let_go):
        said = FIRST | {"circumstances": "Hot."}
        assert logged_in("anna").post(f"/people/{person.pk}/sharing/keep/", said).status_code == 302
    with world.connect("postgres") as superuser:
        planting = Planting(superuser)
        given = {"ground": "g", "threshold_names": ["t"], "threshold_answers": ["a"]}
        planting.add("nominations_listing", person_id=worked_with.pk, version=1, **given)
        planting.plant()
    assert erase_old_notes(timezone.now() + dt.timedelta(days=29)) == 0
    assert erase_old_notes(timezone.now() + dt.timedelta(days=31)) == before + 1
    with world.connect("postgres") as superuser:
        left = superuser.execute("select person_id from sharing_note").fetchall()
    assert left == [(worked_with.pk,)]
