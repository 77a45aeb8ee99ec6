"""Invented samples for the measures: small, with equal scores and weights, nobody in particular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.typing import NDArray

Array = NDArray[Any]


class Sample(NamedTuple):
    """Rows with a score that has ties, a probability, an outcome, harm days and a weight."""

    score: Array
    p: Array
    outcome: Array
    harm: Array
    weight: Array

    def repeated(self) -> Sample:
        """Every row written out as often as its weight says, each then counting once."""
        return Sample(*(np.repeat(values, self.weight) for values in self))


ROW = st.tuples(
    st.integers(0, 6), st.integers(0, 100), st.booleans(), st.integers(0, 400), st.integers(0, 3)
)


@st.composite
def samples(draw: Callable[..., Any], most: int = 25) -> Sample:
    """Samples of up to `most` rows, of which at least one counts."""
    rows = draw(st.lists(ROW, min_size=1, max_size=most))
    score, percent, outcome, harm, weight = (np.array(column) for column in zip(*rows, strict=True))
    weight[0] = max(weight[0], 1)
    return Sample(score, percent / 100, outcome.astype(np.int64), harm, weight)


def chance(seed: int) -> np.random.Generator:  # noqa: TID251
    """Chance that repeats by its seed."""
    return np.random.default_rng(seed)  # noqa: TID251


def same(left: float, right: float) -> bool:
    """Equal to 1e-9 of their size, or both not defined."""
    return left == pytest.approx(right, rel=1e-9, abs=1e-12, nan_ok=True)
