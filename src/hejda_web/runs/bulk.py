"""Many rows in one statement. Row security allows no COPY, so arrays are unnested instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Model
from psycopg import sql

ROWS_AT_A_TIME = 5000


def insert_rows(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows given as column → value; every row has the same columns."""
    if not rows:
        return
    table = model._meta.db_table
    columns = list(rows[0])
    fields = {field.column: field for field in model._meta.concrete_fields}
    arrays = [c for c in columns if _is_array(fields[c])]
    # An array of arrays must be rectangular, so lists travel as JSON and are unpacked there.
    takes = [
        sql.SQL("array(select jsonb_array_elements_text(given.{}::jsonb))").format(
            sql.Identifier(c)
        )
        if c in arrays
        else sql.SQL("given.{}::{}").format(sql.Identifier(c), sql.SQL(_type(fields[c])))
        for c in columns
    ]
    statement = sql.SQL("insert into {} ({}) select {} from unnest({}) as given({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(takes),
        sql.SQL(", ").join(sql.SQL("%s::text[]") for _ in columns),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_A_TIME):
            part = rows[start : start + ROWS_AT_A_TIME]
            cursor.execute(statement, [[_text(row[c]) for row in part] for c in columns])


def _is_array(field: models.Field[Any, Any]) -> bool:
    return field.get_internal_type() == "ArrayField"


def _type(field: models.Field[Any, Any]) -> str:
    kind: str = (field.db_type(connection) or "text").split("(")[0]
    return {"varchar": "text", "bigserial": "bigint"}.get(kind, kind)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        return json.dumps(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
