"""Can anybody tell by the clock whether a person is hidden from them or does not exist?

Serves a fresh installation, asks for people hidden from a colleague and from a token, and for ids nothing
has, by turns and in random order, and compares the times by the Mann-Whitney rank test. Prints medians and
p; a small p over several runs would mean that the clock tells what the answer does not.

    python bench/hidden_or_unknown.py [--pairs 200] [--rounds 5] [--persons 30000]
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any


def main() -> None:
    """Measures and prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--persons", type=int, default=30_000)
    given = asked.parse_args()
    from tests.support.countries import simulate

    with tempfile.TemporaryDirectory(prefix="hejda-bench-") as folder:
        base = Path(folder)
        base.chmod(0o755)  # PostgreSQL runs as a user of its own where we are root
        country = simulate(base / "country", persons=given.persons, seed=1)
        home = base / "home"
        home.mkdir(mode=0o755)
        from hejda_web.config.embedded import new_installation, running
        from hejda_web.config.installation import FILE_NAME
        from hejda_web.config.serving import prepare_database

        own = new_installation(home, str(home / "postgres"))
        own.sources = {"invented": country / "source.yaml"}
        os.environ["HEJDA_INSTALLATION"] = str(own.write())
        with running(home) as installation:
            prepare_database(home / FILE_NAME)
            from hejda_web.config.demo_content import fill

            fill()
            from django.conf import settings
            from django.db import connections

            settings.INSTALLATION.database.host = installation.database.host
            measured(installation, given)
            connections.close_all()


def measured(installation: Any, given: argparse.Namespace) -> None:
    """Each address with hidden and unknown ids; one line for each."""
    from tests.support.served import Wire, server

    world = World(installation)
    hidden, token, cookie = prepared(world)
    ways = {
        "/people/{}/": (hidden["person"], cookie), "/screening/{}/": (hidden["nomination"], cookie),
        "/api/1/actors/{}": (hidden["person"], token),
        "/api/1/decisions/{}": (hidden["nomination"], token),
    }  # fmt: skip
    chance = random.Random(1)
    with server(world) as port, Wire(port) as wire:
        for path, (keys, headers) in ways.items():
            for _ in range(100):
                wire.ask("GET", path.format(uuid.uuid4()), headers)
            told(path, *timed(wire, path, keys, headers, given, chance))


def timed(
    wire: Any, path: str, keys: list[uuid.UUID], headers: dict[str, str],
    given: argparse.Namespace, chance: random.Random,
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Milliseconds for hidden ids and for unknown ones, each pair in random order."""
    found: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(given.pairs * given.rounds):
        pair = [
            (True, chance.choice(keys)),
            (False, uuid.UUID(int=chance.getrandbits(128), version=4)),
        ]
        chance.shuffle(pair)
        for is_hidden, key in pair:
            began = time.perf_counter()
            answer = wire.ask("GET", path.format(key), headers)
            found[is_hidden].append(1000 * (time.perf_counter() - began))
            assert answer.status == 404
    return found[True], found[False]


def told(path: str, hidden: list[float], unknown: list[float]) -> None:
    """Medians, the chance that a hidden one takes longer, and p."""
    from scipy.stats import mannwhitneyu

    test = mannwhitneyu(hidden, unknown)
    slower = 100 * test.statistic / (len(hidden) * len(unknown))
    print(
        f"{path}: {len(hidden)} pairs; median hidden {statistics.median(hidden):.2f} ms, unknown"
        f" {statistics.median(unknown):.2f} ms; hidden slower in {slower:.1f} %; p = {test.pvalue:.3f}"
    )


class World:
    """The installation as the support of the tests wants it."""

    def __init__(self, installation: Any) -> None:
        self.installation, self.name = installation, installation.database.name

    def connect(self) -> Any:
        """A connection past every wall."""
        import psycopg

        secret = (self.installation.home / "postgres.secret").read_text(encoding="utf-8").strip()
        return psycopg.connect(
            host=self.installation.database.host, user="postgres", password=secret,
            dbname=self.name, autocommit=True,
        )  # fmt: skip


def prepared(world: World) -> tuple[dict[str, list[uuid.UUID]], dict[str, str], dict[str, str]]:
    """(hidden ids, headers with a token, headers with a login) for the demonstration's own region."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from hejda_web.accounts.models import Appointment, User, Work
    from tests.support.service_tokens import put_token

    anna = User.objects.get(username="anna")
    User.objects.filter(pk=anna.pk).update(must_choose_password=False)
    region = Appointment.objects.get(user=anna, scope="screening").region
    with world.connect() as superuser:
        rows = superuser.execute(
            "select n.person_id, n.id from nominations_nomination n join people_person p"
            " on p.id = n.person_id where p.region <> %s", [region],
        ).fetchall()  # fmt: skip
        token = put_token(superuser, regions=[region]).headers
    session = SessionStore()
    session["_auth_user_id"] = str(anna.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = anna.get_session_auth_hash()
    session.save()
    now = timezone.now()
    work = Work.objects.create(
        user=anna, session=hashlib.sha256(str(session.session_key).encode()).hexdigest(),
        purpose="screening", case_reference="K100/26", began=now, ends=now + dt.timedelta(hours=8),
    )  # fmt: skip
    session["work"] = str(work.pk)
    session.save()
    hidden = {"person": [p for p, _ in rows], "nomination": [n for _, n in rows]}
    return hidden, token, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
