"""When a listing must be erased, as its page tells it: the same clock that ends it, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hejda.base.errors import HejdaError
from hejda_web.nominations.clocks import erasure_on, facts_of
from hejda_web.nominations.models import Listing
from hejda_web.ui.words import Words

NO_ACT = "none"
"""How a source begins the name of its act where no act applies: invented people."""


@dataclass(frozen=True)
class Ending:
    """When a listing must be erased and by when its need is reviewed; every step in words.

    told: False where the rules could not tell, and a lawyer must. other_acts: acts the records are
    kept under besides the listing's own ground; their own times may be shorter.
    """

    told: bool
    erase_on: dt.date | None = None
    review_by: dt.date | None = None
    overdue: bool = False
    steps: tuple[Words, ...] = ()
    asks: tuple[Words, ...] = ()
    other_acts: tuple[str, ...] = ()


def ending_of(listing: Listing | None, on: dt.date) -> Ending | None:
    """When a listing that stands must end, by the grounds in force on a day; None where none stands."""
    if listing is None or listing.ended_on is not None:
        return None
    person = listing.person_id
    records = facts_of([person])[person]
    try:
        found = erasure_on(listing, listing.nomination, records, on)
    except HejdaError:
        return Ending(told=False)
    acts = {each.source_law for each in records if each.source_law}
    return Ending(
        told=True,
        erase_on=found.erase_on,
        review_by=found.review_by,
        overdue=found.overdue,
        steps=tuple(
            Words(step.line(swedish=True), step.line(swedish=False)) for step in found.steps
        ),
        asks=tuple(Words(*asked) for asked in found.asks),
        other_acts=tuple(sorted(act for act in acts if not act.startswith(NO_ACT))),
    )
