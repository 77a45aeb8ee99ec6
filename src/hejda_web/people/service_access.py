"""The gate for tokens: the same transaction as for pages, acted in by a system instead of a colleague."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from hejda_web.people.access import Gate, Hidden, hold_look_up, note_denied
from hejda_web.people.actions import SERVICE_ACTIONS
from hejda_web.people.context import Signed, sign
from hejda_web.people.models import Person
from hejda_web.people.policy import About, Decision
from hejda_web.people.service_policy import Concerned, Service, serve
from hejda_web.services.models import Token

PURPOSE = "service"
"""The log's word for it; the purpose in words, and who decided it, stand with the token."""


class Refused(Exception):
    """The API answers with a status instead: 401, 403, 404 and so on (`ui/problems.py`)."""

    def __init__(self, status: int, fields: list[str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.fields = fields

    def as_hidden(self) -> Hidden:
        """The same as a reason of the log."""
        return Hidden(f"refused_{self.status}")


class ServiceGate(Gate):
    """One act by one token in one transaction, and whom it touched."""

    def __init__(self, token: Token, code: str) -> None:
        self.token = token
        self.service = service_of(token)
        self.action = SERVICE_ACTIONS[code]
        self.session = hashlib.sha256(f"service:{token.pk}".encode()).hexdigest()
        self.begun = time.monotonic()
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.request_id = str(uuid.uuid4())
        self.extra: dict[str, Any] = {}
        self.asked = False
        self._shown: dict[str, None] = {}
        self._groups: dict[str, None] = dict.fromkeys(self.action.groups)

    def verdict(self, action: str, about: About | None) -> Decision:
        """What the policy for services says. An open nomination is nobody's to have judged here."""
        concerned = (
            None if about is None
            else Concerned(about.person, about.region, about.secrecy, about.conflict)
        )  # fmt: skip
        return serve(self.service, action, concerned, self.today)

    def those(self, wanted: Iterable[tuple[Person, dict[str, bool]]]) -> list[Person]:
        """Those of several people whom the policy lets through, knowing more of each."""
        allowed = [p for p, said in wanted if self.lets(self.action.code, p, **said)]
        self.shows(allowed)
        return allowed

    def lets(self, action: str, person: Person, **said: bool) -> bool:
        """Whether the act is allowed about a person. said: of `Concerned`, what is known."""
        about = Concerned(person.pk, person.region, person.secrecy, **said)
        return serve(self.service, action, about, self.today).allowed

    def by(self) -> dict[str, Any]:
        """The token acts; its owner answers."""
        return {
            "by": f"service:{self.token.pk}",
            "on_behalf": f"unit:{self.token.unit_id}",
            "session": self.session,
            "purpose": PURPOSE,
            "case": self.token.case_reference,
        }

    def signed(self) -> Signed:
        """A context of its own kind, which opens nothing made for people."""
        return Signed(
            "service", self.token.pk, self.action.code, self.session, PURPOSE,
            self.token.case_reference,
        )  # fmt: skip


def service_of(token: Token) -> Service:
    """The token as the policy sees it."""
    return Service(
        token.pk, frozenset(token.scopes), frozenset(token.regions), token.everywhere,
        token.valid_from, token.valid_until, token.confirmed_at is not None,
        token.revoked_at is not None,
    )  # fmt: skip


@contextmanager
def serving(token: Token, code: str, request_id: str | None = None) -> Iterator[ServiceGate]:
    """The transaction of one call: asks the policy, signs, and writes the log last.

    Raises Refused: 403 where the token may not do the act at all, 404 where the thing is hidden or
    unknown, 503 where the log or the database does not answer.
    """
    gate = ServiceGate(token, code)
    gate.request_id = request_id or gate.request_id
    try:
        try:
            with transaction.atomic(durable=True):
                sign(gate.signed(), bound=True)
                gate.permit()
                yield gate
                gate.write()
            hold_look_up(gate, "POST")
        except (Hidden, Refused) as reason:
            told = reason if isinstance(reason, Refused) else Refused(_status(gate))
            note_denied(gate, reason if isinstance(reason, Hidden) else told.as_hidden())
            raise told from reason
    except (DatabaseError, InterfaceError) as error:
        connection.close_if_unusable_or_obsolete()
        raise Refused(503) from error


def _status(gate: ServiceGate) -> int:
    """404 where the token may do the act, so that it learns nothing of whom; 403 where it may not."""
    return 404 if serve(gate.service, gate.action.code, None, gate.today).allowed else 403


def log_refused(token: Token, code: str, status: int) -> None:
    """Logs a call that was refused before it asked for anything; raises Refused 503 where it cannot."""
    try:
        note_denied(ServiceGate(token, code), Refused(status).as_hidden())
    except (DatabaseError, InterfaceError) as error:
        connection.close_if_unusable_or_obsolete()
        raise Refused(503) from error
