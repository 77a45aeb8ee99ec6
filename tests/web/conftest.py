"""A real PostgreSQL with roles and walls, a mapped country in it, and a clean copy for each module.

Django is told of the installation before any test imports it; the server itself starts with the
first test that needs it. Each module gets a database of its own, copied from the filled one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
import pytest

from tests.support.size import SIZE

HOME = Path(tempfile.mkdtemp(prefix="hejda-web-"))
PERSONS = 12_000 if SIZE == 1 else 30_000


def _set_up_django() -> None:
    from hejda_web.config.embedded import new_installation

    installation = new_installation(HOME, str(HOME / "postgres"))
    installation.hosts.append("testserver")
    os.environ["HEJDA_INSTALLATION"] = str(installation.write())
    os.environ["DJANGO_SETTINGS_MODULE"] = "hejda_web.config.settings"
    # A browser driven by Playwright keeps an event loop in this thread, which Django takes for an
    # asynchronous page; no test is one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()


_set_up_django()

from django.conf import settings
from django.db import connections
from django.test.utils import setup_test_environment, teardown_test_environment

from hejda_web.config.embedded import SUPERUSER, running
from hejda_web.config.installation import FILE_NAME, Installation
from hejda_web.config.serving import environment, prepare_database
from tests.support.countries import simulate


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """The embedded server, running, with an empty database that has every wall."""
    with running(HOME) as made:
        settings.DATABASES["default"]["HOST"] = made.database.host
        settings.DENIED_AFTER = 0.0  # thousands of refusals are asked for; one test sets it
        connections["default"].settings_dict["HOST"] = made.database.host
        prepare_database(HOME / FILE_NAME)
        setup_test_environment()
        yield made
        teardown_test_environment()
        connections.close_all()


@pytest.fixture(scope="session")
def filled(installation: Installation) -> Installation:
    """The same with an invented country mapped, brought in, and a user for each role."""
    country = HOME / "country"
    simulate(country, persons=PERSONS, seed=7)
    installation.sources = {"invented": country / "source.yaml"}
    settings.INSTALLATION.sources = installation.sources
    installation.write()
    subprocess.run(
        [sys.executable, "-m", "hejda_web.config.demo_content"],
        env=environment(HOME / FILE_NAME, "app"), check=True, capture_output=True,
    )  # fmt: skip
    connections.close_all()
    return installation


@dataclass(frozen=True)
class World:
    """A database of its own: its name, and how to connect as each role."""

    installation: Installation
    name: str

    def connect(self, role: str) -> psycopg.Connection:
        """A connection as `owner`, `app` or `auditor`, or as the superuser `postgres`."""
        if role == "postgres":
            home = self.installation.home
            password = (home / SUPERUSER).read_text(encoding="utf-8").strip()
            host = self.installation.database.host
            return psycopg.connect(
                host=host, user="postgres", password=password, dbname=self.name, autocommit=True
            )
        return psycopg.connect(self.installation.database.dsn(role, self.name), autocommit=True)


@pytest.fixture(scope="module")
def world(filled: Installation, request: pytest.FixtureRequest) -> Iterator[World]:
    """A copy of the filled database, which Django's connection uses while the module runs."""
    name = f"world_{abs(hash(request.node.nodeid)) % 10**10}"
    connections.close_all()
    with psycopg.connect(filled.database.dsn("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f"create database {name} template {filled.database.name}")
        owner.execute(f"revoke all on database {name} from public")
        owner.execute(f"grant connect on database {name} to app, auditor")
    connections["default"].settings_dict["NAME"] = name
    os.environ["HEJDA_DATABASE_NAME"] = name
    yield World(filled, name)
    connections.close_all()
    del os.environ["HEJDA_DATABASE_NAME"]
    connections["default"].settings_dict["NAME"] = filled.database.name
    with World(filled, "postgres").connect("postgres") as superuser:  # owner ends no vacuum
        superuser.execute(f"drop database {name} with (force)")
