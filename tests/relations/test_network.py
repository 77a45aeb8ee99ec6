"""A picture of bounded size, nearest and gravest first, without names; the same by the referee."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hejda.base.dates import day_number
from hejda.relations.network import MOST_NODES, Edge, Node, neighbours, network
from tests.support.a_knowledge import a_knowledge
from tests.support.invented_ties import InventedTies, invented_ties
from tests.support.relations_backends import BACKENDS, duckdb
from tests.support.size import SIZE

FAST = settings(
    max_examples=8 * SIZE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAY = day_number(dt.date(2024, 5, 1))


def both_ways(one: str, other: str, kind: str, harm: int = 0, back: str = "") -> list[dict]:
    """An edge as the edge table has it."""
    row: dict[str, Any] = {"from_day": DAY, "until_day": None, "harm": harm}
    row |= {"reference": f"{kind}:{one}{other}"}
    return [
        row | {"person": one, "other": other, "kind": kind},
        row | {"person": other, "other": one, "kind": back or kind},
    ]


def drawn(rows: list[dict], **given: Any) -> Any:
    """The picture around Kim."""
    births = given.get("births", {})
    return network("Kim", rows, births, given.get("partners", ()), a_knowledge())


def test_at_most_forty_people_are_shown_and_the_others_counted() -> None:
    rows = [
        row
        for number in range(60)
        for row in both_ways("Kim", f"v{number:02}", "suspicion", harm=number, back="exposed")
    ]
    found = drawn(rows)
    assert len(found.nodes) == MOST_NODES
    assert found.left_out == 61 - MOST_NODES
    assert [node.person for node in found.nodes[:3]] == ["Kim", "v59", "v58"]
    assert {edge.b for edge in found.edges} <= {node.person for node in found.nodes}


def test_whoever_is_near_stands_before_whoever_is_far_however_grave() -> None:
    rows = both_ways("Kim", "Alva", "sibling")
    rows += both_ways("Alva", "Bo", "suspicion", harm=9000, back="exposed")
    assert drawn(rows).nodes == (
        Node("Kim", "focus", 0, 0),
        Node("Alva", "relative", 1, 9000),
        Node("Bo", "other", 2, 9000),
    )


@pytest.mark.parametrize(
    ("births", "role"),
    [
        ({"Kim": dt.date(1980, 1, 1), "Cim": dt.date(2010, 1, 1)}, "child"),
        ({"Kim": dt.date(1980, 1, 1), "Cim": dt.date(1955, 1, 1)}, "relative"),
        ({"Cim": dt.date(2010, 1, 1)}, "relative"),
    ],
)
def test_a_child_is_told_from_a_parent_by_birth_dates_only(births: dict, role: str) -> None:
    found = drawn(both_ways("Kim", "Cim", "parent_child"), births=births)
    assert found.nodes[1].role == role


def test_a_partners_child_is_a_child_and_a_partner_by_evidence_is_a_partner() -> None:
    rows = both_ways("Kim", "Alva", "order") + both_ways("Alva", "Cim", "parent_child")
    births = {"Alva": dt.date(1980, 1, 1), "Cim": dt.date(2010, 1, 1)}
    found = drawn(rows, births=births, partners=["Alva"])
    assert [node.role for node in found.nodes] == ["focus", "partner", "child"]


def test_a_suspicion_goes_from_the_suspect_to_the_victim_from_whichever_end_it_is_read() -> None:
    rows = both_ways("Alva", "Kim", "suspicion", harm=5, back="exposed")
    day = dt.date(2024, 5, 1)
    assert drawn(rows).edges == (
        Edge("Alva", "Kim", "suspicion", day, None, ("suspicion:AlvaKim",)),
    )


def test_neighbours_are_the_edges_of_everybody_up_to_one_step_less(tmp_path: Any) -> None:
    chain = [row for a, b in zip("ABCD", "BCDE", strict=True) for row in both_ways(a, b, "order")]
    table = ibis.memtable(pa.Table.from_pylist(chain))
    people = ibis.memtable(pa.table({"person": ["A"]}))
    for steps, reached in ((1, "B"), (2, "ABC"), (3, "ABCD")):
        rows = neighbours(table, people, steps).to_pyarrow().to_pylist()
        assert {row["other"] for row in rows} == set(reached)


@FAST
@given(invented_ties())
def test_referee_and_engine_draw_the_same_picture(case: InventedTies) -> None:
    person = case.listed[0]
    with duckdb(case.question) as answers, BACKENDS["referee"](case.question) as referee:
        mine, theirs = referee.picture(person), answers.picture(person)
    assert mine[0] == theirs[0]
    assert [{**edge, "evidence": tuple(edge["evidence"])} for edge in mine[1]] == theirs[1]
    assert mine[2] == theirs[2]
