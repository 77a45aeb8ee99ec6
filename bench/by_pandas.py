"""(b) The obvious pandas program for the same places, as a researcher would first write it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import (
    LAST_STEP,
    RECIPROCAL_BITS,
    STEP_BITS,
    chances,
    decay,
    prior_harm,
    reciprocals,
    two_decays,
)


def run(data: Path, out: Path, knowledge: Knowledge) -> None:
    """Writes ranking.parquet (person, score, place) into `out`."""
    rule, last = knowledge.expected_harm, knowledge.population.look_back_days
    as_of = pd.Timestamp(knowledge.on)
    earliest = as_of - dt.timedelta(days=last)
    rows = pd.read_parquet(data / "involvement.parquet")
    rows = rows[rows.role == "suspect"]
    for column in ("registered_on", "ended_on"):
        rows[column] = pd.to_datetime(rows[column])
    rows = rows[(rows.registered_on >= earliest) & (rows.registered_on <= as_of)]
    rows = rows[rows.ended_on.isna() | (rows.ended_on > as_of)]
    offence = pd.read_parquet(data / "offence.parquet")
    rows = rows.merge(offence[["offence_id", "code", "close_relation"]], on="offence_id")
    incident = pd.read_parquet(data / "incident.parquet")
    occurred = pd.to_datetime(incident.occurred_on)
    registered = pd.to_datetime(incident.registered_on)
    incident["day"] = occurred.fillna(registered).where(occurred <= registered, registered)
    rows = rows.merge(incident[["incident_id", "day"]], on="incident_id")
    harm = {o.id: o.harm_days for o in knowledge.offences}
    rows["partner"] = rows.close_relation == "yes"
    rows["harm"] = rows.code.map(harm).fillna(0).where(rows.partner, 0).astype(np.int64)
    episode = rows.groupby(["record_id", "incident_id"]).agg(
        day=("day", "max"), partner=("partner", "any"), harm=("harm", "max")
    )
    d = (as_of - episode.day).dt.days.clip(upper=last).to_numpy()
    partner, other = (np.array(table) for table in two_decays(knowledge.repeat_risk, last))
    weight = np.array(decay(rule.harm_half_life_days, last))[d]
    episode["s"] = np.where(episode.partner, partner[d], other[d])
    episode["a"] = np.where(episode.partner, weight * episode.harm.clip(upper=rule.cap_days), 0)
    episode["b"] = np.where(episode.partner, weight, 0)
    fact = episode.groupby("record_id").agg(
        s=("s", "sum"), a=("a", "sum"), b=("b", "sum"), ranked=("partner", "any")
    )
    fact = fact[fact.ranked]
    fact = fact.astype({"s": np.int64, "a": np.int64, "b": np.int64})
    chance = np.array(chances(knowledge.repeat_risk))[
        np.minimum(fact.s.to_numpy() >> STEP_BITS, LAST_STEP)
    ]
    inverse = np.array(reciprocals(rule))[np.minimum(fact.b.to_numpy() >> STEP_BITS, LAST_STEP)]
    fact["score"] = (
        chance * (((prior_harm(rule) + fact.a.to_numpy()) * inverse) >> (RECIPROCAL_BITS - 10))
    ) >> 10
    ranked = fact.reset_index().sort_values(["score", "record_id"], ascending=[False, True])
    ranked["place"] = np.arange(1, len(ranked) + 1)
    ranked[["record_id", "score", "place"]].to_parquet(out / "ranking.parquet")
