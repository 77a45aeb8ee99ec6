"""The people: shares within the limits of chance, families that can be, and the same bytes again."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from hejda.base.dates import age_on, date_of, day_number
from hejda.synthetic.names import names
from hejda.synthetic.numbers import looks_invented, number_texts
from hejda.synthetic.people import (
    COORDINATION_NUMBER,
    DIED,
    EMIGRATED,
    NO_NUMBER,
    STAYED,
    STAYS,
    People,
    PeopleNumbers,
    follow_parents,
    make_people,
)
from hejda.synthetic.places import places

FIRST = day_number(dt.date(2015, 1, 1))
DAYS = 3653
N = 60_000
YEAR = 365.25


def chance(seed: int) -> np.random.Generator:  # noqa: TID251  (a type)
    """Chance from a fixed seed."""
    return np.random.default_rng(seed)  # noqa: TID251  (a fixed seed)


@cache
def country() -> People:
    """A country that several tests look at; none changes it."""
    return make_people(N, FIRST, DAYS, PeopleNumbers(), chance(1))


def assert_share(found: NDArray[np.bool_], share: float) -> None:
    """The share is what it should be, within five standard errors."""
    assert np.mean(found) == pytest.approx(share, abs=5 * np.sqrt(share * (1 - share) / len(found)))


def test_ages_are_like_swedens() -> None:
    age = country().age_on(FIRST)[:N]
    assert age.min() >= 0
    assert age.max() <= 100
    assert np.mean(age < 18) == pytest.approx(0.21, abs=0.01)
    assert np.mean(age >= 65) == pytest.approx(0.21, abs=0.01)


def test_age_is_counted_as_people_count_it() -> None:
    people = country()
    for day in (FIRST, FIRST + 59, FIRST + 1154):
        found = people.age_on(day)
        for who in range(3000):
            assert found[who] == age_on(date_of(int(people.born[who])), date_of(day))


def test_half_are_women_and_counties_have_their_share() -> None:
    people = country()
    assert_share(people.female, 0.5)
    known = places()
    for county in np.unique(known.county):
        share = float(known.weight[known.county == county].sum())
        # children live with a parent, so that people of a county come in families
        found = np.mean((known.county == county)[people.place[:N]])
        assert found == pytest.approx(share, abs=5 * np.sqrt(3 * share / N))


def test_shares_are_those_of_the_parameters() -> None:
    people, numbers = country(), PeopleNumbers()
    assert_share(people.number_kind[:N] == COORDINATION_NUMBER, numbers.coordination)
    assert_share(people.number_kind[:N] == NO_NUMBER, numbers.no_number)
    assert_share(people.protected, numbers.protected)
    assert np.all(people.number_kind[N:] == 0)


def test_every_number_is_invented_and_nobody_elses() -> None:
    people = country()
    has = people.number_kind != NO_NUMBER
    assert np.array_equal(people.number > 0, has)
    assert len(np.unique(people.number[has])) == has.sum()
    assert all(looks_invented(text) for text in number_texts(people.number[has]).to_pylist())


def test_the_country_keeps_its_size() -> None:
    people = country()
    leaves = people.left_on < STAYS
    born = np.count_nonzero(people.born >= FIRST)
    assert born == len(people) - N == np.count_nonzero(leaves[:N])
    for day in range(FIRST, FIRST + DAYS, 300):
        there = np.count_nonzero((people.born <= day) & (people.left_on > day))
        assert there == pytest.approx(N, rel=0.02)


def test_people_leave_as_often_as_the_parameters_say_and_the_old_die() -> None:
    people = country()
    assert np.array_equal(people.left_how == STAYED, people.left_on == STAYS)
    leaves = people.left_how != STAYED
    assert np.all(people.left_on[leaves] > np.maximum(people.born[leaves], FIRST))
    assert np.all(people.left_on[leaves] < FIRST + DAYS)
    died, abroad = people.left_how[:N] == DIED, people.left_how[:N] == EMIGRATED
    years = DAYS / YEAR
    assert np.mean(abroad) == pytest.approx(PeopleNumbers().emigration * years, rel=0.12)
    assert 0.008 < np.mean(died) / years < 0.011
    assert people.age_on(FIRST)[:N][died].mean() > 70


def test_parents_are_older_of_the_right_sex_and_of_the_same_county() -> None:
    people = country()
    county = places().county[people.place]
    for parent, female, youngest, oldest in (
        (people.mother, True, 18, 45),
        (people.father, False, 18, 75),
    ):
        child = np.flatnonzero(parent >= 0)
        of = parent[child]
        older = (people.born[child] - people.born[of]) / YEAR
        assert np.all(people.female[of] == female)
        assert older.min() >= youngest
        assert older.max() < oldest
        assert np.all(county[child] == county[of])
    mothers = np.flatnonzero(people.mother >= 0)
    assert np.all(people.left_on[people.mother[mothers]] > people.born[mothers])
    minor = people.age_on(FIRST) < 18
    assert np.mean(people.mother[minor] >= 0) > 0.9
    assert np.mean(people.father[minor] >= 0) > 0.75


def test_siblings_exist_and_mostly_share_both_parents() -> None:
    people = country()
    child = np.flatnonzero((people.mother >= 0) & (people.father >= 0))
    child = child[np.lexsort((people.born[child], people.mother[child]))]
    same_mother = people.mother[child][1:] == people.mother[child][:-1]
    same_father = people.father[child][1:] == people.father[child][:-1]
    assert np.mean(same_mother) > 0.3
    assert 0.75 < np.mean(same_father[same_mother]) < 0.97
    every = np.flatnonzero(people.mother >= 0)
    every = every[np.lexsort((people.born[every], people.mother[every]))]
    siblings = people.mother[every][1:] == people.mother[every][:-1]
    assert np.diff(people.born[every])[siblings].min() >= 270


def test_nobody_descends_from_close_kin() -> None:
    people = country()
    child = np.flatnonzero((people.mother >= 0) & (people.father >= 0))
    mother, father = people.mother[child], people.father[child]
    of_mother, of_father = people.mother[mother], people.mother[father]
    assert not np.any((of_mother >= 0) & (of_mother == of_father))
    of_mother, of_father = people.father[mother], people.father[father]
    assert not np.any((of_mother >= 0) & (of_mother == of_father))
    assert not np.any(of_mother == father)


def test_children_carry_the_name_of_a_parent() -> None:
    people = country()
    child = np.flatnonzero(
        (people.mother >= 0) & (people.father >= 0) & (np.arange(len(people)) < N)
    )
    mother, father = people.mother[child], people.father[child]
    name = people.birth_family[child]
    by_father = name == people.birth_family[father]
    by_mother = (name == people.birth_family[mother]) | (name == people.family[mother])
    assert np.all(by_father | by_mother)
    assert np.mean(by_father) > 0.55
    assert np.all((people.family2 != people.family) | (people.family2 < 0))
    assert np.mean(people.family2 >= 0) == pytest.approx(0.075, abs=0.012)
    assert np.all(people.female[people.family != people.birth_family])


def test_sons_are_named_after_fathers_more_often_than_by_chance() -> None:
    people = country()
    son = np.flatnonzero((people.father >= 0) & ~people.female)
    alike = np.mean(people.given[son] == people.given[people.father[son]])
    assert 0.03 < alike < 0.06
    none = make_people(5000, FIRST, DAYS, PeopleNumbers(named_after_father=0.0), chance(1))
    son = np.flatnonzero((none.father >= 0) & ~none.female)
    assert np.mean(none.given[son] == none.given[none.father[son]]) < 0.03
    assert np.array_equal(names().given_female[people.given], people.female)


def test_children_can_be_given_other_parents() -> None:
    people = make_people(5000, FIRST, DAYS, PeopleNumbers(), chance(2))
    who = np.arange(5000, len(people), dtype=np.int32)
    couple = np.flatnonzero(people.mother >= 0)[:1]
    mother, father = int(people.mother[couple[0]]), int(np.flatnonzero(~people.female)[7])
    people.mother[who], people.father[who] = mother, father
    follow_parents(people, who, replace(PeopleNumbers(), double_surname=0.0), chance(3))
    assert np.all(people.place[who] == people.place[mother])
    assert set(people.family[who]) <= {people.family[mother], people.family[father]}
    assert np.all(people.family2[who] == -1)
    follow_parents(people, who, replace(PeopleNumbers(), named_after_father=1.0), chance(3))
    sons = who[~people.female[who]]
    assert len(sons) > 100
    assert np.all(people.given[sons] == people.given[father])


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, again, other = (
        make_people(3000, FIRST, DAYS, PeopleNumbers(), chance(seed)) for seed in (8, 8, 9)
    )
    for field in fields(People):
        assert getattr(one, field.name).tobytes() == getattr(again, field.name).tobytes()
    assert one.born.tobytes() != other.born.tobytes()


def test_a_village_can_be_made_too() -> None:
    for count in (1, 2, 30, *range(300, 320)):
        people = make_people(count, FIRST, DAYS, PeopleNumbers(), chance(count))
        assert len(people) >= count
        county = places().county[people.place]
        for parent in (people.mother, people.father):
            child = np.flatnonzero(parent >= 0)
            assert np.all(county[child] == county[parent[child]])
    sizes = {len(getattr(people, field.name)) for field in fields(People)}
    assert sizes == {len(people)}
    types = {field.name: getattr(people, field.name).dtype for field in fields(People)}
    assert types["born"] == types["left_on"] == types["mother"] == np.int32
    assert types["place"] == np.int16
