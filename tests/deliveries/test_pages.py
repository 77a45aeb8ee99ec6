"""Every worked case of spec/01_registers, by the real reading."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hejda.base.errors import HejdaError
from hejda.engine.read import Delivery
from tests.deliveries.delivered import check_conservation, quarantine, read, source, table
from tests.deliveries.pages import Case, cases_in

SPEC = Path(__file__).resolve().parents[2] / "spec" / "01_registers"
PAGES = [path for path in sorted(SPEC.glob("*.md")) if path.name != "README.md"]
CASES = [case for path in PAGES for case in cases_in(path)]


def shown(value: Any) -> str:
    """A value as a page writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def answers(delivery: Delivery, name: str) -> list[dict[str, Any]]:
    """What a delivery gives under the name in a **Then**."""
    if name == "rows":
        counts = ("rows", "accepted", "duplicate", "quarantined")
        return [{count: getattr(delivery, count) for count in counts}]
    if name == "quarantine":
        return quarantine(delivery)
    if name == "erased":
        columns = ("table", "registered_on", "count")
        return [{column: getattr(e, column) for column in columns} for e in delivery.erased]
    if name == "broken":
        return [{"reference": place, "rows": n} for place, n in delivery.broken.items()]
    return table(delivery, name)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_the_page_holds(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    for name, text in case.files.items():
        if name != "source.yaml":
            (folder / name).write_text(text, encoding="utf-8")
    mapping = source(*case.entries)
    if case.then[0][0] == "refused":
        with pytest.raises(HejdaError) as refused:
            read(folder, mapping, required=("incident",))
        assert [{"code": refused.value.code}] == case.then[0][1]
        return
    delivery, _ = read(folder, mapping, required=("incident",))
    check_conservation(delivery)
    for name, expected in case.then:
        columns = list(expected[0])
        found = [{c: shown(row[c]) for c in columns} for row in answers(delivery, name)]
        assert found == expected, name


def test_there_are_pages() -> None:
    assert len(CASES) > 20
