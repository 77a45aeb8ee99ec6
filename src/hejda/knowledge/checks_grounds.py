"""What legal grounds must be beyond their schema: one name each, answerable fields, usable clocks."""

from __future__ import annotations

from collections.abc import Iterator, Set

from hejda.knowledge.checks_periods import faults_of_frame
from hejda.knowledge.faults import Fault
from hejda.knowledge.files import Document, Step
from hejda.knowledge.grounds import GroundKind, Moment
from hejda.knowledge.packs import RETENTION, stem_of
from hejda.knowledge.written import GroundPeriod, WrittenGround

OF_KIND: dict[GroundKind, tuple[Moment, ...]] = {
    "listing": ("crime_fact", "first_kept", "case_closed"),
    "source_law": ("first_kept", "case_closed", "sanction_ended", "suspicion_ended"),
    "ended": ("suspicion_ended",),
    "review": ("review",),
}
"""From which moments the clocks of a ground may run: a listing's never from a review."""


def faults_of_ground(name: str, document: Document, files: Set[str]) -> Iterator[Fault]:
    """Every fault of a legal ground that its schema cannot see. `files`: all the pack has."""
    ground = WrittenGround(**document.content)
    yield from faults_of_frame(name, document, ground)
    others = {stem_of(file) for file in files if not file.startswith(RETENTION)}
    if ground.id in others:
        yield document.fault(("id",), f"{ground.id} is another rule already.", "Rename the file.")
    for position, period in enumerate(ground.periods):
        place: tuple[Step, ...] = ("periods", position)
        yield from _of_fields(document, place, period)
        yield from _of_clocks(document, place, period, ground.kind)
        if ground.kind == "listing" and period.access is None:
            todo = "Write who may see content and existence."
            yield document.fault((*place, "access"), "Nothing says who may see a listing.", todo)
        if ground.kind == "listing" and not period.fields:
            todo = "Write what a listing must answer."
            yield document.fault((*place, "fields"), "The ground demands nothing.", todo)


def _of_fields(
    document: Document, place: tuple[Step, ...], period: GroundPeriod
) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, field in enumerate(period.fields):
        here = (*place, "fields", position)
        if field.id in seen:
            yield document.fault((*here, "id"), f"{field.id} is asked twice.", "Keep one.")
        seen.add(field.id)
        if (field.kind == "choice") != bool(field.choices):
            told = "Choices belong to a field of kind choice, and only there."
            yield document.fault((*here, "kind"), told, "Add choices, or change the kind.")
        if field.must_be_yes and field.kind != "yes_no":
            told = "Only a field of kind yes_no can be bound to be yes."
            yield document.fault((*here, "must_be_yes"), told, "Take it away.")


def _of_clocks(
    document: Document, place: tuple[Step, ...], period: GroundPeriod, kind: GroundKind
) -> Iterator[Fault]:
    for position, clock in enumerate(period.clocks):
        here = (*place, "clocks", position)
        if clock.event not in OF_KIND[kind]:
            told = f"A clock of a ground of kind {kind} may not run from {clock.event}."
            todo = f"Use one of: {', '.join(OF_KIND[kind])}."
            yield document.fault((*here, "event"), told, todo)
        if clock.at_most_years is not None and not clock.prolonged:
            told = "A longest time is said of a clock that nothing prolongs."
            yield document.fault((*here, "at_most_years"), told, "Say prolonged, or take it away.")
