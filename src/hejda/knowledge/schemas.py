"""Rule files against knowledge/schemas: every fault with its line, in words, and what to do."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from hejda.knowledge.faults import Fault
from hejda.knowledge.files import Document, Step
from hejda.knowledge.packs import home

_FORMATS = FormatChecker(formats=())
_TYPES = {
    "integer": "a whole number",
    "string": "text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of named values",
    "null": "null",
}


@_FORMATS.checks("day")
def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return True  # whether it is text at all is the business of `type`
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


@_FORMATS.checks("day-or-empty")
def _is_day_or_empty(value: object) -> bool:
    return value == "" or _is_day(value)


def schema_named(name: str) -> dict[str, Any]:
    """The schema in the file `name`.schema.json."""
    text = (home() / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def names_in(schema: str) -> tuple[str, ...]:
    """Names of the definitions a schema holds for rules; those with _ before them are its own."""
    return tuple(name for name in schema_named(schema)["$defs"] if not name.startswith("_"))


@cache
def _registry() -> Registry[Any]:
    names = (path.name for path in (home() / "schemas").glob("*.schema.json"))
    schemas = ((name, schema_named(name.removesuffix(".schema.json"))) for name in names)
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas]
    return Registry[Any]().with_resources(resources)


@cache
def _validator(reference: str) -> Draft202012Validator:
    schema = {"$ref": reference}
    return Draft202012Validator(schema, registry=_registry(), format_checker=_FORMATS)


def faults_against(document: Document, reference: str, path: tuple[Step, ...] = ()) -> list[Fault]:
    """What is wrong with the part of `document` at `path`, by `NAME.schema.json[#/$defs/PART]`."""
    return [
        document.fault((*path, *error.absolute_path), *words)
        for error in _errors(document, reference, path)
        for words in _in_words(error)
    ]


def faults_in_rows(document: Document, reference: str) -> list[Fault]:
    """What is wrong with the rows of a table; wrong columns are said once, for the first row."""
    rows = range(len(document.content))
    columns = ("required", "additionalProperties")
    if any(error.validator in columns for error in _errors(document, reference, rows[:1])):
        rows = rows[:1]
    return [fault for row in rows for fault in faults_against(document, reference, (row,))]


def _errors(document: Document, reference: str, path: Sequence[Step]) -> list[ValidationError]:
    part = document.content
    for step in path:
        part = part[step]
    errors = _validator(reference).iter_errors(part)
    return sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])


def _in_words(error: ValidationError) -> list[tuple[str, str]]:
    """What is wrong and what to do; one pair for each name missing or unread."""
    schema: Any = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    said: Any = error.validator_value
    todo = str(schema.get("x-todo", ""))
    found = "empty" if instance in ("", None) else repr(instance)
    match error.validator:
        case "required":
            name = error.message.split("'")[1]
            return [(f"{name} is missing.", todo or f"Write {name}.")]
        case "additionalProperties":
            unread = sorted(set(instance) - set(schema.get("properties", {})))
            return [(f"Nobody reads {name}.", "Look at its spelling.") for name in unread]
        case "type":
            kinds = [said] if isinstance(said, str) else said
            right = " or ".join(_TYPES[kind] for kind in kinds)
            return [(f"This is {_shortened(found)}, not {right}.", todo or f"Write {right}.")]
        case "enum" | "const":
            listed = ", ".join(said) if isinstance(said, list) else str(said)
            return [(f"This is {_shortened(found)}.", todo or f"Use one of: {listed}.")]
        case "minimum" | "maximum":
            word = "least" if error.validator == "minimum" else "most"
            return [(f"This is {found}.", todo or f"It must be at {word} {said}.")]
        case "minLength" | "minItems" | "minProperties":
            return [("Nothing is said here.", todo or "It may not be empty.")]
    return [(f"This is {_shortened(found)}.", todo or f"Look at the schema: {error.message[:120]}")]


def _shortened(found: str) -> str:
    return found if len(found) <= 60 else f"{found[:57]}…"
