"""Who is whose partner, when: meetings, moving in, separations and new partners."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People

NEVER = 2_000_000
"""A day number that never comes."""
QUARTER = 91
BANDS = np.array([20, 30, 45, 60, 75])
YOUNGEST = 16
SPAN, OFFSET = 4_000_000, 100_000
"""Room for a day number in a sorted key of person and day."""


@dataclass
class Relations:
    """One row per couple; days as day numbers, `NEVER` where it did not happen.

    `a` and `b` are people; with different sexes, `a` is the man.
    """

    a: Ints
    b: Ints
    met: Ints
    moved_in: Ints
    ended: Ints
    married: Bools
    child_on: Ints

    def __len__(self) -> int:
        return len(self.a)

    def taken(self, order: Ints) -> Relations:
        """The rows `order`, in that order."""
        return Relations(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


def age_band(people: People, who: Ints, day: int) -> Ints:
    """Index into the parameters by age: 16–19, 20–29, 30–44, 45–59, 60–74, 75+."""
    return np.searchsorted(BANDS, (day - people.born[who]) // 365.25, side="right")


def _related(people: People, a: Ints, b: Ints) -> Bools:
    """Parent and child, or brothers and sisters: never a couple."""
    parent = (people.mother[a] == b) | (people.father[a] == b)
    parent |= (people.mother[b] == a) | (people.father[b] == a)
    siblings = (people.mother[a] >= 0) & (people.mother[a] == people.mother[b])
    siblings |= (people.father[a] >= 0) & (people.father[a] == people.father[b])
    found: Bools = parent | siblings
    return found


def _matched(
    people: People,
    who: Ints,
    county: Ints,
    same_sex: float,
    rng: np.random.Generator,
) -> tuple[Ints, Ints]:
    """Couples among `who`: of one county and of about one age."""
    lot = rng.random(len(who)) < same_sex
    women = people.female[who]
    pools = [(who[~women & ~lot], who[women & ~lot])]
    both = (who[~women & lot], who[women & lot])
    pools.extend((same[0::2], same[1::2]) for same in both)
    found = [_pairs(people, left, right, county, rng) for left, right in pools]
    a = np.concatenate([pair[0] for pair in found])
    b = np.concatenate([pair[1] for pair in found])
    fit = ~_related(people, a, b)
    return a[fit], b[fit]


def _pairs(
    people: People, left: Ints, right: Ints, county: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    def sorted_by_place_and_age(who: Ints, older: float) -> Ints:
        age = people.born[who] + rng.normal(older, 1200.0, len(who))
        return who[np.lexsort((age, county[who]))]

    left = sorted_by_place_and_age(left, 0.0)
    right = sorted_by_place_and_age(right, -900.0)
    # Within a county the nth of one side meets the nth of the other; whoever is over stays alone.
    rank_left, rank_right = (_rank_within(county[side]) for side in (left, right))
    key_left = county[left] * 10_000_000 + rank_left
    key_right = county[right] * 10_000_000 + rank_right
    _, i, j = np.intersect1d(key_left, key_right, assume_unique=True, return_indices=True)
    return left[i], right[j]


def _rank_within(groups: Ints) -> Ints:
    """0, 1, 2 … within each run of equal values of the sorted `groups`."""
    places = np.arange(len(groups))
    first = np.ones(len(groups), bool)
    first[1:] = groups[1:] != groups[:-1]
    return places - np.maximum.accumulate(np.where(first, places, 0))


def _parents(
    people: People, first_day: int, p: Parameters, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Bools]:
    """Parents of children under 18: (father, mother, day of the first child, still together)."""
    child = np.flatnonzero(
        (people.born < first_day)
        & (people.born > first_day - 18 * 365)
        & (people.mother >= 0)
        & (people.father >= 0)
    )
    key = people.father[child].astype(np.int64) * len(people.born) + people.mother[child]
    order = np.lexsort((people.born[child], key))
    key, child = key[order], child[order]
    first = np.ones(len(key), bool)
    first[1:] = key[1:] != key[:-1]
    child = child[first]
    a, b = people.father[child], people.mother[child]
    together = rng.random(len(child)) < p["relations.parents_still_together"]
    for side in (a, b):  # one partner at a time: the first couple found keeps each other
        _, own = np.unique(side, return_index=True)
        only = np.zeros(len(side), bool)
        only[own] = True
        together &= only
    return a, b, people.born[child], together


class _Couples:
    """The couples as they come and go; one step a quarter."""

    def __init__(
        self,
        people: People,
        county: Ints,
        dispositions: Bools,
        first_day: int,
        last_day: int,
        p: Parameters,
        rng: np.random.Generator,
    ) -> None:
        self.people, self.county, self.violent = people, county, dispositions
        self.first, self.last, self.p, self.rng = first_day, last_day, p, rng
        self.partner = np.full(len(people.born), -1, np.int32)
        self.parts: list[Relations] = []
        self.active = np.empty(0, np.int64)
        self.size = 0

    def add(self, a: Ints, b: Ints, met: Ints, child: Ints | None = None) -> None:
        """Couples that met on `met`, with the day of their first child where they have one."""
        rng, n = self.rng, len(a)
        moved = met + rng.exponential(self.p["relations.moving_in_days"], n).astype(np.int32)
        moved = np.where(rng.random(n) < self.p["relations.never_moving_in"], NEVER, moved)
        own = np.full(n, NEVER, np.int32) if child is None else child
        moved = np.where(own < NEVER, np.minimum(moved, own), moved)
        married = (moved < NEVER) & (rng.random(n) < self.p["relations.married"])
        ended = np.full(n, NEVER, np.int32)
        moved = moved.astype(np.int32)
        self.parts.append(Relations(a, b, met, moved, ended, married, own.astype(np.int32)))
        self.partner[a], self.partner[b] = b, a
        self.active = np.concatenate([self.active, np.arange(self.size, self.size + n)])
        self.size += n
        self._merge()

    def _merge(self) -> None:
        if len(self.parts) > 1:
            names = Relations.__dataclass_fields__
            self.parts = [
                Relations(*(np.concatenate([getattr(x, n) for x in self.parts]) for n in names))
            ]

    @property
    def rows(self) -> Relations:
        """Every couple so far."""
        return self.parts[0]

    def start(self) -> None:
        """Who is together, and who once was, on the first day."""
        people, rng = self.people, self.rng
        a, b, child, together = _parents(people, self.first, self.p, rng)
        met = (child - rng.integers(300, 1500, len(a))).astype(np.int32)
        self.add(a[together], b[together], met[together], child[together])
        here = self._alone(self.first)
        chance = self.p.array("relations.paired_at_start")[age_band(people, here, self.first)]
        met_a, met_b = self._meet(here[rng.random(len(here)) < chance])
        since = rng.exponential(8 * 365.0, len(met_a)) + 30
        oldest = np.maximum(people.born[met_a], people.born[met_b]) + YOUNGEST * 365
        started = np.maximum(self.first - since, oldest).astype(np.int32)
        self.add(met_a, met_b, np.minimum(started, self.first - 1))
        self._former(a[~together], b[~together], met[~together], child[~together])

    def _former(self, a: Ints, b: Ints, met: Ints, child: Ints) -> None:
        """Parents who have parted before the first day."""
        span = np.maximum(self.first - child, 1)
        ended = (child + self.rng.random(len(a)) * span).astype(np.int32)
        married = self.rng.random(len(a)) < self.p["relations.married"]
        self.parts.append(Relations(a, b, met, met + 200, ended, married, child))
        self.size += len(a)
        self._merge()

    def _alone(self, day: int) -> Ints:
        people = self.people
        here = (people.born < day - YOUNGEST * 365) & (people.left_on > day) & (self.partner < 0)
        return np.flatnonzero(here).astype(np.int32)

    def _meet(self, who: Ints) -> tuple[Ints, Ints]:
        return _matched(self.people, who, self.county, self.p["relations.same_sex"], self.rng)

    def step(self, day: int, until: int) -> None:
        """Separations and meetings from `day` up to `until`."""
        rng, rows, active = self.rng, self.rows, self.active
        share = (until - day) / 365.25
        a, b = rows.a[active], rows.b[active]
        younger = np.where(self.people.born[a] > self.people.born[b], a, b)
        yearly = self.p.array("relations.breakups_per_year")[age_band(self.people, younger, day)]
        yearly = yearly * np.where(
            self.violent[a] | self.violent[b], self.p["relations.breakups_if_violent"], 1.0
        )
        parted = rng.random(len(active)) < 1 - np.exp(-yearly * share)
        left = np.minimum(self.people.left_on[a], self.people.left_on[b])
        gone = left < until
        over = parted | gone
        ended = rng.integers(day, until, len(active)).astype(np.int32)
        ended = np.where(gone, np.minimum(left, ended), ended)
        rows.ended[active[over]] = np.maximum(ended, rows.met[active] + 1)[over]
        self.partner[a[over]] = self.partner[b[over]] = -1
        self.active = active[~over]
        alone = self._alone(until)
        chance = self.p.array("relations.meetings_per_year")[age_band(self.people, alone, day)]
        meets = rng.random(len(alone)) < 1 - np.exp(-chance * share)
        met_a, met_b = self._meet(alone[meets])
        if len(met_a):
            self.add(met_a, met_b, rng.integers(day, until, len(met_a)).astype(np.int32))


def make_relations(
    people: People,
    county: Ints,
    dispositions: Bools,
    first_day: int,
    last_day: int,
    p: Parameters,
    rng: np.random.Generator,
) -> Relations:
    """Every couple from before `first_day` to `last_day`, in the order of the day they met.

    `county`: an integer per person; `dispositions`: who has a disposition to violence. Nobody has
    two partners at once.
    """
    couples = _Couples(people, county, dispositions, first_day, last_day, p, rng)
    couples.start()
    for day, until in pairwise([*range(first_day, last_day, QUARTER), last_day]):
        couples.step(day, until)
    rows = couples.rows
    rows.moved_in[rows.moved_in >= rows.ended] = NEVER
    rows.married &= rows.moved_in < NEVER
    return rows.taken(np.lexsort((rows.b, rows.a, rows.met)))


def homes(people: People, relations: Relations, person: Ints, day: Ints) -> Ints:
    """Where each person lived on each day: the couple's number, else beyond those a number of one's own.

    Who is under 24 and alone lives where the mother does.
    """
    spells = np.flatnonzero(relations.moved_in < NEVER)
    who = np.concatenate([relations.a[spells], relations.b[spells]]).astype(np.int64)
    couple = np.concatenate([spells, spells])
    key = who * SPAN + relations.moved_in[couple] + OFFSET
    order = np.argsort(key, kind="stable")
    key, who, couple = key[order], who[order], couple[order]

    def lived(person: Ints) -> Ints:
        at = np.searchsorted(key, person.astype(np.int64) * SPAN + day + OFFSET, "right") - 1
        safe = np.maximum(at, 0)
        together = (at >= 0) & (who[safe] == person) & (relations.ended[couple[safe]] > day)
        return np.where(together, couple[safe], len(relations) + person.astype(np.int64))

    own = lived(person)
    mother = people.mother[person]
    young = (own >= len(relations)) & (mother >= 0) & (day - people.born[person] < 24 * 365)
    return np.where(young, lived(np.maximum(mother, 0)), own)


def give_parents(
    people: People, relations: Relations, first_day: int, rng: np.random.Generator
) -> Ints:
    """Gives those born from `first_day` on a couple that lived together as parents, in place; who."""
    newborn = np.flatnonzero(people.born >= first_day)
    fertile = relations.moved_in < NEVER
    fertile &= people.female[relations.b] & ~people.female[relations.a]
    rows = np.flatnonzero(fertile)
    waiting = newborn
    for _ in range(40):
        if not len(waiting) or not len(rows):
            break
        try_row = rows[rng.integers(0, len(rows), len(waiting))]
        born = people.born[waiting]
        age = (born - people.born[relations.b[try_row]]) / 365.25
        fits = (relations.moved_in[try_row] < born) & (relations.ended[try_row] > born - 270)
        fits &= (age > 18) & (age < 44)
        child, row = waiting[fits], try_row[fits]
        people.mother[child], people.father[child] = relations.b[row], relations.a[row]
        np.minimum.at(relations.child_on, row, people.born[child])
        waiting = waiting[~fits]
    return newborn.astype(np.int32)
