"""What a run's records say of one person: dated events, newest first, and people around by number."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from hejda_web.people.models import Person
from hejda_web.runs.models import Around, Candidate, Evidence, Run, Standing
from hejda_web.runs.standing import ORDER
from hejda_web.runs.words import ORDER_OF_TABLES

NAMED = "nominated:"
"""How the stable id of somebody begins whom a person named. Then follows the stable id of the run's
person with the same number, once a run has found one."""


@dataclass(frozen=True)
class Record:
    """The newest run that knows the person, its records and those around. run: None if no run does.

    orders: those in force on the run's day. children: how many, None where the source does not tell.
    """

    run: Run | None
    events: list[Evidence]
    around: list[Around]
    orders: list[Standing] = field(default_factory=list)
    children: int | None = None


def candidates_of(person: uuid.UUID) -> list[Candidate]:
    """The person in each run and group, the newest run first, in it the groups by name."""
    rows = Candidate.objects.filter(person_id=person, run__state="loaded").select_related("run")
    return list(rows.order_by("-run__as_of", "-run__loaded_at", "list"))


def record_of(person: Person, candidates: Sequence[Candidate]) -> Record:
    """The records of the newest run in which the person is a candidate. candidates: `candidates_of`."""
    if not candidates:
        return Record(None, [], [])
    newest = candidates[0]
    events = list(Evidence.objects.filter(person=person, run=newest.run))
    events.sort(key=lambda e: (e.happened_on or e.registered_on, e.reference), reverse=True)
    around = list(Around.objects.filter(person=person, run=newest.run).order_by("number"))
    orders = list(Standing.objects.filter(person=person, run=newest.run, kind=ORDER))
    return Record(newest.run, events, around, orders, newest.children)


def stable_id_of(person: Person) -> str:
    """The id that runs know the person by, also of somebody named."""
    return person.stable_id.removeprefix(NAMED)


def twin_of(person: Person) -> Person | None:
    """The run's own row of somebody named, where a run has found the same number."""
    if not person.stable_id.startswith(NAMED):
        return None
    return Person.objects.filter(stable_id=stable_id_of(person)).exclude(pk=person.pk).first()


@dataclass(frozen=True)
class Day:
    """One day of a timeline: when it happened, where that is known, and its records."""

    on: dt.date
    happened: bool
    events: list[Evidence]


def years_of(events: list[Evidence]) -> list[tuple[int, list[Day]]]:
    """Days by year, newest first; within a day the incident before what it is suspected to be."""
    days: dict[tuple[dt.date, bool], list[Evidence]] = {}
    for event in events:
        key = (event.happened_on or event.registered_on, event.happened_on is not None)
        days.setdefault(key, []).append(event)
    years: dict[int, list[Day]] = {}
    for (on, happened), found in sorted(days.items(), reverse=True):
        found.sort(key=_within_a_day)
        years.setdefault(on.year, []).append(Day(on, happened, found))
    return list(years.items())


def _within_a_day(event: Evidence) -> tuple[int, str]:
    known = event.table in ORDER_OF_TABLES
    return (ORDER_OF_TABLES.index(event.table) if known else len(ORDER_OF_TABLES), event.reference)
