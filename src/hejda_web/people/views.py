"""One's own pages: the piece of work, asked once and named by every look; and what one may, and why."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from hejda_web.accounts.forms import WorkForm
from hejda_web.accounts.models import Work
from hejda_web.accounts.roles import ROLES, SCOPES, WHAT_ROLES_DO
from hejda_web.accounts.who import appointments_of, colleague, roles_of
from hejda_web.people.access import session_hash, work_of
from hejda_web.people.context import Signed, sign

HOURS = 8


def work(request: HttpRequest) -> HttpResponse:
    """Begins a piece of work, or ends the one going on."""
    user = colleague(request)
    form = WorkForm(
        request.POST or None, initial={"purpose": request.session.get("wants", "screening")}
    )
    if request.method == "POST" and "end" in request.POST:
        Work.objects.filter(pk=request.session.pop("work", None)).update(ends=timezone.now())
        return redirect("start")
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        begun = Work.objects.create(
            user=user,
            session=session_hash(request),
            purpose=form.cleaned_data["purpose"],
            case_reference=form.cleaned_data["case_reference"],
            began=now,
            ends=now + dt.timedelta(hours=HOURS),
        )
        request.session["work"] = str(begun.pk)
        after = request.session.pop("after_work", "/")
        inside = url_has_allowed_host_and_scheme(after, allowed_hosts=None)
        return redirect(after if inside else "/")
    context = {"form": form, "work": work_of(request), "hours": HOURS}
    return render(request, "people/work.html", context)


def me(request: HttpRequest) -> HttpResponse:
    """What the reader may do here, by which decision, until when; and how they log in."""
    user = colleague(request)
    today = timezone.localdate()
    with transaction.atomic():
        # Signed, so that an appointment the rule of conflicts hides is hidden here too.
        sign(Signed("user", user.pk, "frame.start"))
        appointments = [(SCOPES[a.scope], a) for a in appointments_of(user, today)]
    context = {
        "roles": [(ROLES[r], WHAT_ROLES_DO[r]) for r in sorted(roles_of(user, today))],
        "appointments": appointments,
        "second_factors": Authenticator.objects.filter(user=user),
    }
    return render(request, "accounts/me.html", context)
