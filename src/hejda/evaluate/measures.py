"""Which figures are measured of a ranker on one landmark, by name and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from hejda.evaluate.calibration import (
    brier,
    calibration_error,
    calibration_in_the_large,
    calibration_slope,
    error_in_top,
    observed_to_expected,
    scaled_brier,
)
from hejda.evaluate.discrimination import (
    Ordered,
    auc,
    average_precision,
    captured_at,
    lift_at,
    places_of,
    precision_at,
    recall_at,
)
from hejda.evaluate.intervals import Measure
from hejda.evaluate.rows import Numbers
from hejda.evaluate.utility import net_benefit, net_benefit_of_rule, number_needed

PLACES = (100, 300, 500, 1_000)
SHARES = (0.01, 0.05, 0.10, 0.20)
TOP_SHARE = 0.01
THRESHOLDS = np.array([0.02, 0.05, 0.10, 0.15, 0.20, 0.30])


def cuts(rows: int) -> Iterator[tuple[str, int]]:
    """Where lists are cut: 100 … 1000 places as far as there are people, and shares of them."""
    for places in PLACES:
        if places < rows:
            yield str(places), places
    for share in SHARES:
        yield f"{share:.0%}", places_of(share, rows)


def of_ranking(
    score: Numbers,
    outcome: Numbers,
    harm: Numbers,
    capped: Numbers,
    more: Mapping[str, int] | None = None,
) -> Iterator[tuple[str, str, Measure]]:
    """(metric, at, measure) of an order, whatever its scores mean. `more`: further cuts by name."""
    order = Ordered(score)
    yield "auc", "", lambda w: auc(order, outcome, w)
    yield "average_precision", "", lambda w: average_precision(order, outcome, w)
    for at, k in [*cuts(len(outcome)), *(more or {}).items()]:
        yield "precision", at, _at(precision_at, order, outcome, k)
        yield "lift", at, _at(lift_at, order, outcome, k)
        yield "recall", at, _at(recall_at, order, outcome, k)
        yield "number_needed", at, _at(number_needed, order, outcome, k)
        yield "harm_captured", at, _at(captured_at, order, harm, k)
        yield "capped_harm_captured", at, _at(captured_at, order, capped, k)


def _at(measure, order: Ordered, amount: Numbers, k: int) -> Measure:  # type: ignore[no-untyped-def]
    return lambda weight: float(measure(order, amount, k, weight))


def of_chances(p: Numbers, outcome: Numbers) -> Iterator[tuple[str, str, Measure]]:
    """(metric, at, measure) of chances."""
    yield "brier", "", lambda w: brier(p, outcome, w)
    yield "scaled_brier", "", lambda w: scaled_brier(p, outcome, w)
    yield "calibration_in_the_large", "", lambda w: calibration_in_the_large(p, outcome, w)
    yield "observed_to_expected", "", lambda w: observed_to_expected(p, outcome, w)
    yield "calibration_slope", "", lambda w: calibration_slope(p, outcome, w)
    yield "calibration_error", "", lambda w: calibration_error(p, outcome, w)
    yield (
        "calibration_error_top",
        f"{TOP_SHARE:.0%}",
        lambda w: error_in_top(p, outcome, TOP_SHARE, w),
    )
    for threshold in THRESHOLDS:
        one = np.array([threshold])
        yield "net_benefit", f"{threshold:.2f}", _benefit(p, outcome, one)


def _benefit(p: Numbers, outcome: Numbers, one: Numbers) -> Measure:
    return lambda weight: float(net_benefit(p, outcome, one, weight)[0])


def of_rule(flagged: Numbers, outcome: Numbers) -> Iterator[tuple[str, str, Measure]]:
    """Net benefit of working with everybody a rule points out."""
    for threshold in THRESHOLDS:
        one = np.array([threshold])
        yield "net_benefit", f"{threshold:.2f}", _rule_benefit(flagged, outcome, one)


def _rule_benefit(flagged: Numbers, outcome: Numbers, one: Numbers) -> Measure:
    return lambda weight: float(net_benefit_of_rule(flagged, outcome, one, weight)[0])
