"""A new table, field, function or view without an entry fails here, and so does a wall taken away."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.conf import settings

from tests.web.conftest import World
from tests.web.expected_tables import FUNCTIONS, OTHERS, PERSONAL, SENSITIVITIES

COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
RIGHTS = {
    "r": "select", "a": "insert", "w": "update", "d": "delete", "T": "truncate", "X": "references",
    "G": "trigger",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(world: World) -> Iterator[psycopg.Connection]:
    """The catalogue, read as the superuser, who sees all of it."""
    with world.connect("postgres") as superuser:
        yield superuser


def rows(catalogue: psycopg.Connection, statement: str) -> list[tuple[object, ...]]:
    """What the catalogue says."""
    return catalogue.execute(statement).fetchall()


TABLES = (
    "from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind in ('r', 'p', 'f', 'm')"
)


def test_every_table_has_an_entry(catalogue: psycopg.Connection) -> None:
    assert {name for (name,) in rows(catalogue, f"select c.relname {TABLES}")} == {
        *PERSONAL,
        *OTHERS,
    }
    assert not set(PERSONAL) & set(OTHERS)
    assert all(why for _, why in OTHERS.values())


def test_every_personal_table_has_forced_row_security_for_each_command(
    catalogue: psycopg.Connection,
) -> None:
    walled = rows(
        catalogue, f"select c.relname, c.relrowsecurity and c.relforcerowsecurity {TABLES}"
    )
    assert {name for name, forced in walled if forced} == set(PERSONAL)
    every = rows(
        catalogue,
        "select tablename, cmd, permissive, roles::text[], policyname from pg_policies"
        " where schemaname = 'public'",
    )
    # What restricts is the fence around services, on every walled table, for every command.
    fence = {(t, c) for t, c, kind, _, name in every if kind == "RESTRICTIVE"}
    assert fence == {(table, c) for table in PERSONAL for c in COMMANDS.values()}
    assert {str(n).split("_")[0] for *_, kind, _, n in every if kind == "RESTRICTIVE"} == {
        "services"
    }
    held = [each[:4] for each in every if each[2] == "PERMISSIVE"]
    for table, rights in PERSONAL.items():
        for_app = {cmd for name, cmd, _, roles in held if name == table and "app" in roles}  # type: ignore[operator]
        may = {COMMANDS[r] for r in rights.replace("c", "r")}
        assert may <= for_app, table
        assert for_app <= set(COMMANDS.values()), f"{table}: one policy per command"
    assert {permissive for _, _, permissive, *_ in every} == {"PERMISSIVE", "RESTRICTIVE"}
    assert not [each for each in held if "public" in each[3]]  # type: ignore[operator]


def test_no_policy_opens_a_table_to_the_owner_without_a_signed_context(
    catalogue: psycopg.Connection,
) -> None:
    for name in PERSONAL:
        if name == "accounts_appointment" or name == "accounts_appointmentevent":
            continue  # about colleagues; only what concerns conflicts is hidden
        catalogue.execute("set role owner")
        found = catalogue.execute(f"select count(*) from {name}").fetchone()
        catalogue.execute("reset role")
        assert found == (0,), name


def test_app_may_do_with_each_table_what_its_entry_says(catalogue: psycopg.Connection) -> None:
    wanted = PERSONAL | {name: rights for name, (rights, _) in OTHERS.items()}
    for name, rights in wanted.items():
        has = {
            letter
            for letter, right in RIGHTS.items()
            for (held,) in rows(
                catalogue, f"select has_table_privilege('app', 'public.{name}', '{right}')"
            )
            if held
        }
        assert has == set(rights.replace("c", "")), name
    readable = rows(
        catalogue,
        "select attname from pg_attribute where attrelid = 'people_party'::regclass and attnum > 0"
        " and has_column_privilege('app', attrelid, attnum, 'select')",
    )
    assert {name for (name,) in readable} == {"id", "person_id", "role"}


def test_app_owns_nothing_makes_nothing_and_joins_no_role(catalogue: psycopg.Connection) -> None:
    assert rows(catalogue, "select relname from pg_class where relowner = 'app'::regrole") == []
    assert rows(catalogue, "select 1 from pg_auth_members where member = 'app'::regrole") == []
    made = rows(
        catalogue,
        "select nspname from pg_namespace where has_schema_privilege('app', oid, 'create')"
        " and nspname !~ '^pg_(temp|toast)'",
    )
    assert made == []
    assert rows(catalogue, "select has_database_privilege('app', current_database(), 'temp')") == [
        (False,)
    ]
    for role, said in (("app", (False, False, False)), ("owner", (False, False, False))):
        powers = (
            f"select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = '{role}'"
        )
        assert rows(catalogue, powers) == [said]


def test_every_function_has_an_entry_and_a_fixed_search_path_where_it_has_rights(
    catalogue: psycopg.Connection,
) -> None:
    found = rows(
        catalogue,
        "select p.proname, p.prosecdef, p.proconfig::text from pg_proc p join pg_namespace n"
        " on n.oid = p.pronamespace where n.nspname = 'hejda'",
    )
    assert {str(name): "definer" if rights else "invoker" for name, rights, _ in found} == FUNCTIONS
    for name, rights, settings_of in found:
        assert not rights or "search_path=pg_catalog, pg_temp" in str(settings_of), name
    elsewhere = rows(
        catalogue,
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname = 'public' and p.prosecdef",
    )
    assert elsewhere == []


def test_every_view_asks_as_its_reader(catalogue: psycopg.Connection) -> None:
    views = rows(
        catalogue,
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v'"
        " and n.nspname not in ('pg_catalog', 'information_schema')"
        " and not coalesce(c.reloptions::text like '%security_invoker=true%', false)",
    )
    assert views == []


def test_no_unique_key_of_a_personal_table_is_anything_that_somebody_could_guess(
    catalogue: psycopg.Connection,
) -> None:
    """A refused duplicate would tell that a hidden row is there."""
    columns = rows(
        catalogue,
        "select c.relname, a.attname, format_type(a.atttypid, null) from pg_index x"
        " join pg_class c on c.oid = x.indrelid join pg_attribute a on a.attrelid = c.oid"
        " and a.attnum = any (x.indkey) where x.indisunique and c.relrowsecurity",
    )
    drawn = {"uuid"}
    free = {(str(t), str(c)) for t, c, kind in columns if kind not in drawn}
    # A running number of the database's own, and the round of a vote beside two ids.
    assert {column for _, column in free} <= {"pgh_id", "round"}, free


def test_every_field_says_how_sensitive_it_is() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("hejda_web."):
            continue
        fields = {field.name for field in model._meta.local_concrete_fields}
        if hasattr(model, "pgh_tracked_model"):
            tracked = model.pgh_tracked_model
            fields = {each for each in fields if not each.startswith("pgh_")}
            assert fields <= set(tracked.SENSITIVITY), model
            continue
        assert fields == set(getattr(model, "SENSITIVITY", {})), model
        assert set(model.SENSITIVITY.values()) <= SENSITIVITIES, model


def test_tables_of_personal_fields_are_personal() -> None:
    """A model with a field about somebody the work concerns stands among the walled tables."""
    for model in apps.get_models():
        said = set(getattr(model, "SENSITIVITY", {}).values())
        tracked = getattr(model, "pgh_tracked_model", None)
        said |= set(tracked.SENSITIVITY.values()) if tracked else set()
        if said & {"pseudonym", "personal", "identity"} and model._meta.db_table != "accounts_tie":
            assert model._meta.db_table in PERSONAL, model


def test_history_of_every_person_and_decision_is_kept() -> None:
    tracked = {
        m.pgh_tracked_model._meta.db_table
        for m in apps.get_models()
        if hasattr(m, "pgh_tracked_model")
    }
    assert tracked == {
        "people_person", "nominations_nomination", "nominations_listing", "nominations_judgement",
        "accounts_rolegrant", "accounts_appointment",
    }  # fmt: skip


def test_there_is_no_admin_and_nobody_acts_as_somebody_else() -> None:
    for app in settings.INSTALLED_APPS:
        assert app != "django.contrib.admin"
        assert "hijack" not in app
        assert "impersonate" not in app
        assert "debug_toolbar" not in app
    assert settings.DEBUG is False
