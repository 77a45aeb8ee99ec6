"""The yardstick of naming traditions: shares, the largest ratio, and what chance alone would show."""

from __future__ import annotations

import math

from tests.support.naming_traditions import (
    COMMON,
    DOUBLE,
    OTHER,
    Errors,
    by_tradition,
    cells,
    largest_ratio,
    together,
)

BOTH = frozenset({COMMON, DOUBLE})


def test_somebody_of_two_traditions_is_counted_in_each() -> None:
    groups = {COMMON: {"a", "b", "c"}, DOUBLE: {"c"}, OTHER: {"d", "nobody asked"}}
    found = cells(groups, {"a", "b", "c", "d"}, {"c"})
    assert found[BOTH] == Errors(1, 1)
    assert by_tradition(found) == {
        DOUBLE: Errors(1, 1),
        COMMON: Errors(1, 3),
        OTHER: Errors(0, 1),
    }


def test_countries_are_added_up() -> None:
    one = {frozenset({COMMON}): Errors(1, 10)}
    two = {frozenset({COMMON}): Errors(2, 20), frozenset({OTHER}): Errors(0, 5)}
    assert by_tradition(together([one, two])) == {COMMON: Errors(3, 30), OTHER: Errors(0, 5)}


def test_a_large_difference_stands_out_from_chance_and_none_does_not() -> None:
    apart = largest_ratio(
        {frozenset({COMMON}): Errors(400, 10_000), frozenset({OTHER}): Errors(100, 10_000)}
    )
    assert apart.value == 4
    assert apart.low > 3
    assert apart.low < apart.value < apart.high
    assert apart.by_chance[1] < 1.5
    alike = largest_ratio(
        {frozenset({COMMON}): Errors(10, 5_000), frozenset({OTHER}): Errors(10, 5_000)}
    )
    assert alike.value == 1
    # Ten errors each: ratios of 1.25 and more are the rule, though nobody fares worse.
    assert alike.by_chance[0] > 1.25


def test_a_share_of_nothing_gives_no_finite_ratio() -> None:
    found = {frozenset({COMMON}): Errors(5, 100), frozenset({OTHER}): Errors(0, 100)}
    assert math.isinf(largest_ratio(found).value)
    nothing = {key: Errors(0, 100) for key in found}
    assert largest_ratio(nothing).value == 1
