"""Other harm scales: the same people and incidents, other weights; against loops and by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from hejda.engine.duckdb import DuckDB
from hejda.flow.answer import Question
from hejda.flow.landmarks import landmark
from hejda.flow.scales import READING_HARM, Weighed, as_weighed, by_scale, weighed_by
from hejda.flow.seen import MODEL, seen
from hejda.knowledge.harm import harm_of
from hejda.knowledge.load import load_knowledge, scales_in
from hejda.knowledge.reading import read_pack
from hejda.knowledge.rules import Text
from hejda.nominate.places import national
from hejda.rank.rankers import RANKERS
from hejda.tables import REGISTERS
from tests.support.a_knowledge import page_knowledge
from tests.support.backends import _delivered
from tests.support.spec_rows import close_versions
from tests.support.validation_run import Made, made

DAY = dt.date(2025, 1, 1)
ALIKE = Text(sv="lika", en="alike")


def _acts(*acts: tuple[str, str, int]) -> dict[str, list[dict]]:
    """(person, code, days after the landmark) of acts against a partner, registered that day."""
    registers: dict[str, list[dict]] = {"incident": [], "offence": [], "involvement": []}
    for number, (person, code, after) in enumerate(acts):
        at = {"registered_on": DAY + dt.timedelta(days=after), "superseded_on": None}
        on = at["registered_on"]
        names = {"incident_id": f"i{number}", "offence_id": f"o{number}"}
        registers["incident"].append({"incident_id": f"i{number}", "occurred_on": on, **at})
        registers["offence"].append({**names, "code": code, "close_relation": "yes", **at})
        registers["involvement"].append(
            {**names, "involvement_id": f"v{number}", "record_id": person, "role": "suspect",
             "suspicion": "reasonable", **at}
        )  # fmt: skip
    for name, rows in registers.items():
        close_versions(REGISTERS[name], rows)
    return registers


ACTS = (
    ("kim", "gross_assault", -100), ("kim", "threat", -90), ("kim", "assault", 50), ("kim", "threat", 60),
    ("bo", "assault", -50), ("bo", "gross_assault", 20),
)  # fmt: skip


def test_another_scale_changes_the_weights_and_who_reads_them_and_nothing_else(
    engine: DuckDB,
) -> None:
    """Every offence weighs 7 days. Capped at the rule's cap: 7 a piece. Bo 900 days → 7, capped."""
    knowledge = page_knowledge()
    alike = knowledge.model_copy(
        update={
            "harm_scale": "alike",
            "offences": tuple(
                o.model_copy(update={"harm_days": 7, "harm_days_attempt": 7})
                for o in knowledge.offences
            ),
        }
    )
    delivered = _delivered(_acts(*ACTS))
    question = Question(DAY, DAY, "xx", knowledge, national(5, 0), tuple(RANKERS))
    test = landmark(engine, delivered, question, "violent_partner", 365)
    cap = knowledge.expected_harm.cap_days
    assert test.people == ["bo", "kim"]
    assert test.harm.tolist() == [900, 100]
    assert test.capped.tolist() == [min(900, cap), 100]
    other = weighed_by(engine, delivered, question, test, "violent_partner", alike, ALIKE)
    assert other.scale == "alike"
    assert other.harm.tolist() == [7, 7], "the threat is no part of the outcome by either scale"
    assert test.scores["harm_12m"].tolist() == [100, 930]
    assert other.scores["harm_12m"].tolist() == [7, 14]
    every = {}
    for rules in (knowledge, alike):
        asked = Question(DAY, DAY, "xx", rules, national(5, 0), tuple(RANKERS))
        every[rules.harm_scale] = landmark(engine, delivered, asked, "any_partner", 365).scores
    reads = {
        name
        for name in RANKERS
        if every["alike"][name].tolist() != every[knowledge.harm_scale][name].tolist()
    }
    assert reads == set(READING_HARM)


def test_the_packs_name_their_scales_with_the_one_in_use_first() -> None:
    names = list(scales_in("xx"))
    assert names[0] == read_pack("xx").head.harm_scale
    assert set(names) == {"statutory_midpoint", "statutory_minimum"}
    assert "mean_imposed_sentence" not in scales_in("se"), "its table is not shipped"
    pack, by_least = read_pack("xx"), load_knowledge("xx", DAY, "statutory_minimum")
    assert by_least.harm_scale == "statutory_minimum"
    for offence in by_least.offences:
        assert offence.harm_days == harm_of(pack, offence.id, "statutory_minimum").completed


@pytest.fixture(scope="module")
def one() -> Made:
    """A validation of 900 invented people."""
    return made()


def test_held_harm_is_that_of_a_plain_loop_and_no_order_changes_where_nothing_does(
    one: Made,
) -> None:
    now = seen(one.model, one.test, "censor")
    used = as_weighed(one.test, "used", ALIKE)
    twice = Weighed("twice", ALIKE, {}, one.test.harm * 2, one.test.capped * 2)
    found = by_scale(now, [used, twice], one.order)
    assert (found["list"], found["used"]) == (300, "used")
    score, harm = now.scores[MODEL].tolist(), now.capped.tolist()
    cut = sorted(score, reverse=True)[299]
    above = sum(h for s, h in zip(score, harm, strict=True) if s > cut)
    tied = [h for s, h in zip(score, harm, strict=True) if s == cut]
    places = 300 - sum(s > cut for s in score)
    expected = (above + sum(tied) * places / len(tied)) / sum(harm)
    for scale in ("used", "twice"):
        told = found["rows"][MODEL][scale]
        assert told["value"] == pytest.approx(expected, abs=1e-6)
        assert told["low"] <= told["value"] <= told["high"]
    assert found["same"]["twice"]["value"] == 1
    assert found["swapped"] == {"twice": []}


def test_rankers_that_change_places_are_named_and_said_to_be_sure_only_where_both_are(
    one: Made,
) -> None:
    """By the second scale all harm is with those the scorecard puts last: whoever knew least wins."""
    now = seen(one.model, one.test, "censor")
    last = np.argsort(now.scores[MODEL], kind="stable")[:300]
    harm = np.zeros(len(one.test.people), np.int64)
    harm[now.people[last]] = 100
    used = as_weighed(one.test, "used", ALIKE)
    found = by_scale(now, [used, Weighed("other", ALIKE, {}, harm, harm)], one.order)
    assert found["rows"][MODEL]["other"]["value"] < 0.05
    swaps = found["swapped"]["other"]
    assert {MODEL} == {pair["falls"] for pair in swaps if MODEL in pair.values()}
    for pair in swaps:
        before = [found["rows"][pair[who]]["used"]["value"] for who in ("falls", "rises")]
        after = [found["rows"][pair[who]]["other"]["value"] for who in ("falls", "rises")]
        assert before[0] > before[1]
        assert after[0] < after[1]
    assert any(pair["sure"] for pair in swaps)
