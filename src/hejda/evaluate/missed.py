"""Why somebody was not on a list: the first thing, in a fixed order, that kept them off it.

Everything here is about what was registered by one day. What was not known then may only be used
to understand what stood in the records (`Suspicion.may_be`), never to say that it was known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hejda.evaluate.intervals import Curve, Estimate, Share, clustered_curve, no_narrower, worth
from hejda.evaluate.rows import Floats, Numbers, Weight

LISTED = "listed"
WHY: dict[str, str] = {
    "never_reported": "registered",
    "identity_split": "one_person",
    "role": "suspect",
    "wrong_code": "partner",
    "ended": "in_force",
    "degree": "degree",
    "aged_out": "look_back",
    "excluded": "population",
    "below_floor": "floor",
    "inside": "at_liberty",
    "below_capacity": "places",
    LISTED: "none",
}
"""Reason → the threshold that was not met, in the order in which they are asked."""


@dataclass(frozen=True)
class Suspicion:
    """One suspicion that was registered by the day, against a partner or perhaps so.

    partner: the records of that day make it a partner's. may_be: they do not, yet the relation was
    not stated, or the records later show that the two were partners. ended: it had ended so that it
    does not count. degree: its degree of suspicion counts. recent: registered within the look-back.
    """

    partner: bool
    may_be: bool = False
    ended: bool = False
    degree: bool = True
    recent: bool = True

    @property
    def would_count(self) -> bool:
        """Whether it would count if it were taken as a partner's."""
        return not self.ended and self.degree and self.recent


@dataclass(frozen=True)
class Seen:
    """What the records and the lists of a day said of one person, under all their records.

    other_role: stands in an incident between partners, not as suspect. together: lies under several
    records that were not put together, and together would have been on a list. waiting: before the
    last place, but inside. score: None where not ranked.
    """

    suspicions: Sequence[Suspicion]
    other_role: bool
    listed: bool
    together: bool
    waiting: bool
    score: int | None
    floor: int


def why(seen: Seen) -> str:
    """The first reason that fits, a key of WHY."""
    if seen.listed:
        return LISTED
    against = [each for each in seen.suspicions if each.partner or each.may_be]
    if not against and not seen.other_role:
        return "never_reported"
    if seen.together:
        return "identity_split"
    if not against:
        return "role"
    return _unranked(against) if seen.score is None else _ranked(seen)


def _ranked(seen: Seen) -> str:
    if seen.score is not None and seen.score < seen.floor:
        return "below_floor"
    return "inside" if seen.waiting else "below_capacity"


def _unranked(against: Sequence[Suspicion]) -> str:
    coded = [each for each in against if each.partner]
    if not coded or any(each.would_count for each in against if not each.partner):
        return "wrong_code"
    standing = [each for each in coded if not each.ended]
    if not standing:
        return "ended"
    by_degree = [each for each in standing if each.degree]
    if not by_degree:
        return "degree"
    return "excluded" if any(each.recent for each in by_degree) else "aged_out"


def share_listed(harm: Numbers, listed: Numbers) -> Curve:
    """The share of `harm` (days, (cases,)) that was `listed` (0 or 1, (cases, days before)).

    Not a number at any point of a draw in which no harm was drawn.
    """

    def curve(weight: Weight) -> Floats:
        of = harm if weight is None else harm * weight
        whole = of.sum()
        if not whole:
            return np.full(listed.shape[1], np.nan)
        found: Floats = (of[:, None] * listed).sum(axis=0) / whole
        return found

    return curve


def listed_curve(harm: Numbers, listed: Numbers, times: int, seed: int) -> tuple[Estimate, ...]:
    """`share_listed` with intervals by resampling cases, one estimate per column of `listed`."""
    drawn = clustered_curve(share_listed(harm, listed), np.arange(len(harm)), times, seed)
    return tuple(no_narrower(each, Share(each.value, worth(harm))) for each in drawn)
