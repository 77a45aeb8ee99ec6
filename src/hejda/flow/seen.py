"""What a validation was asked to do, and a landmark as one of its settings looks at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hejda.evaluate.discrimination import places_of
from hejda.evaluate.intervals import Estimate
from hejda.flow.landmarks import NEVER, Landmark
from hejda.flow.models import chances, kept, points
from hejda.flow.reading import Reading
from hejda.knowledge.scorecard import Scorecard

SETTINGS = ("censor", "exclude", "include")
GROUPS = ("region", "sex", "age")
MODEL, UNTRAINED = "scorecard", "two_decay_sum"
OWN_LIST = "own_list"
"""The police's own present list as a ranker: 1 for those on it, 0 for others."""
AS_CHANCES = ("repeat_risk", "ebm")
"""Rankers whose score is a chance in millionths."""
RULES = {"v100": 1, "count_12m": 2}
"""Rules as police use them: flag from this score."""
LISTS = (300, 100)


@dataclass(frozen=True, kw_only=True)
class ValidateOrder(Reading):
    """What `hejda validate` was asked to do.

    months: how many before the test day lists are made at. own_list: a file of whom the police
    follow on the test day.
    """

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
    months: int = 12
    own_list: Path | None = None
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


def list_size(people: int) -> int:
    """Places of the list looked at: the largest of 300 and 100 that leaves people out, else 10 %."""
    return next((k for k in LISTS if k < people), places_of(0.10, people))


def first_of(score: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """1 for the `k` highest scores; among equal ones the first in the order of people."""
    flagged = np.zeros(len(score), np.int64)
    flagged[np.argsort(-score, kind="stable")[:k]] = 1
    return flagged


def ends_of(estimate: Estimate) -> dict[str, float | None]:
    """An estimate with the ends of its interval, ready for JSON; None where it is not defined."""
    ends = {name: getattr(estimate, name) for name in ("value", "low", "high")}
    return {name: round(float(v), 6) if np.isfinite(v) else None for name, v in ends.items()}


def _band(age: int) -> str:
    if age < 0:
        return "unknown"
    for below in (25, 35, 45, 55):
        if age < below:
            return f"{'under' if below == 25 else f'{below - 10} to'} {below - (below != 25)}"
    return "55 and over"
