"""Pages about what may be asked and told. They ask the law, about no named person, and keep nothing."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from hejda.base.errors import InputError
from hejda.base.wording import Language
from hejda.cli.share_compare import comparison_page
from hejda.cli.share_page import answer_page
from hejda.knowledge.load_sharing import sharing_on
from hejda.knowledge.reading import read_sharing
from hejda.knowledge.sharing import SharingRules
from hejda.share.answer import ShareAnswer
from hejda.share.compare import compare
from hejda.share.gateway import ask as asked_of_the_law
from hejda_web.people.access import Gate, discloses
from hejda_web.sharing.forms import DaysForm, QuestionForm
from hejda_web.sharing.told import Line, lines_of

PACK = "se"
FIRST = {
    "danger": "unknown", "holder": "health_care", "receiver": "police", "item": "health_note",
    "purpose": "prevent", "offence": "brb-3-1-mord", "initiative": "request",
}  # fmt: skip
"""The question asked most often, filled in: may psychiatry tell us, because we fear he will kill her?"""
TURNS = (
    (dt.date(2025, 3, 31), dt.date(2025, 4, 1)),
    (dt.date(2025, 11, 30), dt.date(2025, 12, 1)),
)
"""Days on which the law changed."""


@lru_cache(maxsize=32)
def rules_on(day: dt.date) -> SharingRules:
    """The law of the day, read once."""
    return sharing_on(read_sharing(PACK), day)


def _language() -> Language:
    return "en" if get_language() == "en" else "sv"


@discloses("share.ask")
def ask(request: HttpRequest, gate: Gate) -> HttpResponse:
    """A question in plain words, and its answer: danger first, both legs, what is open, what may go."""
    form = QuestionForm(
        rules_on(gate.today), request.POST or None, initial={**FIRST, "on": gate.today}
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            answer = asked_of_the_law(
                form.question(), rules_on(form.cleaned_data["on"]), gate.today
            )
        except InputError as error:
            form.add_error(None, error.what)
        else:
            context |= _answered(form, answer)
    return render(request, "sharing/ask.html", context)


def _answered(form: QuestionForm, answer: ShareAnswer) -> dict[str, Any]:
    """The answer's lines, and a form that asks what it left open too."""
    opened = tuple(each.condition for each in answer.unanswered if each.leg == "may_answer")
    again = QuestionForm(
        form.rules,
        initial={
            **{name: form.cleaned_data.get(name) for name in form.cleaned_data},
            "danger": form.cleaned_data["danger"] or "unknown",
        },
        opened=(*form.conditions, *opened),
    )
    terms = form.rules.terms
    return {
        "form": again,
        "sections": sections(lines_of(answer_page(answer, terms, _language()))),
        "verdict": answer.answer,
    }


def sections(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under their heading."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        if line.kind == "heading":
            found.append((line.text, []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append(("", [line]))
    return found


@discloses("share.ask")
def changed(request: HttpRequest, gate: Gate) -> HttpResponse:
    """What changed between two days: what does the new law give us?"""
    first, second = TURNS[0]
    form = DaysForm(request.POST or None, initial={"before": first, "after": second})
    context: dict[str, Any] = {"form": form, "turns": TURNS}
    if request.method == "POST" and form.is_valid():
        days = sorted((form.cleaned_data["before"], form.cleaned_data["after"]))
        before, after = (rules_on(day) for day in days)
        page = comparison_page(compare(before, after), after.terms, _language())
        context["sections"] = sections(lines_of(page))
    return render(request, "sharing/changed.html", context)
