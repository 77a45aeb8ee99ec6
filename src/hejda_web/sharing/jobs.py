"""What time alone does to notes of sharing: kept as long as the work with a person, and 30 days besides."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from procrastinate.contrib.django import app

from hejda_web.nominations.clocks import KEPT_DAYS, NOBODY, log_of_clock
from hejda_web.nominations.models import Listing
from hejda_web.people.context import Signed, sign
from hejda_web.sharing.models import Note


def erase_old_notes(now: dt.datetime) -> int:
    """Erases notes about people no longer worked with, 30 days after they were made (BDL 2:17); how many."""
    with transaction.atomic(durable=True):
        sign(Signed("job", NOBODY, "run.erase"), seconds=600)
        listed = Listing.objects.filter(ended_on=None).values_list("person", flat=True)
        old = Note.objects.filter(at__lt=now - dt.timedelta(days=KEPT_DAYS))
        gone = old.exclude(person__in=set(listed))
        people = sorted(set(gone.values_list("person", flat=True)))
        count, _ = gone.delete()
        log_of_clock("run.erase", "erasure", people, ["sharing"])
    return count


@app.periodic(cron="23 3 * * *")
@app.task(name="sharing.night", queue="runs", pass_context=False)
def night(timestamp: int) -> None:
    """Each night: erases notes whose time has come."""
    erase_old_notes(dt.datetime.fromtimestamp(timestamp, dt.UTC))
