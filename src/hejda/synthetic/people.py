"""The people of the invented country: ages, places, parents, names, numbers, and who leaves when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hejda.synthetic.arrays import Bools, Floats, Ints
from hejda.synthetic.names import ROOTS, drawn_family, drawn_given, names
from hejda.synthetic.numbers import calendar, invented_numbers
from hejda.synthetic.places import drawn_by, places

STAYS = 2_000_000_000
"""The day on which somebody leaves who never does within the years made: far beyond any date."""
YEAR = 365.25
PERSONAL_NUMBER, COORDINATION_NUMBER, NO_NUMBER = 0, 1, 2
"""What `number_kind` says."""
STAYED, DIED, EMIGRATED = 0, 1, 2
"""What `left_how` says."""

AGES = (5.3, 5.8, 6.0, 5.7, 5.4, 6.2, 7.2, 6.7, 6.1, 6.1, 6.4, 6.4, 5.6, 5.2, 5.0, 4.9, 3.0, 1.7)
"""Per cent of the inhabitants aged 0–4, 5–9 … 85–89; about SCB's for 31 December 2023."""
OLDEST = (0.8, 0.25)
"""The same for 90–94 and 95–99 years."""
MORTALITY = (1.9e-5, 1.15e-5)
"""Chance of dying in a year at age 0 as it follows from old age, men and women: an assumption that
gives about 0.9 % deaths a year, as in Sweden; it grows by the factor e^0.098 a year of age."""
AGEING = 0.098
YOUNGEST_MOTHER, OLDEST_MOTHER = 18.0, 45.0
YOUNGEST_FATHER, OLDEST_FATHER = 18.0, 75.0
BETWEEN_SIBLINGS = 280
"""Fewest days between two children of one mother; there are no twins."""
TRIES = 6
"""How often a mother is looked for before the child has none in the country."""
NEAR = 8
"""How many women to either side of the age wanted may be the mother, so that none is favoured."""


@dataclass(frozen=True)
class PeopleNumbers:
    """Shares that people are made by.

    coordination .02, no_number .01: assumption; visitors and people without a permit.
    protected .003: assumption; Skatteverket counts some tens of thousands of 10.5 million.
    named_after_father .03: assumption. double_surname .08: assumption.
    emigration .004 a year: assumption, about half of SCB's, because nobody comes back here.
    mother_abroad .20, of grown-ups, and mother_abroad_of_child .04: assumption; SCB has 20 % born
    abroad. father_abroad .08, of those whose mother is in the country: assumption.
    other_father .12: chance that the next child has another father; assumption.
    fathers_name .60: assumption. takes_mans_name .45, of women with his child: assumption.
    roots: shares of the sorts of names in ROOTS; assumption, by SCB's 20 % born abroad.
    own_sort_of_given_name .80: of people whose family name is not Swedish; assumption.
    """

    coordination: float = 0.02
    no_number: float = 0.01
    protected: float = 0.003
    named_after_father: float = 0.03
    double_surname: float = 0.08
    emigration: float = 0.004
    mother_abroad: float = 0.20
    mother_abroad_of_child: float = 0.04
    father_abroad: float = 0.08
    other_father: float = 0.12
    fathers_name: float = 0.60
    takes_mans_name: float = 0.45
    roots: tuple[float, float, float, float] = (0.80, 0.09, 0.07, 0.04)
    own_sort_of_given_name: float = 0.80


@dataclass(frozen=True, eq=False)
class People:
    """N people; every field is an array of length N and may be changed in place.

    Days and indices are int32; days count from 1970-01-01. born, female. place: index into
    `places()`. mother, father: index of the person, −1 if not in the country. given, family,
    family2: indices into `names()`; family2 −1 for most. birth_family: the family name by birth.
    number_kind: 0 personal number, 1 coordination number, 2 none. number: YYYYMMDDNNNC as in
    `hejda.synthetic.numbers`, 0 for none. protected. left_on: day of death or emigration, STAYS for
    those who stay. left_how: 0 stays, 1 died, 2 emigrated.
    """

    born: Ints
    female: Bools
    place: NDArray[np.int16]
    mother: Ints
    father: Ints
    given: Ints
    family: Ints
    family2: Ints
    birth_family: Ints
    number_kind: NDArray[np.int8]
    number: NDArray[np.int64]
    protected: Bools
    left_on: Ints
    left_how: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.born)

    def age_on(self, day: int) -> NDArray[np.int64]:
        """Whole years lived on a day (days since 1970-01-01); negative before birth; (N,)."""
        year, month, date = calendar(self.born)
        now = calendar(np.array([day], np.int32))
        before_birthday = (now[1] * 32 + now[2]) < (month * 32 + date)
        return now[0] - year - before_birthday


def make_people(
    n: int, first_day: int, days: int, numbers: PeopleNumbers, rng: np.random.Generator
) -> People:
    """People of a country with `n` inhabitants on `first_day`, for `days` days from then on.

    The first n are there on the first day; after them come those born later, as many as leave, so
    that the country keeps its size. Days are counted since 1970-01-01.
    """
    born = first_day - 1 - _ages(n, rng)
    female = rng.random(n) < 0.5
    left_on, left_how = _leaving(born, female, first_day, days, numbers.emigration, rng)
    newborn = int(np.count_nonzero(left_on < STAYS))
    late = np.sort(rng.integers(first_day, first_day + days, newborn, dtype=np.int32))
    late_female = rng.random(newborn) < 0.5
    late_left = _leaving(late, late_female, first_day, days, numbers.emigration, rng)
    total = n + newborn
    nobody = np.full(total, -1, np.int32)
    kind = np.zeros(total, np.int8)
    kind[:n] = drawn_by(
        np.array(
            [1 - numbers.coordination - numbers.no_number, numbers.coordination, numbers.no_number]
        ),
        rng.random(n),
    )
    people = People(
        born=np.concatenate([born, late]),
        female=np.concatenate([female, late_female]),
        place=places().drawn(total, rng),
        mother=nobody,
        father=nobody.copy(),
        given=np.zeros(total, np.int32),
        family=np.zeros(total, np.int32),
        family2=nobody.copy(),
        birth_family=np.zeros(total, np.int32),
        number_kind=kind,
        number=np.zeros(total, np.int64),
        protected=rng.random(total) < numbers.protected,
        left_on=np.concatenate([left_on, late_left[0]]),
        left_how=np.concatenate([left_how, late_left[1]]),
    )
    _find_mothers(people, n, first_day, numbers, rng)
    mates = _find_fathers(people, n, first_day, numbers, rng)
    _live_with_parents(people, np.flatnonzero(people.born > first_day - 18 * YEAR))
    _name(people, n, mates, numbers, rng)
    follow_parents(people, np.arange(n, total, dtype=np.int32), numbers, rng)
    has_number = people.number_kind != NO_NUMBER
    people.number[has_number] = invented_numbers(
        people.born[has_number],
        people.female[has_number],
        people.number_kind[has_number] == COORDINATION_NUMBER,
        rng,
    )
    return people


def follow_parents(
    people: People, who: Ints, numbers: PeopleNumbers, rng: np.random.Generator
) -> None:
    """Gives children the home and the names that follow from their parents, in place.

    `who`: indices of children. Use it again when parents are changed after `make_people`; a child
    without a parent in the country gets a name and keeps its place.
    """
    _live_with_parents(people, who)
    mother, father = people.mother[who], people.father[who]
    chance = rng.random((4, len(who)))
    fathers = (father >= 0) & ((chance[0] < numbers.fathers_name) | (mother < 0))
    family = np.where(fathers, people.family[father], people.family[mother])
    alone = (mother < 0) & (father < 0)
    family[alone] = drawn_family(_roots(int(alone.sum()), numbers, rng), rng)
    people.family[who] = people.birth_family[who] = family
    other = np.where(fathers, people.family[mother], people.family[father])
    both = (mother >= 0) & (father >= 0) & (other != family)
    people.family2[who] = np.where(both & (chance[1] < numbers.double_surname), other, -1)
    given = _given(people, who, numbers, rng)
    after = (father >= 0) & ~people.female[who] & (chance[2] < numbers.named_after_father)
    people.given[who] = np.where(after, people.given[father], given)


def _live_with_parents(people: People, who: Ints) -> None:
    """Children live in the municipality of their mother, or of their father without one."""
    mother, father = people.mother[who], people.father[who]
    own = people.place[who]
    with_father = np.where(father >= 0, people.place[father], own)
    people.place[who] = np.where(mother >= 0, people.place[mother], with_father)


# ── Ages and leaving ─────────────────────────────────────────────────────────────────────────────


def _ages(n: int, rng: np.random.Generator) -> Ints:
    """Ages in days, 0 to under 100 years; (n,)."""
    band = drawn_by(np.array(AGES + OLDEST), rng.random(n))
    return ((band + rng.random(n)) * 5 * YEAR).astype(np.int32)


def _hazard_between(age: Floats, until: Floats, female: Bools) -> Floats:
    """Summed chance of dying between two ages in years; the share alive is e to minus this."""
    level = np.where(female, MORTALITY[1], MORTALITY[0]) / AGEING
    return np.asarray(level * (np.exp(AGEING * until) - np.exp(AGEING * age)), np.float64)


def _leaving(
    born: Ints,
    female: Bools,
    first_day: int,
    days: int,
    emigration: float,
    rng: np.random.Generator,
) -> tuple[Ints, NDArray[np.int8]]:
    """Day of death or emigration within the period (else STAYS), and which of the two."""
    start = np.maximum(born, first_day)
    age = (start - born) / YEAR
    level = np.where(female, MORTALITY[1], MORTALITY[0]) / AGEING
    death = np.log(np.exp(AGEING * age) + rng.exponential(size=len(born)) / level) / AGEING - age
    abroad = rng.exponential(size=len(born)) / max(emigration, 1e-12)
    ahead = np.minimum(np.minimum(death, abroad) * YEAR, 1e6)
    day = start + 1 + ahead.astype(np.int64)
    leaves = day < first_day + days
    how = np.where(death < abroad, DIED, EMIGRATED)
    left_on = np.where(leaves, day, STAYS).astype(np.int32)
    return left_on, np.where(leaves, how, STAYED).astype(np.int8)


# ── Parents ──────────────────────────────────────────────────────────────────────────────────────


def _find_mothers(
    people: People, n: int, first_day: int, numbers: PeopleNumbers, rng: np.random.Generator
) -> None:
    """Gives children a mother of the same county, YOUNGEST_ to OLDEST_MOTHER years older."""
    county = _counties(people)
    women = np.flatnonzero(people.female[:n]).astype(np.int32)
    keys = _key(county[women], people.born[women])
    order = np.argsort(keys, kind="stable")
    women, keys = women[order], keys[order]
    gap = _mothers_age(len(people), rng)
    own_age = np.maximum(first_day - people.born, 0) / YEAR
    alive = np.exp(-_hazard_between(gap, gap + own_age, np.ones(len(gap), bool)))
    abroad = np.where(own_age < 18, numbers.mother_abroad_of_child, numbers.mother_abroad)
    abroad[n:] = 0
    waiting = np.flatnonzero(rng.random(len(gap)) < alive * (1 - abroad)).astype(np.int32)
    for _ in range(TRIES if len(women) else 0):
        wanted = people.born[waiting] - (gap[waiting] * YEAR).astype(np.int32)
        near = np.searchsorted(keys, _key(county[waiting], wanted))
        near += rng.integers(-NEAR, NEAR + 1, len(near))
        found = women[np.clip(near, 0, len(women) - 1)]
        older = (people.born[waiting] - people.born[found]) / YEAR
        fits = (county[found] == county[waiting]) & (people.left_on[found] > people.born[waiting])
        fits &= (older >= YOUNGEST_MOTHER) & (older < OLDEST_MOTHER)
        people.mother[waiting[fits]] = found[fits]
        waiting = np.concatenate([waiting[~fits], _too_close(people)])
        people.mother[waiting] = -1
        gap[waiting] = _mothers_age(len(waiting), rng)


def _mothers_age(count: int, rng: np.random.Generator) -> Floats:
    """Ages in years of mothers at birth, about 31 in the middle."""
    age = rng.normal(31.0, 5.2, count)
    outside = (age < YOUNGEST_MOTHER) | (age >= OLDEST_MOTHER)
    age[outside] = rng.uniform(24.0, 38.0, int(outside.sum()))
    return age


def _too_close(people: People) -> Ints:
    """Children born within BETWEEN_SIBLINGS days after another child of the same mother."""
    child = np.flatnonzero(people.mother >= 0)
    order = np.lexsort((people.born[child], people.mother[child]))
    child = child[order]
    same = people.mother[child][1:] == people.mother[child][:-1]
    close = np.diff(people.born[child]) < BETWEEN_SIBLINGS
    return np.asarray(child[1:][same & close], np.int32)


def _find_fathers(
    people: People, n: int, first_day: int, numbers: PeopleNumbers, rng: np.random.Generator
) -> Ints:
    """Gives children with a mother a father; for each mother the father of her first, else −1."""
    mates = np.stack([_matched(people, n, 0.0, rng), _matched(people, n, 6.0, rng)])
    age = np.maximum(first_day - people.born, 0) / YEAR
    alive = np.exp(-_hazard_between(np.minimum(age, 32.0), age, np.zeros(len(age), bool)))
    for row in mates:
        gone = rng.random(len(row)) >= (1 - numbers.father_abroad) * alive[row]
        row[gone] = -1
    child = np.flatnonzero(people.mother >= 0)
    order = np.lexsort((people.born[child], people.mother[child]))
    child = child[order]
    mother = people.mother[child]
    first = np.ones(len(child), bool)
    first[1:] = mother[1:] != mother[:-1]
    changes = np.cumsum((rng.random(len(child)) < numbers.other_father) & ~first)
    at_first = np.maximum.accumulate(np.where(first, np.arange(len(child)), 0))
    second = (changes > changes[at_first]).astype(np.int64)
    father = mates[second, mother]
    born = people.born[child]
    older = (born - people.born[father]) / YEAR
    fits = (father >= 0) & (older >= YOUNGEST_FATHER) & (older < OLDEST_FATHER)
    fits &= people.left_on[father] > born - BETWEEN_SIBLINGS
    fits &= (people.mother[father] < 0) | (people.mother[father] != people.mother[mother])
    people.father[child] = np.where(fits, father, -1)
    parents_of = people.father[people.mother[child]], people.father[people.father[child]]
    related = fits & (parents_of[0] >= 0) & (parents_of[0] == parents_of[1])
    people.father[child[related]] = -1
    parents = np.zeros(len(people), bool)
    parents[mother[people.father[child] == mates[0, mother]]] = True
    return np.where(parents, mates[0], -1).astype(np.int32)


def _matched(people: People, n: int, blur: float, rng: np.random.Generator) -> Ints:
    """For each woman a man of her county, about 2.5 years older; −1 for men and where none fits.

    `blur`: how many years his age is spread besides; with 0, hardly a man is matched twice.
    """
    county = _counties(people)
    person = np.arange(n, dtype=np.int32)
    women, men = person[people.female[:n]], person[~people.female[:n]]
    mates = np.full(len(people), -1, np.int32)
    if not len(men):
        return mates
    older = rng.normal(2.5, 4.0, len(women)) + rng.uniform(-blur, blur, len(women))
    women = women[np.argsort(_key(county[women], people.born[women] - older * YEAR), kind="stable")]
    men = men[np.argsort(_key(county[men], people.born[men]), kind="stable")]
    for code in np.unique(county[women]):
        hers, his = women[county[women] == code], men[county[men] == code]
        if len(his):
            mates[hers] = his[np.arange(len(hers)) * len(his) // len(hers)]
    apart = np.abs(people.born - people.born[mates])
    return np.where((mates >= 0) & (apart < 18 * YEAR), mates, -1).astype(np.int32)


def _counties(people: People) -> NDArray[np.int64]:
    """A small number for each person's county."""
    return np.unique(places().county, return_inverse=True)[1].astype(np.int64)[people.place]


def _key(county: NDArray[np.int64], day: Ints | Floats) -> Floats:
    """A number that sorts by county, then by day."""
    return county * 1e6 + day


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def _roots(count: int, numbers: PeopleNumbers, rng: np.random.Generator) -> NDArray[np.int8]:
    return drawn_by(np.array(numbers.roots), rng.random(count)).astype(np.int8)


def _given(people: People, who: Ints, numbers: PeopleNumbers, rng: np.random.Generator) -> Ints:
    """A given name by sex, year of birth and the sort of the family name."""
    roots = names().family_roots[people.birth_family[who]]
    swedish = rng.random(len(who)) >= numbers.own_sort_of_given_name
    roots = np.where(swedish, ROOTS.index("se"), roots).astype(np.int8)
    return drawn_given(people.female[who], calendar(people.born[who])[0], roots, rng)


def _name(
    people: People, n: int, mates: Ints, numbers: PeopleNumbers, rng: np.random.Generator
) -> None:
    """Names those who are there from the beginning, along the lines of fathers and mothers."""
    who = np.arange(n, dtype=np.int32)
    mother, father = people.mother[:n], people.father[:n]
    mate = mates[:n]
    takes = (mate >= 0) & (rng.random(n) < numbers.takes_mans_name)
    under_his_name = takes[mother] & (mate[mother] == father)
    by_father = (rng.random(n) < numbers.fathers_name) | (mother < 0) | under_his_name
    line = _ancestor(np.where((father >= 0) & by_father, father, mother))
    by_birth = drawn_family(_roots(n, numbers, rng), rng)[line]
    people.birth_family[:n] = by_birth
    people.family[:n] = np.where(takes, by_birth[mate], by_birth)
    other = np.where(by_birth[father] == by_birth, by_birth[mother], by_birth[father])
    other = np.where((mother >= 0) & (father >= 0), other, by_birth[rng.permutation(n)])
    double = (rng.random(n) < numbers.double_surname) & (other != people.family[:n])
    people.family2[:n] = np.where(double, other, -1)
    given = _given(people, who, numbers, rng)
    after = (father >= 0) & ~people.female[:n] & (rng.random(n) < numbers.named_after_father)
    people.given[:n] = given[_ancestor(np.where(after, father, -1))]


def _ancestor(parent: Ints) -> Ints:
    """The end of each person's line, `parent` being −1 at it; (N,) indices."""
    line = np.where(parent >= 0, parent, np.arange(len(parent), dtype=np.int32))
    while np.any(line != line[line]):
        line = line[line]
    return line
