"""A fitted scorecard as a value: what each fact is worth in points, and what points mean as a chance.

The file a fit writes holds the same numbers (`hejda.flow.models`). Nothing here is computed from
data: the numbers are, and the file says from which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field

from hejda.knowledge.value import Value

if TYPE_CHECKING:  # `hejda share` reads rules too, and must be there in a second
    import numpy as np
    from numpy.typing import NDArray

POINTS_PER_DOUBLING = 100
"""So many points double the odds."""
RATE_BITS = 30
MILLION = 1_000_000

Number = TypeVar("Number", int, "NDArray[np.int64]")


class Worth(Value):
    """What a feature is worth: thousandths of a point per unit, counted up to `cap` units."""

    feature: str
    points_thousandths: int = Field(ge=0)
    cap: int = Field(gt=0)


class Training(Value):
    """What a scorecard was fitted and calibrated on."""

    source: str
    material: str
    landmarks: tuple[dt.date, ...]
    people: int
    outcomes: int
    calibrated_on: dt.date
    calibration_people: int
    calibration_outcomes: int
    penalty: int
    rules: str


class Scorecard(Value):
    """A scorecard for one outcome within `horizon_days` at liberty.

    `period_logits`: millionths; the log odds of the outcome in each period for nobody's points.
    `intercept`, `slope`: millionths; the calibration of the chance on later data.
    """

    name: str
    outcome: str
    horizon_days: int
    worth: tuple[Worth, ...]
    period_logits: tuple[int, ...]
    intercept: int
    slope: int = Field(gt=0)
    training: Training
    made_on: dt.date
    fingerprint: str

    def rates(self, unit_sizes: Mapping[str, int]) -> dict[str, int]:
        """Points × 2**30 per step of a feature's value, so that points are a product and a shift."""
        return {
            w.feature: (w.points_thousandths << RATE_BITS) // (1000 * unit_sizes[w.feature])
            for w in self.worth
        }

    @cached_property
    def chances(self) -> tuple[int, ...]:
        """Chance in millionths of the outcome within the horizon at liberty, by whole points."""
        most = sum(w.points_thousandths * w.cap // 1000 + 1 for w in self.worth)
        return tuple(self._chance(points) for points in range(most + 1))

    def _chance(self, points: int) -> int:
        with localcontext() as context:
            context.prec = 20
            added = Decimal(points) / POINTS_PER_DOUBLING * Decimal(2).ln()
            none = Decimal(1)
            for logit in self.period_logits:
                none *= 1 / (1 + (Decimal(logit) / MILLION + added).exp())
            some = min(max(1 - none, Decimal("1e-9")), Decimal(1) - Decimal("1e-9"))
            raw = (some / (1 - some)).ln()
            calibrated = Decimal(self.intercept) / MILLION + Decimal(self.slope) / MILLION * raw
            chance = 1 / (1 + (-calibrated).exp())
            return int((MILLION * chance).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def points_of(value: Number, rate: int) -> Number:
    """Points of one feature's value, or of many."""
    return (value * rate) >> RATE_BITS
