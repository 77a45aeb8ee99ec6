"""Lists that change and figures that fall by themselves: worked by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given

from hejda.evaluate.turnover import fall, overlap, regression_to_the_mean, turnover
from tests.unit.evaluate.samples import Sample, chance, same, samples


def on(names: str) -> np.ndarray:
    """Whose names stand on a list, of the people a to e."""
    return np.array([int(name in names) for name in "abcde"])


def test_overlap_and_turnover_by_hand() -> None:
    """Of b, c, d, e two stood on the list before: 2/4, and 2/4 are new."""
    assert overlap(on("abc"), on("bcde")) == 0.5
    assert turnover(on("abc"), on("bcde")) == 0.5
    assert overlap(on("bcde"), on("abc")) == 2 / 3
    assert turnover(on("a"), on("ab")) == 0.5
    assert overlap(on("a"), on("a")) == 1
    assert isnan(overlap(on("a"), on("")))
    assert isnan(turnover(on("a"), on("")))


def test_fall_by_hand() -> None:
    """100 + 60 days become 20 + 20: three quarters less."""
    assert fall(np.array([100, 60]), np.array([20, 20])) == 0.75
    assert isnan(fall(np.array([0, 0]), np.array([20, 20])))


def test_regression_to_the_mean_by_hand() -> None:
    """Flagged 100 and 60, mean 80, of everybody's 40; then 40 of 30: 40 above becomes 10 above."""
    before, after = np.array([100, 60, 0, 0]), np.array([70, 10, 30, 10])
    assert regression_to_the_mean(before, after, np.array([1, 1, 0, 0])) == 0.75
    assert isnan(regression_to_the_mean(before, after, np.array([1, 1, 1, 1])))
    assert isnan(regression_to_the_mean(before, after, np.array([0, 0, 0, 0])))


def test_the_first_by_chance_fall_back_to_everybody_s_mean_and_by_nature_stay() -> None:
    drawn = chance(41)
    before, after = drawn.exponential(10, 50_000), drawn.exponential(10, 50_000)
    first = before >= np.sort(before)[-500]
    assert regression_to_the_mean(before, after, first) == pytest.approx(1, abs=0.03)
    assert regression_to_the_mean(before, before, first) == pytest.approx(0, abs=1e-12)


@given(sample=samples())
def test_a_weight_is_the_row_that_often(sample: Sample) -> None:
    written = sample.repeated()
    lists = (sample.score > 1, sample.p > 0.5)
    again = (written.score > 1, written.p > 0.5)
    assert same(overlap(*lists, sample.weight), overlap(*again))
    assert same(turnover(*lists, sample.weight), turnover(*again))
    assert same(fall(sample.harm, sample.score, sample.weight), fall(written.harm, written.score))
    assert same(
        regression_to_the_mean(sample.harm, sample.score, sample.p > 0.5, sample.weight),
        regression_to_the_mean(written.harm, written.score, written.p > 0.5),
    )
