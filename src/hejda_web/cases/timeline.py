"""Everything dated about a person in one line of time: records, what people did, what the machine did.

A source is a function of `SOURCES`: the gate and the case file → entries. An app above this one adds its
own when it starts (`sharing` does), so that nothing here knows of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from django.utils import timezone

from hejda.base.wording import date_in_words
from hejda_web.cases.case_file import CaseFile
from hejda_web.events.models import Event
from hejda_web.events.words import KINDS as EVENT_KINDS
from hejda_web.nominations.words import ENDED_WHY, LEVELS, ORIGINS, OUTCOMES, moved_words
from hejda_web.people.access import Gate
from hejda_web.runs.models import Evidence, Moved, Run
from hejda_web.runs.record import Record
from hejda_web.runs.words import ORDER_OF_TABLES, PACKS
from hejda_web.ui.words import Words

KINDS = {
    "incident": Words("Händelser och misstankar", "Incidents and suspicions"),
    "custody": Words("Frihetsberövanden och påföljder", "Custody and sanctions"),
    "order": Words("Kontaktförbud", "Protection orders"),
    "observation": Words("Iakttagelser", "Observations"),
    "ties": Words("Relationer, boende, licenser", "Ties, homes, licences"),
    "measure": Words("Arbetet och åtgärder", "The work and measures taken"),
    "assessment": Words("Ställningstaganden och beslut", "Judgements and decisions"),
    "sharing": Words("Delning", "Sharing"),
    "news": Words("Från andra system", "From other systems"),
    "machine": Words("Kartläggningen, automatiskt", "The mapping, automatic"),
}
"""What one may choose among, in this order."""
KIND_OF_TABLE = {
    "incident": "incident", "offence": "incident", "involvement": "incident", "custody": "custody",
    "sanction": "custody", "supervision": "custody", "protection_order": "order",
    "observation": "observation", "measure_taken": "measure",
}  # fmt: skip
"""Tables of the registers; one that is not here is among the ties."""
ALL_UNFOLDED, UNFOLDED = 40, 20
"""A line of at most the first stands open; of a longer one the newest years, until the second is shown."""


@dataclass(frozen=True)
class Entry:
    """One dated line. on: when it happened, or where that is not known when it was registered.

    said: what it says; small: what stands beside it. rules: fingerprint of the rules a machine went by.
    counts: it is behind a point of the score. by: who did it, empty for a record.
    """

    on: dt.date
    kind: str
    said: Words
    small: Words | None = None
    happened: bool = True
    registered_on: dt.date | None = None
    superseded_on: dt.date | None = None
    counts: bool = False
    by: str = ""
    rule: Words | None = None
    rules: str = ""
    link: str = ""
    within: int = 0


@dataclass(frozen=True)
class Day:
    """One day's entries, the incident before what it is suspected to be."""

    on: dt.date
    entries: list[Entry]


@dataclass(frozen=True)
class Year:
    """One year's days, newest first, how many entries, and whether it stands open at first."""

    year: int
    days: list[Day]
    count: int
    unfolded: bool


@dataclass(frozen=True)
class Timeline:
    """The whole, folded by year, with what one may choose among. counting: how many count as a reason."""

    years: list[Year]
    count: int
    counting: int
    kinds: list[tuple[str, Words, int]]
    spans: list[tuple[str, Words]]


Source = Callable[[Gate, CaseFile], Iterable[Entry]]


def votes(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """Own judgements and votes, as far as the reader may see them by now."""
    for own in file.judgements:
        said = Words(
            f"Eget ställningstagande: {LEVELS[own.level].sv}",
            f"Own judgement: {LEVELS[own.level].en}",
        )
        yield Entry(_day(own.at), "assessment", said, by=own.by.name)
    for vote in file.votes:
        said = Words(f"Beslut: {OUTCOMES[vote.outcome].sv}", f"Vote: {OUTCOMES[vote.outcome].en}")
        yield Entry(_day(vote.at), "assessment", said, by=vote.by.name, link="#decisions", within=1)


def work(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """That the person became a focus person, that work began, that it ended."""
    for each in file.listings:
        ground = Words("Rättsliga grunder", "Legal grounds")
        yield Entry(each.listed_on, "assessment", Words("Blev fokusperson", "Became a focus person"),
                    rule=ground, rules=each.rules, link="#ground", within=2)  # fmt: skip
        if each.start_on:
            yield Entry(each.start_on, "measure", Words("Arbetet började", "Work began"), within=3)
        if each.ended_on:
            why = ENDED_WHY.get(each.ended_why, Words("", ""))
            said = Words(
                f"Avslutad som fokusperson: {why.sv}", f"Ended as a focus person: {why.en}"
            )
            yield Entry(each.ended_on, "measure", said, rule=ground, rules=each.rules, within=4)


def nominated(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """Who or what put the person forward; by a run also each later run that did so again."""
    shown: set[object] = set()
    for each in file.nominations:
        origin = ORIGINS[each.origin]
        said = Words(
            f"Föreslagen för granskning ({origin.sv})", f"Put forward for screening ({origin.en})"
        )
        if each.run:
            shown.add(each.run.pk)
            yield _of_run(each.run, said, _day(each.made_at))
        else:
            by = each.nominated_by.name if each.nominated_by else ""
            kind = "machine" if each.origin == "map" else "assessment"
            yield Entry(_day(each.made_at), kind, said, by=by)
    for run in {each.run for each in file.candidates if each.run_id not in shown}:
        yield _of_run(run, Words("Föreslogs igen", "Was put forward again"))


def moves(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """How the person moved on the lists, and why; hidden until the reader has judged."""
    for each in Moved.objects.filter(person=file.person, run__state="loaded").select_related("run"):
        yield _of_run(each.run, moved_words(each.list, each.old, each.new, each.why))


def news(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """What other systems sent about the person. No ranking reads it."""
    rows = list(Event.objects.filter(person=file.person).select_related("token"))
    if rows:
        gate.shows([file.person], "events")
    for each in rows:
        received = _day(each.received_at)
        small = Words(
            f"kom hit {date_in_words(received, 'sv')}", f"came here {date_in_words(received, 'en')}"
        )
        yield Entry(
            _day(each.happened_at), "news", EVENT_KINDS[each.kind], small, by=each.token.name
        )


SOURCES: list[Source] = [votes, work, nominated, moves, news]


def timeline_of(gate: Gate, file: CaseFile, record: Record, reasons: Set[str]) -> Timeline:
    """Everything dated that the reader may see. reasons: references behind the points they may see."""
    entries = [_of_record(each, each.reference in reasons) for each in record.events]
    entries += [entry for source in SOURCES for entry in source(gate, file)]
    return folded(entries, gate.today)


def folded(entries: list[Entry], today: dt.date) -> Timeline:
    """Entries by year and day, newest first, and what one may choose among."""
    days: dict[dt.date, list[Entry]] = {}
    for each in sorted(entries, key=lambda e: (e.on, -e.within), reverse=True):
        days.setdefault(each.on, []).append(each)
    years: dict[int, list[Day]] = {}
    for on, found in days.items():
        years.setdefault(on.year, []).append(Day(on, found))
    told: list[Year] = []
    shown, least = 0, UNFOLDED if len(entries) > ALL_UNFOLDED else len(entries)
    for year, held in years.items():
        count = sum(len(day.entries) for day in held)
        told.append(Year(year, held, count, shown < least))
        shown += count
    held_kinds = Counter(each.kind for each in entries)
    return Timeline(
        told, len(entries), sum(each.counts for each in entries),
        [(code, words, held_kinds[code]) for code, words in KINDS.items() if held_kinds[code]],
        _spans(list(years), today),
    )  # fmt: skip


def _spans(years: list[int], today: dt.date) -> list[tuple[str, Words]]:
    """Periods to choose among: the last year, the last three, and each year with its own entries."""
    spans = [
        (f"{today - dt.timedelta(365 * n)}/{today}", words)
        for n, words in ((1, Words("Senaste året", "The last year")),
                         (3, Words("Senaste tre åren", "The last three years")))
    ]  # fmt: skip
    return spans + [
        (f"{year:04}-01-01/{year:04}-12-31", Words(str(year), str(year))) for year in years
    ]


def _of_record(row: Evidence, counts: bool) -> Entry:
    known = row.table in ORDER_OF_TABLES
    return Entry(
        row.happened_on or row.registered_on, KIND_OF_TABLE.get(row.table, "ties"),
        Words(row.sentence_sv, row.sentence_en), happened=row.happened_on is not None,
        registered_on=row.registered_on, superseded_on=row.superseded_on, counts=counts,
        within=10 + (ORDER_OF_TABLES.index(row.table) if known else len(ORDER_OF_TABLES)),
    )  # fmt: skip


def _of_run(run: Run, said: Words, on: dt.date | None = None) -> Entry:
    small = Words(
        f"kartläggning per den {date_in_words(run.as_of, 'sv')}",
        f"mapping as of {date_in_words(run.as_of, 'en')}",
    )
    when = on or _day(run.loaded_at or run.ordered_at)
    name = PACKS.get(run.rules_pack, Words(run.rules_pack, run.rules_pack))
    pack = Words(f"Regler för {name.sv}", f"Rules of {name.en}")
    return Entry(when, "machine", said, small, rule=pack, rules=run.fingerprint, within=5)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
