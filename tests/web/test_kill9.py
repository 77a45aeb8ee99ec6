"""kill -9 of server, worker or database under load: nothing acknowledged is lost, and the log and what
it tells of never part. This tries the death of programs, not of the machine's power."""

from __future__ import annotations

import http.client
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from hejda_web.accounts.models import Appointment, RoleGrant, User
from hejda_web.config.serving import serving
from hejda_web.runs.models import Run
from tests.support.browser import Browser
from tests.support.counts import FIGURES
from tests.support.crashing import Crashable, crashable, django_at, entries_of, kill
from tests.support.endpoints import nomination_form
from tests.support.ports import free_port
from tests.support.size import SIZE

ROUNDS = 50 if SIZE >= 10 else 10
KILLED_RUNS = 4 if SIZE >= 10 else 1
WRITERS = 4
PASSWORD = "Helt-påhittat-7-lösenord"
ON_THE_LIST = 400
DELAY = (0.3, 2.0)
AFTER = 0.4
RUN_WAIT = 300
STARTS_AGAIN = ("the web workers", "the database", "a started one")
STARTED_ANEW = ("the server", "the worker", "the checkpointer")
WENT_AWAY = (OSError, http.client.HTTPException)


@dataclass
class Acknowledged:
    """What the server said it had saved, by the mark each write carries; shared by the writers."""

    judgements: set[str] = field(default_factory=set)
    nominations: set[str] = field(default_factory=set)
    works: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.judgements) + len(self.nominations) + len(self.works)


@dataclass
class Writer:
    """A colleague who logs in and writes until told to stop; never sends the same thing twice."""

    number: int
    keys: list[str]
    said: Acknowledged
    tries: int = 0

    def write(self, port: int, stop: threading.Event) -> None:
        """Goes on through errors: the server may be gone for a while."""
        browser = Browser(port)
        inside = False
        while not stop.is_set():
            try:
                inside = inside or browser.log_in(f"w{self.number}", PASSWORD)
                if not inside or not self._work(browser):
                    continue
                while not stop.is_set():
                    self._judge(browser)
                    self._nominate(browser)
            except WENT_AWAY:
                stop.wait(0.05)

    def _mark(self) -> str:
        self.tries += 1
        return f"Skriv{self.number}x{self.tries}"

    def _work(self, browser: Browser) -> bool:
        mark = self._mark()
        status, _, _ = browser.post(
            reverse("work"), {"purpose": "screening", "case_reference": mark}
        )
        if status == http.client.FOUND:
            self.said.works.add(mark)
        return status == http.client.FOUND

    def _judge(self, browser: Browser) -> None:
        if not self.keys:
            return
        key, mark = self.keys.pop(), self._mark()
        status, where, _ = browser.post(
            f"/screening/{key}/judge/", {"level": "raised", "text": mark}
        )
        if status == http.client.FOUND and where.endswith("/score/"):
            self.said.judgements.add(mark)

    def _nominate(self, browser: Browser) -> None:
        mark = self._mark()
        status, where, _ = browser.post("/nominate/", nomination_form(mark))
        if status == http.client.FOUND and where == "/":
            self.said.nominations.add(mark)


@pytest.fixture(scope="module")
def house(installation: Any) -> Iterator[Crashable]:
    """An installation that may be killed, with writers who are appointed to its fullest region."""
    home = Path(installation.home) / "crashing"
    with crashable(installation, home) as made:
        with django_at(made.installation):
            anna, rut = User.objects.get(username="anna"), User.objects.get(username="rut")
            region = Appointment.objects.get(user=anna, scope="screening").region
            for number in range(WRITERS):
                user = User.objects.create(
                    username=f"w{number}", name=f"Skrivare {number}", unit=anna.unit,
                    joined_on=anna.joined_on, must_choose_password=False,
                    password=make_password(PASSWORD),
                )  # fmt: skip
                RoleGrant.objects.create(
                    user=user, role="analyst", granted_by=rut, valid_from=anna.joined_on
                )
                Appointment.objects.create(
                    user=user, scope="screening", region=region, named_by=rut, reason="Granskar.",
                    valid_from=anna.joined_on,
                )  # fmt: skip
        yield made


def supplied(house: Crashable) -> list[str]:
    """Ids of nominations to judge: an own list brought in through its page."""
    port = free_port()
    rows = "".join(
        f",Nomén {number},Hot 2026-02-01 K{number},Följs i dag\n"
        for number in range(ON_THE_LIST * ROUNDS // 10)
    )
    with serving(house.path, port):
        browser = Browser(port)
        assert browser.log_in("w0", PASSWORD)
        browser.post(reverse("work"), {"purpose": "nomination", "case_reference": "L1/26"})
        text = f"personal_number,names,acts,reason\n{rows}"
        status, where, _ = browser.post_file("/mapping/import/", "file", text.encode())
        assert (status, where) == (http.client.FOUND, "/screening/")
    with house.superuser() as superuser:
        found = superuser.execute(
            "select id::text from nominations_nomination where origin = 'own_list' order by id"
        ).fetchall()
    assert len(found) == ON_THE_LIST * ROUNDS // 10
    return [key for (key,) in found]


def test_kill_9_loses_nothing_acknowledged(house: Crashable) -> None:
    chance = random.Random(20261123)
    said = Acknowledged()
    keys = supplied(house)
    writers = [Writer(n, list(keys), said) for n in range(WRITERS)]
    for each in writers:
        chance.shuffle(each.keys)
    for turn in range(0, ROUNDS, len(STARTS_AGAIN)):
        port = free_port()
        with serving(house.path, port) as processes:
            # What heals by itself comes first; the last of the three ends this start.
            for victim in STARTS_AGAIN[: ROUNDS - turn]:
                killed = chance.choice(STARTED_ANEW) if victim == "a started one" else victim
                one_round(house, port, processes, writers, killed, chance)
                nothing_lost_or_parted(house, said)
        for process in processes:
            process.wait()
    assert said.judgements
    assert said.nominations
    FIGURES.append(
        f"kill -9: {ROUNDS} rounds, {len(said):,} acknowledged writes, none lost, none without its entry"
    )


def one_round(
    house: Crashable, port: int, processes: list[subprocess.Popen[bytes]], writers: list[Writer],
    victim: str, chance: random.Random,
) -> None:  # fmt: skip
    """Lets everybody write, kills the victim at a moment drawn by lot, and lets them write on."""
    stop, said = threading.Event(), writers[0].said
    before = len(said)
    threads = [threading.Thread(target=each.write, args=(port, stop)) for each in writers]
    for each in threads:
        each.start()
    try:
        until(lambda: len(said) >= before + 2 * len(writers))
        time.sleep(chance.uniform(*DELAY))
        strike(house, victim, [psutil.Process(each.pid) for each in processes])
        time.sleep(AFTER)
    finally:
        stop.set()
        for each in threads:
            each.join()


def nothing_lost_or_parted(house: Crashable, said: Acknowledged) -> None:
    """Both, as at one moment: a request whose browser is gone may still be at work."""
    with house.superuser() as superuser:
        superuser.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with superuser.transaction():
            nothing_lost(superuser, said)
            nothing_parted(superuser)


def strike(house: Crashable, victim: str, processes: list[psutil.Process]) -> None:
    """kill -9 of one part of the house. A database is started again, as the machine would."""
    server, worker, checkpointer = processes
    children = server.children(recursive=True)
    if victim == "the database":
        house.kill_database()
        house.start_database()
    else:
        parts = {
            "the server": [server, *children],
            "the web workers": children,
            "the worker": [worker],
            "the checkpointer": [checkpointer],
        }
        kill(parts[victim])


def nothing_lost(superuser: psycopg.Connection, said: Acknowledged) -> None:
    """Each acknowledged write stands."""
    for marks, query in (
        (said.judgements, "select text from nominations_ownjudgement"),
        (said.nominations, "select names from people_identity"),
        (said.works, "select case_reference from accounts_work"),
    ):
        assert marks - {text for (text,) in superuser.execute(query)} == set()


def nothing_parted(superuser: psycopg.Connection) -> None:
    """Each row is named in the log by the act that made it, and each such act has its row."""
    log = entries_of(superuser)
    made = {
        table: {str(key) for (key,) in superuser.execute(f"select id from nominations_{table}")}
        for table in ("ownjudgement", "decision", "listing", "nomination", "judgement")
    }
    people = {str(key) for (key,) in superuser.execute("select id from people_person")}
    named: set[str] = set()
    for each in log:
        if each.kind in ("alteration", "collection"):
            named |= each.subjects
    for table, keys in ({"people": people} | made).items():
        assert keys - named == set(), f"rows of {table} without an entry"
    for each in log:
        if each.action == "candidate.judge":
            assert len(each.subjects & made["ownjudgement"]) == 1
        if each.action == "nominate" and each.by.startswith("user:"):
            assert len(each.subjects & made["nomination"]) == 1
            assert len(each.subjects & people) == 1


@pytest.mark.parametrize("turn", range(KILLED_RUNS))
def test_a_run_whose_worker_was_killed_is_taken_up_again_and_loaded_once(
    house: Crashable, turn: int
) -> None:
    port = free_port()
    with django_at(house.installation):
        first = Run.objects.filter(state="loaded").earliest("loaded_at")
    with serving(house.path, port) as processes:
        browser = Browser(port)
        assert browser.log_in("w1", PASSWORD)
        form = {
            "source": "invented", "as_of": first.as_of.isoformat(), "places": str(first.places)
        }  # fmt: skip
        status, where, _ = browser.post("/mapping/new/", form)
        assert status == http.client.FOUND
        key = where.strip("/").split("/")[-1]
        stages = (("mapping",), ("ordered", "mapping"), ("loading",), ("mapping",))[turn]
        wait_for(house, key, stages)
        kill([psutil.Process(processes[1].pid)])
    assert wait_for(house, key, ("ordered", "mapping", "loading"))
    rooms = house.installation.home / "work"
    with serving(house.path, free_port()):
        wait_for(house, key, ("loaded", "failed"))
        until(lambda: not list(rooms.iterdir()))
    with house.superuser() as superuser:
        state = superuser.execute(
            "select state, erased_at is not null from runs_run where id = %s", [key]
        ).fetchone()
        assert state == ("loaded", True)
        assert candidates(superuser, key) == candidates(superuser, str(first.pk))
        nothing_parted(superuser)
        loads = [
            e for e in entries_of(superuser) if e.by == f"job:{key}" and e.action == "run.load"
        ]
        people = superuser.execute(
            "select distinct person_id::text from runs_candidate where run_id = %s", [key]
        ).fetchall()
        assert sum(len(e.subjects) for e in loads) == len(people)


def candidates(superuser: psycopg.Connection, run: str) -> list[tuple[Any, ...]]:
    """Who stands where on which list of a run."""
    return superuser.execute(
        "select c.list, c.police_region, p.place, c.person_id, p.score from runs_candidate c"
        " join runs_placement p on p.candidate_id = c.id where c.run_id = %s order by 1, 2, 3, 4",
        [run],
    ).fetchall()


def wait_for(house: Crashable, run: str, states: tuple[str, ...]) -> str:
    """The state of the run, once it is one of those."""
    found: list[str] = []

    def reached() -> bool:
        with house.superuser() as superuser:
            row = superuser.execute("select state from runs_run where id = %s", [run]).fetchone()
        found.append(row[0] if row else "")
        return found[-1] in states

    until(reached)
    return found[-1]


def until(reached: Any) -> None:
    """Waits until it is so; fails where it never is."""
    for _ in range(RUN_WAIT * 20):
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError("it never came so far")
