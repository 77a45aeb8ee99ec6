"""Whether the ranking works: every figure with its interval, its data's name and its dates."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.evidence.jobs import bring_in_reports
from hejda_web.evidence.models import Figure, Intake, Report
from hejda_web.people.access import Gate, Hidden, discloses
from hejda_web.ui.words import Words

KINDS = {
    "validation": Words("Håller rangordningen?", "Does the ranking hold?"),
    "replay": Words(
        "Vem fanns på listan före det värsta?", "Who stood on the list before the worst?"
    ),
}
PARTS = {
    "orders": Words("Rangordningar bredvid varandra", "Orders beside each other"),
    "group": Words("Inom grupper", "Within groups"),
    "listed": Words(
        "Hur mycket som fanns på listan i förväg", "How much stood on the list beforehand"
    ),
    "why": Words("Varför de inte fanns där", "Why they did not stand there"),
}
WIDTH = 200
"""Steps from one end of a drawn interval to the other."""


@dataclass(frozen=True)
class Drawn:
    """A figure with its interval as a line from 0 to WIDTH; left, at, right: None where not known."""

    row: Figure
    left: int | None = None
    at: int | None = None
    right: int | None = None


@discloses("evidence.see")
def evidence(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The newest report of each kind, and every other by name."""
    reports = list(Report.objects.order_by("-until", "-made_on", "-brought_at"))
    newest = {kind: next((r for r in reports if r.kind == kind), None) for kind in KINDS}
    context = {
        "shown": [_told(each) for each in newest.values() if each],
        "missing": [KINDS[kind] for kind, each in newest.items() if each is None],
        "others": [(KINDS[r.kind], r) for r in reports if r not in newest.values()],
        "intake": Intake.objects.select_related("ordered_by").order_by("-at").first(),
        "may_bring": gate.may("evidence.bring"), "set_up": settings.INSTALLATION.reports is not None,
    }  # fmt: skip
    return render(request, "evidence/evidence.html", context)


@discloses("evidence.see")
def report(request: HttpRequest, gate: Gate, report: uuid.UUID) -> HttpResponse:
    """One report, whole."""
    found = Report.objects.filter(pk=report).first()
    if found is None:
        raise Hidden
    return render(request, "evidence/report.html", {"told": _told(found)})


@discloses("evidence.bring")
def bring(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Orders a look into the folder of reports."""
    if request.method == "POST":
        bring_in_reports.defer(ordered_by=str(gate.user.pk))
        messages.success(
            request,
            str(Words("Beställt. Nya rapporter står här om en stund.",
                      "Ordered. New reports stand here in a while.")),
        )  # fmt: skip
    return redirect("evidence")


def _told(report: Report) -> dict[str, Any]:
    rows = list(report.figures.order_by("place"))
    return {
        "report": report,
        "question": KINDS[report.kind],
        "answers": [each for each in rows if each.part == "answer"],
        "parts": [
            (words, [_drawn(each) for each in rows if each.part == part])
            for part, words in PARTS.items()
            if any(each.part == part for each in rows)
        ],
        "limits": [each for each in rows if each.part == "limit"],
    }


def _drawn(row: Figure) -> Drawn:
    if row.value is None:
        return Drawn(row)
    return Drawn(row, _step(row.low), _step(row.value), _step(row.high))


def _step(value: float | None) -> int | None:
    return None if value is None else round(WIDTH * min(1.0, max(0.0, value)))
