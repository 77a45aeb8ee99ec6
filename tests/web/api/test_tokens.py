"""Service tokens: nothing before four eyes, nothing once revoked, and no way round it."""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hejda_web.accounts.models import Unit, User
from hejda_web.services.models import Token
from hejda_web.services.scopes import SCOPES
from hejda_web.services.tokens import hash_of
from tests.support.service_tokens import (
    PROBLEM,
    Caller,
    event,
    last_entry,
    put_token,
)
from tests.support.web_people import logged_in
from tests.web.conftest import World
from tests.web.signing import acting


def form(region: str, **said: Any) -> dict[str, Any]:
    """A form that makes a token for one region."""
    unit = Unit.objects.get(police_region=region)
    return {
        "name": "Lägesbild", "unit": str(unit.pk), "scopes": ["actors:read"], "reach": "regions",
        "regions": region, "purpose": "Visa regionens fokuspersoner i lägesbilden.",
        "case_reference": "A77/26", "per_minute": 60,
        "valid_until": str(timezone.localdate() + dt.timedelta(days=90)),
    } | said  # fmt: skip


def made_by_adam(region: str, **said: Any) -> tuple[Token, Caller, str]:
    """A token made on the administrator's page, and the page that showed it."""
    answer = logged_in("adam").post("/tokens/new/", form(region, **said))
    page = answer.content.decode()
    found = re.search(r"hejda_[A-Za-z0-9_-]{43}", page)
    assert found is not None, page
    token = Token.objects.get(hash=hash_of(found[0]))
    return token, Caller(token.pk, found[0]), page


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


def test_a_token_is_shown_once_and_kept_as_its_hash(
    world: World, region: str, superuser: Any
) -> None:
    token, caller, page = made_by_adam(region)
    assert page.count(caller.secret) == 1
    for user, path in (("adam", "/tokens/"), ("rut", f"/tokens/confirm/{token.pk}/")):
        assert caller.secret not in logged_in(user).get(path).content.decode()
    for table in ("services_token", "audit.entry", "django_session"):
        found = superuser.execute(
            f"select count(*) from {table} t where t::text like %s", [f"%{caller.secret[6:]}%"]
        ).fetchone()
        assert found == (0,), table


def test_a_lead_confirms_for_the_own_region_alone_and_a_lawyer_for_all(
    world: World, region: str
) -> None:
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


def test_a_role_that_the_token_s_maker_gave_confirms_nothing(
    world: World, region: str, superuser: psycopg.Connection
) -> None:
    """One administrator with two accounts is not two people."""
    token, _, _ = made_by_adam(region)
    unit = User.objects.get(username="lena").unit
    said = {"username": "maja", "name": "Maja Målvakt", "unit": str(unit.pk), "role": "lawyer",
            "is_active": "on"}  # fmt: skip
    assert "Maja" in logged_in("adam").post("/accounts/new/", said).content.decode()
    User.objects.filter(username="maja").update(must_choose_password=False)
    maja = logged_in("maja")
    answer = maja.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"})
    assert answer.status_code == 200
    assert "har också gett dig din roll" in answer.content.decode()
    confirm = "update services_token set confirmed_by_id = %s, confirmed_at = now() where id = %s"
    key, user = world.installation.context_key, User.objects.get(username="maja").pk
    with (
        world.connect("app") as app, acting(app, key, user, "tokens.confirm"),
        pytest.raises(psycopg.errors.CheckViolation),
    ):  # fmt: skip
        app.execute(confirm, [user, token.pk])
    superuser.execute(
        "update accounts_rolegrant set granted_by_id = (select id from accounts_user where"
        " username = 'nils') where user_id = %s", [user],
    )  # fmt: skip
    assert maja.post(f"/tokens/confirm/{token.pk}/", {"confirm": "1"}).status_code == 302
    assert Token.objects.get(pk=token.pk).confirmed_by_id == user


@pytest.mark.parametrize("said", [{"confirm": "1"}, {"revoke": "1"}])
def test_whoever_answers_second_is_told_so_and_changes_nothing(
    world: World, region: str, superuser: psycopg.Connection, said: dict[str, str]
) -> None:
    token, _, _ = made_by_adam(region)
    rut, answers = logged_in("rut"), []

    def answer() -> None:
        answers.append(rut.post(f"/tokens/confirm/{token.pk}/", said, follow=True))
        connection.close()

    second = threading.Thread(target=answer)
    with superuser.transaction():
        superuser.execute("set local session_replication_role = replica")
        superuser.execute("update services_token set revoked_at = now() where id = %s", [token.pk])
        second.start()  # reads that the token waits, and then waits for the row
        while not superuser.execute(
            "select 1 from pg_locks where not granted and locktype = 'transactionid'"
        ).fetchall():
            assert second.is_alive()
    second.join()
    page = answers[0].content.decode()
    assert "svarade före dig" in page
    assert "gäller nu.</" not in page
    after = Token.objects.get(pk=token.pk)
    assert (after.confirmed_by, after.revoked_by) == (None, None)
    acts = superuser.execute(
        "select count(*) from audit.entry where body like %s and body like '%%tokens.confirm%%'",
        [f"%{token.pk}%"],
    ).fetchone()
    assert acts == (0,)


@pytest.mark.parametrize(
    "said",
    [
        {"regions": ""}, {"reach": ""}, {"reach": "everywhere"}, {"scopes": []}, {"purpose": ""},
        {"case_reference": "19121212-1212"}, {"regions": "Väst!"}, {"unit": ""},
        {"valid_until": str(timezone.localdate() + dt.timedelta(days=366))}, {"valid_until": "2020-01-01"},
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
        (
            "adam",
            "tokens.manage",
            "update services_token set everywhere = true, regions = '{}'",
            [],
        ),
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
        assert answer.status_code == (
            (202 if name == "events:write" else 200) if name == scope else 403
        )
        assert "Set-Cookie" not in answer
        assert answer["Cache-Control"] == "no-store"


def test_a_token_may_call_so_often_and_then_waits(
    superuser: psycopg.Connection, region: str
) -> None:
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
