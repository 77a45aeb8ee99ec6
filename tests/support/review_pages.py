"""Runs the worked cases of spec/09_review on hejda and on the referee.

Given: `grounds` (columns of Basis), `facts` (of Fact; about_crime yes where not said), `inside`,
`others`, `answers` (field, answer). The listing begins with its first ground. When: `looked at on
DATE`, or `asked of GROUND on DATE`.
Then: `erasure` (erase_on, ground, decides, standing_still, overdue, review_by), `grounds` (ground,
erase_on, decides), `facts` (reference, leaves_on, why, asks), `unverified` (ground), `unmet`
(field, why).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hejda.knowledge.load import load_grounds
from hejda.review.erasure import Erasure, erasure_of
from hejda.review.listing import Answer, Listing
from hejda.review.thresholds import unmet
from tests.support import referee_review as referee
from tests.support.markdown_spec import Case
from tests.support.spec_expectations import unequal

TRUTH = {"yes": True, "no": False}
NOT_TRUTH = ("kind", "reference", "ground", "source_law")
Rows = list[dict[str, Any]]


def told(row: dict[str, str]) -> dict[str, Any]:
    """A row without its empty cells, yes and no as truth."""
    return {
        name: TRUTH.get(cell, cell) if name not in NOT_TRUTH else cell
        for name, cell in row.items()
        if cell
    }


def listing_of(case: Case) -> Listing:
    """The listing that a case gives."""
    grounds = [told(row) for row in case.tables("grounds")]
    facts = [{"about_crime": True, **told(row)} for row in case.tables("facts")]
    return Listing.model_validate(
        {
            "listed_on": grounds[0]["since"],
            "grounds": grounds,
            "facts": facts,
            "inside": [told(row) for row in case.tables("inside")],
            "others": [told(row) for row in case.tables("others")],
        }
    )


def day_of(case: Case) -> dt.date:
    """The day that the When line names."""
    found = re.search(r"\d{4}-\d\d-\d\d", case.when)
    assert found, case.title
    return dt.date.fromisoformat(found[0])


@dataclass
class Looked:
    """What comes out of a case, as tables."""

    case: Case

    def found(self) -> Erasure:
        """Hejda's answer, after the referee has agreed with it."""
        day = day_of(self.case)
        grounds, listing = load_grounds("xx", day), listing_of(self.case)
        answer = erasure_of(listing, grounds, day)
        own = referee.listing_gone(listing, grounds, day)
        assert answer.erase_on == own, f"{self.case.title}: the referee has {own}"
        return answer

    def erasure(self) -> Rows:
        """The whole answer, one row."""
        found = self.found()
        names = ("erase_on", "ground", "decides", "standing_still", "overdue", "review_by")
        return [{name: getattr(found, name) for name in names}]

    def grounds(self) -> Rows:
        """Each ground with its own end."""
        return [
            {"ground": end.ground, "erase_on": end.erase_on, "decides": end.decides}
            for end in self.found().bases
        ]

    def facts(self) -> Rows:
        """Each fact with its own end."""
        return [
            {
                "reference": end.fact.reference,
                "leaves_on": end.leaves_on,
                "why": end.why,
                "asks": end.asks,
            }
            for end in self.found().facts
        ]

    def unverified(self) -> Rows:
        """Grounds and acts nobody has verified."""
        return [{"ground": ground} for ground in self.found().unverified]

    def unmet(self) -> Rows:
        """What the ground demands and is not answered."""
        asked = re.search(r"asked of (\w+)", self.case.when)
        assert asked, self.case.title
        ground = load_grounds("xx", day_of(self.case)).known(asked[1])
        assert ground is not None
        answers = {row["field"]: answer(row["answer"]) for row in self.case.tables("answers")}
        return [{"field": each.field, "why": each.why} for each in unmet(ground, answers)]


def answer(cell: str) -> Answer:
    """An answer as a listing holds it: yes, no, a date, or words."""
    if cell in TRUTH:
        return TRUTH[cell]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return dt.date.fromisoformat(cell)
    return cell or None


def cell(value: Any) -> str:
    """A value as a cell writes it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def differences(case: Case) -> list[str]:
    """What differs between the page and what comes out, a line each."""
    looked = Looked(case)
    found = []
    for words, columns, expected in case.then:
        rows: Callable[[], Rows] = getattr(looked, words)
        got = [{column: cell(row[column]) for column in columns} for row in rows()]
        found += [f"  Then {words}: {line}" for line in unequal(columns, expected, got)]
    return found
