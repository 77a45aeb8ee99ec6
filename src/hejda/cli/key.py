"""The one place that makes a secret: the key of a new identity store."""

from __future__ import annotations

import secrets  # noqa: TID251 (made at the edge, handed to the core)

BYTES = 32


def new_key() -> bytes:
    """A secret key for the ids of a new identity store."""
    return secrets.token_bytes(BYTES)
