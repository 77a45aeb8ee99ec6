"""Harm of an offence in days, by a scale: from the penal scale, or from a table.

An offence may have several periods. All years are weighed by the one that holds on the pack's
reference date, so that a change of the law never looks like escalation.
"""

from __future__ import annotations

from dataclasses import dataclass

from hejda.knowledge.periods import nearest, period_on
from hejda.knowledge.rules import Text
from hejda.knowledge.written import OffenceRow, WrittenPack

MINIMUM = "statutory_minimum"


@dataclass(frozen=True, slots=True)
class Harm:
    """Days for the completed offence and for an attempt at it."""

    completed: int
    attempt: int


def days_of_months(months: int) -> int:
    """Months as days: one month is 365/12 days, the whole rounded half up."""
    return (months * 365 * 2 + 12) // 24


def least_days(row: OffenceRow, fine_days: int) -> int:
    """The bottom of the scale in days."""
    return fine_days if row.fine_min or row.min_days is None else row.min_days


def greatest_days(row: OffenceRow, fine_days: int, life_days: int) -> int:
    """The top of the scale in days; life counts as `life_days`, or the longest term if longer."""
    prison = fine_days if row.max_days is None else row.max_days
    return max(prison, life_days) if row.life else prison


def harm_by_statute(row: OffenceRow, scale: str, numbers: dict[str, int]) -> Harm:
    """Harm by `statutory_midpoint` or `statutory_minimum`, with the numbers of that rule.

    BrB 23:1 and its like: an attempt may be punished down to `attempt_least_days` when the least
    for the completed offence is `attempt_from_months` or more, else to `attempt_otherwise_days`;
    the top of the scale is the same.
    """
    fine, life = numbers["fine_days"], numbers["life_days"]
    least, greatest = least_days(row, fine), greatest_days(row, fine, life)
    grave = least >= days_of_months(numbers["attempt_from_months"])
    attempted = numbers["attempt_least_days" if grave else "attempt_otherwise_days"]
    attempted = min(attempted, least)
    if scale == MINIMUM:
        return Harm(least, attempted)
    return Harm(_midpoint(least, greatest), _midpoint(attempted, greatest))


def harm_of(pack: WrittenPack, offence_id: str, scale: str) -> Harm | None:
    """Harm of an offence by a scale, at the pack's reference date; None where a table lacks it."""
    if scale in pack.harm_tables:
        row = pack.harm_tables[scale].get(offence_id)
        if row is None:
            return None
        return Harm(row.days, row.days if row.attempt_days is None else row.attempt_days)
    day = pack.head.harm_reference_date
    rule = pack.rule(scale)
    return harm_by_statute(
        nearest(pack.offences[offence_id], day), scale, nearest(rule.periods, day).numbers
    )


def harm_note(pack: WrittenPack, offence_id: str) -> Text | None:
    """What must be said of how an offence is weighed: that the scale of another day stands in."""
    day = pack.head.harm_reference_date
    if pack.head.harm_scale in pack.harm_tables or period_on(pack.offences[offence_id], day):
        return None
    return Text(
        sv=f"Ingen straffskala gällde den {day}; den närmaste i tiden har använts.",
        en=f"No penal scale was in force on {day}; the nearest in time was used.",
    )


def _midpoint(least: int, greatest: int) -> int:
    return (least + greatest + 1) // 2
