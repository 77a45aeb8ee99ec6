"""The page of operation says what is wrong and what to do, and nothing of anybody; so does every log line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import logging
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from hejda_web.operation.checks import checks, size_words
from hejda_web.operation.facts import Facts, Held, gathered
from hejda_web.operation.models import Backup
from hejda_web.operation.views import KINDS
from tests.support.web_people import in_region, logged_in
from tests.web.conftest import World

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
JUST_NOW = NOW - dt.timedelta(seconds=20)
LONG_AGO = NOW - dt.timedelta(days=3)
ALL_WELL = Facts(
    now=NOW, unapplied=0, database_version="18.4", database_size=5 * 10**9, disk_free=10**11,
    disk_total=10**12, worker_seen=JUST_NOW, waiting=1, oldest_waiting=JUST_NOW, doing=1, failed=0,
    jobs=(), entries=1000,
    witnesses=(Held("file 1", 7, 990, JUST_NOW), Held("database 1", 7, 990, JUST_NOW)),
    backup=Backup(at=NOW - dt.timedelta(hours=9), size=312_000, entries=900, release="0.1.0"),
)  # fmt: skip
WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "not brought up": ({"unapplied": 2}, {"Release"}),
    "no worker ever": ({"worker_seen": None}, {"The worker"}),
    "a dead worker": ({"worker_seen": NOW - dt.timedelta(seconds=61)}, {"The worker"}),
    "a failed job": ({"failed": 1}, {"Jobs"}),
    "a job that waits": ({"oldest_waiting": LONG_AGO}, {"Jobs"}),
    "no backup": ({"backup": None}, {"The last backup"}),
    "an old backup": ({"backup": Backup(at=LONG_AGO, size=1)}, {"The last backup"}),
    "an old database": ({"database_version": "14.9"}, {"The database"}),
    "a full disk": ({"disk_free": 10**9}, {"Free on the disk"}),
    "a silent witness": (
        {"witnesses": (Held("file 1", 7, 990, JUST_NOW), Held("file 2", fault="witness_unreachable"))},
        {"Witness: file 2"},
    ),
    "a witness that lags": (
        {"witnesses": (Held("file 1", 7, 990, JUST_NOW), Held("file 2", 6, 980, JUST_NOW))},
        {"Witness: file 2"},
    ),
    "no checkpoint for long": (
        {"witnesses": (Held("file 1", 7, 990, LONG_AGO), Held("file 2", 7, 990, LONG_AGO))},
        {"The log's last checkpoint"},
    ),
    "a log shorter than what was signed": ({"entries": 900}, {"The log's last checkpoint"}),
    "no witness at all": ({"witnesses": ()}, {"The log's last checkpoint"}),
}  # fmt: skip


def test_all_is_well_where_nothing_is_wrong() -> None:
    assert [each.name.en for each in checks(ALL_WELL) if not each.well] == []


@pytest.mark.parametrize("case", WRONG)
def test_each_fault_is_named_with_what_to_do(case: str) -> None:
    changed, expected = WRONG[case]
    wrong = [each for each in checks(dataclasses.replace(ALL_WELL, **changed)) if not each.well]
    assert {each.name.en for each in wrong} == expected
    assert all(each.todo.sv and each.todo.en for each in wrong)


def test_sizes_are_said_as_people_say_them() -> None:
    said = {12: "12 byte", 312_000: "312 kB", 4_100_000_000: "4 GB", 7_250_000_000_000: "7.2 TB"}
    assert {size: size_words(size) for size in said} == said


def test_the_page_shows_jobs_without_their_arguments(world: World) -> None:
    canary = "Qz0731vw"
    with world.connect("postgres") as superuser:
        superuser.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, args)"
            " values ('runs', 'runs.map_source', 0, jsonb_build_object('run_id', %s::text)),"
            " ('runs', 'later.kind', 0, '{}')",
            [canary],
        )
        for state in ("doing", "failed"):
            superuser.execute(
                "update procrastinate_jobs set status = %s::procrastinate_job_status"
                " where task_name = 'runs.map_source'", [state]
            )  # fmt: skip
    facts = gathered(timezone.now())
    assert (facts.failed, facts.waiting, len(facts.jobs)) == (1, 1, 2)
    assert facts.worker_seen is None
    assert facts.unapplied == 0
    assert facts.database_size > 10**6
    for who in ("adam", "lena"):
        answer = logged_in(who, work=None).get("/operation/")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert canary not in page
        for words in ("misslyckades", "later.kind", "har inte startat", "Gör så här:"):
            assert words in page, words


def test_every_kind_of_job_has_words() -> None:
    ours = {
        name for name, task in app.tasks.items() if task.func.__module__.startswith("hejda_web.")
    }
    assert ours == set(KINDS)


def test_health_tells_no_figure(world: World) -> None:
    with world.connect("postgres") as superuser:
        for alive in (False, True):
            if alive:
                superuser.execute("insert into procrastinate_workers default values")
            told = Client(SERVER_NAME="127.0.0.1").get("/healthz").json()
            assert told.pop("version")
            assert told == {"ready": True, "worker": alive}


# ── Log lines ────────────────────────────────────────────────────────────────────────────────────


def lines(said: str) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def test_a_request_is_told_by_the_page_s_name_and_by_the_id_the_audit_log_has(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    from hejda_web.accounts.models import Appointment

    region = Appointment.objects.get(user__username="anna", scope="screening").region
    key = in_region(region)[0]
    anna = logged_in("anna")
    capfd.readouterr()
    assert anna.get(f"/screening/{key}/?part=Qz0999vw").status_code == 200
    assert anna.get(f"/screening/{uuid.uuid4()}/").status_code == 404
    said = capfd.readouterr().err
    told = lines(said)
    assert [(each["view"], each["status"]) for each in told] == [
        ("candidate", 200),
        ("candidate", 404),
    ]
    assert str(key) not in said
    assert "Qz0999vw" not in said
    with world.connect("postgres") as superuser:
        rows = superuser.execute(
            "select body from audit.entry order by seq desc limit 2"
        ).fetchall()
    assert [json.loads(body)["request"] for (body,) in reversed(rows)] == [
        each["request"] for each in told
    ]


def test_a_job_is_told_without_arguments_result_or_message(
    capfd: pytest.CaptureFixture[str],
) -> None:
    job = {"id": 7, "task_name": "runs.map_source", "task_kwargs": {"run": "Qz0001vw"}, "attempts": 2,
           "call_string": "runs.map_source[7](run='Qz0001vw')"}  # fmt: skip
    logging.getLogger("procrastinate.worker").info(
        "Job Qz0001vw",
        extra={"action": "job_error", "job": job, "duration": 1.25, "result": "Qz0001vw"},
    )
    (line,) = lines(capfd.readouterr().err)
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "INFO", "logger": "procrastinate.worker", "event": "job_error", "job": 7,
        "kind": "runs.map_source", "tries": 2, "ms": 1250,
    }  # fmt: skip


def test_a_fault_is_told_by_kind_and_place_alone(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        int("Qz0002vw")
    except ValueError:
        logging.getLogger("django.request").exception("Qz0002vw", extra={"event": "Qz0002vw says"})
    said = capfd.readouterr().err
    (line,) = lines(said)
    assert "Qz0002vw" not in said
    assert line["fault"] == "ValueError"
    assert line["where"][0].startswith("web/test_operation.py:")
    assert "event" not in line
