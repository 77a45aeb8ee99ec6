"""Small counts cannot be worked out from what is shown beside them: every reading of a page is tried."""

from __future__ import annotations

import itertools
import random

from hejda_web.desk.small_numbers import LEAST, Shown, added_up, alone, rounded, together
from tests.support.counts import counted
from tests.support.size import SIZE

MOST = 30
"""As high as an attentive reader need think: more possibilities never narrow a hidden count."""


def readings(told: dict[str, Shown], total: int | None) -> dict[str, set[int]]:
    """What each hidden part can be, by everything the page says: tried out, value by value."""
    hidden = [name for name, each in told.items() if each.value is None]
    ranges = [range(LEAST) if told[n].small else range(LEAST, MOST) for n in hidden]
    known = sum(each.value or 0 for each in told.values())
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for values in itertools.product(*ranges):
        if total is None or known + sum(values) == total:
            for name, value in zip(hidden, values, strict=True):
                found[name].add(value)
    return found


def test_no_small_part_can_be_worked_out_from_the_sum() -> None:
    chance, lines, hidden = random.Random(5), 0, 0
    for _ in range(1500 * SIZE):
        parts = {
            f"r{n}": chance.choice(
                (chance.randrange(6), chance.randrange(12), chance.randrange(25))
            )
            for n in range(chance.randint(1, 4))
        }
        told, total = added_up(parts)
        lines += 1
        for name, count in parts.items():
            assert told[name].value in (None, count)
            assert (count < LEAST) == told[name].small
        for name, could in readings(told, total.value).items():
            hidden += 1
            if told[name].small:
                assert could >= set(range(LEAST)), (parts, told, total)
    counted(f"lines of counts read every way: {lines}, {hidden} hidden parts, 0 worked out")


def test_no_more_is_hidden_than_the_small_counts_need() -> None:
    assert added_up({"a": 20, "b": 7})[1].value == 27
    told, total = added_up({"a": 20, "b": 3, "c": 11, "d": 40})
    assert [each.value for each in told.values()] == [20, None, None, 40]
    assert (told["b"].why, told["c"].why, total.value) == ("small", "covers", 74)


def test_two_small_ones_at_their_limit_do_not_give_each_other_away() -> None:
    told, total = added_up({"a": 4, "b": 4})
    assert (told["a"].value, told["b"].value) == (None, None)
    assert total.value is None  # 8 would say that both are 4


def test_parts_of_a_known_whole_are_shown_together_or_not_at_all() -> None:
    assert {n: s.value for n, s in together({"a": 5, "b": 9}).items()} == {"a": 5, "b": 9}
    assert {n: s.why for n, s in together({"a": 2, "b": 9}).items()} == {
        "a": "small",
        "b": "covers",
    }


def test_a_count_alone_and_a_rounded_one() -> None:
    assert [alone(n).value for n in (0, 4, 5)] == [None, None, 5]
    assert [rounded(n).value for n in (0, 4, 5, 7, 8, 12, 13)] == [None, None, 5, 5, 10, 10, 15]
