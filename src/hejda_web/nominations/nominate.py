"""Makes nominations: of a run's candidates, and of people whom somebody named puts forward."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from hejda.tables.results import TAKING
from hejda_web.nominations.models import Listing, Nomination, RegionSetting
from hejda_web.people.models import Person
from hejda_web.runs.loading import log_collected
from hejda_web.runs.models import Candidate, Evidence, Run


def nominate_candidates(run: Run, now: dt.datetime) -> None:
    """A nomination for each candidate who needs one: not listed, none open, and something new.

    Runs in the transaction, and the signed context, that brings the run in.
    """
    off = set(RegionSetting.objects.filter(ranking_on=False).values_list("region", flat=True))
    proposed = Candidate.objects.filter(run=run, list__in=TAKING).values_list("person", flat=True)
    people = Person.objects.filter(pk__in=set(proposed)).exclude(region__in=off)
    listed = set(Listing.objects.filter(ended_on=None).values_list("person", flat=True))
    pending = set(Nomination.objects.exclude(state="decided").values_list("person", flat=True))
    not_now = listed | pending | _settled(run)
    made = [
        Nomination(person=person, origin="map", run=run, made_at=now)
        for person in people
        if person.pk not in not_now
    ]
    Nomination.objects.bulk_create(made)
    log_collected(run, "nominate", [key for each in made for key in (each.person_id, each.pk)])


def _settled(run: Run) -> set[object]:
    """People decided about, of whom nothing was registered since the day of the decision."""
    # Decisions are hidden from jobs; the day a nomination was decided is enough.
    decided = dict(
        Nomination.objects.filter(state="decided")
        .values_list("person")
        .annotate(Max("made_at"))
        .values_list("person", "made_at__max")
    )
    newest = dict(
        Evidence.objects.filter(run=run, person_id__in=decided)
        .values_list("person")
        .annotate(Max("registered_on"))
        .values_list("person", "registered_on__max")
    )
    return {
        person
        for person, on in decided.items()
        if newest.get(person) is None or newest[person] <= on.date()
    }
