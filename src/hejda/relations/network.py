"""The people around somebody: an edge table for all, its neighbourhoods, and one picture to show.

Definitions: spec/03_relations/README.md, *Network*. Nobody is named; a node is a person's opaque id.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.relations.ties import FAR_AHEAD, born, living_together, orders, stated
from hejda.tables.known import Known

Row = Mapping[str, Any]
"""A fetched row of `edges`."""

MOST_NODES = 40
"""More people than this in one picture are not read; those left out are counted."""
HOUSEHOLD, ORDER, SUSPICION, EXPOSED = "household", "order", "suspicion", "exposed"
PARENT = "parent_child"
ROLES = ("focus", "partner", "child", "relative", "other")
"""What somebody is to the focus person; of several, the first."""


def edges(paired: ir.Table, known: Known) -> ir.Table:
    """Every record that ties two people, both ways round, in the order of person: person, other,
    kind, from_day, until_day (day numbers, empty where unknown or still so), harm (days; of
    incidents), reference (table:id).

    kind: that of the relation, `household`, `order`, `suspicion` (person was suspected against
    other) or `exposed` (the other way round). `paired`: as for `dyad_facts`. To be kept and written
    in this order, so that the neighbours of a few people are read from few places.
    """
    relation, order, home = stated(known), orders(known), living_together(known)
    home = home.mutate(until_day=home.until_day.nullif(FAR_AHEAD))
    met = paired.group_by("person", "incident_id", other=paired.victim).agg(
        harm=paired.harm.max(), from_day=paired.day.min(), until_day=paired.day.min()
    )
    back = met.rename(person="other", other="person")
    parts = (
        _edges(relation, relation.kind, "relation", "relation_id"),
        _edges(home, HOUSEHOLD, "residence", "residence_id"),
        _edges(home, HOUSEHOLD, "residence", "other_residence_id"),
        _edges(order.mutate(from_day=order.day), ORDER, "protection_order", "order_id"),
        _edges(met, SUSPICION, "incident", "incident_id"),
        _edges(back, EXPOSED, "incident", "incident_id"),
    )
    return ibis.union(*parts).order_by("person", "other", "kind", "reference")


def _edges(rows: ir.Table, kind: ir.Value | str, table: str, name: str) -> ir.Table:
    harm = rows.harm if "harm" in rows.columns else ibis.literal(0)
    return rows.select(
        "person",
        "other",
        "from_day",
        "until_day",
        kind=ibis.literal(kind) if isinstance(kind, str) else kind,
        harm=harm.cast("int64"),
        reference=ibis.literal(f"{table}:") + rows[name],
    )


def neighbours(table: ir.Table, people: ir.Table, steps: int) -> ir.Table:
    """The edges of `people` (person), and of their neighbours up to `steps` − 1 steps away.

    `table`: kept rows of `edges`. Each step is one semi-join, so that little of a large table is
    read for a few people.
    """
    reached = people.select("person").distinct()
    for _ in range(steps - 1):
        further = table.semi_join(reached, "person").select(person="other")
        reached = reached.union(further, distinct=True)
    return table.semi_join(reached, "person")


def birth_dates(people: ir.Table, known: Known) -> ir.Table:
    """Birth dates of `people` (person), where known: person, birth."""
    return born(known).semi_join(people, "person")


# ── One picture ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Node:
    """One person: `role` to the focus person, `steps` away, `harm` days of incidents on its edges."""

    person: str
    role: str
    steps: int
    harm: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What ties two people, by one kind; of `suspicion`, `a` was suspected and `b` exposed.

    `first`: the earliest day known; `last`: the latest, None while it lasts or where unknown.
    """

    a: str
    b: str
    kind: str
    first: dt.date | None
    last: dt.date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A picture: people nearest and gravest first, what ties them, how many people are left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def network(
    focus: str,
    rows: Iterable[Row],
    births: Mapping[str, dt.date],
    partners: Iterable[str],
    knowledge: Knowledge,
    most: int = MOST_NODES,
) -> Network:
    """The picture around `focus` from the fetched rows of `neighbours`.

    `births`: birth dates, where known. `partners`: whoever the dyads say is a partner (*yes*) of
    `focus`; those with a recorded partner relation are found here.
    """
    around: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        around[row["person"]].append(row)
    steps = _steps(focus, around)
    role = _Roles(focus, around, births, set(partners), knowledge)
    every = [
        Node(person, role.of(person), far, _harm(person, around)) for person, far in steps.items()
    ]
    every.sort(key=lambda node: (node.steps, -node.harm, ROLES.index(node.role), node.person))
    nodes = tuple(every[:most])
    return Network(nodes, _merged({node.person for node in nodes}, around), len(every) - len(nodes))


def _steps(focus: str, around: Mapping[str, list[Row]]) -> dict[str, int]:
    """Everybody reached → how many edges away."""
    steps, edge_of = {focus: 0}, [focus]
    while edge_of:
        beyond = []
        for person in edge_of:
            for row in around.get(person, ()):
                if row["other"] not in steps:
                    steps[row["other"]] = steps[person] + 1
                    beyond.append(row["other"])
        edge_of = beyond
    return steps


def _harm(person: str, around: Mapping[str, list[Row]]) -> int:
    """Harm days of the incidents between the person and whoever was asked about."""
    found = {
        (row["person"], row["reference"], row["kind"]): row["harm"]
        for rows in around.values()
        for row in rows
        if row["other"] == person
    }
    return sum(found.values())


class _Roles:
    """What each person is to the focus person."""

    def __init__(
        self,
        focus: str,
        around: Mapping[str, list[Row]],
        births: Mapping[str, dt.date],
        partners: set[str],
        knowledge: Knowledge,
    ) -> None:
        self.focus, self.births = focus, births
        own = around.get(focus, [])
        kinds = knowledge.population.partner_relations
        self.partners = partners | {row["other"] for row in own if row["kind"] in kinds}
        parents = {focus, *self.partners}
        self.children = {
            row["other"]
            for parent in parents
            for row in around.get(parent, ())
            if row["kind"] == PARENT and self._younger(row["other"], parent)
        }
        family = knowledge.serial.family_relations
        self.relatives = {row["other"] for row in own if row["kind"] in family}

    def _younger(self, one: str, other: str) -> bool:
        """Whether `one` was born after `other`; no, where either day is unknown."""
        births = self.births
        return one in births and other in births and births[one] > births[other]

    def of(self, person: str) -> str:
        """One of `ROLES`."""
        if person == self.focus:
            return "focus"
        held = (self.partners, self.children, self.relatives)
        found = [role for role, people in zip(ROLES[1:], held, strict=False) if person in people]
        return found[0] if found else "other"


def _merged(shown: set[str], around: Mapping[str, list[Row]]) -> tuple[Edge, ...]:
    """The records among the people shown, one edge for each pair and kind."""
    records: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for rows in around.values():
        for row in rows:
            if row["person"] in shown and row["other"] in shown:
                records[_named(row)].append(row)
    return tuple(_edge(*key, found) for key, found in sorted(records.items()))


def _named(row: Row) -> tuple[str, str, str]:
    one, other, kind = row["person"], row["other"], row["kind"]
    if kind == SUSPICION:
        return one, other, kind
    if kind == EXPOSED:
        return other, one, SUSPICION
    return min(one, other), max(one, other), kind


def _edge(a: str, b: str, kind: str, rows: list[Row]) -> Edge:
    first = [row["from_day"] for row in rows if row["from_day"] is not None]
    last = [row["until_day"] for row in rows]
    open_ended = any(day is None for day in last)
    return Edge(
        a,
        b,
        kind,
        date_of(min(first)) if first else None,
        None if open_ended else date_of(max(last)),
        tuple(sorted({row["reference"] for row in rows})),
    )
