"""The application's role appends and counts, and nothing else; the owner changes nothing by mistake."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from hejda_audit.entries import database_log
from hejda_audit.verify import verified
from hejda_audit.witnesses import Statements
from tests.web.audit.logs import Server, a_reading, append


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[str]:
    """A log with three entries."""
    name = server.copy("log_empty")
    with server.connection(name, "app") as connection:
        for number in range(3):
            append(connection, a_reading(number))
    yield name
    server.drop(name)


def sound(server: Server, database: str) -> int:
    """How many entries the log has, its chain being whole."""
    with psycopg.connect(server.dsn(database, "auditor")) as connection:
        verdict = verified(database_log(connection), Statements({}, ()))
    assert verdict.sound
    return verdict.entries


AS_APP = [
    "select * from audit.entry",
    "select seq from audit.entry",
    "select * from audit.head",
    "select count(*) from audit.entry",
    "copy audit.entry to stdout",
    "insert into audit.entry values (4, now(), '{}', sha256(''), sha256(''))",
    "insert into audit.head values (2, 0, now(), sha256(''))",
    "update audit.entry set body = '{}'",
    "update audit.head set seq = 0",
    "delete from audit.entry",
    "delete from audit.head",
    "truncate audit.entry",
    "truncate audit.head",
    "do $$ begin lock table audit.head; end $$",
    "select * from audit.head for update",
    "alter table audit.entry disable trigger all",
    "alter table audit.entry add column note text",
    "alter table audit.entry owner to app",
    "drop table audit.entry",
    "drop schema audit cascade",
    "drop trigger no_change on audit.entry",
    "create trigger mine before insert on audit.entry execute function audit.refuse_change()",
    "create rule mine as on insert to audit.entry do instead nothing",
    "create table audit.mine (x int)",
    "create function audit.mine() returns int language sql as 'select 1'",
    "create or replace function audit.append(body jsonb) returns bigint language sql as 'select 1::bigint'",
    "create or replace function audit.canonical(body jsonb) returns text language sql as 'select body::text'",
    "alter function audit.append(jsonb) set search_path = public",
    "alter function audit.append(jsonb) security invoker",
    "alter function audit.append(jsonb) owner to app",
    "drop function audit.append(jsonb)",
    "select audit.check_body('{}')",
    "select audit.hash_of(sha256(''), 1, now(), '{}')",
    "select audit.canonical('{}')",
    "grant select on audit.entry to app",
    "set role owner",
    "set role auditor",
    "set session authorization owner",
    "set session_replication_role = replica",
    "create schema mine",
    "create function public.sha256(bytea) returns bytea language sql as 'select $1'",
    "do $$ begin execute 'delete from audit.entry'; end $$",
]


@pytest.mark.parametrize("statement", AS_APP)
def test_the_application_is_refused(server: Server, database: str, statement: str) -> None:
    before = sound(server, database)
    with server.connection(database, "app") as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute(statement.encode())
    assert caught.value.sqlstate == "42501", caught.value
    assert sound(server, database) == before


def test_the_application_may_append_and_count(server: Server, database: str) -> None:
    with server.connection(database, "app") as connection:
        place = append(connection, a_reading(9))
        assert connection.execute("select audit.size()").fetchone() == (place,)


HIJACKS = [
    "create function pg_temp.sha256(bytea) returns bytea language sql as 'select $1'",
    "create function pg_temp.encode(bytea, text) returns text language sql as $$ select 'x' $$",
    "create function pg_temp.clock_timestamp() returns timestamptz language sql as 'select now()'",
    "create temporary table head (id int, seq bigint, at timestamptz, hash bytea)",
    "create temporary table entry (seq bigint, at timestamptz, body text, previous bytea, hash bytea)",
    "create function pg_temp.check_body(jsonb) returns void language sql as 'select null'",
]


@pytest.mark.parametrize("trap", HIJACKS)
def test_what_the_application_puts_in_its_own_path_is_not_used(
    server: Server, database: str, trap: str
) -> None:
    before = sound(server, database)
    with server.connection(database, "app") as connection:
        connection.execute(trap.encode())
        connection.execute("set search_path = pg_temp, audit, pg_catalog")
        append(connection, a_reading(before + 1))
        with pytest.raises(psycopg.Error, match="refused"):
            append(connection, {})
    assert sound(server, database) == before + 1


def test_settings_of_the_session_change_no_hash(server: Server, database: str) -> None:
    with server.connection(database, "app") as connection:
        for setting in (
            "timezone = 'Asia/Kathmandu'",
            "datestyle = 'German'",
            "bytea_output = 'escape'",
            "intervalstyle = 'iso_8601'",
            "client_encoding = 'LATIN1'",
            "standard_conforming_strings = off",
        ):
            connection.execute(f"set {setting}".encode())
            append(connection, a_reading(5, case="Ärende-1"))
    sound(server, database)


AS_OWNER = [
    "update audit.entry set body = '{}'",
    "update audit.entry set seq = seq + 10",
    "delete from audit.entry where seq = 1",
    "truncate audit.entry",
    "delete from audit.head",
    "truncate audit.head",
    "update audit.head set seq = 1",
    "update audit.head set hash = sha256('')",
    "update audit.head set seq = seq + 1",
]


@pytest.mark.parametrize("statement", AS_OWNER)
@pytest.mark.parametrize("role", ["owner", "postgres"])
def test_the_owner_and_a_superuser_change_nothing_by_mistake(
    server: Server, database: str, role: str, statement: str
) -> None:
    before = sound(server, database)
    with server.connection(database, role) as connection:
        if role == "postgres":
            connection.execute("set session_replication_role = replica")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement.encode())
    assert caught.value.sqlstate == "HA002", caught.value
    assert sound(server, database) == before


def test_a_second_head_is_impossible(server: Server, database: str) -> None:
    with server.connection(database, "owner") as connection:
        for number in (1, 2):
            with pytest.raises(psycopg.errors.IntegrityError):
                connection.execute(
                    "insert into audit.head values (%s, 0, now(), sha256(''))", (number,)
                )


@pytest.mark.parametrize(
    "statement",
    [
        "insert into audit.entry values (9, now(), '{}', sha256(''), sha256(''))",
        "update audit.entry set body = '{}'",
        "delete from audit.entry",
        "truncate audit.entry",
        "select audit.append('{}')",
    ],
)
def test_the_auditor_reads_and_writes_nothing(
    server: Server, database: str, statement: str
) -> None:
    with server.connection(database, "auditor") as connection:
        assert connection.execute("select count(*) from audit.entry").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("update witness.checkpoint set body = '{}'", "42501"),
        ("delete from witness.checkpoint", "42501"),
        ("truncate witness.checkpoint", "42501"),
        ("drop table witness.checkpoint", "42501"),
        ("insert into witness.checkpoint values (2, '{}', 'epoch')", "42501"),
        ("insert into witness.checkpoint (number, body) values (1, '{}')", "23505"),
    ],
)
def test_a_witness_is_only_added_to(server: Server, statement: str, state: str) -> None:
    name = server.copy("witness_empty")
    with server.connection(name, "witness") as connection:
        connection.execute("insert into witness.checkpoint (number, body) values (1, '{}')")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement.encode())
        assert caught.value.sqlstate == state
    with server.connection(name, "owner") as connection:
        for change in ("update witness.checkpoint set body = ''", "delete from witness.checkpoint"):
            with pytest.raises(psycopg.Error, match="only added to"):
                connection.execute(change.encode())
    server.drop(name)


def test_an_entry_is_gone_with_the_transaction_that_fails(server: Server, database: str) -> None:
    before = sound(server, database)
    with psycopg.connect(server.dsn(database, "app")) as connection:
        append(connection, a_reading(7))
        connection.rollback()
    assert sound(server, database) == before


def test_a_log_that_is_held_is_an_error_and_no_page_that_hangs(
    server: Server, database: str
) -> None:
    with psycopg.connect(server.dsn(database, "app")) as slow:
        append(slow, a_reading(7))
        with (
            server.connection(database, "app") as waiting,
            pytest.raises(psycopg.errors.LockNotAvailable),
        ):
            append(waiting, a_reading(8))
        slow.rollback()
