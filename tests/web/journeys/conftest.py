"""One server, one worker and one browser for all journeys of a session, on a database of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from hejda_web.config.backup.restore import restore
from hejda_web.config.embedded import SUPERUSER, running
from hejda_web.config.installation import Installation
from hejda_web.config.serving import environment, serving
from tests.support.backups import OLD, WORDS, backed_up, witnessed
from tests.support.browsing import ARGUMENTS, Heard, Look, Visitor, chromium
from tests.support.countries import simulate
from tests.support.crowded import crowd
from tests.support.journey_acts import (
    TO_LIST,
    begin_work,
    judge,
    log_in_first,
    own_password,
    try_to_log_in,
    vote,
)
from tests.support.pictures import picture
from tests.support.ports import free_port
from tests.support.size import SIZE
from tests.web.conftest import HOME, World

DATABASE = "journeys"
PASSWORDS = "one-time-passwords.txt"
LOOKS = [Look()] if SIZE == 1 else [Look(la, w) for la in ("sv", "en") for w in (1440, 768, 360)]
OWN_LIST = 16 * len(LOOKS)
"""People on the police's own list, so that every journey screens somebody nobody else has."""
PURPOSES = {"hugo": "case_work", "bo": "victim_safety", "lena": "oversight"}


@dataclass
class Site:
    """The application as it is served: its address, its browser, what was heard, who logged in."""

    base: str
    world: World
    browser: Browser
    heard: Heard = field(default_factory=Heard)
    states: dict[str, Any] = field(default_factory=dict)
    one_time: dict[str, str] = field(default_factory=dict)
    windows: list[Visitor] = field(default_factory=list)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database, read past every wall: the referee's view."""
        with self.world.connect("postgres") as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def stranger(self, look: Look, *, base: str | None = None, state: Any = None) -> Visitor:
        """A browser window in which nobody has logged in."""
        context = self.browser.new_context(
            viewport={"width": look.width, "height": 900}, color_scheme=look.scheme,
            java_script_enabled=look.script, locale="sv-SE", storage_state=state,
            reduced_motion="reduce",
        )  # fmt: skip
        self.heard.listen(context)
        self.windows.append(Visitor(context, base or self.base, look))
        return self.windows[-1]

    def visitor(self, username: str, look: Look) -> Visitor:
        """A window in which the colleague is logged in and has begun work; logs in once a session."""
        if username not in self.states:
            first = self.stranger(Look())
            log_in_first(first, username, self.one_time[username])
            begin_work(first, PURPOSES.get(username, "screening"))
            self.states[username] = first.context.storage_state()
            first.close()
        who = self.stranger(look, state=self.states[username])
        who.go("/me/")
        who.speak()
        return who

    def newly_logged_in(self, username: str, look: Look) -> Visitor:
        """A window with a login of its own, in which no work is begun."""
        self.visitor(username, look).close()
        who = self.stranger(look)
        try_to_log_in(who, username, own_password(username))
        return who


@contextmanager
def _copied(filled: Installation) -> Iterator[Installation]:
    """An installation of its own, with its own witness, on a copy of the filled database."""
    from django.db import connections

    home = HOME / DATABASE
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "static").symlink_to(HOME / "static")
    (home / SUPERUSER).symlink_to(HOME / SUPERUSER)
    connections.close_all()
    with psycopg.connect(filled.database.dsn("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f"create database {DATABASE} template {filled.database.name}")
        owner.execute(f"grant connect on database {DATABASE} to app, auditor")
    yield filled.model_copy(
        update={
            "home": home, "witness_files": [home / "checkpoints.jsonl"], "witness_databases": [],
            "database": filled.database.model_copy(update={"name": DATABASE}),
        }
    )  # fmt: skip
    with psycopg.connect(filled.database.dsn("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f"drop database {DATABASE} with (force)")


@contextmanager
def _restored(copied: Installation) -> Iterator[Installation]:
    """The same as it came back from a backup, with a PostgreSQL of its own."""
    watched = witnessed(copied, copied.database.name, copied.home / "watched")
    restore(backed_up(watched, copied.home), copied.home / "restored", WORDS, "sv")
    with running(copied.home / "restored") as installation:
        yield installation


@contextmanager
def _upgraded(filled: Installation) -> Iterator[Installation]:
    """The release before, as its own backup holds it, brought up to this one, and a run on top."""
    home = HOME / "upgraded"
    restore(OLD, home, WORDS, "sv")
    with running(home) as restored:
        made = restored.model_copy(update={"sources": filled.sources})
        subprocess.run(
            [sys.executable, "-m", "tests.support.after_upgrade", str(HOME / PASSWORDS)],
            env=environment(made.write(), "app"), check=True,
        )  # fmt: skip
        yield made


@pytest.fixture(scope="package")
def served(filled: Installation) -> Iterator[tuple[str, World]]:
    """gunicorn and the worker, and a source that is read in seconds.

    A campaign goes through every journey on an installation that came back from a backup, and once
    more (HEJDA_JOURNEYS=upgraded) on one of the release before, brought up to this one.
    """
    with ExitStack() as stack:
        if os.environ.get("HEJDA_JOURNEYS") == "upgraded":
            made = stack.enter_context(_upgraded(filled))
        else:
            made = stack.enter_context(_copied(filled))
            if SIZE > 1:
                made = stack.enter_context(_restored(made))
        small = simulate(made.home / "small", persons=2000, years=4, seed=3)
        made = made.model_copy(update={"sources": {"small": small / "source.yaml"}})
        port = free_port()
        stack.enter_context(serving(made.write(), port, database=made.database.name))
        yield f"http://127.0.0.1:{port}", World(made, made.database.name)


@pytest.fixture(scope="package")
def site(served: tuple[str, World]) -> Iterator[Site]:
    """The served application and a browser."""
    base, world = served
    lines = (HOME / PASSWORDS).read_text(encoding="utf-8").splitlines()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        made = Site(base, world, browser)
        made.one_time = {user: word for user, _, word in (line.split("\t") for line in lines)}
        yield made
        browser.close()


@pytest.fixture(autouse=True)
def _nothing_is_heard(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every journey: no complaint of the browser, no policy report, nothing asked elsewhere."""
    if "site" not in request.fixturenames:
        yield
        return
    site: Site = request.getfixturevalue("site")
    site.heard.outside.clear()
    site.heard.complaints.clear()
    yield
    for each in site.windows:
        each.close()
    site.windows.clear()
    assert site.heard.outside == []
    assert site.heard.complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that fails leaves a picture of every window that was open."""
    report = yield
    site = getattr(item, "funcargs", {}).get("site")
    if report.when == "call" and report.failed and isinstance(site, Site):
        for number, each in enumerate(site.windows):
            if not each.page.is_closed():
                picture(each, f"failed/{item.name}-{number}")
    return report


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> Look:
    """Swedish on a wide screen; in a campaign also English, and both on a telephone."""
    chosen: Look = request.param
    return chosen


Enter = Callable[[str], Visitor]


@pytest.fixture
def enter(site: Site, look: Look) -> Enter:
    """Colleagues by user name, logged in, work begun, seeing pages as the journey's look says."""
    return lambda username: site.visitor(username, look)


@pytest.fixture(scope="package")
def region(site: Site) -> str:
    """The region for whose candidates Anna and Rut are appointed."""
    return str(
        site.rows(
            "select a.region from accounts_appointment a join accounts_user u on u.id = a.user_id"
            " where u.username = 'anna'"
        )[0][0]
    )


@pytest.fixture(scope="package")
def mapped(site: Site, region: str) -> list[str]:
    """Nominations from the mapping in the region, with a place in it; journeys take them by pop."""
    rows = site.rows(
        "select n.id::text from nominations_nomination n"
        " join people_person p on p.id = n.person_id join runs_candidate c on c.person_id = p.id"
        " join runs_placement x on x.candidate_id = c.id"
        " where p.region = %s and p.secrecy = 'none' and n.origin = 'map'"
        " and n.state = 'open' and c.list = 'harm'"
        " order by x.place desc", region,
    )  # fmt: skip
    return [row[0] for row in rows]


@pytest.fixture(scope="package")
def own_list(site: Site, region: str) -> list[str]:
    """Nominations from a list the police brought in; journeys take them by pop."""
    rut = site.visitor("rut", Look())
    rut.go("/mapping/import/")
    lines = ["personal_number;names;acts;reason"]
    lines += [f";Påhittad Person{n};Misshandel 2026-01-{n % 28 + 1:02}, K{n}-26;Följs sedan i våras"
              for n in range(OWN_LIST)]  # fmt: skip
    rut.page.set_input_files(
        "input[name='file']",
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()},
    )
    rut.press("Läs in", "Bring in")
    rut.close()
    rows = site.rows(
        "select n.id::text from nominations_nomination n join people_person p on p.id = n.person_id"
        " join people_identity i on i.person_id = p.id where n.origin = 'own_list' and p.region = %s"
        " and i.names like 'Påhittad Person%%' order by n.made_at, n.id", region,
    )  # fmt: skip
    assert len(rows) == OWN_LIST
    return [row[0] for row in rows]


@pytest.fixture(scope="package")
def focus_person(site: Site, mapped: list[str]) -> str:
    """The id of somebody from the mapping whom Anna and Rut decided to work with."""
    return focus_person_of(site, mapped.pop())


@pytest.fixture(scope="package")
def crowded(site: Site, mapped: list[str]) -> str:
    """The id of a focus person with 300 records and 40 people around."""
    person = focus_person_of(site, mapped.pop())
    with site.world.connect("postgres") as superuser:
        crowd(superuser, person)
    return person


def focus_person_of(site: Site, nomination: str) -> str:
    """The id of whoever is nominated, once Anna and Rut decided to work with them."""
    for username in ("anna", "rut"):
        who = site.visitor(username, Look())
        judge(who, nomination)
        vote(who, TO_LIST)
        who.close()
    return str(
        site.rows("select person_id from nominations_listing where nomination_id = %s", nomination)[
            0
        ][0]
    )
