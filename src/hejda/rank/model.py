"""Ranking with a fitted model: points from declared features, and the chance they stand for.

Without a model there is no ranker `scorecard`, and `expected_harm` uses `repeat_risk`. With one, it
uses the scorecard's chance. The engine and the explanation of a person use the same whole numbers.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import ibis
from ibis.expr import types as ir

from hejda.base.reasons import Reason
from hejda.knowledge.rules import Knowledge
from hejda.knowledge.scorecard import RATE_BITS, Scorecard, points_of
from hejda.rank.decay import shrunken_harm
from hejda.rank.explain import EXPLAIN, Explain, beside_the_score
from hejda.rank.features import FEATURES, MARKS, Feature, feature_of, feature_table
from hejda.rank.lookups import by_position
from hejda.rank.material import Material
from hejda.rank.rankers import RANKERS, Ranked, Ranker, harm_given
from hejda.rank.reasoning import of_episode
from hejda.rank.sums import Sums, part_of, sums_of

UNIT_SIZES = {feature.name: feature.unit_size for feature in FEATURES}


@lru_cache(maxsize=4)
def _used(model: Scorecard) -> tuple[tuple[Feature, int, int], ...]:
    """The model's features with their rate and cap, in the order in which they are declared."""
    rates = model.rates(UNIT_SIZES)
    caps = {worth.feature: worth.cap for worth in model.worth}
    return tuple(
        (f, rates[f.name], caps[f.name] * f.unit_size) for f in FEATURES if f.name in rates
    )


def _model(knowledge: Knowledge) -> Scorecard:
    if knowledge.model is None:
        raise ValueError("ranking by a model without one")
    return knowledge.model


def _with_points(ranked: Ranked) -> ir.Table:
    """person and points, for everybody ranked."""
    used = _used(_model(ranked.knowledge))
    table = feature_table(ranked, tuple(feature for feature, _, _ in used))
    total: ir.Value = ibis.literal(0, "int64")
    for feature, rate, cap in used:
        total = total + ((ibis.least(table[feature.name], cap) * rate) >> RATE_BITS)
    return table.select("person", points=total.cast("int64"))


def scorecard(ranked: Ranked) -> ir.Table:
    """Points of the fitted scorecard."""
    return _with_points(ranked).rename(score="points")


def expected_harm_by_model(ranked: Ranked) -> ir.Table:
    """The scorecard's chance × expected capped harm, in millionths of a harm day."""
    lookup = by_position("points", chance=_model(ranked.knowledge).chances)
    chance = _with_points(ranked).inner_join(lookup, "points").select("person", "chance")
    facts = ranked.facts.inner_join(chance, "person")
    return harm_given(facts, ranked.knowledge)


def rankers_of(knowledge: Knowledge) -> dict[str, Ranker]:
    """Every ranker there is under these rules: with a model, also the scorecard."""
    if knowledge.model is None:
        return RANKERS
    harm = replace(RANKERS["expected_harm"], score=expected_harm_by_model, columns=MARKS[1:])
    card = Ranker(scorecard, (), "points", columns=MARKS[1:])
    return {**RANKERS, "scorecard": card, "expected_harm": harm}


def _worth(
    material: Material, knowledge: Knowledge
) -> list[tuple[Feature, int, int, tuple[str, ...]]]:
    """Feature, value, points and references, for each feature of the model."""
    found = []
    for feature, rate, cap in _used(_model(knowledge)):
        value, evidence = feature_of(feature, material, knowledge)
        found.append((feature, value, points_of(min(value, cap), rate), evidence))
    return found


def _scorecard_reasons(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        Reason(f"scorecard.{feature.name}", value, points, evidence)
        for feature, value, points, evidence in _worth(material, knowledge)
    ]


def _expected_harm_reasons(material: Material, knowledge: Knowledge) -> list[Reason]:
    """First what each feature adds to the chance, then what each incident adds to the harm."""
    chances, harm_rule = _model(knowledge).chances, knowledge.expected_harm
    points, sums = 0, Sums()
    steps = [_times(chances[0], sums, knowledge)]
    worth = _worth(material, knowledge)
    for _, _, more, _ in worth:
        points += more
        steps.append(_times(chances[points], sums, knowledge))
    for episode in material.episodes:
        sums = sums + part_of(episode, knowledge)
        steps.append(_times(chances[points], sums, knowledge))
    added = [after - before for before, after in pairwise(steps)]
    reasons = [Reason("expected_harm.group_rate", harm_rule.group_harm_days, steps[0])]
    for (feature, value, _, evidence), more in zip(worth, added, strict=False):
        reasons.append(Reason(f"expected_harm.feature.{feature.name}", value, more, evidence))
    for episode, more in zip(material.episodes, added[len(worth) :], strict=True):
        kind = "partner_incident" if episode.partner else "other_incident"
        value = min(episode.harm, harm_rule.cap_days) if episode.partner else episode.d
        reasons.append(of_episode(f"expected_harm.{kind}", value, more, episode, knowledge))
    return [*reasons, *beside_the_score(material, knowledge)]


def _times(chance: int, sums: Sums, knowledge: Knowledge) -> int:
    return (chance * shrunken_harm(knowledge.expected_harm, sums.harm, sums.weight)) >> 10


def explanations(knowledge: Knowledge) -> dict[str, Explain]:
    """The explanation of every ranker under these rules, by its name."""
    if knowledge.model is None:
        return EXPLAIN
    return {
        **EXPLAIN, "scorecard": _scorecard_reasons, "expected_harm": _expected_harm_reasons,
    }  # fmt: skip


def score_of(material: Material, knowledge: Knowledge) -> int | None:
    """`expected_harm` by the model; None without a partner incident."""
    sums = sums_of(material.episodes, knowledge)
    if not sums.partners:
        return None
    points = sum(more for _, _, more, _ in _worth(material, knowledge))
    return _times(_model(knowledge).chances[points], sums, knowledge)


def aged(material: Material, days: int) -> Material:
    """The person as they will stand `days` at liberty later, if nothing is added."""
    later = [
        replace(s, d=s.d + days, registered_d=s.registered_d + days) for s in material.suspicions
    ]
    signs = [replace(s, d=s.d + days) for s in material.signs]
    return replace(material, suspicions=later, signs=signs)


def without(material: Material, incident: str, offence: str | None = None) -> Material:
    """The person without an incident, or without one of its offences."""
    kept = [
        s
        for s in material.suspicions
        if s.incident_id != incident or (offence is not None and s.offence_id != offence)
    ]
    return replace(material, suspicions=kept)
