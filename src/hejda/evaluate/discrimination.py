"""Does the order put those first who have the outcome, and how much harm do the first places hold.

Sources: science.md §1.3, §4.1. Hanley and McNeil 1982 (AUC); average precision as scikit-learn
defines it (Davis and Goadrich 2006: steps, no interpolation); harm captured as in Barnham, Barnes and
Sherman 2017 [BAR17]. A high score comes first. Everywhere `score` is an array or an `Ordered`: who
measures many draws sorts once.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from hejda.base.errors import InputError
from hejda.evaluate.rows import (
    Counts,
    Numbers,
    Weight,
    amounts_of,
    counts_of,
    flags_of,
    quotient,
)


class Ordered:
    """Scores sorted once, highest first; equal scores are one step.

    `order`: the rows in that order. `ends`: where in it each step ends. Errors: `score_missing`.
    """

    __slots__ = ("ends", "order")

    def __init__(self, score: Numbers) -> None:
        if np.isnan(score).any():
            raise InputError(
                "score_missing",
                "A score is missing.",
                "A row without a score has no place, neither first nor last.",
                "Leave the row out, and count what was left out.",
            )
        self.order: Counts = np.argsort(score, kind="stable")[::-1].astype(np.int64)
        ranked = score[self.order]
        changes = np.flatnonzero(ranked[1:] != ranked[:-1])
        last = [len(ranked) - 1] if len(ranked) else []
        self.ends: Counts = np.concatenate([changes, np.array(last, dtype=np.int64)])

    def __len__(self) -> int:
        return len(self.order)

    def summed(self, amount: Numbers) -> Numbers:
        """The sum of `amount`, one per row, from the highest score down to the end of each step."""
        sums: Numbers = np.cumsum(amount[self.order])[self.ends]
        return sums


Scores = Numbers | Ordered
"""Scores, or the order made from them."""


def _ordered(score: Scores) -> Ordered:
    return score if isinstance(score, Ordered) else Ordered(score)


def _steps(sums: Numbers) -> Numbers:
    steps: Numbers = np.diff(sums, prepend=sums.dtype.type(0))
    return steps


def auc(score: Scores, outcome: Numbers, weight: Weight = None) -> float:
    """The chance that a row with the outcome scores above one without it; equal scores count half.

    Area under the receiver operating characteristic curve, from 0 to 1; .5 is chance. Whole numbers
    until the one division. nan where one of the two kinds is absent.
    """
    ordered = _ordered(score)
    counts = counts_of(weight, len(ordered))
    everybody = ordered.summed(counts)
    with_outcome = ordered.summed(counts * flags_of(outcome, len(ordered)))
    if not len(everybody):
        return float("nan")
    without = everybody - with_outcome
    below = 2 * (without[-1] - without) + _steps(without)
    doubled = int((_steps(with_outcome) * below).sum())
    return quotient(doubled, 2 * int(with_outcome[-1]) * int(without[-1]))


def average_precision(score: Scores, outcome: Numbers, weight: Weight = None) -> float:
    """Precision at each step, averaged by how much recall the step adds: Σ (R_i − R_i−1) P_i.

    Area under the precision-recall curve by steps, from 0 to 1; chance is the base rate. nan where
    nobody has the outcome.
    """
    ordered = _ordered(score)
    counts = counts_of(weight, len(ordered))
    everybody = ordered.summed(counts)
    with_outcome = ordered.summed(counts * flags_of(outcome, len(ordered)))
    if not len(everybody) or not with_outcome[-1]:
        return float("nan")
    precision = with_outcome / np.maximum(everybody, 1)
    return float((_steps(with_outcome) * precision).sum() / with_outcome[-1])


def places_of(share: float, rows: int) -> int:
    """How many places a share of `rows` is: the nearest whole number, halves up, at least one.

    `share` from 0 to 1, read as it is written in decimals: .29 of 50 is 14.5, so 15.
    Errors: `share_unusable` for a share that is none, such as 5 for 5 %.
    """
    if not 0 < share <= 1:
        raise InputError(
            "share_unusable", "A share is not above 0 and at most 1.", "", "5 % is .05."
        )
    exact = Decimal(str(share)) * rows
    return min(max(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), 1), rows)


def held_by_first(score: Scores, amount: Numbers, k: float, weight: Weight = None) -> float:
    """The sum of `amount` over the first `k` rows, all rows where there are fewer.

    Where equal scores stand across the cut, each of them holds its share of the places left: the
    mean over every order they could have stood in.
    """
    ordered = _ordered(score)
    counts = counts_of(weight, len(ordered))
    places = ordered.summed(counts)
    sums = ordered.summed(counts * amounts_of(amount, len(ordered)))
    return _held(places, sums, k)


def _held(places: Counts, sums: Numbers, k: float) -> float:
    """`sums` at `k` places, on the line between the ends of the step in which the cut falls."""
    step = int(np.searchsorted(places, k))
    if k <= 0 or not len(places):
        return 0.0
    if step == len(places):
        return float(sums[-1])
    before, held = (places[step - 1], sums[step - 1]) if step else (0, 0)
    part = (k - before) / (places[step] - before)
    return float(held + (sums[step] - held) * part)


def precision_at(score: Scores, outcome: Numbers, k: int, weight: Weight = None) -> float:
    """The share of the first `k` rows that have the outcome (positive predictive value).

    With fewer rows than `k`, the share of all. nan without rows or places.
    """
    ordered = _ordered(score)
    rows = int(counts_of(weight, len(ordered)).sum())
    flags = flags_of(outcome, len(ordered))
    return quotient(held_by_first(ordered, flags, k, weight), max(min(k, rows), 0))


def captured_at(score: Scores, harm: Numbers, k: int, weight: Weight = None) -> float:
    """Harm captured: the share of all `harm` (days, from 0) that the first `k` rows hold.

    nan where there is no harm at all.
    """
    ordered = _ordered(score)
    counts = counts_of(weight, len(ordered))
    places = ordered.summed(counts)
    sums = ordered.summed(counts * amounts_of(harm, len(ordered)))
    return quotient(_held(places, sums, k), sums[-1] if len(sums) else 0)


def recall_at(score: Scores, outcome: Numbers, k: int, weight: Weight = None) -> float:
    """The share of all who have the outcome that stand among the first `k` (sensitivity).

    nan where nobody has it.
    """
    ordered = _ordered(score)
    return captured_at(ordered, flags_of(outcome, len(ordered)), k, weight)


def lift_at(score: Scores, outcome: Numbers, k: int, weight: Weight = None) -> float:
    """How many times the base rate the precision of the first `k` is; 1 is chance."""
    ordered = _ordered(score)
    counts = counts_of(weight, len(ordered))
    base = quotient((counts * flags_of(outcome, len(ordered))).sum(), counts.sum())
    return quotient(precision_at(ordered, outcome, k, weight), base)
