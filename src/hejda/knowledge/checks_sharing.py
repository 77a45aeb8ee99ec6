"""What secrecy and what lifts it must be beyond their schemas: whole in time, every word known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from hejda.knowledge.faults import Fault
from hejda.knowledge.files import Document, Step
from hejda.knowledge.packs import (
    OFFENCES,
    SECRECY,
    SHARING,
    SHARING_GROUNDS,
    SHARING_TERMS,
    stem_of,
)
from hejda.knowledge.periods import gaps, overlaps
from hejda.knowledge.sharing import INQUIRY, Terms
from hejda.knowledge.sharing_written import (
    SecrecyPeriod,
    SharingPeriod,
    WrittenEither,
    WrittenSecrecy,
    WrittenSharing,
    stretches,
)

Documents = Mapping[str, Document]
Periods = tuple[SecrecyPeriod | SharingPeriod, ...]


def faults_of_sharing(sound: Documents, sources: Set[str]) -> Iterator[Fault]:
    """Every fault of law/sharing that the schemas cannot see; nothing where there is none of it."""
    if SHARING_TERMS not in sound:
        for name, document in sound.items():
            if name.startswith(SHARING):
                yield document.fault((), "It has no sound terms.yaml beside it.", "Write one.")
        return
    terms = Terms(**sound[SHARING_TERMS].content)
    yield from _of_terms(sound[SHARING_TERMS], terms)
    secrecy = {stem_of(name) for name in sound if name.startswith(SECRECY)}
    exclusions = {
        stem_of(name)
        for name, document in sound.items()
        if name.startswith(SHARING_GROUNDS) and document.content["kind"] == "exclusion"
    }
    offences = [row["id"] for row in sound[OFFENCES].content] if OFFENCES in sound else []
    for name, document in sound.items():
        if name.startswith(SECRECY):
            rule: WrittenEither = WrittenSecrecy(**document.content)
        elif name.startswith(SHARING_GROUNDS):
            rule = WrittenSharing(**document.content)
        else:
            continue
        yield from _of_frame(name, document, rule, terms, sources)
        periods: Periods = rule.periods
        for position, period in enumerate(periods):
            words = _words_of(period, secrecy, exclusions, terms)
            place: tuple[Step, ...] = ("periods", position)
            yield from _unknown(document, place, words)
            if isinstance(period, SharingPeriod) and period.offences:
                yield from _of_offences(document, place, period, offences)


def _of_terms(document: Document, terms: Terms) -> Iterator[Fault]:
    for group in ("kinds", "items", "purposes", "fields", "conditions"):
        named = [each.id for each in getattr(terms, group)]
        for word in sorted({word for word in named if named.count(word) > 1}):
            yield document.fault((group,), f"{word} stands twice.", "Keep one.")
    if INQUIRY in {item.id for item in terms.items}:
        yield document.fault(("items",), f"{INQUIRY} is no item to be asked for.", "Rename it.")


def _of_frame(
    name: str, document: Document, rule: WrittenEither, terms: Terms, sources: Set[str]
) -> Iterator[Fault]:
    if rule.id != stem_of(name):
        other = f"The id is not the file's name, {stem_of(name)}."
        yield document.fault(("id",), other, "Make them one.")
    if rule.reviewed.again_by < rule.reviewed.on:
        late = "It must be reviewed again before it was reviewed."
        yield document.fault(("reviewed", "again_by"), late, "Look at the two days.")
    spans = stretches(rule)
    for one, other_one in overlaps(spans):
        told = f"Two wordings or gaps share a day: {one + 1} and {other_one + 1}."
        yield document.fault(("periods",), told, "On each day one may hold.")
    for first, last in gaps(spans, _Whole(terms.first_day)):
        told = f"Nothing stands for {first} to {last}."
        yield document.fault(("periods",), told, "Add a period, or state the gap.")
    periods: Periods = rule.periods
    for position, period in enumerate(periods):
        if period.source.ref not in sources:
            place: tuple[Step, ...] = ("periods", position, "source", "ref")
            todo = "Use a key of sources.yaml, or add the source there."
            yield document.fault(place, f"The source {period.source.ref} is not known.", todo)


@dataclass(frozen=True, slots=True)
class _Whole:
    """All days from the first on."""

    since: dt.date
    until: dt.date | None = None


def _words_of(
    period: SecrecyPeriod | SharingPeriod, secrecy: Set[str], exclusions: Set[str], terms: Terms
) -> Iterator[tuple[Step, tuple[str, ...], Set[str]]]:
    """Each place of a period that names words, the words, and the words there are."""
    kinds = {kind.id for kind in terms.kinds}
    items = {item.id for item in terms.items} | {INQUIRY}
    if isinstance(period, SecrecyPeriod):
        yield "holders", period.holders, kinds
        yield "items", period.items or (), items
        yield "ask_lawyer_to", period.ask_lawyer_to, kinds
        return
    scope, lifts = period.scope, period.lifts
    holders = (*scope.holders, *scope.unsure_holders)
    yield "scope", (*holders, *scope.receivers, *scope.unsure_receivers), kinds
    yield "scope", scope.items or (), items
    yield "lifts", (*(lifts.only or ()), *(lifts.all_but or ())), secrecy
    yield "excluded_by", (period.excluded_by,) if period.excluded_by else (), exclusions
    yield "conditions", tuple(c.ask for c in period.conditions), {c.id for c in terms.conditions}
    yield "fields", period.fields, {field.id for field in terms.fields}


def _unknown(
    document: Document,
    place: tuple[Step, ...],
    words: Iterator[tuple[Step, tuple[str, ...], Set[str]]],
) -> Iterator[Fault]:
    for step, named, known in words:
        for word in sorted(set(named) - known):
            yield document.fault((*place, step), f"There is no {word}.", "Look at its spelling.")


def _of_offences(
    document: Document, place: tuple[Step, ...], period: SharingPeriod, offences: list[str]
) -> Iterator[Fault]:
    among = period.offences.among if period.offences else ()
    for beginning in among:
        if not any(offence.startswith(f"{beginning}-") for offence in offences):
            told = f"No offence of offences.csv begins with {beginning}."
            yield document.fault((*place, "offences", "among"), told, "Look at the paragraph.")
