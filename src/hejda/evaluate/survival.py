"""When something happens, where people leave before it can, or something else comes first.

Sources: science.md §4.1; Aalen and Johansen 1978; Kaplan and Meier 1958; Andersen et al. 2012 (one
minus Kaplan-Meier counts too much where something competes: nobody dead or inside is reported).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hejda.base.errors import InputError
from hejda.evaluate.rows import Counts, Floats, Numbers, Weight, counts_of, rows_differ

CENSORED, OUTCOME = 0, 1
"""Events: 0 nothing more was seen, 1 the outcome; from 2 what competes, such as death or custody."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A share that changes on certain days and stands still between.

    `days`: rising, from the start. `shares`: from that day on. `start`: before the first. `last`:
    the last day on which anybody was followed.
    """

    days: Counts
    shares: Floats
    start: float
    last: int

    def at(self, day: int) -> float:
        """The share at the end of `day`; nan after the last day followed, where nobody knows."""
        if day > self.last:
            return float("nan")
        place = int(np.searchsorted(self.days, day, "right"))
        return float(self.shares[place - 1]) if place else self.start


def cumulative_incidence(
    days: Numbers, event: Numbers, weight: Weight = None, cause: int = OUTCOME
) -> Steps:
    """The share to whom `cause` has come first by each day (Aalen-Johansen).

    `days`: whole days from the start to the event, from 0. `event`: see `OUTCOME`. Who leaves on a
    day was still there when that day's events came. Errors: `days_unusable`, `event_unusable`.
    """
    at_risk, happened, ours = _by_day(days, event, weight, cause)
    left = np.cumprod(1 - happened / at_risk.clip(1))
    just_before = np.concatenate([[1.0], left[:-1]])
    return _steps(np.cumsum(just_before * ours / at_risk.clip(1)), ours, at_risk, 0.0)


def event_free(days: Numbers, event: Numbers, weight: Weight = None) -> Steps:
    """The share to whom no event of any kind has come by each day (Kaplan-Meier).

    Arguments and errors as `cumulative_incidence`; the incidences of all causes and this add to 1.
    """
    at_risk, happened, _ = _by_day(days, event, weight, OUTCOME)
    return _steps(np.cumprod(1 - happened / at_risk.clip(1)), happened, at_risk, 1.0)


def _by_day(
    days: Numbers, event: Numbers, weight: Weight, cause: int
) -> tuple[Counts, Counts, Counts]:
    """For each day from 0: how many are still there, have any event, have `cause`."""
    if len(event) != len(days):
        raise rows_differ()
    if not np.issubdtype(days.dtype, np.integer) or (len(days) and days.min() < 0):
        raise InputError("days_unusable", "A time is no whole day from 0.", "", "Count in days.")
    if not np.issubdtype(event.dtype, np.integer) or (len(event) and event.min() < CENSORED):
        raise InputError(
            "event_unusable", "An event is no whole number from 0.", "", "See OUTCOME."
        )
    counts = counts_of(weight, len(days))
    leaving = _counted(days, counts)
    at_risk: Counts = np.cumsum(leaving[::-1])[::-1]
    happened = _counted(days, counts * (event != CENSORED))
    return at_risk, happened, _counted(days, counts * (event == cause))


def _counted(days: Numbers, counts: Counts) -> Counts:
    return np.bincount(days, weights=counts).astype(np.int64)


def _steps(shares: Floats, changes: Counts, at_risk: Counts, start: float) -> Steps:
    days = np.flatnonzero(changes)
    followed = np.flatnonzero(at_risk)
    return Steps(days, shares[days], start, int(followed[-1]) if len(followed) else -1)
