"""Jobs that map: named by ids only, their progress in the database, their failures in one clear sentence."""

from __future__ import annotations

import inspect
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hejda_web.accounts.models import User
from hejda_web.nominations import jobs
from hejda_web.runs.models import Run
from tests.support.rows import state_of
from tests.support.tell_all import telling_templates
from tests.support.web_people import logged_in

SECRET = "Nova Nomén 19121212"
STATES_OF_A_RUN = {"public.runs_run"}


def ordered(source: str = "invented") -> Run:
    """A run that somebody ordered."""
    first = Run.objects.filter(state="loaded").earliest("loaded_at")
    return Run.objects.create(
        source=source, as_of=first.as_of, places=50, ordered_at=timezone.now(),
        ordered_by=User.objects.get(username="anna"),
    )  # fmt: skip


def test_jobs_are_given_ids_and_nothing_else(world: Any) -> None:
    own = [each for each in app.tasks.values() if each.func.__module__.startswith("hejda_web.")]
    asked = {each.name: set(inspect.signature(each.func).parameters) for each in own}
    assert asked == {
        "runs.map_source": {"run_id"}, "clocks.night": {"timestamp"},
        "evidence.bring_in": {"ordered_by"}, "evidence.night": {"timestamp"},
        "sharing.night": {"timestamp"},
    }  # fmt: skip
    answer = logged_in("anna").post(
        "/mapping/new/", {"source": "invented", "as_of": "2026-01-31", "places": "50"}
    )
    assert answer.status_code == 302
    run = Run.objects.get(state="ordered")
    assert answer["Location"] == f"/mapping/{run.pk}/"
    jobs_now = [(job.task_name, job.args) for job in ProcrastinateJob.objects.all()]
    assert jobs_now == [("runs.map_source", {"run_id": str(run.pk)})]
    for _, args in jobs_now:
        assert [str(uuid.UUID(value)) for value in args.values()] == list(args.values())


def test_a_run_and_its_job_stand_or_fall_together(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (Run.objects.count(), ProcrastinateJob.objects.count())
    client = logged_in("anna")
    client.raise_request_exception = False

    def stop(*args: object, **kwargs: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("hejda_web.nominations.views_runs.redirect", stop)
    answer = client.post(
        "/mapping/new/", {"source": "invented", "as_of": "2026-01-31", "places": "50"}
    )
    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
    assert (Run.objects.count(), ProcrastinateJob.objects.count()) == before


def test_progress_is_there_after_a_reload_and_for_a_colleague(world: Any) -> None:
    run = ordered()
    seen = []
    for stage in ("registers", "rank", "explain: 40 of 100", "loading"):
        jobs.tell(run, stage, "loading" if stage == "loading" else "mapping")
        run.refresh_from_db()
        seen.append((run.stage, run.percent))
        with override_settings(TEMPLATES=telling_templates()):
            pages = [
                logged_in(who).get(f"/mapping/{run.pk}/{part}").content.decode()
                for who in ("anna", "rut")
                for part in ("", "?part=1")
            ]
        assert all(f" {run.stage} {run.percent} " in page for page in pages)
    assert [stage for stage, _ in seen] == ["registers", "rank", "explain", "loading"]
    percents = [percent for _, percent in seen]
    assert percents == sorted(set(percents))
    assert run.heartbeat is not None


def nothing_but_the_run(world: Any, run: Run) -> Run:
    """Does the job; asserts that nothing but the run's own row was written."""
    with world.connect("postgres") as superuser:
        before = state_of(superuser)
        try:
            jobs.map_source.func(str(run.pk))
        finally:
            after = state_of(superuser)
            assert {name for name in after if after[name] != before[name]} == STATES_OF_A_RUN
            assert {name: rows for name, (rows, _) in after.items()} == {
                name: rows for name, (rows, _) in before.items()
            }
    run.refresh_from_db()
    return run


def told(run: Run) -> list[str]:
    """The run's page in both languages' words."""
    with override_settings(TEMPLATES=telling_templates()):
        page = logged_in("anna").get(f"/mapping/{run.pk}/").content.decode()
    assert run.failure_sv
    assert run.failure_en
    return [page, run.failure_sv, run.failure_en]


def test_a_source_that_is_gone_fails_in_a_clear_sentence(world: Any) -> None:
    run = nothing_but_the_run(world, ordered("borta"))
    assert run.state == "failed"
    assert run.failure_en == (
        "The source is not set up on this machine."
        " Ask the administrator to name its source.yaml in the installation."
    )
    page, swedish, _ = told(run)
    assert "Ingenting lästes in." in swedish
    assert "no_source" in page


def test_a_delivery_that_is_broken_fails_in_a_clear_sentence(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source.yaml").write_text("rules: [", encoding="utf-8")
    monkeypatch.setitem(settings.INSTALLATION.sources, "broken", tmp_path / "source.yaml")
    run = nothing_but_the_run(world, ordered("broken"))
    assert run.state == "failed"
    for text in told(run):
        assert str(tmp_path) not in text
        assert "Traceback" not in text


def test_something_unforeseen_tells_its_kind_and_nothing_of_what_it_held(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("hejda.flow.run.map_registers", broken)
    run = ordered()
    with pytest.raises(ValueError, match=SECRET):
        nothing_but_the_run(world, run)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "ValueError" in run.failure_en
    assert not any(SECRET in text for text in told(run))


def test_every_run_left_half_done_is_ordered_anew_once(world: Any) -> None:
    half = []
    for state in ("ordered", "mapping", "loading"):
        run = ordered()
        Run.objects.filter(pk=run.pk).update(state=state)
        half.append(str(run.pk))
    jobs.take_up_again()
    jobs.take_up_again()
    waiting = [job.args["run_id"] for job in ProcrastinateJob.objects.filter(status="todo")]
    assert sorted(set(waiting)) == sorted(waiting)
    assert set(half) <= set(waiting)
