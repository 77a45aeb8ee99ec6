"""Writes logins to the log. A name that was typed is not kept: it may be anybody's, or a password."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest

from hejda_web.accounts.models import User
from hejda_web.audit.append import append
from hejda_web.people.access import session_hash

NOBODY = "visitor:0"
"""Who stands in the log where nobody was let in."""


def came_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody logged in."""
    _append("login.in", f"user:{user.pk}", session_hash(request))


def went_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Somebody logged out, or a session that had nobody in it ended."""
    if user is not None:
        _append("login.out", f"user:{user.pk}", None)


def was_refused(sender: Any, **_: Any) -> None:
    """A login failed."""
    _append("login.refused", NOBODY, None)


def _append(action: str, by: str, session: str | None) -> None:
    append(
        {
            "class": "login",
            "action": action,
            "by": by,
            "session": session,
            "request": str(uuid.uuid4()),
        }
    )
