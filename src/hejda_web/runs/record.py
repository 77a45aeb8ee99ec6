"""What a run's records say of one person: dated events, newest first, and people around by number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hejda_web.people.models import Person
from hejda_web.runs.models import Around, Candidate, Evidence, Run


@dataclass(frozen=True)
class Record:
    """The newest run that knows the person, its records and those around. run: None if no run does."""

    run: Run | None
    events: list[Evidence]
    around: list[Around]


def record_of(person: Person) -> Record:
    """The records of the newest run in which the person is a candidate."""
    newest = (
        Candidate.objects.filter(person=person, run__state="loaded")
        .select_related("run")
        .order_by("-run__as_of", "-run__loaded_at")
        .first()
    )
    if newest is None:
        return Record(None, [], [])
    events = list(Evidence.objects.filter(person=person, run=newest.run))
    events.sort(key=lambda e: (e.happened_on or e.registered_on, e.reference), reverse=True)
    around = list(Around.objects.filter(person=person, run=newest.run).order_by("number"))
    return Record(newest.run, events, around)


def years_of(events: list[Evidence]) -> list[tuple[int, list[Evidence]]]:
    """Events by the year they happened, newest first."""
    years: dict[int, list[Evidence]] = {}
    for event in events:
        day: dt.date = event.happened_on or event.registered_on
        years.setdefault(day.year, []).append(event)
    return sorted(years.items(), reverse=True)
