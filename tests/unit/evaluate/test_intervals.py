"""Intervals: persons are drawn whole, draws repeat by their seed, and the interval covers."""

from __future__ import annotations

from math import erf, isinf, isnan

import numpy as np
import pytest

from hejda.base.errors import InputError
from hejda.evaluate.discrimination import Ordered, auc, precision_at
from hejda.evaluate.intervals import (
    Share,
    clustered,
    clustered_curve,
    draws,
    interval,
    no_narrower,
    paired,
    wilson,
    worth,
)
from hejda.evaluate.measures import of_ranking
from tests.unit.evaluate.samples import chance

PERSONS = np.array(["b", "a", "b", "c", "a", "d"])


def test_all_rows_of_a_person_move_together() -> None:
    for weight in draws(PERSONS, 50, seed=1):
        assert weight[0] == weight[2]
        assert weight[1] == weight[4]
        assert weight[0] + weight[1] + weight[3] + weight[5] == 4  # as many persons as there are


def test_draws_repeat_by_their_seed() -> None:
    first, again, other = (np.stack(list(draws(PERSONS, 20, seed))) for seed in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


def test_every_person_is_drawn_once_on_average() -> None:
    mean = np.stack(list(draws(PERSONS, 4000, seed=3))).mean(axis=0)
    assert mean == pytest.approx(np.ones(6), abs=0.06)


def test_no_persons_have_empty_draws() -> None:
    assert [len(weight) for weight in draws(np.array([], dtype=str), 2, seed=1)] == [0, 0]


def test_the_percentile_interval_by_hand() -> None:
    """199 values: k = ⌊200 · .025⌋ = 5, so the 5th lowest and the 5th highest."""
    assert interval(np.arange(1.0, 200.0)[::-1]) == (5, 195)
    assert interval(np.arange(1.0, 2001.0)) == (50, 1951)
    assert interval(np.arange(1.0, 100.0), level=0.9) == (5, 95)


def test_too_few_values_have_no_interval_and_undefined_ones_are_left_out() -> None:
    assert all(map(isnan, interval(np.arange(38.0))))
    assert interval(np.append(np.arange(1.0, 40.0), [np.nan] * 5)) == (1, 39)
    assert isinf(interval(np.append(np.arange(38.0), np.inf))[1])


def test_a_level_in_per_cent_is_refused() -> None:
    with pytest.raises(InputError):
        interval(np.arange(100.0), level=95)


def test_draws_in_which_a_measure_is_undefined_are_counted() -> None:
    """One person of 2 has the outcome: half of the draws hold both, the others have no AUC."""
    score, outcome, persons = np.array([2, 1]), np.array([1, 0]), np.array([1, 2])
    estimate = clustered(lambda weight: auc(score, outcome, weight), persons, 400, seed=5)
    assert (estimate.value, estimate.low, estimate.high, estimate.times) == (1, 1, 1, 400)
    assert 150 < estimate.undefined < 250


def test_a_measure_against_itself_differs_by_nothing() -> None:
    drawn = chance(11)
    score, outcome, persons = drawn.normal(size=80), drawn.integers(0, 2, 80), np.arange(80) // 2

    def measured(weight: np.ndarray | None) -> float:
        return auc(score, outcome, weight)

    estimate = paired(measured, measured, persons, 100, seed=1)
    assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)


def test_a_pair_on_the_same_draws_is_surer_than_two_apart() -> None:
    drawn = chance(12)
    outcome, persons = drawn.integers(0, 2, 300), np.arange(300)
    score = outcome + drawn.normal(size=300)
    other = score + drawn.normal(size=300) / 5
    first = clustered(lambda weight: auc(score, outcome, weight), persons, 200, seed=2)
    second = clustered(lambda weight: auc(other, outcome, weight), persons, 200, seed=2)
    both = paired(
        lambda weight: auc(score, outcome, weight),
        lambda weight: auc(other, outcome, weight),
        persons,
        200,
        seed=2,
    )
    assert both.value == pytest.approx(first.value - second.value)
    assert both.high - both.low < (first.high - first.low) / 2


def test_a_curve_has_the_interval_of_each_of_its_points() -> None:
    drawn = chance(13)
    score, outcome, persons = drawn.normal(size=60), drawn.integers(0, 2, 60), np.arange(60)

    def at(weight: np.ndarray | None) -> np.ndarray:
        return np.array([precision_at(score, outcome, k, weight) for k in (5, 10)])

    ten = clustered(lambda weight: precision_at(score, outcome, 10, weight), persons, 99, seed=4)
    assert clustered_curve(at, persons, 99, seed=4)[1] == ten


def test_the_interval_of_clustered_rows_covers_the_true_auc() -> None:
    """Two normal distributions 1 apart: AUC = Φ(1/√2) = .760. 300 samples of 60 persons with 1 to 3
    rows that share a part of their score; the interval must hold the truth in 90 to 98 of 100.
    """
    truth = (1 + erf(1 / 2)) / 2
    drawn = chance(20)
    covered = 0
    for sample in range(300):
        persons = np.repeat(np.arange(60), drawn.integers(1, 4, 60))
        outcome = (persons % 2).astype(np.int64)
        own = drawn.normal(size=60)[persons]
        score = Ordered(
            outcome + np.sqrt(0.7) * own + np.sqrt(0.3) * drawn.normal(size=len(persons))
        )
        estimate = clustered(
            lambda weight, s=score, o=outcome: auc(s, o, weight), persons, 200, sample
        )
        covered += estimate.low <= truth <= estimate.high
    assert 0.90 <= covered / 300 <= 0.98


def test_the_interval_of_a_share_of_few_covers_where_drawing_alone_does_not() -> None:
    """One in 14 has the outcome and the list holds 22, drawn at random: often it holds none."""
    truth, drawn = 1 / 14, chance(21)
    alone = covered = 0
    for sample in range(300):
        outcome = (drawn.random(220) < truth).astype(np.int64)
        score = Ordered(drawn.permutation(220))
        found = clustered(
            lambda weight, s=score, o=outcome: precision_at(s, o, 22, weight),
            np.arange(220), 100, sample,
        )  # fmt: skip
        wider = no_narrower(found, Share(found.value, 22))
        alone += found.low <= truth <= found.high
        covered += wider.low <= truth <= wider.high
    assert alone / 300 < 0.90 < covered / 300


def test_figures_that_follow_from_a_share_have_its_ends() -> None:
    """None of 22: so one works with at least 1 / .1487 = 6.7 for each, and no end is known upwards."""
    nobody, persons = np.zeros(100, dtype=np.int64), np.arange(100)
    nobody[99] = 1
    score = 100 - persons
    found = {
        figure.metric: no_narrower(clustered(figure.measure, persons, 200, 1), figure.share)
        for figure in of_ranking(score, nobody, nobody, nobody, {"the list": 22})
        if figure.at == "the list" and figure.share is not None
    }
    assert found["precision"].high == pytest.approx(0.1487, abs=5e-5)
    assert found["lift"].high == pytest.approx(14.87, abs=5e-3)
    assert found["number_needed"].low == pytest.approx(6.727, abs=5e-4)
    assert isinf(found["number_needed"].high)
    assert (found["recall"].low, found["recall"].value) == (0, 0)
    assert found["recall"].high == pytest.approx(0.7935, abs=5e-5)  # one of one
    assert set(found) == {
        "precision", "lift", "number_needed", "recall", "harm_captured", "capped_harm_captured",
    }  # fmt: skip


def test_where_no_interval_could_be_drawn_none_is_told() -> None:
    outcome = np.array([0, 1] * 5)
    drawn = clustered(lambda w: precision_at(outcome, outcome, 5, w), np.arange(10), 10, seed=1)
    found = no_narrower(drawn, Share(drawn.value, 5))
    assert found.value == 1
    assert isnan(found.low)
    assert isnan(found.high)


def test_of_nothing_a_share_may_be_anything() -> None:
    assert wilson(Share(float("nan"), 0)) == (0, 1)
    assert worth(np.array([])) == 0
