"""My day: overdue before what waits, news once and within the budget, nobody one may not see."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment
from hejda_web.desk.day import BUDGET
from hejda_web.desk.models import Visit
from tests.support.endpoints import Scene, set_scene
from tests.support.lookups import appoint, bare, entries, known
from tests.support.service_tokens import event, put_token
from tests.support.web_people import logged_in
from tests.web.conftest import World


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    """People of Anna's region in each state of screening; one is listed, and Hugo named for them."""
    made = set_scene()
    appoint("hugo", scope="actor", person=made.people[made.listed])
    return made


def day(username: str) -> Any:
    """The page, as its reader gets it."""
    answer = logged_in(username).get("/day/")
    assert answer.status_code == 200
    return answer


def tasks(username: str) -> dict[str, list[tuple[str, str]]]:
    """(what, who) by standing, in the page's order."""
    return {
        key: [(row.what.sv, str(row.who)) for row in rows]
        for key, _, rows in day(username).context["sections"]
    }


def test_the_first_page_is_the_day_once_work_has_begun(scene: Scene) -> None:
    assert "Min dag" in logged_in("anna").get("/").content.decode()
    before = logged_in("anna", work=None).get("/")
    assert (before.status_code, "Vad du kan göra här" in before.content.decode()) == (200, True)
    assert "Vem ska jag ringa?" in logged_in("dag", work=None).get("/").content.decode()
    assert "Vad du kan göra här" in logged_in("lena").get("/").content.decode()


def test_a_second_vote_waits_for_whoever_has_not_voted_and_for_no_other(
    world: World, scene: Scene
) -> None:
    label = known(world, scene.people[scene.one_vote]).label
    assert ("Ditt andra beslut", label) in tasks("anna")["now"]
    assert ("Ditt andra beslut", label) not in tasks("rut")["now"]
    assert not [row for row in tasks("hugo").get("now", []) if row[0] == "Ditt andra beslut"]


def test_candidates_are_counted_as_on_their_own_page(scene: Scene) -> None:
    waits = logged_in("anna").get("/screening/").context["waits"]
    assert ("Granska kandidater", f"{len(waits)} väntar") in tasks("anna")["now"]


def test_a_focus_person_nobody_began_with_waits_for_those_appointed(
    world: World, scene: Scene
) -> None:
    label = known(world, scene.people[scene.listed]).label
    assert tasks("hugo")["now"] == [("Arbetet har inte börjat", label)]
    assert "now" not in tasks("bo")


def test_what_is_overdue_stands_first_with_its_day(
    world: World, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    with world.connect("postgres") as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update nominations_listing set listed_on = %s where person_id = %s",
            [today - dt.timedelta(3 * 365), scene.people[scene.listed]],
        )
        superuser.execute(
            "insert into oversight_needreview (id, region, year, due_on, finding, version)"
            " select gen_random_uuid(), police_region, 1999, %s, '', 1 from accounts_unit"
            " where id = (select unit_id from accounts_user where username = 'rut')",
            [today - dt.timedelta(1)],
        )
    found = tasks("rut")
    assert next(iter(found)) == "overdue"
    assert ("Årlig behovsprövning", "regionen") in found["overdue"]
    assert [row for row in found["overdue"] if row[0].startswith(("Listningen", "Behovet"))]
    rows = next(rows for key, _, rows in day("rut").context["sections"] if key == "overdue")
    assert [row.when for row in rows] == sorted(row.when for row in rows)


def test_an_appointment_that_ends_soon_is_told_to_whoever_holds_it(
    world: World, scene: Scene
) -> None:
    soon = timezone.localdate() + dt.timedelta(10)
    Appointment.objects.filter(user__username="hugo", scope="actor").update(valid_until=soon)
    label = known(world, scene.people[scene.listed]).label
    assert ("Ditt uppdrag går ut", label) in tasks("hugo")["coming"]


def test_nobody_one_may_not_see_stands_on_the_page_and_those_who_do_are_logged(
    world: World, scene: Scene
) -> None:
    listed = scene.people[scene.listed]
    page = day("bo").content.decode()
    assert str(listed) not in page
    assert "Inget väntar på dig i dag" in page
    day("hugo")
    assert entries(world, "day.see")[-1]["subjects"] == [str(listed)]


def more_records(
    superuser: psycopg.Connection, person: uuid.UUID, days: list[int], table: str
) -> None:
    """A run brought in just now, with so many new records, each of a day so far back."""
    run = superuser.execute(
        "insert into runs_run select (jsonb_populate_record(r, jsonb_build_object('id',"
        " gen_random_uuid(), 'loaded_at', now(), 'checksum', gen_random_uuid()::text))).*"
        " from runs_run r where state = 'loaded' limit 1 returning id"
    ).fetchone()
    assert run is not None
    for number, back in enumerate(days):
        superuser.execute(
            'insert into runs_evidence (id, run_id, person_id, reference, "table", happened_on,'
            " registered_on, source_law, limited, sentence_sv, sentence_en) values"
            " (gen_random_uuid(), %s, %s, %s, %s, current_date - %s::int, current_date, '', false,"
            " 'Ny händelse.', 'A new incident.')",
            [run[0], person, f"{table}:new-{run[0]}-{number}", table, back],
        )


def test_news_is_told_once_a_day_and_kind_and_what_is_beyond_the_budget_is_folded(
    world: World, scene: Scene
) -> None:
    person = scene.people[scene.listed]
    with world.connect("postgres") as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute("update nominations_listing set listed_on = current_date - 5")
        superuser.execute("update runs_run set loaded_at = now() - interval '30 days'")
        Visit.objects.filter(user__username="hugo").delete()
        before = day("hugo").context
        assert (before["alerts"], before["folded"]) == ([], [])
        more_records(superuser, person, [*range(BUDGET + 3), 0, 0], "incident")
        more_records(superuser, person, [0], "offence")
    context = day("hugo").context
    assert (len(context["alerts"]), len(context["folded"])) == (BUDGET, 3)
    newest = context["alerts"][0]["event"]
    assert (newest.on, newest.same_day) == (timezone.localdate(), 2)
    assert bare(logged_in("hugo").get("/day/")) == bare(logged_in("hugo").get("/day/"))
    # Seen today, it is no news tomorrow.
    yesterday = timezone.localdate() - dt.timedelta(1)
    Visit.objects.filter(user__username="hugo").update(day=yesterday, seen_at=timezone.now())
    assert day("hugo").context["alerts"] == []


def test_what_another_system_sends_is_news_to_whoever_works_with_the_person_and_to_no_other(
    world: World, scene: Scene
) -> None:
    person = scene.people[scene.listed]
    with world.connect("postgres") as superuser:
        caller = put_token(superuser, everywhere=True)
    yesterday = timezone.now() - dt.timedelta(1)
    Visit.objects.filter(user__username="hugo").update(
        day=timezone.localdate(yesterday), seen_at=timezone.now()
    )
    assert (day("hugo").context["alerts"], day("bo").context["alerts"]) == ([], [])
    # Told late: happened long ago, new because it came today.
    threat = event(person=str(person), kind="threat", happened_at="2026-05-04T23:30:00+02:00")
    for sent in (threat, threat, event(person=str(person), kind="order_breached"),
                 event(person=str(person), kind="order_breached")):  # fmt: skip
        assert caller.post("events", sent).status_code == 202
    page = day("hugo")
    rows = {row["event"].kind: row["event"] for row in page.context["alerts"]}
    assert {kind: each.same_day for kind, each in rows.items()} == {
        "threat": 0,
        "order_breached": 1,
    }
    assert (rows["threat"].on, rows["threat"].person) == (dt.date(2026, 5, 4), person)
    text = page.content.decode()
    for told in ("Anmält hot", "Överträdelse av kontaktförbud anmäld", "från ett annat system",
                 f"/people/{person}/"):  # fmt: skip
        assert told in text, told
    assert threat["id"] not in text
    bo = day("bo")
    assert (bo.context["alerts"], bo.context["folded"]) == ([], [])
    assert "Anmält hot" not in bo.content.decode()
    assert str(person) in entries(world, "day.see")[-2]["subjects"]
    Visit.objects.filter(user__username="hugo").update(
        day=timezone.localdate(yesterday), seen_at=timezone.now()
    )
    assert day("hugo").context["alerts"] == []
