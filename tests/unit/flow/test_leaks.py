"""Planted leaks: an id read as a figure, an ending that came later, a record that came later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import ibis
import pytest

from hejda.base.errors import InputError
from hejda.engine.duckdb import DuckDB
from hejda.flow.answer import Question
from hejda.flow.leaks import Leak, leaks, refuse_leaks
from hejda.flow.models import declared
from hejda.nominate.places import national
from hejda.rank.features import FEATURES, refused
from hejda.rank.rankers import Ranked
from hejda.tables import REGISTERS
from tests.support.a_knowledge import page_knowledge
from tests.support.backends import _delivered
from tests.support.spec_rows import close_versions

DAY = dt.date(2025, 1, 1)
DAYS = dt.timedelta(days=1)
LATER = DAY + dt.timedelta(days=40)


def _rows() -> dict[str, list[dict]]:
    """Two people with two partner offences each; one more that took place before it is registered after."""
    registers: dict[str, list[dict]] = {"incident": [], "offence": [], "involvement": []}
    for number, (person, registered) in enumerate(
        [
            ("kim", DAY - dt.timedelta(days=300)),
            ("kim", DAY - dt.timedelta(days=20)),
            ("bo", DAY - dt.timedelta(days=200)),
            ("bo", DAY - dt.timedelta(days=90)),
            ("bo", LATER),
        ]
    ):
        at = {"registered_on": registered}
        registers["incident"].append(
            {"incident_id": f"i{number}", "occurred_on": min(registered, DAY - 50 * DAYS), **at}
        )
        registers["offence"].append(
            {"offence_id": f"o{number}", "incident_id": f"i{number}", "code": "assault",
             "close_relation": "yes", **at}
        )  # fmt: skip
        ended = {"ended_on": LATER, "ended_why": "acquitted"} if number == 0 else {}
        registers["involvement"].append(
            {"involvement_id": f"v{number}", "incident_id": f"i{number}", "offence_id": f"o{number}",
             "record_id": person, "role": "suspect", "suspicion": "reasonable", **ended, **at}
        )  # fmt: skip
    for name, rows in registers.items():
        for row in rows:
            row["superseded_on"] = None
        close_versions(REGISTERS[name], rows)
    return registers


def _question() -> Question:
    knowledge = page_knowledge()
    return Question(DAY, DAY, "xx", knowledge, national(5, 0), ())


def test_no_feature_of_ours_leaks(engine: DuckDB) -> None:
    assert leaks(engine, _delivered(_rows()), _question(), FEATURES) == []


def test_file_order_as_id_is_found(engine: DuckDB) -> None:
    def order(ranked: Ranked) -> ibis.Table:
        rows = ranked.counted
        digits = rows.incident_id.substr(1).try_cast("int64").fill_null(-1)
        return rows.group_by("person").agg(value=digits.max())

    planted = replace(FEATURES[5], name="order", each=None, plain=None, gathered=order)
    found = leaks(engine, _delivered(_rows()), _question(), (planted,))
    assert found == [Leak("order", "id_order", 2)]
    with pytest.raises(InputError, match="A feature knows"):
        refuse_leaks(found)


def test_a_future_disposition_is_found(engine: DuckDB) -> None:
    def endings(ranked: Ranked) -> ibis.Table:
        rows = ranked.known["involvement"].rename(person="record_id")
        return rows.group_by("person").agg(value=rows.ended_on.notnull().cast("int64").sum())

    planted = replace(FEATURES[5], name="endings", each=None, plain=None, gathered=endings)
    found = leaks(engine, _delivered(_rows()), _question(), (planted,))
    assert found == [Leak("endings", "later_disposition", 1)]


def test_a_record_from_after_the_landmark_is_found(
    engine: DuckDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wall between a day and what came later is taken down: what it held back is noticed."""
    monkeypatch.setattr("hejda.tables.known.known_on", lambda table, day: table)
    found = leaks(engine, _delivered(_rows()), _question(), FEATURES)
    assert ("all_incidents_decayed", "later_record") in {(f.feature, f.kind) for f in found}


@pytest.mark.parametrize(
    "column",
    [
        "person_record.sex",
        "residence.police_region",
        "incident.incident_id",
        "incident.source",
        "involvement.ended_why",
        "measure_taken.kind",
        "incident.no_such_column",
    ],
)
def test_what_may_not_be_declared_is_refused(column: str) -> None:
    planted = replace(FEATURES[0], name="planted", columns=(column,))
    assert refused(planted) is not None
    with pytest.raises(InputError):
        declared((planted,))


def test_every_feature_of_ours_may_be_declared() -> None:
    assert [refused(feature) for feature in FEATURES] == [None] * len(FEATURES)
    assert len(FEATURES) <= 25
