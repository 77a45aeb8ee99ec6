"""From the registers as known on a date to what rankers, nominations and explanations read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.rank.episodes import (
    counted_in_variants,
    differing,
    episodes,
    in_variant,
    live_variants,
)
from hejda.rank.facts import facts_by_person
from hejda.rank.liberty import with_liberty_age
from hejda.rank.model import rankers_of
from hejda.rank.population import ranked_people
from hejda.rank.rankers import Ranked
from hejda.rank.signs import signs
from hejda.rank.suspicions import UNKNOWN, YES, pairings, suspicions, with_relation
from hejda.tables.known import Known

Keep = Callable[[str, ir.Table], ir.Table]
"""Computes an expression once and gives back the table that holds its rows."""

LEAN = (
    "person",
    "incident_id",
    "offence_id",
    "day",
    "registered",
    "convicted",
    "whole",
    "harm",
    "said",
    "sexual",
    "relation",
    "counts_main",
    "counts_without_ended",
    "counts_unknown_as_yes",
)
"""What is kept of every counted suspicion; the rest is computed again for the people shown."""


@dataclass(frozen=True)
class Prepared:
    """The main variant as rankers read it; suspicions (with d) and episodes of every variant."""

    ranked: Ranked
    suspicions: ir.Table
    episodes: ir.Table


def suspicions_in_variants(known: Known, knowledge: Knowledge, ties: ir.Table | None) -> ir.Table:
    """Every counted suspicion on D with its relation and the variants it counts in."""
    rows = suspicions(known, knowledge)
    beside = pairings(rows, known, ties) if ties is not None else None
    return counted_in_variants(with_relation(rows, beside), known, knowledge)


def with_age(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """`rows` with d, the days at liberty since the incident; none that lies ahead."""
    aged = with_liberty_age(rows, known, knowledge, "day", "d")
    return aged.filter(aged.d >= 0)


def prepared(
    known: Known,
    knowledge: Knowledge,
    ties: ir.Table | None,
    keep: Keep,
    rankers: tuple[str, ...],
    more: tuple[str, ...] = (),
) -> Prepared:
    """Suspicions, episodes, population and facts on the day of `known`, each computed once.

    `ties`: partner pairs (person, other, since) of stage 3, None when there are none to read.
    `more`: further columns of suspicions to keep beside those the rankers ask for.
    """
    rows = suspicions_in_variants(known, knowledge, ties)
    every_ranker = rankers_of(knowledge)
    asked = (column for name in rankers for column in every_ranker[name].columns)
    columns = dict.fromkeys((*LEAN, *asked, *more))
    rows = keep("suspicion", rows.select(*columns))
    every = keep("episode", episodes(rows, known, knowledge))
    aged = with_age(rows, known, knowledge)
    counted = aged.filter(aged.counts_main)
    main = in_variant(every, "main")
    people, facts = _people_and_facts(main, known, knowledge, rankers, keep)
    ranked = Ranked(
        known,
        knowledge,
        people=people,
        facts=facts,
        episodes=main,
        counted=counted,
        paired=pairings(counted, known, ties),
        signs=keep("sign", signs(known, knowledge)),
    )
    return Prepared(ranked, aged, every)


def _people_and_facts(
    main: ir.Table, known: Known, knowledge: Knowledge, rankers: tuple[str, ...], keep: Keep
) -> tuple[ir.Table, ir.Table]:
    every = rankers_of(knowledge)
    names = ("partner_fresh", *dict.fromkeys(f for r in rankers for f in every[r].facts))
    facts = keep("fact_all", facts_by_person(main, knowledge, names))
    people = keep("ranked_person", ranked_people(facts, known, knowledge))
    return people, keep("fact", facts.semi_join(people, "person"))


def scores_in_variant(run: Prepared, variant: str, touched: ir.Table) -> ir.Table:
    """Scores by the list ranker in another variant, for the people it makes a difference to.

    Columns person, score; people whom the variant leaves out of the population are missing.
    """
    ranked = run.ranked
    if variant not in live_variants(ranked.knowledge):
        return touched.mutate(score=ibis.null("int64"))
    own = in_variant(run.episodes, variant).semi_join(touched, "person")
    ranker = rankers_of(ranked.knowledge)[LIST_RANKER]
    facts = facts_by_person(own, ranked.knowledge, ("partner_fresh", *ranker.facts))
    people = ranked_people(facts, ranked.known, ranked.knowledge)
    facts = facts.semi_join(people, "person")
    counted = run.suspicions.filter(run.suspicions[f"counts_{variant}"]).semi_join(people, "person")
    if variant == "unknown_as_yes":
        as_yes = ibis.ifelse(counted.relation >= UNKNOWN, YES, counted.relation)
        counted = counted.mutate(relation=as_yes.cast("int64"))
    again = replace(
        ranked,
        people=people,
        facts=facts,
        episodes=own,
        counted=counted,
        paired=pairings(counted, ranked.known, None),
    )
    return ranker.score(again)


def touched_by(run: Prepared, variant: str) -> ir.Table:
    """People whose episodes differ between `variant` and main: person."""
    if variant not in live_variants(run.ranked.knowledge):
        return run.ranked.people.select("person").limit(0)
    return differing(run.episodes, variant)
