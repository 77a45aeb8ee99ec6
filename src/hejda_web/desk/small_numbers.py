"""Counts under five are hidden, all others rounded to the nearest five, wherever they stand on a page.

Pure. Exact counts could be subtracted from each other: a part from its sum, those who are late from those
who wait, one day's figures from the next. Rounded ones cannot, but for a sum of small ones alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
"""The lowest count that is shown, and the fewest people it may be about."""
ROUNDED_TO = 5


@dataclass(frozen=True)
class Count:
    """How many, and how many people they are about; of people the two are one."""

    n: int = 0
    people: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.n + other.n, self.people + other.people)


@dataclass(frozen=True)
class Shown:
    """A count as a page may say it. value: None where hidden. why: shown, small, or covered."""

    value: int | None
    why: str

    @property
    def small(self) -> bool:
        """Whether it reads "fewer than 5"."""
        return self.why == "small"


SMALL, COVERED = Shown(None, "small"), Shown(None, "covered")


def rounded(count: Count) -> Shown:
    """A count to the nearest five; small under five, covered where fewer than five people are behind it."""
    if count.n < LEAST:
        return SMALL
    if count.people < LEAST:
        return COVERED
    return Shown((count.n + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO, "shown")


def summed(parts: Mapping[str, Count]) -> tuple[dict[str, Shown], Shown]:
    """(parts, their sum). The sum goes where it would say what a hidden part is, or where a part is
    covered: many records of a few people."""
    told = {name: rounded(count) for name, count in parts.items()}
    if len(told) == 1:
        return told, next(iter(told.values()))
    total = rounded(sum(parts.values(), Count()))
    if total.value is not None and (COVERED in told.values() or _tells(total.value, told)):
        return told, COVERED
    return told, total


def of_a_sum(parts: Mapping[str, Count], total: Shown) -> dict[str, Shown]:
    """Parts whose sum stands elsewhere on the page: none is shown where the sum would tell a hidden one."""
    told = {name: rounded(count) for name, count in parts.items()}
    if COVERED in told.values() or (total.value is not None and _tells(total.value, told)):
        return dict.fromkeys(told, COVERED)
    return told


def _tells(total: int, parts: Mapping[str, Shown]) -> bool:
    """Whether a rounded sum rules out one of the values 0 to 4 for a small part among the others."""
    low, high = _between(total)
    ranges = [(0, LEAST - 1) if p.value is None else _between(p.value) for p in parts.values()]
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    any_small = any(each.small for each in parts.values())
    return any_small and not (low - (most - LEAST + 1) <= 0 and high - least >= LEAST - 1)


def _between(value: int) -> tuple[int, int]:
    return max(LEAST, value - ROUNDED_TO // 2), value + ROUNDED_TO // 2
