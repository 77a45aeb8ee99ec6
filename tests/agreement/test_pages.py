"""Every worked case of spec/04_rank and spec/05_nominate, on the referee and on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.backends import BACKENDS
from tests.support.markdown_spec import Case, cases_in, cases_under
from tests.support.outcome import Backend
from tests.support.referee import RANKERS, refereed
from tests.support.size import SIZE

SPEC = Path(__file__).resolve().parents[2] / "spec"
FOLDERS = (SPEC / "04_rank", SPEC / "05_nominate")
CASES = [case for folder in FOLDERS for case in cases_under(folder)]
ON_SPARK_AT_A_PUSH = ("04_rank/expected_harm.md", "05_nominate/capacity.md")


def runs() -> list:
    """Each case on each backend; Spark takes two pages at a push and all in a campaign."""
    found = []
    for name, backend in {"referee": refereed, **BACKENDS}.items():
        for case in CASES:
            if name == "spark" and SIZE == 1 and case.page not in ON_SPARK_AT_A_PUSH:
                continue
            marks = [pytest.mark.spark] if name == "spark" else []
            found.append(pytest.param(case, backend, name, id=f"{name}-{case.title}", marks=marks))
    return found


@pytest.mark.parametrize(("case", "backend", "name"), runs())
def test_a_page_says_what_comes_out(case: Case, backend: Backend, name: str) -> None:
    case.check(backend, name)


def test_every_ranker_has_a_page() -> None:
    pages = {path.stem for path in FOLDERS[0].glob("*.md")}
    assert set(RANKERS) - pages == set()


def test_both_pages_for_a_push_on_spark_exist() -> None:
    assert set(ON_SPARK_AT_A_PUSH) <= {case.page for case in CASES}


PAGE = """---
rule: a trial
as_of: 2025-01-01
---
# A page

**Given** incident

| incident_id | occurred_on |
|---|---|
| i1 | 2024-12-22 |

**Given** offence

| offence_id | incident_id | code | close_relation |
|---|---|---|---|
| o1 | i1 | assault | yes |

**Given** involvement

| incident_id | offence_id | record_id | role |
|---|---|---|---|
| i1 | o1 | Kim | suspect |

## One case

**When** ranked as of 2025-01-01

**Then** THEN
"""


@pytest.mark.parametrize(
    "then",
    [
        "population\n\n| person |\n|---|\n| Kim |",
        "scores\n\n| person | count_12m | harm_12m |\n|---|---|---|\n| Kim | 1 | 100 |",
        "reasons\n\n| person | rule | value | points |\n|---|---|---|---|\n"
        "| Kim | count_12m.incident | 10 | 1 |",
    ],
)
def test_the_runner_accepts_what_is_true(then: str) -> None:
    (case,) = cases_in(PAGE.replace("THEN", then), "trial.md")
    case.check(refereed, "referee")


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("population\n\n| person |\n|---|", "got      | xx:Kim |"),
        ("scores\n\n| person | count_12m |\n|---|---|\n| Kim | 2 |", "expected | xx:Kim | 2 |"),
        ("scores\n\n| person | count_12m |\n|---|---|\n| Alva | 1 |", "expected | xx:Alva | 1 |"),
        (
            "reasons\n\n| person | rule | points |\n|---|---|---|\n| Kim | count_12m.other | 1 |",
            "got      | xx:Kim | count_12m.incident | 1 |",
        ),
        ("candidates of harm\n\n| list | person |\n|---|---|", "| harm | xx:Kim |"),
    ],
)
def test_the_runner_says_what_differs(then: str, said: str) -> None:
    (case,) = cases_in(PAGE.replace("THEN", then), "trial.md")
    with pytest.raises(AssertionError) as raised:
        case.check(refereed, "referee")
    assert said in str(raised.value)
    assert "trial.md: One case (on referee)" in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("occurred_on", "happened_on"),
        ("**Given** offence", "**Given** offences"),
        ("| suspect |", "| suspected |"),
        ("2024-12-22 |", "2024-13-22 |"),
        ("rule: a trial", "rules: a trial"),
        ("**When** ranked as of 2025-01-01\n", ""),
    ],
)
def test_the_runner_refuses_a_page_it_cannot_read(old: str, new: str) -> None:
    page = PAGE.replace("THEN", "population\n\n| person |\n|---|\n| Kim |")
    with pytest.raises((ValueError, KeyError)):
        cases_in(page.replace(old, new), "trial.md")[0].check(refereed, "referee")
