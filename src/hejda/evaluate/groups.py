"""The same measures for each group, where there is enough to say anything.

A group is a weight: 1 for the rows in it, 0 for the others. Sources: science.md §4.4; the rates are
those of Hardt, Price and Srebro 2016 (equalised odds). Which groups differ is shown; that one differs
is not by itself unfair, nor is equality fair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from hejda.evaluate.rows import Counts, Numbers, Weight, counts_of, flags_of, quotient, rows_differ

LEAST = 20
"""A group needs as many rows with the outcome, and as many without: else insufficient evidence."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Rates:
    """What being listed means in a group; shares are nan where nobody could have been counted.

    `selection_rate`: listed of all. `false_positive_rate`: listed of those without the outcome.
    `false_negative_rate`: not listed of those with it.
    """

    rows: int
    outcomes: int
    selection_rate: float
    false_positive_rate: float
    false_negative_rate: float


def rates(flagged: Numbers, outcome: Numbers, weight: Weight = None) -> Rates:
    """Selection rate, false positive and false negative rate of a list; `flagged`: is on it."""
    counts, flags = counts_of(weight, len(outcome)), flags_of(outcome, len(outcome))
    listed = flags_of(flagged, len(outcome))
    rows, outcomes = int(counts.sum()), int((counts * flags).sum())
    return Rates(
        rows,
        outcomes,
        quotient((counts * listed).sum(), rows),
        quotient((counts * listed * (1 - flags)).sum(), rows - outcomes),
        quotient((counts * (1 - listed) * flags).sum(), outcomes),
    )


def enough(outcome: Numbers, weight: Weight = None) -> bool:
    """Whether there are at least `LEAST` rows with the outcome and as many without."""
    counts, flags = counts_of(weight, len(outcome)), flags_of(outcome, len(outcome))
    with_it = int((counts * flags).sum())
    return min(with_it, int(counts.sum()) - with_it) >= LEAST


def members(group: Numbers, outcome: Numbers, weight: Weight = None) -> dict[str, Counts | None]:
    """For each group its rows as a weight; None is insufficient evidence.

    `group`: each row's group, as text. Decide on the sample, not in each draw: a group that has
    enough is then measured in every draw with `within`.
    """
    if len(group) != len(outcome):
        raise rows_differ()
    found: dict[str, Counts | None] = {}
    for name in np.unique(group):
        inside = within((group == name).astype(np.int64), weight)
        found[str(name)] = inside if enough(outcome, inside) else None
    return found


def within(member: Counts, weight: Weight) -> Counts:
    """How often each row of a group counts in a draw."""
    return member * counts_of(weight, len(member))


def by_group(
    measure: Callable[[Counts], Found], group: Numbers, outcome: Numbers, weight: Weight = None
) -> dict[str, Found | None]:
    """`measure` for each group, by its weights; None is insufficient evidence."""
    return {
        name: None if inside is None else measure(inside)
        for name, inside in members(group, outcome, weight).items()
    }
