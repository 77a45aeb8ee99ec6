"""`hejda compare-list`: in both, only on theirs and what the registers lack, only on the map's and why."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hejda.base.errors import InputError
from hejda.base.wording import Both, number
from hejda.cli.explain import language_named
from hejda.evaluate.their_list import BOTH, OURS, THEIRS, Row, counts
from hejda.flow.compare_list import ListCompared, ListOrder, compare_list
from hejda.flow.their_list import ASIDE
from hejda.nominate.labels import list_label

ERR = Console(stderr=True)
WORDS: dict[str, Both] = {
    BOTH: ("På båda listorna", "On both lists"),
    THEIRS: ("Bara på er lista", "Only on your list"),
    OURS: ("Bara på kartläggningens listor", "Only on the map's lists"),
    "aside": ("Rader som lagts åt sidan", "Lines set aside"),
    "line": ("Rad", "Line"),
    "person": ("Person", "Person"),
    "places": ("Plats", "Place"),
    "groups": ("Grupp bredvid listorna", "Group beside the lists"),
    "why": ("Varför inte på kartläggningens listor", "Why not on the map's lists"),
    "reasons": ("Skäl", "Reasons"),
    "no_record": ("ingen registerpost hittades", "no record found at all"),
    "ambiguous": ("passar flera personer", "fits several people"),
    "not_in_out": (
        "inte bland dem körningen rangordnade",
        "not among those the run ranked",
    ),
    "no_suspicion": ("registerpost, men ingen misstanke", "a record, but no suspicion"),
    "role": (
        "står i händelser mellan partner, men inte som misstänkt",
        "stands in incidents between partners, but not as suspect",
    ),
    "no_partner_suspicion": (
        "misstankar, men ingen mot partner",
        "suspicions, but none against a partner",
    ),
    "relation_unknown": ("relationen är okänd", "the relation is unknown"),
    "ended": ("misstanken har avslutats", "the suspicion has ended"),
    "degree": ("misstankegraden räknas inte", "the degree of suspicion does not count"),
    "aged_out": ("äldre än återblicken", "older than the look-back"),
    "excluded": ("undantagen, till exempel avliden eller under åldern",
                 "excluded, for instance dead or under the age"),
    "below_floor": ("under golvet", "below the floor"),
    "no_places": ("polisregionen har inga platser", "the police region has no places"),
    "inside": ("frihetsberövad; i gruppen Förbered frigivning",
               "inside; in the group Prepare for release"),
    "held_back": ("hålls tillbaka: uppgifter har ändrats sedan dess",
                  "held back: records have changed since"),
    "below_capacity": ("under kapaciteten: platserna tog slut",
                       "below capacity: the places ran out"),
    "searched": ("Leveransen själv söktes igenom.", "The delivery itself was searched."),
    "run_only": (
        "Bara körningen söktes igenom: den håller post-id för dem som rangordnades, och akter bara "
        "för kandidater, inga nummer. Ge --source och --data för att söka i leveransen.",
        "Only the run was searched: it holds record ids of those ranked, and dossiers of candidates "
        "only, no numbers. Give --source and --data to search the delivery.",
    ),
    "unsearchable": (
        "{count} rader har bara nummer, och kunde därför inte sökas.",
        "{count} lines give numbers only, and could therefore not be searched.",
    ),
    "limit": (
        "Att någon inte hittas säger ingenting om risk. En människa avgör.",
        "That somebody is not found says nothing about risk. A person decides.",
    ),
}  # fmt: skip


def compare_list_command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that hejda map wrote.")],
    list_file: Annotated[
        Path,
        typer.Argument(
            metavar="LIST.csv", help="Columns: personal_number, other_number or record_id."
        ),
    ],
    source: Annotated[
        Path | None, typer.Option(help="The run's source mapping, to search the delivery too.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="The run's delivery, with --source.")] = None,
    rules: Annotated[
        str | None, typer.Option(help="The run's rules, if not the mapping's.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="What people decided of who is who, as the run was given.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--out", help="Write the rows to a .csv or .json file too.")
    ] = None,
    lang: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    memory: Annotated[int, typer.Option(help="Memory the engine may use, in MiB.")] = 4096,
) -> None:
    """The list the police follow beside the lists of a run: in both, only on theirs, only on the map's."""
    place = 0 if language_named(lang) == "sv" else 1
    if to is not None:
        _writable(to)
    order = ListOrder(
        out=out, list=list_file, source=source, data=data, rules=rules,
        judgements=judgements, memory_mib=memory,
    )  # fmt: skip
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        found = compare_list(order, lambda text: bar.update(task, description=text))
    _Told(found, place).print(Console(highlight=False))
    if to is not None:
        _write(to, found)


class _Told:
    """The comparison in a terminal: counts first, then the three parts, then what was not searched."""

    def __init__(self, found: ListCompared, place: int) -> None:
        self.found, self.place = found, place

    def word(self, name: str, **parts: object) -> str:
        return WORDS[name][self.place].format(**parts)

    def print(self, console: Console) -> None:
        console.print(self._counts())
        columns = {
            BOTH: ("line", "person", "places"),
            THEIRS: ("line", "person", "groups", "why"),
            OURS: ("person", "places", "reasons"),
        }
        for where, names in columns.items():
            rows = [row for row in self.found.rows if row.where == where]
            if rows:
                console.print(self._table(where, names, rows))
        for code, times in Counter(code for _, code in self.found.aside).items():
            lines = ", ".join(str(at) for at, its in self.found.aside if its == code)
            said = ASIDE[code][self.place]
            console.print(f"{self.word('aside')}: {number(times)} ({said}): {lines}", markup=False)
        console.print(self.word("searched" if self.found.searched else "run_only"), markup=False)
        if self.found.unsearchable:
            count = number(len(self.found.unsearchable))
            console.print(self.word("unsearchable", count=count), markup=False)
        console.print(self.word("limit"), markup=False)

    def _counts(self) -> Table:
        told = counts(self.found.rows)
        table = Table(box=None, show_header=False)
        for name, count in told.items():
            main = name in (BOTH, THEIRS, OURS)
            table.add_row(
                self.word(name) if main else f"  {self.word(name)}",
                number(count),
                style="bold" if main else "",
            )
        if self.found.aside:
            table.add_row(self.word("aside"), number(len(self.found.aside)))
        return table

    def _table(self, title: str, names: tuple[str, ...], rows: list[Row]) -> Table:
        table = Table(title=self.word(title), title_justify="left", show_edge=False)
        for name in names:
            table.add_column(self.word(name), overflow="fold")
        for row in rows:
            table.add_row(*(self._cell(row, name) for name in names))
        return table

    def _cell(self, row: Row, name: str) -> str:
        if name == "why":
            return self.word(row.why)
        if name == "places":
            said = ((p, list_label(p.list)[self.place]) for p in row.places)
            return "; ".join(f"{title} {p.place} ({p.police_region})" for p, title in said)
        if name == "groups":
            return "; ".join(list_label(group)[self.place] for group in row.groups) or "–"
        if name == "reasons":
            return "\n".join(reason[self.place] for reason in row.reasons) or "–"
        return str(row.line) if name == "line" else row.person or "–"


def _writable(to: Path) -> None:
    if to.suffix not in (".csv", ".json"):
        raise InputError(
            "out_form", "--out is neither a .csv nor a .json file.", "", "Choose one of the two."
        )
    if to.exists():
        raise InputError(
            "out_exists", "The file to write already exists.", "", "Choose another name."
        )
    if not to.parent.is_dir():
        raise InputError("out_parent", "The folder to write in does not exist.", "", "Create it.")


def _write(to: Path, found: ListCompared) -> None:
    """The rows as CSV, or with counts as JSON, readable by the owner only."""
    rows = [_flat(row) for row in found.rows]
    if to.suffix == ".json":
        told: dict[str, Any] = {
            "as_of": found.facts.as_of.isoformat(),
            "material": found.facts.material,
            "searched_delivery": found.searched,
            "counts": counts(found.rows),
            "set_aside": [{"line": at, "code": code} for at, code in found.aside],
            "rows": rows,
        }
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    else:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, list(_flat(Row(OURS, None, None))))
        writer.writeheader()
        writer.writerows(rows)
        text = buffer.getvalue()
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def _flat(row: Row) -> dict[str, Any]:
    """A row as cells; several values of one cell are parted by a semicolon."""
    return {
        "where": row.where,
        "line": "" if row.line is None else row.line,
        "person": row.person or "",
        "places": "; ".join(f"{p.list} {p.police_region} {p.place}" for p in row.places),
        "groups": "; ".join(row.groups),
        "why": row.why,
        "reasons_sv": "; ".join(reason[0] for reason in row.reasons),
        "reasons_en": "; ".join(reason[1] for reason in row.reasons),
    }
