"""The referee and the engine give the same dyads, partner pairs and hypotheses, exactly.

HEJDA_SIZE 1: 15 generated registers; 10: 300.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.support.invented import smallest
from tests.support.invented_ties import InventedTies, invented_ties
from tests.support.relations_backends import BACKENDS, Backend
from tests.support.size import SIZE

FAST = settings(
    max_examples=15 if SIZE == 1 else 30 * SIZE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a seed cannot shrink; `smallest` does it by rows
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def answers(case: InventedTies, backend: Backend) -> dict[str, list]:
    """Dyads, partner pairs and hypotheses of a backend."""
    with backend(case.question) as found:
        return {
            "dyads": found.dyads(),
            "pairs": found.pairs(),
            "hypotheses": found.hypotheses(case.listed),
        }


def differences(case: InventedTies, backend: Backend) -> list[str]:
    """Where the referee and the backend differ."""
    mine, theirs = answers(case, BACKENDS["referee"]), answers(case, backend)
    lines = []
    for name, one in mine.items():
        other = theirs[name]
        lines += [f"{name}: only the referee: {row}" for row in one if row not in other]
        lines += [f"{name}: only the engine:  {row}" for row in other if row not in one]
        if not lines and one != other:
            lines.append(f"{name}: in another order")
    return lines


def disagreement(case: InventedTies, backend: Backend) -> str:
    """A report of a disagreement on as few rows as still show it."""
    less = smallest(case.case, lambda small: bool(differences(replace(case, case=small), backend)))
    case = replace(case, case=less)
    lines = [f"as of {less.as_of}", "referee ≠ engine:", *differences(case, backend)]
    for name, rows in (*less.registers.items(), ("judgement", case.judgements)):
        for row in rows:
            filled = {column: str(value) for column, value in row.items() if value is not None}
            lines.append(f"{name}: {filled}")
    return "\n".join(lines)


@FAST
@given(invented_ties())
def test_referee_and_engine_agree_exactly(case: InventedTies) -> None:
    if differences(case, BACKENDS["duckdb"]):
        pytest.fail(disagreement(case, BACKENDS["duckdb"]), pytrace=False)


def seen_in(answer: dict[str, list]) -> set[Any]:
    """What an answer reaches: verdicts, evidence, signs, strengths."""
    found: set[Any] = set()
    for row in answer["dyads"]:
        found |= {(row["partner"], row["confidence"]), *row["known_by"]}
        found |= {"tied_from"} if row["tied_from"] else set()
        found |= {"tied_until"} if row["tied_until"] else set()
        found |= {reference.split(":")[0] for reference in row["evidence"]}
    for row in answer["hypotheses"]:
        found |= {row["confidence"], *(f"sign {sign}" for sign in row["signs"])}
    return found


def test_generated_registers_reach_every_verdict_evidence_and_sign() -> None:
    """Agreement means something only where the generator gets to."""
    seen: set[Any] = set()

    @settings(FAST, max_examples=400)
    @given(invented_ties())
    def collect(case: InventedTies) -> None:
        seen.update(seen_in(answers(case, BACKENDS["referee"])))

    collect()
    wanted = {
        ("no", "sure"),
        ("no", "none"),
        ("yes", "sure"),
        ("yes", "likely"),
        ("yes", "possible"),
        ("unknown", "possible"),
        ("unknown", "none"),
        *("judgement", "relation", "child_in_common", "code", "household", "order"),
        *("offence", "residence", "protection_order", "incident", "tied_from", "tied_until"),
        *("strong", "some", "weak"),
        *(f"sign {sign}" for sign in ("relation", "household", "order", "close_incident")),
        *(f"sign {sign}" for sign in ("third_person_report", "joint_incident")),
    }
    assert wanted - seen == set()
