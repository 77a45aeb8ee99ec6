"""Fits the scorecard: a penalised discrete-time logistic model whose weights are never negative.

Each quarter at liberty until the first outcome is one row; days inside shorten it. The sum of all
decayed incidents enters freely, since it needs no training to be worth something; every other
feature must earn its weight against a penalty, whose strength later data chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from hejda.base.errors import InputError
from hejda.knowledge.scorecard import MILLION, POINTS_PER_DOUBLING, Worth

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FREE = "all_incidents_decayed"
PENALTIES = (10, 30, 100, 300, 1_000, 3_000)
LEAST_WORTH = 1_000
"""Thousandths of a point: a feature that never gives a whole point is not in the card."""
LEAST_OUTCOMES = 20
"""Fewer outcomes than this fit nothing that deserves a name."""


@dataclass(frozen=True)
class Followed:
    """People of one or more landmarks, followed: one row per (person, landmark).

    values: rows × features in units. event: the period (0-based) of the first outcome, -1 without.
    liberty: rows × periods, share of the period at liberty and under observation.
    """

    values: Floats
    event: Whole
    liberty: Floats

    @property
    def outcome(self) -> Whole:
        """1 where there was an outcome under observation."""
        return (self.event >= 0).astype(np.int64)


@dataclass(frozen=True)
class Fitted:
    """worth per feature, period logits, calibration, the penalty chosen."""

    worth: tuple[Worth, ...]
    period_logits: tuple[int, ...]
    intercept: int
    slope: int
    penalty: int


@dataclass(frozen=True)
class _Rows:
    """Person-periods at risk: which person-row, which period, event or not, log of exposure."""

    row: Whole
    period: Whole
    event: Floats
    offset: Floats


def _at_risk(followed: Followed) -> _Rows:
    rows, periods = followed.liberty.shape
    row, period = (a.ravel() for a in np.indices((rows, periods)))
    until = np.where(followed.event < 0, periods, followed.event)
    share = followed.liberty.ravel()
    event = (period == followed.event[row]).astype(float)
    # Whoever had the outcome in a quarter was out for some of it, whatever the registers say.
    share = np.where((event > 0) & (share <= 0), 1 / 91, share)
    keep = (period <= until[row]) & (share > 0)
    return _Rows(row[keep], period[keep], event[keep], np.log(share[keep]))


def _solve(values: Floats, rows: _Rows, periods: int, penalties: Floats) -> Floats:
    """Period logits, then one weight of at least 0 per column of `values`."""
    x = values[rows.row]
    count = values.shape[1]

    def loss(theta: Floats) -> tuple[float, Floats]:
        linear = theta[rows.period] + rows.offset + x @ theta[periods:]
        total = float(np.sum(np.logaddexp(0, linear) - rows.event * linear))
        rest = expit(linear) - rows.event
        weights = theta[periods:]
        by_period = np.bincount(rows.period, rest, minlength=periods)
        gradient = np.concatenate([by_period, x.T @ rest + penalties * weights])
        return total + float(np.sum(penalties * weights**2)) / 2, gradient

    start = np.concatenate([np.full(periods, -3.0), np.zeros(count)])
    bounds = [(-12.0, 6.0)] * periods + [(0.0, None)] * count
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}
    )
    solved: Floats = found.x
    return solved


def chance_within(linear: Floats, logits: Floats, liberty: Floats) -> Floats:
    """Chance of at least one outcome over the periods, by exposure."""
    with np.errstate(divide="ignore"):
        hazard = expit(logits[None, :] + linear[:, None] + np.log(liberty))
    none: Floats = np.prod(np.where(liberty > 0, 1 - hazard, 1.0), axis=1)
    return 1 - none


def recalibrated(raw: Floats, outcome: Whole) -> tuple[float, float]:
    """Intercept and slope of a logistic regression of the outcome on the logit of the chance."""
    x, y = logit(np.clip(raw, 1e-6, 1 - 1e-6)), outcome.astype(float)

    def loss(theta: Floats) -> tuple[float, Floats]:
        linear = theta[0] + theta[1] * x
        rest = expit(linear) - y
        # A slope far from 1 on few outcomes is more often chance than drift.
        pull = 10.0 * (theta[1] - 1)
        total = float(np.sum(np.logaddexp(0, linear) - y * linear)) + 5.0 * (theta[1] - 1) ** 2
        return total, np.array([rest.sum(), rest @ x + pull])

    found = minimize(
        loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(None, None), (0.05, 5.0)]
    )
    return float(found.x[0]), float(found.x[1])


def _log_losses(raw: Floats, outcome: Whole) -> Floats:
    intercept, slope = recalibrated(raw, outcome)
    linear = intercept + slope * logit(np.clip(raw, 1e-6, 1 - 1e-6))
    losses: Floats = np.logaddexp(0, linear) - outcome * linear
    return losses


def fit_scorecard(
    names: Sequence[str], caps: Sequence[int], earlier: Followed, later: Followed
) -> Fitted:
    """Fits on `earlier`; chooses the penalty and calibrates on `later`.

    `names` and `caps` (units): of the columns. The strongest penalty whose log loss on `later` lies
    within one standard error of the best is taken. Raises InputError with too few outcomes.
    """
    for told, followed in (("fit", earlier), ("calibrate", later)):
        if followed.outcome.sum() < LEAST_OUTCOMES:
            raise InputError(
                "few_outcomes",
                f"Only {int(followed.outcome.sum())} people had the outcome: too few to {told} on.",
                f"At least {LEAST_OUTCOMES} are needed.",
                "Give more or later --train-as-of days, or an outcome that is more frequent.",
            )
    spread = earlier.values.std(axis=0)
    used = np.flatnonzero(spread > 0)
    scaled = earlier.values[:, used] / spread[used]
    rows, periods = _at_risk(earlier), earlier.liberty.shape[1]
    tried = {}
    for penalty in PENALTIES:
        penalties = np.array([0.1 if names[int(j)] == FREE else float(penalty) for j in used])
        theta = _solve(scaled, rows, periods, penalties)
        weights = np.zeros(len(names))
        weights[used] = theta[periods:] / spread[used]
        raw = chance_within(later.values @ weights, theta[:periods], later.liberty)
        tried[penalty] = (theta[:periods], weights, _log_losses(raw, later.outcome))
    best = min(tried, key=lambda p: float(tried[p][2].mean()))
    error = tried[best][2].std() / np.sqrt(len(later.event))
    limit = float(tried[best][2].mean() + error)
    chosen = max(p for p in PENALTIES if float(tried[p][2].mean()) <= limit)
    logits, weights, _ = tried[chosen]
    worth = _in_points(names, caps, weights)
    whole = np.round(logits * MILLION).astype(np.int64)
    raw = chance_within(_linear(worth, names, later.values), whole / MILLION, later.liberty)
    intercept, slope = recalibrated(raw, later.outcome)
    return Fitted(
        worth,
        tuple(int(v) for v in whole),
        round(intercept * MILLION),
        round(slope * MILLION),
        chosen,
    )


def _in_points(names: Sequence[str], caps: Sequence[int], weights: Floats) -> tuple[Worth, ...]:
    per_logit = POINTS_PER_DOUBLING / np.log(2)
    thousandths = np.round(1000 * per_logit * weights).astype(int)
    return tuple(
        Worth(feature=name, points_thousandths=int(worth), cap=cap)
        for name, cap, worth in zip(names, caps, thousandths, strict=True)
        if worth * cap >= LEAST_WORTH
    )


def _linear(worth: Sequence[Worth], names: Sequence[str], values: Floats) -> Floats:
    """Log odds added by the points of each row."""
    points = np.zeros(len(values))
    for w in worth:
        points += values[:, names.index(w.feature)] * (w.points_thousandths / 1000)
    linear: Floats = points / POINTS_PER_DOUBLING * np.log(2)
    return linear
