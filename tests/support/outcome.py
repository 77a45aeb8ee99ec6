"""What a computation of the ranking must answer, in one shape for referee, DuckDB and Spark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from hejda.knowledge.rules import Knowledge

Row = Mapping[str, Any]
Registers = Mapping[str, list[dict[str, Any]]]
"""Register rows by table, as the contract has them; a missing table is absent."""

NATIONAL = "national"
"""The region of every candidate when places are national."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One row of a capacity file: how many places a region has on a list, and its floor.

    `floor` None: the floor of the knowledge pack.
    """

    police_region: str
    list: str
    places: int
    floor: int | None = None


Places = int | tuple[Capacity, ...]
"""N national places per list, or the rows of a capacity file."""

Reason = tuple[str, int | None, int, tuple[str, ...]]
"""(rule, value, points, evidence)."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """One proposal, as the result table `candidate` has it."""

    list: str
    police_region: str
    place: int
    person: str
    score: int
    flags: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run says of who is ranked, where, why, and who is proposed.

    `population`: sorted persons. `scores`, `places`, `reasons`: by ranker, then person, for
    everybody ranked. `variants`: `without_ended` and `unknown_as_yes` by person. `regions`: person →
    (police region, how it is known). `candidates`: in the order of list, region, place.
    `no_serial`: why there is no serial list, or None. `held_back`: how many ranked people are not
    proposed because all that counted has since ended or been withdrawn.
    """

    population: tuple[str, ...] = ()
    scores: dict[str, dict[str, int]] = field(default_factory=dict)
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    reasons: dict[str, dict[str, list[Reason]]] = field(default_factory=dict)
    variants: dict[str, dict[str, int]] = field(default_factory=dict)
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    no_serial: str | None = None
    held_back: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an outcome will be read for. Most of an engine's time on a few rows is planning, so a page
    is not made to wait for what it does not look at. rankers: None for all; told: reasons, flags, gaps.
    """

    rankers: frozenset[str] | None = None
    told: bool = True


EVERYTHING = Wanted()


class Backend(Protocol):
    """A computation of the ranking; what is not wanted may be left out of the outcome."""

    def __call__(
        self,
        registers: Registers,
        knowledge: Knowledge,
        as_of: dt.date,
        now: dt.date,
        source: str,
        places: Places,
        wanted: Wanted = EVERYTHING,
    ) -> Outcome:
        """The outcome."""
