"""Makes the small backup of a release that tests/web/releases keeps: an invented country, worked on by two.

    PYTHONPATH=src:. python tools/backup_of_release.py HOME tests/web/releases/X.Y.Z.hejda

HOME is a new folder. Run it at the commit of the release, before any table changes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PERSONS = 9000


def main() -> None:
    """The country, its run, the acts, and the backup."""
    from hejda_web.config.backup.make import make_backup
    from hejda_web.config.embedded import running
    from hejda_web.config.installation import FILE_NAME
    from hejda_web.config.serving import checkpoint, environment, prepare_database
    from tests.support.backups import WORDS
    from tests.support.countries import simulate

    home, out = Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()
    path, country = home / FILE_NAME, home / "country"
    with running(home) as installation:
        prepare_database(path)
        simulate(country, persons=PERSONS, seed=11)
        installation.sources = {"invented": country / "source.yaml"}
        installation.write()
        told = environment(path, "app")
        for work in (["-m", "hejda_web.config.demo_content"], [__file__, "--acts"]):
            subprocess.run([sys.executable, *work], env=told, check=True)
            checkpoint(path)
        print(make_backup(installation, out, WORDS).path)


def acts() -> None:
    """Two people listed by two colleagues, one vote that waits, one case officer who begins."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from hejda_web.accounts.models import Appointment, User
    from hejda_web.nominations.models import Listing
    from tests.support.backups import PASSWORD
    from tests.support.web_people import everything, in_region, logged_in, vote_to_list

    User.objects.update(password=make_password(PASSWORD), must_choose_password=False)
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    first, second, waits = in_region(region)[:3]
    anna, rut = logged_in("anna"), logged_in("rut")
    said = {"level": "high", "text": "Allvarliga händelser i år."}
    for key in (first, second):
        for who, version, last in ((anna, 1, "decide"), (rut, 2, "second")):
            who.post(f"/screening/{key}/judge/", said)
            who.post(f"/screening/{key}/{last}/", vote_to_list(version))
    anna.post(f"/screening/{waits}/judge/", said)
    anna.post(f"/screening/{waits}/decide/", vote_to_list(1))
    with everything():
        person = Listing.objects.values_list("person_id", flat=True)[0]
    Appointment.objects.create(
        user=User.objects.get(username="hugo"), scope="actor", person=person,
        named_by=User.objects.get(username="rut"), reason="Ansvarig handläggare.",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    answer = logged_in("hugo").post(f"/people/{person}/start/", {"version": 1})
    if answer.status_code != 302:
        raise SystemExit(f"The case officer could not begin: {answer.status_code}.")


if __name__ == "__main__":
    acts() if "--acts" in sys.argv else main()
