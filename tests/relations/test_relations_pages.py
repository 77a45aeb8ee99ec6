"""Every worked case of spec/03_relations on the referee and on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.markdown_spec import Case, cases_in
from tests.support.relations_backends import BACKENDS
from tests.support.relations_pages import differences, relations_cases
from tests.support.size import SIZE

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "03_relations"
PAGES = ("dyad.md", "partner.md", "repeat_and_serial.md", "new_partner.md", "network.md")
CASES = relations_cases(FOLDER, PAGES)
ON_SPARK_AT_A_PUSH = ("dyad.md", "new_partner.md")


def runs() -> list:
    """Each case on each backend; Spark takes two pages at a push and all in a campaign."""
    found = []
    for name in BACKENDS:
        for case in CASES:
            page = case.page.split("/")[1]
            if name == "spark" and SIZE == 1 and page not in ON_SPARK_AT_A_PUSH:
                continue
            marks = [pytest.mark.spark] if name == "spark" else []
            found.append(pytest.param(case, name, id=f"{name}-{case.title}", marks=marks))
    return found


@pytest.mark.parametrize(("case", "name"), runs())
def test_a_page_says_what_comes_out(case: Case, name: str) -> None:
    found = differences(case, BACKENDS[name])
    assert not found, "\n".join([f"{case.title} (on {name})", *found])


def test_the_runner_says_what_differs() -> None:
    text = (FOLDER / "dyad.md").read_text(encoding="utf-8")
    (case, *_) = cases_in(text, "trial.md")
    case.then = [("dyads", ["suspect", "incidents"], [{"suspect": "Kim", "incidents": "99"}])]
    assert any("expected | Kim | 99 |" in line for line in differences(case, BACKENDS["referee"]))
