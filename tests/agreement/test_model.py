"""Ranking by a fitted model: the engine, the explanation in Python and a third reading here agree.

The run itself stops when the points of a person do not add up to the engine's score; here that is
met with generated registers, and the commonest features are read a third time from the rows.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hejda.engine.base import Engine
from hejda.engine.duckdb import DuckDB
from hejda.flow.answer import Question, answered
from hejda.flow.people import explained
from hejda.nominate.places import national
from hejda.rank.features import FEATURES
from tests.support.a_model import a_model
from tests.support.backends import _delivered
from tests.support.invented import Invented, invented_registers
from tests.support.referee import refereed
from tests.support.size import SIZE

RANKERS = ("scorecard", "expected_harm")


def ranked_by_model(case: Invented, engine: Engine) -> tuple:
    """Answer and explanations of everybody, with a model in which every feature counts."""
    knowledge = case.knowledge.model_copy(update={"model": a_model()})
    places = national(5, knowledge.lists.floor)
    question = Question(case.as_of, case.now, case.source, knowledge, places, RANKERS)
    answer = answered(engine, _delivered(case.registers), question)
    return answer, explained(engine, answer, question, everybody=True), knowledge


@settings(
    max_examples=6 if SIZE == 1 else 12 * SIZE,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(invented_registers().filter(lambda case: bool(refereed(*case.arguments).population)))
def test_points_of_everybody_add_up_to_the_engines_score(case: Invented) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDB(Path(folder))
        try:
            answer, shown, knowledge = ranked_by_model(case, engine)
            rows = engine.arrow(answer.rankings["scorecard"]).to_pylist()
        finally:
            engine.close()
    expected = refereed(*case.arguments).population
    assert sorted(f"{case.source}:{row['person']}" for row in rows) == list(expected)
    for row in rows:
        reasons = shown.reasons[(row["person"], "scorecard")]
        assert [r.rule for r in reasons] == [f"scorecard.{f.name}" for f in FEATURES]
        assert sum(r.points for r in reasons) == row["score"]
        assert row["score"] < len(knowledge.model.chances)


def test_the_chance_never_falls_with_points() -> None:
    chances = a_model().chances
    assert list(chances) == sorted(chances)


@pytest.mark.parametrize(("points", "logit"), [(0, 0.0), (100, 0.6931471805599453)])
def test_a_hundred_points_double_the_odds_in_each_period(points: int, logit: float) -> None:
    import math

    model = a_model(threats=1_000).model_copy(update={"intercept": 0, "slope": 1_000_000})
    none = 1.0
    for millionths in model.period_logits:
        none *= 1 / (1 + math.exp(millionths / 1e6 + logit))
    assert model._chance(points) == pytest.approx(1e6 * (1 - none), abs=0.6)
