"""How sure a measure is: the bootstrap, drawing persons and not rows; and shares of few.

A person stands in several rows, one per landmark, and they resemble each other: drawing rows would
make intervals too narrow. Where a list holds few outcomes the bootstrap is too sure: of none it draws
none. The interval of a share is therefore never narrower than the one a share of so many has by itself.
Sources: science.md §4.1; Efron and Tibshirani 1993, ch. 13 (percentile interval); Field and Welsh 2007
(drawing clusters); Wilson 1927, Newcombe 1998 (a share); Kish 1965, § 11.7 (amounts that differ).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from hejda.base.errors import InputError
from hejda.evaluate.rows import Counts, Floats, Numbers, Weight, rows_differ

Measure = Callable[[Weight], float]
"""A measure of rows that are already chosen: weights in, one number out."""
Curve = Callable[[Weight], Floats]
"""A measure that is a number at each of several points, such as net benefit by threshold."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure with its interval.

    `low`, `high`: the ends at `level`. `undefined`: in how many of the `times` draws the measure
    was not defined (a draw without outcomes); they are left out, so many of them is a warning.
    """

    value: float
    low: float
    high: float
    level: float
    times: int
    undefined: int


def draws(persons: Numbers, times: int, seed: int) -> Iterator[Counts]:
    """`times` bootstrap draws, each how often every row counts.

    `persons`: whose row it is. As many persons as there are, are drawn with replacement; all rows
    of a person move together. The same persons, times and seed give the same draws.
    """
    people, of_row = np.unique(persons, return_inverse=True)
    chance = np.random.default_rng(seed)  # noqa: TID251  (seeded, and the seed is an argument)
    for _ in range(times):
        drawn = chance.integers(0, max(len(people), 1), len(people))
        counts: Counts = np.bincount(drawn, minlength=len(people))[of_row]
        yield counts


def interval(values: Floats, level: float = 0.95) -> tuple[float, float]:
    """The percentile interval: the k-th lowest and k-th highest value, k = ⌊(n + 1)(1 − level)/2⌋.

    Values that are nan are left out. (nan, nan) where k is below 1: 95 % asks for 39 values.
    """
    if not 0 < level < 1:
        raise InputError("level_unusable", "A level is not between 0 and 1.", "", "95 % is .95.")
    known = np.sort(values[~np.isnan(values)])
    k = math.floor((len(known) + 1) * (1 - level) / 2 + 1e-9)
    if k < 1:
        return float("nan"), float("nan")
    return float(known[k - 1]), float(known[-k])


@dataclass(frozen=True, slots=True)
class Share:
    """What a measure is a share of. `value`: the share, from 0 to 1; `whole`: of how many.

    `told`: the measure that follows from a share, such as 1 / share; it only rises or only falls.
    """

    value: float
    whole: float
    told: Callable[[float], float] = float


def worth(amounts: Numbers) -> float:
    """As how many equal amounts a sum of these is worth: (Σa)² / Σa². 0 where there are none."""
    squares = float((amounts.astype(np.float64) ** 2).sum())
    return float(amounts.sum()) ** 2 / squares if squares else 0.0


def wilson(share: Share, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval, told as the measure; of nothing it is from end to end."""
    if not share.whole > 0 or math.isnan(share.value):
        return share.told(0.0), share.told(1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    part = z * z / share.whole
    middle = share.value + part / 2
    half = z * math.sqrt((share.value * (1 - share.value) + part / 4) / share.whole)
    ends = [share.told(min(max((middle + way * half) / (1 + part), 0.0), 1.0)) for way in (-1, 1)]
    return min(ends), max(ends)


def no_narrower(found: Estimate, share: Share) -> Estimate:
    """The estimate with an interval that reaches at least as far as that of the share by itself.

    Where no interval could be drawn, none is told.
    """
    if math.isnan(found.low):
        return found
    low, high = wilson(share, found.level)
    return replace(found, low=min(found.low, low), high=max(found.high, high))


def clustered(
    measure: Measure, persons: Numbers, times: int, seed: int, level: float = 0.95
) -> Estimate:
    """A measure and its interval over draws of persons.

    `measure` is handed None for the rows as they are, then the weights of each draw.
    """
    drawn = [measure(weight) for weight in draws(persons, times, seed)]
    return _estimate(measure(None), np.array(drawn, dtype=np.float64), level)


def paired(
    measure_a: Measure,
    measure_b: Measure,
    persons: Numbers,
    times: int,
    seed: int,
    level: float = 0.95,
) -> Estimate:
    """How much higher a is than b, a − b, both measured on the same draw each time.

    Narrower than what two intervals side by side suggest, since both meet the same people.
    """
    drawn = [measure_a(weight) - measure_b(weight) for weight in draws(persons, times, seed)]
    value = measure_a(None) - measure_b(None)
    return _estimate(value, np.array(drawn, dtype=np.float64), level)


def clustered_curve(
    curve: Curve, persons: Numbers, times: int, seed: int, level: float = 0.95
) -> tuple[Estimate, ...]:
    """As `clustered`, at each point of a curve. The intervals hold point by point, not together."""
    whole = curve(None)
    drawn = [curve(weight) for weight in draws(persons, times, seed)]
    if any(len(values) != len(whole) for values in drawn):
        raise rows_differ()
    columns = np.array(drawn, dtype=np.float64).reshape(times, len(whole)).T
    return tuple(
        _estimate(float(value), column, level) for value, column in zip(whole, columns, strict=True)
    )


def _estimate(value: float, drawn: Floats, level: float) -> Estimate:
    low, high = interval(drawn, level)
    undefined = int(np.isnan(drawn).sum())
    return Estimate(value, low, high, level, len(drawn), undefined)
