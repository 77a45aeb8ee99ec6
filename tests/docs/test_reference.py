"""The reference pages say what the code says."""

from __future__ import annotations

import pytest

from hejda.tables import TABLES
from tools.reference import PAGES, REFERENCE, tables_page


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_one_the_code_would_write(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run `make docs`"


def test_every_column_of_every_table_is_on_the_page() -> None:
    page = tables_page()
    for table in TABLES.values():
        section = page.split(f"### `{table.name}`\n", 1)[1].split("\n### ", 1)[0]
        assert [name for name in table.names if f"| `{name}` |" not in section] == []


def test_every_column_has_a_sentence_and_a_declared_sensitivity() -> None:
    for table in TABLES.values():
        assert table.sentence.endswith(".")
        assert [column.name for column in table.columns if not column.sentence.strip()] == []
