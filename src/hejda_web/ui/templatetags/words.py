"""`{% say "svenska" "English" %}`: both languages where they are read, so that none can be missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hejda.base.wording import Language, date_in_words

register = template.Library()


@register.simple_tag
def say(sv: str, en: str, **values: Any) -> str:
    """The words in the reader's language; {name} is filled in and escaped."""
    return (
        format_html(en if get_language() == "en" else sv, **values)
        if values
        else (en if get_language() == "en" else sv)
    )


@register.simple_tag
def sentence(row: Any) -> str:
    """The sentence of a row that has one in each language."""
    return str(row.sentence_en if get_language() == "en" else row.sentence_sv)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str | SafeString:
    """A date in words, with the machine's form beside it; a dash where there is none."""
    if value is None:
        return "–"
    plain = value.date() if isinstance(value, dt.datetime) else value
    language: Language = "en" if get_language() == "en" else "sv"
    return format_html(
        '<time datetime="{}">{}</time>', plain.isoformat(), date_in_words(plain, language)
    )


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """What a mapping holds under a key; empty where it holds nothing."""
    return mapping.get(key, "")
