"""The API as a system meets it: nothing hidden, nothing counted, all of it logged."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, get_args

import psycopg
from django.test import Client

from hejda_web.accounts.models import Unit, User
from hejda_web.accounts.numbers import number_hash
from hejda_web.api import answers
from hejda_web.events.models import Event
from hejda_web.events.words import KINDS
from hejda_web.nominations.models import Nomination
from hejda_web.nominations.words import LISTS
from hejda_web.people.models import Party
from hejda_web.runs.models import Candidate, Placement
from hejda_web.services.scopes import SCOPES
from tests.support.service_tokens import (
    EVERY,
    PROBLEM,
    UNKNOWN,
    Caller,
    all_of,
    event,
    last_entry,
    put_token,
)
from tests.support.web_people import everything, logged_in


def test_no_region_named_means_none_and_never_all(
    superuser: psycopg.Connection, run: uuid.UUID
) -> None:
    nowhere = put_token(superuser)
    for path in ("runs", "actors", "decisions", f"runs/{run}/candidates"):
        assert nowhere.get(path).status_code == 403
        assert last_entry(superuser)["reason"] == "no_region"
    everywhere = put_token(superuser, everywhere=True)
    found = all_of(everywhere, f"runs/{run}/candidates")
    assert len({each["region"] for each in found}) > 1


def test_candidates_are_those_of_the_region_and_nobody_s_place_or_score_is_given(
    scene: Any, caller: Caller, region: str, run: uuid.UUID
) -> None:
    rows = all_of(caller, f"runs/{run}/candidates")
    with everything():
        wanted = Candidate.objects.filter(run=run, person__region=region, person__secrecy="none")
        assert sorted(str(p) for p in wanted.values_list("person_id", flat=True)) == sorted(
            each["person"] for each in rows
        )
        settled = {str(n.person_id) for n in Nomination.objects.filter(state="decided")}
        waiting = {str(n.person_id) for n in Nomination.objects.exclude(state="decided")}
    assert settled & {each["person"] for each in rows}
    assert waiting & {each["person"] for each in rows}
    # A place that is missing between two that are given is the place of whoever was withheld: so none is.
    assert {name for each in rows for name in each} == {"person", "label", "region", "list"}
    ids = [(each["person"], each["list"]) for each in rows]
    with everything():
        by_place = Placement.objects.filter(
            candidate__run=run, person__region=region, person__secrecy="none"
        ).order_by("candidate__list", "place")
        ranked = [(str(p.person_id), p.candidate.list) for p in by_place]
    assert sorted(ids) == sorted(ranked)
    assert ids != ranked  # nor does the order tell
    one = caller.get(f"runs/{run}/candidates/{ids[0][0]}").json()["items"]
    assert {name for each in one for name in each} == {"person", "label", "region", "list"}


def test_decisions_are_outcomes_of_settled_nominations_without_names_or_words(
    scene: Any, caller: Caller
) -> None:
    rows = all_of(caller, "decisions")
    assert str(scene.listed) in {each["nomination"] for each in rows}
    assert str(scene.one_vote) not in {each["nomination"] for each in rows}
    for hidden in (scene.one_vote, scene.open, UNKNOWN):
        assert caller.get(f"decisions/{hidden}").status_code == 404
    votes = caller.get(f"decisions/{scene.listed}").json()["votes"]
    assert [set(vote) for vote in votes] == [{"round", "outcome", "reason", "ground", "at"}] * 2
    assert "Tre händelser" not in json.dumps(rows)


def test_pages_of_a_list_hold_each_row_once_and_a_cursor_serves_one_token_and_one_list(
    caller: Caller, superuser: psycopg.Connection, region: str, run: uuid.UUID
) -> None:
    path = f"runs/{run}/candidates"
    whole = [(each["person"], each["list"]) for each in all_of(caller, path)]
    parts = [(each["person"], each["list"]) for each in all_of(caller, path, limit=3)]
    assert parts == whole
    assert len(set(whole)) == len(whole) > 6
    cursor = caller.get(path, limit=3).json()["next"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", cursor)
    other = put_token(superuser, regions=[region])
    for who, where, asked in (
        (other, path, {}), (caller, "actors", {}), (caller, path, {"on_list": "serial"}),
    ):  # fmt: skip
        assert who.get(where, cursor=cursor, **asked).status_code == 404


def test_every_call_is_logged_with_the_token_its_owner_and_the_case(
    scene: Any, caller: Caller, superuser: psycopg.Connection, run: uuid.UUID
) -> None:
    person = scene.people[scene.listed]
    for path, act, kind in (
        ("runs", "service.runs", "system"), (f"runs/{run}", "service.runs", "system"),
        (f"runs/{run}/candidates/{person}", "service.candidates", "reading"),
        ("actors", "service.actors", "reading"), (f"actors/{person}", "service.actors", "reading"),
        ("decisions", "service.decisions", "reading"),
    ):  # fmt: skip
        assert caller.get(path).status_code == 200
        said = last_entry(superuser)
        assert (said["action"], said["class"]) == (act, kind)
        assert said["by"] == f"service:{caller.key}"
        assert said["on_behalf"].startswith("unit:")
        if kind == "reading":
            assert str(person) in said["subjects"]
            assert said["case"] == "A12/26"
    for path, status in (
        ("actors?limit=0", 422), (f"actors/{UNKNOWN}", 404), ("actors?cursor=" + "A" * 43, 404),
    ):  # fmt: skip
        assert caller.get(path).status_code == status
        said = last_entry(superuser)
        assert (said["class"], said["by"]) == ("denied", f"service:{caller.key}")
    seen = logged_in("anna").get(f"/people/{person}/history/").content.decode()
    assert "Provsystem" in seen


def test_a_filter_that_is_misspelt_or_given_twice_is_refused_and_never_no_filter(
    caller: Caller, region: str, run: uuid.UUID
) -> None:
    for asked in (f"reigon={region}", f"region={region}&region=other", "limit=1&limit=2", "=1"):
        for path in ("actors", "decisions", f"runs/{run}/candidates"):
            answer = caller.get(f"{path}?{asked}")
            assert (answer.status_code, answer.json()["fields"]) == (422, ["query"]), (path, asked)
    assert caller.get("actors?region=elsewhere").json()["items"] == []


def test_nobody_of_the_owning_unit_is_seen_by_its_system_and_an_attempt_is_told(
    scene: Any, superuser: psycopg.Connection, region: str
) -> None:
    person, number = scene.people[scene.listed], "191101050999"
    unit = Unit.objects.get(police_region=region)
    caller = put_token(superuser, regions=[region], unit_id=unit.pk)
    assert caller.get(f"actors/{person}").status_code == 200
    with everything():
        Party.objects.bulk_create(
            [Party(person_id=person, number_hash=number_hash(number), role="subject")]
        )
    hugo = User.objects.get(username="hugo")
    superuser.execute(
        "insert into accounts_tie (id, user_id, number_hash, kind, declared_on)"
        " values (gen_random_uuid(), %s, %s, 'self', current_date)", [hugo.pk, number_hash(number)],
    )  # fmt: skip
    hidden, unknown = caller.get(f"actors/{person}"), caller.get(f"actors/{UNKNOWN}")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert str(person) not in caller.get("actors").content.decode()
    told = superuser.execute(
        'select person, action from oversight_alert where "user" = %s', [caller.key]
    ).fetchall()
    assert told == [(person, "service.actors")]
    assert (
        "Provsystem"
        in logged_in("lena", work="oversight").get("/oversight/alerts/").content.decode()
    )
    superuser.execute("delete from accounts_tie where user_id = %s", [hugo.pk])
    superuser.execute("delete from oversight_alert")


def test_nobody_with_protected_data_is_given_by_any_token(
    scene: Any, superuser: psycopg.Connection, run: uuid.UUID
) -> None:
    person = scene.people[scene.wrong]
    caller = put_token(superuser, everywhere=True)
    path = f"runs/{run}/candidates/{person}"
    assert caller.get(path).status_code == 200
    for secrecy in ("marked", "protected"):
        superuser.execute("update people_person set secrecy = %s where id = %s", [secrecy, person])
        assert caller.get(path).status_code == 404
        assert caller.post("events", event(person=str(person))).status_code == 404
        assert str(person) not in json.dumps(all_of(caller, f"runs/{run}/candidates"))
        assert str(person) not in json.dumps(all_of(caller, "decisions"))
    superuser.execute("update people_person set secrecy = 'none' where id = %s", [person])


def test_a_log_that_cannot_be_written_gives_nothing_and_keeps_nothing(
    scene: Any, caller: Caller, superuser: psycopg.Connection, run: uuid.UUID
) -> None:
    person = scene.people[scene.listed]
    superuser.execute("revoke execute on function audit.append(jsonb) from app")
    try:
        for path in (
            "runs", "actors", "decisions", f"actors/{person}", f"runs/{run}/candidates",
            f"actors/{UNKNOWN}", "actors?limit=0",
        ):  # fmt: skip
            answer = caller.get(path)
            assert (answer.status_code, answer["Content-Type"]) == (503, PROBLEM), path
            assert str(person) not in answer.content.decode()
        sent = event(person=str(person))
        assert caller.post("events", sent).status_code == 503
    finally:
        superuser.execute("grant execute on function audit.append(jsonb) to app")
    with everything("run.erase"):
        assert not Event.objects.filter(reference=sent["id"]).exists()
    assert caller.post("events", sent).status_code == 202


def test_faults_are_told_in_the_caller_s_language_and_name_nobody(caller: Caller) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    for language, word in (("sv", "Det finns inget här"), ("en", "There is nothing here")):
        answer = client.get(
            f"/api/1/actors/{UNKNOWN}", headers=caller.headers | {"Accept-Language": language}
        )
        assert word in answer.json()["detail"]
    for path in ("/api/", "/api/2/", "/api/1/", "/api/1/nothing", "/api/1/actors/x"):
        answer = client.get(path, headers=caller.headers)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    wrong = client.delete("/api/1/actors", headers=caller.headers)
    assert (wrong.status_code, wrong["Content-Type"], wrong["Allow"]) == (405, PROBLEM, "GET")


def test_closed_lists_of_the_document_are_those_of_the_product() -> None:
    assert set(get_args(answers.ListName)) == set(LISTS)
    assert set(get_args(answers.KindName)) == set(KINDS)
    assert set(EVERY) == set(SCOPES)
