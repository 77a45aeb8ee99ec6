"""The addresses of the application as Django knows them, and what an answer shows to whoever looks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLE = {"provider_id": "authority", "pk": 1, "rule": "no-such-rule"}
FRAME = {
    "csrf_token", "request", "messages", "perms", "csp_nonce", "block", "user", "forloop",
    "DEFAULT_MESSAGE_LEVELS", "True", "False", "None", "view",
}  # fmt: skip


def patterns(
    resolver: URLResolver | None = None, taken: Mapping[str, Any] | None = None
) -> Iterator[tuple[URLPattern, dict[str, Any]]]:
    """Every pattern, those of included modules too, and what it takes: name → converter."""
    for each in (resolver or get_resolver()).url_patterns:
        # A pattern that is a regular expression has names, and no converters.
        named = dict.fromkeys(each.pattern.regex.groupindex)
        takes = {**(taken or {}), **named, **each.pattern.converters}
        if isinstance(each, URLResolver):
            yield from patterns(each, takes)
        else:
            yield each, takes


def address(name: str, key: uuid.UUID) -> str:
    """The address of that name, with the id wherever it takes one."""
    for pattern, taken in patterns():
        if pattern.name == name:
            return reverse(name, kwargs={each: SAMPLE.get(each, key) for each in taken})
    raise KeyError(name)


def shape(answer: Any, key: uuid.UUID) -> tuple[Any, ...]:
    """What somebody outside sees of an answer: status, headers, cookies, length; the id made alike."""
    headers = sorted(
        (name, len(value) if name == "Content-Security-Policy" else value.replace(str(key), "ID"))
        for name, value in answer.headers.items()
        if name != "Date"
    )
    return answer.status_code, headers, sorted(answer.cookies), len(answer.content)


def shown(answer: Any) -> list[str]:
    """Everything a page was given to show: each value of its context, models by all their fields."""
    contexts = answer.context if isinstance(answer.context, list) else [answer.context]
    found: list[str] = []
    for context in contexts:
        for name, value in (context.flatten() if context is not None else {}).items():
            if name not in FRAME:
                _told(value, name, found, 0)
    return found


def _told(value: Any, path: str, found: list[str], depth: int) -> None:
    if isinstance(value, Model):
        fields = [(f.attname, value.__dict__.get(f.attname)) for f in value._meta.concrete_fields]
        found.append(f"{path} {type(value).__name__} {fields}")
        for related in value._state.fields_cache.values():
            if isinstance(related, Model) and depth < 6:
                _told(related, path, found, depth + 1)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _told(each, f"{path}.{key}", found, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in sorted(value, key=str) if isinstance(value, set | frozenset) else value:
            _told(each, path, found, depth + 1)
    elif isinstance(value, BaseForm):
        found.append(f"{path} {sorted(value.fields)} {value.errors.as_json()}")
    elif value is None or isinstance(value, str | int | float | uuid.UUID | dt.date):
        found.append(f"{path} {value}")
    elif depth < 8 and hasattr(value, "__dict__") and not callable(value):
        for key, each in vars(value).items():
            _told(each, f"{path}.{key}", found, depth + 1)
