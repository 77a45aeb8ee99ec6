"""What the invented people are called, and the usual trouble with names in registers.

The lists in `se/` are made by hand: common Swedish names, and names common among people with roots
elsewhere, each with a rough weight (assumption, after SCB's name statistics). A given name has the
year around which it was most often given, a nickname and other spellings where they are usual.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hejda.synthetic.places import drawn_by, rows_of

ROOTS = ("se", "me", "eu", "as")
"""Sorts of names: Sweden, Middle East and Horn of Africa, rest of Europe, elsewhere."""
FASHION_YEARS = 14.0
"""How long a given name stays in fashion: standard deviation in years, an assumption."""
OUT_OF_FASHION = 0.03
"""Weight of a given name long before or after its time, against 1 at its peak."""

TROUBLES = {
    "typo": 0.34,
    "swapped": 0.14,
    "transliterated": 0.18,
    "double_surname": 0.10,
    "nickname": 0.10,
    "middle_name_missing": 0.08,
    "former_name": 0.06,
}
"""Kinds of trouble with shares (assumption); where one does not fit a name, it becomes a typo."""

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "đ": "d"})
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_BESIDE = {
    letter: row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, letter in enumerate(row)
}


@dataclass(frozen=True, eq=False)
class Names:
    """Given names (G of them) and family names (F); people hold indices into these lists.

    `given_peak`: year. `given_roots`, `family_roots`: index into ROOTS. `nickname`: empty where
    none is usual. `…_variants`: other spellings.
    """

    given: list[str]
    given_female: NDArray[np.bool_]
    given_weight: NDArray[np.float64]
    given_peak: NDArray[np.int64]
    given_roots: NDArray[np.int8]
    given_variants: list[tuple[str, ...]]
    nickname: list[str]
    family: list[str]
    family_weight: NDArray[np.float64]
    family_roots: NDArray[np.int8]
    family_variants: list[tuple[str, ...]]


@cache
def names() -> Names:
    """The names of `se/first_names.csv` and `se/surnames.csv`."""
    given, family = rows_of("first_names.csv"), rows_of("surnames.csv")
    return Names(
        given=[row["name"] for row in given],
        given_female=np.array([row["sex"] == "F" for row in given]),
        given_weight=np.array([float(row["weight"]) for row in given]),
        given_peak=np.array([int(row["peak"]) for row in given]),
        given_roots=np.array([ROOTS.index(row["roots"]) for row in given], np.int8),
        given_variants=[_split(row["variants"]) for row in given],
        nickname=[row["nickname"] for row in given],
        family=[row["name"] for row in family],
        family_weight=np.array([float(row["weight"]) for row in family]),
        family_roots=np.array([ROOTS.index(row["roots"]) for row in family], np.int8),
        family_variants=[_split(row["variants"]) for row in family],
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def drawn_given(
    female: NDArray[np.bool_],
    year: NDArray[np.int64],
    roots: NDArray[np.int8],
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """A given name for each person by sex, year of birth and sort of name; indices, (N,)."""
    known = names()
    chance = rng.random(len(female))
    found = np.zeros(len(female), np.int32)
    decade = year // 10
    for ten, is_female, root in product(np.unique(decade), (False, True), range(len(ROOTS))):
        who = np.flatnonzero((decade == ten) & (female == is_female) & (roots == root))
        if not len(who):
            continue
        pool = np.flatnonzero((known.given_female == is_female) & (known.given_roots == root))
        apart = (known.given_peak[pool] - (int(ten) * 10 + 5)) / FASHION_YEARS
        weight = known.given_weight[pool] * (np.exp(-apart * apart / 2) + OUT_OF_FASHION)
        found[who] = pool[drawn_by(weight, chance[who])]
    return found


def drawn_family(roots: NDArray[np.int8], rng: np.random.Generator) -> NDArray[np.int32]:
    """A family name for each person by sort of name; indices, (N,)."""
    known = names()
    chance = rng.random(len(roots))
    found = np.zeros(len(roots), np.int32)
    for root in range(len(ROOTS)):
        who = np.flatnonzero(roots == root)
        pool = np.flatnonzero(known.family_roots == root)
        found[who] = pool[drawn_by(known.family_weight[pool], chance[who])]
    return found


def full_names(
    given: NDArray[np.int32], family: NDArray[np.int32], family2: NDArray[np.int32]
) -> pa.Array:
    """'Given Family', or 'Given Family-Family2' where `family2` is not −1; (N,) texts."""
    known = names()
    first, last = taken(known.given, given), taken(known.family, family)
    single = pc.binary_join_element_wise(first, last, " ")
    second = taken(known.family, np.maximum(family2, 0))
    double = pc.binary_join_element_wise(single, second, "-")
    return pc.if_else(pa.array(family2 >= 0), double, single)


def taken(texts: Sequence[str], index: NDArray[Any]) -> pa.Array:
    """`texts[i]` for each i of `index`; (N,) texts."""
    return pa.array(texts, pa.string()).take(pa.array(index))


def troubled_names(
    given: NDArray[np.int32],
    family: NDArray[np.int32],
    family2: NDArray[np.int32],
    former: NDArray[np.int32],
    rng: np.random.Generator,
) -> tuple[list[str], NDArray[np.int8]]:
    """Each person's name written wrongly, and the kind (index into TROUBLES); (N,) each.

    `former`: the family name by birth. No text equals the person's true full name.
    """
    kinds = list(TROUBLES)
    drawn = drawn_by(np.array(list(TROUBLES.values())), rng.random(len(given)))
    chance = rng.random((len(given), 2)).tolist()
    written: list[str] = []
    for row, (where, which) in enumerate(chance):
        parts = (int(given[row]), int(family[row]), int(family2[row]), int(former[row]))
        right = _plain(*parts[:3])
        text = _troubled(kinds[drawn[row]], parts, which)
        if text in (None, right):
            drawn[row], text = 0, typo(right, where, which)
        written.append(str(text))
    return written, drawn.astype(np.int8)


def _plain(given: int, family: int, family2: int) -> str:
    known = names()
    last = known.family[family] + (f"-{known.family[family2]}" if family2 >= 0 else "")
    return f"{known.given[given]} {last}"


def _troubled(kind: str, parts: tuple[int, int, int, int], which: float) -> str | None:
    """The name with one kind of trouble; None where the kind does not fit it."""
    known = names()
    given, family, family2, former = parts
    first = known.given[given]
    last = _plain(given, family, family2)[len(first) + 1 :]
    second = known.family[family2] if family2 >= 0 else None
    if kind == "swapped":
        return swapped(first, last)
    if kind == "transliterated":
        if second is None and known.family_variants[family] and which < 0.5:
            return f"{first} {picked(known.family_variants[family], 2 * which)}"
        if known.given_variants[given]:
            return f"{picked(known.given_variants[given], which)} {last}"
        return without_diacritics(f"{first} {last}")
    if kind == "double_surname" and second is not None:
        return f"{first} {double_surname(known.family[family], second, which)}"
    if kind == "nickname" and known.nickname[given]:
        return f"{known.nickname[given]} {last}"
    if kind == "middle_name_missing" and second is not None:
        return f"{first} {second if which < 0.5 else known.family[family]}"
    if kind == "former_name":
        return f"{first} {known.family[former]}"
    return None


def typo(text: str, where: float, which: float) -> str:
    """`text` with one typing error, never the same text: two letters swapped, one left out, one
    doubled, or the key beside it. `where` and `which`, 0 ≤ number < 1, say which letter and error.
    """
    spots = [at for at, sign in enumerate(text) if sign.isalpha()]
    if not spots:
        return text + "."
    at = spots[int(where * len(spots))]
    kind, letter = int(which * 4), text[at]
    after = text[at + 1 : at + 2]
    if kind == 0 and after.isalpha() and after.lower() != letter.lower():
        pair = after.upper() + letter.lower() if letter.isupper() else after + letter
        return text[:at] + pair + text[at + 2 :]
    if kind == 1 and len(spots) > 1:
        return text[:at] + text[at + 1 :]
    if kind == 2 and letter.lower() in _BESIDE:
        beside = picked(tuple(_BESIDE[letter.lower()]), (which * 4) % 1)
        return text[:at] + (beside.upper() if letter.isupper() else beside) + text[at + 1 :]
    return text[: at + 1] + letter.lower() + text[at + 1 :]


def swapped(given: str, family: str) -> str:
    """The family name where the given name should stand, and the other way round."""
    return f"{family} {given}"


def without_diacritics(text: str) -> str:
    """`text` without dots, rings and accents: Ahlström becomes Ahlstrom."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def double_surname(first: str, second: str, which: float) -> str:
    """A double surname not written 'First-Second': with a space, or the other name first."""
    ways = (f"{first} {second}", f"{second}-{first}", f"{second} {first}")
    return picked(ways, which)


def picked(texts: Sequence[str], which: float) -> str:
    """One of `texts`, by a number 0 ≤ `which` < 1."""
    return texts[min(int(which * len(texts)), len(texts) - 1)]
