"""`{% asset "hejda.css" %}`: where a static file is, also before the static files were gathered."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address by content where the files were gathered, else by name.

    A page about a fault must not fail on its own style sheet, so a missing file is no fault here.
    """
    try:
        return str(staticfiles_storage.url(name))
    except (ValueError, OSError):
        return f"{settings.STATIC_URL}{name}"
