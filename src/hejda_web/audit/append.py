"""Writes one entry of the log, in the transaction of what it tells of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection


def append_last(body: Mapping[str, Any]) -> None:
    """The same without waiting for its place: sent, but not yet answered, where the caller pipelines."""
    given = {name: value for name, value in body.items() if value is not None}
    with connection.cursor() as cursor:
        cursor.execute("select audit.append(%s::jsonb)", [json.dumps(given)])


def append(body: Mapping[str, Any]) -> int:
    """Appends and returns the entry's place. Fields that are None count as not given."""
    given = {name: value for name, value in body.items() if value is not None}
    with connection.cursor() as cursor:
        cursor.execute("select audit.append(%s::jsonb)", [json.dumps(given)])
        place: int = cursor.fetchone()[0]
    return place
