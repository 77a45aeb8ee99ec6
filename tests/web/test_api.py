"""The API as a system meets it: nothing before four eyes, nothing hidden, nothing counted, all of it logged."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any, get_args

import psycopg
import pytest
from django.test import Client

from hejda_web.accounts.models import Appointment, Unit, User
from hejda_web.accounts.numbers import number_hash
from hejda_web.api import answers
from hejda_web.events.models import Event, Receipt
from hejda_web.events.words import KINDS
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.nominations.words import LISTS
from hejda_web.people.models import Identity, Party, Person
from hejda_web.runs.models import Candidate, Placement, Run
from hejda_web.services.models import Token
from hejda_web.services.scopes import SCOPES
from hejda_web.services.tokens import hash_of
from tests.support.endpoints import set_scene
from tests.support.service_tokens import EVERY, Caller, put_token
from tests.support.web_people import everything, logged_in
from tests.web.conftest import World
from tests.web.signing import acting

PROBLEM = "application/problem+json"
UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000017")


@pytest.fixture(scope="module")
def superuser(world: World) -> Iterator[psycopg.Connection]:
    """Somebody past every wall."""
    with world.connect("postgres") as made:
        yield made


@pytest.fixture(scope="module")
def scene(world: World) -> Any:
    """People of the region in each state: listed, one vote, open, judged, settled otherwise."""
    return set_scene()


@pytest.fixture(scope="module")
def region(world: World) -> str:
    """The region of the demonstration's colleagues."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


@pytest.fixture(scope="module")
def run(world: World) -> uuid.UUID:
    """The newest run."""
    return Run.objects.filter(state="loaded").latest("loaded_at").pk


@pytest.fixture
def caller(superuser: psycopg.Connection, region: str) -> Caller:
    """A system that may do everything in the region."""
    return put_token(superuser, regions=[region])


def last_entry(superuser: psycopg.Connection) -> dict[str, Any]:
    """What the log says last."""
    row = superuser.execute("select body from audit.entry order by seq desc limit 1").fetchone()
    assert row is not None
    said: dict[str, Any] = json.loads(row[0])
    return said


def form(region: str, **said: Any) -> dict[str, Any]:
    """A form that makes a token for one region."""
    unit = Unit.objects.get(police_region=region)
    return {
        "name": "Lägesbild", "unit": str(unit.pk), "scopes": ["actors:read"], "reach": "regions",
        "regions": region, "purpose": "Visa regionens fokuspersoner i lägesbilden.",
        "case_reference": "A77/26", "per_minute": 60,
        "valid_until": str(dt.date.today() + dt.timedelta(days=90)),
    } | said  # fmt: skip


def made_by_adam(region: str, **said: Any) -> tuple[Token, Caller, str]:
    """A token made on the administrator's page, and the page that showed it."""
    answer = logged_in("adam").post("/tokens/new/", form(region, **said))
    page = answer.content.decode()
    found = re.search(r"hejda_[A-Za-z0-9_-]{43}", page)
    assert found is not None, page
    token = Token.objects.get(hash=hash_of(found[0]))
    return token, Caller(token.pk, found[0]), page


def test_a_token_opens_nothing_before_another_has_confirmed_it_and_nothing_after_it_is_revoked(
    world: World, scene: Any, region: str, superuser: psycopg.Connection
) -> None:
    token, caller, _ = made_by_adam(region)
    assert caller.get("actors").status_code == 403
    assert last_entry(superuser)["reason"] == "not_confirmed"
    adam, rut = logged_in("adam"), logged_in("rut")
    assert adam.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 404
    assert rut.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 302
    answer = caller.get("actors")
    assert answer.status_code == 200
    assert [each["person"] for each in answer.json()["items"]] == [str(scene.people[scene.listed])]
    assert adam.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    refused = caller.get("actors")
    assert refused.status_code == 403
    assert last_entry(superuser)["reason"] == "revoked"
    assert rut.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 200
    assert caller.get("actors").status_code == 403


def test_a_token_is_shown_once_and_kept_as_its_hash(world: World, region: str, superuser: Any) -> None:
    token, caller, page = made_by_adam(region)
    assert page.count(caller.secret) == 1
    for user, path in (("adam", "/tokens/"), ("rut", f"/tokens/confirm/{token.pk}/")):
        assert caller.secret not in logged_in(user).get(path).content.decode()
    for table in ("services_token", "audit.entry", "django_session"):
        found = superuser.execute(
            f"select count(*) from {table} t where t::text like %s", [f"%{caller.secret[6:]}%"]
        ).fetchone()
        assert found == (0,), table


def test_a_lead_confirms_for_the_own_region_alone_and_a_lawyer_for_all(world: World, region: str) -> None:
    rut, lena = logged_in("rut"), logged_in("lena")
    both, _, _ = made_by_adam(region, regions=f"{region} elsewhere")
    everywhere, _, _ = made_by_adam(region, reach="everywhere", regions="")
    foreign, _, _ = made_by_adam(region, regions="elsewhere")
    for token in (both, everywhere):
        assert rut.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 200
        assert Token.objects.get(pk=token.pk).confirmed_at is None
        assert lena.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 302
        assert Token.objects.get(pk=token.pk).confirmed_by == User.objects.get(username="lena")
    assert rut.get(f"/tokens/confirm/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"regions": ""}, {"reach": ""}, {"reach": "everywhere"}, {"scopes": []}, {"purpose": ""},
        {"case_reference": "19121212-1212"}, {"regions": "Väst!"}, {"unit": ""},
        {"valid_until": str(dt.date.today() + dt.timedelta(days=366))}, {"valid_until": "2020-01-01"},
    ],
)  # fmt: skip
def test_a_form_that_leaves_something_open_makes_no_token(
    world: World, region: str, said: dict[str, Any]
) -> None:
    before = Token.objects.count()
    assert logged_in("adam").post("/tokens/new/", form(region, **said)).status_code == 200
    assert Token.objects.count() == before


def test_the_database_lets_nobody_go_round_the_four_eyes(
    world: World, region: str, superuser: psycopg.Connection
) -> None:
    token, _, _ = made_by_adam(region)
    key = world.installation.context_key
    who = {u.username: u.pk for u in User.objects.all()}
    confirm = "update services_token set confirmed_by_id = %s, confirmed_at = now() where id = %s"
    columns = superuser.execute(
        "select array_agg(attname::text order by attnum) from pg_attribute"
        " where attrelid = 'services_token'::regclass and attnum > 0 and not attisdropped"
    ).fetchone()
    assert columns is not None
    tries = [
        ("adam", "tokens.confirm", confirm, [who["adam"], token.pk]),
        ("adam", "tokens.manage", confirm, [who["lena"], token.pk]),
        ("anna", "tokens.confirm", confirm, [who["anna"], token.pk]),
        ("rut", "tokens.confirm", confirm, [who["lena"], token.pk]),
        ("rut", "frame.start", confirm, [who["rut"], token.pk]),
        ("adam", "tokens.manage", "update services_token set everywhere = true, regions = '{}'", []),
        ("adam", "tokens.manage", "update services_token set scopes = '{events:write}'", []),
        ("adam", "tokens.manage", "update services_token set hash = 'x'", []),
        ("adam", "tokens.manage", "update services_token set valid_until = valid_until + 9", []),
        ("anna", "tokens.manage", "update services_token set revoked_at = now()", []),
        ("lena", "tokens.manage", copied_as(columns[0], "lena", who), []),
        ("adam", "accounts.manage", copied_as(columns[0], "adam", who), []),
        ("adam", "tokens.manage", copied_as(columns[0], "adam", who, confirmed="lena"), []),
    ]
    with world.connect("app") as app:
        for user, act, statement, given in tries:
            with (
                acting(app, key, who[user], act),
                pytest.raises(psycopg.errors.CheckViolation),
            ):
                app.execute(statement, given)  # type: ignore[arg-type]
        with acting(app, key, who["adam"], "tokens.manage"):
            app.execute(copied_as(columns[0], "adam", who))  # type: ignore[arg-type]
        with acting(app, key, who["rut"], "tokens.confirm"):
            app.execute(confirm, [who["rut"], token.pk])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("delete from services_token")


def copied_as(
    columns: list[str], maker: str, who: dict[str, uuid.UUID], confirmed: str | None = None
) -> str:
    """A statement that adds a copy of a token, made by somebody."""
    put = {
        "id": "gen_random_uuid()", "hash": "md5(random()::text)", "made_by_id": f"'{who[maker]}'",
        "confirmed_by_id": f"'{who[confirmed]}'" if confirmed else "null", "revoked_by_id": "null",
        "confirmed_at": "now()" if confirmed else "null", "revoked_at": "null",
    }  # fmt: skip
    values = ", ".join(put.get(name, name) for name in columns)
    return f"insert into services_token ({', '.join(columns)}) select {values} from services_token limit 1"


def test_no_region_named_means_none_and_never_all(superuser: psycopg.Connection, run: uuid.UUID) -> None:
    nowhere = put_token(superuser)
    for path in ("runs", "actors", "decisions", f"runs/{run}/candidates"):
        assert nowhere.get(path).status_code == 403
        assert last_entry(superuser)["reason"] == "no_region"
    everywhere = put_token(superuser, everywhere=True)
    found = all_of(everywhere, f"runs/{run}/candidates")
    assert len({each["region"] for each in found}) > 1


def all_of(caller: Caller, path: str, limit: int = 200) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows, cursor = [], None
    while True:
        answer = caller.get(path, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.content
        body = answer.json()
        assert set(body) == {"items", "next"}
        assert len(body["items"]) <= limit
        rows += body["items"]
        cursor = body["next"]
        if cursor is None:
            return rows


def test_candidates_are_those_of_the_region_and_an_open_one_has_neither_place_nor_score(
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
        places = {str(p.person_id): p.place for p in Placement.objects.filter(candidate__run=run)}
    assert settled & {each["person"] for each in rows}
    assert waiting & {each["person"] for each in rows}
    for each in rows:
        if each["person"] not in waiting:
            assert each["place"] in places.values()
            assert each["withheld"] is None
        else:
            assert (each["place"], each["score"]) == (None, None)
            assert each["withheld"] == "open_nomination"


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
        (other, path, {}), (caller, "actors", {}), (caller, path, {"list": "serial"}),
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
    for path, status in (("actors?limit=0", 422), (f"actors/{UNKNOWN}", 404), ("actors?cursor=" + "A" * 43, 404)):
        assert caller.get(path).status_code == status
        said = last_entry(superuser)
        assert (said["class"], said["by"]) == ("denied", f"service:{caller.key}")
    seen = logged_in("anna").get(f"/people/{person}/history/").content.decode()
    assert "Provsystem" in seen


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scopes_name_and_nothing_else(
    superuser: psycopg.Connection, region: str, run: uuid.UUID, scope: str
) -> None:
    caller = put_token(superuser, regions=[region], scopes=[scope])
    told = {
        "runs:read": caller.get("runs"), "candidates:read": caller.get(f"runs/{run}/candidates"),
        "decisions:read": caller.get("decisions"), "actors:read": caller.get("actors"),
        "events:write": caller.post("events", event(person=None, personal_number="19000101-0000")),
    }  # fmt: skip
    for name, answer in told.items():
        assert answer.status_code == ((202 if name == "events:write" else 200) if name == scope else 403)
        assert "Set-Cookie" not in answer
        assert answer["Cache-Control"] == "no-store"


def event(**said: Any) -> dict[str, Any]:
    """An event as a sender writes it; None leaves a field out."""
    whole = {
        "id": f"R{uuid.uuid4().hex[:12]}", "kind": "report", "happened_at": "2026-05-04T21:30:00+02:00",
    } | said  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


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


def test_a_filter_that_is_misspelt_or_given_twice_is_refused_and_never_no_filter(
    caller: Caller, region: str, run: uuid.UUID
) -> None:
    for asked in (f"reigon={region}", f"region={region}&region=other", "limit=1&limit=2", "=1"):
        for path in ("actors", "decisions", f"runs/{run}/candidates"):
            answer = caller.get(f"{path}?{asked}")
            assert (answer.status_code, answer.json()["fields"]) == (422, ["query"]), (path, asked)
    assert caller.get("actors?region=elsewhere").json()["items"] == []


def test_a_broken_body_is_a_problem_too(caller: Caller) -> None:
    for body in ("{", "[]", "null", '"x"', "\x00", "1e999"):
        answer = caller.post("events", body)
        assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM), body


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
    assert "Provsystem" in logged_in("lena", work="oversight").get("/oversight/alerts/").content.decode()
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


def test_a_token_may_call_so_often_and_then_waits(superuser: psycopg.Connection, region: str) -> None:
    caller = put_token(superuser, regions=[region], per_minute=3)
    # A minute may turn in between: then there is one more, never fewer.
    told = [caller.get("runs").status_code for _ in range(8)]
    assert told[:3] == [200] * 3
    assert 429 in told
    answer = caller.get("runs")
    if answer.status_code == 429:
        assert answer["Retry-After"].isdecimal()


def test_without_a_token_that_holds_nobody_is_let_in_and_a_login_is_no_token(
    world: World, superuser: psycopg.Connection, region: str
) -> None:
    strangers: list[dict[str, str]] = [
        {}, {"Authorization": "Bearer "}, {"Authorization": "Bearer hejda_" + "x" * 43},
        {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer å\xff"},
    ]  # fmt: skip
    bodies = set()
    for headers in strangers:
        answer = Client(SERVER_NAME="127.0.0.1").get("/api/1/actors", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert answer["WWW-Authenticate"] == "Bearer"
        bodies.add(answer.content)
    assert len(bodies) == 1
    assert logged_in("rut").get("/api/1/actors").status_code == 401


def test_a_log_that_cannot_be_written_gives_nothing_and_keeps_nothing(
    scene: Any, caller: Caller, superuser: psycopg.Connection, run: uuid.UUID
) -> None:
    person = scene.people[scene.listed]
    superuser.execute("revoke execute on function audit.append(jsonb) from app")
    try:
        for path in ("runs", "actors", "decisions", f"actors/{person}", f"runs/{run}/candidates", f"actors/{UNKNOWN}", "actors?limit=0"):
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


def test_old_events_and_receipts_go_with_the_clock_unless_the_person_is_worked_with(
    scene: Any, caller: Caller, superuser: psycopg.Connection
) -> None:
    from django.utils import timezone

    from hejda_web.nominations.clocks import erase_what_runs_said

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


def test_closed_lists_of_the_document_are_those_of_the_product() -> None:
    assert set(get_args(answers.ListName)) == set(LISTS)
    assert set(get_args(answers.KindName)) == set(KINDS)
    assert set(EVERY) == set(SCOPES)
