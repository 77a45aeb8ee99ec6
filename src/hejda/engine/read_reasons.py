"""What is said of files and rows that could not be read: a code, what is wrong, what to do."""

from __future__ import annotations

from hejda.registers.checks import ADD_TO_RULES, CODES, NOTED
from hejda.registers.versions import NOTES

FILE_REASONS: dict[str, str] = {
    "no_file_matches": "No file of the delivery has the name that the mapping states. Check the "
    "name and the folder.",
    "broken_link": "This is a link to a file that does not exist. Put the file itself there.",
    "is_a_folder": "This is a folder where a file was expected. Put the files themselves there.",
    "not_a_file": "This is not an ordinary file (a pipe, socket or device). Deliver a file.",
    "not_permitted": "The file may not be read by this user. Change its permissions.",
    "file_unreadable": "The file could not be read to its end. Copy it again.",
    "empty_file": "The file is empty. Deliver it again, or leave it out.",
    "no_rows": "The file has a header and no rows.",
    "not_text": "The file is {detail}, not delimited text. Unpack it or save it as CSV (plain or "
    "gzip), or state its format in the mapping.",
    "unreadable_header": "The first line is not a header that can be read. Check the encoding that "
    "the mapping states, and that the file has a header.",
    "missing_column": "The file lacks columns that the mapping reads: {detail}. Check the separator, "
    "the header and the mapping.",
    "duplicate_header": "Two columns have the same name, and the mapping reads it: {detail}. Give "
    "each column its own name.",
    "unusable_column": "The mapping reads columns of a type that has no value in the contract (a "
    "list, a structure, bytes): {detail}. Deliver them as text, date or number.",
    "unknown_columns": "These columns are not in the contract and were not read: {detail}.",
    "unknown_table": "The file is not named after a contract table, so that nothing says what it "
    "holds. Name it after its table (incident.csv, offence.parquet, …).",
    "damaged_parquet": "This is not a whole Parquet file. Copy it again.",
    "too_many_columns": "The file has more columns than any register.",
    "row_count_differs": "Two counts of the rows of this file differ. Deliver it again, as CSV.",
    "unpacks_too_large": "The packed file unpacks to far more than it should. It was not read "
    "further; unpack it yourself and look at it.",
    "damaged_archive": "The packed file is damaged (its checksum does not hold). Copy it again.",
    "truncated_archive": "The packed file ends in the middle. Copy it again.",
    "undecodable_bytes": "The file is not in the encoding that the mapping states.",
    "endless_line": "The file has a line longer than a field may be. Check the format.",
    "encoding_assumed": "The file is not UTF-8; it was read as Windows-1252. State the encoding in "
    "the mapping if that is wrong.",
}
"""Code → what is said of a whole file. `{detail}` never holds a delivered value."""

ROW_REASONS: dict[str, str] = {
    "ragged_row": "The row has more or fewer fields than the header.",
    "blank_line": "The line is blank.",
    "nul_byte": "The row holds a NUL byte.",
    "undecodable_bytes": "The row holds bytes that are not in the stated encoding.",
    "broken_quotes": "A quotation mark in the row is not closed where its field ends{lines}.",
    "unreadable_tail": "From here to where the reading stopped nothing can be told apart{lines}: "
    "{why}.",
}
"""Code → what is said of a row before its values are looked at."""

TAIL_REASONS: dict[str, str] = {
    "unclosed_quote": "a quotation mark is opened and never closed",
    "field_too_long": "a field is longer than allowed",
    "endless_line": "a line is longer than a field may be",
    "unpacks_too_large": "the file unpacks to more than allowed",
    "truncated_archive": "the packed file ends in the middle",
    "damaged_archive": "the packed file is damaged",
    "file_unreadable": "the file could not be read further",
    "undecodable_bytes": "the bytes are not in the stated encoding",
}

AGAIN = "Correct it at the source and deliver again."


def file_message(code: str, detail: str = "") -> str:
    """The sentence for a code that concerns a whole file."""
    return FILE_REASONS[code].replace("{detail}", detail)


def row_message(code: str, why: str = "", lines: tuple[int, int] | None = None) -> str:
    """The sentence for a code that concerns a row; `lines` are the lines of the file it spans."""
    if code not in ROW_REASONS:
        return file_message(code, why)
    told = f" (lines {lines[0]} to {lines[1]} of the file)" if lines else ""
    sentence = ROW_REASONS[code].replace("{lines}", told)
    return f"{sentence.replace('{why}', TAIL_REASONS.get(why, 'it ends in the middle'))} {AGAIN}"


CONFLICT = "conflicting_versions"
CONFLICT_MESSAGE = (
    "Several rows give this record a version registered on the same day, with different content; "
    "all of them are set aside. Correct them at the source, or let the mapping's id tell them apart."
)


def meaning(code: str) -> str:
    """What a code means, for a summary over many rows."""
    general = {
        "type": "what its column holds",
        "values": "the words that its column allows",
        "minimum": "its least",
        "maximum": "its greatest value",
    }
    rules = {
        name: sentence.format_map(general) + (ADD_TO_RULES if number > NOTED else "")
        for number, (name, sentence) in CODES.items()
    }
    rows = {name: row_message(name, name) for name in ROW_REASONS}
    return {**rules, **rows, **NOTES, CONFLICT: CONFLICT_MESSAGE}.get(code, code)
