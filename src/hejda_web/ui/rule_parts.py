"""The parts a rule's page is made of, each in both languages: numbers, demands, clocks, sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hejda.knowledge.grounds import Clock, ThresholdField
from hejda.knowledge.page_parts import Parts
from hejda.knowledge.rules import Text
from hejda.knowledge.words import FIELD_KINDS, MOMENTS, SOURCE_READ, UNITS, Pair, heading, named
from hejda.knowledge.written import NumberPeriod, Origin, Rule, WrittenPack
from hejda_web.ui.words import Words


@dataclass(frozen=True)
class Number:
    """One number of a rule: what it is called, how much, in what unit."""

    name: Words
    value: Words
    unit: Words


@dataclass(frozen=True)
class Demand:
    """One thing a ground demands of a listing, and what kind of answer it takes."""

    name: Words
    answer: Words
    must_be_yes: bool


@dataclass(frozen=True)
class Reference:
    """A source down to the paragraph. unread: nobody here has read the text itself."""

    at: str
    title: str
    how: Words
    read: dt.date | None
    links: tuple[str, ...]
    unread: bool


@dataclass(frozen=True)
class Table:
    """Rows of a file that holds many. numbers: indexes of columns that hold figures."""

    heads: tuple[Words, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: frozenset[int] = frozenset()


def both(text: Text) -> Words:
    """A text of a rule file."""
    return Words(text.sv.strip(), text.en.strip())


def pair(words: Pair) -> Words:
    """One of the core's own words."""
    return Words(*words)


def head(name: str, **parts: object) -> Words:
    """A heading of the core, filled in."""
    return Words(heading(name, "sv", **parts), heading(name, "en", **parts))


def shown_numbers(pack: WrittenPack, rule: Rule, period: NumberPeriod) -> tuple[Number, ...]:
    """The numbers of a period, in the file's order."""
    return tuple(
        Number(
            Words(rule.unit[name].sv, rule.unit[name].en),
            value_words(pack, value),
            pair(UNITS[rule.unit[name].unit]),
        )
        for name, value in period.numbers.items()
    )


def value_words(pack: WrittenPack, value: Any) -> Words:
    """A number, name, list or mapping of a rule."""
    day = pack.head.harm_reference_date
    return Words(Parts(pack, day, "sv").value(value), Parts(pack, day, "en").value(value))


def demand(field: ThresholdField) -> Demand:
    """A condition a listing must answer."""
    if field.choices:
        labels = [both(each.label) for each in field.choices]
        answer = Words(
            " / ".join(each.sv for each in labels), " / ".join(each.en for each in labels)
        )
    else:
        answer = pair(FIELD_KINDS[field.kind])
    return Demand(both(field.label), answer, field.must_be_yes)


def clock_words(clock: Clock) -> Words:
    """How long something may be kept, from when, and when the clock stands still."""
    parts = [Words(*(f"{getattr(clock.label, each)} ({getattr(clock.paragraph, each)})"
                     for each in ("sv", "en")))]  # fmt: skip
    if clock.years is None:
        parts.append(head("years_unknown"))
    sv, en = MOMENTS[clock.event]
    parts.append(
        Words(heading("runs_from", "sv", moment=sv), heading("runs_from", "en", moment=en))
    )
    if clock.not_counted:
        kinds = [(named(each, "sv"), named(each, "en")) for each in clock.not_counted]
        parts.append(Words(
            heading("not_counted", "sv", kinds=", ".join(sv for sv, _ in kinds)),
            heading("not_counted", "en", kinds=", ".join(en for _, en in kinds)),
        ))  # fmt: skip
    if clock.prolonged:
        parts.append(head("prolonged", years=clock.at_most_years or "–"))
    return Words(
        ". ".join(each.sv for each in parts) + ".", ". ".join(each.en for each in parts) + "."
    )


def origin(pack: WrittenPack, said: Origin) -> Reference:
    """Where a period's text comes from, and how far it was read."""
    source = pack.sources[said.ref]
    return Reference(
        at=said.at,
        title=source.title,
        how=pair(SOURCE_READ[source.how]),
        read=None if source.how == "own" else said.read,
        links=source.url,
        unread=source.how in ("secondary", "not_read"),
    )
