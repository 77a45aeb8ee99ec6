"""One ground tried on one question: every condition, how it came out, and what the ground gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import (
    Condition,
    Secrecy,
    SharingGround,
    SharingRules,
    Truth,
)
from hejda.share import words
from hejda.share.answer import Came, ConditionTold, GroundTried, Outcome, Verdict
from hejda.share.offences import offence_came
from hejda.share.question import Question

PURPOSE, INITIATIVE, LIFTS, REACHES, OFFENCE = (
    "purpose",
    "initiative",
    "lifts",
    "reaches",
    "offence",
)
AUTHORITY = ("holder_is_authority", "receiver_is_authority")


@dataclass(frozen=True, slots=True)
class Telling:
    """One leg: who would tell whom which item. `answers` set a condition, whatever is known of it.

    `asking`: the leg of asking, which has facts of its own and is told on own initiative.
    """

    question: Question
    rules: SharingRules
    teller: str
    receiver: str
    item: str
    asking: bool = False
    answers: Mapping[str, Truth] = field(default_factory=dict)

    def fact(self, condition: str) -> Truth:
        """What is known of a condition here."""
        said = self.answers.get(condition)
        return said if said is not None else self.question.fact(condition, self.asking)

    @property
    def protecting(self) -> tuple[Secrecy, ...]:
        """The secrecy that protects the item at the teller."""
        about = self.question.about
        found = self.rules.secrecy
        return tuple(each for each in found if each.protects(self.teller, self.item, about))


def may_be_tried(ground: SharingGround, telling: Telling) -> bool:
    """Whether the ground speaks of these two bodies, this item and this person at all."""
    scope = ground.scope
    return (
        ground.kind in ("ground", "duty")
        and telling.teller in (*scope.holders, *scope.unsure_holders)
        and telling.receiver in (*scope.receivers, *scope.unsure_receivers)
        and (scope.items is None or telling.item in scope.items)
        and (scope.about is None or telling.question.about in scope.about)
    )


def lifted_by(ground: SharingGround, telling: Telling) -> tuple[str, ...]:
    """Ids of the secrecy here that the ground lifts; a bound that is not known lets it lift none."""
    bound: Sequence[str] = ()
    if ground.excluded_by is not None:
        exclusion = telling.rules.ground(ground.excluded_by)
        if exclusion is None:
            return ()
        bound = exclusion.lifts.only or ()
    return tuple(
        each.id
        for each in telling.protecting
        if ground.lifts.secrecy(each.id)
        and each.id not in bound
        and ground.act not in each.closed_to
    )


def tried(ground: SharingGround, telling: Telling) -> GroundTried:
    """The ground, tried."""
    lifts = lifted_by(ground, telling)
    frame = tuple(_frame(ground, telling, lifts))
    asked = tuple(_asked(ground, telling))
    outcome = _outcome(ground, frame, asked)
    effect: Verdict = "required" if ground.effect == "shall" else "permitted"
    unclear = any(condition.answer == "unclear" for condition in (*frame, *asked))
    given: dict[Outcome, Verdict] = {"met": effect, "unclear": "ask_lawyer"}
    if_answered = given.get(outcome, "refused")
    if outcome == "unanswered" and not ground.backstop:
        if_answered = "ask_lawyer" if unclear else effect
    wording = ground.wording
    return GroundTried(
        id=ground.id,
        paragraph=wording.paragraph,
        title=ground.title,
        plain=ground.plain,
        effect=ground.effect,
        decided_by=ground.decided_by,
        outcome=outcome,
        verdict=given.get(outcome, "refused"),
        if_answered=if_answered,
        lifts=lifts,
        conditions=(*frame, *asked),
        fields=ground.fields,
        on_suspicion=any(each.suspicion_is_enough for each in ground.conditions),
        source=wording.source,
        verified=wording.verified,
        caveat=wording.gap_says or wording.doubt,
    )


def _outcome(
    ground: SharingGround, frame: Sequence[ConditionTold], asked: Sequence[ConditionTold]
) -> Outcome:
    """What the law's frame says goes first: a text nobody can rely on is not tried on facts."""
    if any(each.met is False for each in frame):
        return "not_met"
    if ground.wording.due or ground.wording.gap:
        return "unclear"
    if any(each.met is False for each in asked):
        return "not_met"
    every = (*frame, *asked)
    if any(each.met is None and each.answer == "unknown" for each in every):
        return "unanswered"
    return "unclear" if any(each.answer == "unclear" for each in every) else "met"


def _frame(
    ground: SharingGround, telling: Telling, lifts: Sequence[str]
) -> Iterator[ConditionTold]:
    scope, question = ground.scope, telling.question
    if telling.protecting and not lifts:
        yield _told(LIFTS, words.LIFTS_QUESTION, "no", why=_why_not_lifted(ground, telling))
    if scope.purposes is not None:
        fits: Came = "yes" if question.purpose in scope.purposes else "no"
        yield _told(PURPOSE, words.PURPOSE_QUESTION, fits)
    if scope.initiative is not None:
        own = telling.asking or question.initiative == "own"
        fits = "yes" if (scope.initiative == "own") == own else "no"
        yield _told(INITIATIVE, words.INITIATIVE_QUESTIONS[scope.initiative], fits)
    unsure = telling.teller in scope.unsure_holders or telling.receiver in scope.unsure_receivers
    if unsure:
        yield _told(REACHES, words.REACHES_QUESTION, "unclear", why=ground.wording.doubt)
    if scope.authorities:
        for name, kind in zip(AUTHORITY, (telling.teller, telling.receiver), strict=True):
            known = telling.rules.terms.kind(kind).authority
            said = telling.fact(name) if known == "unknown" else known
            yield _told(name, telling.rules.terms.title(name), said)


def _why_not_lifted(ground: SharingGround, telling: Telling) -> Text:
    closed = [each for each in telling.protecting if ground.act in each.closed_to]
    if ground.excluded_by and not closed:
        exclusion = telling.rules.ground(ground.excluded_by)
        if exclusion is not None:
            return exclusion.plain
    return words.not_lifted([each.wording.paragraph for each in telling.protecting])


def _asked(ground: SharingGround, telling: Telling) -> Iterator[ConditionTold]:
    if ground.offences is not None:
        came = offence_came(ground.offences, telling.question, telling.rules)
        question, why = words.offence_words(ground.offences, came)
        yield _told(OFFENCE, question, came, why=why)
    for condition in ground.conditions:
        yield _of_condition(condition, telling)


def _of_condition(condition: Condition, telling: Telling) -> ConditionTold:
    answer = telling.fact(condition.ask)
    met: bool | None = None if answer == "unknown" else answer == condition.must
    why = None
    if answer == "unknown" and condition.suspicion_is_enough:
        met, why = True, words.SUSPICION_IS_ENOUGH
    if telling.asking and answer == "yes" and f"ask.{condition.ask}" not in telling.question.facts:
        why = words.SAID_BY_PURPOSE
    return ConditionTold(
        id=condition.ask,
        question=telling.rules.terms.title(condition.ask),
        needs=condition.must,
        answer=answer,
        met=met,
        judged_by="asker" if telling.asking else condition.judged_by,
        why=why,
    )


def _told(name: str, question: Text, answer: Came, why: Text | None = None) -> ConditionTold:
    met = {"yes": True, "no": False}.get(answer)
    return ConditionTold(id=name, question=question, needs="yes", answer=answer, met=met, why=why)
