"""What time alone does: what a run said of people goes within 30 days, a listing ends with its ground."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F

from hejda.base.errors import HejdaError
from hejda.review.erasure import Erasure, erasure_of
from hejda.review.listing import Basis, Fact
from hejda.review.listing import Listing as ToErase
from hejda_web.audit.append import append
from hejda_web.events.models import Event, Receipt
from hejda_web.nominations.grounds import in_force
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.people.context import Signed, sign
from hejda_web.runs import models as rows
from hejda_web.runs.loading import SUBJECTS_PER_ENTRY
from hejda_web.runs.models import Evidence, Run

KEPT_DAYS = 30
"""Days that what a run said of somebody not worked with may be kept at most (house.md §9)."""
OF_CRIME = frozenset(
    {"incident", "offence", "involvement", "custody", "sanction", "protection_order", "supervision"}
)
"""Tables whose rows are facts about criminal activity; only these move a listing's clock."""
NOBODY = uuid.UUID(int=0)
"""Who ordered what the clock does: nobody."""


def erase_what_runs_said(now: dt.datetime) -> int:
    """Erases what old runs said of people who are not worked with; how many people it touched."""
    with transaction.atomic(durable=True):
        sign(Signed("job", NOBODY, "run.erase"), seconds=600)
        old = Run.objects.filter(loaded_at__lt=now - dt.timedelta(days=KEPT_DAYS))
        listed = Listing.objects.filter(ended_on=None).values_list("person", flat=True)
        gone = list(
            rows.Candidate.objects.filter(run__in=old)
            .exclude(person__in=set(listed))
            .values_list("person", flat=True)
            .distinct()
        )
        for model in (
            rows.Standing,
            rows.Moved,
            rows.Around,
            rows.Evidence,
            rows.Reason,
            rows.Candidate,
        ):
            model.objects.filter(run__in=old, person__in=gone).delete()
        gone += _erase_events(now, gone)
        log_of_clock(
            "run.erase",
            "erasure",
            gone,
            ["proposal", "place", "reasons", "records", "around", "events"],
        )
    return len(gone)


def _erase_events(now: dt.datetime, gone: list[uuid.UUID]) -> list[uuid.UUID]:
    """Erases old events about people who are not worked with, and old receipts; whom else it touched."""
    before = now - dt.timedelta(days=KEPT_DAYS)
    listed = Listing.objects.filter(ended_on=None).values_list("person", flat=True)
    events = Event.objects.filter(received_at__lt=before).exclude(person__in=set(listed))
    touched = set(events.values_list("person", flat=True)) - set(gone)
    events.delete()
    Receipt.objects.filter(received_at__lt=before).delete()
    return sorted(touched)


def end_what_has_ended(today: dt.date) -> int:
    """Ends each listing whose day of erasure has come; how many it ended."""
    with transaction.atomic(durable=True):
        sign(Signed("job", NOBODY, "listing.clock"), seconds=600)
        standing = list(Listing.objects.filter(ended_on=None).select_related("nomination"))
        records = deciding_facts_of({each.person_id for each in standing})
        ended = [
            each
            for each in standing
            if erasure_on(each, each.nomination, records[each.person_id], today).overdue
        ]
        Listing.objects.filter(pk__in=[each.pk for each in ended]).update(
            ended_on=today, ended_why="ground_ended", version=F("version") + 1
        )
        log_of_clock("listing.clock", "alteration", [each.person_id for each in ended], ["listing"])
    return len(ended)


class Held(NamedTuple):
    """A record held about somebody, as far as the clocks ask."""

    person: uuid.UUID
    reference: str
    registered_on: dt.date
    superseded_on: dt.date | None
    source_law: str
    table: str


def facts_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Held]]:
    """Every record held about each person, once each, as the newest run that tells of it has it."""
    found: dict[uuid.UUID, list[Held]] = defaultdict(list)
    newest_first = Evidence.objects.filter(person__in=list(people)).order_by(
        "person_id", "reference", "-run__loaded_at"
    )
    for row in newest_first.distinct("person_id", "reference").values_list(
        "person_id", "reference", "registered_on", "superseded_on", "source_law", "table"
    ):
        found[row[0]].append(Held(*row))
    return found


DECIDING = """
select distinct on (person_id, superseded_on)
  person_id, reference, registered_on, superseded_on, source_law, "table"
from (
  select distinct on (e.person_id, e.reference) e.*
  from runs_evidence e join runs_run r on r.id = e.run_id
  where e.person_id = any(%s)
  order by e.person_id, e.reference, r.loaded_at desc
) newest
where "table" = any(%s)
order by person_id, superseded_on, registered_on desc, reference desc
"""


def deciding_facts_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Held]]:
    """Of `facts_of`, those that can decide on which day a listing ends: far fewer where many are listed.

    A clock runs from the latest fact about criminal activity still held; so of those that leave on the
    same day, or never, only the latest counts.
    """
    found: dict[uuid.UUID, list[Held]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(DECIDING, [list(people), sorted(OF_CRIME)])
        for row in cursor.fetchall():
            found[row[0]].append(Held(*row))
    return found


def erasure_on(
    listing: Listing, made: Nomination | None, records: list[Held], on: dt.date
) -> Erasure:
    """When the listing must be erased as seen on the day, with every step in words.

    made: the nomination it came of; None will do where the map made it.

    Days in custody are not left out: the records told here do not say when each spell ended, and
    a guess would keep somebody listed too long.
    """
    facts = tuple(
        Fact(
            reference=row.reference,
            registered_on=row.registered_on,
            about_crime=row.table in OF_CRIME,
            withdrawn_on=row.superseded_on,
        )
        for row in records
    )
    if made is not None and made.origin != "map":
        # Somebody named wrote down a dated act and its source; it stands as a record does.
        facts += (
            Fact(
                reference=f"nomination:{made.pk}",
                registered_on=made.made_at.date(),
                about_crime=True,
            ),
        )
    answers: dict[str, bool | dt.date | str | None] = dict(
        zip(listing.threshold_names, listing.threshold_answers, strict=True)
    )
    described = ToErase(
        listed_on=listing.listed_on,
        grounds=(Basis(ground=listing.ground, since=listing.listed_on, answers=answers),),
        facts=facts,
    )
    return erasure_of(described, in_force(on), on)


class Days(NamedTuple):
    """When a listing must be erased, and when its need be reviewed; None where there is no such day."""

    erase_on: dt.date | None
    review_by: dt.date | None


Stamp = tuple[dt.date, tuple[uuid.UUID, ...]]
Kept = tuple[uuid.UUID, int, dt.date]
_worked_out: tuple[Stamp | None, dict[Kept, Days | None]] = (None, {})
"""For one day and the runs brought in by then: a listing, its version and first day → its days."""


def days_of(
    listings: Iterable[Listing], named: Mapping[uuid.UUID, Nomination], on: dt.date
) -> dict[uuid.UUID, Days | None]:
    """Of each listing the reader was let see its days, as of today; None where the rules cannot tell.

    named: of their nominations at least those that somebody made. Worked out once a day in each process:
    the days follow from the listing, which a change gives a new version, and from the records held about
    a listed person, which only a new run changes. Kept are dates by a listing's id, nothing else.
    """
    global _worked_out  # replaced whole, so that no thread sees half of it
    loaded = Run.objects.exclude(loaded_at=None).order_by("loaded_at", "pk")
    stamp = (on, tuple(loaded.values_list("pk", flat=True)))
    if _worked_out[0] != stamp:
        _worked_out = (stamp, {})
    known = _worked_out[1]
    wanted = {(each.pk, each.version, each.listed_on): each for each in listings}
    new = {key: each for key, each in wanted.items() if key not in known}
    records = deciding_facts_of({each.person_id for each in new.values()}) if new else {}
    for key, each in new.items():
        try:
            told = erasure_on(each, named.get(each.nomination_id), records[each.person_id], on)
            known[key] = Days(told.erase_on, told.review_by)
        except HejdaError:
            known[key] = None
    return {each.pk: known[key] for key, each in wanted.items()}


def log_of_clock(action: str, log_class: str, people: list[uuid.UUID], fields: list[str]) -> None:
    """Appends to the log what time alone did, with the people it concerned."""
    for start in range(0, len(people), SUBJECTS_PER_ENTRY):
        part = people[start : start + SUBJECTS_PER_ENTRY]
        append(
            {
                "class": log_class,
                "action": action,
                "by": "system:clock",
                "request": str(uuid.uuid4()),
                "subjects": [str(each) for each in part],
                "fields": fields,
                "rows": len(part),
                "reason": "the_clock",
            }
        )
