"""Reads a delivery: files or a database, through a source mapping, into the register tables.

`read_delivery` is all that others need. The delivery itself is touched by a child process only,
under limits of memory and time; every row ends as exactly one of accepted, duplicate, quarantined.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ibis.expr import types as ir

from hejda.base.errors import Disagreement
from hejda.engine.base import Engine
from hejda.engine.read_clean import take_clean
from hejda.engine.read_files import delivery_folder
from hejda.engine.read_guard import Limits, Progress, ReadingChild
from hejda.engine.read_outcome import (
    Delivery,
    Erased,
    FileCount,
    NothingUsable,
    RegisterFiles,
)
from hejda.engine.read_plan import DeliveredFile, Group, Plan, planned, reasons_of
from hejda.engine.read_reasons import file_message
from hejda.engine.read_rows import (
    Derived,
    derive,
    file_counts,
    find_duplicates,
    note_faults,
    note_files,
    note_unreadable,
    prepare,
)
from hejda.engine.read_source import load_mapping
from hejda.engine.read_stage import Checksums, make_view, stage
from hejda.engine.read_tables import (
    broken_references,
    missing_counts,
    note_acts,
    reason_counts,
    settle,
    write_quarantine,
    write_table,
)
from hejda.registers.checks import Setting
from hejda.registers.expressions import completed
from hejda.registers.mapping import ParquetEntry, SourceMapping
from hejda.tables import REGISTERS

__all__ = [
    "Delivery",
    "Erased",
    "FileCount",
    "Limits",
    "NothingUsable",
    "Progress",
    "RegisterFiles",
    "delivered_tables",
    "load_mapping",
    "read_delivery",
]

REQUIRED = tuple(name for name, table in REGISTERS.items() if table.required)


@dataclass(slots=True)
class _Reading:
    """One delivery being read."""

    mapping: SourceMapping
    plan: Plan
    setting: Setting
    limits: Limits
    environment: Mapping[str, str]
    work: Path
    references: bool

    def run(self, child: ReadingChild, note: Callable[[str], None]) -> Delivery:
        """Read everything; what each step does is said where it is defined."""
        checksums = Checksums(self.plan)
        try:
            self._open(child)
            note("looking at the files")
            clean, references, rest = take_clean(child, self.plan, self.setting, self.references)
            derived = self._derive(child, rest, note)
            note("settling versions")
            tables, erased = self._write(child, derived)
            tables = {name: found for name in REGISTERS if (found := {**clean, **tables}.get(name))}
            broken = broken_references(child, tables, references, self.references)
            checksums.fill()
            counts = self._counts(child, derived, rest)
            return self._delivery(child, tables, counts, broken, erased)
        finally:
            checksums.stop()

    def _open(self, child: ReadingChild) -> None:
        parquet = [
            str(file.path)
            for group in self.plan.groups
            if isinstance(group.entry, ParquetEntry)
            for file in group.files
            if file.fault is None
        ]
        child.ask(
            "open",
            work=str(self.work),
            memory_mib=self.limits.engine_mib,
            files=parquet,
            field_bytes=self.limits.field_bytes,
        )
        prepare(child)

    def _derive(
        self, child: ReadingChild, groups: list[Group], note: Callable[[str], None]
    ) -> list[Derived]:
        derived: list[Derived] = []
        for group in groups:
            note(f"reading {group.name}")
            stage(child, self.work, group, self.limits, self.environment)
            make_view(child, self.work, group)
            find_duplicates(child, group)
            note_unreadable(child, group)
            made = derive(child, group, self.setting, len(derived))
            for part in made:
                note_faults(child, part)
            derived += made
        return derived

    def _write(
        self, child: ReadingChild, derived: list[Derived]
    ) -> tuple[dict[str, RegisterFiles], list[Erased]]:
        tables: dict[str, RegisterFiles] = {}
        erased: list[Erased] = []
        for settled in settle(child, derived):
            name = settled.contract.name
            out = self.work / f"{name}.parquet"
            rows, receipts = write_table(child, settled, out)
            note_acts(child, settled.contract)
            erased += receipts
            tables[name] = RegisterFiles(name, (out,), rows)
        return tables, erased

    def _counts(
        self, child: ReadingChild, derived: list[Derived], rest: list[Group]
    ) -> list[FileCount]:
        by_file: dict[int, list[int]] = {}
        for group in rest:
            mine = [part for part in derived if part.group is group]
            by_file.update(file_counts(child, group, mine))
        return [_counted(file, by_file.get(file.index)) for file in self.plan.files]

    def _delivery(
        self,
        child: ReadingChild,
        tables: dict[str, RegisterFiles],
        counts: list[FileCount],
        broken: dict[str, int],
        erased: list[Erased],
    ) -> Delivery:
        said = [(f.name, *reason) for f in self.plan.files for reason in reasons_of(f)]
        said += [(name, code, file_message(code, d)) for name, code, d in self.plan.remarks]
        note_files(child, self.plan, said)
        quarantine = self.work / "quarantine.parquet"
        write_quarantine(child, quarantine)
        return Delivery(
            mapping=self.mapping,
            counts=counts,
            quarantine=quarantine,
            registers=tables,
            tables_rows={name: files.rows for name, files in tables.items()},
            missing_set=missing_counts(child),
            broken=broken,
            erased=erased,
            reasons=reason_counts(child),
            file_reasons=said,
        )


def _counted(file: DeliveredFile, found: list[int] | None) -> FileCount:
    """The count of one file; a refused file's rows are all quarantined, a clean one's all accepted."""
    if file.fault is not None:
        found = [0, 0, file.rows, 0]
    elif found is None:
        found = [file.rows, 0, 0, 0]
    accepted, duplicate, quarantined, unused = found
    if file.rows != accepted + duplicate + quarantined:
        raise Disagreement(
            "rows_not_conserved",
            f"{file.name} has {file.rows} rows, and {accepted + duplicate + quarantined} were "
            "accounted for.",
            "No row may be lost or counted twice, so the reading was stopped.",
            "This is a fault in hejda; please report it.",
        )
    return FileCount(
        file.name, file.rows, accepted, duplicate, quarantined, unused, file.sha256, file.bytes,
        file.fault,
    )  # fmt: skip


def _refuse_empty(delivery: Delivery, required: tuple[str, ...]) -> None:
    if delivery.rows and not delivery.accepted:
        raise NothingUsable(delivery, f"None of the {delivery.rows} rows could be used.")
    if not delivery.rows:
        raise NothingUsable(delivery, "The delivery has no rows that could be read.")
    empty = [name for name in required if not delivery.tables_rows.get(name)]
    if empty:
        raise NothingUsable(delivery, f"No row gave the required table {' or '.join(empty)}.")


def _told(plan: Plan, tell: Progress) -> Callable[[str, int], None]:
    """Turns what the child has seen into words: how far into which file it is."""
    names = {str(file.path): file for file in plan.files}

    def seen(what: str, done: int) -> None:
        file = names.get(what)
        if file is None or file.path is None:
            tell(f"reading {what}: {done} rows")
        else:
            size = max(1, file.path.stat().st_size)
            tell(f"reading {file.name}: {min(100, 100 * done // size)} %")

    return seen


def delivered_tables(engine: Engine, delivery: Delivery) -> dict[str, ir.Table]:
    """The contract tables of a delivery on an engine, each with every column of its contract."""
    law = delivery.mapping.source_law
    return {
        name: completed(engine.parquet(files.files), REGISTERS[name], law)
        if files.delivered
        else engine.parquet(files.files)
        for name, files in delivery.registers.items()
    }


def read_delivery(
    source_yaml: Path,
    data: Path,
    work: Path,
    *,
    now: dt.date,
    rules: Mapping[str, frozenset[str]] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    environment: Mapping[str, str] | None = None,
    required: tuple[str, ...] = REQUIRED,
    references: bool = True,
) -> Delivery:
    """The register tables that the delivery in `data` gives, written to the private folder `work`.

    `now`: the day no recorded date may lie after. `rules`: the ids that the rules know, under
    offences, observations and regions; what is not there is not asked. `environment`: the addresses
    of databases, by the names in `dsn_env`. `required`: tables without which the delivery is of no
    use. `references`: whether those of clean Parquet tables are followed too. Raises MappingError or
    DeliveryError, in sentences; `work` then holds nothing half-written.
    """
    mapping = load_mapping(source_yaml)
    plan = planned(mapping, delivery_folder(data))
    limits, known = limits or Limits(), rules or {}
    setting = Setting(
        now=now,
        offences=known.get("offences"),
        observations=known.get("observations"),
        regions=known.get("regions"),
        source_law=mapping.source_law,
    )
    tell = progress or (lambda step: None)
    folder = work.resolve() / "registers"
    (folder / "stage").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    reading = _Reading(mapping, plan, setting, limits, environment or {}, folder, references)
    try:
        with ReadingChild(folder, limits, _told(plan, tell)) as child:
            delivery = reading.run(child, tell)
        _refuse_empty(delivery, required)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for leftover in ("stage", "spill"):
        shutil.rmtree(folder / leftover, ignore_errors=True)
    (folder / "reading.log").unlink(missing_ok=True)
    return delivery
