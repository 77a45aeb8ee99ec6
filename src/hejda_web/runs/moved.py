"""Who came, left or changed place since the run before of the same source, and the nearest cause.

The run before has no folder any more, so the causes are told from what was brought in: other rules,
a record registered since, another number of places; else time alone, or others who moved.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from hejda_web.runs.models import Candidate, Placement, Run

if TYPE_CHECKING:
    from hejda_web.runs.read_run import FinishedRun

Places = dict[tuple[str, uuid.UUID], int]


def moved_rows(
    run: Run, finished: FinishedRun, people: dict[str, uuid.UUID]
) -> list[dict[str, Any]]:
    """Rows of `Moved`; none for the first run of a source. people: stable id → id here."""
    before = (
        Run.objects.filter(source=run.source, state="loaded")
        .exclude(pk=run.pk)
        .order_by("-as_of", "-loaded_at")
        .first()
    )
    if before is None:
        return []
    old = _old(before)
    new = {
        (row["list"], people[row["person"]]): row["place"] for row in finished.tables["candidate"]
    }
    registered = {row["reference"]: row["registered_on"] for row in finished.tables["evidence"]}
    newest = {
        here: max(
            (
                registered[each]
                for each in finished.evidence_of.get(there, ())
                if each in registered
            ),
            default=None,
        )
        for there, here in people.items()
    }
    return [
        {
            "id": uuid.uuid4(), "run_id": run.pk, "person_id": person, "list": name,
            "old": old.get((name, person)), "new": new.get((name, person)),
            "why": _why(before, run, finished, newest.get(person)),
        }
        for name, person in sorted(set(old) | set(new), key=str)
        if old.get((name, person)) != new.get((name, person))
    ]  # fmt: skip


def _old(before: Run) -> Places:
    rows = Placement.objects.filter(candidate__in=Candidate.objects.filter(run=before)).values_list(
        "candidate__list", "person_id", "place"
    )
    return {(name, person): place for name, person, place in rows}


def _why(before: Run, run: Run, finished: FinishedRun, newest: Any) -> str:
    if finished.facts["knowledge"]["fingerprint"] != before.fingerprint:
        return "rule"
    if newest is not None and newest > before.as_of:
        return "record"
    if run.places != before.places:
        return "capacity"
    return "time" if run.as_of != before.as_of else "others"
