"""Templates that print everything a view hands them, so that a test sees what a page could show."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.template import Origin
from django.template.loaders.base import Loader as BaseLoader
from django.utils.functional import SimpleLazyObject

register = template.Library()
DEEP = 7
PAGES = (
    "desk/", "evidence/", "nominations/", "cases/", "oversight/", "people/", "accounts/",
    "ui/stale.html",
)  # fmt: skip
NOT_THE_PAGES = {
    "request",
    "user",
    "perms",
    "messages",
    "csrf_token",
    "LANGUAGES",
    "pages",
    "block",
}


class Loader(BaseLoader):
    """Each page's template replaced by one that tells all; those of the frame and of forms are left."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """One source for each page."""
        if template_name.startswith(PAGES):
            yield Origin(template_name, template_name, self)

    def get_contents(self, origin: Origin) -> str:
        """The page that tells all."""
        return "<html><head><title>hejda</title></head><body>{% tell_all %}</body></html>"


@register.simple_tag(takes_context=True)
def tell_all(context: template.Context) -> str:
    """Every value of the page's context, as text."""
    given = context.flatten()
    return " ".join(
        word for name, value in given.items() if name not in NOT_THE_PAGES for word in told(value)
    )


def told(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts and numbers in a value, rows and forms included."""
    if depth > DEEP:
        return
    if isinstance(value, SimpleLazyObject):
        value = copy.copy(value) if str(value) else value  # once asked, a copy is the thing itself
    if isinstance(value, Model):
        yield from _told_row(value, depth)
    elif isinstance(value, BaseForm):
        yield str(value)
    elif isinstance(value, Mapping):
        yield from told(list(value.items()), depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from told(getattr(value, each.name), depth + 1)
    elif isinstance(value, QuerySet) or (
        isinstance(value, Iterable) and not isinstance(value, str)
    ):
        for each in value:
            yield from told(each, depth + 1)
    else:
        yield str(value)


def _told_row(row: Model, depth: int) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        if field.name != "password":
            yield from told(getattr(row, field.attname), depth + 1)
    for other in row._state.fields_cache.values():
        yield from told(other, depth + 2)


def telling_templates() -> list[dict[str, Any]]:
    """Django's setting TEMPLATES with every page telling all."""
    own = settings.TEMPLATES[0]
    options = {
        **own["OPTIONS"],
        "builtins": [*own["OPTIONS"]["builtins"], "tests.support.tell_all"],
        "loaders": [
            "tests.support.tell_all.Loader",
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    }
    return [{**own, "APP_DIRS": False, "OPTIONS": options}]
