"""The first day: what each role does first, ticked by what the database knows, or by the reader.

Nothing here watches anybody. A step is done because the work wrote something; where doing it writes
nothing the reader ticks it. The log is not read: it is there to be reviewed, not to teach.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hejda_web.accounts.models import Appointment, RoleGrant, User, Work
from hejda_web.accounts.roles import ROLES, WHAT_ROLES_DO
from hejda_web.desk.first_day_steps import STEPS, Step
from hejda_web.desk.models import FirstDay, Visit
from hejda_web.evidence.models import Intake
from hejda_web.nominations.models import RegionSetting
from hejda_web.oversight.models import NeedReview
from hejda_web.people.access import Gate, discloses
from hejda_web.runs.models import Run

NEW_DAYS = 30
"""How long after joining the start page leads here."""


@discloses("frame.start")
def first_day(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The steps of each of the reader's roles. POST ticks one, takes the tick back, or puts the page away."""
    row = FirstDay.objects.filter(user=gate.user).first()
    if request.method == "POST":
        _answered(gate, row or FirstDay(user=gate.user), request)
        return redirect("start" if "away" in request.POST else "first_day")
    ticked = set(row.ticked) if row else set()
    done = done_by(gate.user, gate.today)
    parts: list[dict[str, Any]] = [
        {
            "role": ROLES[role], "does": WHAT_ROLES_DO[role],
            "steps": [_row(each, done, ticked) for each in STEPS[role]],
        }
        for role in sorted(gate.who.roles)
    ]  # fmt: skip
    rows = [each for part in parts for each in part["steps"]]
    context = {
        "parts": parts, "away": row is not None and row.away_on is not None,
        "done": sum(each["done"] for each in rows), "all": len(rows),
    }  # fmt: skip
    return render(request, "desk/first_day.html", context)


def _row(step: Step, done: set[str], ticked: set[str]) -> dict[str, Any]:
    link = reverse(step.page, args=[step.rule] if step.rule else [])
    known = step.done_by in done
    return {
        "step": step, "link": link, "own": not step.done_by, "done": known or step.code in ticked,
    }  # fmt: skip


def _answered(gate: Gate, row: FirstDay, request: HttpRequest) -> None:
    codes = {each.code for steps in STEPS.values() for each in steps if not each.done_by}
    step = request.POST.get("step", "")
    if step in codes:
        row.ticked = sorted(set(row.ticked) ^ {step})
    if "away" in request.POST:
        row.away_on = gate.today
    elif "back" in request.POST:
        row.away_on = None
    row.save()


def done_by(user: User, today: dt.date) -> set[str]:
    """What the database knows the reader has done, in the words of the steps."""
    appointed = Appointment.objects.filter(user=user, valid_from__lte=today)
    known = {
        "second_factor": Authenticator.objects.filter(user=user),
        "work": Work.objects.filter(user=user),
        "day": Visit.objects.filter(user=user),
        "appointed_actor": appointed.filter(scope="actor"),
        "appointed_duty": appointed.filter(scope="duty"),
        "appointed_somebody": Appointment.objects.filter(named_by=user, scope="actor"),
        "ordered_run": Run.objects.filter(ordered_by=user),
        "capacity": RegionSetting.objects.filter(set_by=user),
        "brought_reports": Intake.objects.filter(ordered_by=user),
        "reviewed": NeedReview.objects.filter(done_by=user.pk),
        "made_account": RoleGrant.objects.filter(granted_by=user).exclude(user=user),
    }
    found = {word for word, rows in known.items() if rows.exists()}
    with connection.cursor() as cursor:
        cursor.execute("select step from hejda.own_steps()")
        return found | {step for (step,) in cursor.fetchall()}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Whether start pages lead to the first day. Nothing is asked until a template asks."""
    return {"new_here": SimpleLazyObject(lambda: _new_here(request))}


def _new_here(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return False
    fresh = user.joined_on >= timezone.localdate() - dt.timedelta(days=NEW_DAYS)
    return fresh and not FirstDay.objects.filter(user=user).exclude(away_on=None).exists()
