"""Which figures are measured of a ranker on one landmark, by name and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

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
from hejda.evaluate.intervals import Measure, Share, worth
from hejda.evaluate.rows import Numbers, quotient
from hejda.evaluate.utility import needed, net_benefit, net_benefit_of_rule, number_needed

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


class Figure(NamedTuple):
    """A figure by name and place. `share`: what it is a share of, where it is one."""

    metric: str
    at: str
    measure: Measure
    share: Share | None = None


def of_ranking(
    score: Numbers,
    outcome: Numbers,
    harm: Numbers,
    capped: Numbers,
    more: Mapping[str, int] | None = None,
) -> Iterator[Figure]:
    """Figures of an order, whatever its scores mean, one row a person. `more`: further cuts by name."""
    order = Ordered(score)
    yield Figure("auc", "", lambda w: auc(order, outcome, w))
    yield Figure("average_precision", "", lambda w: average_precision(order, outcome, w))
    base = quotient(outcome.sum(), len(outcome))
    for at, k in [*cuts(len(outcome)), *(more or {}).items()]:
        first = Share(precision_at(order, outcome, k), min(k, len(outcome)))
        for metric, measure, told in (
            ("precision", precision_at, first.told),
            ("lift", lift_at, lambda share: quotient(share, base)),
            ("number_needed", number_needed, needed),
        ):
            yield Figure(metric, at, _at(measure, order, outcome, k), replace(first, told=told))
        for metric, held_at, amount in (
            ("recall", recall_at, outcome),
            ("harm_captured", captured_at, harm),
            ("capped_harm_captured", captured_at, capped),
        ):
            held = Share(held_at(order, amount, k), worth(amount))
            yield Figure(metric, at, _at(held_at, order, amount, k), held)


def _at(measure, order: Ordered, amount: Numbers, k: int) -> Measure:  # type: ignore[no-untyped-def]
    return lambda weight: float(measure(order, amount, k, weight))


def of_chances(p: Numbers, outcome: Numbers) -> Iterator[Figure]:
    """Figures of chances."""
    for metric, measure in (
        ("brier", brier),
        ("scaled_brier", scaled_brier),
        ("calibration_in_the_large", calibration_in_the_large),
        ("observed_to_expected", observed_to_expected),
        ("calibration_slope", calibration_slope),
        ("calibration_error", calibration_error),
    ):
        yield Figure(metric, "", _of(measure, p, outcome))
    yield Figure(
        "calibration_error_top",
        f"{TOP_SHARE:.0%}",
        lambda w: error_in_top(p, outcome, TOP_SHARE, w),
    )
    for threshold in THRESHOLDS:
        one = np.array([threshold])
        yield Figure("net_benefit", f"{threshold:.2f}", _benefit(p, outcome, one))


def _of(measure, p: Numbers, outcome: Numbers) -> Measure:  # type: ignore[no-untyped-def]
    return lambda weight: float(measure(p, outcome, weight))


def _benefit(p: Numbers, outcome: Numbers, one: Numbers) -> Measure:
    return lambda weight: float(net_benefit(p, outcome, one, weight)[0])


def of_rule(flagged: Numbers, outcome: Numbers) -> Iterator[Figure]:
    """Net benefit of working with everybody a rule points out."""
    for threshold in THRESHOLDS:
        one = np.array([threshold])
        yield Figure("net_benefit", f"{threshold:.2f}", _rule_benefit(flagged, outcome, one))


def _rule_benefit(flagged: Numbers, outcome: Numbers, one: Numbers) -> Measure:
    return lambda weight: float(net_benefit_of_rule(flagged, outcome, one, weight)[0])
