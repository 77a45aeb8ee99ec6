"""Names as linkage compares them: folded, in parts, by sound; of whatever alphabet and tradition."""

from __future__ import annotations

import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hejda.persons.names import NO_NAME, PARTICLES, folded, name_parts, sound, words
from hejda.persons.short_forms import NAMES_BY_FORM
from hejda.synthetic.names import names as invented_names

SOUND_ALIKE = (
    ("Mohammed", "Muhamad", "Mohamed", "Muhammed"),
    ("Eriksson", "Ericsson", "Erixon", "Erikson"),
    ("Kristoffer", "Christopher", "Kristofer"),
    ("Schmidt", "Shmidt"),
    ("Hussein", "Husein", "Hossein"),
    ("Ahmed", "Ahmad"),
    ("Khaled", "Kalid", "Khalid"),
    ("Yusuf", "Jusuf", "Yosef"),
    ("Wallin", "Vallin"),
    ("Karlsson", "Carlsson"),
    ("Zahra", "Sara"),
    ("Åkesson", "Akeson"),
)


@pytest.mark.parametrize("spellings", SOUND_ALIKE, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_sound(spellings: tuple[str, ...]) -> None:
    assert len({sound(folded(name)) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Anna", "Eva"),
        ("Eriksson", "Andersson"),
        ("Ali", "Omar"),
        ("Karin", "Maria"),
        ("Bo", "Åke"),
    ],
)
def test_names_that_differ_sound_different(one: str, two: str) -> None:
    assert sound(folded(one)) != sound(folded(two))


def test_most_spellings_the_invented_country_uses_share_their_sound() -> None:
    """Four in five, as the lists have them: sound is one sign beside others, and misses some."""
    known = invented_names()
    pairs = [
        (name, other)
        for texts, variants in (
            (known.given, known.given_variants),
            (known.family, known.family_variants),
        )
        for name, others in zip(texts, variants, strict=True)
        for other in others
    ]
    same = sum(
        [sound(w) for w in words(one)] == [sound(w) for w in words(two)] for one, two in pairs
    )
    assert len(pairs) > 50
    assert same / len(pairs) >= 0.8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("Jiří Dvořák", "jiri dvorak"),
        ("ŁUKASZ", "lukasz"),
        ("Søren Kjær", "soren kjaer"),
        ("Işık", "isik"),
        ("Groß", "gross"),
        ("A\u030asa", "asa"),
        ("Þóra", "thora"),
        ("Đorđe", "dorde"),
    ],
)
def test_marks_are_dropped(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize("text", ["Ольга Иванова", "محمد علي", "李 小龍", "Γιώργος Παππάς"])
def test_other_alphabets_are_taken_as_they_are(text: str) -> None:
    parts = name_parts(text)
    assert parts.given
    assert parts.family
    assert parts.given != parts.family
    assert parts.given_sound
    assert parts.whole_sound == name_parts(text.upper()).whole_sound


@pytest.mark.parametrize("text", [None, "", "  ", "-", "123", "?!"])
def test_nothing_is_no_name(text: str | None) -> None:
    assert name_parts(text) == NO_NAME


@pytest.mark.parametrize(
    ("text", "given", "middle", "family"),
    [
        ("Alva Berg", "alva", None, "berg"),
        ("Alva Berg-Dahl", "alva", "berg", "dahl"),
        ("Alva Maria Berg", "alva", "maria", "berg"),
        ("Carl von Linné", "carl", None, "linne"),
        ("Fatima al-Rashid", "fatima", None, "rashid"),
        ("Karl-Erik Holm", "karl", "erik", "holm"),
        ("Sinead O'Connor", "sinead", None, "oconnor"),
        ("Sinead O’Connor", "sinead", None, "oconnor"),
        ("Waller", None, None, "waller"),
    ],
)
def test_parts(text: str, given: str | None, middle: str | None, family: str) -> None:
    parts = name_parts(text)
    assert (parts.given, parts.middle, parts.family) == (given, middle, family)


@pytest.mark.parametrize("particle", sorted(PARTICLES))
def test_small_words_go_unless_nothing_else_is_left(particle: str) -> None:
    assert words(f"Alva {particle} Berg") == ["alva", "berg"]
    assert words(particle) == [particle]


@given(order=st.permutations(["Alva", "Maria", "Berg", "Dahl"]))
def test_the_whole_name_does_not_depend_on_order(order: list[str]) -> None:
    whole = name_parts("Alva Maria Berg Dahl")
    parts = name_parts(" ".join(order))
    assert (parts.whole, parts.whole_sound) == (whole.whole, whole.whole_sound)


def test_letters_misplaced_are_the_same_letters() -> None:
    assert name_parts("Avla Breg").given_letters == name_parts("Alva Berg").given_letters
    assert name_parts("Avla Breg").family_letters == name_parts("Alva Berg").family_letters


@given(text=st.text(max_size=30))
def test_any_text_has_parts(text: str) -> None:
    """Nothing fails; what is there is folded, and a name with a given name has a family name."""
    parts = name_parts(text)
    assert (parts.family is None) == (parts == NO_NAME)
    assert parts.given is None or parts.family is not None
    for part in (parts.given, parts.family, parts.middle):
        assert part is None or part == part.lower()
    assert (parts.whole or "").split() == sorted(words(text))


@given(text=st.text(st.characters(categories=("L", "Mn")), max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert not any(unicodedata.combining(sign) for sign in once)


@pytest.mark.parametrize(
    ("short", "longer"),
    [
        ("Lasse", "Lars"),
        ("Micke", "Michael"),
        ("Gosia", "Małgorzata"),
        ("Sasha", "Aleksandr"),
        ("Bob", "Robert"),
        ("Abdi", "Abdirahman"),
    ],
)
def test_a_short_form_says_what_it_may_stand_for(short: str, longer: str) -> None:
    known = name_parts(f"{short} Berg").given_short
    assert known is not None
    assert f" {sound(folded(longer))} " in known


@pytest.mark.parametrize("name", ["Anna Berg", "Lars Berg", "Berg", None])
def test_a_name_that_is_no_short_form_stands_for_nothing_else(name: str | None) -> None:
    assert name_parts(name).given_short is None


def test_short_forms_are_folded_words_and_none_stands_for_itself() -> None:
    assert len(NAMES_BY_FORM) > 200
    for form, longer in NAMES_BY_FORM.items():
        assert longer
        assert form not in longer
        for word in (form, *longer):
            assert words(word) == [word]
