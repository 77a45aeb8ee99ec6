"""Measures of order agree with scikit-learn, with weights and with rows written out."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from hejda.evaluate.discrimination import auc, average_precision
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
