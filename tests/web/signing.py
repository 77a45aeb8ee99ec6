"""Contexts signed without the application's code: Python's own hmac, psycopg, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

FAR = 4_102_444_800
"""1 January 2100, in seconds since 1970: a context that does not run out in a test."""


def body_of(
    user: uuid.UUID, act: str, *, kind: str = "user", ends: int = FAR, version: str = "v1"
) -> str:
    """The fields of a context, unsigned."""
    return f"{version}|{kind}|{user}|{act}|-|-|-|{ends}"


def signature(key: str, pid: int, began: str, body: str) -> str:
    """HMAC-SHA256 of connection, transaction and fields."""
    return hmac.new(key.encode(), f"{pid}|{began}|{body}".encode(), hashlib.sha256).hexdigest()


def stamp(connection: psycopg.Connection) -> tuple[int, str]:
    """The connection's server process and when its transaction began, as the database writes them."""
    row = connection.execute(
        "select pg_backend_pid(),"
        " to_char(transaction_timestamp() at time zone 'utc', 'YYYYMMDDHH24MISSUS')"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def put(connection: psycopg.Connection, context: str) -> None:
    """Sets the context of the running transaction to any text at all."""
    connection.execute("select set_config('hejda.context', %s, true)", [context])


@contextmanager
def acting(
    connection: psycopg.Connection, key: str, user: uuid.UUID, act: str, kind: str = "user"
) -> Iterator[psycopg.Connection]:
    """A transaction of the user's act, in which a test looks or writes; undone at the end."""
    with connection.transaction(force_rollback=True):
        body = body_of(user, act, kind=kind)
        put(connection, f"{body}|{signature(key, *stamp(connection), body)}")
        yield connection
