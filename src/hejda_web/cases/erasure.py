"""When a listing must be erased, by the grounds in force, from what the application holds of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hejda.base.errors import HejdaError
from hejda.knowledge.grounds import Grounds
from hejda.knowledge.load import load_grounds
from hejda.review.erasure import Erasure, erasure_of
from hejda.review.listing import Basis, Fact
from hejda.review.listing import Listing as Held
from hejda_web.nominations.grounds import PACK
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.runs.models import Evidence
from hejda_web.ui.words import Words

ABOUT_CRIME = (
    "incident", "offence", "involvement", "custody", "sanction", "protection_order", "supervision",
)  # fmt: skip
"""Tables whose rows are facts about criminal activity; an observation or a home moves no clock."""
NO_ACT = "none"
"""How a source begins the name of its act where no act applies: invented people."""


@dataclass(frozen=True)
class Ending:
    """When a listing must be erased and by when its need is reviewed; every step in words.

    told: False where the rules could not tell, and a lawyer must. unread: acts of facts that the
    rules do not know, so that they were counted by the listing's own ground alone.
    """

    told: bool
    erase_on: dt.date | None = None
    review_by: dt.date | None = None
    overdue: bool = False
    steps: tuple[Words, ...] = ()
    asks: tuple[Words, ...] = ()
    unread: tuple[str, ...] = ()


def ending_of(
    listing: Listing, nomination: Nomination | None, events: list[Evidence], on: dt.date
) -> Ending:
    """When the listing ends by the grounds in force on a day.

    nomination: the act that a named person wrote down counts as a fact from the day it was written.
    """
    try:
        grounds = load_grounds(PACK, on)
        found = erasure_of(_held(listing, nomination, events, grounds), grounds, on)
    except HejdaError:
        return Ending(told=False)
    return _ending(found, events, grounds)


def _held(
    listing: Listing, nomination: Nomination | None, events: list[Evidence], grounds: Grounds
) -> Held:
    answers = dict(zip(listing.threshold_names, listing.threshold_answers, strict=False))
    basis = Basis(
        ground=listing.ground,
        since=listing.listed_on,
        ended_on=listing.ended_on,
        in_case=True if answers.get("case_reference") else None,
        serious=True if answers.get("two_years_in_scale") == "yes" else None,
    )
    facts = [
        Fact(
            reference=each.reference,
            registered_on=each.registered_on,
            about_crime=each.table in ABOUT_CRIME,
            source_law=each.source_law if _known(each, grounds) else None,
            withdrawn_on=each.superseded_on,
        )
        for each in events
    ]
    if nomination is not None and nomination.acts:
        day = nomination.made_at.date()
        facts.append(Fact(reference="nomination", registered_on=day, about_crime=True))
    return Held(listed_on=listing.listed_on, grounds=(basis,), facts=tuple(facts))


def _known(event: Evidence, grounds: Grounds) -> bool:
    law = grounds.known(event.source_law)
    return law is not None and law.kind == "source_law"


def _ending(found: Erasure, events: list[Evidence], grounds: Grounds) -> Ending:
    unread = {
        each.source_law
        for each in events
        if each.source_law and not each.source_law.startswith(NO_ACT) and not _known(each, grounds)
    }
    return Ending(
        told=True,
        erase_on=found.erase_on,
        review_by=found.review_by,
        overdue=found.overdue,
        steps=tuple(Words(step.line(True), step.line(False)) for step in found.steps),
        asks=tuple(Words(*asked) for asked in found.asks),
        unread=tuple(sorted(unread)),
    )
