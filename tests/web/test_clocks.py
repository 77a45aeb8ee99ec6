"""What time alone does, against the database: old runs are forgotten, a listing ends with its ground."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment
from hejda_web.nominations.clocks import end_what_has_ended, erase_what_runs_said
from hejda_web.nominations.models import Listing
from hejda_web.runs.models import Candidate, Evidence, Placement, Reason, Run
from tests.support.web_people import everything, in_region, logged_in, vote_to_list

JUDGED = {"level": "high", "text": "Allvarliga händelser i år."}


@pytest.fixture(scope="module")
def listed(world: object) -> Listing:
    """Somebody whom two people listed."""
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    key = in_region(region)[0]
    for name, version, last in (("anna", 1, "decide"), ("rut", 2, "second")):
        client = logged_in(name)
        client.post(f"/screening/{key}/judge/", JUDGED)
        assert client.post(f"/screening/{key}/{last}/", vote_to_list(version)).status_code == 302
    with everything():
        return Listing.objects.get(nomination=key)


def test_what_a_run_said_is_kept_thirty_days_and_longer_only_of_those_listed(
    listed: Listing,
) -> None:
    loaded = Run.objects.get().loaded_at
    assert loaded is not None
    with everything("run.erase"):
        before = {m: m.objects.count() for m in (Candidate, Placement, Reason, Evidence)}

    assert erase_what_runs_said(loaded + dt.timedelta(days=30)) == 0
    with everything("run.erase"):
        assert {m: m.objects.count() for m in before} == before

    assert erase_what_runs_said(loaded + dt.timedelta(days=30, seconds=1)) > 0
    with everything("run.erase"):
        for model in before:
            assert set(model.objects.values_list("person", flat=True)) == {listed.person_id}


def test_a_listing_ends_on_its_day_of_erasure_and_not_before(listed: Listing) -> None:
    with everything():
        newest = max(
            Evidence.objects.filter(person=listed.person_id).values_list("registered_on", flat=True)
        )
    # 2018:1693 4:8: ten years after the end of the year of the latest registration.
    day = dt.date(newest.year + 11, 1, 1)
    assert end_what_has_ended(day - dt.timedelta(days=1)) == 0
    assert end_what_has_ended(timezone.localdate()) == 0
    assert end_what_has_ended(day) == 1
    with everything("listing.clock"):
        row = Listing.objects.get(pk=listed.pk)
        assert (row.ended_on, row.ended_why) == (day, "ground_ended")
