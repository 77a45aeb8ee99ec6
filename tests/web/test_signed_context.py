"""No context, or one that is not exactly this transaction's, shows no row of anybody."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from hejda_web.accounts.models import Appointment, User
from hejda_web.people.context import Signed, sign
from hejda_web.people.models import Person
from hejda_web.people.walls import pads
from tests.support.counts import counted
from tests.web.conftest import World
from tests.web.expected_tables import PERSONAL
from tests.web.signing import acting, body_of, put, signature, stamp

ABOUT_COLLEAGUES = {"accounts_appointment", "accounts_appointmentevent"}
PEOPLE = sorted(set(PERSONAL) - ABOUT_COLLEAGUES)


@pytest.fixture(scope="module")
def app(world: World) -> Iterator[psycopg.Connection]:
    """A connection as role app, as an attacker with SQL would have it."""
    with world.connect("app") as made:
        yield made


@pytest.fixture(scope="module")
def anna(world: World) -> uuid.UUID:
    """The analyst, who sees people in her region when her context is in order."""
    return User.objects.get(username="anna").pk


def seen(app: psycopg.Connection) -> int:
    """Rows of all personal tables that the connection sees now."""
    column = {"people_party": "id"}
    total = 0
    for table in PEOPLE:
        found = app.execute(f"select count({column.get(table, '*')}) from {table}").fetchone()
        assert found is not None
        total += found[0]
    return total


def test_a_right_context_shows_and_none_shows_nothing(
    world: World, app: psycopg.Connection, anna: uuid.UUID
) -> None:
    key = world.installation.context_key
    with acting(app, key, anna, "candidate.see"):
        assert seen(app) > 0
    assert seen(app) == 0
    with app.transaction():
        assert seen(app) == 0


def wrong_contexts(app: psycopg.Connection, key: str, anna: uuid.UUID) -> Iterator[tuple[str, str]]:
    """(what is wrong, context) of the running transaction."""
    pid, began = stamp(app)
    body = body_of(anna, "candidate.see")
    right = f"{body}|{signature(key, pid, began, body)}"
    yield "empty", ""
    yield "no signature", body
    yield "a signature of zeros", f"{body}|{'0' * 64}"
    yield "another key", f"{body}|{signature(key + 'x', pid, began, body)}"
    yield "an empty key", f"{body}|{signature('', pid, began, body)}"
    yield "another connection", f"{body}|{signature(key, pid + 1, began, body)}"
    yield "another transaction", f"{body}|{signature(key, pid, '20200101000000000000', body)}"
    yield "capitals in the signature", f"{body}|{signature(key, pid, began, body).upper()}"
    plain = hashlib.sha256(f"{key}{pid}|{began}|{body}".encode()).hexdigest()
    yield "a plain hash of key and message", f"{body}|{plain}"
    for what, other in (
        ("run out", body_of(anna, "candidate.see", ends=1)),
        ("another version", body_of(anna, "candidate.see", version="v0")),
        ("one field more", body + "|x"),
        ("one field less", body.rsplit("|", 1)[0]),
    ):
        yield what, f"{other}|{signature(key, pid, began, other)}"
    for length in range(len(right)):
        yield f"cut at {length}", right[:length]
    for place in range(len(right)):
        altered = "1" if right[place] != "1" else "2"
        yield f"altered at {place}", right[:place] + altered + right[place + 1 :]


def test_every_wrong_context_shows_nothing(
    world: World, app: psycopg.Connection, anna: uuid.UUID
) -> None:
    tried = 0
    with app.transaction():
        for what, context in list(wrong_contexts(app, world.installation.context_key, anna)):
            put(app, context)
            found = app.execute("select hejda.signed(), count(*) from people_person").fetchone()
            assert found == (None, 0), what
            tried += 1
            if tried <= 13:
                assert seen(app) == 0, what
    counted(f"wrong contexts: {tried}, rows seen: 0")


def test_the_context_of_a_transaction_is_gone_with_it(
    world: World, app: psycopg.Connection, anna: uuid.UUID
) -> None:
    key = world.installation.context_key
    with acting(app, key, anna, "candidate.see"):
        kept = app.execute("select current_setting('hejda.context')").fetchone()
        assert kept is not None
    with app.transaction():
        assert app.execute(
            "select coalesce(current_setting('hejda.context', true), '')"
        ).fetchone() == ("",)
        put(app, kept[0])  # replayed in the next transaction of the same connection
        assert seen(app) == 0


def test_the_next_transaction_of_the_application_s_own_connection_sees_nothing(
    world: World, anna: uuid.UUID
) -> None:
    with transaction.atomic():
        sign(Signed("user", anna, "candidate.see"))
        assert Person.objects.exists()
    assert not Person.objects.exists()
    with transaction.atomic():
        assert not Person.objects.exists()


@pytest.mark.parametrize("key", ["k", "x" * 63, "x" * 64, "x" * 65, "nyckel åäö", "y" * 200])
def test_the_two_pads_make_the_hmac_of_python(key: str) -> None:
    inner, outer = pads(key)
    for message in (b"", b"abc", "å|ä".encode()):
        ours = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).hexdigest()
        assert ours == hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def test_the_application_signs_as_python_s_hmac_does(world: World, anna: uuid.UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        sign(Signed("user", anna, "actor.see", "s", "screening", "K1/26"))
        cursor.execute(
            "select current_setting('hejda.context'), pg_backend_pid(),"
            " to_char(transaction_timestamp() at time zone 'utc', 'YYYYMMDDHH24MISSUS')"
        )
        context, pid, began = cursor.fetchone()
    body, given = context.rsplit("|", 1)
    assert given == signature(world.installation.context_key, pid, began, body)
    assert "K1/26" not in context


def test_a_field_cannot_bring_a_separator_in(world: World, anna: uuid.UUID) -> None:
    with transaction.atomic(), pytest.raises(ValueError, match="separator"):
        sign(Signed("user", anna, "actor.see", purpose="a|b"))


@pytest.mark.parametrize(
    "statement",
    [
        "select * from hejda.signing_key", "select number_hash from accounts_tie",
        "select number_hash from people_party", "select * from people_party",
        "update accounts_tie set kind = 'x'", "delete from accounts_tie",
        "update people_party set number_hash = 'x'",
        "insert into oversight_alert (id, at, \"user\", person, action)"
        " values (gen_random_uuid(), now(), gen_random_uuid(), gen_random_uuid(), 'x')",
        "select * from audit.entry", "select * from audit.head", "truncate people_person",
        "delete from nominations_listing", "update nominations_decision set outcome = 'list'",
        "alter table people_person disable row level security", "set role owner",
        "set session authorization owner", "set row_security = off; select * from people_person",
        "create table public.mine (id int)", "create temp table mine (id int)",
        "create function hejda.mine() returns int language sql as 'select 1'",
        "copy people_person to program 'true'",
    ],
)  # fmt: skip
def test_app_is_refused(
    world: World, app: psycopg.Connection, anna: uuid.UUID, statement: str
) -> None:
    with (
        acting(app, world.installation.context_key, anna, "history.see"),
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute(statement)


def test_the_log_is_asked_about_people_one_sees_and_only_for_their_history(
    world: World, app: psycopg.Connection, anna: uuid.UUID
) -> None:
    key = world.installation.context_key
    region = Appointment.objects.get(user_id=anna).region
    with acting(app, key, anna, "run.load", "job"):
        people = dict(app.execute("select id, region from people_person").fetchall())
    here = next(person for person, of in people.items() if of == region)
    elsewhere = next(person for person, of in people.items() if of != region)
    for function in ("entries_about", "history"):

        def entries(act: str, person: uuid.UUID, kind: str = "user") -> int:
            with acting(app, key, anna, act, kind):
                return len(app.execute(f"select * from hejda.{function}(%s)", [person]).fetchall())  # noqa: B023

        assert entries("history.see", here) > 0
        assert entries("history.see", elsewhere) == 0
        assert entries("actor.see", here) == 0
        assert entries("history.see", here, "job") == 0
        assert app.execute(f"select * from hejda.{function}(%s)", [here]).fetchall() == []
