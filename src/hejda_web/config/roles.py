"""The application refuses to serve as a role that walls do not hold."""

from __future__ import annotations

from django.db import connection

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
