"""Measures of probabilities agree with scikit-learn, with weights and with rows written out."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from hejda.evaluate.calibration import (
    brier,
    calibration_error,
    calibration_in_the_large,
    recalibration,
    scaled_brier,
)
from tests.unit.evaluate.samples import chance

CLOSE = {"rel": 0, "abs": 1e-9}
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def rows(seed: int, base: float) -> Rows:
    """900 probabilities whose logits are twice too far apart, the outcome, and a weight."""
    drawn = chance(seed)
    logits = drawn.normal(np.log(base / (1 - base)), 1, 900)
    outcome = (drawn.random(900) < 1 / (1 + np.exp(-logits))).astype(int)
    return 1 / (1 + np.exp(-2 * logits)), outcome, drawn.integers(0, 4, 900)


def logistic(x: np.ndarray, outcome: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Intercept and slope by scikit-learn, without penalty."""
    model = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky", max_iter=1000)
    fitted = model.fit(x[:, None], outcome, sample_weight=weight)
    return float(fitted.intercept_[0]), float(fitted.coef_[0, 0])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("base", [0.02, 0.2, 0.5])
def test_brier_is_that_of_scikit_learn(seed: int, base: float) -> None:
    p, outcome, weight = rows(seed, base)
    share = np.full(900, np.average(outcome, weights=weight))
    ours = brier(p, outcome, weight)
    weighted = brier_score_loss(outcome, p, sample_weight=weight)
    again = brier_score_loss(np.repeat(outcome, weight), np.repeat(p, weight))
    of_base = brier_score_loss(outcome, share, sample_weight=weight)
    assert brier(p, outcome) == pytest.approx(brier_score_loss(outcome, p), **CLOSE)
    assert ours == pytest.approx(weighted, **CLOSE)
    assert ours == pytest.approx(again, **CLOSE)
    assert scaled_brier(p, outcome, weight) == pytest.approx(1 - weighted / of_base, **CLOSE)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("base", [0.02, 0.2, 0.5])
def test_recalibration_is_the_logistic_regression_of_scikit_learn(seed: int, base: float) -> None:
    p, outcome, weight = rows(seed, base)
    logits = np.log(p / (1 - p))
    for w in (np.ones(900, dtype=int), weight):
        ours = recalibration(p, outcome, w)
        theirs = logistic(logits, outcome, w)
        again = logistic(np.repeat(logits, w), np.repeat(outcome, w), np.ones(w.sum()))
        assert (ours.intercept, ours.slope) == pytest.approx(theirs, **CLOSE)
        assert (ours.intercept, ours.slope) == pytest.approx(again, **CLOSE)


@pytest.mark.parametrize("seed", range(5))
def test_calibration_in_the_large_is_the_slope_of_one_more_column(seed: int) -> None:
    """Once slope and intercept are undone, scikit-learn has nothing to add either."""
    p, outcome, weight = rows(seed, 0.2)
    fitted = recalibration(p, outcome, weight)
    logits = fitted.intercept + fitted.slope * np.log(p / (1 - p))
    undone = 1 / (1 + np.exp(-logits))
    assert logistic(logits, outcome, weight) == pytest.approx((0, 1), **CLOSE)
    assert calibration_in_the_large(undone, outcome, weight) == pytest.approx(0, **CLOSE)


@pytest.mark.parametrize("seed", range(5))
def test_calibration_error_is_the_mean_distance_of_scikit_learn_s_curve(seed: int) -> None:
    """Ten bins of 90 rows and no equal probabilities: bins by quantile are the same bins."""
    p, outcome, _ = rows(seed, 0.2)
    observed, predicted = calibration_curve(outcome, p, n_bins=10, strategy="quantile")
    assert calibration_error(p, outcome) == pytest.approx(
        np.abs(observed - predicted).mean(), **CLOSE
    )
