"""The only way to a person: one transaction that asks, reads, logs and commits before a byte is sent.

A page is a function `view(request, gate, …)` marked `@discloses("candidate.see")`. Inside, `gate`
finds people (row security first, then the policy) and remembers whom it showed. The log is written
last; where it cannot be written, the answer is 503 and nothing of the page leaves the house.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from hejda_web.accounts.models import User, Work
from hejda_web.accounts.roles import ACTOR
from hejda_web.accounts.who import appointments_of, colleague, roles_of
from hejda_web.audit.append import append
from hejda_web.audit.chain import VERBS
from hejda_web.people.actions import ACTIONS, Action
from hejda_web.people.context import Signed, sign
from hejda_web.people.models import Person
from hejda_web.people.policy import About, Decision, Power, Who, decide
from hejda_web.ui.errors import cannot_be_logged, not_found

View = Callable[..., HttpResponseBase]
SUBJECTS_PER_ENTRY = 1000
"""An entry of the log holds at most 65,536 bytes; a page that shows more people takes several."""
LOOK_UPS = frozenset({"duty.look", "person.search", "service.event"})
"""Acts that ask about a number or a name: their answers, too, take one length of time."""


class Hidden(Exception):
    """There is no such thing, or none for whoever asks: the two look the same."""

    def __init__(self, reason: str = "not_found", asked: uuid.UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.asked = asked


class Gate:
    """One act by one person in one transaction, and whom it touched."""

    def __init__(self, user: User, action: Action, session: str, work: Work | None) -> None:
        self.user = user
        self.action = action
        self.session = session
        self.work = work
        self.begun = time.monotonic()
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.who = who_of(user, self.today)
        self.request_id = str(uuid.uuid4())
        self.extra: dict[str, Any] = {}
        self.case = work.case_reference if work else f"{action.purpose}-{self.today:%Y%m%d}"
        """Of the work going on; an act with a purpose of its own belongs to its day."""
        self.asked = False
        """Whether the policy was asked about the one person the act is about."""
        self._shown: dict[str, None] = {}
        self._groups: dict[str, None] = dict.fromkeys(action.groups)

    def permit(self, about: About | None = None, action: str | None = None) -> None:
        """Asks the policy; hides the page where it says no."""
        verdict = self.verdict(action or self.action.code, about)
        if not verdict.allowed:
            raise Hidden(verdict.reason, about.person if about else None)
        if "purpose" in verdict.owed and self.work is None:
            raise Hidden("no_purpose", about.person if about else None)

    def may(self, action: str, about: About | None = None) -> bool:
        """Whether a button for the act belongs on the page."""
        return self.verdict(action, about).allowed

    def verdict(self, action: str, about: About | None) -> Decision:
        """What the policy says of whoever acts."""
        return decide(self.who, action, about, self.today)

    def person(self, person: uuid.UUID, *, judged: bool = True, voted: bool = False) -> Person:
        """The person, if both walls let the act through."""
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise Hidden("not_found", person)
        self.permit(about(found, judged=judged, voted=voted))
        self.asked = True
        self.shows([found])
        return found

    def people(self, wanted: Iterable[Person]) -> list[Person]:
        """Those of several people whom the policy too lets through, in their order."""
        allowed = [each for each in wanted if self.verdict(self.action.code, about(each)).allowed]
        self.shows(allowed)
        return allowed

    def within_reach(self) -> dict[str, Any]:
        """What a query of many people's rows may be narrowed by before the walls look at each row.

        People one is named for, where one is appointed to no region. It saves work and guards nothing.
        """
        powers = [each for each in self.who.powers if each.holds(self.today)]
        if any(each.scope != ACTOR for each in powers):
            return {}
        return {"person__in": [each.person for each in powers]}

    def shows(self, people: Iterable[Person], *groups: str) -> None:
        """Remembers for the log whom the page shows, and which groups of fields besides the act's own."""
        self._shown |= dict.fromkeys(str(each.pk) for each in people)
        self._groups |= dict.fromkeys(groups)

    def touched(self, *subjects: uuid.UUID) -> None:
        """Remembers for the log other ids of the act: a nomination, a vote, a listing."""
        self._shown |= dict.fromkeys(str(each) for each in subjects)

    @property
    def _purpose(self) -> str | None:
        return self.action.purpose or (self.work.purpose if self.work else None)

    def write(self) -> None:
        """Appends what happened to the log, last in the transaction."""
        if not self.action.log_class:
            return
        subjects = list(self._shown)
        for start in range(0, len(subjects) or 1, SUBJECTS_PER_ENTRY):
            append(self._entry(subjects[start : start + SUBJECTS_PER_ENTRY]))

    def _entry(self, subjects: list[str]) -> dict[str, Any]:
        return {
            "class": self.action.log_class,
            "action": self.action.code,
            **self.by(),
            "request": self.request_id,
            "subjects": subjects,
            "fields": list(self._groups) or ["record"],
            "rows": len(subjects),
            "reason": "allowed",
            "limited": "earlier_suspicions" if "earlier_suspicions" in self._groups else None,
            **self.extra,
        }

    def by(self) -> dict[str, Any]:
        """Who acts, for what, as the log names them."""
        return {
            "by": f"user:{self.user.pk}",
            "session": self.session,
            "purpose": self._purpose,
            "case": self.case if self._purpose else None,
        }

    def signed(self) -> Signed:
        """Who acts, for what, as the database is told."""
        work = self.work
        return Signed(
            "user", self.user.pk, self.action.code, self.session,
            self._purpose or "-", work.case_reference if work else "-",
        )  # fmt: skip


def about(person: Person, *, judged: bool = True, voted: bool = False) -> About:
    """What the policy needs to know of a person whom row security lets the user see."""
    return About(person.pk, person.region, person.secrecy, False, judged, voted)


def who_of(user: User, on: dt.date) -> Who:
    """The user as the policy sees them."""
    powers = tuple(
        Power(a.scope, a.region, a.person, a.limited, a.protected, a.valid_from, a.valid_until)
        for a in appointments_of(user, on)
    )
    return Who(
        user=user.pk,
        roles=roles_of(user, on),
        powers=powers,
        home_region=user.unit.police_region,
        independent=user.unit.independent,
        active=user.is_active,
    )


def discloses(code: str) -> Callable[[View], View]:
    """Marks a page with its act, and runs it inside the disclosure transaction."""
    action = ACTIONS[code]

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect(settings.LOGIN_URL)
            work = work_of(request)
            if action.log_class in VERBS and work is None and not action.purpose:
                if request.method == "GET":
                    request.session["after_work"] = request.path
                return redirect("work")
            gate = Gate(user, action, session_hash(request), work)
            gate.request_id = getattr(request, "request_id", gate.request_id)
            # The frame of the page tells of the same reader at the same moment: it asks no second time.
            request.gate = gate  # type: ignore[attr-defined]
            try:
                answer = _within(gate, view, request, args, kwargs)
                hold_look_up(gate, request.method)
                return answer
            except Hidden as hidden:
                return _denied(gate, request, hidden)
            except (DatabaseError, InterfaceError):
                connection.close_if_unusable_or_obsolete()
                _unsay(request)
                return cannot_be_logged(request)

        inside.action = action  # type: ignore[attr-defined]
        return inside

    return wrap


def _within(
    gate: Gate, view: View, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponseBase:
    with ExitStack() as after, transaction.atomic(durable=True):
        sign(gate.signed(), bound=True)
        if not gate.action.about_one:
            gate.permit()
        response = view(request, gate, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()  # inside: what the template reads is held and logged too
        if getattr(response, "streaming", False):
            raise TypeError("a page that shows people is sent whole, after its log row")
        if gate.action.about_one and response.status_code == 200 and not gate.asked:
            raise TypeError("a page about one person asks the gate for that person")
        # The entry and the commit go to the database together. Whoever appends holds the end of the log
        # until the commit: between the two nobody waits for this process to get its turn.
        after.enter_context(connection.connection.pipeline())
        gate.write()
    return response


def _unsay(request: HttpRequest) -> None:
    """Drops what the page was about to tell: it was rolled back, so "saved" would not be true."""
    waiting = get_messages(request)
    if hasattr(waiting, "_queued_messages"):
        waiting._queued_messages = []


def _denied(gate: Gate, request: HttpRequest, hidden: Hidden) -> HttpResponse:
    """The answer is the same whatever the reason."""
    try:
        note_denied(gate, hidden)
    except (DatabaseError, InterfaceError):
        return cannot_be_logged(request)
    return not_found(request)


def note_denied(gate: Gate, hidden: Hidden) -> None:
    """Logs the attempt in a transaction of its own, and tells of a conflict where that was why."""
    with transaction.atomic(durable=True):
        sign(gate.signed(), bound=True)
        with connection.cursor() as cursor:
            cursor.execute("select hejda.note_attempt(%s, %s)", [hidden.asked, gate.action.code])
        append(
            {
                "class": "denied",
                "action": gate.action.code,
                **gate.by(),
                "purpose": None,
                "case": None,
                "request": gate.request_id,
                "subjects": [str(hidden.asked)] if hidden.asked else [],
                "reason": hidden.reason,
            }
        )
    _hold(gate)


def hold_look_up(gate: Gate, method: str | None) -> None:
    """Holds the answer of a question about somebody: one who is here, or a conflict, takes more work."""
    if method == "POST" and gate.action.code in LOOK_UPS:
        _hold(gate)


def _hold(gate: Gate) -> None:
    """Row security works a little longer where a row exists: the clock must not tell it."""
    time.sleep(max(0.0, gate.begun + settings.DENIED_AFTER - time.monotonic()))


def work_of(request: HttpRequest) -> Work | None:
    """The piece of work the user said they are doing, if it is still going on."""
    key = request.session.get("work")
    if not key:
        return None
    return Work.objects.filter(
        pk=key, user=colleague(request), session=session_hash(request), ends__gt=timezone.now()
    ).first()


def session_hash(request: HttpRequest) -> str:
    """The session as the log names it: a hash, never the key itself."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
