"""Time to an event agrees with lifelines, on times without equals."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from hejda.evaluate.survival import cumulative_incidence, event_free
from tests.unit.evaluate.samples import chance

CLOSE = {"rel": 0, "abs": 1e-9}


def rows(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """250 different days, of which 3 in 10 are censored and 2 in 10 end by what competes.

    lifelines moves equal times apart by chance, so there are none.
    """
    drawn = chance(seed)
    days = drawn.permutation(np.arange(1, 730))[:250]
    return days, drawn.choice([0, 1, 2], 250, p=[0.3, 0.5, 0.2]), drawn.integers(0, 4, 250)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("cause", [1, 2])
def test_cumulative_incidence_is_that_of_lifelines(seed: int, cause: int) -> None:
    days, event, weight = rows(seed)
    for w in (np.ones(250, dtype=int), weight):
        used = w > 0
        theirs = AalenJohansenFitter(calculate_variance=False).fit(
            days[used], event[used], event_of_interest=cause, weights=w[used]
        )
        curve = theirs.cumulative_density_.iloc[:, 0]
        ours = cumulative_incidence(days, event, w, cause=cause)
        assert [ours.at(int(day)) for day in curve.index] == pytest.approx(curve.tolist(), **CLOSE)


@pytest.mark.parametrize("seed", range(5))
def test_event_free_is_that_of_lifelines(seed: int) -> None:
    days, event, weight = rows(seed)
    again = np.repeat(days, weight), np.repeat(event, weight) > 0
    for ours, theirs in (
        (event_free(days, event), KaplanMeierFitter().fit(days, event > 0)),
        (event_free(days, event, weight), KaplanMeierFitter().fit(*again)),
    ):
        curve = theirs.survival_function_.iloc[:, 0]
        assert [ours.at(int(day)) for day in curve.index] == pytest.approx(curve.tolist(), **CLOSE)


def test_kaplan_meier_with_equal_times_is_that_of_lifelines() -> None:
    drawn = chance(9)
    days, event = drawn.integers(1, 30, 400), drawn.integers(0, 2, 400)
    curve = KaplanMeierFitter().fit(days, event).survival_function_.iloc[:, 0]
    ours = event_free(days, event)
    assert [ours.at(int(day)) for day in curve.index] == pytest.approx(curve.tolist(), **CLOSE)
