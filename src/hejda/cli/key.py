"""The one place that makes a secret: the key of a new identity store."""

from __future__ import annotations

import secrets

BYTES = 32


def new_key() -> bytes:
    """A secret key for the ids of a new identity store."""
    return secrets.token_bytes(BYTES)
