"""One page of a list at a time, by a cursor that says nothing and works for one token and one list."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

from hejda_web.people.service_access import Refused

M = TypeVar("M", bound=Model)
PAGE = 50
TAG = 16
"""Bytes of the signature in a cursor."""


class Pager:
    """Cuts pages from rows in the order of their ids, for one token and one list.

    Ids are drawn by lot, so the order says nothing, and a row that comes meanwhile may be missed until
    the list is read again. No page says how many rows there are: a count would tell of hidden ones.
    """

    def __init__(self, token: uuid.UUID, name: str, cursor: str | None, limit: int) -> None:
        self.said = f"cursor:{token}:{name}:".encode()
        self.limit = limit
        self.after = self._read(cursor) if cursor else None
        self.next: str | None = None

    def of(self, rows: QuerySet[M, Any]) -> list[M]:
        """The page's rows; sets `next`."""
        if self.after is not None:
            rows = rows.filter(pk__gt=self.after)
        found = list(rows.order_by("pk")[: self.limit + 1])
        if len(found) > self.limit:
            self.next = self._write(found[self.limit - 1].pk)
        return found[: self.limit]

    def answer(self, items: Iterable[Any]) -> dict[str, Any]:
        """The page as it is sent."""
        return {"items": list(items), "next": self.next}

    def _tag(self, key: bytes) -> bytes:
        secret = settings.INSTALLATION.context_key.encode()
        return hmac.new(secret, self.said + key, hashlib.sha256).digest()[:TAG]

    def _mask(self, tag: bytes) -> bytes:
        secret = settings.INSTALLATION.context_key.encode()
        return hmac.new(secret, b"mask:" + self.said + tag, hashlib.sha256).digest()[:16]

    def _write(self, key: uuid.UUID) -> str:
        tag = self._tag(key.bytes)
        hidden = bytes(a ^ b for a, b in zip(key.bytes, self._mask(tag), strict=True))
        return base64.urlsafe_b64encode(tag + hidden).decode().rstrip("=")

    def _read(self, cursor: str) -> uuid.UUID:
        """The id in a cursor; a cursor of another token or list leads to a page that is not there."""
        raw = base64.urlsafe_b64decode(cursor + "=")
        tag, hidden = raw[:TAG], raw[TAG:]
        key = bytes(a ^ b for a, b in zip(hidden, self._mask(tag), strict=True))
        if not hmac.compare_digest(tag, self._tag(key)):
            raise Refused(404)
        return uuid.UUID(bytes=key)
