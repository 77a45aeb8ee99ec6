"""The police's own list: read, found in the delivery, and measured at its own size."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from hejda.base.errors import InputError
from hejda.engine.duckdb import DuckDB
from hejda.flow.naming import Naming
from hejda.flow.own_list import OwnList, against_own_list, marked, own_list, own_size, read_own_list
from hejda.flow.seen import MODEL, OWN_LIST, seen
from tests.support.backends import _delivered
from tests.support.validation_run import made

DAY = dt.date(2025, 1, 1)
LONG_AGO = dt.date(2020, 1, 1)


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person\nkim\n", "neither of the columns"),
        ("record_id\n", "it has no rows"),
        ("record_id,listed_on\nkim,2025-13-01\n", "line 2: listed_on is not YYYY-MM-DD"),
        ("record_id,listed_on\nkim,\n,2024-05-01\n", "line 3: no id"),
        ("record_id,listed_on\nkim,2024-05-01,7\n", "line 2: the wrong number of fields"),
    ],
)
def test_what_cannot_be_used_is_said_without_repeating_it(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as raised:
        read_own_list(_file(tmp_path, text))
    assert "kim" not in str(raised.value)


def test_a_file_that_is_not_there_is_an_error_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_own_list(tmp_path / "none.csv")


def test_people_are_found_by_record_or_number_as_the_delivery_was_known_that_day(
    engine: DuckDB, tmp_path: Path
) -> None:
    """kim2 is a later record of Kim. Late was registered after the day, Gone left the list, Soon
    came on it later, and nobody has the last number."""
    people = [
        {"record_id": name, "personal_number": number, "registered_on": on, "superseded_on": None}
        for name, number, on in (
            ("kim", "19800101-0113", LONG_AGO), ("kim2", None, LONG_AGO),
            ("bo", "19900101 0121", LONG_AGO), ("late", None, DAY + dt.timedelta(days=1)),
            ("gone", None, LONG_AGO), ("soon", None, LONG_AGO),
        )
    ]  # fmt: skip
    involved = [
        {"involvement_id": "v1", "incident_id": "i1", "record_id": "robin", "role": "suspect",
         "registered_on": LONG_AGO, "superseded_on": None}
    ]  # fmt: skip
    delivered = _delivered({"person_record": people, "involvement": involved})
    naming = Naming("xx", stands_for={"kim2": "kim"})
    rows = read_own_list(_file(
        tmp_path,
        "record_id,personal_number,listed_on,left_on\n"
        "xx:kim2,,2024-05-01,\n"
        "kim,,,\n"
        ",199001010121,2024-05-01,2025-02-01\n"
        "robin,,2025-01-01,\n"
        "late,,,\n"
        "gone,,2023-01-01,2025-01-01\n"
        "soon,,2025-01-02,\n"
        ",197001010112,,\n",
    ))  # fmt: skip
    found = own_list(engine, delivered, naming, DAY, rows)
    assert found == OwnList(given=6, found=4, people=frozenset({"kim", "bo", "robin"}))


def test_the_list_is_measured_at_its_own_size_and_paired_with_every_other() -> None:
    one = made()
    now = seen(one.model, one.test, "include")
    assert own_size(now) == 0
    assert list(against_own_list(one.order, now, "include")) == []
    chosen = frozenset(one.test.people[:40])
    marked(OwnList(41, 40, chosen | {"not ranked"}), one.test)
    now = seen(one.model, one.test, "include")
    assert own_size(now) == 40
    assert now.scores[OWN_LIST].tolist() == [1] * 40 + [0] * 860
    rows = {(row["metric"], row["at"]): row for row in against_own_list(one.order, now, "include")}
    order = np.argsort(-now.scores[MODEL], kind="stable")
    edge = now.scores[MODEL][order[39]]
    above, tied = now.scores[MODEL] > edge, now.scores[MODEL] == edge

    def first(amount: np.ndarray) -> float:
        return amount[above].sum() + amount[tied].mean() * (40 - above.sum())

    gap = rows[("own_precision_difference", MODEL)]
    assert gap["value"] == pytest.approx(
        (first(now.outcome) - now.outcome[:40].sum()) / 40, abs=1e-6
    )
    harm = rows[("own_harm_difference", MODEL)]
    held = (first(now.capped) - now.capped[:40].sum()) / now.capped.sum()
    assert harm["value"] == pytest.approx(held, abs=1e-6)
    shared = rows[("own_overlap", MODEL)]
    assert shared["value"] == pytest.approx(first(now.scores[OWN_LIST]) / 40, abs=1e-6)
    for row in rows.values():
        assert row["low"] <= row["value"] <= row["high"]
    assert {at for _, at in rows} == set(now.scores) - {OWN_LIST}
