"""The walls in the database: signed context, grants, row security and rules, raised after each migration."""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

HERE = Path(__file__).parent
AUDIT = HERE.parent.parent / "audit" / "sql"
BLOCK = 64
"""Bytes of a block of SHA-256, to which an HMAC pads its key (RFC 2104)."""


def raise_walls(owner: psycopg.Connection, context_key: str) -> None:
    """Runs every wall in one transaction, as the owner. Safe to run again: it says what stands."""
    with owner.transaction():
        for path in (*sorted(AUDIT.glob("*.sql")), *sorted(HERE.glob("*.sql"))):
            owner.execute(sql.SQL(path.read_text(encoding="utf-8")))
        inner, outer = pads(context_key)
        owner.execute(
            "insert into hejda.signing_key values (1, %s, %s) on conflict (id) do update"
            " set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            (inner, outer),
        )


def raise_witness(owner: psycopg.Connection) -> None:
    """Makes a witness's table in a database of its own, which only takes and shows checkpoints."""
    with owner.transaction():
        for path in sorted((AUDIT / "witness").glob("*.sql")):
            owner.execute(sql.SQL(path.read_text(encoding="utf-8")))


def pads(key: str) -> tuple[bytes, bytes]:
    """The inner and outer key of an HMAC-SHA256."""
    secret = key.encode()
    if len(secret) > BLOCK:
        secret = hashlib.sha256(secret).digest()
    secret = secret.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in secret), bytes(byte ^ 0x5C for byte in secret)
