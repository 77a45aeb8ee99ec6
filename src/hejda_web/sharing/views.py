"""Pages about what may be asked and told: of the law alone, and about one person, kept as a note."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from hejda.base.errors import InputError
from hejda.base.wording import Language
from hejda.report.share_answer import answer_lines
from hejda.report.share_changes import change_lines
from hejda.share.answer import ShareAnswer
from hejda.share.compare import compare
from hejda.share.contract import answer_json
from hejda.share.gateway import ask as asked_of_the_law
from hejda_web.cases.case_file import CaseFile
from hejda_web.cases.identity_bar import identity_bar
from hejda_web.people.access import Gate, Hidden, discloses
from hejda_web.sharing.forms import AboutSomebodyForm, DaysForm, QuestionForm
from hejda_web.sharing.law import kept_lines, lines_to_keep, rules_on, sections
from hejda_web.sharing.models import Note

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


def _language() -> Language:
    return "en" if get_language() == "en" else "sv"


@discloses("share.ask")
def ask(request: HttpRequest, gate: Gate) -> HttpResponse:
    """A question in plain words, and its answer: danger first, both legs, what is open, what may go."""
    form = QuestionForm(
        rules_on(gate.today), request.POST or None, initial={**FIRST, "on": gate.today}
    )
    answer = _answer(form, gate.today) if request.method == "POST" else None
    return render(request, "sharing/ask.html", _shown(form, answer))


@discloses("sharing.see")
def notes(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """The tests kept about a person, and the same question about just them; asking keeps nothing."""
    found = gate.person(person)
    form = AboutSomebodyForm(
        rules_on(gate.today), request.POST or None, initial={**FIRST, "on": gate.today}
    )
    answer = _answer(form, gate.today) if request.method == "POST" else None
    kept = Note.objects.filter(person=found).select_related("by").order_by("-at")
    context = identity_bar(gate, CaseFile(found)) | _shown(form, answer) | {"notes": kept}
    return render(request, "sharing/notes.html", context)


@discloses("sharing.keep")
def keep(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Keeps the test just made, with what the law of the day answered, beside the person's records."""
    found = gate.person(person)
    if request.method != "POST":
        return redirect("sharing", person=found.pk)
    form = AboutSomebodyForm(rules_on(gate.today), request.POST)
    answer = _answer(form, gate.today)
    if answer is None:
        context = identity_bar(gate, CaseFile(found)) | _shown(form, None)
        return render(request, "sharing/notes.html", context)
    row = Note.objects.create(
        person=found, by=gate.user, at=gate.now, answer=answer.answer,
        circumstances=form.cleaned_data["circumstances"], told=answer_json(answer),
        lines=lines_to_keep(answer, rules_on(answer.question.on)),
    )  # fmt: skip
    gate.touched(row.pk)
    return redirect("sharing_note", person=found.pk, note=row.pk)


@discloses("sharing.see")
def note(request: HttpRequest, gate: Gate, person: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """One kept test, as it read on the day it was made, fit for paper."""
    found = gate.person(person)
    row = Note.objects.filter(person=found, pk=note).select_related("by").first()
    if row is None:
        raise Hidden("not_found", note)
    gate.touched(row.pk)
    lines = kept_lines(row.lines, _language())
    context = identity_bar(gate, CaseFile(found)) | {"note": row, "sections": sections(lines)}
    return render(request, "sharing/note.html", context)


def _answer(form: QuestionForm, today: dt.date) -> ShareAnswer | None:
    """What the law of the day asked about says; None where the question has faults, told in the form."""
    if not form.is_valid():
        return None
    try:
        return asked_of_the_law(form.question(), rules_on(form.cleaned_data["on"]), today)
    except InputError as error:
        form.add_error(None, error.what)
        return None


def _shown(form: QuestionForm, answer: ShareAnswer | None) -> dict[str, Any]:
    """The answer's lines, and a form that asks what it left open too."""
    if answer is None:
        return {"form": form}
    opened = tuple(each.condition for each in answer.unanswered if each.leg == "may_answer")
    given = {**form.cleaned_data, "danger": form.cleaned_data["danger"] or "unknown"}
    again = type(form)(form.rules, initial=given, opened=(*form.conditions, *opened))
    lines = answer_lines(answer, form.rules.terms, _language())
    return {"form": again, "sections": sections(lines), "verdict": answer.answer}


@discloses("share.ask")
def changed(request: HttpRequest, gate: Gate) -> HttpResponse:
    """What changed between two days: what does the new law give us?"""
    first, second = TURNS[0]
    form = DaysForm(request.POST or None, initial={"before": first, "after": second})
    context: dict[str, Any] = {"form": form, "turns": TURNS}
    if request.method == "POST" and form.is_valid():
        days = sorted((form.cleaned_data["before"], form.cleaned_data["after"]))
        before, after = (rules_on(day) for day in days)
        lines = change_lines(compare(before, after), after.terms, _language())
        context["sections"] = sections(lines)
    return render(request, "sharing/changed.html", context)
