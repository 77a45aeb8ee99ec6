"""The list the police already follow, beside the lists of a run: who is on both, on one, and why.

Values in, values out: the command and the application put the same question here. Rows of their
list are known by line, people by opaque id; no name and no number comes in or goes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hejda.evaluate.missed import Seen, Suspicion, why

Where = Literal["both", "theirs", "ours"]
BOTH: Where = "both"
THEIRS: Where = "theirs"
OURS: Where = "ours"
WHY = (
    "no_record",
    "ambiguous",
    "not_in_out",
    "no_suspicion",
    "role",
    "no_partner_suspicion",
    "relation_unknown",
    "ended",
    "degree",
    "aged_out",
    "excluded",
    "below_floor",
    "no_places",
    "inside",
    "held_back",
    "below_capacity",
)
"""Why somebody on their list is on none of ours, in the order in which it is asked."""
MISSED = {"wrong_code": "relation_unknown"}
"""Words of `missed.why` that are narrower here, where nothing is known in hindsight."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """One row of their list: its line, and the people of the run or the delivery it fits.

    `searched`: everything delivered was searched; else only the people that the run ranked.
    """

    line: int
    people: tuple[str, ...]
    searched: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place on one of our lists."""

    list: str
    police_region: str
    place: int


@dataclass(frozen=True, slots=True)
class Ours:
    """Somebody on one of our lists, with the sentences of their reasons, the weightiest first."""

    person: str
    places: tuple[Place, ...]
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Registers:
    """What the registers of the day hold of somebody not ranked.

    `incidents`, `partner_incidents`: as suspect, without those that ended by acquittal, clearing or
    "no crime": of these nothing is told.
    """

    suspicions: tuple[Suspicion, ...] = ()
    other_role: bool = False
    incidents: int = 0
    partner_incidents: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of somebody on their list who is on none of ours.

    `score` None: not ranked. `floor`, `places`, `taken`: of the harm list where they would stand;
    `cut`: the lowest score that took a place there. `groups`: groups beside the lists.
    `registers` None: only the run was looked at.
    """

    score: int | None
    floor: int = 0
    places: int = 0
    taken: int = 0
    cut: int | None = None
    groups: tuple[str, ...] = ()
    registers: Registers | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the comparison. `line` None: not on their list. `why`: a word of WHY, else ""."""

    where: Where
    line: int | None
    person: str | None
    places: tuple[Place, ...] = ()
    groups: tuple[str, ...] = ()
    why: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


def why_not(held: Held) -> str:
    """Why somebody the run or the delivery knows is on none of our lists: a word of WHY."""
    if held.score is not None:
        if held.score < held.floor:
            return "below_floor"
        if "release" in held.groups:
            return "inside"
        if not held.places:
            return "no_places"
        # Whoever was ranked, at liberty and above the cut, or beside empty places, was taken out.
        above = held.cut is not None and held.score > held.cut
        return "held_back" if above or held.taken < held.places else "below_capacity"
    if held.registers is None:
        return "not_in_out"
    found = held.registers
    seen = Seen(found.suspicions, found.other_role, False, False, False, None, held.floor)
    reason = why(seen)
    if reason in ("ended", "wrong_code") and all(each.ended for each in found.suspicions):
        if found.partner_incidents:
            return "ended"
        reason = "role" if found.other_role else "never_reported"
    if reason == "never_reported":
        return "no_partner_suspicion" if found.incidents else "no_suspicion"
    return MISSED.get(reason, reason)


def compared(
    theirs: Sequence[Theirs], ours: Mapping[str, Ours], held: Mapping[str, Held]
) -> tuple[Row, ...]:
    """Every row of their list by line, then everybody only on ours by list and place.

    `ours`: everybody on one of our lists, by person. `held`: the other people that rows fit.
    """
    rows = [_row(each, ours, held) for each in sorted(theirs, key=lambda each: each.line)]
    theirs_too = {person for each in theirs for person in each.people}
    only = [one for person, one in ours.items() if person not in theirs_too]
    only.sort(key=lambda one: [(p.list, p.police_region, p.place) for p in one.places])
    rows += [Row(OURS, None, one.person, one.places, reasons=one.reasons) for one in only]
    return tuple(rows)


def _row(their: Theirs, ours: Mapping[str, Ours], held: Mapping[str, Held]) -> Row:
    if not their.people:
        return Row(THEIRS, their.line, None, why="no_record" if their.searched else "not_in_out")
    if len(their.people) > 1:
        return Row(THEIRS, their.line, None, why="ambiguous")
    (person,) = their.people
    if person in ours:
        return Row(BOTH, their.line, person, ours[person].places, reasons=ours[person].reasons)
    known = held[person]
    named = None if known.score is None else person  # no run has written an id for the others
    return Row(THEIRS, their.line, named, groups=known.groups, why=why_not(known))


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows: both, theirs, ours, and theirs by why; a person on two lines counts twice."""
    told = list(rows)
    by_where = Counter(row.where for row in told)
    by_why = Counter(row.why for row in told if row.where == THEIRS)
    found = {where: by_where[where] for where in (BOTH, THEIRS, OURS)}
    return found | {reason: by_why[reason] for reason in WHY if by_why[reason]}
