"""The referee: the definitions of spec/04_rank and spec/05_nominate in slow, plain Python.

An independent reading: it imports nothing of the stages it checks, only the rules as values.
The parts: referee_facts (what counts), referee_numbers (formulas), referee_rankers and
referee_checklists (scores and reasons), referee_serial and referee_lists (who is proposed).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from hejda.knowledge.rules import LIST_RANKER, Knowledge
from tests.support import referee_checklists as checklists
from tests.support import referee_lists as lists
from tests.support import referee_rankers as rankers
from tests.support.outcome import (
    EVERYTHING,
    NATIONAL,
    Candidate,
    Outcome,
    Places,
    Reason,
    Registers,
    Wanted,
)
from tests.support.referee_facts import Suspicion, World, counted_suspicions, population
from tests.support.referee_rankers import Person, Scored, person_of
from tests.support.referee_serial import serial_mark, why_no_serial

RANKERS: dict[str, Callable[[Person], Scored]] = {
    "random": rankers.random,
    "count_12m": rankers.count_12m,
    "harm_12m": rankers.harm_12m,
    "days_since": rankers.days_since,
    "v100": rankers.v100,
    "rfgv": rankers.rfgv,
    "age_priors": rankers.age_priors,
    "red_flags": rankers.red_flags,
    "beta_2022": checklists.beta_2022,
    "odara_police": checklists.odara_police,
    "repeat_risk": rankers.repeat_risk,
    "expected_harm": rankers.expected_harm,
}
"""Every ranker of the definitions by name."""


def refereed(
    registers: Registers,
    knowledge: Knowledge,
    as_of: dt.date,
    now: dt.date,
    source: str,
    places: Places,
    wanted: Wanted = EVERYTHING,
) -> Outcome:
    """The answer by the definitions, always whole. `registers`: contract rows by table."""
    world = World(registers, knowledge, as_of, now)
    suspicions = counted_suspicions(world)
    ranked = people(world, suspicions, population(world, suspicions), source)
    scores: dict[str, dict[str, int]] = {}
    reasons: dict[str, dict[str, list[Reason]]] = {}
    for ranker, scored in RANKERS.items():
        by_person = {name: scored(person) for name, person in ranked.items()}
        scores[ranker] = {name: score for name, (score, _) in by_person.items()}
        reasons[ranker] = {name: because for name, (_, because) in by_person.items()}
    suspects = sorted({suspicion.person for suspicion in suspicions})
    proposals = Proposals(world, ranked, people(world, suspicions, suspects, source), places)
    wider = rerun(replace(world, unknown_as_yes=True), source)
    variants = {
        "without_ended": scores_of(rerun(replace(world, without_ended=True), source)),
        "unknown_as_yes": scores_of(wider),
    }
    candidates = proposals.all(scores[LIST_RANKER], wider)
    return Outcome(
        population=tuple(ranked),
        scores=scores,
        places={ranker: placed(by_person) for ranker, by_person in scores.items()},
        reasons=reasons,
        variants=variants,
        regions={name: lists.police_region(person) for name, person in ranked.items()},
        candidates=candidates,
        no_serial=why_no_serial(world),
        held_back=sum(lists.is_held_back(person) for person in ranked.values()),
    )


def people(
    world: World, suspicions: list[Suspicion], records: list[str], source: str
) -> dict[str, Person]:
    """Persons by name."""
    found = [person_of(world, suspicions, record, source) for record in records]
    return {person.name: person for person in found}


def rerun(world: World, source: str) -> dict[str, Person]:
    """Everybody ranked in a variant, computed from the start."""
    suspicions = counted_suspicions(world)
    return people(world, suspicions, population(world, suspicions), source)


def scores_of(ranked: dict[str, Person]) -> dict[str, int]:
    """expected_harm of everybody ranked."""
    return {name: rankers.expected_harm(person)[0] for name, person in ranked.items()}


def placed(scores: dict[str, int]) -> dict[str, int]:
    """Place of everybody: highest score first, then person id."""
    order = sorted(scores, key=lambda name: (-scores[name], name))
    return {name: place for place, name in enumerate(order, start=1)}


class Proposals:
    """Who is proposed on the two lists and in the groups beside them."""

    def __init__(
        self,
        world: World,
        ranked: dict[str, Person],
        suspects: dict[str, Person],
        places: Places,
    ) -> None:
        self.world = world
        self.places = places
        self.suspects = suspects
        self.serial = why_no_serial(world) is None
        self.marks = {
            name: serial_mark(person) if self.serial else None for name, person in ranked.items()
        }
        self.ranked = self.proposable(ranked)

    def proposable(self, some: dict[str, Person]) -> dict[str, Person]:
        """Those whom nothing since D holds back."""
        return {n: p for n, p in some.items() if not lists.is_held_back(p)}

    def region(self, name: str) -> str:
        """Whose places a person may take."""
        if isinstance(self.places, int):
            return NATIONAL
        return lists.police_region(self.suspects[name])[0]

    def row(self, group: str, name: str, score: int, *more_gaps: str) -> Candidate:
        """A candidate with flags and gaps; the place is counted afterwards."""
        person = self.suspects[name]
        gaps = lists.gaps_of(person, lists.police_region(person)[0], more_gaps)
        flags = lists.flags_of(person, self.marks.get(name))
        return Candidate(group, self.region(name), 0, name, score, flags, gaps)

    def on_list(
        self, group: str, some: dict[str, Person], scores: dict[str, int]
    ) -> tuple[list[str], list[str]]:
        """(placed on the list, inside before its last place), region by region."""
        placed_here: list[str] = []
        inside: list[str] = []
        queue = lists.Queue(some, scores)
        for capacity in lists.capacities(self.world, self.places, group):
            names = [name for name in some if self.region(name) == capacity.police_region]
            one, other = lists.filled(self.world, queue, names, capacity)
            placed_here += one
            inside += other
        return placed_here, inside

    def all(self, scores: dict[str, int], variant: dict[str, Person]) -> tuple[Candidate, ...]:
        """Every candidate. `variant`: everybody ranked when unknown relations are read as yes."""
        marked = {name: p for name, p in self.ranked.items() if self.marks[name]}
        harm, inside_harm = self.on_list("harm", self.ranked, scores)
        serial, inside_serial = self.on_list("serial", marked, scores)
        release = self.by_release({*inside_harm, *inside_serial})
        shown = {*harm, *serial, *release}
        review = [
            name
            for name, person in self.ranked.items()
            if name not in shown and lists.must_be_reviewed(person)
        ]
        rows = [self.row("harm", name, scores[name]) for name in harm]
        for name in serial:
            bare = self.marks[name] == "serial_unknown"
            more = ("relation_unknown",) if bare else ()
            rows.append(self.row("serial_unknown" if bare else "serial", name, scores[name], *more))
        rows += [self.row("release", name, scores[name]) for name in release]
        rows += [
            self.row("review", name, scores[name])
            for name in lists.Queue(self.ranked, scores).ordered(review)
        ]
        if why_no_serial(self.world) != "no_relations":
            rows += self.relation_unknown(set(harm), self.proposable(variant))
        rows += self.several_victims()
        return lists.numbered(rows)

    def by_release(self, names: set[str]) -> list[str]:
        """Ordered by expected release, unknown last, then person."""

        def order(name: str) -> tuple[dt.date, str]:
            return lists.expected_release(self.suspects[name]) or dt.date.max, name

        return sorted(names, key=order)

    def relation_unknown(self, harm: set[str], variant: dict[str, Person]) -> list[Candidate]:
        """Who would be on the harm list if every unknown relation were a partner relation."""
        scores = scores_of(variant)
        would_be, _ = self.on_list("harm", variant, scores)
        names = lists.Queue(variant, scores).ordered([n for n in would_be if n not in harm])
        return [self.row("relation_unknown", n, scores[n], "relation_unknown") for n in names]

    def several_victims(self) -> list[Candidate]:
        """Suspects with several victims, where the delivery says nothing of relations."""
        found = lists.several_victims(self.world, self.suspects)
        names = lists.Queue(self.suspects, found).ordered(list(found))
        return [self.row("several_victims", name, found[name]) for name in names]
