"""Net benefit and natural frequencies: worked by hand, and the same for weights as for rows."""

from __future__ import annotations

from math import isinf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.base.errors import InputError
from hejda.evaluate.utility import (
    NaturalFrequencies,
    natural_frequencies,
    net_benefit,
    net_benefit_of_all,
    net_benefit_of_none,
    net_benefit_of_rule,
    number_needed,
)
from tests.unit.evaluate.samples import Sample, same, samples

P = np.array([0.05, 0.2, 0.2, 0.6, 0.9])
OUTCOME = np.array([0, 0, 1, 0, 1])


def test_net_benefit_by_hand() -> None:
    """At .2 four are flagged, two rightly: 2/5 − 2/5 · .2/.8 = .3. At .75 one, rightly: 1/5."""
    assert net_benefit(P, OUTCOME, np.array([0.75, 0.2])) == pytest.approx([0.2, 0.3], abs=1e-12)


def test_net_benefit_of_a_rule_of_all_and_of_none_by_hand() -> None:
    """At .5 a case in vain costs one: a rule right once in two 1/5 − 1/5, all 2/5 − 3/5."""
    half = np.array([0.5])
    assert net_benefit_of_rule(np.array([0, 1, 1, 0, 0]), OUTCOME, half) == pytest.approx([0])
    assert net_benefit_of_all(OUTCOME, half) == pytest.approx([-0.2])
    assert net_benefit_of_none(half) == pytest.approx([0])


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.1, np.nan])
def test_a_threshold_that_is_none_is_refused(threshold: float) -> None:
    with pytest.raises(InputError):
        net_benefit(P, OUTCOME, np.array([threshold]))


def test_number_needed_by_hand() -> None:
    """The first three hold .9 with, .6 without, and half of the two at .2: 3 / 1.5."""
    assert number_needed(P, OUTCOME, 3) == pytest.approx(2)
    assert isinf(number_needed(P, np.zeros(5, dtype=int), 3))
    assert isnan(number_needed(P[:0], OUTCOME[:0], 3))


def test_natural_frequencies_by_hand() -> None:
    """7 people: listed 1 with and 1 without, others 1 with and 4 without. Of 100: 14.3, 14.3, 14.3
    and 57.1; 14 + 14 + 14 + 57 = 99, the one left goes to the largest remainder, .3, first listed.
    """
    flagged, outcome = np.array([1, 1, 0, 0, 0, 0, 0]), np.array([1, 0, 1, 0, 0, 0, 0])
    assert natural_frequencies(flagged, outcome) == NaturalFrequencies(100, 15, 14, 14, 57, 50, 20)


def test_nobody_listed_has_no_frequency_and_no_rows_are_refused() -> None:
    none = np.zeros(5, dtype=int)
    assert natural_frequencies(none, OUTCOME).of_listed is None
    with pytest.raises(InputError):
        natural_frequencies(none[:0], none[:0])


@given(sample=samples(), k=st.integers(1, 30))
def test_a_weight_is_the_row_that_often(sample: Sample, k: int) -> None:
    written, thresholds = sample.repeated(), np.array([0.01, 0.3, 0.31, 0.999])
    flagged, again = sample.score > 3, written.score > 3
    assert net_benefit(sample.p, sample.outcome, thresholds, sample.weight) == pytest.approx(
        net_benefit(written.p, written.outcome, thresholds), abs=1e-9
    )
    assert net_benefit_of_rule(flagged, sample.outcome, thresholds, sample.weight) == (
        pytest.approx(net_benefit_of_rule(again, written.outcome, thresholds), abs=1e-9)
    )
    assert net_benefit_of_all(sample.outcome, thresholds, sample.weight) == (
        pytest.approx(net_benefit_of_all(written.outcome, thresholds), abs=1e-9)
    )
    assert natural_frequencies(flagged, sample.outcome, sample.weight) == (
        natural_frequencies(again, written.outcome)
    )
    needed = number_needed(sample.score, sample.outcome, k, sample.weight)
    assert same(needed, number_needed(written.score, written.outcome, k))


@given(sample=samples(), threshold=st.integers(1, 99))
def test_a_probability_is_the_rule_that_flags_at_its_threshold(
    sample: Sample, threshold: int
) -> None:
    at = np.array([threshold / 100])
    by_rule = net_benefit_of_rule(sample.p >= at, sample.outcome, at, sample.weight)
    assert net_benefit(sample.p, sample.outcome, at, sample.weight) == pytest.approx(by_rule)


@given(sample=samples())
def test_natural_frequencies_add_up(sample: Sample) -> None:
    found = natural_frequencies(sample.score > 3, sample.outcome, sample.weight)
    four = (found.listed_with, found.listed_without, found.unlisted_with, found.unlisted_without)
    assert sum(four) == 100
    assert min(four) >= 0
