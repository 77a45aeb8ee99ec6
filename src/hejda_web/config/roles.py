"""The application refuses to serve as a role that walls do not hold, or on another release's tables."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from hejda.base.errors import Refusal

WHAT_THE_ROLE_MAY = """
    select r.rolsuper, r.rolbypassrls, r.rolcreaterole,
           exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relowner = r.oid and n.nspname in ('public', 'hejda', 'audit'))
               or pg_has_role(r.oid, (select nspowner from pg_namespace where nspname = 'hejda'), 'member')
    from pg_roles r where r.rolname = current_user
"""


def refuse_powerful_role() -> None:
    """Stops the start where the role is superuser, bypasses row security, makes roles or owns tables."""
    with connection.cursor() as cursor:
        cursor.execute(WHAT_THE_ROLE_MAY)
        powers = cursor.fetchone()
    names = ("is a superuser", "bypasses row security", "may make roles", "owns the tables")
    has = [name for name, held in zip(names, powers or (), strict=False) if held]
    if has or powers is None:
        raise Refusal(
            "powerful_role",
            f"The application's role in the database {', '.join(has) or 'is unknown'}.",
            "Row-level security does not hold such a role, so every wall would be open.",
            "Connect as the role app; docs/how_to/install.md says how it is made.",
        )


def refuse_other_release() -> None:
    """Stops the start where the database's tables are those of an earlier or a later release than this."""
    refuse_later_database()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal(
            "earlier_database", "The database is of an earlier release than the application.",
            "Pages would ask for what is not there.",
            "Make a backup, then start once with --prepare: docs/how_to/upgrade.md.",
        )  # fmt: skip


def refuse_later_database() -> None:
    """Stops where a migration was made that this release does not know: it would be worked against."""
    loader = MigrationLoader(connection)
    known = {*loader.graph.nodes, *loader.replacements}
    apps = {app for app, _ in known}
    if any(made[0] in apps and made not in known for made in loader.applied_migrations):
        raise Refusal(
            "later_database", "The database is of a later release than the application.",
            "An earlier release does not know all that is kept there.",
            "Start that release, or restore the backup that was made before the upgrade.",
        )  # fmt: skip
