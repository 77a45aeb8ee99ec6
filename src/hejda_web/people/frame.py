"""What the frame of a page shows of its reader: the pages open to them, and the work going on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hejda_web.accounts.forms import PURPOSES
from hejda_web.accounts.models import User
from hejda_web.people.access import who_of, work_of
from hejda_web.people.policy import decide
from hejda_web.ui.words import Words

PAGES = (
    ("start", "frame.start", Words("Start", "Start")),
    ("runs", "run.see", Words("Kartläggning", "Mapping")),
    ("screening", "lists.see", Words("Granskning", "Screening")),
    ("actors", "actors.see", Words("Fokuspersoner", "Focus persons")),
    ("nominate", "nominate", Words("Föreslå", "Nominate")),
    ("log", "log.see", Words("Logg", "Log")),
    ("alerts", "alerts.see", Words("Larm", "Alerts")),
    ("reviews", "reviews.see", Words("Behovsprövning", "Review of need")),
    ("appointments", "appointments.manage", Words("Uppdrag", "Appointments")),
    ("accounts", "accounts.manage", Words("Konton", "Accounts")),
    ("rules", "rules.see", Words("Regler", "Rules")),
    ("powers", "powers.see", Words("Behörigheter", "Powers")),
)
"""Every page of the main menu: its address's name, the act it needs, its words."""


@dataclass(frozen=True)
class Page:
    """A link of the menu. here: what aria-current says, empty on every other page."""

    address: str
    words: Words
    here: str


@dataclass(frozen=True)
class GoingOn:
    """The piece of work that every look at a record names."""

    purpose: Words | str
    case: str
    ends: dt.datetime


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame that depends on the reader. Nothing is asked until a template asks."""
    return {
        "pages": SimpleLazyObject(lambda: pages_open_to(request)),
        "going_on": SimpleLazyObject(lambda: _going_on(request)),
    }


def pages_open_to(request: HttpRequest) -> list[Page]:
    """The pages whose act the policy allows the reader today; none before login or own password."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.must_choose_password:
        return []
    today = timezone.localdate()
    who = who_of(user, today)
    return [
        Page(address, words, _here(request.path, address))
        for address, words in (
            (reverse(name), words)
            for name, action, words in PAGES
            if decide(who, action, None, today).allowed
        )
    ]


def _here(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(address) else ""


def _going_on(request: HttpRequest) -> GoingOn | None:
    if not isinstance(getattr(request, "user", None), User):
        return None
    work = work_of(request)
    if work is None:
        return None
    words = PURPOSES.get(work.purpose, work.purpose)
    return GoingOn(words, work.case_reference, timezone.localtime(work.ends))
