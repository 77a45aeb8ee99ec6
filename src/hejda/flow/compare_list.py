"""`hejda compare-list`: the list the police already follow, beside the lists of a finished run.

A run knows everybody it ranked by record id; numbers it does not hold. With the delivery and its
source mapping the registers themselves are searched and say why somebody was not ranked.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hejda.base.errors import InputError
from hejda.engine.read import load_mapping
from hejda.evaluate.their_list import Held, Ours, Place, Registers, Row, Theirs, compared
from hejda.flow.in_registers import InRegisters, found_in_registers
from hejda.flow.run import refuse_unsigned
from hejda.flow.their_list import Line, TheirList, their_list
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.places import NATIONAL
from hejda.report.facts import RunFacts, run_facts
from hejda.report.read import by_key, rows_of
from hejda.tables.results import TAKING

REASONS = 3
"""How many reasons are told of each person, the weightiest first."""


@dataclass(frozen=True, kw_only=True)
class ListOrder:
    """What `hejda compare-list` was asked. `source` and `data` go together, or neither is given."""

    out: Path
    list: Path
    source: Path | None = None
    data: Path | None = None
    rules: str | None = None
    judgements: Path | None = None
    memory_mib: int = 4096


@dataclass(frozen=True)
class ListCompared:
    """The rows, what was set aside of their list, and whether the delivery itself was searched.

    `unsearchable`: lines that give numbers only, which the run alone does not hold.
    """

    facts: RunFacts
    rows: tuple[Row, ...]
    aside: tuple[tuple[int, str], ...]
    searched: bool
    unsearchable: tuple[int, ...]


def compare_list(order: ListOrder, progress: Callable[[str], None]) -> ListCompared:
    """Reads their list, finds each line in the run (and the delivery), and compares."""
    facts = run_facts(order.out)
    if (order.source is None) != (order.data is None):
        raise InputError(
            "source_and_data", "--source and --data go together.", "", "Give both, or neither."
        )
    listed = their_list(order.list)
    progress("the run")
    run = _Run(order.out, facts)
    if order.source is not None and order.data is not None:
        mapping = load_mapping(order.source)
        refuse_unsigned(mapping)
        with tempfile.TemporaryDirectory(prefix="hejda-") as work:
            registers = found_in_registers(
                order.source, order.data, Path(work), mapping, facts, listed.lines,
                rules=order.rules, judgements=order.judgements, memory_mib=order.memory_mib,
                progress=progress,
            )  # fmt: skip
        theirs, held = run.with_registers(listed, registers)
    else:
        theirs, held = run.alone(listed)
    searched = order.source is not None
    numbers = () if searched else tuple(x.number for x in listed.lines if not x.record_id)
    rows = compared(theirs, run.ours, held)
    return ListCompared(facts, rows, listed.aside, searched, numbers)


class _Run:
    """A finished run, as far as a comparison needs it."""

    def __init__(self, out: Path, facts: RunFacts) -> None:
        self.out, self.facts = out, facts
        self.people = {row["person"]: row for row in rows_of(out, "person")}
        self.owner = {r: person for person, row in self.people.items() for r in row["record_ids"]}
        self.groups: dict[str, list[str]] = defaultdict(list)
        self.cuts: dict[str, int] = {}
        places: dict[str, list[Place]] = defaultdict(list)
        for row in rows_of(out, "candidate"):
            if row["list"] in TAKING:
                place = Place(row["list"], row["police_region"] or "", row["place"])
                places[row["person"]].append(place)
                if row["list"] == "harm":
                    lowest = self.cuts.get(place.police_region, row["score"])
                    self.cuts[place.police_region] = min(lowest, row["score"])
            else:
                self.groups[row["person"]].append(row["list"])
        reasons = self._reasons(places)
        self.ours = {
            person: Ours(person, tuple(own), reasons.get(person, ()))
            for person, own in places.items()
        }

    def _reasons(self, people: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        wanted = sorted(people)
        where = [("ranker", "==", LIST_RANKER), ("person", "in", wanted)]
        rows = rows_of(self.out, "reason", where) if wanted else []
        return {
            person: tuple(
                (row["sentence_sv"] or "", row["sentence_en"] or "")
                for row in sorted(own, key=lambda row: (-row["points"], row["step"]))[:REASONS]
            )
            for person, own in by_key([r for r in rows if r["evidence"]], "person").items()
        }

    def alone(self, listed: TheirList) -> tuple[list[Theirs], dict[str, Held]]:
        """Their lines by record id among those the run ranked; what it holds of them."""
        theirs = []
        for line in listed.lines:
            person = self._owner(line)
            theirs.append(Theirs(line.number, (person,) if person else (), searched=False))
        return theirs, self._held({p for each in theirs for p in each.people}, {})

    def _owner(self, line: Line) -> str | None:
        record = (line.record_id or "").removeprefix(f"{self.facts.source}:")
        return self.owner.get(record) or (line.record_id if line.record_id in self.people else None)

    def with_registers(
        self, listed: TheirList, registers: InRegisters
    ) -> tuple[list[Theirs], dict[str, Held]]:
        """Their lines by whatever the delivery knows them by; what run and registers hold of them."""
        theirs, unranked = [], {}
        for line in listed.lines:
            people = set()
            for name in registers.of_line.get(line.number, ()):
                ranked = {self.owner[r] for r in registers.records[name] if r in self.owner}
                people |= ranked or {registers.ids[name]}
                if not ranked:
                    unranked[registers.ids[name]] = registers.held.get(name, Registers())
            if not people and (own := self._owner(line)):
                people = {own}
            theirs.append(Theirs(line.number, tuple(sorted(people)), searched=True))
        return theirs, self._held({p for each in theirs for p in each.people}, unranked)

    def _held(self, people: set[str], unranked: Mapping[str, Registers]) -> dict[str, Held]:
        wanted = sorted(people - set(self.ours))
        where = [("ranker", "==", LIST_RANKER), ("person", "in", wanted)]
        rows = rows_of(self.out, "ranking", where) if wanted else []
        scores = {row["person"]: row["score"] for row in rows}
        return {
            person: Held(
                scores.get(person),
                *self._places(person),
                tuple(self.groups.get(person, ())),
                unranked.get(person),
            )
            for person in wanted
        }

    def _places(self, person: str) -> tuple[int, int, int, int | None]:
        """Floor, places, places taken and the cut of the harm list where that person would stand."""
        harm = self.facts.lists.get("harm")
        if harm is None:
            return 0, 0, 0, None
        if not harm.by_region:
            return harm.floor or 0, harm.places or 0, harm.taken, self.cuts.get(NATIONAL)
        region = self.people.get(person, {}).get("police_region") or "unknown"
        for row in harm.by_region:
            if row.police_region in (region, NATIONAL):
                return row.floor, row.places, row.taken, self.cuts.get(row.police_region)
        return harm.floor or 0, 0, 0, None
