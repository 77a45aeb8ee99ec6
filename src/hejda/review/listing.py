"""A listing as far as its end depends on it: grounds, facts, time inside, and what changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from hejda.knowledge.value import Value

Answer = bool | dt.date | str | None
OtherKind = Literal["score", "review", "view", "measure", "note"]


class Fact(Value):
    """One dated record that the listing rests on, known here from `registered_on`.

    `about_crime`: a fact about criminal activity; only these move a listing's clock. `source_law`:
    id of the act its source keeps it under, None for the police data act itself. The other days
    are those on which its case was closed, the sanction was served, the suspicion ended, or the
    source took it back.
    """

    reference: str = Field(min_length=1)
    registered_on: dt.date
    about_crime: bool
    source_law: str | None = None
    case_closed_on: dt.date | None = None
    sanction_ended_on: dt.date | None = None
    ended_on: dt.date | None = None
    withdrawn_on: dt.date | None = None


class Basis(Value):
    """A ground as the listing uses it, with its answers to what the ground demands.

    `in_case`: the facts are those of a case; `serious`: two years of prison in the scale. None is
    not "no": where it is not said, every clock that may apply runs, and the shortest decides.
    """

    ground: str
    since: dt.date
    ended_on: dt.date | None = None
    in_case: bool | None = None
    serious: bool | None = None
    case_closed_on: dt.date | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Basis:
        if self.ended_on and self.ended_on < self.since:
            raise ValueError("a ground ends before it begins")
        return self


class Inside(Value):
    """Days in custody, both ends included; `until` None while it lasts."""

    kind: Literal["remand", "prison", "tag", "forensic_care"]
    since: dt.date
    until: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Inside:
        if self.until and self.until < self.since:
            raise ValueError("time inside ends before it begins")
        return self


class Other(Value):
    """Something that happened with the listing and is no new fact: it moves no day of erasure.

    A review moves the day of the next review, and nothing else.
    """

    kind: OtherKind
    on: dt.date


class Listing(Value):
    """A listing. `facts` may hold records of any day; those registered later do not count yet."""

    listed_on: dt.date
    grounds: tuple[Basis, ...] = Field(min_length=1)
    facts: tuple[Fact, ...] = ()
    inside: tuple[Inside, ...] = ()
    others: tuple[Other, ...] = ()
