"""What is new about the people one works with, from wherever it comes in.

Each source is a function of `SOURCES`: the listings asked about, and since when → events. What runs
brought is one, what other systems sent through the API another; the page treats them alike.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils import timezone

from hejda_web.events.models import Event as Sent
from hejda_web.events.words import KINDS
from hejda_web.nominations.models import Listing
from hejda_web.runs.models import Evidence, Run
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


def from_runs(listings: Listings, since: dt.datetime) -> Iterable[Event]:
    """Records of runs brought in since, that no run before them told of the person.

    Of somebody no earlier run knew, only what was registered after the listing is new: the rest
    was there when it was decided.
    """
    newer = list(Run.objects.filter(loaded_at__gt=since).values_list("pk", flat=True))
    if not newer:
        return
    people = list(listings)
    before = Evidence.objects.filter(person__in=people, run__loaded_at__lte=since)
    earlier = set(before.values_list("person_id", flat=True).distinct())
    told_now = Evidence.objects.filter(person__in=people, run__in=newer, table__in=OF_RUNS)
    rows = told_now.order_by("run__loaded_at", "reference").values_list(
        "person_id", "reference", "table", "happened_on", "registered_on", "sentence_sv",
        "sentence_en", named=True,
    )  # fmt: skip
    told = set(
        before.filter(person__in={r.person_id for r in rows} & earlier).values_list(
            "person_id", "reference"
        )
    )
    for row in rows:
        fresh = (row.person_id, row.reference) not in told
        told.add((row.person_id, row.reference))
        known = row.person_id in earlier
        if fresh and (known or row.registered_on > listings[row.person_id].listed_on):
            yield Event(
                row.person_id, row.table, row.happened_on or row.registered_on,
                Words(row.sentence_sv, row.sentence_en), row.reference,
            )  # fmt: skip


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
