"""The rankers: each a named function from what is known of people to one integer score.

All are shipped as peers and baselines; `expected_harm` orders the lists. Each has its clause and
worked cases in spec/04_rank. A score is never a judgement about a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import (
    LAST_STEP,
    MILLION,
    RECIPROCAL_BITS,
    STEP_BITS,
    chances,
    decay,
    prior_harm,
    reciprocals,
)
from hejda.rank.episodes import registered_lately
from hejda.rank.lookups import by_position
from hejda.rank.odara import items
from hejda.rank.suspicions import YES, pairings
from hejda.tables.known import Known


@dataclass(frozen=True)
class Ranked:
    """What rankers read. `people`: person, age. `facts`: one row per person. `episodes`: main.

    `counted`: the main variant's counted suspicions with d; `paired`: those beside their victims;
    `signs`: observations of public kinds.
    """

    known: Known
    knowledge: Knowledge
    people: ir.Table
    facts: ir.Table
    episodes: ir.Table
    counted: ir.Table
    paired: ir.Table
    signs: ir.Table


@dataclass(frozen=True)
class Ranker:
    """A ranker: its function, the facts and columns of suspicions it needs, its unit.

    `may_list`: whether a list by it could ever be made.
    """

    score: Callable[[Ranked], ir.Table]
    facts: tuple[str, ...]
    unit: str
    may_list: bool = True
    columns: tuple[str, ...] = ()


def _scored(facts: ir.Table, score: ir.Value) -> ir.Table:
    return facts.select("person", score=score.cast("int64"))


def _with_counts(ranked: Ranked, counts: ir.Table) -> ir.Table:
    """Everybody ranked with a `score`, 0 where `counts` (person, score) has no row."""
    met = ranked.people.left_join(counts, "person", rname="{name}_count")
    return met.select("person", score=met.score.fill_null(0).cast("int64"))


def _used(rows: ir.Table, ranked: Ranked) -> ir.Table:
    """Suspicions registered within the look-back, with the episode's d."""
    lately = registered_lately(rows, ranked.known, ranked.knowledge)
    return lately.mutate(d=ibis.least(lately.d, ranked.knowledge.population.look_back_days))


def _lately_seen(ranked: Ranked) -> ir.Table:
    """Signs within the look-back."""
    return ranked.signs.filter(ranked.signs.d <= ranked.knowledge.population.look_back_days)


def random_draw(ranked: Ranked) -> ir.Table:
    """A seeded draw: seven hexadecimal digits of md5 of seed and person."""
    seed = ranked.knowledge.windows.random_seed
    name = ibis.literal(f"{seed}:{ranked.known.source}:") + ranked.people.person
    text = name.hexdigest("md5")
    digits = ibis.literal("0123456789abcdef")
    terms = [digits.find(text.substr(place, 1)) * 16 ** (6 - place) for place in range(7)]
    total: ir.Value = terms[0]
    for term in terms[1:]:
        total = total + term
    return _scored(ranked.people, total)


def count_12m(ranked: Ranked) -> ir.Table:
    """Number of incidents with a partner offence in the last year at liberty."""
    return _scored(ranked.facts, ranked.facts.partner_12m)


def harm_12m(ranked: Ranked) -> ir.Table:
    """Sum over those of the harm in days of the gravest partner offence."""
    return _scored(ranked.facts, ranked.facts.harm_12m)


def days_since(ranked: Ranked) -> ir.Table:
    """Minus the days at liberty since the latest incident with a partner offence."""
    return _scored(ranked.facts, -ranked.facts.latest_partner)


def v100(ranked: Ranked) -> ir.Table:
    """The Met's V100 idea: harm of the year's accusations, for people with more than one."""
    rows = _used(ranked.counted, ranked)
    rows = rows.filter(
        rows.d < ranked.knowledge.windows.year_days,
        rows.offence_id.notnull(),
        (rows.relation == YES) | rows.sexual,
    )
    once = rows.group_by("person", "incident_id", "offence_id").agg(harm=rows.harm.max())
    totals = once.group_by("person").agg(accusations=once.count(), harm=once.harm.sum())
    several = totals.filter(totals.accusations >= 2).select("person", score="harm")
    return _with_counts(ranked, several)


def rfgv(ranked: Ranked) -> ir.Table:
    """Our own recency–frequency–gravity–victims; never called official."""
    rule, facts = ranked.knowledge.rfgv, ranked.facts
    last = ranked.knowledge.population.look_back_days
    recency = by_position("latest_partner", recency=decay(rule.half_life_recency_days, last))
    rows = _used(ranked.paired, ranked)
    rows = rows.filter(rows.relation == YES)
    victims = rows.group_by("person").agg(victims=rows.victim.nunique())
    met = facts.inner_join(recency, "latest_partner").left_join(
        victims, "person", rname="{name}_victims"
    )
    frequency = ibis.least(met.frequency, rule.frequency_cap * MILLION)
    gravity = ibis.least(met.gravest, rule.gravity_cap_days) * rule.gravity_points_per_day
    further = ibis.greatest(met.victims.fill_null(0) - 1, 0) * rule.points_per_further_victim
    return _scored(met, met.recency + frequency + gravity + further)


def age_priors(ranked: Ranked) -> ir.Table:
    """Age and number of earlier incidents: a yardstick for validation; a list by it is refused."""
    rule = ranked.knowledge.age_priors
    met = ranked.facts.inner_join(ranked.people, "person", rname="{name}_people")
    bands = sorted(rule.age_points.items(), reverse=True)
    by_age = ibis.cases(
        *[(met.age >= lowest, points) for lowest, points in bands], else_=0
    ).fill_null(0)
    last = len(rule.prior_points) - 1
    met = met.mutate(by_age=by_age, priors=ibis.least(met.episodes, last))
    met = met.inner_join(by_position("priors", by_priors=rule.prior_points), "priors")
    return _scored(met, met.by_age + met.by_priors)


def red_flags(ranked: Ranked) -> ir.Table:
    """Number of kinds of public warning signs seen within the look-back."""
    kinds = ranked.knowledge.kinds(red_flag=True)
    rows = _lately_seen(ranked)
    rows = rows.filter(rows.kind.isin(list(kinds)))
    return _with_counts(ranked, rows.group_by("person").agg(score=rows.kind.nunique()))


def convicted_of(ranked: Ranked) -> ir.Table:
    """Victims of offences the person stands convicted of: person, victim, day, relation, sexual."""
    counted, known = ranked.counted, ranked.known
    rows = counted.filter(counted.convicted)
    if "sanction" in known:
        sentenced = known["sanction"].select(person="record_id", offence_id="offence_id")
        rows = rows.union(counted.semi_join(sentenced, ["person", "offence_id"]), distinct=True)
    met = pairings(rows, known, None)
    return met.select("person", "victim", "day", "relation", "sexual").distinct()


def beta_2022(ranked: Ranked) -> ir.Table:
    """The published pilot rule of 2022: how many of its further conditions are met."""
    seen = _lately_seen(ranked)
    kinds = ("suicide_threat_to_partner", "strangulation", "threat_to_kill")
    by_kind = seen.group_by("person").agg(**{kind: (seen.kind == kind).any() for kind in kinds})
    partner = _used(ranked.paired, ranked)
    partner = partner.filter(partner.relation == YES).select("person", "victim", "day")
    earlier = convicted_of(ranked)
    again = partner.inner_join(earlier, ["person", "victim"], rname="{name}_earlier")
    again = again.filter(again.day_earlier < again.day).select("person").distinct()
    met = by_kind.filter(by_kind.suicide_threat_to_partner).left_join(
        again, "person", rname="{name}_again"
    )
    total = (
        met.person_again.notnull().cast("int64")
        + met.strangulation.cast("int64")
        + met.threat_to_kill.cast("int64")
    )
    return _with_counts(ranked, met.select("person", score=total))


def repeat_risk(ranked: Ranked) -> ir.Table:
    """Chance, in millionths, of a new recorded partner offence within a year at liberty."""
    met = _with_chance(ranked)
    return _scored(met, met.chance)


def _with_chance(ranked: Ranked) -> ir.Table:
    table = chances(ranked.knowledge.repeat_risk)
    facts = ranked.facts.mutate(
        step=ibis.least(ranked.facts.decayed_sum >> STEP_BITS, LAST_STEP).cast("int64")
    )
    return facts.inner_join(by_position("step", chance=table), "step")


def expected_harm(ranked: Ranked) -> ir.Table:
    """Chance × expected capped harm given an offence, in millionths of a harm day."""
    return harm_given(_with_chance(ranked), ranked.knowledge)


def harm_given(facts: ir.Table, knowledge: Knowledge) -> ir.Table:
    """`facts` with a chance (millionths) → the chance × expected capped harm: person, score."""
    rule = knowledge.expected_harm
    met = facts.mutate(
        harm_step=ibis.least(facts.decayed_partner >> STEP_BITS, LAST_STEP).cast("int64")
    )
    met = met.inner_join(by_position("harm_step", reciprocal=reciprocals(rule)), "harm_step")
    harm = ((prior_harm(rule) + met.decayed_harm) * met.reciprocal) >> (RECIPROCAL_BITS - 10)
    return _scored(met, (met.chance * harm) >> 10)


def odara_police(ranked: Ranked) -> ir.Table:
    """Number of items of ODARA answered yes, of those that police registers can answer."""
    table = items(
        ranked.known,
        ranked.knowledge,
        ranked.episodes,
        _used(ranked.counted, ranked),
        _lately_seen(ranked),
    )
    return _with_counts(ranked, table.group_by("person").agg(score=table.item.nunique()))


RANKERS: dict[str, Ranker] = {
    "random": Ranker(random_draw, (), "draw"),
    "count_12m": Ranker(count_12m, ("partner_12m",), "incidents"),
    "harm_12m": Ranker(harm_12m, ("harm_12m",), "harm days"),
    "days_since": Ranker(days_since, ("latest_partner",), "days, negative"),
    "v100": Ranker(v100, (), "harm days"),
    "rfgv": Ranker(rfgv, ("latest_partner", "frequency", "gravest"), "points"),
    "age_priors": Ranker(age_priors, ("episodes",), "points", may_list=False),
    "red_flags": Ranker(red_flags, (), "kinds"),
    "beta_2022": Ranker(beta_2022, (), "conditions"),
    "odara_police": Ranker(
        odara_police,
        ("latest_partner",),
        "items",
        columns=("grave", "threat", "confinement"),
    ),
    "repeat_risk": Ranker(repeat_risk, ("decayed_sum",), "millionths"),
    "expected_harm": Ranker(
        expected_harm,
        ("decayed_sum", "decayed_harm", "decayed_partner"),
        "millionths of a harm day",
    ),
}
"""Every ranker by name."""


def placed(scores: ir.Table, ranker: str) -> ir.Table:
    """`scores` (person, score) with ranker and place: 1 for the highest, ties by person."""
    order = ibis.window(order_by=[scores.score.desc(), scores.person.asc()])
    return scores.select(
        "person",
        ranker=ibis.literal(ranker),
        score="score",
        place=(ibis.row_number().over(order) + 1).cast("int64"),
    )
