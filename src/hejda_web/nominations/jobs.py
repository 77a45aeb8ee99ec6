"""Jobs of the worker. Their arguments are ids; each acts in a signed context that names who ordered it.

The core's engine is imported where a job begins: the pages, which only order jobs, start without it.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hejda.base.errors import HejdaError, InputError
from hejda_web.nominations.clocks import end_what_has_ended, erase_what_runs_said
from hejda_web.nominations.judgements import judgements_in_force
from hejda_web.nominations.nominate import nominate_candidates
from hejda_web.people.context import Signed, sign
from hejda_web.runs.loading import Brought, bring_in
from hejda_web.runs.models import Run
from hejda_web.runs.read_run import SHOWN_RANKERS, read_run
from hejda_web.runs.rooms import clear_rooms, room

STAGES = (
    "registers", "persons", "rank", "explain", "relations", "write", "report", "identity", "loading",
)  # fmt: skip
"""In the order in which a run goes through them, so that its progress never goes backwards."""


@app.task(name="runs.map_source", queue="runs", pass_context=False)
def map_source(run_id: str) -> None:
    """Maps a source, brings the run in and erases its folder."""
    run = Run.objects.get(pk=UUID(run_id))
    if run.state in ("loaded", "failed"):
        return
    with room("run-") as folder:
        try:
            _mapped(run, folder)
        except HejdaError as error:
            _fail(run, f"{error.what} {error.todo}".strip(), error.code)
        except Exception as error:
            _fail(run, f"Something unforeseen happened ({type(error).__name__}).", "unexpected")
            raise
    Run.objects.filter(pk=run.pk, state="loaded").update(erased_at=timezone.now())


def _mapped(run: Run, folder: Path) -> None:
    from hejda.flow.run import Order, map_registers

    source = _source(run.source)
    today = timezone.localdate()
    out = folder / "out"
    map_registers(
        Order(
            source=source, data=source.parent, as_of=run.as_of, now=max(today, run.as_of), out=out,
            lists=run.places, references=False, rankers=SHOWN_RANKERS,
            judgements=_judgements(run, folder),
        ),
        lambda text: tell(run, text),
    )  # fmt: skip
    load_folder(run, out, source)


def load_folder(run: Run, out: Path, source: Path) -> None:
    """Brings a finished folder in, with who stands in its records read from its source."""
    from hejda.flow.identities_of_run import identities, in_records
    from hejda.flow.reading import Reading

    tell(run, "identity")
    parties = in_records(out)
    wanted = {record for each in parties.values() for record in each.own | each.others}
    with room("who-") as place:
        known = identities(
            Reading(source=source, data=source.parent, out=place / "out", now=timezone.localdate()),
            wanted, lambda text: None, place,
        )  # fmt: skip
    tell(run, "loading", "loading")
    bring_in(run, Brought(read_run(out), known, parties), timezone.now(), nominate_candidates)
    shutil.rmtree(out, ignore_errors=True)


def _source(name: str) -> Path:
    path = settings.INSTALLATION.sources.get(name)
    if path is None or not path.is_file():
        raise InputError(
            "no_source", "The source is not set up on this machine.", "",
            "Ask the administrator to name its source.yaml in the installation.",
        )  # fmt: skip
    return Path(path)


def _judgements(run: Run, folder: Path) -> Path | None:
    with transaction.atomic():
        sign(Signed("job", run.ordered_by_id, "run.judgements"))
        rows = judgements_in_force()
    if not rows:
        return None
    path = folder / "judgements.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def tell(run: Run, stage: str, state: str = "mapping") -> None:
    """Notes how far the run is; a page that is reloaded reads it here."""
    name = stage.split(":", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    place = STAGES.index(name) if name in STAGES else None
    fields: dict[str, object] = {"state": state, "heartbeat": timezone.now(), "stage": name[:40]}
    if place is not None:
        fields["percent"] = 100 * place // len(STAGES)
    Run.objects.filter(pk=run.pk).exclude(state="loaded").update(**fields)


def _fail(run: Run, sentence: str, code: str) -> None:
    Run.objects.filter(pk=run.pk).exclude(state="loaded").update(
        state="failed",
        failure_en=sentence[:500],
        failure_sv=f"Körningen kunde inte slutföras ({code}). Ingenting lästes in. {sentence}"[
            :500
        ],
    )


def take_up_again() -> None:
    """Orders anew every run that a worker left half done; bringing in twice brings in once.

    Also one that was only ordered: its worker may have ended between taking the job and beginning.
    """
    clear_rooms()
    waiting = {
        args["run_id"]
        for args in ProcrastinateJob.objects.filter(
            task_name=map_source.name, status="todo"
        ).values_list("args", flat=True)
    }
    for run in Run.objects.exclude(state__in=("loaded", "failed")):
        if str(run.pk) not in waiting:
            map_source.defer(run_id=str(run.pk))
    Run.objects.filter(state="loaded", erased_at=None).update(erased_at=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="clocks.night", queue="runs", pass_context=False)
def night(timestamp: int) -> None:
    """Each night: erases what old runs said, and ends the listings whose day has come."""
    now = dt.datetime.fromtimestamp(timestamp, dt.UTC)
    erase_what_runs_said(now)
    end_what_has_ended(timezone.localdate(now))
