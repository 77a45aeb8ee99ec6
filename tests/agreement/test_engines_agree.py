"""The referee and the engine give the same answer, exactly, on generated registers.

Scores, places, reasons, variants, regions, candidates with flags and gaps, what the run says.
HEJDA_SIZE 1: 24 registers, each of which is planned anew for seconds; 10: 600.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.support.backends import BACKENDS
from tests.support.invented import Invented, invented_registers, smallest
from tests.support.outcome import Backend
from tests.support.outcome_differences import outcome_differences
from tests.support.referee import RANKERS, refereed
from tests.support.size import SIZE

ENGINE = BACKENDS["duckdb"]
EXAMPLES = 24 if SIZE == 1 else 60 * SIZE
FAST = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a seed cannot shrink; `smallest` does it by rows
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def differences(case: Invented, backend: Backend) -> list[str]:
    """Where the referee and the backend differ."""
    return outcome_differences(refereed(*case.arguments), backend(*case.arguments))


def disagreement(case: Invented, backend: Backend) -> str:
    """A report of a disagreement on as few rows as still show it."""
    case = smallest(case, lambda smaller: bool(differences(smaller, backend)))
    lines = [
        f"as of {case.as_of}, now {case.now}, places {case.places}",
        f"serial {case.knowledge.serial}, tables {sorted(case.registers)}",
        "referee ≠ engine:",
        *(f"  {line}" for line in differences(case, backend)),
    ]
    for name, rows in case.registers.items():
        for row in rows:
            filled = {column: str(value) for column, value in row.items() if value is not None}
            lines.append(f"{name}: {filled}")
    return "\n".join(lines)


@FAST
@given(invented_registers())
def test_referee_and_engine_agree_exactly(case: Invented) -> None:
    if differences(case, ENGINE):
        pytest.fail(disagreement(case, ENGINE), pytrace=False)


def test_generated_registers_reach_every_rule_list_flag_and_gap() -> None:
    """Agreement means something only where the generator gets to."""
    rules: set[str] = set()
    lists: set[str] = set()
    marks: set[str] = set()
    run: set[str | None] = set()

    @settings(FAST, max_examples=1500)
    @given(invented_registers())
    def collect(case: Invented) -> None:
        outcome = refereed(*case.arguments)
        for by_person in outcome.reasons.values():
            rules.update(reason[0] for because in by_person.values() for reason in because)
        lists.update(one.list for one in outcome.candidates)
        marks.update(mark for one in outcome.candidates for mark in (*one.flags, *one.gaps))
        run.update({outcome.no_serial, "held_back" if outcome.held_back else None})

    collect()
    assert {rule.split(".")[0] for rule in rules} == set(RANKERS)
    wanted = {
        *(f"odara_police.item_{item}" for item in (1, 2, 3, 4, 5, 6, 10)),
        "odara_police.unanswered",
        "beta_2022.earlier_conviction",
        "beta_2022.strangulation",
        "beta_2022.threat_to_kill",
        "beta_2022.suicide_threat",
        "beta_2022.not_met",
        "v100.accusation",
        "v100.one_accusation",
        "expected_harm.novel_act",
        "expected_harm.shorter_gap",
        "expected_harm.other_incident",
        "red_flags.stalking",
    }
    assert wanted - rules == set()
    assert not [rule for rule in rules if "suicidal_thoughts" in rule or "misuse" in rule]
    groups = {"serial_unknown", "release", "review", "relation_unknown", "several_victims"}
    assert lists == {"harm", "serial"} | groups
    assert {"serial_partner", "serial_sexual", "on_the_way", "inside", "overlay:weapon"} <= marks
    assert {"age_unknown", "region_unknown", "relation_unknown", "less_sure"} <= marks
    assert {"no_victims", "no_relations", "held_back"} <= run
