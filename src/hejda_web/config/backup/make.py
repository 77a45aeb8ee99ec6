"""Makes a backup: one sealed file with the database as it stood at one moment, and what a restore needs."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from hejda import __version__
from hejda.base.errors import InputError
from hejda_web.audit.witnesses import WitnessFault, named_witnesses
from hejda_web.config.backup.parts import (
    DATABASE,
    SECRETS,
    WITNESSES,
    Manifest,
    Opening,
    PartWriter,
    read_parts,
)
from hejda_web.config.backup.postgres import as_backup, dumped, program, reading_all
from hejda_web.config.backup.sealed import Sealer, unsealed
from hejda_web.config.installation import Installation

LEFT_OUT = ("public.django_session", "hejda.signing_key")
"""Who is logged in, and the key of the walls, which are raised anew: neither is to come back."""
KEPT_SECRETS = ("django_secret", "context_key", "checkpoint_key")
"""Without context_key no hash of a personal number fits any longer, and the rule of conflicts is blind;
without checkpoint_key the witnesses take the log for another one. Passwords are the new database's own."""
SHORTEST = 12
"""Characters of a passphrase; scrypt makes each guess dear, not a short word long."""


@dataclass(frozen=True)
class Made:
    """A backup that was written whole and read back. silent: witnesses that did not answer, with codes."""

    path: Path
    size: int
    manifest: Manifest
    silent: tuple[tuple[str, str], ...]


def make_backup(
    installation: Installation, out: Path, passphrase: str, database: str | None = None
) -> Made:
    """Says so in the log, writes the backup to `out` and reads it back; the file appears when it is whole.

    `database`: another name than the installation's. Raises InputError, Refusal and what psycopg raises.
    """
    if len(passphrase) < SHORTEST:
        raise InputError(
            "short_passphrase", f"The passphrase has fewer than {SHORTEST} characters.",
            "Whoever has the file may guess as long as they like.", "Take several words.",
        )  # fmt: skip
    if out.exists():
        raise InputError(
            "backup_exists", f"There is already a file {out.name}.", "No backup is written over.",
            "Name another file.",
        )  # fmt: skip
    name = database or installation.database.name
    unfinished = out.with_name(f".{out.name}.{uuid.uuid4().hex[:8]}.unfinished")
    # Before a row is read: where the log cannot take it there is no copy, and the copy tells of itself.
    with psycopg.connect(installation.database.dsn("app", name)) as connection:
        _append(connection, "backup.make")
    # Before the snapshot: what the witnesses hold must not reach further than the log that is saved.
    lines, silent = witness_lines(installation)
    held = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(held, "wb") as file:
            sealer = Sealer(file, passphrase)
            with reading_all(installation, name) as dsn:
                _write(sealer, installation, dsn, lines)
            sealer.close()
            file.flush()
            os.fsync(file.fileno())
        manifest = checked(unfinished, passphrase)
        unfinished.rename(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return Made(out, out.stat().st_size, manifest, tuple(silent))


def checked(path: Path, passphrase: str) -> Manifest:
    """The manifest of a backup, after every byte of it has been opened and added up."""
    with path.open("rb") as file:
        return read_parts(unsealed(file, passphrase), lambda *_: None, lambda _: None)


def _write(
    sealer: Sealer, installation: Installation, dsn: str, lines: dict[str, list[str]]
) -> None:
    with as_backup(dsn) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        found, version = program("pg_dump", reader.info.server_version // 10000)
        [(snapshot,)] = reader.execute("select pg_export_snapshot()").fetchall()
        parts = PartWriter(sealer.write, _opening(reader, version))
        parts.part(DATABASE, dumped(dsn, found, snapshot, list(LEFT_OUT)))
        kept = {name: getattr(installation, name) for name in KEPT_SECRETS}
        parts.part(SECRETS, [json.dumps(kept).encode()])
        parts.part(WITNESSES, _as_json(lines))
        parts.close()


def _as_json(lines: dict[str, list[str]]) -> Iterator[bytes]:
    """Line by line, since a log of years has many: one JSON text a line, [witness, checkpoint]."""
    for name, some in lines.items():
        for line in some:
            yield json.dumps([name, line]).encode() + b"\n"


def _opening(reader: psycopg.Connection, dumped_by: int) -> Opening:
    end = reader.execute("select seq, hash from audit.head").fetchone()
    if end is None:
        raise InputError("no_log", "The database has no log, so it is not hejda's.")
    done = reader.execute("select app, name from django_migrations order by app, name").fetchall()
    return Opening(
        release=__version__,
        at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        server=reader.info.server_version // 10000,
        dumped_by=dumped_by,
        migrations=[(app, name) for app, name in done],
        tables=rows_in_tables(reader),
        left_out=list(LEFT_OUT),
        entries=end[0],
        head=bytes(end[1]).hex(),
    )


def rows_in_tables(reader: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has, as a role that row security does not hold."""
    tables = reader.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'"
        " order by 1, 2"
    ).fetchall()
    counts = {}
    for schema, table in tables:
        query = sql.SQL("select count(*) from {}.{}")
        named = query.format(sql.Identifier(schema), sql.Identifier(table))
        [(counts[f"{schema}.{table}"],)] = reader.execute(named).fetchall()
    return {name: 0 if name in LEFT_OUT else count for name, count in counts.items()}


def remember(made: Made, installation: Installation, database: str | None = None) -> None:
    """Tells the page of operation that a backup was made; the log knew before it was.

    A database of an earlier release has no place for it: that release's backup is taken before it is
    brought up.
    """
    opening = made.manifest.opening
    with psycopg.connect(installation.database.dsn("app", database)) as connection:
        place = connection.execute("select to_regclass('public.operation_backup')").fetchone()
        if place and place[0]:
            connection.execute(
                "insert into public.operation_backup (id, at, size, entries, release)"
                " values (gen_random_uuid(), %s, %s, %s, %s)",
                (opening.at, made.size, opening.entries, opening.release),
            )


def revoke_tokens(installation: Installation) -> int:
    """Revokes every token of a restored database; how many. One revoked after the backup would hold again.

    The owner's act, in nobody's name: the trigger that asks who revokes is off for this transaction alone.
    """
    with psycopg.connect(installation.database.dsn("owner")) as owner:
        owner.execute("alter table public.services_token disable trigger stays")
        done = owner.execute(
            "update public.services_token set revoked_at = now() where revoked_at is null"
        )
        owner.execute("alter table public.services_token enable trigger stays")
        return done.rowcount


def note_restored(installation: Installation) -> None:
    """Tells the log that what follows was written in an installation made of a backup."""
    with psycopg.connect(installation.database.dsn("app")) as connection:
        _append(connection, "backup.restore")


def _append(connection: psycopg.Connection, action: str) -> None:
    connection.execute(
        "select audit.append(jsonb_build_object('class', 'system', 'by', 'system:operation',"
        " 'action', %s::text, 'request', %s::text))",
        (action, str(uuid.uuid4())),
    )


# ── Witnesses ────────────────────────────────────────────────────────────────────────────────────


def witness_lines(
    installation: Installation,
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """What each witness holds now, and which did not answer."""
    lines, silent = {}, []
    for witness in named_witnesses(installation.witness_files, installation.witness_databases):
        try:
            lines[witness.name] = witness.after(0)
        except WitnessFault as fault:
            silent.append((witness.name, fault.code))
    return lines, silent
