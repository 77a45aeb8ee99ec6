"""The answer as a value: both legs, every ground tried, what is missing, and what may go.

A page can show it and a note can be printed from it; nothing in it needs the rules again.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import Effect, Judge, Truth
from hejda.knowledge.value import Value
from hejda.share.question import Question

Verdict = Literal["refused", "ask_lawyer", "permitted", "required"]
LegVerdict = Literal["refused", "ask_lawyer", "permitted", "required", "not_asked"]
Outcome = Literal["met", "unanswered", "unclear", "not_met"]
Came = Literal["yes", "no", "unknown", "unclear"]
LegName = Literal["may_ask", "may_answer"]
ORDER: tuple[Verdict, ...] = ("refused", "ask_lawyer", "permitted", "required")
"""From the least to the most that may be told."""


def least(*verdicts: Verdict) -> Verdict:
    """The one that lets the least be told."""
    return min(verdicts, key=ORDER.index)


def most(*verdicts: Verdict) -> Verdict:
    """The one that lets the most be told."""
    return max(verdicts, key=ORDER.index)


class ConditionTold(Value):
    """How a condition came out. `met` None: not known. `why`: where it needs a word more."""

    id: str
    question: Text
    needs: Literal["yes", "no"]
    answer: Came
    met: bool | None
    judged_by: Judge | None = None
    why: Text | None = None


class GroundTried(Value):
    """A ground and how it came out. `verdict` is what it gives now, `if_answered` what it could.

    `lifts`: ids of the secrecy in this question that it lifts.
    """

    id: str
    paragraph: Text
    title: Text
    plain: Text
    effect: Effect
    decided_by: Literal["holder", "law", "nobody_here"]
    outcome: Outcome
    verdict: Verdict
    if_answered: Verdict
    lifts: tuple[str, ...]
    conditions: tuple[ConditionTold, ...]
    fields: tuple[str, ...]
    on_suspicion: bool = False
    source: str
    verified: bool
    caveat: Text | None = None


class SecrecyMet(Value):
    """A secrecy provision that protects the item here, and what the grounds make of it."""

    id: str
    paragraph: Text
    title: Text
    plain: Text
    verdict: Verdict
    unlifted: Text | None = None
    source: str
    verified: bool
    caveat: Text | None = None


class Leg(Value):
    """Asking, or answering. `if_answered`: what it would be, were every open condition met.

    `fields`: what may go; empty where nothing may. `fields_if_answered`: what could.
    """

    answer: LegVerdict
    if_answered: LegVerdict
    teller: str
    receiver: str
    secrecy: tuple[SecrecyMet, ...] = ()
    grounds: tuple[GroundTried, ...] = ()
    gate: tuple[ConditionTold, ...] = ()
    fields: tuple[str, ...] = ()
    fields_if_answered: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()


class Unanswered(Value):
    """A condition nobody has answered in a ground that could give more. `decides`: it alone does."""

    condition: str
    leg: LegName
    question: Text
    needs: Literal["yes", "no"]
    judged_by: Judge | None
    grounds: tuple[str, ...]
    decides: bool


class Beside(Value):
    """Something the law says beside the question: a duty about another item, a child, a danger."""

    id: str
    paragraph: Text
    title: Text
    plain: Text
    fields: tuple[str, ...] = ()
    caveat: Text | None = None


class ShareAnswer(Value):
    """The whole answer to a question on its day, seen from `now`.

    `danger`: what to read first, always. `children`: the duty to report beside the question, and
    `child_now` whether the question itself says that a child may fare ill.
    """

    question: Question
    now: dt.date
    answer: Verdict
    if_answered: Verdict
    may_ask: Leg
    may_answer: Leg
    unanswered: tuple[Unanswered, ...]
    fields: tuple[str, ...]
    danger_now: Truth
    danger: tuple[Beside, ...]
    children: tuple[Beside, ...]
    child_now: bool
    also_owed: tuple[Beside, ...]
    caveats: tuple[Text, ...]
    warnings: tuple[Text, ...]
    confirmed_by_lawyer: bool
    pack: str
    rules_fingerprint: str
