"""The gateway: from a question and the rules of its day to an answer. Decides nothing itself.

A question is a disclosure too: it has a leg of asking and a leg of answering. The holder decides.
"""

from __future__ import annotations

import datetime as dt

from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import INQUIRY, Secrecy, SharingGround, SharingRules
from hejda.share import words
from hejda.share.answer import ORDER, Beside, Leg, ShareAnswer, Verdict, least
from hejda.share.grounds import Telling, may_be_tried
from hejda.share.legs import leg_of, unanswered_in
from hejda.share.question import Question, understood

CHILD = "child_may_fare_ill"


def ask(question: Question, rules: SharingRules, now: dt.date) -> ShareAnswer:
    """The answer to a question by the rules of its day; `now` is only for a warning.

    Raises InputError where a word of the question is not known to the rules.
    """
    question = understood(question, rules)
    answering = Telling(question, rules, question.holder, question.receiver, question.item)
    asking = Telling(question, rules, question.receiver, question.holder, INQUIRY, asking=True)
    answer = leg_of(answering)
    asked = _not_asked(asking) if question.initiative == "own" else leg_of(asking)
    used = [leg for leg in (asked, answer) if leg.answer != "not_asked"]
    children = tuple(_children(question, rules))
    return ShareAnswer(
        question=question,
        now=now,
        answer=_whole(asked, answer, answered=False),
        if_answered=_whole(asked, answer, answered=True),
        may_ask=asked,
        may_answer=answer,
        unanswered=(
            *unanswered_in(asked, "may_ask", asking),
            *unanswered_in(answer, "may_answer", answering),
        ),
        fields=answer.fields,
        danger_now=question.danger_now,
        danger=tuple(_danger(question, rules)),
        children=children,
        child_now=question.about == "child" or question.facts.get(CHILD) == "yes",
        also_owed=tuple(_also_owed(answering)),
        caveats=tuple(_caveats(used)),
        warnings=tuple(_warnings(used, rules, now)),
        confirmed_by_lawyer=_confirmed(used, rules),
        pack=rules.pack,
        rules_fingerprint=rules.fingerprint,
    )


def _not_asked(asking: Telling) -> Leg:
    return Leg(
        answer="not_asked",
        if_answered="not_asked",
        teller=asking.teller,
        receiver=asking.receiver,
    )


def _whole(asked: Leg, answer: Leg, *, answered: bool) -> Verdict:
    """Both legs: what may not be asked is not told, but a duty suspicion starts waits for nobody."""
    first = asked.if_answered if answered else asked.answer
    second = answer.if_answered if answered else answer.answer
    if second == "not_asked":
        return "refused"
    duty = any(each.on_suspicion and each.outcome == "met" for each in answer.grounds)
    if first == "not_asked" or first in ORDER[2:] or duty:
        return second
    return least(first, second)


def _beside(ground: SharingGround) -> Beside:
    return Beside(
        id=ground.id,
        paragraph=ground.wording.paragraph,
        title=ground.title,
        plain=ground.plain,
        fields=ground.fields,
        caveat=ground.wording.gap_says or ground.wording.doubt,
    )


def _danger(question: Question, rules: SharingRules) -> list[Beside]:
    """What is named and not decided here, for the two bodies at hand."""
    ends = {question.holder, question.receiver}
    return [
        _beside(each)
        for each in rules.grounds
        if each.kind == "named"
        and ends & set(each.scope.holders)
        and ends & set(each.scope.receivers)
    ]


def _children(question: Question, rules: SharingRules) -> list[Beside]:
    """Duties that suspicion starts, of either end, that the question itself is not about."""
    ends = {question.holder, question.receiver}
    return [
        _beside(each)
        for each in rules.grounds
        if any(condition.suspicion_is_enough for condition in each.conditions)
        and ends & {*each.scope.holders, *each.scope.unsure_holders}
        and (each.scope.about is None or question.about not in each.scope.about)
    ]


def _also_owed(answering: Telling) -> list[Beside]:
    """Duties of the holder to this receiver, on this initiative, about another kind of item."""
    question = answering.question
    found = []
    for ground in answering.rules.grounds:
        items = ground.scope.items
        if ground.kind != "duty" or items is None or question.item in items:
            continue
        other = Telling(question, answering.rules, answering.teller, answering.receiver, items[0])
        wanted = ground.scope.initiative in (None, question.initiative)
        purposes = ground.scope.purposes
        if (
            wanted
            and may_be_tried(ground, other)
            and (not purposes or question.purpose in purposes)
        ):
            found.append(_beside(ground))
    return found


def _caveats(legs: list[Leg]) -> list[Text]:
    """What is not sure in what the answer rests on or could rest on, each said once."""
    told: dict[str, Text] = {}
    for leg in legs:
        for secrecy in leg.secrecy:
            if secrecy.caveat:
                told[secrecy.id] = _cited(secrecy.paragraph, secrecy.caveat)
        if not leg.secrecy and not leg.grounds and leg.answer == "ask_lawyer":
            told[leg.teller] = words.NO_SECRECY_KNOWN
        for ground in leg.grounds:
            carries = ground.verdict == leg.answer != "refused"
            could = leg.answer == "refused" and ground.if_answered != "refused"
            if ground.caveat and (carries or could):
                told[ground.id] = _cited(ground.paragraph, ground.caveat)
    return list(told.values())


def _cited(paragraph: Text, said: Text) -> Text:
    return words.both(f"{paragraph.sv}: {said.sv}", f"{paragraph.en}: {said.en}")


def _used(legs: list[Leg], rules: SharingRules) -> list[tuple[str, dt.date, bool, bool]]:
    """Id, review date, whether past it on the day, and whether confirmed, of each rule used."""
    ids = {each.id for leg in legs for each in leg.secrecy}
    ids |= {each.id for leg in legs for each in leg.grounds}
    every: tuple[Secrecy | SharingGround, ...] = (*rules.secrecy, *rules.grounds)
    return [
        (each.id, each.wording.review_by, each.wording.due, each.wording.confirmed)
        for each in every
        if each.id in ids
    ]


def _warnings(legs: list[Leg], rules: SharingRules, now: dt.date) -> list[Text]:
    used = _used(legs, rules)
    found = []
    if due := [name for name, _, is_due, _ in used if is_due]:
        found.append(words.due_on_day(due))
    if late := [name for name, by, is_due, _ in used if by < now and not is_due]:
        found.append(words.past_review(late, rules.on.isoformat()))
    return found


def _confirmed(legs: list[Leg], rules: SharingRules) -> bool:
    used = _used(legs, rules)
    return bool(used) and all(confirmed for *_, confirmed in used)
