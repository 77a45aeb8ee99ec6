"""Service tokens as they stand in a test's database, and calls with them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from django.test import Client

from hejda_web.services.scopes import SCOPES
from hejda_web.services.tokens import hash_of, new_secret

EVERY = tuple(SCOPES)
PROBLEM = "application/problem+json"
UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000017")


@dataclass(frozen=True)
class Caller:
    """A system with a token."""

    key: uuid.UUID
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        """What it sends with each call."""
        return {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **asked: Any) -> Any:
        """The answer of a call that reads."""
        return Client(SERVER_NAME="127.0.0.1").get(f"/api/1/{path}", asked, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        """The answer of a call that sends."""
        return Client(SERVER_NAME="127.0.0.1").post(
            f"/api/1/{path}", body, content_type="application/json", headers=self.headers
        )


def put_token(superuser: psycopg.Connection, **said: Any) -> Caller:
    """A token, confirmed and in force unless said otherwise, put past every wall."""
    secret, key = new_secret(), said.get("id", uuid.uuid4())
    users = dict(superuser.execute("select username, id from accounts_user").fetchall())
    unit = superuser.execute("select id from accounts_unit where name = 'IT-drift'").fetchone()
    assert unit is not None
    today = superuser.execute("select (now() at time zone 'Europe/Stockholm')::date").fetchone()
    assert today is not None
    first: dt.date = said.get("valid_from", today[0])
    row = {
        "id": key, "name": "Provsystem", "hash": hash_of(secret), "unit_id": unit[0],
        "scopes": list(EVERY), "regions": [], "everywhere": False, "purpose": "Prov.",
        "case_reference": "A12/26", "per_minute": 1_000_000, "valid_from": first,
        "valid_until": first + dt.timedelta(days=30), "made_by_id": users["adam"],
        "made_at": dt.datetime.now(dt.UTC), "confirmed_by_id": users["lena"],
        "confirmed_at": dt.datetime.now(dt.UTC),
    } | {name: value for name, value in said.items() if name != "id"}  # fmt: skip
    columns = ", ".join(row)
    with superuser.transaction():
        superuser.execute("set local session_replication_role = replica")
        superuser.execute(
            f"insert into services_token ({columns}) values ({', '.join(['%s'] * len(row))})",  # type: ignore[arg-type]
            list(row.values()),
        )
    return Caller(key, secret)


def last_entry(superuser: psycopg.Connection) -> dict[str, Any]:
    """What the log says last."""
    row = superuser.execute("select body from audit.entry order by seq desc limit 1").fetchone()
    assert row is not None
    said: dict[str, Any] = json.loads(row[0])
    return said


def all_of(caller: Caller, path: str, limit: int = 200) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows, cursor = [], None
    while True:
        answer = caller.get(path, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.content
        body = answer.json()
        assert set(body) == {"items", "next"}
        assert len(body["items"]) <= limit
        rows += body["items"]
        cursor = body["next"]
        if cursor is None:
            return rows


def event(**said: Any) -> dict[str, Any]:
    """An event as a sender writes it; None leaves a field out."""
    whole = {
        "id": f"R{uuid.uuid4().hex[:12]}", "kind": "report", "happened_at": "2026-05-04T21:30:00+02:00",
    } | said  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}
