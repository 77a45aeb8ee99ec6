"""What acting on a probability or a list is worth: net benefit, and figures people can picture.

Sources: science.md §4.1; Vickers, van Calster and Steyerberg 2019 [VIC19] (net benefit); Gigerenzer
and Hoffrage 1995 (natural frequencies).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hejda.base.errors import InputError
from hejda.evaluate.discrimination import Scores, precision_at
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


def net_benefit(p: Numbers, outcome: Numbers, thresholds: Floats, weight: Weight = None) -> Floats:
    """Net benefit of working with everybody whose probability is at least the threshold.

    True positives per row − false positives per row · t / (1 − t), at each threshold t between 0
    and 1: a threshold of .1 says that one case found is worth nine people worked with in vain.
    At most the base rate. Errors: `threshold_unusable`.
    """
    chances = chances_of(p)
    counts, flags = counts_of(weight, len(chances)), flags_of(outcome, len(chances))
    order = np.argsort(thresholds, kind="stable")
    reached: Counts = np.searchsorted(thresholds[order], chances, "right").astype(np.int64)
    true, false = np.empty(len(order)), np.empty(len(order))
    true[order] = _from_each(reached, counts * flags, len(order))
    false[order] = _from_each(reached, counts * (1 - flags), len(order))
    return _net(true, false, thresholds, int(counts.sum()))


def _from_each(reached: Counts, counts: Counts, thresholds: int) -> Floats:
    """How many reach the first, second, … of the sorted thresholds."""
    exactly = np.bincount(reached, weights=counts, minlength=thresholds + 1)
    from_each: Floats = np.cumsum(exactly[::-1]).astype(np.float64)[::-1]
    return from_each[1:]


def net_benefit_of_rule(
    flagged: Numbers, outcome: Numbers, thresholds: Floats, weight: Weight = None
) -> Floats:
    """Net benefit of working with those a rule flags, whatever the threshold; see `net_benefit`."""
    counts, flags = counts_of(weight, len(outcome)), flags_of(outcome, len(outcome))
    chosen = counts * flags_of(flagged, len(outcome))
    true, false = (chosen * flags).sum(), (chosen * (1 - flags)).sum()
    return _net(
        np.full(len(thresholds), float(true)),
        np.full(len(thresholds), float(false)),
        thresholds,
        int(counts.sum()),
    )


def net_benefit_of_all(outcome: Numbers, thresholds: Floats, weight: Weight = None) -> Floats:
    """Net benefit of working with everybody; see `net_benefit`."""
    everybody = np.ones(len(outcome), dtype=np.int64)
    return net_benefit_of_rule(everybody, outcome, thresholds, weight)


def net_benefit_of_none(thresholds: Floats) -> Floats:
    """Net benefit of working with nobody: 0 at every threshold."""
    return np.zeros(len(thresholds))


def _net(true: Floats, false: Floats, thresholds: Floats, rows: int) -> Floats:
    if not bool(((thresholds > 0) & (thresholds < 1)).all()):
        raise InputError(
            "threshold_unusable",
            "A threshold is not between 0 and 1.",
            "At 0 working with somebody in vain would cost nothing, at 1 everything.",
            "Choose the thresholds by what the capacity allows.",
        )
    if not rows:
        return np.full(len(thresholds), np.nan)
    return true / rows - false / rows * (thresholds / (1 - thresholds))


def number_needed(score: Scores, outcome: Numbers, k: int, weight: Weight = None) -> float:
    """How many of the first `k` one works with for each who has the outcome: 1 / precision.

    Not how many must be helped to prevent one: nobody knows from this what working with them does.
    inf where none of them has it; nan without rows.
    """
    return needed(precision_at(score, outcome, k, weight))


def needed(precision: float) -> float:
    """How many one works with for each who has the outcome; inf where none has it."""
    return quotient(1, precision) if precision != 0 else float("inf")


@dataclass(frozen=True, slots=True)
class NaturalFrequencies:
    """A list and an outcome as counts of people; the first four add up to `per`.

    `of_listed`, `of_unlisted`: how many of `per` people on the list, and of `per` people not on it,
    have the outcome; None where there are no such people.
    """

    per: int
    listed_with: int
    listed_without: int
    unlisted_with: int
    unlisted_without: int
    of_listed: int | None
    of_unlisted: int | None


def natural_frequencies(
    flagged: Numbers, outcome: Numbers, weight: Weight = None, per: int = 100
) -> NaturalFrequencies:
    """Of `per` people: how many are listed, and how many of those and of the others have it.

    Whole numbers that add up (largest remainders). Errors: `rows_missing` without rows.
    """
    counts, flags = counts_of(weight, len(outcome)), flags_of(outcome, len(outcome))
    listed = flags_of(flagged, len(outcome))
    cells = [
        int((counts * (listed == a) * (flags == b)).sum())
        for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))
    ]
    if not sum(cells):
        raise InputError("rows_missing", "There are no rows to count.", "", "Hand over rows.")
    a, b, c, d = _whole(cells, per)
    of_listed, of_unlisted = _of(cells[0], cells[1], per), _of(cells[2], cells[3], per)
    return NaturalFrequencies(per, a, b, c, d, of_listed, of_unlisted)


def _whole(cells: list[int], per: int) -> list[int]:
    """`cells` scaled to add up to `per`; who lost most by rounding down gets what is left over."""
    scaled = [divmod(cell * per, sum(cells)) for cell in cells]
    left = per - sum(whole for whole, _ in scaled)
    first = sorted(range(len(cells)), key=lambda i: -scaled[i][1])[:left]
    return [whole + (i in first) for i, (whole, _) in enumerate(scaled)]


def _of(with_it: int, without: int, per: int) -> int | None:
    """The nearest whole number of `per`, halves up."""
    people = with_it + without
    return (2 * with_it * per + people) // (2 * people) if people else None
