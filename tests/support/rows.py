"""Whether anything in a database changed."""

from __future__ import annotations

from typing import Any

import psycopg


def state_of(superuser: psycopg.Connection) -> dict[str, Any]:
    """Rows of every table and which versions of them stand, but for sessions."""
    names = [
        f"{schema}.{name}"
        for schema, name in superuser.execute(
            "select schemaname, tablename from pg_tables where schemaname in ('public', 'audit')"
            " and tablename <> 'django_session' order by 1, 2"
        ).fetchall()
    ]
    counted = " union all ".join(
        f"select '{name}', count(*), sum(xmin::text::bigint) from {name}" for name in names
    )
    return {name: (rows, versions) for name, rows, versions in superuser.execute(counted)}
