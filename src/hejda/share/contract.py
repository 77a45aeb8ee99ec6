"""The answer and the comparison as JSON: the contract others may build on (docs/reference/share.md).

Names may be added; none is taken away or changes its meaning without a new `contract` number.
"""

from __future__ import annotations

from typing import Any

from hejda.knowledge.rules import Text
from hejda.share.answer import Beside, ConditionTold, GroundTried, Leg, ShareAnswer
from hejda.share.compare import Comparison
from hejda.share.listed import GroundUse

CONTRACT = 1


def answer_json(answer: ShareAnswer) -> dict[str, Any]:
    """The answer as plain values, texts in both languages, days as YYYY-MM-DD."""
    return {
        "contract": CONTRACT,
        "answer": answer.answer,
        "if_answered": answer.if_answered,
        "question": answer.question.model_dump(mode="json"),
        "seen_from": answer.now.isoformat(),
        "danger": {
            "now": answer.danger_now,
            "named_not_decided": [_beside(each) for each in answer.danger],
        },
        "legs": {"may_ask": _leg(answer.may_ask), "may_answer": _leg(answer.may_answer)},
        "unanswered": [each.model_dump(mode="json") for each in answer.unanswered],
        "fields": list(answer.fields),
        "also_owed": [_beside(each) for each in answer.also_owed],
        "children": {
            "report_now": answer.child_now,
            "duties": [_beside(each) for each in answer.children],
        },
        "caveats": [_text(each) for each in answer.caveats],
        "warnings": [_text(each) for each in answer.warnings],
        "confirmed_by_lawyer": answer.confirmed_by_lawyer,
        "rules": answer.pack,
        "rules_fingerprint": answer.rules_fingerprint,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "answer": leg.answer,
        "if_answered": leg.if_answered,
        "from": leg.teller,
        "to": leg.receiver,
        "secrecy": [each.model_dump(mode="json") for each in leg.secrecy],
        "gate": [_condition(each) for each in leg.gate],
        "grounds": [_ground(each) for each in leg.grounds],
        "fields": list(leg.fields),
        "fields_if_answered": list(leg.fields_if_answered),
        "leaves_out": list(leg.leaves_out),
    }


def _ground(ground: GroundTried) -> dict[str, Any]:
    return {
        "id": ground.id,
        "paragraph": _text(ground.paragraph),
        "title": _text(ground.title),
        "effect": ground.effect,
        "decided_by": ground.decided_by,
        "outcome": ground.outcome,
        "gives": ground.verdict,
        "if_answered": ground.if_answered,
        "lifts": list(ground.lifts),
        "conditions": [_condition(each) for each in ground.conditions],
        "fields": list(ground.fields),
        "source": ground.source,
        "verified": ground.verified,
        "caveat": _text(ground.caveat) if ground.caveat else None,
    }


def _condition(condition: ConditionTold) -> dict[str, Any]:
    return condition.model_dump(mode="json")


def _beside(beside: Beside) -> dict[str, Any]:
    return beside.model_dump(mode="json")


def _text(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}


def comparison_json(compared: Comparison, uses: dict[str, tuple[GroundUse, ...]]) -> dict[str, Any]:
    """The comparison as plain values; `uses`: by day, where a run was looked at."""
    return {
        "contract": CONTRACT,
        **compared.model_dump(mode="json"),
        "listed": {
            day: [each.model_dump(mode="json") for each in told] for day, told in uses.items()
        },
    }
