"""The referee of stage 3, part 1: what the registers say of two people, by plain loops over rows.

Written from spec/03_relations/README.md alone, one function for each sentence. What is known on D and
which suspicions count comes from the referee of stage 4; a record id is a person here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.support.outcome import Row
from tests.support.referee_facts import Suspicion, World, counted_suspicions, partner_word

LONG_AGO = dt.date(1, 1, 1)
"""A day before every other: a first day that no register states."""
FAR_AHEAD = dt.date(9999, 12, 31)
DAY = dt.timedelta(days=1)


@dataclass
class Home:
    """Two people in one home at one time."""

    spells: tuple[Row, Row]
    first: dt.date
    last: dt.date  # FAR_AHEAD while it lasts
    dated: bool


class Ties:
    """One date, one delivery, one set of judgements in force."""

    def __init__(self, world: World, judgements: list[Row]) -> None:
        self.world, self.judgements = world, judgements
        self.day, self.rules = world.as_of, world.knowledge
        self.suspicions = counted_suspicions(world)

    def judged(self, one: str, other: str) -> str | None:
        """The judgement that holds: partner, not_partner or none."""
        about = [
            (row.get("decided_on") or LONG_AGO, row["kind"] == "not_partner")
            for row in self.judgements
            if row["kind"] in ("partner", "not_partner") and {row["a"], row["b"]} == {one, other}
        ]
        if not about:
            return None
        return "not_partner" if max(about)[1] else "partner"

    def relations(self, one: str, other: str) -> list[Row]:
        """Rows of `relation` between the two."""
        rows = self.world.rows("relation")
        return [row for row in rows if {row["record_a"], row["record_b"]} == {one, other}]

    def is_family(self, one: str, other: str) -> bool:
        """Whether a family relation ties them."""
        kinds = self.rules.serial.family_relations
        return any(row["kind"] in kinds for row in self.relations(one, other))

    def orders(self, one: str, other: str) -> list[Row]:
        """Protection orders between the two."""
        rows = self.world.rows("protection_order")
        return [row for row in rows if {row["protected"], row["restrained"]} == {one, other}]

    def between(self, one: str, other: str) -> list[Suspicion]:
        """Counted suspicions of one against the other, either way."""
        return [
            s
            for s in self.suspicions
            if (s.person == one and other in s.victims) or (s.person == other and one in s.victims)
        ]

    def coded(self, one: str, other: str) -> list[Suspicion]:
        """Those whose offence says partner, with this one victim."""
        return [
            s
            for s in self.between(one, other)
            if s.offence is not None
            and s.offence.get("close_relation") == "yes"
            and len(s.victims) == 1
        ]

    def says(self, suspicion: Suspicion) -> str:
        """What the offence says, partner pairs left aside."""
        aside = Suspicion(
            suspicion.person, suspicion.incident, suspicion.offence, [], suspicion.day
        )
        return partner_word(self.world, aside)

    # ── Homes ────────────────────────────────────────────────────────────────────────────────────

    def homes(self, one: str, other: str) -> list[Home]:
        """Overlapping spells of the two in one home, both adults on the first day."""
        found = []
        for mine in self.spells():
            for theirs in self.spells():
                if mine["record_id"] != one or theirs["record_id"] != other or one == other:
                    continue
                if mine["household"] != theirs["household"]:
                    continue
                first, last = max(begins(mine), begins(theirs)), min(ends(mine), ends(theirs))
                if first > last or self.is_crowded(mine["household"], first):
                    continue
                if self.is_adult(one, first) and self.is_adult(other, first):
                    dated = bool(mine.get("valid_from") and theirs.get("valid_from"))
                    found.append(Home((mine, theirs), first, last, dated))
        return found

    def spells(self) -> list[Row]:
        """Spells in a household that is one, begun on or before D."""
        rows = [row for row in self.world.rows("residence") if row.get("household") is not None]
        keys = [row["household"] for row in rows]
        return [
            row for row in rows if begins(row) <= self.day and keys.count(row["household"]) <= 200
        ]

    def is_crowded(self, household: str, day: dt.date) -> bool:
        """Whether more than 8 people lived there that day."""
        there = {
            row["record_id"]
            for row in self.spells()
            if row["household"] == household and begins(row) <= day <= ends(row)
        }
        return len(there) > 8

    def is_adult(self, person: str, day: dt.date) -> bool:
        """By the latest birth date in their records; unknown age counts as adult."""
        births = [
            row["birth_date"]
            for row in self.world.rows("person_record")
            if row["record_id"] == person and row.get("birth_date") is not None
        ]
        if not births:
            return True
        born = max(births)
        had_birthday = (day.month, day.day) >= (born.month, born.day)
        years = day.year - born.year - (0 if had_birthday else 1)
        return years >= self.rules.population.minimum_age

    def tying_homes(self, one: str, other: str) -> list[Home]:
        """Homes that are evidence: not of relatives."""
        return [] if self.is_family(one, other) else self.homes(one, other)

    def is_long(self, home: Home) -> bool:
        """At least 180 days, until D."""
        return (min(home.last, self.day) - home.first).days + 1 >= 180

    # ── Who takes part ───────────────────────────────────────────────────────────────────────────

    def is_dead(self, person: str) -> bool:
        """Recorded as dead on D."""
        return any(
            row["record_id"] == person
            and row["kind"] == "died"
            and (row.get("valid_from") is None or row["valid_from"] <= self.day)
            for row in self.world.rows("person_status")
        )

    def parts(self, incident: Row) -> list[Row]:
        """Who takes part in an incident as suspect, victim or witness."""
        return [
            row
            for row in self.world.rows("involvement")
            if row["incident_id"] == incident["incident_id"]
            and row["role"] in ("suspect", "victim", "witness")
            and not (row["role"] == "suspect" and self.is_over(row))
        ]

    def is_over(self, row: Row) -> bool:
        """Whether a suspicion has ended in a way that never counts."""
        ended = row.get("ended_on") is not None and row["ended_on"] <= self.day
        return ended and self.rules.ended[row.get("ended_why") or "unknown"] == "never"


def begins(spell: Row) -> dt.date:
    """First day of a spell; the day it was first registered where that is unknown."""
    return spell.get("valid_from") or spell["first_registered_on"]


def ends(spell: Row) -> dt.date:
    """Last day of a spell; far ahead while it lasts."""
    return spell.get("valid_to") or FAR_AHEAD
