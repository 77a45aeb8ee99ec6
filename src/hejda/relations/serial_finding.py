"""Repeat and serial as findings about one person: which victims, who of them belong together, why.

Stage 5 decides who is marked (spec/05_nominate/README.md, *Serial*) and which victims count; here
the same groups are made again for one person, with the records behind each victim and behind each
connection, so that they can be told and questioned. Nothing here decides anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.relations.ties import FAR_AHEAD, LONG_AGO, among, judged, stated
from hejda.tables.known import Known, day_of

Row = Mapping[str, Any]

PARTNER, SEXUAL, UNKNOWN = 3, 2, 1
"""What stage 5 makes of a victim: partner, victim of a sexual offence, relation unknown."""
CONNECTED = "connected_victims"


@dataclass(frozen=True, slots=True)
class Victim:
    """One victim that counts. `number`: 1 for the first, by first incident; the only name a reader
    sees. `group`: number of the first victim of the group. `kind`: 3 partner, 2 victim of a sexual
    offence, 1 relation unknown. `dyad`: the row of the table `dyad`. `noted`: rows of
    `noted_between` (kind, observation_id).
    """

    number: int
    group: int
    kind: int
    dyad: Row
    noted: tuple[Row, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """References to the records behind the pair, and to what was noted between the two."""
        noted = sorted(f"observation:{row['observation_id']}" for row in self.noted)
        return tuple(dict.fromkeys([*self.dyad["evidence"], *noted]))


@dataclass(frozen=True, slots=True)
class SerialFinding:
    """Victims in the order of their numbers; `connected`: (number, number, references)."""

    person: str
    victims: tuple[Victim, ...]
    connected: tuple[tuple[int, int, tuple[str, ...]], ...]

    def groups(self, kind: int) -> int:
        """How many groups of connected victims have `kind` as their strongest."""
        strongest: dict[int, int] = {}
        for victim in self.victims:
            strongest[victim.group] = max(victim.kind, strongest.get(victim.group, 0))
        return sum(found == kind for found in strongest.values())

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day of an incident with a victim that counts."""
        return (
            min(victim.dyad["first_on"] for victim in self.victims),
            max(victim.dyad["last_on"] for victim in self.victims),
        )


def connections(
    victims: ir.Table, known: Known, knowledge: Knowledge, judgements: ir.Table | None
) -> ir.Table:
    """Records that connect two victims of one person: person, victim, other, reference.

    `victims` (person, victim): those that count, of the people asked for. Connected as in 5
    nominate: by a family relation, or by one household at one time; and by judgement.
    """
    theirs = victims.select("person", other="victim")
    both = victims.select("person", "victim").inner_join(theirs, "person")
    both = both.filter(both.victim != both.other)
    relation = stated(known)
    family = relation.filter(among(relation.kind, knowledge.serial.family_relations))
    parts = [_reference(family, "relation", "relation_id"), *_same_household(both, known)]
    decided = judged(judgements)
    if decided is not None:
        decided = decided.filter(decided.kind == CONNECTED)
        parts.append(_reference(decided, "judgement", "judgement_id"))
    behind = ibis.union(*parts, distinct=True)
    found = both.inner_join(behind, ["victim", "other"], rname="{name}_behind")
    return found.select("person", "victim", "other", "reference").distinct()


def _reference(rows: ir.Table, table: str, name: str) -> ir.Table:
    text = ibis.literal(f"{table}:") + rows[name].fill_null("")
    return rows.select("other", victim="person", reference=text)


def _same_household(both: ir.Table, known: Known) -> list[ir.Table]:
    """Spells of two victims in one household that overlap; an empty day is open, as in stage 5."""
    home = known["residence"].filter(known["residence"].household.notnull())
    mine = home.select(
        "household",
        "residence_id",
        victim=home.record_id,
        starts=day_of(home.valid_from).fill_null(LONG_AGO),
        ends=day_of(home.valid_to).fill_null(FAR_AHEAD),
    ).semi_join(both, "victim")
    theirs = mine.rename(other="victim", other_id="residence_id", begins="starts", stops="ends")
    met = mine.inner_join(theirs, "household")
    met = met.filter(met.victim != met.other, met.starts <= met.stops, met.begins <= met.ends)
    return [
        met.select("other", "victim", reference=ibis.literal("residence:") + met[name])
        for name in ("residence_id", "other_id")
    ]


def serial_finding(
    person: str,
    kinds: Mapping[str, int],
    dyads: Iterable[Row],
    connected: Iterable[Row],
    noted: Iterable[Row] = (),
) -> SerialFinding:
    """The victims of one person that count, numbered and grouped.

    `kinds`: victim → 3, 2 or 1, as stage 5 counts them within its window. `dyads`: rows of the
    table `dyad` of the person, one for each of those victims at least. `connected`: rows of
    `connections` of the person. `noted`: of `noted_between`, told where the relation is unknown.
    """
    counted = [row for row in dyads if row["victim"] in kinds]
    counted.sort(key=lambda row: (row["first_on"], row["victim"]))
    number = {row["victim"]: place for place, row in enumerate(counted, start=1)}
    beside: dict[str, list[Row]] = {}
    for row in noted:
        if kinds.get(row["victim"]) == UNKNOWN:
            beside.setdefault(row["victim"], []).append(row)
    edges: dict[tuple[int, int], list[str]] = {}
    for row in connected:
        ends = sorted((number.get(row["victim"], 0), number.get(row["other"], 0)))
        if ends[0]:
            edges.setdefault((ends[0], ends[1]), []).append(row["reference"])
    group = _groups(len(counted), list(edges))
    return SerialFinding(
        person,
        tuple(
            Victim(
                place,
                group[place],
                kinds[row["victim"]],
                row,
                tuple(beside.get(row["victim"], ())),
            )
            for place, row in enumerate(counted, start=1)
        ),
        tuple((a, b, tuple(sorted(set(found)))) for (a, b), found in sorted(edges.items())),
    )


def _groups(size: int, edges: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Number → the smallest number it is connected with, directly or through others."""
    group = {number: number for number in range(1, size + 1)}
    for one, other in edges:
        keeps, goes = sorted((group[one], group[other]))
        for number, own in group.items():
            if own == goes:
                group[number] = keeps
    return group


def repeated(dyads: Iterable[Row]) -> list[Row]:
    """Partners with whom there are at least two incidents: rows of `dyad`, by first incident."""
    found = [row for row in dyads if row["partner"] == "yes" and row["incidents"] >= 2]
    return sorted(found, key=lambda row: (row["first_on"], row["victim"]))
