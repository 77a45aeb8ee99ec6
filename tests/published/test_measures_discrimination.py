"""Measures of order agree with scikit-learn, with weights and with rows written out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import average_precision_score, roc_auc_score

from hejda.evaluate.discrimination import auc, average_precision
from hejda.evaluate.intervals import Share, wilson
from tests.unit.evaluate.samples import chance

CLOSE = {"rel": 0, "abs": 1e-9}


def rows(seed: int, values: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """700 rows whose score has so many values, the outcome in one of five, and a weight."""
    drawn = chance(seed)
    score = drawn.integers(0, values, 700)
    outcome = (drawn.random(700) < 0.1 + 0.2 * score / values).astype(int)
    return score, outcome, drawn.integers(0, 4, 700)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("values", [2, 8, 50, 100_000])
def test_auc_is_that_of_scikit_learn(seed: int, values: int) -> None:
    score, outcome, weight = rows(seed, values)
    again = np.repeat(outcome, weight), np.repeat(score, weight)
    ours = auc(score, outcome, weight)
    assert auc(score, outcome) == pytest.approx(roc_auc_score(outcome, score), **CLOSE)
    assert ours == pytest.approx(roc_auc_score(outcome, score, sample_weight=weight), **CLOSE)
    assert ours == pytest.approx(roc_auc_score(*again), **CLOSE)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("values", [2, 8, 50, 100_000])
def test_average_precision_is_that_of_scikit_learn(seed: int, values: int) -> None:
    score, outcome, weight = rows(seed, values)
    ours = average_precision(score, outcome, weight)
    weighted = average_precision_score(outcome, score, sample_weight=weight)
    again = average_precision_score(np.repeat(outcome, weight), np.repeat(score, weight))
    plain = average_precision_score(outcome, score)
    assert average_precision(score, outcome) == pytest.approx(plain, **CLOSE)
    assert ours == pytest.approx(weighted, **CLOSE)
    assert ours == pytest.approx(again, **CLOSE)


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_interval_of_a_share_is_that_of_newcombe(
    found: int, of: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson without correction)."""
    assert wilson(Share(found / of, of)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("of", [1, 7, 40, 1000])
def test_the_interval_of_a_share_is_that_of_scipy(of: int) -> None:
    for found in {0, 1, of // 3, of}:
        theirs = binomtest(found, of).proportion_ci(0.9, method="wilson")
        assert wilson(Share(found / of, of), 0.9) == pytest.approx(
            (theirs.low, theirs.high), **CLOSE
        )
