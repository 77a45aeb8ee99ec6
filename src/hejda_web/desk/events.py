"""What is new about the people one works with, from wherever it comes in.

Each source is a function of `SOURCES`: the listings asked about, and since when → events. What runs
brought is one, what other systems sent through the API another; the page treats them alike.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import connection
from django.utils import timezone

from hejda_web.events.models import Event as Sent
from hejda_web.events.words import KINDS
from hejda_web.nominations.models import Listing
from hejda_web.runs.models import Run
from hejda_web.ui.words import Words

OF_RUNS = ("incident", "observation", "protection_order", "custody", "sanction", "supervision")
"""Tables whose rows are events, the first told first; offences and suspicions belong to their incident."""


@dataclass(frozen=True)
class Event:
    """Something recorded about a person.

    kind: its table, or what another system called it (events/words.py). same_day: how many more of that
    kind and day.
    """

    person: uuid.UUID
    kind: str
    on: dt.date
    words: Words
    reference: str
    same_day: int = 0


Listings = Mapping[uuid.UUID, Listing]
Source = Callable[[Listings, dt.datetime], Iterable[Event]]


NEW_IN_RUNS = """
with told_now as (
  select distinct on (e.person_id, e.reference)
    e.person_id, e.reference, e."table", e.happened_on, e.registered_on, e.sentence_sv, e.sentence_en,
    asked.listed_on
  from unnest(%(people)s::uuid[], %(listed)s::date[]) as asked (person, listed_on)
  join runs_evidence e on e.person_id = asked.person
  where e.run_id = any(%(newer)s) and e."table" = any(%(tables)s)
  order by e.person_id, e.reference, array_position(%(newer)s::uuid[], e.run_id)
)
select person_id, "table", coalesce(happened_on, registered_on), sentence_sv, sentence_en, reference
from told_now t
where not exists (
  select from runs_evidence b where b.person_id = t.person_id and b.reference = t.reference
    and b.run_id = any(%(older)s))
and (registered_on > listed_on or exists (
  select from runs_evidence b where b.person_id = t.person_id and b.run_id = any(%(older)s)))
order by person_id, reference
"""
"""Each record the newer runs tell of a listed person and no older run did, as the newest of them tells it;
of somebody no older run knew, only what was registered after the listing. The walls hold for each row."""


def from_runs(listings: Listings, since: dt.datetime) -> Iterable[Event]:
    """Records of runs brought in since, that no run before them told of the person.

    Of somebody no earlier run knew, only what was registered after the listing is new: the rest
    was there when it was decided.
    """
    loaded = dict(Run.objects.order_by("loaded_at").values_list("pk", "loaded_at"))
    newer = [run for run, at in loaded.items() if at is not None and at > since]
    if not newer:
        return
    with connection.cursor() as cursor:
        cursor.execute(NEW_IN_RUNS, {
            "people": list(listings), "listed": [each.listed_on for each in listings.values()],
            "newer": newer, "older": [run for run, at in loaded.items() if at is not None and at <= since],
            "tables": list(OF_RUNS),
        })  # fmt: skip
        for person, table, on, swedish, english, reference in cursor.fetchall():
            yield Event(person, table, on, Words(swedish, english), reference)


def from_services(listings: Listings, since: dt.datetime) -> Iterable[Event]:
    """What other systems sent since, by the day it happened; a late one is new when it comes.

    Each kind stands for itself: a threat is not folded into a report of the same day.
    """
    rows = Sent.objects.filter(person__in=list(listings), received_at__gt=since)
    for row in rows.order_by("received_at", "pk"):
        yield Event(
            row.person_id, row.kind, timezone.localdate(row.happened_at), KINDS[row.kind],
            f"sent:{row.token_id}:{row.reference}",
        )  # fmt: skip


SOURCES: tuple[Source, ...] = (from_runs, from_services)


def new_events(listings: Listings, since: dt.datetime) -> list[Event]:
    """From every source, each record once, those of one kind and day as one; the newest first."""
    once: dict[tuple[uuid.UUID, str], Event] = {}
    for source in SOURCES:
        for event in source(listings, since):
            once.setdefault((event.person, event.reference), event)
    days: dict[tuple[uuid.UUID, str, dt.date], Event] = {}
    for event in once.values():
        key = (event.person, event.kind, event.on)
        first = days.get(key)
        days[key] = replace(first, same_day=first.same_day + 1) if first else event
    return sorted(days.values(), key=lambda e: (e.on, str(e.person), e.kind), reverse=True)
