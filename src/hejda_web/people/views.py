"""The piece of work: purpose and case, asked once and then named by every look at a record."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from hejda_web.accounts.forms import WorkForm
from hejda_web.accounts.models import Work
from hejda_web.accounts.who import colleague
from hejda_web.people.access import session_hash, work_of

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
