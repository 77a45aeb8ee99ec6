"""Counts small enough to point at somebody are hidden, all others rounded, before they leave.

Source: the rule of OpenSAFELY (peers.md [G39]): 7 and below are not told apart, the rest rounded to the
nearest 5. 0 is hidden with them: that nobody has something says something of everybody. A share or a
sum from which a hidden count could be worked out must be hidden as well: that is the caller's.
"""

from __future__ import annotations

from hejda.base.errors import InputError

HIDDEN_TO = 7
"""The highest count that is hidden."""
ROUNDED_TO = 5


def hidden(count: int) -> bool:
    """Whether a count is too small to be shown. Errors: `count_unusable` below 0."""
    if count < 0:
        raise InputError("count_unusable", "A count is below 0.", "", "Count people or records.")
    return count <= HIDDEN_TO


def rounded(count: int) -> int:
    """The count to the nearest 5. Says nothing of whether it may be shown."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def shown(count: int) -> int | None:
    """The count as it may be shown: rounded, None where it is hidden."""
    return None if hidden(count) else rounded(count)
