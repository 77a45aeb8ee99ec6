"""Facts about a person: the integers that rankers are made of, one row per person.

Each fact has a sentence here; issue *Proof* will declare the features of fitted models likewise.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import decay, two_decays
from hejda.rank.lookups import by_position

Fact = Callable[[ir.Table, Knowledge], ir.Value]

EPISODE_FACTS: dict[str, tuple[str, Fact]] = {
    "partner_fresh": (
        "A partner offence was registered within the look-back.",
        lambda e, k: e.partner.any(),
    ),
    "decayed_sum": (
        "Sum of the two-decay weights of all incidents, in millionths.",
        lambda e, k: ibis.ifelse(e.partner, e.weight_partner, e.weight_other).sum(),
    ),
    "decayed_harm": (
        "Sum over partner incidents of capped harm × decay, in millionths of a day.",
        lambda e, k: (ibis.least(e.harm, k.expected_harm.cap_days) * e.weight_harm).sum(
            where=e.partner
        ),
    ),
    "decayed_partner": (
        "Sum over partner incidents of the harm decay, in millionths.",
        lambda e, k: e.weight_harm.sum(where=e.partner),
    ),
    "partner_12m": (
        "Partner incidents in the last year at liberty.",
        lambda e, k: (e.partner & (e.d < k.windows.year_days)).cast("int64").sum(),
    ),
    "harm_12m": (
        "Harm in days of the gravest partner offence of each such incident, summed.",
        lambda e, k: e.harm.sum(where=e.partner & (e.d < k.windows.year_days)),
    ),
    "latest_partner": (
        "Days at liberty since the latest partner incident.",
        lambda e, k: e.d.min(where=e.partner),
    ),
    "partner_ever": ("Partner incidents.", lambda e, k: e.partner.cast("int64").sum()),
    "episodes": ("Incidents of any kind.", lambda e, k: e.count()),
    "frequency": (
        "Sum of rfgv's frequency decay over partner incidents, in millionths.",
        lambda e, k: e.weight_frequency.sum(where=e.partner),
    ),
    "gravest": ("Gravest partner harm in days.", lambda e, k: e.harm.max(where=e.partner)),
}
"""Facts read from episodes: name → (meaning, expression over the weighted episodes)."""


def weights_by_day(knowledge: Knowledge) -> ir.Table:
    """Every decay a ranker uses, by days at liberty: d and one column of millionths per decay."""
    last = knowledge.population.look_back_days
    partner, other = two_decays(knowledge.repeat_risk, last)
    return by_position(
        "d",
        weight_partner=partner,
        weight_other=other,
        weight_harm=decay(knowledge.expected_harm.harm_half_life_days, last),
        weight_frequency=decay(knowledge.rfgv.half_life_frequency_days, last),
    )


def facts_by_person(episodes: ir.Table, knowledge: Knowledge, names: tuple[str, ...]) -> ir.Table:
    """The facts asked for, over the episodes of one variant: person and one column per name."""
    weighted = episodes.inner_join(weights_by_day(knowledge), "d")
    columns = {name: EPISODE_FACTS[name][1](weighted, knowledge) for name in names}
    table = weighted.group_by("person").agg(**columns)
    empty = {name: table[name].fill_null(0) for name in names if name not in _MAY_BE_MISSING}
    return table.mutate(**empty)


_MAY_BE_MISSING = ("partner_fresh", "latest_partner")
