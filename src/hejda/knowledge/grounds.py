"""Legal grounds as values: on which a person may be listed, and how long what is known may be kept.

Stages may import this; it reads no file. A ground is told as it stands on one day.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from hejda.knowledge.rules import Text
from hejda.knowledge.value import Value

GroundKind = Literal["listing", "source_law", "ended", "review"]
"""listing: a person may be listed on it. source_law: the act a source keeps its records under.

ended: what becomes of a suspicion that has ended. review: how often the need is looked at again.
"""
FieldKind = Literal["text", "yes_no", "date", "choice"]
Audience = Literal["designated", "few", "need"]
"""Who may see: officers named one by one; a few people; everybody whose task needs it."""
Moment = Literal[
    "crime_fact", "first_kept", "case_closed", "sanction_ended", "suspicion_ended", "review"
]
"""What a clock runs from. `crime_fact`: the last new fact about criminal activity, never a score,

a review or a view. The others are days of the listing, of its case or of one fact.
"""


class Choice(Value):
    """One answer a field may have."""

    id: str
    label: Text


class ThresholdField(Value):
    """A condition of the law that a listing must answer, with its reason.

    `must_be_yes`: the ground does not hold where the answer is no.
    """

    id: str
    label: Text
    kind: FieldKind
    must_be_yes: bool = False
    choices: tuple[Choice, ...] = ()


class Access(Value):
    """Who may see what the listing holds, and who may see that there is one."""

    content: Audience
    exists: Audience
    says: Text


class Circumstances(Value):
    """When a clock applies; None: whether or not. `serious`: two years of prison in the scale."""

    in_case: bool | None = None
    serious: bool | None = None


class Clock(Value):
    """How long something may be kept. `years` None: nobody here knows, so ask a lawyer.

    `year_end`: counted from the end of the calendar year of `event`. `not_counted`: kinds of
    custody in which the clock stands still. `prolonged`: a new entry under the same act that comes
    in time makes the years run anew, to at most `at_most_years`.
    """

    id: str
    label: Text
    applies: Circumstances = Circumstances()
    event: Moment
    years: int | None = Field(ge=0)
    year_end: bool = False
    not_counted: tuple[str, ...] = ()
    prolonged: bool = False
    at_most_years: int | None = None
    paragraph: Text


class Ground(Value):
    """A ground as it stands on a day. `until`: the last day there is such a ground, None: still.

    `verified` holds on that day; `doubt` says what is not sure, where something is not.
    """

    id: str
    kind: GroundKind
    title: Text
    plain: Text
    act: Text
    paragraph: Text
    fields: tuple[ThresholdField, ...]
    access: Access | None
    clocks: tuple[Clock, ...]
    until: dt.date | None
    verified: bool
    doubt: Text | None = None


class Grounds(Value):
    """All grounds of a pack on one day, with the fingerprint of their files.

    `due_for_review`, `unverified`: ids that go on, but never silently.
    """

    pack: str
    on: dt.date
    fingerprint: str
    grounds: tuple[Ground, ...]
    due_for_review: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    def of_kind(self, kind: GroundKind) -> tuple[Ground, ...]:
        """Those of one kind, in order of id."""
        return tuple(ground for ground in self.grounds if ground.kind == kind)

    def known(self, ground_id: str) -> Ground | None:
        """The ground with that id; None where there is none on that day."""
        return next((ground for ground in self.grounds if ground.id == ground_id), None)
