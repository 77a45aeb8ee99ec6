"""The command: `verify` a log against its witnesses, or `export` it.

Exit code 0: sound. 1: tampered with. 2: could not be checked. Passwords belong in a libpq password file
(PGPASSFILE), not in a DSN on the command line, where other users of the machine can see it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg

from hejda_audit.entries import Unreadable, database_log, export_log, write_export
from hejda_audit.verify import Verdict, summary, verified
from hejda_audit.witnesses import (
    Statements,
    Witness,
    database_witness,
    file_witness,
    heard,
    public_key,
)

SOUND, TAMPERED, UNCHECKED = 0, 1, 2
PATIENCE = 2.0
"""Seconds before a witness that lags is asked again: a checkpoint reaches one witness before the next."""
COULD_NOT = {"sv": "Kunde inte kontrolleras: {why}.", "en": "Could not be checked: {why}."}
NO_WITNESS = {
    "sv": "inget vittne angavs (--witness, --witness-dsn, --public-key); med --without-witness kontrolleras "
    "bara kedjan, och ett kapat slut eller en omskriven logg syns inte",
    "en": "no witness was named (--witness, --witness-dsn, --public-key); --without-witness checks the chain "
    "alone, which shows neither a cut tail nor a log written anew",
}
NO_CHECKPOINT = {
    "sv": "vittnena har ingen kontrollpunkt att jämföra med",
    "en": "the witnesses hold no checkpoint to compare with",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _export(options) if options.command == "export" else _verify(options)
    except Unreadable as error:
        why = str(error)
    except psycopg.Error as error:
        # The driver's own words may hold a host or a user; the SQLSTATE and the class say enough.
        why = f"PostgreSQL: {type(error).__name__} {error.sqlstate or ''}".rstrip()
    except OSError as error:
        why = str(error.strerror)
    sys.stderr.write(COULD_NOT[options.lang].format(why=why) + "\n")
    return UNCHECKED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hejda_audit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="is the log as it was written?")
    export = commands.add_parser("export", help="write the log as one JSON object a line")
    log = verify.add_mutually_exclusive_group(required=True)
    log.add_argument("--dsn", help="the log's database, as a role that may read schema audit")
    log.add_argument("--export", type=Path, metavar="FILE", help="an exported log instead")
    verify.add_argument("--public-key", action="append", default=[], metavar="HEX-OR-PEM")
    verify.add_argument("--witness", type=Path, action="append", default=[], metavar="FILE")
    verify.add_argument("--witness-dsn", action="append", default=[], metavar="DSN")
    verify.add_argument("--without-witness", action="store_true", help="check the chain alone")
    export.add_argument("--dsn", required=True, help="the log's database")
    export.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a new file, mode 0600"
    )
    for command in (verify, export):
        command.add_argument("--lang", choices=("sv", "en"), default="sv")
    return parser


def _verify(options: argparse.Namespace) -> int:
    statements = _statements(
        options
    )  # before the log: a checkpoint made meanwhile is not missed in it
    if options.export:
        verdict = verified(export_log(options.export), statements, _tell)
    else:
        with closing(_connected(options.dsn)) as connection:
            verdict = verified(database_log(connection), statements, _tell)
    if verdict.sound and not verdict.checkpoints and not options.without_witness:
        raise Unreadable(NO_CHECKPOINT[options.lang])
    return _said(verdict, options.lang)


def _said(verdict: Verdict, language: str) -> int:
    sys.stdout.write("\n".join(summary(verdict, language)) + "\n")
    return SOUND if verdict.sound else TAMPERED


def _statements(options: argparse.Namespace) -> Statements:
    named = options.witness or options.witness_dsn
    if options.without_witness and not named:
        return Statements({}, ())
    if not named or not options.public_key:
        raise Unreadable(NO_WITNESS[options.lang])
    keys = [public_key(named) for named in options.public_key]
    witnesses = _asked(options)
    if len({len(witness.lines) for witness in witnesses}) > 1:
        time.sleep(PATIENCE)
        again = _asked(options)
        # Only what was there the first time counts: the log may have grown between the two questions.
        longest = max(len(witness.lines) for witness in witnesses)
        witnesses = [Witness(witness.name, witness.lines[:longest]) for witness in again]
    return heard(witnesses, keys)


def _asked(options: argparse.Namespace) -> list[Witness]:
    witnesses = [file_witness(path) for path in options.witness]
    for place, dsn in enumerate(options.witness_dsn, start=1):
        with closing(_connected(dsn)) as connection:
            witnesses.append(database_witness(connection, f"database {place}"))
    return witnesses


def _connected(dsn: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection that only reads, and sees one moment of the database from beginning to end."""
    connection = psycopg.connect(dsn, application_name="hejda_audit")
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _export(options: argparse.Namespace) -> int:
    opened = os.open(options.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        closing(_connected(options.dsn)) as connection,
        os.fdopen(opened, "w", encoding="utf-8") as out,
    ):
        written = write_export(database_log(connection), out)
        out.flush()
        os.fsync(out.fileno())
    sys.stdout.write(f"{written}\n")
    return SOUND


def _tell(read: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{read:,}".replace(",", " "))


if __name__ == "__main__":
    sys.exit(main())
