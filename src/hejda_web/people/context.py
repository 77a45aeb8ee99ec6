"""Signs the context that row security reads: who, for what, in this transaction of this connection only."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from hejda_web.people.walls import pads

SECONDS = 60
_NONE = "-"
WAITS = {"lock_timeout": "4s", "statement_timeout": "20s"}
"""How long a page waits at most for a lock, and for a statement."""
BEGUN = "select pg_backend_pid(), to_char(transaction_timestamp() at time zone 'utc', 'YYYYMMDDHH24MISSUS')"
BOUND = BEGUN + "".join(f", set_config('{name}', '{value}', true)" for name, value in WAITS.items())
"""What names the transaction (its process and its beginning), and the same with the waits of a page set."""


@dataclass(frozen=True)
class Signed:
    """What the context says. kind: user, or job, which then names who ordered it."""

    kind: str
    user: UUID
    action: str
    session: str = _NONE
    purpose: str = _NONE
    case: str = _NONE


def sign(said: Signed, seconds: int = SECONDS, *, bound: bool = False) -> None:
    """Puts the signed context into the running transaction; it is gone when that ends.

    bound: a lock or a statement that takes longer than `WAITS` fails, and with it the whole act.
    """
    inner, outer = pads(settings.INSTALLATION.context_key)
    with connection.cursor() as cursor:
        cursor.execute(BOUND if bound else BEGUN)
        pid, began = cursor.fetchone()[:2]
        ends = int(time.time()) + seconds
        fields = [
            "v1", said.kind, str(said.user), said.action, said.session, said.purpose,
            "-" if said.case == _NONE else hashlib.sha256(said.case.encode()).hexdigest()[:16],
            str(ends),
        ]  # fmt: skip
        if any("|" in each for each in fields):
            raise ValueError("a field of the context holds a separator")
        body = "|".join(fields)
        message = f"{pid}|{began}|{body}".encode()
        mac = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).hexdigest()
        cursor.execute("select set_config('hejda.context', %s, true)", [f"{body}|{mac}"])
