"""Groups: measured where there is enough, and rates worked by hand."""

from __future__ import annotations

import dataclasses
from math import isnan

import numpy as np
import pytest
from hypothesis import given

from hejda.base.errors import InputError
from hejda.evaluate.groups import by_group, enough, members, rates, within
from hejda.evaluate.intervals import draws
from tests.unit.evaluate.samples import Sample, same, samples

GROUP = np.repeat(["north", "south"], [60, 39])
OUTCOME = np.concatenate([np.tile([1, 0], 30), np.tile([1, 0], 19), [0]])


def test_rates_by_hand() -> None:
    """5 rows, 2 listed: 2/5. Of 3 without the outcome 1 is listed, of 2 with it 1 is not."""
    found = rates(np.array([1, 1, 0, 0, 0]), np.array([1, 0, 1, 0, 0]))
    assert dataclasses.astuple(found) == (5, 2, 2 / 5, 1 / 3, 1 / 2)
    nobody = rates(np.array([1, 0]), np.array([0, 0]))
    assert nobody.false_positive_rate == 0.5
    assert isnan(nobody.false_negative_rate)


def test_a_group_with_19_of_a_kind_is_insufficient_evidence() -> None:
    """North has 30 of each; south 19 with the outcome and 20 without, or turned about."""
    for outcome in (OUTCOME, 1 - OUTCOME):
        found = by_group(lambda weight: int(weight.sum()), GROUP, outcome)
        assert found == {"north": 60, "south": None}


@pytest.mark.parametrize(("with_it", "without", "is_enough"), [(20, 20, True), (19, 99, False)])
def test_twenty_of_each_kind_are_enough(with_it: int, without: int, is_enough: bool) -> None:
    outcome = np.repeat([1, 0], [with_it, without])
    assert enough(outcome) is is_enough
    assert enough(1 - outcome) is is_enough


def test_a_group_is_measured_in_every_draw() -> None:
    north = members(GROUP, OUTCOME)["north"]
    assert north is not None
    for weight in draws(np.arange(99), 5, seed=1):
        assert within(north, weight).sum() == weight[:60].sum()


def test_a_group_for_every_row_is_asked_for() -> None:
    with pytest.raises(InputError):
        members(GROUP[:5], OUTCOME)


@given(sample=samples())
def test_a_weight_is_the_row_that_often(sample: Sample) -> None:
    written = sample.repeated()
    found = dataclasses.astuple(rates(sample.score > 3, sample.outcome, sample.weight))
    again = dataclasses.astuple(rates(written.score > 3, written.outcome))
    assert all(same(a, b) for a, b in zip(found, again, strict=True))
    assert enough(np.tile(sample.outcome, 9), np.tile(sample.weight, 9)) == (
        enough(np.tile(written.outcome, 9))
    )
