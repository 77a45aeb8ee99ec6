"""Writes docs/reference from the code, so that the pages cannot say anything else (make docs)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hejda.tables import EVALUATION, IDENTITY, REGISTERS, RESULTS, Table

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs/reference"

OPENING = """\
# Tables

*Written by `make docs` from `hejda.tables`; change the code, not this page.*

Every table that goes between stages, or into a result, is listed here: what each column holds,
which values it may have, and how carefully it must be kept. A delivery becomes the register tables
through a source mapping; `hejda map` writes the result tables, `hejda validate` those of an
evaluation.

**Types.** `string`; `date`, a day without a time; `int64`, a whole number; `boolean`, true or
false; `array<string>`, several strings in order. There are no fractions (decision 0002 says why) but
`float64` in measured figures, which no ranking reads.

**Sensitivity.** `none`; `personal`, it says something about one person; `identity`, it names
somebody; `contact`, it leads to where somebody lives or answers; `suspicion`, it says that somebody
is or was suspected; `health`, it may tell of somebody's health: the pack says which kinds of
observation do, and those are read by no ranker, overlay, filter or search.
"""


def cell(text: str) -> str:
    """`text` as one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def table_section(table: Table) -> list[str]:
    """One table: its sentence, its key and its columns."""
    need = " A delivery must have it." if table.required else ""
    lines = [
        f"### `{table.name}`",
        "",
        f"{table.sentence}{need}",
        "",
        f"Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | what it holds | constraint | sensitivity |",
        "|---|---|---|---|---|",
    ]
    for column in table.columns:
        cells = (
            f"`{column.name}`",
            f"`{column.type.value}`",
            cell(column.sentence),
            cell(column.constraint),
            column.sensitivity.value,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def chapter(title: str, sentence: str, tables: Iterable[Table]) -> list[str]:
    """A heading, what the tables below it have in common, and the tables."""
    return [f"## {title}", "", sentence, ""] + [
        line for table in tables for line in table_section(table)
    ]


def tables_page() -> str:
    """The page docs/reference/tables.md."""
    lines = [
        OPENING,
        *chapter(
            "Register tables",
            "What a country's registers are turned into. A table that is missing is never read as "
            "“nothing happened”: the results name it as a gap.",
            REGISTERS.values(),
        ),
        *chapter(
            "Identity and relations",
            "Who is who and who was whose partner, as the machine proposes it, and what people "
            "decided about both.",
            IDENTITY.values(),
        ),
        *chapter(
            "Result tables",
            "What a run writes, one Parquet file each, in the order of the key.",
            RESULTS.values(),
        ),
        *chapter(
            "Evaluation tables",
            "What `hejda validate` measured. Figures, not facts about a person: no list reads them.",
            EVALUATION.values(),
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"tables.md": tables_page}
"""File in docs/reference → the function that writes it."""


def main() -> None:
    """Writes every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
