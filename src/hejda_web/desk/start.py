"""The first page after login: the duty desk, the day of those who work cases, else what one can do here."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from hejda_web.accounts.who import colleague
from hejda_web.desk.day import day
from hejda_web.desk.duty import look
from hejda_web.nominations.views import start as what_one_can_do
from hejda_web.people.access import who_of, work_of
from hejda_web.people.actions import ACTIONS
from hejda_web.people.policy import decide


def start(request: HttpRequest) -> HttpResponseBase:
    """Each reader's own first page, in place: no address says who somebody is or what they do."""
    today = timezone.localdate()
    who = who_of(colleague(request), today)
    if request.method == "GET":
        if who.roles == {"duty_desk"} and decide(who, "duty.look", None, today).allowed:
            return look(request)
        if decide(who, "day.see", None, today).allowed and work_of(request) is not None:
            return day(request)
    return what_one_can_do(request)


start.action = ACTIONS["frame.start"]  # type: ignore[attr-defined]  # what every reader may open
