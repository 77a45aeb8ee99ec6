"""What the API takes and gives, field by field; the OpenAPI document is written from here."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, field_validator, model_validator

from hejda_web.accounts.forms import PERSONAL_NUMBER

Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{43}$", description="`next` of the page before, unread.")
]
RegionCode = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_-]{1,40}$", description="Only this region, of those the token has."),
]
ListName = Literal[
    "harm", "serial", "serial_unknown", "release", "review", "relation_unknown", "several_victims"
]  # fmt: skip
KindName = Literal[
    "report", "threat", "order_made", "order_breached", "detained", "released", "weapon"
]  # fmt: skip
EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


class Problem(Schema):
    """What went wrong, in one sentence, and what to do. Never an id, a value or a name."""

    type: str
    title: str
    status: int
    detail: str
    do: str = Field(description="What to do about it.")
    fields: list[str] | None = Field(None, description="Names of faulty fields, in 422 only.")


class RunOut(Schema):
    """A run's figures; nothing about anybody."""

    id: uuid.UUID
    source: str
    as_of: dt.date = Field(description="The day the facts are of.")
    state: Literal["ordered", "mapping", "loading", "loaded", "failed"]
    loaded_at: dt.datetime | None
    rules: str = Field(description="The pack of rules it was made by.")
    fingerprint: str = Field(description="Of all rules, weights included.")
    rows_in: int
    accepted: int
    duplicate: int
    quarantined: int


class RunPage(Schema):
    """Runs, the newest not first: in the order of their ids, so that a page is never lost."""

    items: list[RunOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class CandidateOut(Schema):
    """That a run proposes somebody, and on which list. Place and score are never given."""

    person: uuid.UUID
    label: str = Field(description="What colleagues say instead of a name.")
    region: str
    list: ListName


class CandidatePage(Schema):
    """Candidates of a run whom the token may know of."""

    items: list[CandidateOut]
    next: str | None


class VoteOut(Schema):
    """One vote of a settled nomination. Who voted, and their words, are not given."""

    round: int
    outcome: Literal["list", "not_list", "ask_facts", "wrong_person", "may_be_victim"]
    reason: str
    ground: str
    at: dt.datetime


class DecisionOut(Schema):
    """A nomination that named people have settled."""

    nomination: uuid.UUID
    person: uuid.UUID
    label: str
    region: str
    origin: str
    votes: list[VoteOut]


class DecisionPage(Schema):
    """Settled nominations."""

    items: list[DecisionOut]
    next: str | None


class ActorOut(Schema):
    """A focus person: two named people decided it, on a ground, from a day."""

    person: uuid.UUID
    label: str
    region: str
    ground: str
    listed_on: dt.date
    started_on: dt.date | None = Field(description="When the work began.")


class ActorPage(Schema):
    """Focus persons."""

    items: list[ActorOut]
    next: str | None


class EventIn(Schema):
    """Something registered elsewhere about somebody. It is shown to whoever works with them; it moves no
    score and decides nothing. Exactly one of `person` and `personal_number`."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$",
        description="The sender's own id. The same id again, with the same content, is taken once.",
    )
    kind: KindName
    happened_at: AwareDatetime = Field(description="From 1990; not in the future.")
    person: uuid.UUID | None = Field(None, description="As a list of this API gave it.")
    personal_number: str | None = Field(
        None,
        pattern=r"^[0-9]{6,8}[-+]?[0-9]{4}$",
        description="Answered 202 alike whether or not anybody here has it; kept nowhere.",
    )

    @field_validator("id")
    @classmethod
    def _names_nobody(cls, given: str) -> str:
        if re.search(PERSONAL_NUMBER, given):
            raise ValueError("this looks like a personal number")
        return given

    @field_validator("happened_at")
    @classmethod
    def _since(cls, given: dt.datetime) -> dt.datetime:
        try:
            exact = given.astimezone(dt.UTC)
        except OverflowError as error:
            raise ValueError("out of range") from error
        if exact < EARLIEST:
            raise ValueError("too early")
        return exact

    @model_validator(mode="after")
    def _about_one(self) -> EventIn:
        if (self.person is None) == (self.personal_number is None):
            raise ValueError("exactly one of person and personal_number")
        return self


class EventOut(Schema):
    """That the event came. It says nothing about whether anybody here is concerned."""

    id: str
    state: Literal["received"]
