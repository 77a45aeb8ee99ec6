"""The linkage model in words: what is compared, in which steps, and where the thresholds lie.

A pure description in the SQL that both engines share; engine/link.py gives it to Splink, which
learns from the records themselves, without labels, how much each step weighs.
"""

from __future__ import annotations

from dataclasses import dataclass

JOIN = 1000
"""Match weight, in thousandths of a bit, from which two records are joined."""
HARDER = 6_000
"""Added to JOIN where the given names clearly differ."""
LOOSE = 2_000
"""Added to JOIN where a given name or birth date is missing that could tell relatives apart."""
SPLIT = -2_500
"""Match weight below which records that were joined are taken apart again; between the two they
stay as they were (hysteresis). What weighs less is not looked at any more."""
LEARNT_FROM = 500
"""Records from which a model is learnt; with fewer the shipped starting model is used."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a comparison: a condition on two records (l, r) and what it is called.

    `rare`: column whose rarer values weigh more (term-frequency adjustment).
    """

    says: str
    condition: str
    rare: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison and its steps, best first; else: none of them.

    `needs`: of these at least one must be there on both sides, or nothing can be said.
    """

    name: str
    needs: tuple[str, ...]
    steps: tuple[Step, ...]


def _near(a: str, b: str) -> str:
    """Two words (given or family, with the side: given_l) that a slip of the pen may have parted.

    One letter apart, two where both are long, or the same letters in another order: of a short word
    two letters that changed places.
    """
    one, two = a.rsplit("_", 1), b.rsplit("_", 1)
    letters = f"{one[0]}_letters_{one[1]}", f"{two[0]}_letters_{two[1]}"
    long = f"length({a}) > 4 and length({b}) > 4"
    return (
        f"(levenshtein({a}, {b}) <= 1 or "
        f"(length({a}) > 2 and {letters[0]} = {letters[1]} and levenshtein({a}, {b}) <= 2) or "
        f"({long} and levenshtein({letters[0]}, {letters[1]}) <= 1 "
        f"and levenshtein({a}, {b}) <= 3) or "
        f"(length({a}) > 5 and length({b}) > 5 and levenshtein({a}, {b}) <= 2))"
    )


NAMES = Comparison(
    "names",
    ("whole",),
    (
        Step("the same words", "whole_l = whole_r", "whole"),
        Step("sounds the same", "whole_sound_l = whole_sound_r", "whole_sound"),
        Step(
            "nearly the same, in either order",
            f"({_near('given_l', 'given_r')} and {_near('family_l', 'family_r')}) or "
            f"({_near('given_l', 'family_r')} and {_near('family_l', 'given_r')})",
        ),
        Step(
            "given name the same, family name among the other's",
            "given_sound_l = given_sound_r and (family_l = middle_r or middle_l = family_r)",
        ),
        Step(
            "family name the same, given name a short form",
            "family_sound_l = family_sound_r and "
            "(instr(given_short_l, concat(' ', given_sound_r, ' ')) > 0 or "
            "instr(given_short_r, concat(' ', given_sound_l, ' ')) > 0)",
        ),
        Step(
            "the only word on one side is among the other's",
            "(given_l is null or given_r is null) and (family_sound_l = family_sound_r or "
            "family_sound_l = given_sound_r or given_sound_l = family_sound_r)",
        ),
        Step("given name the same", "given_sound_l = given_sound_r", "given_sound"),
        Step("given name nearly the same", _near("given_l", "given_r")),
        Step("family name the same", "family_sound_l = family_sound_r", "family_sound"),
        Step("family name nearly the same", _near("family_l", "family_r")),
    ),
)

BIRTH = Comparison(
    "birth",
    ("born",),
    (
        Step("the same day", "born_l = born_r"),
        Step(
            "one slip of the pen",
            "levenshtein(born_l, born_r) <= 1 or (born_year_l = born_year_r and "
            "born_month_l = born_day_r and born_day_l = born_month_r) or "
            "(born_month_l = born_month_r and born_day_l = born_day_r and "
            "abs(born_year_l - born_year_r) <= 1)",
        ),
        Step(
            "two of year, month and day",
            "cast(born_year_l = born_year_r as int) + cast(born_month_l = born_month_r as int) "
            "+ cast(born_day_l = born_day_r as int) >= 2",
        ),
        Step("two slips of the pen", "levenshtein(born_l, born_r) <= 2"),
        Step("the same year", "born_year_l = born_year_r"),
    ),
)

PLACE = Comparison("place", ("place",), (Step("the same place", "place_l = place_r", "place"),))

POSTCODE = Comparison(
    "postcode",
    ("postcode",),
    (
        Step("the same postcode", "postcode_l = postcode_r", "postcode"),
        Step("nearly the same", "levenshtein(postcode_l, postcode_r) <= 1"),
    ),
)

STREET = Comparison(
    "street",
    ("street",),
    (
        Step("the same street and door", "street_l = street_r", "street"),
        Step("nearly the same", "levenshtein(street_l, street_r) <= 2"),
    ),
)

SEX = Comparison("sex", ("sex",), (Step("the same", "sex_l = sex_r"),))

PHONE = Comparison("phone", ("phone",), (Step("the same", "phone_l = phone_r", "phone"),))

E_MAIL = Comparison(
    "e_mail",
    ("e_mail",),
    (
        Step("the same", "e_mail_l = e_mail_r", "e_mail"),
        Step("the same before the @", "e_mail_name_l = e_mail_name_r"),
        Step(
            "nearly the same, with the same digits",
            "e_mail_digits_l = e_mail_digits_r and levenshtein(e_mail_l, e_mail_r) <= 2",
        ),
    ),
)

OTHER_NUMBER = Comparison(
    "other_number",
    ("other_number",),
    (
        Step("the same", "other_number_l = other_number_r"),
        Step("one or two digits off", "levenshtein(other_number_l, other_number_r) <= 2"),
    ),
)

COMPARISONS = (NAMES, BIRTH, SEX, PLACE, POSTCODE, STREET, PHONE, E_MAIL, OTHER_NUMBER)

TRAINING = ("l.born = r.born", "l.whole_sound = r.whole_sound")
"""Blocks to learn from: the comparisons that a block does not rest on are learnt in it."""


def comparisons_of(present: frozenset[str]) -> tuple[Comparison, ...]:
    """The comparisons that can be made where only the feature columns `present` hold anything."""
    return tuple(each for each in COMPARISONS if present.intersection(each.needs))


def _steps(comparison: Comparison, *said: str) -> tuple[int, ...]:
    """The numbers of steps by what they say, counted from the last (0 is: none of them)."""
    order = [step.says for step in comparison.steps]
    return tuple(len(order) - order.index(each) for each in said)


GIVEN_DIFFERS = (0, *_steps(NAMES, "family name the same", "family name nearly the same"))
"""Steps of `names` at which two known given names have nothing in common."""
BIRTH_DIFFERS = (0, *_steps(BIRTH, "the same year"))
"""Steps of `birth` that no slip of the pen explains."""
BIRTH_DOUBTFUL = _steps(BIRTH, "two slips of the pen")
"""Steps of `birth` that two slips explain, unless one of the dates is that of a valid number."""
SAME_HOME = {"street": len(STREET.steps), "postcode": len(POSTCODE.steps)}
"""Comparison → the step at which two records have one home."""
SAME_REACH = {"e_mail": (len(E_MAIL.steps), len(E_MAIL.steps) - 1), "other_number": (2, 1)}
"""Comparison → steps that outweigh a name or date that differs: one mailbox, one other number."""
