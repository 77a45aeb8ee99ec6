"""The sum of a file's rows is checked before anything is handed on."""

from __future__ import annotations

import pytest

from hejda.base.errors import Disagreement
from hejda.engine.read import _counted
from hejda.engine.read_plan import DeliveredFile
from hejda.engine.read_reasons import FILE_REASONS, ROW_REASONS, meaning
from hejda.registers.checks import CODES, code_name, message
from hejda.tables import REGISTERS


def test_a_row_that_is_lost_or_counted_twice_stops_the_reading() -> None:
    file = DeliveredFile(0, "a.csv", None, rows=5)
    assert _counted(file, [3, 1, 1, 0]).accepted == 3
    for found in ([3, 1, 0, 0], [3, 1, 2, 0]):
        with pytest.raises(Disagreement, match="5 rows, and") as stopped:
            _counted(file, found)
        assert stopped.value.code == "rows_not_conserved"


def test_a_refused_file_has_all_its_rows_in_quarantine_and_a_clean_one_none() -> None:
    refused = DeliveredFile(0, "a.csv", None, rows=5, fault="missing_column")
    assert (_counted(refused, None).quarantined, _counted(refused, None).accepted) == (5, 0)
    clean = DeliveredFile(0, "a.parquet", None, rows=5)
    assert (_counted(clean, None).quarantined, _counted(clean, None).accepted) == (0, 5)


def test_every_code_has_a_sentence_with_what_to_do() -> None:
    for number in CODES:
        assert meaning(code_name(number)) != code_name(number)
        assert code_name(100 + number) == code_name(number)
        for table in REGISTERS.values():
            for column in table.names:
                for given in (number, 100 + number):
                    text = message(given, table, column)
                    assert "{" not in text
                    assert text.endswith((".", "look-up."))
    for code in ROW_REASONS:
        assert meaning(code).endswith(".")
    assert all(text.endswith(".") for text in FILE_REASONS.values())
