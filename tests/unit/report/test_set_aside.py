"""The quarantine is gathered by cause, in both languages, with what to do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.engine.read_reasons import FILE_REASONS, ROW_REASONS
from hejda.registers.checks import CODES, ROW_ASIDE, VALUE_MISSING
from hejda.report.set_aside import ASIDE, MISSING, OF_FILE, SWEDISH, set_aside
from hejda.tables.results import QUARANTINE
from tests.support.sample_out import arrow_schema
from tests.support.sentence_checks import english_words


def written(folder: Path, *rows: tuple[int, str, str, str, str]) -> Path:
    """A quarantine table of these rows: row, table, column, code, message."""
    names = ("row", "table", "column", "code", "message")
    found = [{"file": "a.csv", **dict(zip(names, row, strict=True))} for row in rows]
    table = pa.Table.from_pylist(found, schema=arrow_schema(QUARANTINE))
    pq.write_table(table, folder / "quarantine.parquet")
    return folder


def test_every_code_of_stage_1_has_a_swedish_sentence() -> None:
    codes = {name for name, _ in CODES.values()} | set(FILE_REASONS) | set(ROW_REASONS)
    assert codes - set(SWEDISH) == set()
    assert [words for text in SWEDISH.values() if (words := english_words(text))] == []


def test_rows_with_one_cause_are_counted_together(tmp_path: Path) -> None:
    late = f"The date lies in the future. {ROW_ASIDE}"
    kept = f"The value is not one of: a, b. {VALUE_MISSING}"
    out = written(
        tmp_path,
        *((row, "incident", "occurred_on", "date_in_future", late) for row in range(1, 11)),
        (4, "involvement", "role", "unknown_value", kept),
        (0, "", "", "encoding_assumed", "The file is not UTF-8."),
    )
    first, *rest = set_aside(out, examples=True)
    assert (first.count, first.examples) == (10, (1, 2, 3, 4, 5, 6))
    assert first.why == ("Datumet ligger i framtiden.", "The date lies in the future.")
    assert first.done == ASIDE
    assert {entry.done for entry in rest} == {MISSING, OF_FILE}
    role = next(entry for entry in rest if entry.column == "role")
    assert role.why[0].endswith("suspect, victim, witness, reporter och child.")
    assert role.why[1] == "The value is not one of: a, b."


def test_without_examples_no_row_is_named(tmp_path: Path) -> None:
    out = written(tmp_path, (7, "incident", "kind", "unknown_value", "x"))
    assert set_aside(out, examples=False)[0].examples == ()


def test_lines_of_single_rows_do_not_split_a_cause(tmp_path: Path) -> None:
    told = "A quotation mark is not closed (lines {} to {} of the file)."
    out = written(
        tmp_path,
        (3, "", "", "broken_quotes", told.format(4, 6)),
        (9, "", "", "broken_quotes", told.format(12, 13)),
    )
    (only,) = set_aside(out, examples=True)
    assert only.count == 2
    assert "lines" not in only.why[1]


def test_a_run_without_a_quarantine_has_nothing_aside(tmp_path: Path) -> None:
    assert set_aside(tmp_path, examples=True) == ()
