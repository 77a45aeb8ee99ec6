"""Names as linkage compares them: folded, in parts, and by how they sound.

Nothing here knows whose name it is. Letters outside the Latin alphabet are taken as they are; marks
above and below letters are dropped (Åke and Ake, Jiří and Jiri); a sound is a consonant skeleton
that most ways of spelling one name share (Mohammed, Muhamad; Eriksson, Ericsson).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from hejda.persons.short_forms import NAMES_BY_FORM

_PARTICLES = "af al av bin bint da de del den der di du el ibn la le ul van vid von zu"
PARTICLES = frozenset(_PARTICLES.split(" "))
"""Small words within family names, dropped where other words remain: registers often do."""

_SINGLE = str.maketrans(
    {"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
_WORD = re.compile(r"[^\W\d_]+")
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("s[ck]?h|stj|skj|sj"), "s"),
    (re.compile("ck|kh|ch|q"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("c"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("z"), "s"),
    (re.compile("(?<=[tdgr])h"), ""),
)
_SAME_TWICE = re.compile(r"(.)\1+")
_SILENT = re.compile("[aeiouyhj]")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in parts; None where there is no such part.

    given: first word. family: last word. middle: the words between. whole: all words in order of
    the alphabet, so that a family name written first is still the same name. given_letters,
    family_letters: letters in order of the alphabet, for words with letters misplaced. given_sound,
    family_sound, whole_sound: the same by sound. given_short: the sounds of the names that the given
    name may be a short form of, each between spaces.
    """

    given: str | None
    family: str | None
    middle: str | None
    whole: str | None
    given_letters: str | None
    family_letters: str | None
    given_sound: str | None
    family_sound: str | None
    whole_sound: str | None
    given_short: str | None


NO_NAME = NameParts(*(None,) * 10)


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """`text` in small letters without marks."""
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_SINGLE)
    return "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )


def words(names: str) -> list[str]:
    """The words of a name, folded, in the order written; small words only where nothing else is."""
    found = _WORD.findall(folded(names.replace("'", "").replace("’", "")))
    kept = [word for word in found if word not in PARTICLES]
    return kept or found


@lru_cache(maxsize=1 << 18)
def sound(word: str) -> str:
    """The consonant skeleton of a folded word; its first letter counts even when it is a vowel."""
    text = _SAME_TWICE.sub(r"\1", word)
    for pattern, by in _SOUNDS:
        text = pattern.sub(by, text)
    first = text[:1]
    if first in "aeiou":
        first = "a"
    elif first in "yj":
        first = "j"
    return first + _SAME_TWICE.sub(r"\1", _SILENT.sub("", text[1:]))


def name_parts(names: str | None) -> NameParts:
    """The parts of a name as recorded; a single word is taken as a family name."""
    found = words(names) if names else []
    if not found:
        return NO_NAME
    sounds = [sound(word) for word in found]
    several = len(found) > 1
    return NameParts(
        given=found[0] if several else None,
        family=found[-1],
        middle=" ".join(found[1:-1]) or None,
        whole=" ".join(sorted(found)),
        given_letters="".join(sorted(found[0])) if several else None,
        family_letters="".join(sorted(found[-1])),
        given_sound=sounds[0] if several else None,
        family_sound=sounds[-1],
        whole_sound=" ".join(sorted(sounds)),
        given_short=_short_for(found[0]) if several else None,
    )


@lru_cache(maxsize=1 << 16)
def _short_for(word: str) -> str | None:
    """The sounds of the names that a folded word may be a short form of."""
    longer = sorted({sound(name) for name in NAMES_BY_FORM.get(word, ())})
    return f" {' '.join(longer)} " if longer else None
