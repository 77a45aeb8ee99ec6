"""The one shape of an explanation: which rule, which figure, how many points, which records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason behind a score, before it is put into words.

    `value` is the figure the rule used (days, harm days or a count; None where it has none).
    `points` are in the score's own unit; those of one person and ranker add up to the score.
    `evidence` holds references `table:id`. The rest lets the sentence be written: the day of the
    event, the day it was registered, the offences' titles in both languages, and the highest
    Swedish-law degree of suspicion recorded. `withheld`: the records behind it may no longer be
    shown (the suspicion has since ended by acquittal, or the record was withdrawn).
    """

    rule: str
    value: int | None
    points: int
    evidence: tuple[str, ...] = ()
    day: dt.date | None = None
    registered_on: dt.date | None = None
    titles_sv: tuple[str, ...] = ()
    titles_en: tuple[str, ...] = ()
    suspicion: str | None = None
    withheld: bool = False
