"""How long a finished run takes to bring in, and how fast the screening page of one candidate answers.

Maps a country (simulated unless one is named) with so many places that about 1,000 people are candidates,
brings the run into a fresh embedded database, and opens candidates' pages over HTTP as an analyst would.

    python bench/loading.py [--country FOLDER] [--persons 400000] [--places 600] [--pages 100]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Measures and prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--country", type=Path)
    asked.add_argument("--persons", type=int, default=400_000)
    asked.add_argument("--places", type=int, default=600)
    asked.add_argument("--pages", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="hejda-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # PostgreSQL runs as a user of its own where we are root
        from tests.support.countries import simulate

        country = given.country or simulate(home / "country", persons=given.persons, seed=1)
        measured(home / "home", country, given)


def measured(home: Path, country: Path, given: argparse.Namespace) -> None:
    """Sets an installation up, brings runs in, opens pages."""
    home.mkdir(mode=0o755)
    from hejda_web.config.embedded import new_installation, running
    from hejda_web.config.installation import FILE_NAME
    from hejda_web.config.serving import prepare_database

    own = new_installation(home, str(home / "postgres"))
    own.sources = {"invented": country / "source.yaml"}
    os.environ["HEJDA_INSTALLATION"] = str(own.write())
    os.environ["DJANGO_SETTINGS_MODULE"] = "hejda_web.config.settings"
    with running(home) as installation:
        prepare_database(home / FILE_NAME)
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        settings.INSTALLATION.database.host = installation.database.host
        users = loaded(country, given)
        pages(home / FILE_NAME, users, given.pages)
        connections.close_all()


def loaded(country: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Brings the run in, once for each round (each a run of its own), and says how long it took."""
    from django.utils import timezone

    from hejda.flow.identities_of_run import identities, in_records
    from hejda.flow.reading import Reading
    from hejda.flow.run import Order, map_registers
    from hejda_web.config import demo_content
    from hejda_web.config.demo import last_day
    from hejda_web.nominations.nominate import nominate_candidates
    from hejda_web.runs import models
    from hejda_web.runs.loading import Brought, bring_in
    from hejda_web.runs.read_run import SHOWN_RANKERS, read_run
    from hejda_web.runs.rooms import room

    today = timezone.localdate()
    users = demo_content._users(today)
    day, source = min(today, last_day(country)), country / "source.yaml"
    for turn in range(given.rounds):
        run = models.Run.objects.create(
            source="invented", as_of=day, places=given.places, ordered_by=users["analyst"],
            ordered_at=timezone.now(),
        )  # fmt: skip
        with room("run-") as folder:
            out = folder / "out"
            map_registers(
                Order(
                    source=source, data=country, as_of=day, now=max(today, day), out=out,
                    lists=given.places, references=False, rankers=SHOWN_RANKERS,
                ),
                lambda text: None,
            )  # fmt: skip
            parties = in_records(out)
            wanted = {record for each in parties.values() for record in each.own | each.others}
            known = identities(
                Reading(source=source, data=country, out=folder / "who", now=today), wanted,
                lambda text: None, folder,
            )  # fmt: skip
            began = time.perf_counter()
            finished = read_run(out)
            read, began = time.perf_counter() - began, time.perf_counter()
            cpu = time.process_time()
            people = bring_in(
                run, Brought(finished, known, parties), timezone.now(), nominate_candidates
            )
            took = time.perf_counter() - began
        print(
            f"round {turn + 1}: {len(people):,} candidates; read {read:.2f} s, bring_in {took:.2f} s"
            f" (in Python {time.process_time() - cpu:.2f} s; load {os.getloadavg()[0]:.1f})"
        )
    print(
        ", ".join(f"{len(finished.tables[n]):,} {n}" for n in ("candidate", "reason", "evidence"))
    )
    demo_content._appointments(users, today)
    return users


def pages(path: Path, users: dict[str, Any], wanted: int) -> None:
    """Opens candidates' pages one after the other and says how long each answer took."""
    from django.urls import reverse

    from hejda_web.accounts.models import Appointment, User
    from hejda_web.config.serving import serving
    from hejda_web.nominations.models import Nomination
    from tests.support.browser import Browser
    from tests.support.ports import free_port
    from tests.support.web_people import everything

    User.objects.update(must_choose_password=False)
    told = (path.parent / "one-time-passwords.txt").read_text(encoding="utf-8").splitlines()
    passwords = {line.split("\t")[0]: line.split("\t")[2] for line in told}
    region = Appointment.objects.get(user=users["analyst"]).region
    with everything():
        keys = list(
            Nomination.objects.filter(person__region=region)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    print(f"{len(keys)} of them in the region of the analyst")
    port = free_port()
    with serving(path, port):
        browser = Browser(port)
        assert browser.log_in("anna", passwords["anna"])
        browser.post(reverse("work"), {"purpose": "screening", "case_reference": "B1/26"})
        several = [keys[n % len(keys)] for n in range(wanted)]
        timed("candidate", browser, [f"/screening/{key}/" for key in several])
        for key in set(several):
            browser.post(f"/screening/{key}/judge/", {"level": "raised", "text": "Bänk."})
        timed("place and score", browser, [f"/screening/{key}/score/" for key in several])
        timed("the queue", browser, ["/screening/"] * 20)


def timed(name: str, browser: Any, addresses: list[str]) -> None:
    """Opens each address and prints the median and the slowest twentieth."""
    took = []
    for address in addresses:
        began = time.perf_counter()
        status, _, _ = browser.get(address)
        took.append(1000 * (time.perf_counter() - began))
        assert status == 200, (address, status)
    took.sort()
    print(
        f"{name}: median {statistics.median(took):.0f} ms, p95 {took[int(0.95 * len(took))]:.0f} ms,"
        f" most {took[-1]:.0f} ms (load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
