"""Plain referee of the leg of telling, written from spec/08_share/README.md: it tries every answer.

Hejda works with what is not known. This one never does: it fills every open condition with yes and
with no, judges each whole world by itself, and takes the worst and the best. What may be told on
what is known is what may be told in the worst world.
"""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache
from typing import Any

from hejda.share.question import Question
from tests.support.share_pages import swedish

RANK = ["refused", "ask_lawyer", "permitted", "required"]
World = dict[str, str]


def best_and_worst(question: Question) -> tuple[str, str]:
    """(what may be told as it stands, what might be told were everything answered well)."""
    if question.holder == "victim":
        return "permitted", "permitted"
    protecting = _protecting(question)
    there = [
        rule
        for rule in _documents("grounds")
        if _speaks(rule, question) and _could_ever(rule, protecting, question)
    ]
    asked = {
        condition["ask"]
        for rule in there
        for condition in _period(rule, question.on).get("conditions", [])
    }
    if any(_period(rule, question.on)["scope"].get("authorities") for rule in there):
        asked |= {"holder_is_authority", "receiver_is_authority"}
    open_ = sorted(name for name in asked if question.facts.get(name, "unknown") == "unknown")
    lifts = [(rule, [_lifts(rule, secrecy, question) for secrecy in protecting]) for rule in there]
    worlds = []
    for answers in itertools.product(("yes", "no"), repeat=len(open_)):
        filled = dict(zip(open_, answers, strict=True))
        for offence in ("as it is",) if question.offences else ("yes", "no"):
            world = {**question.facts, **filled, "offence": offence}
            worlds.append((_judged(question, lifts, world), "yes" in _backstop(there, filled)))
    sure = min((verdict for verdict, _ in worlds), key=RANK.index)
    # A duty in an act nobody has named counts for nothing until somebody names it.
    could = max((verdict for verdict, by_backstop in worlds if not by_backstop), key=RANK.index)
    return _gated(question, there, sure), _gated(question, there, could)


def _could_ever(rule: Any, protecting: list[Any], question: Question) -> bool:
    """Whether there is a world in which it gives anything; only that keeps the worlds few."""
    scope = _period(rule, question.on)["scope"]
    fits = not scope.get("purposes") or question.purpose in scope["purposes"]
    fits &= scope.get("initiative", question.initiative) == question.initiative
    lifts = [_lifts(rule, secrecy, question) for secrecy in protecting]
    return fits and (any(lifts) or not protecting)


def _backstop(there: list[Any], filled: World) -> list[str]:
    return [
        filled.get(condition["ask"], "")
        for rule in there
        if rule.get("backstop")
        for period in rule["periods"]
        for condition in period["conditions"]
    ]


def _gated(question: Question, there: list[Any], verdict: str) -> str:
    child = any(rule["id"] == "sol-19-1" for rule in there)
    frees = question.facts.get("child_may_fare_ill") == "no"
    return "refused" if question.persons > 1 and not (child and not frees) else verdict


@cache
def _documents(folder: str) -> list[Any]:
    """The rule files as written, without hejda's own types."""
    found = swedish().documents.items()
    return [it.content for name, it in found if name.startswith(f"law/sharing/{folder}/")]


def _within(span: Any, day: dt.date) -> bool:
    first, last = span["from"] or "0001-01-01", span["until"] or "9999-12-31"
    return bool(first <= day.isoformat() <= last)


def _gap(rule: Any, day: dt.date) -> str | None:
    return next((gap["why"] for gap in rule.get("gaps", []) if _within(gap, day)), None)


def _period(rule: Any, day: dt.date) -> Any:
    """The wording of the day; in a stated gap the first one, whose reach stands in for it."""
    return next((p for p in rule["periods"] if _within(p, day)), rule["periods"][0])


def _speaks(rule: Any, question: Question) -> bool:
    if rule["kind"] not in ("ground", "duty") or _gap(rule, question.on) == "no_such_rule":
        return False
    scope = _period(rule, question.on)["scope"]
    return (
        question.holder in scope["holders"] + scope.get("unsure_holders", [])
        and question.receiver in scope["receivers"] + scope.get("unsure_receivers", [])
        and (not scope.get("items") or question.item in scope["items"])
        and (not scope.get("about") or question.about in scope["about"])
    )


def _protecting(question: Question) -> list[Any]:
    return _protecting_at(question.on, question.holder, question.item, question.about)


@cache
def _protecting_at(on: dt.date, holder: str, item: str, who: str) -> list[Any]:
    found = []
    for rule in _documents("secrecy"):
        period = _period(rule, on)
        items, about = period["items"], period["about"]
        here = holder in period["holders"] and (items is None or item in items)
        if here and (about is None or who in about):
            found.append({"id": rule["id"], "again_by": rule["reviewed"]["again_by"], **period})
    return found


def _judged(question: Question, there: list[tuple[Any, list[bool]]], world: World) -> str:
    protecting = _protecting(question)
    given = [(lifts, _gives(rule, question, world)) for rule, lifts in there]
    if not protecting:
        return max(["ask_lawyer", *(verdict for _, verdict in given)], key=RANK.index)
    verdicts = []
    for place, secrecy in enumerate(protecting):
        if secrecy["again_by"] < question.on.isoformat():
            verdicts.append("ask_lawyer")
            continue
        ways = [verdict for lifts, verdict in given if lifts[place]]
        floor = "ask_lawyer" if question.receiver in secrecy.get("ask_lawyer_to", []) else "refused"
        verdicts.append(max([floor, *ways], key=RANK.index))
    return min(verdicts, key=RANK.index)


def _lifts(rule: Any, secrecy: Any, question: Question) -> bool:
    period = _period(rule, question.on)
    lifts = period["lifts"]
    named = (
        secrecy["id"] in lifts["only"] if "only" in lifts else secrecy["id"] not in lifts["all_but"]
    )
    bound = [each for each in _documents("grounds") if each["id"] == period.get("excluded_by")]
    excluded = [name for each in bound for name in _period(each, question.on)["lifts"]["only"]]
    closed = rule["act"] in secrecy.get("closed_to", [])
    return named and secrecy["id"] not in excluded and not closed


def _gives(rule: Any, question: Question, world: World) -> str:
    period = _period(rule, question.on)
    scope = period["scope"]
    if scope.get("purposes") and question.purpose not in scope["purposes"]:
        return "refused"
    if scope.get("initiative", question.initiative) != question.initiative:
        return "refused"
    if scope.get("authorities") and not all(
        _is_authority(kind, world.get(name, "no"))
        for kind, name in (
            (question.holder, "holder_is_authority"),
            (question.receiver, "receiver_is_authority"),
        )
    ):
        return "refused"
    if rule["reviewed"]["again_by"] < question.on.isoformat() or _gap(rule, question.on):
        return "ask_lawyer"
    for condition in period.get("conditions", []):
        wanted = condition.get("must", "yes")
        on_suspicion = condition.get("suspicion_is_enough", False)
        if on_suspicion and question.facts.get(condition["ask"], "unknown") == "unknown":
            continue
        if world[condition["ask"]] != wanted:
            return "refused"
    offence = _offence(period.get("offences"), question, world)
    if offence == "no":
        return "refused"
    unsure = question.holder in scope.get("unsure_holders", [])
    unsure |= question.receiver in scope.get("unsure_receivers", [])
    if offence == "unclear" or unsure:
        return "ask_lawyer"
    return "required" if period["effect"] == "shall" else "permitted"


def _is_authority(kind: str, said: str) -> bool:
    terms = swedish().documents["law/sharing/terms.yaml"].content
    known = next(each["authority"] for each in terms["kinds"] if each["id"] == kind)
    return (said if known == "unknown" else known) == "yes"


def _offence(test: Any, question: Question, world: World) -> str:
    if test is None:
        return "yes"
    if not question.offences:
        return world["offence"]
    came = {_one(test, name, question) for name in question.offences}
    return next(each for each in ("yes", "unclear", "no") if each in came)


def _one(test: Any, name: str, question: Question) -> str:
    if test.get("among") and not any(name.startswith(f"{each}-") for each in test["among"]):
        return "no"
    if not {"min_months", "attempt_min_months", "prison"} & test.keys():
        return "yes"
    lines = [row for row in swedish().documents["offences.csv"].content if row["id"] == name]
    lines.sort(key=lambda row: row["valid_from"])
    # Without a day every period of the scale must say the same; the cases have none that differs.
    day = (question.on if test["of"] == "feared" else question.act_on or question.on).isoformat()
    now = [
        row
        for row in lines
        if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]
    if not now:
        return "unclear"
    place = lines.index(now[0])
    if now[0]["verified"] == "no" and place > 0:
        return "yes" if _enough(test, lines[place - 1], question) else "unclear"
    return "yes" if _enough(test, now[0], question) else "no"


def _enough(test: Any, row: Any, question: Question) -> bool:
    if test.get("prison") and not (row["max_days"] or row["life"] == "yes"):
        return False
    least = test.get("attempt_min_months" if question.attempted else "min_months") or 0
    return int(row["min_months"] or 0) >= least
