"""Measures of order: worked by hand, and the same for weights as for rows written out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, permutations
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.base.errors import InputError
from hejda.evaluate.discrimination import (
    Ordered,
    auc,
    average_precision,
    captured_at,
    held_by_first,
    lift_at,
    places_of,
    precision_at,
    recall_at,
)
from tests.unit.evaluate.samples import Sample, same, samples

SCORE = np.array([9, 7, 7, 7, 4, 2])
OUTCOME = np.array([1, 1, 0, 0, 1, 0])
HARM = np.array([30, 60, 0, 0, 10, 0])

MEASURES: dict[str, Callable[[Sample, int], float]] = {
    "auc": lambda s, k: auc(s.score, s.outcome, None),
    "average precision": lambda s, k: average_precision(s.score, s.outcome, None),
    "precision": lambda s, k: precision_at(s.score, s.outcome, k, None),
    "recall": lambda s, k: recall_at(s.score, s.outcome, k, None),
    "lift": lambda s, k: lift_at(s.score, s.outcome, k, None),
    "captured": lambda s, k: captured_at(s.score, s.harm, k, None),
}
WEIGHTED: dict[str, Callable[[Sample, int], float]] = {
    "auc": lambda s, k: auc(Ordered(s.score), s.outcome, s.weight),
    "average precision": lambda s, k: average_precision(Ordered(s.score), s.outcome, s.weight),
    "precision": lambda s, k: precision_at(Ordered(s.score), s.outcome, k, s.weight),
    "recall": lambda s, k: recall_at(Ordered(s.score), s.outcome, k, s.weight),
    "lift": lambda s, k: lift_at(Ordered(s.score), s.outcome, k, s.weight),
    "captured": lambda s, k: captured_at(Ordered(s.score), s.harm, k, s.weight),
}


def test_auc_by_hand() -> None:
    """3 with, 3 without, 9 pairs. 9 beats 7, 7, 2: 3. 7 ties 7, 7 and beats 2: 2. 4 beats 2: 1."""
    assert auc(SCORE, OUTCOME) == 6 / 9


def test_average_precision_by_hand() -> None:
    """Steps 9 | 7 7 7 | 4 | 2: precision 1, 2/4, 3/5; each step adds a third of recall."""
    assert average_precision(SCORE, OUTCOME) == pytest.approx((1 + 2 / 4 + 3 / 5) / 3, abs=1e-15)


def test_precision_at_a_cut_through_equal_scores_by_hand() -> None:
    """Two places: the 9, and one of three 7s of whom one has the outcome: (1 + 1/3) / 2."""
    assert precision_at(SCORE, OUTCOME, 2) == pytest.approx((1 + 1 / 3) / 2, abs=1e-15)


def test_captured_and_recall_by_hand() -> None:
    """Three places hold 30 + 2/3 · 60 = 70 of 100 days, and 1 + 2/3 of 3 outcomes."""
    assert captured_at(SCORE, HARM, 3) == pytest.approx(0.7, abs=1e-15)
    assert recall_at(SCORE, OUTCOME, 3) == pytest.approx((1 + 2 / 3) / 3, abs=1e-15)


def test_lift_by_hand() -> None:
    """The first place is right, one of two in all is: 1 / .5."""
    assert lift_at(SCORE, OUTCOME, 1) == 2


def test_more_places_than_rows_hold_everything() -> None:
    assert precision_at(SCORE, OUTCOME, 100) == 0.5
    assert captured_at(SCORE, HARM, 100) == 1
    assert held_by_first(SCORE, HARM, 0) == 0


@pytest.mark.parametrize(
    ("share", "rows", "places"),
    [(0.01, 50_000, 500), (0.29, 50, 15), (0.05, 30, 2), (0.01, 3, 1), (1, 7, 7), (0.2, 0, 0)],
)
def test_places_of_a_share(share: float, rows: int, places: int) -> None:
    assert places_of(share, rows) == places


def test_a_per_cent_is_not_taken_for_a_share() -> None:
    with pytest.raises(InputError, match="share"):
        places_of(5, 100)


@pytest.mark.parametrize("outcome", [np.zeros(6, dtype=int), np.ones(6, dtype=int)])
def test_without_both_kinds_there_is_no_auc(outcome: np.ndarray) -> None:
    assert isnan(auc(SCORE, outcome))


def test_what_nobody_has_is_not_a_share() -> None:
    nobody = np.zeros(6, dtype=int)
    assert isnan(average_precision(SCORE, nobody))
    assert isnan(recall_at(SCORE, nobody, 2))
    assert isnan(captured_at(SCORE, nobody, 2))
    assert isnan(lift_at(SCORE, nobody, 2))
    assert precision_at(SCORE, nobody, 2) == 0


def test_no_rows_have_no_measure() -> None:
    none = np.array([], dtype=int)
    assert all(isnan(measure(none, none)) for measure in (auc, average_precision))
    assert isnan(precision_at(none, none, 3))
    assert isnan(captured_at(none, none, 3))


@pytest.mark.parametrize(
    ("score", "outcome", "weight"),
    [
        (np.array([1.0, np.nan]), np.array([0, 1]), None),
        (np.array([1.0, 2.0]), np.array([0, 2]), None),
        (np.array([1.0, 2.0]), np.array([0.0, np.nan]), None),
        (np.array([1.0, 2.0]), np.array([0, 1, 1]), None),
        (np.array([1.0, 2.0]), np.array([0, 1]), np.array([1, -1])),
        (np.array([1.0, 2.0]), np.array([0, 1]), np.array([1.0, 0.5])),
        (np.array([1.0, 2.0]), np.array([0, 1]), np.array([1])),
    ],
)
def test_rows_that_cannot_be_measured_are_refused(
    score: np.ndarray, outcome: np.ndarray, weight: np.ndarray | None
) -> None:
    with pytest.raises(InputError):
        auc(score, outcome, weight)


@pytest.mark.parametrize("harm", [[-1.0, 2.0], [np.nan, 1.0], [1.0]])
def test_harm_that_is_no_amount_is_refused(harm: list[float]) -> None:
    with pytest.raises(InputError):
        captured_at(np.array([1, 2]), np.array(harm), 1)


@pytest.mark.parametrize("name", MEASURES)
@given(sample=samples(), k=st.integers(1, 40))
def test_a_weight_is_the_row_that_often(name: str, sample: Sample, k: int) -> None:
    assert same(WEIGHTED[name](sample, k), MEASURES[name](sample.repeated(), k))


@given(sample=samples())
def test_auc_with_weights_is_exactly_that_of_the_rows_written_out(sample: Sample) -> None:
    written = sample.repeated()
    weighted, plain = auc(sample.score, sample.outcome, sample.weight), auc(*written[:3:2])
    assert weighted == plain or (isnan(weighted) and isnan(plain))


@given(sample=samples())
def test_the_reverse_order_has_the_rest_of_the_auc(sample: Sample) -> None:
    forwards = auc(sample.score, sample.outcome, sample.weight)
    assert same(auc(-sample.score, sample.outcome, sample.weight), 1 - forwards)


@given(sample=samples())
def test_auc_does_not_depend_on_how_rows_stand(sample: Sample) -> None:
    turned = Sample(*(values[::-1] for values in sample))
    assert same(auc(*turned[:3:2], turned.weight), auc(*sample[:3:2], sample.weight))


@given(sample=samples())
def test_more_places_never_capture_less(sample: Sample) -> None:
    captured = [captured_at(sample.score, sample.harm, k, sample.weight) for k in range(1, 80)]
    assert all(isnan(a) or a <= b + 1e-12 for a, b in pairwise(captured))


@given(sample=samples(most=5), k=st.integers(1, 6))
def test_a_cut_through_equal_scores_is_the_mean_over_their_orders(sample: Sample, k: int) -> None:
    orders = permutations(range(len(sample.score)))
    held = [held_by_first(sample.score + np.array(order) / 10, sample.harm, k) for order in orders]
    assert same(float(np.mean(held)), held_by_first(sample.score, sample.harm, k))
