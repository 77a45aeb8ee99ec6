"""The first page after login: what waits, and where to begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hejda_web.accounts.roles import ROLES, SCOPES, WHAT_ROLES_DO
from hejda_web.accounts.who import appointments_of
from hejda_web.people.access import Gate, discloses, work_of
from hejda_web.runs.models import Run


@discloses("frame.start")
def start(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Roles, appointments and the work going on; the newest run's day. Nothing about anybody."""
    context = {
        "roles": [(ROLES[each], WHAT_ROLES_DO[each]) for each in sorted(gate.who.roles)],
        # Read anew inside the signed transaction, where the rule of conflicts holds.
        "powers": [(SCOPES[a.scope], a) for a in appointments_of(gate.user, gate.today)],
        "work": work_of(request),
        "may_screen": gate.may("lists.see"),
        "may_run": gate.may("run.start"),
        "may_see_actors": gate.may("actors.see"),
        "may_nominate": gate.may("nominate"),
        "may_appoint": gate.may("appointments.manage"),
        "may_manage": gate.may("accounts.manage"),
        "may_oversee": gate.may("log.see"),
        "newest": Run.objects.filter(state="loaded").order_by("-loaded_at").first(),
        "running": Run.objects.exclude(state__in=("loaded", "failed"))
        .order_by("ordered_at")
        .first(),
    }
    return render(request, "nominations/start.html", context)
