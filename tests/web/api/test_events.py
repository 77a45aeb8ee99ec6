"""New events from other systems: taken once, answered alike whoever they are about, moving no score."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from hejda_web.events.models import Event, Receipt
from hejda_web.nominations.clocks import erase_what_runs_said
from hejda_web.nominations.models import Listing
from hejda_web.people.models import Identity, Person
from tests.support.service_tokens import (
    PROBLEM,
    UNKNOWN,
    Caller,
    event,
    last_entry,
    put_token,
)
from tests.support.web_people import everything


def test_an_event_is_kept_once_and_moves_no_score(
    scene: Any, caller: Caller, superuser: psycopg.Connection
) -> None:
    person = scene.people[scene.open]
    frozen = "select md5(string_agg(t::text, '' order by id)) from {} t"
    tables = ("runs_placement", "runs_candidate", "runs_reason", "nominations_nomination")
    before = [superuser.execute(frozen.format(each)).fetchone() for each in tables]
    sent = event(person=str(person))
    told = [caller.post("events", sent) for _ in range(3)]
    assert [each.status_code for each in told] == [202] * 3
    assert len({each.content for each in told}) == 1
    changed = caller.post("events", sent | {"kind": "threat"})
    assert (changed.status_code, changed["Content-Type"]) == (409, PROBLEM)
    with everything("run.erase"):
        kept = Event.objects.get(reference=sent["id"])
    assert (kept.kind, kept.token_id) == ("report", caller.key)
    assert kept.happened_at == dt.datetime(2026, 5, 4, 19, 30, tzinfo=dt.UTC)
    after = [superuser.execute(frozen.format(each)).fetchone() for each in tables]
    assert before == after
    other = put_token(superuser, everywhere=True)
    assert other.post("events", sent).status_code == 202  # another sender's ids are its own


def test_a_number_somebody_here_has_is_answered_like_any_other(
    scene: Any, caller: Caller, region: str, superuser: psycopg.Connection
) -> None:
    with everything():
        known = Identity.objects.exclude(personal_number="").filter(person__region=region).first()
        hidden = Identity.objects.exclude(personal_number="").exclude(person__region=region).first()
        assert known is not None
        assert hidden is not None
    seen = set()
    for number in (known.personal_number, hidden.personal_number, "19000101-0000"):
        sent = event(id="R-same-length", person=None, personal_number=number)
        sent["id"] += number[-4:]
        answers = [caller.post("events", sent), caller.post("events", sent),
                   caller.post("events", sent | {"kind": "weapon"})]  # fmt: skip
        seen.add(tuple((a.status_code, len(a.content), str(sorted(a.headers))) for a in answers))
        assert [a.status_code for a in answers] == [202, 202, 409]
        assert number not in json.dumps(last_entry(superuser))
    assert len(seen) == 1
    with everything("run.erase"):
        people = set(
            Event.objects.filter(reference__startswith="R-same").values_list("person_id", flat=True)
        )
    assert people == {known.person_id}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"kind": "rumour"}, ["kind"]), ({"happened_at": "2026-05-04T21:30:00"}, ["happened_at"]),
        ({"happened_at": "2126-05-04T21:30:00Z"}, ["happened_at"]),
        ({"happened_at": "1960-05-04T21:30:00Z"}, ["happened_at"]),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, ["happened_at"]),
        ({"id": "19121212-1212"}, ["id"]), ({"id": "a\u0000b"}, ["id"]), ({"extra": 1}, []),
        ({"person": "x"}, ["person"]), ({"personal_number": "1912"}, ["personal_number"]),
        ({"personal_number": "19121212-1212"}, []),
    ],
)  # fmt: skip
def test_a_faulty_event_is_refused_by_the_name_of_the_field_and_repeats_nothing(
    caller: Caller, said: dict[str, Any], fields: list[str]
) -> None:
    answer = caller.post("events", event(person=str(UNKNOWN)) | said)
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json()["fields"] == fields
    text = answer.content.decode()
    assert not [v for v in said.values() if isinstance(v, str) and len(v) > 3 and v in text]


def test_a_broken_body_is_a_problem_too(caller: Caller) -> None:
    for body in ("{", "[]", "null", '"x"', "\x00", "1e999"):
        answer = caller.post("events", body)
        assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM), body


def test_old_events_and_receipts_go_with_the_clock_unless_the_person_is_worked_with(
    scene: Any, caller: Caller, superuser: psycopg.Connection
) -> None:
    listed, other = scene.people[scene.listed], scene.people[scene.judged]
    with everything():
        assert Listing.objects.filter(person=listed, ended_on=None).exists()
    for person in (listed, other):
        assert caller.post("events", event(person=str(person))).status_code == 202
    superuser.execute("update events_event set received_at = received_at - interval '40 days'")
    superuser.execute("update events_receipt set received_at = received_at - interval '40 days'")
    erase_what_runs_said(timezone.now())
    with everything("run.erase"):
        assert set(Event.objects.values_list("person_id", flat=True)) == {listed}
        assert Receipt.objects.count() == 0
    with everything():
        assert Person.objects.filter(pk=other).exists()
