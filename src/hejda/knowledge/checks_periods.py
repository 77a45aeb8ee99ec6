"""What every dated rule must be, whatever it holds: its name, its periods, its review."""

from __future__ import annotations

from collections.abc import Iterator

from hejda.knowledge.faults import Fault
from hejda.knowledge.files import Document, Step
from hejda.knowledge.packs import stem_of
from hejda.knowledge.periods import first_day, gaps, is_backwards, last_day, overlaps
from hejda.knowledge.written import Rule, WrittenGround


def faults_of_frame(name: str, document: Document, rule: Rule | WrittenGround) -> Iterator[Fault]:
    """Faults of id, periods and review of the rule or ground in the file `name`."""
    if rule.id != stem_of(name):
        other = f"The id is not the file's name, {stem_of(name)}."
        yield document.fault(("id",), other, "Make them one.")
    yield from _of_periods(document, rule)
    if rule.reviewed.again_by < rule.reviewed.on:
        late = "It must be reviewed again before it was reviewed."
        yield document.fault(("reviewed", "again_by"), late, "Look at the two days.")


def _of_periods(document: Document, rule: Rule | WrittenGround) -> Iterator[Fault]:
    for one, other in overlaps(rule.periods):
        place: tuple[Step, ...] = ("periods", other, "from")
        both = f"Periods {one + 1} and {other + 1} overlap."
        yield document.fault(place, both, "On each day one period may hold.")
    for position, period in enumerate(rule.periods):
        if is_backwards(period):
            told = f"Period {position + 1} ends before it begins."
            yield document.fault(("periods", position, "until"), told, "Look at the two days.")
        early = first_day(period) < first_day(rule.in_force)
        if early or last_day(period) > last_day(rule.in_force):
            beyond = f"Period {position + 1} reaches beyond in_force."
            todo = "Let in_force cover all periods."
            yield document.fault(("periods", position, "from"), beyond, todo)
    for first, last in gaps(rule.periods, rule.in_force):
        gap = f"No period covers {first} to {last}, though the rule is in force."
        yield document.fault(("periods",), gap, "Add a period, or shorten in_force.")
