"""Records, pairs and judgements in every order: what must hold of who is who after each run.

Without an engine. Each run is held against a slow referee written from spec/02_persons/README.md,
and against what must be true of any answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hejda.persons.judgements import Pair, decided, pair_of
from hejda.persons.merged import merged_record
from tests.support import referee_persons as referee
from tests.support.persons_run import (
    EPOCH,
    Given,
    Row,
    Settled,
    groups_by_referee,
    invented,
    person_record,
    registered_days,
    settled,
)
from tests.support.size import SIZE

NAMES = ("Alva Berg", "Bo Berg", "Cim Dahl", None)
PERSONAL = tuple(invented("19800101", serial) for serial in (11, 12, 13))
COORDINATION = tuple(invented("19800101", serial, coordination=True) for serial in (21, 22))
WEIGHTS = (-2_501, -2_500, -1, 0, 999, 1_000, 1_001, 2_999, 3_000, 6_999, 7_000, 9_000)
GUARDS = ("open", "loose", "harder", "birth", "relative")
KINDS = ("same", "not_same")
at = st.integers(0, 9)


class People(RuleBasedStateMachine):
    """A register that grows and is judged, and is linked again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, Row] = {}
        self.weighed: dict[Pair, referee.Weighed] = {}
        self.judgements: list[Row] = []
        self.day = dt.date(2020, 1, 1)
        self.answer: Settled | None = None
        self.founder_of: dict[str, str] = {}

    # ── What is known ────────────────────────────────────────────────────────────────────────────

    def given(self) -> Given:
        """Everything as it stands."""
        weighed = [each for each in self.weighed.values() if each.weight >= referee.KEPT_FROM]
        return Given(list(self.records.values()), weighed, self.judgements, self.day)

    def two(self, one: int, two: int) -> Pair | None:
        """Two different records, None where there are none such."""
        names = list(self.records)
        a, b = names[one % len(names)], names[two % len(names)]
        return None if a == b else pair_of(a, b)

    @rule(
        names=st.sampled_from(NAMES),
        personal=st.sampled_from((None, None, *PERSONAL)),
        other=st.sampled_from((None, None, *COORDINATION)),
        registered=st.integers(0, 3),
        protected=st.booleans(),
    )
    def record(
        self,
        names: str | None,
        personal: str | None,
        other: str | None,
        registered: int,
        protected: bool,
    ) -> None:
        """A record more, with or without numbers; at most ten."""
        if len(self.records) == 10:
            return
        name = f"r{(7 * len(self.records)) % 10}"
        self.records[name] = person_record(
            name, names=names, personal_number=personal, other_number=other, protected=protected,
            municipality=f"place of {name}", first_registered_on=EPOCH + dt.timedelta(registered),
        )  # fmt: skip

    @precondition(lambda self: len(self.records) > 1)
    @rule(one=at, two=at, weight=st.sampled_from(WEIGHTS), guard=st.sampled_from(GUARDS))
    def pair(self, one: int, two: int, weight: int, guard: str) -> None:
        """A pair is weighed, or weighed anew."""
        if pair := self.two(one, two):
            self.weighed[pair] = referee.Weighed(*pair, weight, guard)

    @precondition(lambda self: len(self.records) > 1)
    @rule(one=at, two=at, kind=st.sampled_from(KINDS), new_day=st.booleans())
    def judge(self, one: int, two: int, kind: str, new_day: bool) -> None:
        """Somebody decides about two records."""
        if pair := self.two(one, two):
            self.day += dt.timedelta(new_day)
            self.decide(kind, *pair)

    @precondition(lambda self: self.records)
    @rule(one=at)
    def wrong_record(self, one: int) -> None:
        """Somebody finds that a record is wrong."""
        self.decide("wrong_record", list(self.records)[one % len(self.records)], None)

    def decide(self, kind: str, a: str, b: str | None) -> None:
        """A judgement of today."""
        self.judgements.append(
            {"judgement_id": f"j{len(self.judgements):03d}", "kind": kind, "a": a, "b": b,
             "decided_on": self.day, "withdrawn_on": None}
        )  # fmt: skip

    @precondition(lambda self: any(row["withdrawn_on"] is None for row in self.judgements))
    @rule(one=at)
    def take_back(self, one: int) -> None:
        """A judgement is withdrawn."""
        held = [row for row in self.judgements if row["withdrawn_on"] is None]
        held[one % len(held)]["withdrawn_on"] = self.day

    @precondition(lambda self: self.records)
    @rule(one=at)
    def protect(self, one: int) -> None:
        """A record becomes protected."""
        list(self.records.values())[one % len(self.records)]["protected"] = True

    # ── Runs ─────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.records)
    @rule(seed=st.integers(0, 2**16))
    def run(self, seed: int) -> None:
        """Who is who, from what is known now and what the last run left."""
        earlier, known = self.answer, self.given()
        self.answer = settled(known, earlier)
        groups, joining = groups_by_referee(known, earlier)
        assert (self.answer.groups, self.answer.found.joining) == (groups, joining)
        self.check_ids(earlier)
        self.check_order(known, earlier, seed)

    def check_ids(self, earlier: Settled | None) -> None:
        """Ids stay with their founders and are given once."""
        assert self.answer is not None
        groups, ids = self.answer.groups, self.answer.ids
        assert len(set(ids)) == len(ids)
        known = {each.person: each for each in self.answer.identities}
        assert self.founder_of.keys() <= known.keys()
        for person, identity in known.items():
            assert self.founder_of.setdefault(person, str(identity.founder)) == identity.founder
        days = registered_days(list(self.records.values()))
        given_before = [str(e.founder) for e in earlier.identities] if earlier else []
        expected = referee.founders(groups, days, given_before)
        assert [known[person].founder for person in ids] == expected
        person_of = self.answer.person_of()
        for person, identity in known.items():
            now = person_of[str(identity.founder)]
            assert identity.merged_into == (None if now == person else now)

    def check_order(self, known: Given, earlier: Settled | None, seed: int) -> None:
        """The answer is the same, whatever order all of it comes in."""
        assert self.answer is not None
        other = Given(
            shuffled(known.records, seed),
            [
                referee.Weighed(each.b, each.a, each.weight, each.guard)
                for each in shuffled(known.weighed, seed)
            ],
            shuffled(known.judgements, seed),
            known.day,
        )
        again = settled(other, earlier)
        assert (again.groups, again.ids) == (self.answer.groups, self.answer.ids)
        assert again.identities == self.answer.identities
        assert again.found.refused == self.answer.found.refused
        assert again.found.how == self.answer.found.how
        assert again.doubtful == self.answer.doubtful

    @precondition(lambda self: self.answer is not None)
    @invariant()
    def the_strictest_secrecy_holds(self) -> None:
        """A person is protected when one record is, and no other record's place is told then."""
        assert self.answer is not None
        for group in self.answer.groups:
            rows = [self.records[record] for record in group]
            merged = merged_record(rows, {})
            protected, places = referee.strictest(rows)
            assert merged["protected"] == protected
            assert merged["municipality"] in places
            assert not any(merged[column] for column in ("names", "street", "personal_number"))

    @precondition(lambda self: self.records)
    @rule()
    def judgements_and_numbers_hold(self) -> None:
        """What people decided holds, and two numbers are one person's only where somebody said so."""
        self.answer = settled(self.given(), self.answer)
        groups = self.answer.groups
        said = decided(self.judgements, self.day)
        joined = referee.together(groups)
        assert not joined & said.apart
        for record in said.alone:
            assert [record] in groups
        same = [pair for pair in said.same if not said.alone & set(pair)]
        for component in components(self.records, same):
            if not referee.together([component]) & said.apart:
                assert referee.together([component]) <= joined
        for group in groups:
            self.check_numbers(group, [pair for pair in same if set(pair) <= set(group)])
            self.check_bars(group)

    def check_numbers(self, group: list[str], same: list[Pair]) -> None:
        """Numbers of one kind in one group hang together by what somebody said."""
        numbers = {record: referee.numbers_of(self.records[record]) for record in group}
        for kind in (0, 1):
            told = {numbers[record][kind] for record in group} - {None}
            ties = set()
            for component in components(group, same):
                mine = sorted({numbers[r][kind] for r in component} - {None})  # type: ignore[type-var]
                ties |= {(mine[0], each) for each in mine[1:]}
            assert len(components(told, ties)) <= 1

    def check_bars(self, group: list[str]) -> None:
        """No group hangs together by a barred pair."""
        said = decided(self.judgements, self.day)
        open_ones = [pair for pair in self.weighed if self.weighed[pair].guard in GUARDS[:3]]
        shared = referee.shared_numbers(self.records.values())
        ties = [pair for pair in (*open_ones, *shared, *said.same) if set(pair) <= set(group)]
        assert len(components(group, ties)) == 1


def shuffled(things: Sequence[Any], seed: int) -> list[Any]:
    """The things in another order, by a seed."""
    keys = [hashlib.sha256(f"{seed} {at}".encode()).digest() for at in range(len(things))]
    return [things[at] for at in sorted(range(len(things)), key=keys.__getitem__)]


def components(things: Iterable[Any], ties: Iterable[tuple[Any, Any]]) -> list[set[Any]]:
    """Sets of things that hang together."""
    found = [{thing} for thing in things]
    for a, b in ties:
        mine = next(each for each in found if a in each)
        theirs = next(each for each in found if b in each)
        if mine is not theirs:
            found.remove(theirs)
            mine |= theirs
    return found


People.TestCase.settings = settings(max_examples=60 * SIZE, stateful_step_count=40)
TestPeople = People.TestCase


# ── Taking back ──────────────────────────────────────────────────────────────────────────────────


@st.composite
def registers(draw: st.DrawFn) -> Given:
    """Two to eight records with weighed pairs and a few judgements."""
    size = draw(st.integers(2, 8))
    machine = People()
    for _ in range(size):
        machine.record(
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from((None, None, *PERSONAL))),
            draw(st.sampled_from((None, None, *COORDINATION))),
            draw(st.integers(0, 3)),
            False,
        )
    for _ in range(draw(st.integers(0, 12))):
        machine.pair(
            draw(at), draw(at), draw(st.sampled_from(WEIGHTS)), draw(st.sampled_from(GUARDS))
        )
    if draw(st.booleans()):
        machine.wrong_record(draw(at))
    for _ in range(draw(st.integers(0, 2))):
        machine.judge(draw(at), draw(at), draw(st.sampled_from(KINDS)), True)
    return machine.given()


@settings(max_examples=300 * SIZE)
@given(known=registers())
def test_a_second_run_changes_nothing(known: Given) -> None:
    first = settled(known)
    second = settled(known, first)
    assert (second.groups, second.ids) == (first.groups, first.ids)
    assert second.identities == first.identities


@settings(max_examples=300 * SIZE)
@given(known=registers(), one=at, two=at)
def test_taking_back_what_joined_two_people_parts_them_as_they_were(
    known: Given, one: int, two: int
) -> None:
    """Groups and ids of before, exactly."""
    first = settled(known)
    names = [row["record_id"] for row in known.records]
    pair = pair_of(names[one % len(names)], names[two % len(names)])
    if pair[0] == pair[1]:
        return
    row = {"judgement_id": "j999", "kind": "same", "a": pair[0], "b": pair[1],
           "decided_on": known.day, "withdrawn_on": None}  # fmt: skip
    joined = settled(
        Given(known.records, known.weighed, [*known.judgements, row], known.day), first
    )
    after = settled(known, joined)
    assert (after.groups, after.ids) == (first.groups, first.ids)
