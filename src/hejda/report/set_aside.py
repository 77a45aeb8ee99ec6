"""What was set aside, by cause: the quarantine gathered into a table that can be read and acted on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hejda.base.wording import Both, joined
from hejda.registers.checks import VALUE_MISSING
from hejda.tables.registers import REGISTERS

MOST_EXAMPLES = 6
_LINES = re.compile(r" \(lines \d+ to \d+ of the file\)")

SWEDISH: dict[str, str] = {
    "unreadable_value": "Värdet kan inte läsas som kolumnens typ.",
    "required_missing": "Värdet saknas, och kolumnen måste ha ett.",
    "unknown_value": "Värdet är inte ett av dem som kontraktet känner.",
    "out_of_range": "Talet ligger utanför de tillåtna gränserna.",
    "date_too_early": "Datumet ligger före år 1850.",
    "date_after_registered": "Datumet ligger efter dagen då raden registrerades.",
    "date_in_future": "Datumet ligger i framtiden.",
    "unknown_observation_kind": "Slaget finns inte bland reglernas iakttagelser.",
    "unknown_operation": "Åtgärden med raden är inte en av dem som kontraktet känner.",
    "unknown_offence_code": "Koden finns inte bland reglernas brott.",
    "unknown_police_region": "Polisregionen finns inte bland reglernas regioner.",
    "no_file_matches": "Ingen fil i leveransen har det namn som källbeskrivningen anger.",
    "broken_link": "Detta är en länk till en fil som inte finns. Lägg dit själva filen.",
    "is_a_folder": "Detta är en mapp där en fil väntades. Lägg dit själva filerna.",
    "not_a_file": "Detta är ingen vanlig fil. Leverera en fil.",
    "not_permitted": "Filen får inte läsas av denna användare. Ändra behörigheten.",
    "file_unreadable": "Filen kunde inte läsas till slutet. Kopiera den igen.",
    "empty_file": "Filen är tom. Leverera den igen, eller utelämna den.",
    "no_rows": "Filen har en rubrikrad men inga rader.",
    "not_text": "Filen är inte avgränsad text. Packa upp den eller spara den som CSV.",
    "unreadable_header": "Första raden är ingen rubrikrad som går att läsa. Kontrollera kodningen.",
    "missing_column": "Filen saknar kolumner som källbeskrivningen läser.",
    "duplicate_header": "Två kolumner har samma namn, och källbeskrivningen läser det.",
    "unusable_column": "Källbeskrivningen läser en kolumn av en typ som inte kan användas.",
    "unknown_columns": "Kolumner som inte finns i kontraktet lästes inte.",
    "unknown_table": "Filen heter inte som någon tabell i kontraktet.",
    "damaged_parquet": "Detta är ingen hel Parquet-fil. Kopiera den igen.",
    "too_many_columns": "Filen har fler kolumner än något register.",
    "row_count_differs": "Två räkningar av filens rader skiljer sig. Leverera den igen, som CSV.",
    "unpacks_too_large": "Den packade filen blir mycket större än väntat. Packa upp den själv.",
    "damaged_archive": "Den packade filen är skadad. Kopiera den igen.",
    "truncated_archive": "Den packade filen tar slut mitt i. Kopiera den igen.",
    "undecodable_bytes": "Innehållet är inte i den kodning som källbeskrivningen anger.",
    "endless_line": "En rad är längre än ett fält får vara. Kontrollera formatet.",
    "encoding_assumed": "Filen är inte UTF-8 och lästes som Windows-1252. Ange kodningen.",
    "ragged_row": "Raden har fler eller färre fält än rubrikraden.",
    "blank_line": "Raden är tom.",
    "nul_byte": "Raden innehåller ett NUL-tecken.",
    "broken_quotes": "Ett citattecken i raden avslutas inte där fältet slutar.",
    "unreadable_tail": "Härifrån kan ingenting skiljas åt.",
}
"""Code of the quarantine → what is wrong, in Swedish. English comes with the row."""

ASIDE: Both = (
    "Raden lades åt sidan. Rätta vid källan och leverera igen.",
    "The row was set aside. Correct it at the source and deliver again.",
)
MISSING: Both = (
    "Värdet sattes som saknat; raden är kvar.",
    "The value was set to missing; the row is kept.",
)
OF_FILE: Both = ("Gäller hela filen.", "Concerns the whole file.")


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows or values set aside for the same cause in the same column of the same file."""

    file: str
    table: str
    column: str
    code: str
    count: int
    examples: tuple[int, ...]
    why: Both
    done: Both


def set_aside(out: Path, examples: bool) -> tuple[SetAside, ...]:
    """The quarantine of the run in `out` by cause, the most frequent first.

    `examples`: also name the first rows concerned.
    """
    path = out / "quarantine.parquet"
    if not path.is_file():
        return ()
    rows = pq.read_table(path)
    kept = pc.match_substring(pc.fill_null(rows["message"], ""), VALUE_MISSING)
    rows = rows.append_column("kept", kept).append_column(
        "of_file", pc.equal(pc.fill_null(rows["row"], 0), 0)
    )
    gathered = rows.group_by(
        ["file", "table", "column", "code", "kept", "of_file"], use_threads=False
    ).aggregate([("row", "count"), ("row", "list"), ("message", "min")])
    entries = [_entry(row, examples) for row in gathered.to_pylist()]
    return tuple(sorted(entries, key=lambda e: (-e.count, e.file, e.table, e.column, e.code)))


def _entry(row: dict[str, object], examples: bool) -> SetAside:
    table, column, code = (str(row[name] or "") for name in ("table", "column", "code"))
    message = _LINES.sub("", str(row["message_min"] or ""))
    found = row["row_list"]
    numbers = sorted(n for n in found if n) if isinstance(found, list) else []
    done = OF_FILE if row["of_file"] else MISSING if row["kept"] else ASIDE
    count = row["row_count"]
    return SetAside(
        file=str(row["file"] or ""),
        table=table,
        column=column,
        code=code,
        count=count if isinstance(count, int) else 0,
        examples=tuple(numbers[:MOST_EXAMPLES]) if examples else (),
        why=(_swedish(code, table, column) or message, _without_what_was_done(message)),
        done=done,
    )


def _swedish(code: str, table: str, column: str) -> str:
    said = SWEDISH.get(code, "")
    values = _values(table, column)
    if code == "unknown_value" and values:
        return f"{said[:-1]}: {joined(values, 'sv')}."
    return said


def _values(table: str, column: str) -> Iterable[str]:
    if table not in REGISTERS or column not in REGISTERS[table].names:
        return ()
    return REGISTERS[table].column(column).values


def _without_what_was_done(message: str) -> str:
    """The English sentence up to what was done with the row, which stands in its own column."""
    for end in (VALUE_MISSING, "The row is set aside;"):
        message = message.partition(end)[0]
    return message.strip()
