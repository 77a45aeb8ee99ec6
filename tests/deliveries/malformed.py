"""Malformed deliveries, seeded: each kind of fault spoils a sound delivery in one way.

A kind is a function from a folder and a seeded chance to what must come of it. Where the kind knows,
it says which codes must be told and how many rows must be set aside.
"""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deliveries.delivered import (
    COLUMNS,
    Chance,
    as_csv,
    case_rows,
    records_in,
    source,
    text_entry,
)

ROWS = 12


@dataclass
class Spoilt:
    """What a spoilt delivery must give.

    `codes`: all must be among those told. `aside`: rows set aside (None: not known beforehand).
    `refused`: the whole delivery must be refused. `rows`: records, by a count of our own.
    """

    codes: tuple[str, ...] = ()
    aside: int | None = None
    refused: bool | None = False
    rows: int | None = None
    mapping: str = field(default_factory=lambda: source(text_entry()))
    limits: dict[str, Any] = field(default_factory=dict)


Kind = Callable[[Path, Chance], Spoilt]
KINDS: dict[str, Kind] = {}


def kind(function: Kind) -> Kind:
    """Adds a kind of fault."""
    KINDS[function.__name__] = function
    return function


def _put(folder: Path, content: str | bytes, name: str = "cases.csv") -> int:
    """Writes the file; its records."""
    content = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(content)
    return records_in(content)


def _rows(chance: Chance) -> list[list[str]]:
    return case_rows(ROWS, chance.randrange(10**6))


def _spoil_field(chance: Chance, column: str, value: str) -> tuple[list[list[str]], int]:
    """(rows, how many differ): `value` in a column of a few of them."""
    rows = _rows(chance)
    hit = chance.sample(range(ROWS), chance.randrange(1, 4))
    for n in hit:
        rows[n][COLUMNS.index(column)] = value
    return rows, len(hit)


def _line(chance: Chance, change: Callable[[str], str]) -> tuple[str, int]:
    lines = as_csv(_rows(chance)).splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    lines[at] = change(lines[at])
    return "".join(lines), at


# ── Rows that do not fit ─────────────────────────────────────────────────────────────────────────


@kind
def too_few_fields(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: line.rsplit(",", 2)[0] + "\n")
    return Spoilt(("ragged_row",), 1, rows=_put(folder, text))


@kind
def too_many_fields(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: line.rstrip("\n") + ",more\n")
    return Spoilt(("ragged_row",), 1, rows=_put(folder, text))


@kind
def blank_lines(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: line + "\n\n")
    return Spoilt(("blank_line",), 2, rows=_put(folder, text))


@kind
def a_nul_byte(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: line[:5] + "\0" + line[5:])
    return Spoilt(("nul_byte",), 1, rows=_put(folder, text))


@kind
def undecodable_bytes(folder: Path, chance: Chance) -> Spoilt:
    lines = as_csv(_rows(chance)).encode().splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    lines[at] = lines[at][:3] + b"\xff\xfe\x80" + lines[at][3:]
    return Spoilt(("undecodable_bytes",), 1, rows=_put(folder, b"".join(lines)))


@kind
def latin_letters_called_utf_8(folder: Path, chance: Chance) -> Spoilt:
    content = as_csv(_rows(chance)).encode("latin-1")
    return Spoilt(("undecodable_bytes",), ROWS, True, _put(folder, content))


@kind
def quote_opened_in_the_middle(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: line.replace(",", ',"', 1))
    rows = _put(folder, text)
    return Spoilt(("unreadable_tail",), 1, rows == 1, rows)


@kind
def quote_opened_in_the_last_line(folder: Path, chance: Chance) -> Spoilt:
    text = as_csv(_rows(chance)).rstrip("\n")
    head, _, last = text.rpartition("\n")
    return Spoilt(("unreadable_tail",), 1, rows=_put(folder, f'{head}\n"{last}'))


@kind
def quote_closed_too_early(folder: Path, chance: Chance) -> Spoilt:
    text, _ = _line(chance, lambda line: '"K"x' + line[line.index(",") :])
    return Spoilt(("broken_quotes",), 1, rows=_put(folder, text))


@kind
def quote_swallows_some_lines(folder: Path, chance: Chance) -> Spoilt:
    lines = as_csv(_rows(chance)).splitlines(keepends=True)
    first, last = sorted(chance.sample(range(1, len(lines)), 2))
    lines[first] = '"' + lines[first]
    lines[last] = lines[last].replace(",", '"x,', 1)
    return Spoilt(("broken_quotes",), 1, None, _put(folder, "".join(lines)))


# ── Values that cannot be true ───────────────────────────────────────────────────────────────────


def _required_date(value: str, code: str) -> Kind:
    def spoil(folder: Path, chance: Chance) -> Spoilt:
        rows, count = _spoil_field(chance, "filed", value)
        return Spoilt((code,), count, rows=_put(folder, as_csv(rows)))

    return spoil


for _name, _value, _code in (
    ("filed_in_year_0", "0000-01-01", "date_too_early"),
    ("filed_in_1066", "1066-10-14", "date_too_early"),
    ("filed_in_2062", "2062-02-03", "date_in_future"),
    ("filed_on_no_such_day", "2021-02-30", "unreadable_value"),
    ("filed_in_another_format", "03/04/2021", "unreadable_value"),
    ("filed_on_nothing", "", "required_missing"),
    ("filed_on_a_word", "igår", "unreadable_value"),
    ("filed_in_year_99999", "99999-01-01", "unreadable_value"),
):
    KINDS[_name] = _required_date(_value, _code)


@kind
def happened_after_it_was_filed(folder: Path, chance: Chance) -> Spoilt:
    rows, _ = _spoil_field(chance, "happened", "2026-01-01")
    return Spoilt(("date_after_registered",), 0, rows=_put(folder, as_csv(rows)))


@kind
def an_unknown_word(folder: Path, chance: Chance) -> Spoilt:
    rows, count = _spoil_field(chance, "sort", "Z")
    return Spoilt(("unreadable_value",), count, rows=_put(folder, as_csv(rows)))


@kind
def an_unknown_offence(folder: Path, chance: Chance) -> Spoilt:
    rows, _ = _spoil_field(chance, "charge", "nobody-knows")
    return Spoilt(("unknown_offence_code",), 0, rows=_put(folder, as_csv(rows)))


@kind
def nobody_is_named(folder: Path, chance: Chance) -> Spoilt:
    rows, count = _spoil_field(chance, "person", "   ")
    return Spoilt(("required_missing",), count, rows=_put(folder, as_csv(rows)))


@kind
def the_same_row_again(folder: Path, chance: Chance) -> Spoilt:
    rows = _rows(chance)
    rows += chance.sample(rows, 3)
    return Spoilt((), 0, rows=_put(folder, as_csv(rows)))


@kind
def the_same_file_again(folder: Path, chance: Chance) -> Spoilt:
    text = as_csv(_rows(chance))
    return Spoilt((), 0, rows=_put(folder, text) + _put(folder, text, "cases_2.csv"))


@kind
def two_stories_of_one_day(folder: Path, chance: Chance) -> Spoilt:
    rows = _rows(chance)
    told = list(chance.choice(rows))
    told[COLUMNS.index("remark")] = "another story"
    return Spoilt(("conflicting_versions",), 2, rows=_put(folder, as_csv([*rows, told])))


# ── Files that are not what they should be ───────────────────────────────────────────────────────


@kind
def a_column_is_missing(folder: Path, chance: Chance) -> Spoilt:
    rows = [row[:-2] for row in _rows(chance)]
    return Spoilt(("missing_column",), ROWS, True, _put(folder, as_csv(rows, COLUMNS[:-2])))


@kind
def two_columns_of_one_name(folder: Path, chance: Chance) -> Spoilt:
    header = (*COLUMNS[:-1], chance.choice(COLUMNS[:-1]))
    mapping = source(text_entry(columns=[], header=True)).replace(
        "status: remark", "status: charge"
    )
    return Spoilt(
        ("duplicate_header",), ROWS, True, _put(folder, as_csv(_rows(chance), header)), mapping
    )


@kind
def another_separator(folder: Path, chance: Chance) -> Spoilt:
    text = as_csv(_rows(chance)).replace(",", ";")
    return Spoilt(("missing_column",), ROWS, True, _put(folder, text))


@kind
def no_header(folder: Path, chance: Chance) -> Spoilt:
    text = as_csv(_rows(chance)).split("\n", 1)[1]
    return Spoilt(("missing_column",), ROWS - 1, True, _put(folder, text))


@kind
def an_empty_file(folder: Path, chance: Chance) -> Spoilt:
    return Spoilt(("empty_file",), 0, True, _put(folder, b""))


@kind
def a_header_alone(folder: Path, chance: Chance) -> Spoilt:
    return Spoilt(("no_rows",), 0, True, _put(folder, as_csv([])))


@kind
def an_empty_file_beside_a_sound_one(folder: Path, chance: Chance) -> Spoilt:
    _put(folder, b"", "cases_0.csv")
    return Spoilt(("empty_file",), 0, rows=_put(folder, as_csv(_rows(chance))))


@kind
def a_folder_for_a_file(folder: Path, chance: Chance) -> Spoilt:
    (folder / "cases.csv").mkdir()
    return Spoilt(("is_a_folder",), 0, True, 0)


@kind
def no_file_at_all(folder: Path, chance: Chance) -> Spoilt:
    (folder / "other.txt").write_text("nothing")
    return Spoilt((), None, True, 0)


@kind
def a_pipe_for_a_file(folder: Path, chance: Chance) -> Spoilt:
    os.mkfifo(folder / "cases.csv")
    return Spoilt(("not_a_file",), 0, True, 0)


@kind
def a_link_out_of_the_folder(folder: Path, chance: Chance) -> Spoilt:
    outside = folder.parent / "outside.csv"
    outside.write_text(as_csv(_rows(chance)))
    (folder / "cases.csv").symlink_to(outside)
    return Spoilt((), None, True, 0)


@kind
def a_link_to_nothing(folder: Path, chance: Chance) -> Spoilt:
    (folder / "cases.csv").symlink_to(folder / "nowhere.csv")
    return Spoilt(("broken_link",), 0, True, 0)


@kind
def a_zip_archive(folder: Path, chance: Chance) -> Spoilt:
    with zipfile.ZipFile(folder / "cases.csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", as_csv(_rows(chance)) * 10_000)
    return Spoilt(("not_text",), 0, True, 0)


@kind
def noise(folder: Path, chance: Chance) -> Spoilt:
    content = b"\x01" + chance.randbytes(chance.randrange(10, 4000))
    return Spoilt((), None, True, _put(folder, content))


@kind
def two_byte_letters_called_utf_8(folder: Path, chance: Chance) -> Spoilt:
    return Spoilt((), None, True, _put(folder, as_csv(_rows(chance)).encode("utf-16")))


@kind
def a_gzip_cut_short(folder: Path, chance: Chance) -> Spoilt:
    packed = gzip.compress(as_csv(_rows(chance)).encode())
    (folder / "cases.csv.gz").write_bytes(packed[: chance.randrange(30, len(packed) - 9)])
    return Spoilt(("truncated_archive",), None, None)


@kind
def a_gzip_with_a_wrong_checksum(folder: Path, chance: Chance) -> Spoilt:
    packed = bytearray(gzip.compress(as_csv(_rows(chance)).encode()))
    packed[-chance.randrange(1, 9)] ^= 1 << chance.randrange(8)
    (folder / "cases.csv.gz").write_bytes(bytes(packed))
    return Spoilt(("damaged_archive",), None, True)


@kind
def a_gzip_bomb(folder: Path, chance: Chance) -> Spoilt:
    line = as_csv(_rows(chance)).encode() + b"x" * 10_000
    with gzip.open(folder / "cases.csv.gz", "wb", compresslevel=9) as packed:
        packed.write(line)
        for _ in range(100):
            packed.write(b"\n" + b"x" * 1_000_000)
    return Spoilt(("unpacks_too_large",), None, True, limits={"unpacked_ratio": 100})


@kind
def one_endless_line(folder: Path, chance: Chance) -> Spoilt:
    _put(folder, as_csv(_rows(chance)).encode() + b"K9999," + b"x" * 200_000)
    return Spoilt(("unreadable_tail",), 1, rows=ROWS + 1, limits={"field_bytes": 100_000})


@kind
def one_endless_field(folder: Path, chance: Chance) -> Spoilt:
    _put(folder, as_csv(_rows(chance)).encode() + b'K9999,"' + b"x\n" * 100_000)
    return Spoilt(("unreadable_tail",), 1, rows=ROWS + 1, limits={"field_bytes": 100_000})


# ── Chance ───────────────────────────────────────────────────────────────────────────────────────


def _flipped(content: bytes, chance: Chance) -> bytes:
    """The content with a few bytes changed, put in, taken out, or the end cut off."""
    spoilt = bytearray(content)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(spoilt))
        what = chance.randrange(4)
        sign = chance.choice(b'",\n\r\0;\x80\xff 9x')
        if what == 0:
            spoilt[at] = sign
        elif what == 1:
            spoilt.insert(at, sign)
        elif what == 2:
            del spoilt[at : at + chance.randrange(1, 20)]
        elif chance.randrange(5) == 0:
            del spoilt[at:]
    return bytes(spoilt) or b"\n"


@kind
def bytes_changed_by_chance(folder: Path, chance: Chance) -> Spoilt:
    content = _flipped(as_csv(_rows(chance)).encode(), chance)
    return Spoilt((), None, None, _put(folder, content))


@kind
def bytes_changed_in_a_gzip(folder: Path, chance: Chance) -> Spoilt:
    packed = _flipped(gzip.compress(as_csv(_rows(chance)).encode()), chance)
    (folder / "cases.csv.gz").write_bytes(packed)
    return Spoilt((), None, None)
