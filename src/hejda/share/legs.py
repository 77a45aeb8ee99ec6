"""One leg of a question: all secrecy that protects the item, and the best each ground makes of it.

Every provision that protects must be lifted, each by some ground; the least lifted one decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hejda.knowledge.sharing import Secrecy, Truth
from hejda.share import words
from hejda.share.answer import (
    ORDER,
    ConditionTold,
    GroundTried,
    Leg,
    LegName,
    SecrecyMet,
    Unanswered,
    Verdict,
    least,
    most,
)
from hejda.share.grounds import OFFENCE, Telling, may_be_tried, tried

CIRCUMSTANCES = "concrete_circumstances"
Given = Callable[[GroundTried], Verdict]


def leg_of(telling: Telling) -> Leg:
    """The leg: what may be told, and by which grounds."""
    if not telling.rules.terms.kind(telling.teller).bound:
        return Leg(
            answer="permitted",
            if_answered="permitted",
            teller=telling.teller,
            receiver=telling.receiver,
        )
    grounds = tuple(
        sorted(
            (tried(each, telling) for each in telling.rules.grounds if may_be_tried(each, telling)),
            key=_place,
        )
    )
    gate = tuple(_gate(telling))
    answer = _through(gate, _verdict(telling, grounds, _now), grounds, answered=False)
    could = _through(gate, _verdict(telling, grounds, _then), grounds, answered=True)
    return Leg(
        answer=answer,
        if_answered=could,
        teller=telling.teller,
        receiver=telling.receiver,
        secrecy=tuple(_met(each, grounds, telling) for each in telling.protecting),
        grounds=grounds,
        gate=gate,
        fields=_fields(telling, grounds, _now) if answer in ORDER[2:] else (),
        fields_if_answered=_fields(telling, grounds, _then) if could in ORDER[2:] else (),
        leaves_out=telling.rules.terms.leaves_out if telling.asking else (),
    )


def _now(ground: GroundTried) -> Verdict:
    return ground.verdict


def _then(ground: GroundTried) -> Verdict:
    return ground.if_answered


def _place(ground: GroundTried) -> tuple[int, int, str]:
    """What helps first; among equals the one that asks most precisely."""
    return (-ORDER.index(ground.if_answered), -len(ground.conditions), ground.id)


def _gate(telling: Telling) -> list[ConditionTold]:
    """What holds of every telling: one person; and of every question: concrete circumstances."""
    one = telling.question.persons == 1
    gate = [
        ConditionTold(
            id="one_person",
            question=words.ONE_PERSON,
            needs="yes",
            answer="yes" if one else "no",
            met=one,
        )
    ]
    if telling.asking:
        said: Truth = telling.answers.get(CIRCUMSTANCES) or telling.question.facts.get(
            CIRCUMSTANCES, "unknown"
        )
        gate.append(
            ConditionTold(
                id=CIRCUMSTANCES,
                question=telling.rules.terms.title(CIRCUMSTANCES),
                needs="yes",
                answer=said,
                met=None if said == "unknown" else said == "yes",
                judged_by="asker",
            )
        )
    return gate


def _through(
    gate: Sequence[ConditionTold],
    verdict: Verdict,
    grounds: Sequence[GroundTried],
    *,
    answered: bool,
) -> Verdict:
    """The verdict past the gate; no gate stands before a duty that suspicion starts."""
    if any(each.on_suspicion and each.outcome == "met" for each in grounds):
        return verdict
    if any(each.met is False for each in gate):
        return "refused"
    return verdict if answered or all(each.met for each in gate) else "refused"


def _verdict(telling: Telling, grounds: Sequence[GroundTried], given: Given) -> Verdict:
    if not telling.protecting:
        return most("ask_lawyer", *(given(each) for each in grounds))
    return least(*(_of_secrecy(each, grounds, telling, given) for each in telling.protecting))


def _of_secrecy(
    secrecy: Secrecy, grounds: Sequence[GroundTried], telling: Telling, given: Given
) -> Verdict:
    if secrecy.wording.due or secrecy.wording.gap:
        return "ask_lawyer"
    floor: Verdict = "ask_lawyer" if telling.receiver in secrecy.ask_lawyer_to else "refused"
    return most(floor, *(given(each) for each in grounds if secrecy.id in each.lifts))


def _met(secrecy: Secrecy, grounds: Sequence[GroundTried], telling: Telling) -> SecrecyMet:
    verdict = _of_secrecy(secrecy, grounds, telling, _now)
    return SecrecyMet(
        id=secrecy.id,
        paragraph=secrecy.wording.paragraph,
        title=secrecy.title,
        plain=secrecy.plain,
        verdict=verdict,
        unlifted=secrecy.unlifted if verdict in ORDER[:2] else None,
        source=secrecy.wording.source,
        verified=secrecy.wording.verified,
        caveat=secrecy.wording.doubt,
    )


def _fields(telling: Telling, grounds: Sequence[GroundTried], given: Given) -> tuple[str, ...]:
    """Fields that may go past every provision: what the grounds that lift it name, in order."""
    if telling.asking:
        return telling.rules.terms.tells
    lifting = [each for each in grounds if given(each) in ORDER[2:]]
    if not telling.protecting:
        return tuple(dict.fromkeys(name for each in lifting for name in each.fields))
    allowed = [
        {name for each in lifting if secrecy.id in each.lifts for name in each.fields}
        for secrecy in telling.protecting
    ]
    # "What the purpose needs" bounds the other fields; it never takes one of them away.
    named = [names for names in allowed if "needed_only" not in names] or allowed
    whole = set.intersection(*named)
    order = [field.id for field in telling.rules.terms.fields]
    return tuple(sorted(whole, key=order.index))


def unanswered_in(leg: Leg, name: LegName, telling: Telling) -> tuple[Unanswered, ...]:
    """The open conditions that could give more, those that decide alone first."""
    if leg.answer == "not_asked" or leg.answer == leg.if_answered:
        return ()
    now = ORDER.index(leg.answer)
    waiting = [
        each
        for each in leg.grounds
        if each.outcome == "unanswered" and ORDER.index(each.if_answered) > now
    ]
    open_in: dict[str, list[str]] = {each.id: [] for each in leg.gate if each.met is None}
    told = {each.id: each for each in leg.gate}
    for ground in waiting:
        for condition in ground.conditions:
            if condition.met is None and condition.answer == "unknown":
                told.setdefault(condition.id, condition)
                open_in.setdefault(condition.id, []).append(ground.id)
    found = [
        Unanswered(
            condition=condition,
            leg=name,
            question=told[condition].question,
            needs=told[condition].needs,
            judged_by=told[condition].judged_by,
            grounds=tuple(grounds),
            decides=_decides(told[condition], telling, now),
        )
        for condition, grounds in open_in.items()
    ]
    return tuple(sorted(found, key=lambda each: not each.decides))


def _decides(condition: ConditionTold, telling: Telling, now: int) -> bool:
    """Whether this answer alone gives more; an offence cannot be answered with yes."""
    if condition.id == OFFENCE:
        return False
    known = {**telling.answers, condition.id: condition.needs}
    other = leg_of(replace(telling, answers=known))
    return other.answer != "not_asked" and ORDER.index(other.answer) > now
