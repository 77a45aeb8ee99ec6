"""The list the police already follow, as a CSV file: each row is checked as a nomination is."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from hejda.engine.read_list import ASIDE, NotAListError, read_list
from hejda_web.accounts.numbers import number_hash
from hejda_web.nominations.forms import PutForwardForm
from hejda_web.ui.words import Words

COLUMNS = ("personal_number", "names", "acts", "reason")
MOST_ROWS, MOST_FAULTS = 5_000, 50
FIELDS = {"number": "personal_number"}
"""Fields of the form that stand under another name in the file."""


def rows_of(content: bytes) -> tuple[list[dict[str, str]], list[str]]:
    """(what the form made of each row, faults); a fault names line and column, never the value."""
    try:
        read = read_list(content, {each: (each,) for each in COLUMNS}, MOST_ROWS)
    except NotAListError:
        return [], [
            _said("Filen är tom eller ingen textfil.", "The file is empty, or no text file.")
        ]
    if missing := [each for each in COLUMNS if each not in read.columns]:
        names = ", ".join(missing)
        return [], [_said(f"Kolumner saknas: {names}.", f"Columns are missing: {names}.")]
    if not read.rows and not read.aside:
        return [], [_said("Filen har inga rader.", "The file has no rows.")]
    if len(read.rows) + len(read.aside) > MOST_ROWS:
        return [], [
            _said(f"Filen har mer än {MOST_ROWS} rader.", f"The file has over {MOST_ROWS} rows.")
        ]
    faults = [(at, _said(f"Rad {at}: {ASIDE[code][0]}.", f"Row {at}: {ASIDE[code][1]}."))
              for at, code in read.aside]  # fmt: skip
    good, rows_by_number = [], dict[str, int]()
    for at, cells in read.rows:
        form = PutForwardForm({"number": cells["personal_number"], **cells})
        if form.is_valid():
            good.append(form.cleaned_data)
        number = number_hash(cells["personal_number"])
        if number and (first := rows_by_number.setdefault(number, at)) != at:
            faults.append((at, _said(f"Rad {at}: samma nummer som rad {first}.",
                                     f"Row {at}: the same number as row {first}.")))  # fmt: skip
        faults += [(at, _fault(at, FIELDS.get(name, name), error))
                   for name, errors in form.errors.as_data().items() for error in errors]  # fmt: skip
    faults.sort(key=lambda told: told[0])
    told = [each for _, each in faults[:MOST_FAULTS]]
    if more := len(faults) - len(told):
        told.append(_said(f"Och {more} fel till.", f"And {more} more."))
    return good, told


def _fault(at: int, column: str, error: ValidationError) -> str:
    if error.code == "required":
        return _said(f"Rad {at}: {column} är tom.", f"Row {at}: {column} is empty.")
    why = " ".join(error.messages)
    return _said(f"Rad {at}: {column}. {why}", f"Row {at}: {column}. {why}")


def _said(swedish: str, english: str) -> str:
    return str(Words(swedish, english))
