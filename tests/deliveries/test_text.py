"""Text as it is written in the world: encodings, separators, line ends, headers, packed files."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from hejda.engine.read import Delivery
from tests.deliveries.delivered import (
    COLUMNS,
    as_csv,
    case_rows,
    check_conservation,
    quarantine,
    read,
    source,
    table,
    text_entry,
)

ROWS = case_rows(9, 4)
REMARKS = [row[-1] for row in ROWS]


def written(rows: list[list[str]], **dialect: Any) -> str:
    """The rows with a header, in another dialect."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", **dialect).writerows([list(COLUMNS), *rows])
    return out.getvalue()


def delivered(path: Path, content: bytes, name: str = "cases.csv", **entry: Any) -> Delivery:
    folder = path / "delivery"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    delivery, _ = read(folder, source(text_entry(**entry)))
    check_conservation(delivery)
    return delivery


def check_whole(delivery: Delivery) -> None:
    """Every row came in, letters and all."""
    assert (delivery.rows, delivery.accepted) == (len(ROWS), len(ROWS))
    assert [row["status"] for row in table(delivery, "incident")] == REMARKS


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "iso8859-15",
     "cp850", "cp865", "mac-roman", "utf-7"],
)  # fmt: skip
def test_any_encoding_python_knows_is_read(encoding: str, tmp_path: Path) -> None:
    check_whole(delivered(tmp_path, as_csv(ROWS).encode(encoding), encoding=encoding))


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    check_whole(delivered(tmp_path, as_csv(ROWS).encode("utf-8-sig"), encoding="utf-8"))


def test_the_encoding_is_found_between_two_and_said(tmp_path: Path) -> None:
    utf = delivered(tmp_path / "a", as_csv(ROWS).encode(), encoding="auto")
    check_whole(utf)
    assert utf.file_reasons == []
    other = delivered(tmp_path / "b", as_csv(ROWS).encode("cp1252"), encoding="auto")
    check_whole(other)
    assert [code for _, code, _ in other.file_reasons] == ["encoding_assumed"]
    assert [row["code"] for row in quarantine(other)] == ["encoding_assumed"]


@pytest.mark.parametrize("sign", [";", "\t", "|", "¤"])
def test_any_separator_is_read(sign: str, tmp_path: Path) -> None:
    text = written(ROWS, delimiter=sign)
    check_whole(delivered(tmp_path, text.encode(), separator=sign))


def test_other_quotes_none_and_escapes_are_read(tmp_path: Path) -> None:
    quoted = written(ROWS, quotechar="'", quoting=csv.QUOTE_ALL)
    check_whole(delivered(tmp_path / "a", quoted.encode(), quote="'"))
    plain = written(ROWS).replace('"', "")
    check_whole(delivered(tmp_path / "b", plain.encode(), quote=""))
    rows = [[*row[:-1], 'said "no", then, left'] for row in ROWS]
    escaped = written(rows, doublequote=False, escapechar="\\")
    found = delivered(tmp_path / "c", escaped.encode(), escape="\\")
    assert {row["status"] for row in table(found, "incident")} == {'said "no", then, left'}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(ending: str, tmp_path: Path) -> None:
    text = as_csv(ROWS).replace("\n", ending)
    check_whole(delivered(tmp_path / "a", text.encode()))
    check_whole(delivered(tmp_path / "b", text.rstrip().encode()))


def test_a_file_without_a_header_is_read_by_the_names_given(tmp_path: Path) -> None:
    text = as_csv(ROWS).split("\n", 1)[1]
    check_whole(delivered(tmp_path, text.encode(), header=False, columns=list(COLUMNS)))


def test_gzip_is_known_by_its_bytes_and_may_have_several_parts(tmp_path: Path) -> None:
    head, tail = as_csv(ROWS).encode()[:200], as_csv(ROWS).encode()[200:]
    packed = gzip.compress(head) + gzip.compress(tail)
    check_whole(delivered(tmp_path / "a", packed, "cases.csv.gz"))
    check_whole(delivered(tmp_path / "b", packed, "cases.csv"))


def test_fields_of_many_lines_are_one_row(tmp_path: Path) -> None:
    rows = [[*row[:-1], f'one\r\ntwo "{n}"\n\nthree,'] for n, row in enumerate(ROWS)]
    found = delivered(tmp_path, as_csv(rows).encode())
    assert found.accepted == len(rows)
    shown = [row["status"] for row in table(found, "incident")]
    assert shown == [row[-1].strip() for row in rows]


def test_blanks_around_a_value_do_not_count(tmp_path: Path) -> None:
    rows = [[f"  {value}\t" for value in row] for row in ROWS]
    check_whole(delivered(tmp_path, as_csv(rows).encode()))


def test_two_readings_write_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    rows = case_rows(3000, 5)
    rows[7][1] = rows[2000][1] = "never"
    (folder / "cases.csv").write_text(as_csv(rows + rows[:50]), encoding="utf-8")
    written_files = []
    for _ in range(2):
        _, work = read(folder, source(text_entry()))
        paths = sorted((work / "registers").iterdir())
        written_files.append({path.name: path.read_bytes() for path in paths})
    assert written_files[0] == written_files[1]
    assert "quarantine.parquet" in written_files[0]
