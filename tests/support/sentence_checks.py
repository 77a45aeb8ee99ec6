"""What no sentence about a person may hold, and English words that give an untranslated text away."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(
    r"(?i)\b(offender|perpetrator|abuser|criminals|gärningsman\w*|gärningsmän\w*|förövar\w*|"
    r"brottsling\w*|dangerous|farlig|low risk|låg risk)\b"
)
_ENGLISH = (
    "the of and on for with without from to is are was were be has have had this that these those "
    "not no an by at as it its if or but person people suspected victim victims day days event "
    "incident incidents offence offences record records recorded registered since against former "
    "current harm weight list place places score year years unknown missing nothing nobody which "
    "what when who why how many none would been"
)
ENGLISH = frozenset(_ENGLISH.split())
"""Words that no Swedish sentence of ours holds (words the languages share are left out)."""
SHARED = frozenset({"person", "at", "to", "has", "is", "day"})


def unfit(text: str) -> list[str]:
    """Words in `text` that call a suspect guilty or grade a person."""
    return [match.group() for match in FORBIDDEN.finditer(text)]


def english_words(text: str) -> list[str]:
    """English words in a text that should be Swedish."""
    words = re.findall(r"[a-zåäöéA-ZÅÄÖ]+", text)
    return [word for word in words if word.lower() in ENGLISH - SHARED]
