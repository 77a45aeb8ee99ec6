"""The base of everything the rules are made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Base of all rule values: frozen, and closed to fields nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")
