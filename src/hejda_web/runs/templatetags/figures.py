"""Figures and codes of a run as a page says them: narrow spaces, harm days, words for codes."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hejda.base.wording import date_in_words
from hejda.base.wording import number as in_words
from hejda.report import figures
from hejda_web.runs.words import (
    CONFIDENCE,
    NO_ACT,
    PACKS,
    PARTNER,
    SOURCES,
    TABLES,
    TITLE_OF_INVENTED,
    kind_words,
    regions,
)
from hejda_web.ui.words import Words

register = template.Library()
UNKNOWN = Words("okänd", "unknown")


@register.filter
def number(value: int | None) -> str:
    """A whole number with thousands apart; a dash where there is none."""
    return "–" if value is None else in_words(int(value))


@register.filter
def harm_days(value: int | None) -> str:
    """A score or points, kept in millionths, as days of harm."""
    return "–" if value is None else str(Words(*figures.harm_days(value)))


@register.filter
def per_thousand(value: int | None) -> str:
    """A probability, kept in millionths, as so many of a thousand."""
    return "–" if value is None else in_words(round(value / 1000))


@register.filter
def moment(value: dt.datetime | None) -> str | SafeString:
    """Day and time of day, with the machine's form beside it; a dash where there is none."""
    if value is None:
        return "–"
    here = timezone.localtime(value)
    english = get_language() == "en"
    day = date_in_words(here.date(), "en" if english else "sv")
    text = f"{day}{' at ' if english else ' kl. '}{here:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="minutes"), text)


@register.filter
def region(code: str) -> Words:
    """The police region with that code."""
    return regions().get(code, Words(code, code))


@register.filter
def table_words(table: str) -> Words:
    """What kind of record a register table holds."""
    return TABLES.get(table, Words(table, table))


@register.filter
def partner_words(code: str) -> Words:
    """Whether somebody around a person is a partner, as far as it is known."""
    return PARTNER.get(code, UNKNOWN)


@register.filter
def confidence_words(code: str) -> Words:
    """How sure that is."""
    return CONFIDENCE.get(code, UNKNOWN)


@register.filter
def kinds_words(kinds: list[str]) -> str:
    """Kinds of relation, one after another."""
    return ", ".join(str(kind_words(each)) for each in kinds)


@register.filter
def act_words(source_law: str) -> str | Words:
    """The act a record is kept under; in words where there is none."""
    return NO_ACT if not source_law or source_law.startswith("none") else source_law


@register.filter
def pack_words(pack: str) -> str | Words:
    """Whose rules a pack holds."""
    return PACKS.get(pack, pack)


@register.filter
def source_words(source: str) -> str | Words:
    """What an installation calls a source; the demonstration's own in words."""
    return SOURCES.get(source, source)


@register.filter
def title_words(title: str) -> str:
    """A source's title without the mark of an invented one, which stands beside it as a tag."""
    return title.removesuffix(TITLE_OF_INVENTED)
