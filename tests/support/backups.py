"""Backups for tests: of the invented country, of an earlier release, and of nothing true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from hejda_web.config.backup.make import make_backup
from hejda_web.config.backup.parts import (
    DATABASE,
    SECRETS,
    WITNESSES,
    Opening,
    PartWriter,
    read_parts,
)
from hejda_web.config.backup.postgres import ROLE, open_role
from hejda_web.config.backup.sealed import Sealer, unsealed
from hejda_web.config.embedded import SUPERUSER
from hejda_web.config.installation import Database, Installation
from hejda_web.config.serving import checkpoint, password_line

WORDS = "throw-away words of an invented country"
"""Opens the backups under tests/web/releases, in which everything is invented."""
PASSWORD = "Helt-påhittat-7-lösenord"
"""Of every account in them."""
OLD = Path(__file__).parents[1] / "web" / "releases" / "0.1.0.hejda"


def witnessed(installation: Installation, name: str, folder: Path) -> Installation:
    """The installation with a database of its own and two empty witnesses in the folder."""
    folder.mkdir(exist_ok=True)
    files = [folder / "witness-1.jsonl", folder / "witness-2.jsonl"]
    own = installation.database.model_copy(update={"name": name})
    return installation.model_copy(
        update={"database": own, "witness_files": files, "witness_databases": []}
    )


def backed_up(installation: Installation, folder: Path) -> Path:
    """A backup of it, after a checkpoint."""
    checkpoint(installation.write(folder))
    return make_backup(installation, folder / "world.hejda", WORDS).path


def retold(change: Callable[[Opening], Opening], folder: Path) -> Path:
    """The old release's backup, sealed anew with an opening that says something else."""
    inside: dict[str, list[bytes]] = {DATABASE: [], SECRETS: [], WITNESSES: []}
    with OLD.open("rb") as file:
        made = read_parts(
            unsealed(file, WORDS), lambda name, some: inside[name].append(some), lambda _: None
        )
    path = folder / "retold.hejda"
    with path.open("wb") as out:
        sealer = Sealer(out, WORDS)
        writer = PartWriter(sealer.write, change(made.opening))
        for name, content in inside.items():
            writer.part(name, content)
        writer.close()
        sealer.close()
    return path


@contextmanager
def empty_server(
    like: Installation, name: str, folder: Path
) -> Iterator[tuple[Path, psycopg.Connection]]:
    """The home of a server installation with an empty database, and its superuser.

    The role `backup` has a password, which libpq finds where PGPASSFILE says: `folder`/pgpass.
    """
    secret = (like.home / SUPERUSER).read_text(encoding="utf-8").strip()
    at, word = like.database, "throw-away"
    admin = f"host='{at.host}' user='postgres' password='{secret}' dbname="
    home = folder / "server"
    home.mkdir()
    made = Installation(
        mode="server", home=home, witness_files=[folder / "one.jsonl", folder / "two.jsonl"],
        database=Database(host=at.host, port=at.port, name=name, passwords=at.passwords),
    )  # fmt: skip
    made.write()
    with psycopg.connect(admin + "postgres", autocommit=True) as superuser:
        superuser.execute(f"create database {name} owner owner")
        superuser.execute(f"revoke all on database {name} from public")
        superuser.execute(f"grant connect on database {name} to app, auditor")
        open_role(superuser, name, word)
        pgpass = folder / "pgpass"
        pgpass.touch(mode=0o600)
        pgpass.write_text(password_line(f"dbname='{name}' user='{ROLE}' password='{word}'"))
        try:
            with psycopg.connect(admin + name, autocommit=True) as inside:
                yield home, inside
        finally:
            superuser.execute(f"drop database {name} with (force)")
