"""Making a token, finding it again by what a caller shows, and counting its calls."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from django.db import connection

from hejda_web.services.models import Token

PREFIX = "hejda_"
"""So that a token that leaked into a file or a log can be searched for."""
NOBODY = uuid.UUID(int=0)


def new_secret() -> str:
    """A token: 256 bits drawn by lot, after the prefix."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """SHA-256 in hexadecimal. Unsalted and quick on purpose: see `Token`."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token that was shown, in force or not."""
    return Token.objects.select_related("unit").filter(hash=hash_of(secret)).first()


def calls_this_minute(token: uuid.UUID) -> int:
    """Counts one call, and answers how many that makes this minute.

    In the database, so that all processes of the server count together and a restart forgets nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into services_usage as old (token, minute, calls)"
            " values (%s, date_trunc('minute', clock_timestamp()), 1)"
            " on conflict (token) do update set minute = excluded.minute,"
            " calls = case when old.minute = excluded.minute then old.calls + 1 else 1 end"
            " returning calls",
            [token],
        )
        calls: int = cursor.fetchone()[0]
    return calls
