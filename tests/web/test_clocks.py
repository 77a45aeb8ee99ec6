"""What time alone does, against the database: old runs are forgotten, a listing ends with its ground."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from contextlib import suppress

import pytest
from django.utils import timezone

from hejda_web.accounts.models import Appointment
from hejda_web.nominations.clocks import (
    days_of,
    deciding_facts_of,
    end_what_has_ended,
    erase_what_runs_said,
    erasure_on,
    facts_of,
)
from hejda_web.nominations.models import Listing
from hejda_web.people.models import Person
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


def test_the_facts_that_decide_end_a_listing_on_the_day_that_all_of_them_would(
    listed: Listing,
) -> None:
    """Referee: every record, one by one, through the rules."""
    chance, today, ends, left = random.Random(4), timezone.localdate(), set(), 0
    spread = range(-900, 900)
    for _ in range(40):
        with suppress(Undone), everything():
            runs = [another_run(days) for days in (90, 60, 30)]
            # Somebody of whom no run says anything any longer.
            person = Person.objects.exclude(pk=listed.person_id).order_by("pk")[0]
            told = [(run, number) for run in runs for number in range(9)]
            Evidence.objects.bulk_create(
                Evidence(
                    run=run, person=person, reference=f"r:{number}",
                    table=chance.choice(("incident", "custody", "household", "observation")),
                    registered_on=today - dt.timedelta(chance.randrange(9000)),
                    superseded_on=chance.choice((None, None, today + dt.timedelta(chance.choice(spread)))),
                    source_law="", sentence_sv="", sentence_en="",
                )
                for run, number in chance.sample(told, chance.randrange(1, 20))
            )  # fmt: skip
            every, few = (facts([person.pk])[person.pk] for facts in (facts_of, deciding_facts_of))
            assert set(few) <= set(every)
            left += len(every) - len(few)
            for on in (today, today + dt.timedelta(200), today + dt.timedelta(4000)):
                whole, short = (
                    erasure_on(listed, listed.nomination, rows, on) for rows in (every, few)
                )
                assert (whole.erase_on, whole.review_by, whole.decides, whole.overdue) == (
                    short.erase_on, short.review_by, short.decides, short.overdue
                )  # fmt: skip
                ends.add(whole.erase_on)
            raise Undone
    assert (left > 100, len(ends) > 20) == (True, True)


def test_the_days_of_a_listing_are_worked_out_anew_for_a_new_run_and_a_new_version(
    listed: Listing,
) -> None:
    """Referee: the rules, asked afresh. Nothing kept from an earlier question may outlive its ground."""
    today = timezone.localdate()
    with everything():
        listed = Listing.objects.select_related("nomination", "person").get(pk=listed.pk)

    def told() -> tuple[dt.date | None, dt.date | None]:
        records = facts_of([listed.person_id])[listed.person_id]
        found = erasure_on(listed, listed.nomination, records, today)
        return found.erase_on, found.review_by

    seen = []
    with suppress(Undone), everything():
        named = {listed.nomination_id: listed.nomination}
        for step in ("as it is", "a new run", "a new version"):
            if step == "a new run":
                run = another_run(-1)
                Evidence.objects.create(
                    run=run, person=listed.person, reference="r:new", table="incident",
                    registered_on=today, superseded_on=None,
                    source_law="", sentence_sv="", sentence_en="",
                )  # fmt: skip
            elif step == "a new version":
                listed.listed_on, listed.version = today - dt.timedelta(400), listed.version + 1
            days = days_of([listed], named, today)[listed.pk]
            assert days == told()
            seen.append(days)
        raise Undone
    assert len(set(seen)) == 3


class Undone(Exception):
    """Ends a block whose rows are not to stay."""


def another_run(days: int) -> Run:
    """A copy of the run, brought in so many days ago."""
    run = Run.objects.filter(state="loaded").order_by("loaded_at").last()
    assert run is not None
    run.pk, run.checksum = uuid.uuid4(), str(uuid.uuid4())
    run.loaded_at = timezone.now() - dt.timedelta(days)
    run.save(force_insert=True)
    return run


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
