"""Does what was called 20 % happen in 20 of 100: probabilities held against outcomes.

Sources: science.md §4.1. Brier 1950; Cox 1958 (recalibration); Steyerberg et al. 2010 (scaled Brier,
in the large, slope); Cleveland 1979 and Austin and Steyerberg 2014 (flexible curve). A low error over
everybody hides the part one acts on, hence `error_in_top`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hejda.base.errors import InputError
from hejda.evaluate.discrimination import Ordered, places_of
from hejda.evaluate.rows import (
    Counts,
    Floats,
    Numbers,
    Weight,
    chances_of,
    counts_of,
    flags_of,
    quotient,
)

CLOSEST = 1e-9
"""On the logit scale a probability stands no closer to 0 or 1 than this: 0 itself has no logit."""
SPAN = 0.75
"""The share of rows a point of the flexible curve looks at; the default of R's loess."""
MOST_STEPS = 100
ENOUGH = 1e-11
"""A Newton step this short, as a part of the answer, ends the search: the next would be nothing."""


@dataclass(frozen=True, slots=True)
class Recalibration:
    """logit P(outcome) = `intercept` + `slope` · logit(p); 0 and 1 where p is right."""

    intercept: float
    slope: float


def brier(p: Numbers, outcome: Numbers, weight: Weight = None) -> float:
    """Mean squared distance between probability and outcome; 0 is perfect, lower is better."""
    chances, flags, counts = _rows(p, outcome, weight)
    return quotient((counts * (chances - flags) ** 2).sum(), counts.sum())


def scaled_brier(p: Numbers, outcome: Numbers, weight: Weight = None) -> float:
    """1 − Brier / Brier of giving everybody the base rate; 1 is perfect, 0 no better than that.

    nan where the outcome does not vary.
    """
    _, flags, counts = _rows(p, outcome, weight)
    base = quotient((counts * flags).sum(), counts.sum())
    return 1 - quotient(brier(p, outcome, weight), base * (1 - base))


def observed_to_expected(p: Numbers, outcome: Numbers, weight: Weight = None) -> float:
    """Outcomes there were / outcomes the probabilities add up to; above 1: too low on the whole."""
    chances, flags, counts = _rows(p, outcome, weight)
    return quotient((counts * flags).sum(), (counts * chances).sum())


def calibration_in_the_large(p: Numbers, outcome: Numbers, weight: Weight = None) -> float:
    """Intercept of logistic recalibration with the slope held at 1, in logits; 0 is right.

    Above 0: probabilities are too low on the whole. nan where the outcome does not vary.
    """
    logits, flags, counts = _logit_rows(p, outcome, weight)
    wanted, rows = (counts * flags).sum(), counts.sum()
    if not 0 < wanted < rows:
        return float("nan")
    base = float(np.log(wanted / (rows - wanted)))
    low, high = base - float(logits.max()), base - float(logits.min())
    at = (low + high) / 2
    for _ in range(MOST_STEPS):
        expected = _expit(logits + at)
        excess = float((counts * expected).sum() - wanted)
        low, high = (low, at) if excess > 0 else (at, high)
        step = excess / float((counts * expected * (1 - expected)).sum())
        after = at - step if low <= at - step <= high else (low + high) / 2
        if abs(after - at) < ENOUGH * max(1.0, abs(at)):
            return after
        at = after
    return at


def calibration_slope(p: Numbers, outcome: Numbers, weight: Weight = None) -> float:
    """Slope of the logistic regression of the outcome on logit(p); 1 is right.

    Below 1: probabilities are too extreme, as those of an overfitted model. nan as `recalibration`.
    """
    return recalibration(p, outcome, weight).slope


def recalibration(p: Numbers, outcome: Numbers, weight: Weight = None) -> Recalibration:
    """Logistic recalibration without penalty.

    Both nan where there is no finite answer: outcome or probability does not vary, or one
    probability parts those with the outcome from those without. See `CLOSEST` for p of 0 and 1.
    """
    logits, flags, counts = _logit_rows(p, outcome, weight)
    with_it, without = logits[flags == 1], logits[flags == 0]
    if (
        not len(with_it)
        or not len(without)
        or with_it.min() >= without.max()
        or without.min() >= with_it.max()
    ):
        return Recalibration(float("nan"), float("nan"))
    middle, spread = float(np.average(logits, weights=counts)), float(np.ptp(logits))
    fitted = _fitted((logits - middle) / spread, flags, counts)
    slope = float(fitted[1]) / spread
    return Recalibration(float(fitted[0]) - slope * middle, slope)


def _fitted(x: Floats, flags: Counts, counts: Counts) -> Floats:
    """Intercept and slope of highest likelihood, by Newton's method with halved steps."""
    columns = np.stack([np.ones_like(x), x])
    at: Floats = np.zeros(2)
    likelihood = _likelihood(at, columns, flags, counts)
    for _ in range(MOST_STEPS):
        expected = _expit(at @ columns)
        gradient = columns @ (counts * (flags - expected))
        curvature = (columns * (counts * expected * (1 - expected))) @ columns.T
        step = np.linalg.solve(curvature, gradient)
        worse = likelihood - 1e-10 * abs(likelihood)  # by more than rounding
        while (after := _likelihood(at + step, columns, flags, counts)) < worse:
            step = step / 2
        at, likelihood = at + step, after
        if np.abs(step).max() < ENOUGH * max(1.0, float(np.abs(at).max())):
            return at
    return np.full(2, np.nan)


def _likelihood(at: Floats, columns: Floats, flags: Counts, counts: Counts) -> float:
    linear = at @ columns
    return float((counts * (flags * linear - np.logaddexp(0, linear))).sum())


def flexible_curve(
    p: Numbers, outcome: Numbers, grid: Floats, weight: Weight = None, span: float = SPAN
) -> Floats:
    """The observed share at each probability of `grid`: local lines with tricube weights (loess).

    Each point looks at the nearest `span` of all rows; the farthest of them weighs nothing. No
    robustness steps, since outcomes of 0 and 1 have no outliers. From 0 to 1; nan outside the
    probabilities there are, where nothing was observed.
    """
    chances, flags, counts = _rows(p, outcome, weight)
    used = np.flatnonzero(counts)
    order = used[np.argsort(chances[used], kind="stable")]
    x, y, n = chances[order], flags[order], counts[order]
    curve: Floats = np.full(len(grid), np.nan)
    if not len(x):
        return curve
    inside = (grid >= x[0]) & (grid <= x[-1])
    radii = _radii(x, n, grid, span)
    for i in np.flatnonzero(inside):
        first = np.searchsorted(x, grid[i] - radii[i], "left")
        last = np.searchsorted(x, grid[i] + radii[i], "right")
        window = slice(int(first), int(last))
        curve[i] = _local_line(x[window] - grid[i], y[window], n[window], float(radii[i]))
    shares: Floats = np.clip(curve, 0, 1)
    return shares


def _radii(x: Floats, n: Counts, grid: Floats, span: float) -> Floats:
    """How far around each point one must look to see `span` of the rows, found by halving."""
    seen = np.concatenate([[0], np.cumsum(n)])
    wanted = min(max(int(np.ceil(span * seen[-1] - 1e-9)), 1), int(seen[-1]))
    low: Floats = np.zeros(len(grid))
    high: Floats = np.maximum(np.abs(grid - x[0]), np.abs(grid - x[-1]))
    for _ in range(60):
        middle = (low + high) / 2
        within = (
            seen[np.searchsorted(x, grid + middle, "right")]
            - seen[np.searchsorted(x, grid - middle, "left")]
        )
        low = np.where(within >= wanted, low, middle)
        high = np.where(within >= wanted, middle, high)
    return high


def _local_line(distance: Floats, y: Counts, n: Counts, radius: float) -> float:
    """The height at 0 of the line through a window, or the window's mean where it is no line."""
    near = 1 - np.minimum(np.abs(distance) / radius, 1) ** 3 if radius > 0 else np.ones(len(y))
    kernel = n * near**3
    if kernel.sum() <= 1e-9 * n.sum():
        kernel = n.astype(np.float64)
    mean_x, mean_y = np.average(distance, weights=kernel), np.average(y, weights=kernel)
    spread = (kernel * (distance - mean_x) ** 2).sum()
    if spread <= 1e-12 * kernel.sum() * max(radius, 1e-300) ** 2:
        return float(mean_y)
    slope = (kernel * (distance - mean_x) * (y - mean_y)).sum() / spread
    return float(mean_y - slope * mean_x)


def calibration_error(p: Numbers, outcome: Numbers, weight: Weight = None, bins: int = 10) -> float:
    """Expected calibration error: |observed − predicted| share, over bins of equally many rows.

    From 0, right, to 1. Where equal probabilities stand across the edge of a bin, each counts in
    both by its share: the mean over every order they could have stood in. A distance is never below
    0, so chance alone lifts it, and once more in a draw: a bootstrap interval of it lies too high.
    """
    return float(np.abs(_excess(p, outcome, weight, bins, None)).sum())


def error_in_top(
    p: Numbers, outcome: Numbers, share: float, weight: Weight = None, bins: int = 1
) -> float:
    """The calibration error among the `share` of rows with the highest probability (.01: 1 %).

    One bin, |observed − mean predicted|, unless more are asked for. For an interval take
    `excess_in_top`.
    """
    return float(np.abs(_excess(p, outcome, weight, bins, share)).sum())


def excess_in_top(p: Numbers, outcome: Numbers, share: float, weight: Weight = None) -> float:
    """Observed share − mean probability among the `share` of rows with the highest probability.

    Above 0 where probabilities are too low. Keeps its sign, so that an interval of it can hold 0.
    """
    return float(_excess(p, outcome, weight, 1, share).sum())


def _excess(p: Numbers, outcome: Numbers, weight: Weight, bins: int, share: float | None) -> Floats:
    """Outcomes − sum of probabilities in each bin, as a share of the rows in all of them."""
    if bins < 1:
        raise InputError("bins_unusable", "Calibration was asked for in no bins.", "", "Ask for 1.")
    chances, flags, counts = _rows(p, outcome, weight)
    rows = int(counts.sum())
    if not rows:
        return np.full(bins, np.nan)
    ordered = Ordered(chances)
    mass = np.concatenate([[0], ordered.summed(counts)])
    excess = np.concatenate([[0.0], ordered.summed(counts * (flags - chances))])
    steps = np.flatnonzero(np.diff(mass, prepend=-1))
    top = rows if share is None else places_of(share, rows)
    edges = np.arange(bins + 1) * (top / bins)
    parts: Floats = np.diff(np.interp(edges, mass[steps], excess[steps])) / top
    return parts


def _rows(p: Numbers, outcome: Numbers, weight: Weight) -> tuple[Floats, Counts, Counts]:
    chances = chances_of(p)
    return chances, flags_of(outcome, len(chances)), counts_of(weight, len(chances))


def _logit_rows(p: Numbers, outcome: Numbers, weight: Weight) -> tuple[Floats, Counts, Counts]:
    """Logits, outcomes and counts of the rows that count at all."""
    chances, flags, counts = _rows(p, outcome, weight)
    used = counts > 0
    kept = np.clip(chances[used], CLOSEST, 1 - CLOSEST)
    logits: Floats = np.log(kept) - np.log1p(-kept)
    return logits, flags[used], counts[used]


def _expit(x: Floats) -> Floats:
    chances: Floats = np.exp(-np.logaddexp(0, -x))
    return chances
