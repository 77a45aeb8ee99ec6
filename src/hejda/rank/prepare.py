"""From the registers as known on a date to what rankers, nominations and explanations read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ibis.expr import types as ir

from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.rank.episodes import counted_in_variants, episodes, in_variant
from hejda.rank.facts import facts_by_person
from hejda.rank.liberty import with_liberty_age
from hejda.rank.population import ranked_people
from hejda.rank.rankers import RANKERS, Ranked
from hejda.rank.signs import signs
from hejda.rank.suspicions import pairings, suspicions, with_relation
from hejda.tables.known import Known

Keep = Callable[[str, ir.Table], ir.Table]
"""Computes an expression once and gives back the table that holds its rows."""


@dataclass(frozen=True)
class Prepared:
    """The main variant as rankers read it; suspicions (with d) and episodes of every variant."""

    ranked: Ranked
    suspicions: ir.Table
    episodes: ir.Table


def prepared(
    known: Known, knowledge: Knowledge, ties: ir.Table | None, keep: Keep, rankers: tuple[str, ...]
) -> Prepared:
    """Suspicions, episodes, population and facts on the day of `known`, each computed once.

    `ties`: partner pairs (person, other, since) of stage 3, None when there are none to read.
    """
    rows = suspicions(known, knowledge)
    beside = pairings(rows, known, ties) if ties is not None else None
    rows = counted_in_variants(with_relation(rows, beside), known, knowledge)
    rows = keep("suspicion", rows)
    every = keep("episode", episodes(rows, known, knowledge))
    aged = with_liberty_age(rows, known, knowledge, "day", "d")
    aged = aged.filter(aged.d >= 0)
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
    names = ("partner_fresh", *dict.fromkeys(f for r in rankers for f in RANKERS[r].facts))
    facts = keep("fact_all", facts_by_person(main, knowledge, names))
    people = keep("ranked_person", ranked_people(facts, known, knowledge))
    return people, keep("fact", facts.semi_join(people, "person"))


def scores_in_variant(prepared_run: Prepared, variant: str) -> ir.Table:
    """Scores by the list ranker in another variant, for whoever it makes a difference to.

    Columns person, score; people whom the variant leaves out of the population are missing, and
    so are people for whom variant and main are the same.
    """
    ranked, every = prepared_run.ranked, prepared_run.episodes
    touched = touched_by(prepared_run, variant)
    own = in_variant(every, variant).semi_join(touched, "person")
    names = ("partner_fresh", *RANKERS[LIST_RANKER].facts)
    facts = facts_by_person(own, ranked.knowledge, names)
    people = ranked_people(facts, ranked.known, ranked.knowledge)
    facts = facts.semi_join(people, "person")
    again = Ranked(
        ranked.known,
        ranked.knowledge,
        people=people,
        facts=facts,
        episodes=own,
        counted=ranked.counted,
        paired=ranked.paired,
        signs=ranked.signs,
    )
    return RANKERS[LIST_RANKER].score(again)


def touched_by(prepared_run: Prepared, variant: str) -> ir.Table:
    """People whose episodes differ between `variant` and main: person."""
    every = prepared_run.episodes
    differs = (
        (every.counts_main != every[f"counts_{variant}"])
        | (every.partner_main != every[f"partner_{variant}"])
        | (every.harm_main != every[f"harm_{variant}"])
        | (every.fresh_main != every[f"fresh_{variant}"])
    )
    return every.filter(differs).select("person").distinct()


def in_unknown_as_yes(run: Prepared) -> ir.Table:
    """The suspicions that count when every unknown relation is read as a partner's."""
    rows = run.suspicions
    return rows.filter(rows.counts_unknown_as_yes)
