"""Whether an offence qualifies, by the scale of the right day; an unread change is never guessed."""

from __future__ import annotations

import datetime as dt

from hejda.knowledge.periods import period_on
from hejda.knowledge.sharing import OffenceTest, ScaledOffence, ScaleRow, SharingRules
from hejda.share.answer import Came
from hejda.share.question import Question

_STRONGEST: tuple[Came, ...] = ("yes", "unclear", "unknown", "no")


def offence_came(test: OffenceTest, question: Question, rules: SharingRules) -> Came:
    """How the offences of a question come out in a test: one that qualifies is enough.

    None named: unknown. A scale nobody has confirmed: yes where the one before it qualified, else
    unclear; unclear too on a day for which the table has no scale.
    """
    found = [rules.offence(each) for each in question.offences]
    came = [_came(test, offence, question) for offence in found if offence]
    return min(came, key=_STRONGEST.index, default="unknown")


def _came(test: OffenceTest, offence: ScaledOffence, question: Question) -> Came:
    if test.among and not any(offence.id.startswith(f"{each}-") for each in test.among):
        return "no"
    if not _asks_for_scale(test):
        return "yes"
    day = question.on if test.of == "feared" else question.act_on
    if day is not None:
        return _on_day(test, offence, day, question.attempted)
    each = {_qualifies(test, row, question.attempted) for row in offence.rows if row.known}
    if len(each) == 1 and all(row.known for row in offence.rows):
        return "yes" if each.pop() else "no"
    return "unknown"


def _asks_for_scale(test: OffenceTest) -> bool:
    return test.prison or test.min_months is not None or test.attempt_min_months is not None


def _on_day(test: OffenceTest, offence: ScaledOffence, day: dt.date, attempted: bool) -> Came:
    rows = sorted(offence.rows, key=lambda row: row.since or dt.date.min)
    row = period_on(rows, day)
    if row is None or not row.known:
        return "unclear"
    before = rows.index(row) - 1
    if not row.verified and before >= 0:
        return "yes" if _qualifies(test, rows[before], attempted) else "unclear"
    return "yes" if _qualifies(test, row, attempted) else "no"


def _qualifies(test: OffenceTest, row: ScaleRow, attempted: bool) -> bool:
    if test.prison and not row.prison:
        return False
    least = test.attempt_min_months if attempted else test.min_months
    return least is None or (row.min_months or 0) >= least
