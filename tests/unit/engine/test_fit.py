"""The fit against scikit-learn on the same rows, and against a truth it must find again."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from hejda.base.errors import InputError
from hejda.engine.fit import Followed, _at_risk, _linear, _solve, chance_within, fit_scorecard

PERIODS = 4


def _simulated(
    people: int, weights: np.ndarray, seed: int, liberty: float = 1.0
) -> tuple[Followed, np.ndarray]:
    """People whose hazard is known: the followed rows and their true chance within the horizon."""
    chance = np.random.default_rng(seed)  # noqa: TID251  (seeded)
    values = chance.gamma(1.0, 1.0, (people, len(weights)))
    logits = np.array([-3.0, -3.2, -3.4, -3.6])
    hazard = 1 / (1 + np.exp(-(logits + (values @ weights)[:, None] + np.log(liberty))))
    hits = chance.random((people, PERIODS)) < hazard
    event = np.where(hits.any(axis=1), hits.argmax(axis=1), -1)
    at = np.full((people, PERIODS), liberty)
    true = chance_within(values @ weights, logits, np.ones((people, PERIODS)))
    return Followed(values, event.astype(np.int64), at), true


def test_the_optimum_is_scikit_learns() -> None:
    """Person-periods written out, periods as columns that carry no penalty to speak of."""
    followed, _ = _simulated(3_000, np.array([0.5, 0.2]), 3)
    rows = _at_risk(followed)
    ours = _solve(followed.values, rows, PERIODS, np.array([7.0, 7.0]))
    periods = np.eye(PERIODS)[rows.period] * 1e4
    x = np.hstack([periods, followed.values[rows.row]])
    theirs = LogisticRegression(C=1 / 7.0, fit_intercept=False, tol=1e-10, max_iter=20_000)
    theirs.fit(x, rows.event)
    assert ours[PERIODS:] == pytest.approx(theirs.coef_[0][PERIODS:], abs=2e-3)
    assert ours[:PERIODS] == pytest.approx(theirs.coef_[0][:PERIODS] * 1e4, abs=5e-3)


def test_a_known_truth_is_found_again() -> None:
    weights = np.array([0.6, 0.3, 0.0])
    earlier, _ = _simulated(20_000, weights, 5)
    later, true = _simulated(20_000, weights, 6)
    names = ("all_incidents_decayed", "partner_fast", "threats")
    found = fit_scorecard(names, (40, 40, 40), earlier, later)
    logits = np.array(found.period_logits) / 1e6
    raw = chance_within(_linear(found.worth, names, later.values), logits, later.liberty)
    told = expit(found.intercept / 1e6 + found.slope / 1e6 * logit(raw))
    assert np.abs(told - true).mean() < 0.015
    assert np.corrcoef(told, true)[0, 1] > 0.98
    assert found.slope / 1e6 == pytest.approx(1.0, abs=0.15)
    assert "threats" not in {w.feature for w in found.worth if w.points_thousandths > 9_000}


def test_days_inside_are_not_days_at_risk() -> None:
    """Half the time inside: the chance within a year at liberty is found all the same."""
    weights = np.array([0.5])
    earlier, _ = _simulated(40_000, weights, 8, liberty=0.5)
    rows = _at_risk(earlier)
    theta = _solve(earlier.values, rows, PERIODS, np.array([0.1]))
    assert theta[:PERIODS] == pytest.approx([-3.0, -3.2, -3.4, -3.6], abs=0.12)


def test_too_few_outcomes_are_refused() -> None:
    followed, _ = _simulated(50, np.array([0.1]), 9)
    with pytest.raises(InputError):
        fit_scorecard(("threats",), (3,), followed, followed)
