"""Small counts are hidden, others rounded."""

from __future__ import annotations

import pytest

from hejda.base.errors import InputError
from hejda.evaluate.small_numbers import hidden, rounded, shown


def test_seven_and_below_are_hidden_eight_is_shown_as_ten() -> None:
    assert [shown(count) for count in (0, 1, 7, 8, 12, 13, 100)] == [
        None, None, None, 10, 10, 15, 100
    ]  # fmt: skip
    assert [hidden(count) for count in (0, 7, 8)] == [True, True, False]


def test_rounding_goes_to_the_nearest_five() -> None:
    assert all(abs(rounded(count) - count) <= 2 and rounded(count) % 5 == 0 for count in range(99))


def test_a_count_below_0_is_refused() -> None:
    with pytest.raises(InputError):
        hidden(-1)
