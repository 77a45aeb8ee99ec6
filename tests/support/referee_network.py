"""The referee of stage 3, part 3: victims numbered and grouped, and the picture around a person.

Written from spec/03_relations/README.md alone; which victims count comes from the referee of stage 5.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hejda.knowledge.rules import Knowledge
from tests.support.outcome import Registers, Row
from tests.support.referee_facts import World
from tests.support.referee_rankers import person_of
from tests.support.referee_relations import Bench, partner_pairs
from tests.support.referee_serial import connected, victims_by_kind
from tests.support.referee_ties import FAR_AHEAD, begins, ends

Rows = list[dict[str, Any]]


def is_judged_connected(judgements: list[Row], one: str, other: str) -> bool:
    """Whether somebody decided that the two belong together."""
    return any(
        row["kind"] == "connected_victims" and {row["a"], row["b"]} == {one, other}
        for row in judgements
    )


class Picture:
    """Everybody within two steps of one person."""

    def __init__(self, world: World, judgements: list[Row], focus: str) -> None:
        self.bench, self.world, self.focus = Bench(world, judgements), world, focus
        self.records = self.ties()
        near = self.beside({focus})
        further = self.beside(near) - near - {focus}
        self.steps = {focus: 0} | dict.fromkeys(near - {focus}, 1) | dict.fromkeys(further, 2)

    def beside(self, people: set[str]) -> set[str]:
        """Whoever some record ties to one of `people`."""
        ends_of = [(a, b) for a, b, *_ in self.records]
        return {b for a, b in ends_of if a in people} | {a for a, b in ends_of if b in people}

    def ties(self) -> list[tuple[str, str, str, dt.date | None, dt.date | None, int, str]]:
        """Every record that ties two people: a, b, kind, first, last, harm, reference."""
        found = []
        for row in self.world.rows("relation"):
            ends_of = sorted((row["record_a"], row["record_b"]))
            days = row.get("valid_from"), row.get("valid_to")
            found.append((*ends_of, row["kind"], *days, 0, f"relation:{row['relation_id']}"))
        for row in self.world.rows("protection_order"):
            ends_of = sorted((row["protected"], row["restrained"]))
            days = row.get("decided_on") or row["first_registered_on"], row.get("valid_to")
            found.append((*ends_of, "order", *days, 0, f"protection_order:{row['order_id']}"))
        return [tie for tie in found + self.homes() + self.incidents() if tie[0] != tie[1]]

    def homes(self) -> list:
        """One home at one time, of anybody."""
        found = []
        spells = self.bench.spells()
        for mine in spells:
            for theirs in spells:
                one, other = mine["record_id"], theirs["record_id"]
                if one >= other or mine["household"] != theirs["household"]:
                    continue
                first, last = max(begins(mine), begins(theirs)), min(ends(mine), ends(theirs))
                if first > last or self.bench.is_crowded(mine["household"], first):
                    continue
                shown = None if last == FAR_AHEAD else last
                for spell in (mine, theirs):
                    name = f"residence:{spell['residence_id']}"
                    found.append((one, other, "household", first, shown, 0, name))
        return found

    def incidents(self) -> list:
        """Incidents with a counted suspicion of one against the other."""
        gravest: dict[tuple[str, str, str], tuple[int, dt.date]] = {}
        for suspicion in self.bench.suspicions:
            for victim in suspicion.victims:
                key = suspicion.person, victim, suspicion.incident
                harm = max(suspicion.harm, gravest.get(key, (0, None))[0])
                gravest[key] = harm, suspicion.day
        return [
            (suspect, victim, "suspicion", day, day, harm, f"incident:{incident}")
            for (suspect, victim, incident), (harm, day) in gravest.items()
        ]

    def role(self, person: str) -> str:
        """What a person is to the focus person."""
        if person == self.focus:
            return "focus"
        partners = self.partners()
        if person in partners:
            return "partner"
        tied = {(a, b, kind) for a, b, kind, *_ in self.records}
        for parent in {self.focus, *partners}:
            ends_of = tuple(sorted((parent, person)))
            if (*ends_of, "parent_child") in tied and self.is_later(person, parent):
                return "child"
        return "relative" if self.bench.is_family(person, self.focus) else "other"

    def partners(self) -> set[str]:
        """Partners of the focus person."""
        kinds = self.world.knowledge.population.partner_relations
        found = {
            other
            for other in self.bench.everybody() - {self.focus}
            if {row["kind"] for row in self.bench.relations(self.focus, other)} & set(kinds)
        }
        dyads = [row for row, _ in self.bench.dyads() if row["partner"] == "yes"]
        found |= {row["victim"] for row in dyads if row["suspect"] == self.focus}
        return found | {row["suspect"] for row in dyads if row["victim"] == self.focus}

    def is_later(self, one: str, other: str) -> bool:
        """Whether `one` is known to be born after `other`."""
        born: dict[str, dt.date] = {}
        for row in self.world.rows("person_record"):
            day = row.get("birth_date")
            if day is not None:
                born[row["record_id"]] = max(day, born.get(row["record_id"], day))
        return one in born and other in born and born[one] > born[other]

    def harm(self, person: str) -> int:
        """Harm of the incidents on the edges that lead to a person from the nearer ones asked about."""
        asked = {other for other, far in self.steps.items() if far < 2}
        return sum(
            harm
            for a, b, _, _, _, harm, _ in self.records
            if (a == person and b in asked) or (b == person and a in asked)
        )

    def drawn(self) -> tuple[Rows, Rows, int]:
        """The picture, cut at 40 people."""
        roles = ("focus", "partner", "child", "relative", "other")
        people = sorted(
            self.steps,
            key=lambda p: (self.steps[p], -self.harm(p), roles.index(self.role(p)), p),
        )
        shown = people[:40]
        nodes = [
            {"person": p, "role": self.role(p), "steps": self.steps[p], "harm": self.harm(p)}
            for p in shown
        ]
        return nodes, self.drawn_edges(set(shown)), len(people) - len(shown)

    def drawn_edges(self, shown: set[str]) -> Rows:
        """One edge for each pair and kind among those shown, of whom one is within one step."""
        gathered: dict[tuple[str, str, str], list] = {}
        for a, b, kind, first, last, _, reference in self.records:
            near = min(self.steps.get(a, 9), self.steps.get(b, 9)) < 2
            if a in shown and b in shown and near:
                gathered.setdefault((a, b, kind), []).append((first, last, reference))
        edges = []
        for (a, b, kind), found in sorted(gathered.items()):
            firsts = [first for first, _, _ in found if first is not None]
            lasts = [last for _, last, _ in found]
            edges.append(
                {
                    "a": a,
                    "b": b,
                    "kind": kind,
                    "first": min(firsts, default=None),
                    "last": None if None in lasts else max(lasts),
                    "evidence": sorted({reference for _, _, reference in found}),
                }
            )
        return edges


class Referee:
    """Stage 3 for one question, by plain loops."""

    def __init__(
        self, question: tuple[Registers, Knowledge, dt.date, list[Row]], source: str = "xx"
    ) -> None:
        registers, rules, as_of, self.judgements = question
        self.world, self.source = World(registers, rules, as_of, as_of), source
        self.bench = Bench(self.world, self.judgements)

    def dyads(self) -> Rows:
        """Every row of the table `dyad`."""
        return [row for row, _ in self.bench.dyads()]

    def pairs(self) -> list[tuple[str, str, dt.date | None]]:
        """Partner pairs: person, other, since (None: long ago)."""
        return partner_pairs(self.bench.dyads())

    def hypotheses(self, listed: list[str]) -> Rows:
        """Rows of the table `hypothesis` about those listed."""
        return [row for person in sorted(set(listed)) for row in self.bench.hypotheses(person)]

    def serial(self, person: str) -> Rows:
        """Victims that count: number, victim, kind, group (the smallest number in it)."""
        who = person_of(self.world, self.bench.suspicions, person, self.source)
        kinds = victims_by_kind(who)
        first = {victim: self.bench.dyad(person, victim)[0]["first_on"] for victim in kinds}
        order = sorted(kinds, key=lambda victim: (first[victim], victim))
        group = {victim: number for number, victim in enumerate(order, start=1)}
        for _ in order:  # passes on until nothing changes
            for one in order:
                for other in order:
                    judged = is_judged_connected(self.judgements, one, other)
                    if judged or connected(self.world, one, other):
                        group[one] = group[other] = min(group[one], group[other])
        return [
            {"number": number, "victim": victim, "kind": kinds[victim], "group": group[victim]}
            for number, victim in enumerate(order, start=1)
        ]

    def picture(self, person: str) -> tuple[Rows, Rows, int]:
        """Nodes, edges and how many people are left out, around one person."""
        return Picture(self.world, self.judgements, person).drawn()
