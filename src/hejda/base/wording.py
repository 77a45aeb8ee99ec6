"""Numbers, dates and degrees of suspicion in words, in Swedish and English.

Every sentence a reader meets is made with these, so that a date or a number is written in one way
everywhere: thousands apart by a narrow no-break space, dates as "3 mars 2025" / "3 March 2025".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, Language] = ("sv", "en")
"""The languages every text exists in, in the order in which pairs of texts are kept."""

Both = tuple[str, str]
"""A text in Swedish and the same text in English."""

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
MOST_NAMED = 4
"""How many offences one sentence names before it counts the rest."""

_MONTHS: dict[Language, tuple[str, ...]] = {
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni",
        "juli", "augusti", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_AND: dict[Language, str] = {"sv": "och", "en": "and"}
_OTHERS: dict[Language, Both] = {
    "sv": ("annat brott", "andra brott"),
    "en": ("other offence", "other offences"),
}

DEGREES: dict[str, Both] = {
    "named": ("angiven", "named"),
    "may_be_suspected": ("kan misstänkas", "may be suspected"),
    "reasonable": ("skäligen misstänkt", "reasonably suspected"),
    "probable_cause": ("på sannolika skäl misstänkt", "suspected on probable cause"),
    "charged": ("åtalad", "charged"),
    "convicted": ("dömd", "convicted"),
    "unknown": ("misstankegrad okänd", "degree of suspicion unknown"),
}
"""Degree of suspicion in the terms of Swedish law, by the contract's words."""

_SUSPECTED_OF: dict[str, Both] = {
    "named": ("angiven som misstänkt för", "named as suspected of"),
    "may_be_suspected": ("kan misstänkas för", "may be suspected of"),
    "reasonable": ("skäligen misstänkt för", "reasonably suspected of"),
    "probable_cause": ("på sannolika skäl misstänkt för", "suspected on probable cause of"),
    "charged": ("åtalad för", "charged with"),
    "convicted": ("dömd för", "convicted of"),
    "unknown": ("misstänkt för", "suspected of"),
}


def number(value: int) -> str:
    """The whole number with thousands apart; a real minus sign."""
    digits = f"{abs(value):,}".replace(",", NARROW_SPACE)
    return MINUS + digits if value < 0 else digits


def date_in_words(day: dt.date, language: Language) -> str:
    """The date as "3 mars 2025" or "3 March 2025"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def on_date(day: dt.date, language: Language) -> str:
    """The date as it stands inside a sentence: "den 3 mars 2025", "on 3 March 2025"."""
    return {"sv": "den ", "en": "on "}[language] + date_in_words(day, language)


def counted(count: int, one: str, many: str) -> str:
    """The number and its noun, singular only for one."""
    return f"{number(count)} {one if count == 1 else many}"


def days(count: int, language: Language) -> str:
    """A number of days: "1 dag", "34 days"."""
    return counted(count, *{"sv": ("dag", "dagar"), "en": ("day", "days")}[language])


def days_at_liberty(count: int, language: Language) -> str:
    """A number of days that leaves out time inside: "34 dagar i frihet", "34 days at liberty"."""
    return days(count, language) + {"sv": " i frihet", "en": " at liberty"}[language]


def joined(parts: Iterable[str], language: Language) -> str:
    """The parts as one enumeration: "a, b och c"."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_AND[language]} {words[-1]}"


def inside_sentence(title: str) -> str:
    """A title with a small first letter, unless it begins with an abbreviation."""
    if len(title) > 1 and title[1].isupper():
        return title
    return title[:1].lower() + title[1:]


def sentence_case(text: str) -> str:
    """The text with a capital first letter; the rest as it is."""
    return text[:1].upper() + text[1:]


def attempted(titles: Both) -> Both:
    """An offence's titles when it was not completed: "försök till mord", "attempted murder"."""
    return f"försök till {inside_sentence(titles[0])}", f"attempted {inside_sentence(titles[1])}"


def offences_named(titles: Iterable[str], language: Language) -> str:
    """Titles of offences as one enumeration, each named once, at most four by name."""
    names = [inside_sentence(title) for title in dict.fromkeys(titles)]
    if len(names) > MOST_NAMED:
        rest = len(names) - MOST_NAMED + 1
        names = [*names[: MOST_NAMED - 1], counted(rest, *_OTHERS[language])]
    return joined(names, language)


def degree(suspicion: str | None, language: Language) -> str:
    """The degree of suspicion on its own: "skäligen misstänkt"."""
    return DEGREES[suspicion or "unknown"][LANGUAGES.index(language)]


def suspected_of(suspicion: str | None, language: Language) -> str:
    """The degree of suspicion before an offence: "skäligen misstänkt för"."""
    return _SUSPECTED_OF[suspicion or "unknown"][LANGUAGES.index(language)]
