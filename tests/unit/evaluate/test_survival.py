"""Time to an event: worked by hand with equal times, and the same for weights as for rows."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given

from hejda.base.errors import InputError
from hejda.evaluate.survival import cumulative_incidence, event_free
from tests.unit.evaluate.samples import Sample, samples

DAYS = np.array([5, 5, 5, 8, 8, 10])
EVENT = np.array([1, 2, 0, 1, 1, 0])


def test_kaplan_meier_with_equal_times_by_hand() -> None:
    """Day 5: 2 of 6 go by an event, 4/6 left; the one censored that day was still there. Day 8: 2
    of 3, so 4/6 · 1/3 = 2/9.
    """
    steps = event_free(DAYS, EVENT)
    assert steps.days.tolist() == [5, 8]
    assert steps.shares == pytest.approx([4 / 6, 2 / 9], abs=1e-12)
    assert [steps.at(4), steps.at(9)] == pytest.approx([1, 2 / 9])
    assert isnan(steps.at(11))


def test_cumulative_incidence_with_equal_times_by_hand() -> None:
    """The outcome: day 5 1 of 6; day 8 4/6 are left and 2 of 3 have it: 1/6 + 4/9 = 11/18. What
    competes: 1/6. Without any event 2/9; together 11/18 + 3/18 + 4/18 = 1.
    """
    ours, other = cumulative_incidence(DAYS, EVENT), cumulative_incidence(DAYS, EVENT, cause=2)
    assert ours.days.tolist() == [5, 8]
    assert ours.shares == pytest.approx([1 / 6, 11 / 18], abs=1e-12)
    assert [other.at(0), other.at(5), other.at(10)] == pytest.approx([0, 1 / 6, 1 / 6])
    assert ours.last == 10


def test_an_event_on_the_first_day_counts() -> None:
    steps = cumulative_incidence(np.array([0, 3]), np.array([1, 0]))
    assert (steps.at(-1), steps.at(0)) == (0, 0.5)


def test_nobody_followed_is_nothing_known() -> None:
    none = np.array([], dtype=int)
    assert isnan(cumulative_incidence(none, none).at(0))
    assert isnan(event_free(DAYS, EVENT, np.zeros(6, dtype=int)).at(0))


@pytest.mark.parametrize(
    ("days", "event"),
    [([-1, 2], [0, 1]), ([1.5, 2.0], [0, 1]), ([1, 2], [0, -1]), ([1, 2], [0.5, 1]), ([1, 2], [1])],
)
def test_times_and_events_that_are_none_are_refused(days: list[float], event: list[float]) -> None:
    with pytest.raises(InputError):
        event_free(np.array(days), np.array(event))


@given(sample=samples())
def test_a_weight_is_the_row_that_often(sample: Sample) -> None:
    written, event = sample.repeated(), sample.harm % 3
    for measure in (cumulative_incidence, event_free):
        weighted = measure(sample.score, event, sample.weight)
        plain = measure(written.score, written.harm % 3)
        assert weighted.days.tolist() == plain.days.tolist()
        assert weighted.shares == pytest.approx(plain.shares, abs=1e-12)
        assert weighted.last == plain.last


@given(sample=samples())
def test_incidences_of_all_causes_and_no_event_add_to_one(sample: Sample) -> None:
    event, weight = sample.harm % 3, sample.weight
    one, two = (cumulative_incidence(sample.score, event, weight, cause=c) for c in (1, 2))
    free = event_free(sample.score, event, weight)
    for day in range(free.last + 1):
        assert one.at(day) + two.at(day) + free.at(day) == pytest.approx(1, abs=1e-12)


@given(sample=samples())
def test_without_competitors_and_censoring_it_is_a_share(sample: Sample) -> None:
    event = np.ones(len(sample.score), dtype=int)
    steps = cumulative_incidence(sample.score, event, sample.weight)
    for day in range(steps.last + 1):
        by_then = (sample.weight * (sample.score <= day)).sum() / sample.weight.sum()
        assert steps.at(day) == pytest.approx(by_then, abs=1e-12)
