"""Canaries: values planted in every personal field of some people, each in one place only.

A canary that is seen where nothing may be shown tells which field it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, Model
from psycopg import sql

PERSONAL = ("personal", "identity", "pseudonym")
TEXT = ("CharField", "TextField")
NUMBERS = {"BigIntegerField": 7_310_000_000, "PositiveIntegerField": 1_731_000_000}
CODES = frozenset(
    {
        "region", "secrecy", "police_region", "list", "kind", "partner", "confidence", "kinds",
        "origin", "state", "level", "outcome", "ground", "threshold_names", "ended_why", "flags",
        "gaps", "why", "table", "ranker", "rule", "source_law", "sex", "role", "action",
        "answer",
    }
)  # fmt: skip
"""Fields of one word out of a fixed few, which the pages look up."""
ROWS = 4
"""Rows of each table and person that get canaries."""
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\u00a0\u202f.,](?=\d)")


@dataclass
class Canaries:
    """What was planted: value → "table.field"."""

    planted: dict[str, str] = field(default_factory=dict)

    def new_text(self, where: str) -> str:
        """A text found nowhere else, short enough for any field."""
        return self._kept(f"Qz{len(self.planted):04d}vw", where)

    def new_number(self, where: str, start: int) -> int:
        """A number found nowhere else."""
        return int(self._kept(str(start + len(self.planted)), where))

    def _kept(self, value: str, where: str) -> str:
        self.planted[value] = where
        return value

    def seen_in(self, *texts: str) -> set[str]:
        """The fields whose canary stands in any of the texts, also with a number's digits in groups."""
        whole = "\n".join(texts)
        whole += "\n" + BETWEEN_DIGITS.sub("", whole)
        return {where for value, where in self.planted.items() if value in whole}


def plant(superuser: psycopg.Connection, people: Iterable[Any]) -> Canaries:
    """Writes canaries into the personal fields of all that is kept of the people."""
    made = Canaries()
    with superuser.transaction():
        superuser.execute("set local session_replication_role = replica")  # frozen rows too
        for model in personal_models():
            for person in people:
                _plant_in(superuser, made, model, person)
    return made


def personal_models() -> list[type[Model]]:
    """Models with personal fields, kept about a person."""
    return [
        model
        for model in apps.get_models()
        if set(getattr(model, "SENSITIVITY", {}).values()) & set(PERSONAL) and _person_column(model)
    ]


def _person_column(model: type[Model]) -> str | None:
    if model.__name__ == "Person":
        return "id"
    return next((f.column for f in model._meta.concrete_fields if f.name == "person"), None)


def fields_to_plant(model: type[Model]) -> list[Field[Any, Any]]:
    """The personal fields of a model that hold a text or number of their own."""
    said = model.SENSITIVITY  # type: ignore[attr-defined]
    return [
        each
        for each in model._meta.concrete_fields
        if said.get(each.name) in PERSONAL and not _a_code(model, each) and _kind(each)
    ]


def _a_code(model: type[Model], each: Field[Any, Any]) -> bool:
    return each.name in CODES or (model.__name__ == "Decision" and each.name == "reason")


def _kind(each: Field[Any, Any]) -> str:
    kind = each.get_internal_type()
    if isinstance(each, ArrayField):
        return "texts" if each.base_field.get_internal_type() in TEXT else ""
    return kind if kind in TEXT or kind in NUMBERS else ""


def _plant_in(
    superuser: psycopg.Connection, made: Canaries, model: type[Model], person: Any
) -> None:
    table, fields = sql.Identifier(model._meta.db_table), fields_to_plant(model)
    keys = superuser.execute(
        sql.SQL("select id from {} where {} = %s order by id limit %s").format(
            table, sql.Identifier(_person_column(model) or "")
        ),
        [person, ROWS],
    ).fetchall()
    for (key,) in keys:
        for each in fields:
            column = sql.Identifier(each.column)
            (now,) = superuser.execute(
                sql.SQL("select {} from {} where id = %s").format(column, table), [key]
            ).fetchone() or (None,)
            if now is not None and now != []:
                superuser.execute(
                    sql.SQL("update {} set {} = %s where id = %s").format(table, column),
                    [_canary(made, model, each, now), key],
                )


def _canary(made: Canaries, model: type[Model], each: Field[Any, Any], now: Any) -> Any:
    where, kind = f"{model._meta.db_table}.{each.name}", _kind(each)
    if kind == "texts":
        return [made.new_text(where) for _ in now]
    if kind in NUMBERS:
        return made.new_number(where, NUMBERS[kind])
    return made.new_text(where)
