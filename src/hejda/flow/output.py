"""Writes a run: the tables of house.md §8, the dossier, run.json; whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from hejda.base.errors import InputError
from hejda.engine.base import Engine, arrow_schema, write_rows
from hejda.flow.answer import Answer, Question
from hejda.flow.naming import Naming
from hejda.flow.people import Explained
from hejda.flow.related import Related, named_rows
from hejda.flow.words import Words
from hejda.knowledge.rules import Knowledge
from hejda.rank.gather import counts_never
from hejda.tables import REGISTERS, RESULTS, TABLES
from hejda.tables.columns import Sensitivity
from hejda.tables.known import Known

NEVER_IN_DOSSIER = (Sensitivity.CONTACT, Sensitivity.IDENTITY)
"""Columns of these sensitivities are emptied: linkage alone reads them."""


@contextmanager
def whole_folder(out: Path, force: bool, mark: str = "run.json") -> Iterator[Path]:
    """A private folder (0700) beside `out` that becomes `out` only when everything is in it.

    An existing `out` is left alone, unless `force` and it holds an earlier run, known by `mark`.
    """
    if out.exists() and not (force and (out / mark).is_file()):
        raise InputError(
            "out_exists",
            "The folder to write to already exists.",
            "A run never writes over something else.",
            "Name a new folder, or use --force to replace an earlier run.",
        )
    if not out.parent.is_dir():
        raise InputError(
            "out_parent", "The folder to write in does not exist.", "", "Create it first."
        )
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    os.chmod(partial, 0o700)
    try:
        yield partial
        _put_in_place(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, out: Path) -> None:
    """Renames `partial` to `out`; an earlier run there is removed after that, or put back."""
    if not out.exists():
        partial.rename(out)
        return
    old = partial.with_name(partial.name + ".old")
    out.rename(old)
    try:
        partial.rename(out)
    except BaseException:
        old.rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def write_small(rows: Iterable[dict[str, Any]], name: str, folder: Path) -> int:
    """Writes rows of the result table `name`; their number."""
    contract = TABLES[name]
    table = pa.Table.from_pylist(list(rows), schema=arrow_schema(contract))
    return write_rows(table, folder / f"{name}.parquet", contract)


def write_tables(
    engine: Engine,
    answer: Answer,
    shown: Explained,
    question: Question,
    naming: Naming,
    relations: Related,
    folder: Path,
) -> dict[str, int]:
    """Every result table and the dossier; rows written per table.

    The engine writes the tables of everybody while Python words those of the people shown.
    """
    with ThreadPoolExecutor(1) as beside:
        large = beside.submit(_write_large, engine, answer, naming, folder)
        words = Words(shown, relations, question.knowledge, naming)
        counts = {
            "candidate": write_small(candidate_rows(answer, shown, words), "candidate", folder),
            "reason": write_small(words.reason_rows(), "reason", folder),
            "evidence": write_small(words.evidence_rows(), "evidence", folder),
            "contrary": write_small(words.contrary_rows(), "contrary", folder),
            "finding": write_small(words.finding_rows(), "finding", folder),
            "dyad": write_small(
                named_rows(relations.dyads, naming, "suspect", "victim"), "dyad", folder
            ),
            "hypothesis": write_small(
                named_rows(relations.hypotheses, naming, "person", "other"), "hypothesis", folder
            ),
        }
        known = answer.prepared.ranked.known
        _write_dossier(shown, question.knowledge, known, folder / "dossier")
        return large.result() | counts


def _write_large(engine: Engine, answer: Answer, naming: Naming, folder: Path) -> dict[str, int]:
    named = naming.named(answer.regions.semi_join(answer.prepared.ranked.people, "person"))
    tables = [naming.named(t).drop("record_ids") for t in answer.rankings.values()]
    ranking = ibis.union(*tables) if len(tables) > 1 else tables[0]
    return {
        "person": engine.write(named, folder / "person.parquet", RESULTS["person"]),
        "ranking": engine.write(ranking, folder / "ranking.parquet", RESULTS["ranking"]),
    }


def candidate_rows(answer: Answer, shown: Explained, words: Words) -> Iterable[dict[str, Any]]:
    """Rows of the table `candidate`."""
    for row in answer.proposals:
        yield {
            **row,
            "person": words.person(row["person"]),
            "flags": words.flags(row["person"]),
            "gaps": shown.gaps[(row["person"], row["list"])],
        }


def _write_dossier(shown: Explained, knowledge: Knowledge, known: Known, folder: Path) -> None:
    """Register rows of the people shown, without contact data, health or what is withheld.

    Withheld is what only one person can have told of, and anybody's part as suspect that may no
    longer be shown or has ended in a way after which it never counts.
    """
    folder.mkdir(mode=0o700)
    health = [k.id for k in knowledge.observations if k.sensitive != "none"]
    never = {
        row["involvement_id"]
        for row in shown.rows.get("involvement", ())
        if row["role"] == "suspect" and counts_never(row, known, knowledge)
    }
    withheld = pa.array(sorted(shown.gone | never), pa.string())
    for name, table in shown.dossier.items():
        contract = REGISTERS[name]
        for column in contract.columns:
            if column.sensitivity in NEVER_IN_DOSSIER and column.name != "protected":
                place = table.column_names.index(column.name)
                kind = table.schema.field(place).type
                table = table.set_column(place, column.name, pa.nulls(table.num_rows, kind))
        if name == "observation":
            silent = pc.is_in(table["kind"], pa.array(health, pa.string()))
            silent = pc.or_(silent, pc.is_valid(table["could_only_come_from"]))
            table = table.filter(pc.invert(silent))
        if name == "involvement":
            table = table.filter(pc.invert(pc.is_in(table["involvement_id"], withheld)))
        write_rows(table, folder / f"{name}.parquet", contract)


def write_run_facts(facts: dict[str, Any], folder: Path) -> None:
    """run.json: what came in, by which rules, what came out, how long it took."""
    text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")
