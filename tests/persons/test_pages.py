"""Every worked case of spec/02_persons, on hejda, on the referee, and one page on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from hejda.persons import blocking, model, review, same_number
from hejda.persons.guards import BARRED, Guard, joins_from
from tests.support import referee_persons as referee
from tests.support.markdown_spec import Case, cases_in, cells
from tests.support.persons_pages import differences

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "02_persons"
PAGES = ("numbers.md", "judgements.md", "guards.md", "ids.md", "secrecy.md", "review.md")
ON_ENGINES = ("whole.md",)


def cases_of(pages: tuple[str, ...]) -> list[Case]:
    """The worked cases of the pages, in order."""
    return [
        case
        for page in pages
        for case in cases_in((FOLDER / page).read_text(encoding="utf-8"), f"02_persons/{page}")
    ]


@pytest.mark.parametrize("case", cases_of(PAGES), ids=lambda case: case.title)
def test_a_page_says_what_comes_out(case: Case) -> None:
    found = differences(case)
    assert not found, "\n".join([case.title, *found])


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
@pytest.mark.parametrize("case", cases_of(ON_ENGINES), ids=lambda case: case.title)
def test_a_page_says_what_an_engine_gives(case: Case, engine: str) -> None:
    found = differences(case, engine)
    assert not found, "\n".join([f"{case.title} (on {engine})", *found])


def test_every_page_is_run() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {*PAGES, *ON_ENGINES, "README.md"}


def test_the_runner_says_what_differs() -> None:
    (case, *_) = cases_of(("guards.md",))
    case.then = [("guards", ["guard"], [{"guard": "harder"}])]
    assert any("got" in line for line in differences(case))
    (case, *_) = cases_of(("ids.md",))
    case.then = [("people", ["founder"], [{"founder": "c"}])]
    assert differences(case) == [
        "  Then people: expected | c | (columns founder)",
        "  Then people: got      | b | (columns founder)",
    ]


def test_the_numbers_in_the_definitions_are_those_of_the_code() -> None:
    rows = [cells(line) for line in definitions() if line.startswith("| ")]
    told = {row[0]: number(row[1]) for row in rows if row[0].isupper()}
    places = (model, blocking, same_number, review)
    in_code = {name: getattr(at, name) for at in places for name in told if hasattr(at, name)}
    assert told == in_code
    assert len(told) == 9


def test_the_guards_in_the_definitions_are_those_of_the_code_and_of_the_referee() -> None:
    rows = [cells(line) for line in definitions() if line.startswith("| `")]
    told = {(row[0], number(row[2])) for row in rows if len(row) == 3 and row[0] in [*Guard]}
    assert told == {(guard.value, joins_from(guard)) for guard in Guard}
    assert {guard: least for guard, least in told if least} == referee.THRESHOLD
    assert {guard for guard, least in told if not least} == {guard.value for guard in BARRED}
    assert model.SPLIT == referee.KEPT_FROM


def definitions() -> list[str]:
    """The lines of the definitions."""
    return (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()


def number(text: str) -> int | None:
    """A number as the page writes it, None where it is a word."""
    plain = text.replace(",", "").replace("−", "-")
    return int(plain) if plain.lstrip("-").isdigit() else None
