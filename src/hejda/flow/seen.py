"""What a validation was asked to do, and a landmark as one of its settings looks at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hejda.flow.landmarks import NEVER, Landmark
from hejda.flow.models import chances, kept, points
from hejda.flow.reading import Reading
from hejda.knowledge.scorecard import Scorecard

SETTINGS = ("censor", "exclude", "include")
GROUPS = ("region", "sex", "age")
MODEL, UNTRAINED = "scorecard", "two_decay_sum"
AS_CHANCES = ("repeat_risk", "ebm")
"""Rankers whose score is a chance in millionths."""
RULES = {"v100": 1, "count_12m": 2}
"""Rules as police use them: flag from this score."""


@dataclass(frozen=True, kw_only=True)
class ValidateOrder(Reading):
    """What `hejda validate` was asked to do."""

    train: tuple[dt.date, ...]
    test: dt.date
    horizon: int = 365
    outcome: str = "any_partner"
    by: tuple[str, ...] = GROUPS
    treated: str = "censor"
    draws: int = 500
    seed: int = 1
    rules: str | None = None
    ebm: bool = False
    force: bool = False


@dataclass(frozen=True)
class Seen:
    """A landmark as one setting looks at it: the people kept, their outcome and every ranker."""

    people: NDArray[np.int64]
    outcome: NDArray[np.int64]
    harm: NDArray[np.int64]
    capped: NDArray[np.int64]
    scores: dict[str, NDArray[np.int64]]
    chances: dict[str, NDArray[np.float64]]
    groups: dict[str, NDArray[np.str_]]


def seen(model: Scorecard, one: Landmark, setting: str) -> Seen:
    """What is measured on `one`. In the setting censor nothing after the first measure counts."""
    keep = kept(one, setting)
    outcome = one.outcome
    if setting == "censor":
        outcome = outcome * ((one.treated == NEVER) | (one.headline <= one.treated))
    total = points(model, one.features)
    every = {**one.scores, UNTRAINED: one.features["all_incidents_decayed"], MODEL: total}
    as_chances = {name: every[name] / 1e6 for name in AS_CHANCES if name in every}
    as_chances[MODEL] = chances(model, total) / 1e6
    bands = np.array([_band(int(age)) for age in one.age])
    return Seen(
        people=np.arange(len(one.people))[keep],
        outcome=outcome[keep].astype(np.int64),
        harm=one.harm[keep],
        capped=one.capped[keep],
        scores={name: score[keep] for name, score in every.items()},
        chances={name: chance[keep] for name, chance in as_chances.items()},
        groups={
            "region": np.array(one.region)[keep],
            "sex": np.array(one.sex)[keep],
            "age": bands[keep],
        },
    )


def _band(age: int) -> str:
    if age < 0:
        return "unknown"
    for below in (25, 35, 45, 55):
        if age < below:
            return f"{'under' if below == 25 else f'{below - 10} to'} {below - (below != 25)}"
    return "55 and over"
