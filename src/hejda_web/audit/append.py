"""Writes one entry of the log, in the transaction of what it tells of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection


def append(body: Mapping[str, Any]) -> None:
    """Appends the entry; fields that are None count as not given.

    Its place in the log is not waited for: within a pipeline it is sent with what follows it.
    """
    given = {name: value for name, value in body.items() if value is not None}
    with connection.cursor() as cursor:
        cursor.execute("select audit.append(%s::jsonb)", [json.dumps(given)])
