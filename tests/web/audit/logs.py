"""Logs to test on: a server's databases, bodies of entries, a log with its witnesses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql
from psycopg.types.json import Jsonb

from hejda_web.audit.checkpoints import Recorded, record
from hejda_web.audit.witnesses import DatabaseWitness, FileWitness
from tests.house_rules.tree import ROOT

SQL = ROOT / "src/hejda_web/audit/sql"
NUMBERED = sorted(SQL.glob("*.sql"))
WITNESS = sorted((SQL / "witness").glob("*.sql"))
ROLES = ("owner", "app", "auditor", "witness")
NEXT = count(1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Server:
    """A running server, reached by its folder; everybody is let in by name, as only tests may."""

    folder: str

    def dsn(self, database: str, role: str = "postgres") -> str:
        """How a role reaches a database."""
        return f"host={self.folder} dbname={database} user={role}"

    @contextmanager
    def connection(self, database: str, role: str = "postgres") -> Iterator[Connection]:
        """A connection that commits each statement."""
        with psycopg.connect(self.dsn(database, role), autocommit=True) as connection:
            yield connection

    def copy(self, template: str) -> str:
        """A new database like `template`, nobody being connected to it."""
        name = f"{template}_{next(NEXT)}"
        with self.connection("postgres") as connection:
            connection.execute(
                sql.SQL("create database {} template {} owner owner").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return name

    def drop(self, *names: str) -> None:
        """Takes databases away again."""
        with self.connection("postgres") as connection:
            for name in names:
                connection.execute(
                    sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
                )


def prepared(server: Server) -> Server:
    """The server with its roles and templates. Each file is run twice: it may be run again."""
    with server.connection("postgres") as connection:
        connection.execute("alter system set fsync = off")  # these databases outlive no test
        connection.execute("select pg_reload_conf()")
        for role in ROLES:
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        connection.execute("create database log_empty owner owner")
        connection.execute("create database witness_empty owner owner")
    with server.connection("log_empty", "owner") as connection:
        for file in NUMBERED * 2:
            connection.execute(file.read_text(encoding="utf-8").encode())
    with server.connection("witness_empty", "owner") as connection:
        for _ in range(2):
            for file in WITNESS:
                connection.execute(file.read_text(encoding="utf-8").encode())
    return server


def a_reading(number: int = 1, **other: object) -> dict[str, object]:
    """A complete entry of an invented officer reading an invented person's page."""
    return {
        "class": "reading",
        "by": "user-7",
        "session": sha256(b"session").hexdigest(),
        "action": "people.page",
        "subjects": [sha256(f"person {number}".encode()).hexdigest()[:20]],
        "fields": ["identity", "risk"],
        "rows": 1,
        "purpose": "screening",
        "case": "5000-K12-26",
        "reason": "appointed",
        "request": f"request-{number}",
    } | other


def append(connection: Connection, body: object) -> int:
    """Appends as the application does."""
    row = connection.execute("select audit.append(%s)", (Jsonb(body),)).fetchone()
    assert row is not None
    return int(row[0])


@dataclass(frozen=True)
class WitnessedLog:
    """A log's database, its two witnesses and the key that signs for it."""

    server: Server
    database: str
    second: str
    folder: Path
    key: Ed25519PrivateKey

    @property
    def file(self) -> Path:
        """The witness that is a file."""
        return self.folder / "witness.jsonl"

    @property
    def public(self) -> str:
        """The public key in hex."""
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def witnesses(self) -> tuple[FileWitness, DatabaseWitness]:
        """Both witnesses, as the application writes to them."""
        second = DatabaseWitness("second database", self.server.dsn(self.second, "witness"))
        return FileWitness("file", self.file), second

    def grow(self, entries: int, start: int = 0) -> None:
        """Appends entries as the application."""
        with self.server.connection(self.database, "app") as connection:
            for number in range(start + 1, start + entries + 1):
                append(connection, a_reading(number))

    def checkpoint(self, minute: int = 0) -> Recorded:
        """Signs what the log holds now."""
        with self.server.connection(self.database, "auditor") as connection:
            now = NOON + timedelta(minutes=minute)
            return record(connection, key=self.key, now=now, witnesses=self.witnesses)

    def arguments(self, database: str = "") -> list[str]:
        """The checker's arguments for this log, or for a copy of it."""
        return [
            *("--dsn", self.server.dsn(database or self.database, "auditor")),
            *("--public-key", self.public, "--witness", str(self.file)),
            *("--witness-dsn", self.server.dsn(self.second, "witness")),
        ]


def new_log(server: Server, folder: Path) -> WitnessedLog:
    """An empty log with a key and two empty witnesses."""
    key = Ed25519PrivateKey.from_private_bytes(sha256(b"the key of tests").digest())
    second = server.copy("witness_empty")
    return WitnessedLog(server, server.copy("log_empty"), second, folder, key)


def checker(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The stand-alone checker, as a process of its own that sees nothing but its own package."""
    command: Sequence[str] = [sys.executable, "-m", "hejda_audit", *arguments]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=120
    )
