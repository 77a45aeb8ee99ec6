"""Secrecy, and what lifts it, as values: who may tell what to whom, as it stands on one day.

Stages may import this; it reads no file. Secrecy follows the item, not only the body that holds it.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from hejda.knowledge.rules import Text
from hejda.knowledge.value import Value

Truth = Literal["yes", "no", "unknown"]
Effect = Literal["shall", "may", "must_not"]
SharingKind = Literal["ground", "duty", "exclusion", "named"]
"""ground: lifts secrecy. duty: obliges, and lifts it. exclusion: what other grounds may not lift.

named: something the gateway names and does not decide.
"""
Initiative = Literal["own", "request"]
Purpose = Literal["prevent", "investigate", "protect_child", "care", "support_victim"]
Subject = Literal["actor", "victim", "child", "third_person"]
Judge = Literal["holder", "asker"]
GapKind = Literal["no_such_rule", "not_read"]
"""no_such_rule: the law had none then. not_read: there was one, and nobody here has read it."""

INQUIRY = "inquiry"
"""What a question tells by being asked; no kind of item anybody asks for."""


class BodyKind(Value):
    """A kind of body. `authority` unknown: some are, some are not. `bound`: held to secrecy."""

    id: str
    title: Text
    authority: Truth
    bound: bool
    examples: Text | None = None


class Named(Value):
    """A word of the questions with its label: an item, a field, a purpose."""

    id: str
    title: Text


class AskedCondition(Value):
    """A condition as a question a person can answer with yes, no or unknown."""

    id: str
    question: Text


class Terms(Value):
    """The words of the questions. `tells`, `leaves_out`: what a question may and may not reveal.

    `first_day`: no question can be answered for a day before it.
    """

    first_day: dt.date
    kinds: tuple[BodyKind, ...]
    items: tuple[Named, ...]
    purposes: tuple[Named, ...]
    fields: tuple[Named, ...]
    conditions: tuple[AskedCondition, ...]
    tells: tuple[str, ...]
    leaves_out: tuple[str, ...]

    def kind(self, kind_id: str) -> BodyKind:
        """The kind of body with that id; the reader has seen that every kind named is there."""
        return next(kind for kind in self.kinds if kind.id == kind_id)

    def title(self, word: str) -> Text:
        """The label of a kind, item, purpose or field, or a condition's question."""
        told = {each.id: each.title for each in (*self.fields, *self.purposes, *self.items)}
        told |= {kind.id: kind.title for kind in self.kinds}
        told |= {condition.id: condition.question for condition in self.conditions}
        return told[word]


class Condition(Value):
    """A condition of a ground: a question, the answer it needs, and who judges it.

    `suspicion_is_enough`: not knowing does not free anybody from a duty that suspicion starts.
    """

    ask: str
    must: Literal["yes", "no"] = "yes"
    judged_by: Judge = "holder"
    suspicion_is_enough: bool = False


class OffenceTest(Value):
    """Which offences qualify. `of` feared: by the scale of the day of asking; past: of the act.

    `among`: beginnings of offence ids; none means any. Months are of prison; `prison`: any prison
    in the scale. `attempt_min_months`: the least for the completed offence where it was attempted.
    """

    of: Literal["feared", "past"]
    among: tuple[str, ...] = ()
    min_months: int | None = None
    attempt_min_months: int | None = None
    prison: bool = False


class Lifts(Value):
    """Which secrecy a ground lifts, by ids: only these, or all but these."""

    only: tuple[str, ...] | None = None
    all_but: tuple[str, ...] | None = None

    def secrecy(self, secrecy_id: str) -> bool:
        """Whether it lifts the secrecy with that id."""
        if self.only is not None:
            return secrecy_id in self.only
        return secrecy_id not in (self.all_but or ())


class Scope(Value):
    """From whom, to whom, about whom and what, on whose initiative, and for which purpose.

    None: any. `unsure_holders`, `unsure_receivers`: whether it reaches them has not been read.
    """

    holders: tuple[str, ...]
    receivers: tuple[str, ...]
    unsure_holders: tuple[str, ...] = ()
    unsure_receivers: tuple[str, ...] = ()
    authorities: bool = False
    initiative: Initiative | None = None
    purposes: tuple[Purpose, ...] | None = None
    items: tuple[str, ...] | None = None
    about: tuple[Subject, ...] | None = None


class Wording(Value):
    """The standing of a rule's text on a day. `gap`: why none is known, where none is.

    `verified` holds on that day, `doubt` says what is not sure; `due`: past its review date.
    """

    paragraph: Text
    gap: GapKind | None = None
    gap_says: Text | None = None
    source: str
    verified: bool
    confirmed: bool
    review_by: dt.date
    doubt: Text | None = None
    due: bool = False


class Secrecy(Value):
    """A secrecy provision: what it protects and where. None in `items` or `about`: whatever.

    `closed_to`: acts whose grounds cannot lift it. `ask_lawyer_to`: receivers for whom other law,
    not among these rules, may say more where nothing lifts it; `unlifted` says which law.
    """

    id: str
    rows: tuple[str, ...]
    title: Text
    plain: Text
    wording: Wording
    holders: tuple[str, ...]
    items: tuple[str, ...] | None
    about: tuple[Subject, ...] | None
    closed_to: tuple[str, ...] = ()
    ask_lawyer_to: tuple[str, ...] = ()
    unlifted: Text | None = None

    def protects(self, holder: str, item: str, about: Subject) -> bool:
        """Whether it protects that item, held by that kind of body, about that person."""
        if holder not in self.holders or not (self.items is None or item in self.items):
            return False
        return self.about is None or about in self.about


class SharingGround(Value):
    """A ground that lifts secrecy, a duty, an exclusion, or something only named; on one day.

    `act`: the act it stands in, by its short id. `excluded_by`: id of the exclusion that bounds it.
    `backstop`: told, but not asked for, unless somebody answers it.
    """

    id: str
    kind: SharingKind
    rows: tuple[str, ...]
    title: Text
    plain: Text
    act: str
    wording: Wording
    effect: Effect
    decided_by: Literal["holder", "law", "nobody_here"]
    scope: Scope
    lifts: Lifts
    excluded_by: str | None = None
    offences: OffenceTest | None = None
    conditions: tuple[Condition, ...] = ()
    fields: tuple[str, ...] = ()
    backstop: bool = False


class ScaleRow(Value):
    """The penal scale of an offence from a day until a day; months of prison, None: none stated.

    `known`: the row says anything at all of the scale.
    """

    since: dt.date | None
    until: dt.date | None
    min_months: int | None
    prison: bool
    known: bool
    verified: bool


class ScaledOffence(Value):
    """An offence with every period of its scale, in order."""

    id: str
    title: Text
    rows: tuple[ScaleRow, ...]


class SharingRules(Value):
    """Everything a question is answered from, on one day, with the fingerprint of its files."""

    pack: str
    on: dt.date
    fingerprint: str
    terms: Terms
    secrecy: tuple[Secrecy, ...]
    grounds: tuple[SharingGround, ...]
    offences: tuple[ScaledOffence, ...]

    def offence(self, offence_id: str) -> ScaledOffence | None:
        """The offence with that id; None where the table has none."""
        return next((each for each in self.offences if each.id == offence_id), None)

    def ground(self, ground_id: str) -> SharingGround | None:
        """The ground with that id; None where there is none."""
        return next((each for each in self.grounds if each.id == ground_id), None)
