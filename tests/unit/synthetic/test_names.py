"""Names and their trouble: lists long enough, errors that change something, and only that."""

from __future__ import annotations

import numpy as np
import pytest

from hejda.synthetic.names import (
    ROOTS,
    TROUBLES,
    double_surname,
    drawn_family,
    drawn_given,
    full_names,
    names,
    swapped,
    troubled_names,
    typo,
    without_diacritics,
)


def drawn(count: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Given, family, second and former family names of invented people."""
    rng = np.random.default_rng(seed)  # noqa: TID251  (a fixed seed)
    roots = rng.integers(0, len(ROOTS), count).astype(np.int8)
    given = drawn_given(rng.random(count) < 0.5, rng.integers(1920, 2020, count), roots, rng)
    family, former = drawn_family(roots, rng), drawn_family(roots, rng)
    second = np.where(rng.random(count) < 0.3, former[::-1], -1)
    return given, family, np.where(second == family, -1, second).astype(np.int32), former


def edits(a: str, b: str) -> int:
    """Fewest letters to change, add or leave out, two neighbours swapped counting as one."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def test_the_lists_are_long_enough_and_hold_names_from_elsewhere() -> None:
    known = names()
    for female in (True, False):
        sort = known.given_female == female
        assert len({known.given[i] for i in np.flatnonzero(sort)}) >= 150
        assert set(known.given_roots[sort]) == set(range(len(ROOTS)))
    assert len(set(known.family)) == len(known.family) >= 300
    assert {"Mohammed", "Ali", "Nguyen", "Hassan", "Kowalski", "Haddad", "Ahlström"} <= set(
        known.family
    )
    assert sum(name.endswith("sson") for name in known.family) > 30


def test_a_variant_or_nickname_is_never_the_name_itself() -> None:
    known = names()
    for name, nickname, variants in zip(
        known.given, known.nickname, known.given_variants, strict=True
    ):
        assert name not in (nickname, *variants)
    for name, variants in zip(known.family, known.family_variants, strict=True):
        assert name not in variants
    texts = [*known.given, *known.nickname, *known.family, *sum(known.given_variants, ())]
    assert all(text == text.strip() for text in texts)


def test_given_names_fit_sex_and_time() -> None:
    rng = np.random.default_rng(4)  # noqa: TID251  (a fixed seed)
    swedish = np.zeros(4000, np.int8)
    female = np.arange(4000) % 2 == 0
    old = drawn_given(female, np.full(4000, 1935), swedish, rng)
    young = drawn_given(female, np.full(4000, 2012), swedish, rng)
    known = names()
    assert np.array_equal(known.given_female[old], female)
    assert np.array_equal(known.given_female[young], female)
    assert {known.given[i] for i in old[female]} > {"Ulla", "Kerstin", "Eva"}
    assert {known.given[i] for i in old[~female]} > {"Sven", "Lennart", "Lars"}
    assert known.given_peak[old].mean() + 50 < known.given_peak[young].mean()


def test_the_common_family_names_are_common() -> None:
    rng = np.random.default_rng(4)  # noqa: TID251  (a fixed seed)
    found = drawn_family(np.zeros(20_000, np.int8), rng)
    commonest = np.bincount(found, minlength=len(names().family)).argsort()[-2:]
    assert {names().family[i] for i in commonest} == {"Andersson", "Johansson"}


def test_full_names_are_given_then_family() -> None:
    known = names()
    given, family = known.given.index("Eva"), known.family.index("Berg")
    other = known.family.index("Lund")
    texts = full_names(
        np.array([given, given], np.int32),
        np.array([family, family], np.int32),
        np.array([-1, other], np.int32),
    )
    assert texts.to_pylist() == ["Eva Berg", "Eva Berg-Lund"]


def test_trouble_always_changes_the_name_and_every_kind_comes() -> None:
    rng = np.random.default_rng(6)  # noqa: TID251  (a fixed seed)
    given, family, second, former = drawn(20_000)
    right = full_names(given, family, second).to_pylist()
    wrong, kinds = troubled_names(given, family, second, former, rng)
    assert all(a != b for a, b in zip(right, wrong, strict=True))
    assert set(kinds.tolist()) == set(range(len(TROUBLES)))
    for kind, share in enumerate(TROUBLES.values()):
        if kind:
            assert 0 < np.mean(kinds == kind) < share + 0.02


def test_a_typing_error_is_one_error() -> None:
    rng = np.random.default_rng(7)  # noqa: TID251  (a fixed seed)
    for text in ("Eva Berg", "Åsa Öst", "Ulla-Britt Ek", "Bo Li", "aa aa", "李 王"):
        for where, which in rng.random((300, 2)):
            written = typo(text, where, which)
            assert written != text
            assert edits(text.lower(), written.lower()) == 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ahlström", "Ahlstrom"),
        ("Åkesson-Öberg", "Akesson-Oberg"),
        ("André Müller", "Andre Muller"),
        ("Małgorzata Yıldız", "Malgorzata Yildiz"),
        ("Eva Berg", "Eva Berg"),
    ],
)
def test_dots_and_rings_can_be_left_out(text: str, plain: str) -> None:
    assert without_diacritics(text) == plain


def test_names_can_be_swapped_and_doubled_otherwise() -> None:
    assert swapped("Eva", "Berg") == "Berg Eva"
    assert {double_surname("Berg", "Lund", which) for which in (0.0, 0.4, 0.99)} == {
        "Berg Lund",
        "Lund-Berg",
        "Lund Berg",
    }
