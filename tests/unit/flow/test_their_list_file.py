"""Reading the list the police follow: any usual encoding and separator; bad lines told together."""

from __future__ import annotations

from pathlib import Path

import pytest

from hejda.base.errors import InputError
from hejda.engine import read_list
from hejda.flow.their_list import ASIDE, Line, TheirList, their_list


def read(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> TheirList:
    """The list with that content."""
    file = tmp_path / "list.csv"
    file.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return their_list(file)


ROWS = "personnummer{0}namn{0}sedan\n19830417-9813{0}Åsa Öberg{0}2025-01-01\n830417-9821{0}{0}\n"
EXPECTED = (
    Line(2, personal_number="198304179813"),
    Line(3, personal_number="8304179821"),
)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_and_separator_is_read(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    assert read(tmp_path, ROWS.format(separator), encoding) == TheirList(EXPECTED, ())


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_any_line_end_is_read_and_empty_lines_are_nothing(tmp_path: Path, end: str) -> None:
    text = f"Record_ID,note{end}P1,x{end}{end},{end}P2,{end}"
    found = read(tmp_path, text)
    assert [line.record_id for line in found.lines] == ["P1", "P2"]
    assert found.aside == ()


def test_every_line_that_cannot_be_used_is_told_with_its_number(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "record_id,personal_number,since\n"
        "P1,,\n"
        "P2\n"
        ",,2025-01-01\n"
        ",123,\n"
        "P3,,yesterday\n"
        'P"4,"x"y,\n'
        "P5,,2025-01-01\n",
    )
    assert [line.record_id for line in found.lines] == ["P1", "P5"]
    assert [line.number for line in found.lines] == [2, 8]
    assert found.aside == (
        (3, "ragged_row"),
        (4, "no_identifier"),
        (5, "number_unreadable"),
        (6, "date_unreadable"),
        (7, "broken_quotes"),
    )
    assert {code for _, code in found.aside} <= set(ASIDE)


def test_a_line_after_a_cell_of_several_lines_keeps_its_number_in_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, 'record_id,note\nP1,"one\ntwo\nthree"\nP2,\n')
    assert [(line.record_id, line.number) for line in found.lines] == [("P1", 2), ("P2", 5)]


def test_a_quote_that_never_closes_ends_the_list_and_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, 'record_id,note\nP1,x\nP2,"no end\nP3,y\n')
    assert [line.record_id for line in found.lines] == ["P1"]
    assert found.aside == ((3, "unreadable_tail"),)


def test_columns_that_are_not_needed_are_not_kept(tmp_path: Path) -> None:
    found = read(tmp_path, "name,note,other_number\nAnna Berg,she left,AB 12\n")
    assert found.lines == (Line(2, other_number="AB12"),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04not a text",
        b"name,note\nsomebody,x\n",
        b"record_id\n",
        b"record_id,x\n,1\n",
        b"\x00\x01\x02\x03",
        b"\xff\xfe\x00",
        b"\x1f\x8bnot gzip at all",
    ],
)
def test_a_list_of_which_nothing_can_be_used_is_refused_in_words(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert refused.value.code == "their_list"
    assert refused.value.todo
    assert "somebody" not in str(refused.value)


def test_a_list_too_long_to_be_one_is_refused_and_never_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_list, "MOST_ROWS", 3)
    monkeypatch.setattr(read_list.read_list, "__defaults__", (3,))
    assert len(read(tmp_path, "record_id\n" + "P\n" * 3).lines) == 3
    with pytest.raises(InputError, match="more than 3 rows"):
        read(tmp_path, "record_id\n" + "P\n" * 4)
