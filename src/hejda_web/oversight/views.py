"""Pages of an independent unit: the log's state, alerts about conflicts, the yearly review of need."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.models import User
from hejda_web.oversight.models import Alert, NeedReview
from hejda_web.people.access import Gate, Hidden, discloses
from hejda_web.people.actions import said_of
from hejda_web.services.models import Token
from hejda_web.ui.edits import Stale, save_edit, version_given
from hejda_web.ui.words import Words


@discloses("log.see")
def log(request: HttpRequest, gate: Gate) -> HttpResponse:
    """How long the log is, and how anybody can check it without trusting the application."""
    with connection.cursor() as cursor:
        cursor.execute("select audit.size()")
        entries = cursor.fetchone()[0]
    return render(request, "oversight/log.html", {"entries": entries})


@discloses("alerts.see")
def alerts(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Attempts that the rule of conflicts stopped, unseen first."""
    if request.method == "POST":
        key = request.POST.get("alert", "")
        try:
            chosen = Alert.objects.filter(pk=uuid.UUID(key), seen_at=None)
        except ValueError as error:
            raise Hidden from error
        chosen.update(seen_by=gate.user.pk, seen_at=gate.now)
        return redirect("alerts")
    rows = list(Alert.objects.order_by(F("seen_at").asc(nulls_first=True), "-at")[:200])
    asked = {row.user for row in rows}
    names = dict(User.objects.filter(pk__in=asked).values_list("pk", "name"))
    names |= dict(Token.objects.filter(pk__in=asked).values_list("pk", "name"))
    gate.touched(*{row.person for row in rows})
    context = {
        "rows": [
            (
                row,
                names.get(row.user, "–"),
                said_of(row.action) or "–",
            )
            for row in rows
        ]
    }
    return render(request, "oversight/alerts.html", context)


@discloses("reviews.see")
def reviews(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The yearly review of need (BDL 2:18): what is due, what was found."""
    region = gate.user.unit.police_region
    rows = NeedReview.objects.order_by(F("done_at").asc(nulls_first=True), "due_on")
    if "lawyer" not in gate.who.roles:
        rows = rows.filter(region=region)
    if request.method == "POST":
        given = _review_given(request)
        row = rows.filter(pk=given).first() if given else None
        finding = request.POST.get("finding", "").strip()
        if row is None or not finding:
            messages.error(request, str(Words("Skriv vad ni kom fram till.", "Write the finding.")))
            return redirect("reviews")
        try:
            save_edit(
                row, version_given(request),
                {"done_by": gate.user.pk, "done_at": gate.now, "finding": finding},
            )  # fmt: skip
        except Stale:
            messages.error(
                request,
                str(Words("Någon annan har redan svarat.", "Somebody else has already answered.")),
            )
        return redirect("reviews")
    return render(request, "oversight/reviews.html", {"rows": rows, "today": gate.today})


def _review_given(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("review", ""))
    except ValueError:
        return None
