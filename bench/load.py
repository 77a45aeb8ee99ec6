"""How many pages a second the application answers, and how long each takes, with many people and records.

Makes 50,000 invented persons and 1,000,000 dated records straight in an embedded PostgreSQL of its own,
serves the application as `hejda demo` does, and lets 50 logged-in connections ask for pages from a process
of its own, first with the log, then without it. Without: by replacing the function that writes the log, in
this database and by its superuser; the product has no switch for it.

    python bench/load.py [--persons 50000] [--records 1000000] [--connections 50] [--seconds 60]
                         [--pause 0] [--home FOLDER]

--pause: seconds that each connection waits on average before it asks again; 0 asks without rest.
--home: a folder that is kept, so that the rows are made once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

HERE = Path(__file__).resolve().parent
RUNS, NEWEST_SHARE, MOST = 26, 10, 300
REGIONS = ("stockholm", "syd", "vast", "mitt", "ost", "nord", "bergslagen")
SHARES = {
    "actor": 8, "actor, 300 records": 1, "people": 2, "screening": 2, "lists": 2, "search, number": 2,
    "search, name": 2, "duty, name": 1, "day": 1, "candidate": 2,
}  # fmt: skip
"""How often each page is asked for, beside the others."""
UNLOGGED = "create or replace function audit.append(body jsonb) returns bigint language sql as 'select 0::bigint'"


def main() -> None:
    """Makes, serves, measures, prints."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, kind, usual in (
        ("persons", int, 50_000), ("records", int, 1_000_000), ("connections", int, 50),
        ("seconds", int, 60), ("warm", int, 10), ("pause", float, 0.0), ("port", int, 8791),
    ):  # fmt: skip
        asked.add_argument(f"--{name}", type=kind, default=usual)
    asked.add_argument("--home", type=Path)
    asked.add_argument(
        "--logged-only", action="store_true", help="leave out the round without the log"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="hejda-load-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own where we are root
        measured((given.home or Path(folder) / "home").resolve(), given)


def measured(home: Path, given: argparse.Namespace) -> None:
    """Sets an installation up where there is none, then asks it twice."""
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    from hejda_web.config.embedded import new_installation, running
    from hejda_web.config.installation import FILE_NAME, VARIABLE

    if not (home / FILE_NAME).exists():
        new_installation(home, str(home / "postgres")).write()
    with running(home) as installation:
        from hejda_web.config.serving import prepare_database, serving

        prepare_database(home / FILE_NAME)
        os.environ |= {
            VARIABLE: str(home / FILE_NAME), "DJANGO_SETTINGS_MODULE": "hejda_web.config.settings",
        }  # fmt: skip
        import django

        django.setup()
        from django.db import connections

        if not (home / "filled").exists():
            filled(installation, given)
            (home / "filled").touch()
        asks = connections_of(installation, given)
        connections.close_all()
        with serving(home / FILE_NAME, given.port):
            told("with the log", asked(asks, given))
        if not given.logged_only:
            with unlogged(installation), serving(home / FILE_NAME, given.port):
                told("without the log", asked(asks, given))


def superuser(installation: Any) -> psycopg.Connection:
    """A connection that no wall holds, to this bench's own database."""
    from hejda_web.config.embedded import SUPERUSER

    secret = (installation.home / SUPERUSER).read_text(encoding="utf-8").strip()
    return psycopg.connect(
        host=installation.database.host, user="postgres", password=secret, autocommit=True,
        dbname=installation.database.name,
    )  # fmt: skip


@contextmanager
def unlogged(installation: Any) -> Iterator[None]:
    """The function that writes the log does nothing while the block runs; then the walls are raised anew."""
    from hejda_web.config.installation import FILE_NAME
    from hejda_web.config.serving import prepare_database

    with superuser(installation) as database:
        database.execute("alter function audit.append(jsonb) reset all")
        database.execute(UNLOGGED)
    try:
        yield
    finally:
        prepare_database(installation.home / FILE_NAME)


def drawn(persons: int, records: int) -> list[int]:
    """How many records each person has: few have many, the heaviest 300, all together as many as asked."""
    chance = random.Random(1)
    heavy = [chance.random() ** -0.7 for _ in range(persons)]
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        if sum(min(MOST, 1 + int(middle * each)) for each in heavy) < records:
            low = middle
        else:
            high = middle
    found = [min(MOST, 1 + int(low * each)) for each in heavy]
    for at in range(records - sum(found)):
        found[at % persons] += found[at % persons] < MOST
    return found


def filled(installation: Any, given: argparse.Namespace) -> None:
    """Makes every row, and says how the records are spread."""
    from django.utils import timezone

    from hejda_web.accounts.numbers import number_hash
    from hejda_web.config.demo_content import _users

    _users(timezone.localdate())
    counts = drawn(given.persons, given.records)
    with superuser(installation) as database:
        database.execute("create temporary table drawn (n bigint primary key, records integer)")
        database.execute("create temporary table regions (region text)")
        with database.cursor().copy("copy drawn from stdin") as rows:
            for number, records in enumerate(counts, 1):
                rows.write_row((number, records))
        with database.cursor().copy("copy regions from stdin") as rows:
            for region in REGIONS:
                rows.write_row((region,))
        text = (HERE / "load_rows.sql").read_text(encoding="utf-8")
        for name, value in (("{persons}", given.persons), ("{runs}", RUNS)):
            text = text.replace(name, str(value))
        database.execute(text)  # type: ignore[arg-type]  # our own file
        known = database.execute(
            "select person_id, personal_number from people_identity"
        ).fetchall()
        with database.cursor().copy(
            "copy people_party (id, person_id, number_hash, role) from stdin"
        ) as rows:
            for person, number in known:
                rows.write_row((person, person, number_hash(number), "subject"))
        database.execute("vacuum analyze")
    counts.sort()
    at = [counts[int(part * (len(counts) - 1))] for part in (0.5, 0.9, 0.99, 1)]
    print(
        f"{len(counts):,} persons, {sum(counts):,} records; median {at[0]},"
        f" p90 {at[1]}, p99 {at[2]}, most {at[3]}"
    )


def connections_of(installation: Any, given: argparse.Namespace) -> list[dict[str, Any]]:
    """Logged-in colleagues of every region, half of them analysts, and what each will ask for."""
    from hejda_web.accounts.models import User

    chance = random.Random(2)
    made = []
    with superuser(installation) as database:
        for number in range(given.connections):
            region = REGIONS[number % len(REGIONS)]
            kind = "analyst" if number % 2 else "officer"
            user = User.objects.get(username=f"{kind}-{region}-{1 + number // 14 % 6}")
            duty = User.objects.get(username=f"duty-{region}-{1 + number % 2}")
            cookie, token = session_of(user), "x" * 32
            people = seen_by(database, user, region, kind)
            made.append(
                {
                    "cookie": f"{cookie}; csrftoken={token}",
                    "asks": asks_of(database, people, kind, token, chance),
                }
            )
            if number == 0:  # one connection is the duty desk's
                made[-1] = {
                    "cookie": f"{session_of(duty)}; csrftoken={token}",
                    "asks": asks_of(database, people, "duty", token, chance),
                }
    return made


def session_of(user: Any) -> str:
    """The cookie of a session with a piece of work begun, as a login makes it."""
    import datetime as dt
    import hashlib

    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from hejda_web.accounts.models import Work

    store = SessionStore()
    store.create()
    key = str(store.session_key)
    work = Work.objects.create(
        user=user, session=hashlib.sha256(key.encode()).hexdigest(), purpose="screening",
        case_reference="B1/26", began=timezone.now(), ends=timezone.now() + dt.timedelta(hours=8),
    )  # fmt: skip
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store["work"] = str(work.pk)
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={key}"


def seen_by(
    database: psycopg.Connection, user: Any, region: str, kind: str
) -> list[dict[str, Any]]:
    """People the colleague may see, the heaviest first: id, nomination, number, name, records."""
    whose = (
        "p.region = %(region)s" if kind == "analyst"
        else "p.id in (select person from accounts_appointment where user_id = %(user)s)"
    )  # fmt: skip
    rows = database.execute(
        "select p.id, i.names, i.personal_number, extract(year from i.birth_date)::int as born,"
        " (select n.id from nominations_nomination n"
        "  where n.person_id = p.id and n.state <> 'decided' limit 1),"
        " (select count(*) from runs_evidence e where e.person_id = p.id) as records"
        " from people_person p join people_identity i on i.person_id = p.id"
        f" where p.secrecy = 'none' and {whose} order by md5(p.id::text) limit 300",  # type: ignore[arg-type]
        {"region": region, "user": user.pk},
    ).fetchall()
    names = ("id", "names", "number", "born", "nomination", "records")
    return sorted((dict(zip(names, row, strict=True)) for row in rows), key=lambda r: -r["records"])


def asks_of(
    database: psycopg.Connection,
    people: list[dict[str, Any]],
    kind: str,
    token: str,
    chance: random.Random,
) -> list[tuple[str, str, str, str]]:
    """A few hundred requests in the shares of SHARES; only those a colleague of the kind may make."""
    newest = database.execute("select id from runs_run order by as_of desc limit 1").fetchone()
    assert newest is not None
    heavy, pending = people[:3], [each for each in people if each["nomination"]]
    left_out = {
        "analyst": {"duty, name"}, "officer": {"screening", "lists", "candidate", "duty, name"},
        "duty": set(SHARES) - {"duty, name"},
    }[kind]  # fmt: skip
    pages = [page for page in SHARES if page not in left_out and (pending or page != "candidate")]
    made = []
    for page in chance.choices(pages, [SHARES[each] for each in pages], k=400):
        one = chance.choice(heavy if page.startswith("actor, ") else people)
        form = {
            "csrfmiddlewaretoken": token,
            "number": "",
            "names": one["names"],
            "born": one["born"],
        }
        by_number = form | {"number": one["number"], "names": "", "born": ""}
        waits = chance.choice(pending)["nomination"] if pending else ""
        made.append(
            {
                "actor": (page, "GET", f"/people/{one['id']}/", ""),
                "actor, 300 records": (page, "GET", f"/people/{one['id']}/", ""),
                "people": (page, "GET", "/people/", ""),
                "screening": (page, "GET", "/screening/", ""),
                "candidate": (page, "GET", f"/screening/{waits}/", ""),
                "lists": (page, "GET", f"/mapping/{newest[0]}/lists/", ""),
                "search, number": (page, "POST", "/search/", urlencode(by_number)),
                "search, name": (page, "POST", "/search/", urlencode(form)),
                "duty, name": (page, "POST", "/duty/", urlencode(form)),
                "day": (page, "GET", "/day/", ""),
            }[page]
        )
    return made


def asked(connections: list[dict[str, Any]], given: argparse.Namespace) -> dict[str, Any]:
    """What the client measured, in a process of its own."""
    order = {
        "port": given.port, "seconds": given.seconds, "warm": given.warm, "pause": given.pause,
        "connections": connections,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(HERE / "load_client.py")], input=json.dumps(order), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def told(title: str, answer: dict[str, Any]) -> None:
    """Prints the table of one round."""
    every = [each for took in answer["pages"].values() for each in took]
    rate = len(every) / answer["seconds"]
    print(f"\n{title}: {rate:.1f} requests a second (load {os.getloadavg()[0]:.1f})")
    print(f"{'page':<22}{'asked':>8}{'median':>9}{'p95':>8}{'p99':>8}{'most':>8}  errors")
    for page in [*(each for each in SHARES if each in answer["pages"]), "all"]:
        took = sorted(every if page == "all" else answer["pages"][page])
        at = [took[min(len(took) - 1, int(part * len(took)))] for part in (0.95, 0.99)]
        wrong = answer["errors"].get(page, {}) if page != "all" else {}
        total = sum(sum(each.values()) for each in answer["errors"].values())
        print(
            f"{page:<22}{len(took):>8}{statistics.median(took):>9.0f}{at[0]:>8.0f}{at[1]:>8.0f}"
            f"{took[-1]:>8.0f}  {(wrong or 0) if page != 'all' else total}"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
