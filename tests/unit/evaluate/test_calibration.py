"""Measures of probabilities: worked by hand, and the same for weights as for rows written out."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, log

import numpy as np
import pytest
from hypothesis import given

from hejda.base.errors import InputError
from hejda.evaluate import calibration
from hejda.evaluate.calibration import (
    brier,
    calibration_error,
    calibration_in_the_large,
    calibration_slope,
    error_in_top,
    excess_in_top,
    flexible_curve,
    observed_to_expected,
    recalibration,
    scaled_brier,
)
from tests.unit.evaluate.samples import Sample, chance, same, samples

P = np.array([0.1, 0.1, 0.4, 0.8])
OUTCOME = np.array([0, 1, 0, 1])
Measure = Callable[..., float]
MEASURES: dict[str, Measure] = {
    "brier": brier,
    "scaled brier": scaled_brier,
    "observed to expected": observed_to_expected,
    "in the large": calibration_in_the_large,
    "slope": calibration_slope,
    "intercept": lambda p, outcome, weight: recalibration(p, outcome, weight).intercept,
    "error": calibration_error,
    "error in 3 bins": lambda p, outcome, weight: calibration_error(p, outcome, weight, bins=3),
    "error in top": lambda p, outcome, weight: error_in_top(p, outcome, 0.2, weight),
    "excess in top": lambda p, outcome, weight: excess_in_top(p, outcome, 0.2, weight),
    "error in bins of top": lambda p, outcome, weight: error_in_top(p, outcome, 0.5, weight, 4),
}


def test_brier_by_hand() -> None:
    """(.1² + .9² + .4² + .2²) / 4 = 1.02 / 4; the base rate .5 has .25: 1 − .255/.25 = −.02."""
    assert brier(P, OUTCOME) == pytest.approx(0.255, abs=1e-15)
    assert scaled_brier(P, OUTCOME) == pytest.approx(-0.02, abs=1e-12)


def test_observed_to_expected_by_hand() -> None:
    """2 outcomes; .1 + .1 + .4 + .8 = 1.4 expected."""
    assert observed_to_expected(P, OUTCOME) == pytest.approx(2 / 1.4, abs=1e-12)


def test_calibration_in_the_large_by_hand() -> None:
    """Everybody is given .2, half have it: odds 1/4 must become 1, so the intercept is ln 4."""
    p = np.full(6, 0.2)
    assert calibration_in_the_large(p, np.array([0, 1, 0, 1, 0, 1])) == pytest.approx(log(4))


def test_calibration_slope_by_hand() -> None:
    """Odds given 1/4 and 4; observed 1 of 3 and 2 of 3, odds 1/2 and 2: ln 2 / ln 4 = .5."""
    p = np.array([0.2, 0.2, 0.2, 0.8, 0.8, 0.8])
    fitted = recalibration(p, np.array([1, 0, 0, 1, 1, 0]))
    assert fitted.slope == pytest.approx(0.5, abs=1e-12)
    assert fitted.intercept == pytest.approx(0, abs=1e-12)


def test_calibration_error_by_hand() -> None:
    """Two bins: {.8, .4} expects 1.2 and sees 1, {.1, .1} .2 and 1: (.2 + .8) / 4. One bin: .6 / 4."""
    assert calibration_error(P, OUTCOME, bins=2) == pytest.approx(0.25, abs=1e-12)
    assert calibration_error(P, OUTCOME, bins=1) == pytest.approx(0.15, abs=1e-12)


def test_calibration_error_where_equal_probabilities_cross_an_edge_by_hand() -> None:
    """Four bins: .2, .4, then the two .1 share their one outcome: |.5 − .1| each. 1.4 / 4."""
    assert calibration_error(P, OUTCOME, bins=4) == pytest.approx(1.4 / 4, abs=1e-12)


def test_error_in_top_by_hand() -> None:
    """The first quarter: .8 and the outcome. The first half: 1.2 expected of 2, 1 seen: −.1."""
    assert excess_in_top(P, OUTCOME, 0.5) == pytest.approx(-0.1, abs=1e-12)
    assert error_in_top(P, OUTCOME, 0.25) == pytest.approx(0.2, abs=1e-12)
    assert error_in_top(P, OUTCOME, 0.5) == pytest.approx(0.1, abs=1e-12)


def test_flexible_curve_by_hand() -> None:
    """At .4 of .1, .4, .8 with everybody seen: the farthest, .8, weighs nothing; .1 is .3 away of
    .4: (1 − .75³)³ = .1933; the line through (.1, 1) and (.4, 0) is 0 at .4, and 1 at .1.
    """
    p, outcome = np.array([0.1, 0.4, 0.8]), np.array([1, 0, 1])
    curve = flexible_curve(p, outcome, np.array([0.4]), span=1)
    assert curve == pytest.approx([0], abs=1e-12)


def test_flexible_curve_is_a_mean_where_all_seen_are_equal_and_nan_where_nobody_is() -> None:
    p, outcome = np.array([0.2, 0.2, 0.2, 0.2, 0.9]), np.array([1, 0, 0, 0, 1])
    curve = flexible_curve(p, outcome, np.array([0.1, 0.2, 0.95]))
    assert isnan(curve[0])
    assert curve[1] == pytest.approx(0.25)
    assert isnan(curve[2])


def loess_written_out(p: np.ndarray, outcome: np.ndarray, at: float, span: float) -> float:
    """Cleveland's local line at one point, by weighted least squares."""
    distance = np.abs(p - at)
    radius = np.sort(distance)[int(np.ceil(span * len(p))) - 1]
    root = np.sqrt(np.clip(1 - (distance / radius) ** 3, 0, None) ** 3)
    columns = np.stack([np.ones(len(p)), p - at], axis=1)
    return float(np.linalg.lstsq(columns * root[:, None], outcome * root, rcond=None)[0][0])


@pytest.mark.parametrize("span", [0.3, 0.75])
def test_flexible_curve_is_cleveland_s_local_line(span: float) -> None:
    drawn = chance(31)
    p = drawn.beta(1, 5, 400)
    outcome, grid = (drawn.random(400) < p**0.8).astype(int), np.array([0.02, 0.1, 0.2, 0.4])
    wanted = [loess_written_out(p, outcome, at, span) for at in grid]
    assert flexible_curve(p, outcome, grid, span=span) == pytest.approx(wanted, abs=1e-9)


def test_flexible_curve_of_right_probabilities_is_the_diagonal() -> None:
    drawn = chance(32)
    p = drawn.uniform(0.05, 0.6, 40_000)
    outcome, grid = (drawn.random(40_000) < p).astype(int), np.linspace(0.1, 0.5, 9)
    assert flexible_curve(p, outcome, grid, span=0.3) == pytest.approx(grid, abs=0.02)


def test_recalibration_finds_how_probabilities_were_distorted() -> None:
    """Probabilities whose logits were doubled and moved by 1: slope .5 and intercept −.5 undo it."""
    drawn = chance(33)
    logits = drawn.normal(-1, 1, 200_000)
    outcome = (drawn.random(200_000) < 1 / (1 + np.exp(-logits))).astype(int)
    fitted = recalibration(1 / (1 + np.exp(-(2 * logits + 1))), outcome)
    assert fitted.slope == pytest.approx(0.5, abs=0.01)
    assert fitted.intercept == pytest.approx(-0.5, abs=0.02)


@pytest.mark.parametrize(
    ("p", "outcome"),
    [
        ([0.3, 0.3, 0.3], [0, 1, 0]),
        ([0.1, 0.2, 0.3], [0, 0, 0]),
        ([0.1, 0.2, 0.3], [1, 1, 1]),
        ([0.1, 0.2, 0.3], [0, 0, 1]),
        ([0.1, 0.2, 0.3], [1, 1, 0]),
        ([0.1, 0.2, 0.2, 0.3], [0, 0, 1, 1]),
    ],
)
def test_where_no_slope_is_finite_there_is_none(p: list[float], outcome: list[int]) -> None:
    fitted = recalibration(np.array(p), np.array(outcome))
    assert isnan(fitted.slope)
    assert isnan(fitted.intercept)


def test_a_probability_of_0_or_1_stands_at_a_stated_distance() -> None:
    outcome, near = np.array([0, 1, 0, 1]), calibration.CLOSEST
    exact = recalibration(np.array([0, 0.3, 0.6, 1]), outcome)
    assert exact == recalibration(np.array([near, 0.3, 0.6, 1 - near]), outcome)
    assert np.isfinite(exact.slope)


def test_rows_without_weight_change_nothing_not_even_whether_there_is_an_answer() -> None:
    p, outcome = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0, 1, 0, 1])
    assert isnan(calibration_slope(p, outcome, np.array([1, 0, 1, 1])))


def test_what_does_not_vary_has_no_intercept_and_no_scaled_brier() -> None:
    nobody = np.zeros(4, dtype=int)
    assert isnan(calibration_in_the_large(P, nobody))
    assert isnan(scaled_brier(P, nobody))


@pytest.mark.parametrize("p", [[0.5, 1.1], [-0.1, 0.5], [np.nan, 0.5]])
def test_what_is_no_probability_is_refused(p: list[float]) -> None:
    with pytest.raises(InputError):
        brier(np.array(p), np.array([0, 1]))


def test_no_bins_are_refused() -> None:
    with pytest.raises(InputError):
        calibration_error(P, OUTCOME, bins=0)


@pytest.mark.parametrize("name", MEASURES)
@given(sample=samples())
def test_a_weight_is_the_row_that_often(name: str, sample: Sample) -> None:
    written = sample.repeated()
    weighted = MEASURES[name](sample.p, sample.outcome, sample.weight)
    assert same(weighted, MEASURES[name](written.p, written.outcome, None))


@given(sample=samples())
def test_the_flexible_curve_with_weights_is_that_of_the_rows_written_out(sample: Sample) -> None:
    written, grid = sample.repeated(), np.array([0.1, 0.305, 0.5, 0.82])
    weighted = flexible_curve(sample.p, sample.outcome, grid, sample.weight)
    plain = flexible_curve(written.p, written.outcome, grid)
    assert weighted == pytest.approx(plain, abs=1e-7, nan_ok=True)


@given(sample=samples())
def test_the_fitted_intercept_makes_the_sum_right(sample: Sample) -> None:
    """What calibration in the large is for: after it, as many are expected as were observed."""
    intercept = calibration_in_the_large(sample.p, sample.outcome, sample.weight)
    if not isnan(intercept):
        inside = np.clip(sample.p, calibration.CLOSEST, 1 - calibration.CLOSEST)
        moved = 1 / (1 + (1 / inside - 1) * np.exp(-intercept))
        expected, observed = (sample.weight * moved).sum(), (sample.weight * sample.outcome).sum()
        # A chance of 1 - 1e-9 holds 1 - p to seven digits only, here as there.
        assert expected == pytest.approx(observed, rel=1e-6)


@given(sample=samples())
def test_more_bins_never_hide_error_when_they_divide_others(sample: Sample) -> None:
    two, four = (calibration_error(sample.p, sample.outcome, sample.weight, n) for n in (2, 4))
    assert two <= four + 1e-12
