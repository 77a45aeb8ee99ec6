"""What must hold of every question: unknown permits nothing, a child's duty stands, no day is empty."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from hejda.knowledge.sharing import SharingRules, Truth
from hejda.knowledge.sharing_written import stretches
from hejda.share.answer import ORDER, LegVerdict, ShareAnswer
from hejda.share.gateway import ask
from hejda.share.question import ASK, NEED, Question
from tests.support.referee_share import best_and_worst
from tests.support.share_pages import rules_of, swedish
from tests.support.size import SIZE

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2027, 12, 31)
TERMS = swedish().terms
KINDS = [kind.id for kind in TERMS.kinds]
CONDITIONS = [condition.id for condition in TERMS.conditions]
TURNS = [
    *(dt.date(2025, 4, 1) + dt.timedelta(days) for days in (-1, 0)),
    *(dt.date(2025, 12, 1) + dt.timedelta(days) for days in (-1, 0)),
    dt.date(2026, 2, 1),
    dt.date(2026, 8, 1),
    dt.date(2026, 11, 23),
    dt.date(2027, 3, 1),
]
DAYS = st.sampled_from(TURNS) | st.dates(FIRST, LAST)
LIKELY = st.sampled_from(["police", "health_care", "social_services", "prison_probation"])


@st.composite
def questions(draw: st.DrawFn, *, most_open: int | None = None) -> Question:
    """Any question there is, most often between the bodies that matter most."""
    on = draw(DAYS)
    truths: st.SearchStrategy[Truth] = st.sampled_from(["yes", "no", "unknown"])
    if most_open is not None:
        truths = st.sampled_from(["yes", "no"])
    facts = {name: draw(truths) for name in CONDITIONS}
    if most_open is not None:
        for name in draw(st.lists(st.sampled_from(CONDITIONS), max_size=most_open)):
            facts[name] = "unknown"
    facts |= {
        f"{ASK}{name}": draw(truths)
        for name in draw(st.lists(st.sampled_from(CONDITIONS), max_size=6))
    }
    return Question(
        holder=draw(LIKELY | st.sampled_from(KINDS)),
        receiver=draw(LIKELY | st.sampled_from(KINDS)),
        item=draw(st.sampled_from([item.id for item in TERMS.items])),
        on=on,
        initiative=draw(st.sampled_from(["own", "request"])),
        about=draw(st.sampled_from(["actor", "victim", "child", "third_person"])),
        purpose=draw(st.sampled_from([purpose.id for purpose in TERMS.purposes])),
        offences=tuple(draw(st.lists(st.sampled_from(sorted(swedish().offences)), max_size=2))),
        attempted=draw(st.booleans()),
        act_on=draw(st.none() | st.dates(FIRST, on)),
        facts=facts,
        persons=draw(st.sampled_from([1, 1, 1, 40])),
    )


def answer_to(question: Question, rules: SharingRules | None = None) -> ShareAnswer:
    """Hejda's answer, seen from the day itself."""
    return ask(question, rules or rules_of(question.on), question.on)


def rank(verdict: LegVerdict) -> int:
    """How much may be told; nobody asking is no bar."""
    return len(ORDER) if verdict == "not_asked" else ORDER.index(verdict)


def ranks(answer: ShareAnswer) -> tuple[int, int, int]:
    """Of both legs and of the whole."""
    return rank(answer.may_ask.answer), rank(answer.may_answer.answer), rank(answer.answer)


@settings(max_examples=150 * SIZE, deadline=None)
@given(questions(), st.data())
def test_a_yes_that_becomes_unknown_never_lets_more_be_told_and_leaves_a_childs_duty(
    question: Question, data: st.DataObject
) -> None:
    said = sorted(name for name, answer in question.facts.items() if answer == "yes")
    if not said:
        return
    name = data.draw(st.sampled_from(said))
    other = question.model_copy(update={"facts": {**question.facts, name: "unknown"}})
    before, after = answer_to(question), answer_to(other)
    assert all(x >= y for x, y in zip(ranks(before), ranks(after), strict=True)), name
    duty = any(g.on_suspicion and g.outcome == "met" for g in before.may_answer.grounds)
    if duty:
        assert (after.answer, after.may_answer.answer) == (before.answer, before.may_answer.answer)


@settings(max_examples=100 * SIZE, deadline=None)
@given(questions(), st.sampled_from(sorted({"police", "health_care", "social_services"})))
def test_nothing_makes_a_childs_duty_less_than_required(question: Question, holder: str) -> None:
    facts = {
        name: answer for name, answer in question.facts.items() if name != "child_may_fare_ill"
    }
    for said in ({}, {"child_may_fare_ill": "unknown"}, {"child_may_fare_ill": "yes"}):
        told = Question.model_validate(
            question.model_dump()
            | {"holder": holder, "receiver": "social_services", "about": "child"}
            | {"on": dt.date(2026, 6, 1), "act_on": None, "facts": {**facts, **said}}
        )
        assert answer_to(told).answer == "required"


@settings(max_examples=100 * SIZE, deadline=None)
@given(questions(), st.data())
def test_a_ground_less_never_lets_more_be_told(question: Question, data: st.DataObject) -> None:
    rules = rules_of(question.on)
    gone = data.draw(st.sampled_from([ground.id for ground in rules.grounds]))
    kept = tuple(ground for ground in rules.grounds if ground.id != gone)
    fewer = rules.model_copy(update={"grounds": kept})
    before, after = ranks(answer_to(question)), ranks(answer_to(question, fewer))
    assert all(x >= y for x, y in zip(before, after, strict=True)), gone


@settings(max_examples=60 * SIZE, deadline=None)
@given(questions(most_open=4))
def test_the_referee_that_tries_every_answer_says_the_same(question: Question) -> None:
    # A past crime without its day is judged over all scales there ever were, which it does not do.
    if question.act_on is None:
        question = question.model_copy(update={"act_on": question.on})
    leg = answer_to(question).may_answer
    assert (leg.answer, leg.if_answered) == best_and_worst(question)


@settings(max_examples=100 * SIZE, deadline=None)
@given(questions())
def test_many_people_are_never_asked_about_nor_told_of(question: Question) -> None:
    answer = answer_to(question.model_copy(update={"persons": 2}))
    duty = any(g.on_suspicion and g.outcome == "met" for g in answer.may_answer.grounds)
    bound = TERMS.kind(question.holder).bound
    if not duty and bound:
        assert answer.may_answer.answer == "refused"


@settings(max_examples=100 * SIZE, deadline=None)
@given(questions())
def test_what_is_not_said_is_unknown_but_for_the_need_a_purpose_states(question: Question) -> None:
    silent = {name: told for name, told in question.facts.items() if told != "unknown"}
    kept = {
        f"{ASK}{name}": "unknown"
        for name in NEED
        if question.facts.get(f"{ASK}{name}") == "unknown"
    }
    other = question.model_copy(update={"facts": {**silent, **kept}})
    assert ranks(answer_to(other)) == ranks(answer_to(question))


@settings(max_examples=100 * SIZE, deadline=None)
@given(questions(), st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_today_changes_nothing_but_a_warning(question: Question, today: dt.date) -> None:
    rules = rules_of(question.on)
    here, then = ask(question, rules, question.on), ask(question, rules, today)
    same = {"now": here.now, "warnings": here.warnings}
    assert then.model_copy(update=same) == here
    assert len(then.warnings) <= len(here.warnings) + 1


@settings(max_examples=60 * SIZE, deadline=None)
@given(questions())
def test_a_condition_that_is_said_to_decide_does(question: Question) -> None:
    answer = answer_to(question)
    for each in answer.unanswered:
        if not each.decides:
            continue
        gate = each.condition == "concrete_circumstances"
        name = each.condition if each.leg == "may_answer" or gate else f"{ASK}{each.condition}"
        other = answer_to(
            question.model_copy(update={"facts": {**question.facts, name: each.needs}})
        )
        before, after = getattr(answer, each.leg), getattr(other, each.leg)
        assert rank(after.answer) > rank(before.answer), each.condition


def test_every_day_has_exactly_one_wording_or_a_stated_gap() -> None:
    pack = swedish()
    for rule in (*pack.secrecy.values(), *pack.grounds.values()):
        day = FIRST
        while day <= LAST:
            here = [
                each
                for each in stretches(rule)
                if (each.since or FIRST) <= day <= (each.until or LAST)
            ]
            assert len(here) == 1, (rule.id, day)
            day += dt.timedelta(1)


def test_every_gap_says_why_in_both_languages() -> None:
    for rule in swedish().grounds.values():
        for gap in rule.gaps:
            assert gap.says.sv != gap.says.en, rule.id
