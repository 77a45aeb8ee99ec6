"""What a delivery consists of: groups of files that are read alike, before anything is read.

A group is one entry of the mapping; an entry with `tables: contract` gives one group per table.
Duplicate rows are looked for within a group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hejda.base.errors import DeliveryError
from hejda.engine.read_files import Found, files_of
from hejda.engine.read_reasons import file_message
from hejda.registers.expressions import identity
from hejda.registers.mapping import (
    AnyEntry,
    PostgresqlEntry,
    RowTemplate,
    SourceMapping,
    TextEntry,
)
from hejda.tables import REGISTERS

SourceColumn = tuple[str, str | None, bool]
"""A delivered column: its name, its kind (None: unusable), whether it is that without a cast."""


@dataclass(slots=True)
class DeliveredFile:
    """One file, or one answer of a database, and what reading has found out about it."""

    index: int
    name: str
    path: Path | None
    rows: int = 0
    columns: list[SourceColumn] = field(default_factory=list)
    fault: str | None = None
    detail: str = ""
    stopped: str = ""
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    sha256: str = ""
    bytes: int = 0
    staged: bool = False

    @property
    def names(self) -> list[str]:
        """The delivered column names, in order."""
        return [name for name, _, _ in self.columns]

    def refuse(self, code: str, detail: str = "") -> None:
        """Nothing of this file can be used; the first reason found stays."""
        if self.fault is None:
            self.fault, self.detail = code, detail


@dataclass(slots=True)
class Group:
    """Files read alike. `table` is set where the files already are that contract table."""

    number: int
    name: str
    entry: AnyEntry
    files: list[DeliveredFile]
    table: str | None = None
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """True where every value is text, so that blanks around it do not count."""
        return isinstance(self.entry, TextEntry)

    def templates(self) -> list[tuple[str, RowTemplate]]:
        """(contract table, row template) pairs; for a contract table, each column as it is."""
        if self.table is None:
            return self.entry.templates()
        return [(self.table, identity(list(self.columns), REGISTERS[self.table]))]

    def tables(self) -> set[str]:
        """The contract tables it feeds."""
        return {self.table} if self.table else {table for table, _ in self.entry.templates()}


@dataclass(slots=True)
class Plan:
    """Everything to be read. `remarks`: (name, code, detail) of what is missing but may be."""

    groups: list[Group] = field(default_factory=list)
    files: list[DeliveredFile] = field(default_factory=list)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, path: Path | None, fault: str | None = None) -> DeliveredFile:
        """A further file, with the next index."""
        file = DeliveredFile(len(self.files), name, path, fault=fault)
        self.files.append(file)
        return file


def _table_named(name: str) -> str | None:
    """The contract table after which a file is named: itself, or the folder it lies in."""
    *folders, last = name.split("/")
    stem = last.split(".")[0].split("-")[0]
    return next((word for word in (stem, *folders[-1:]) if word in REGISTERS), None)


def _no_match(entry: AnyEntry, pattern: str) -> DeliveryError:
    return DeliveryError(
        "no_file_matches",
        f"The delivery has no file named {pattern}, which the mapping requires.",
        "",
        "Check the folder and the name, or write `required: no` in the mapping.",
    )


def _contract_groups(plan: Plan, entry: AnyEntry, name: str, found: list[Found]) -> None:
    by_table: dict[str, list[Found]] = {}
    for file in found:
        table = _table_named(file.name)
        if table is None:
            plan.add(file.name, file.path, "unknown_table")
        else:
            by_table.setdefault(table, []).append(file)
    for table, named in by_table.items():
        files = [plan.add(f.name, f.path, f.fault) for f in named]
        plan.groups.append(Group(len(plan.groups), name, entry, files, table))


def _query_group(plan: Plan, entry: PostgresqlEntry) -> None:
    table = None
    if isinstance(entry.tables, str):
        table = entry.name if entry.name in REGISTERS else None
        if table is None:
            raise DeliveryError(
                "unknown_table",
                f"The query {entry.name} is said to be a contract table, and none has that name.",
                "",
                "Give the entry the name of its table, or say which columns feed which table.",
            )
    file = plan.add(f"postgresql:{entry.name}", None)
    plan.groups.append(Group(len(plan.groups), entry.name, entry, [file], table))


def planned(mapping: SourceMapping, folder: Path) -> Plan:
    """The groups of a delivery; raises when a required file is not there or two entries share one."""
    plan = Plan()
    for entry in mapping.files:
        if isinstance(entry, PostgresqlEntry):
            _query_group(plan, entry)
            continue
        found = files_of(folder, entry.pattern)
        if not found:
            if entry.required:
                raise _no_match(entry, entry.pattern)
            plan.remarks.append((entry.pattern, "no_file_matches", ""))
        elif isinstance(entry.tables, str):
            _contract_groups(plan, entry, entry.pattern, found)
        else:
            files = [plan.add(f.name, f.path, f.fault) for f in found]
            plan.groups.append(Group(len(plan.groups), entry.pattern, entry, files))
    _refuse_shared(plan)
    return plan


def _refuse_shared(plan: Plan) -> None:
    names = [file.name for file in plan.files]
    shared = sorted({name for name in names if names.count(name) > 1})
    if shared:
        raise DeliveryError(
            "file_in_two_entries",
            f"{shared[0]} is named by two entries of the mapping.",
            "Its rows would be counted twice.",
            "Put both ways of reading it under one entry, or make the patterns narrower.",
        )


def _wanted(group: Group, file: DeliveredFile) -> tuple[frozenset[str], list[str]]:
    """(columns that are read, those of them the file lacks)."""
    if group.table is None:
        reads = frozenset().union(*(t.reads for _, t in group.entry.templates()))
        return reads, sorted(reads - set(file.names))
    contract = [c for c in REGISTERS[group.table].columns if not c.set_by_hejda]
    reads = frozenset(c.name for c in contract) | {"operation"}
    lacking = [c.name for c in contract if c.required and c.name not in file.names]
    return reads & set(file.names), lacking


def match_columns(group: Group, file: DeliveredFile) -> None:
    """Refuse a file that cannot give what the mapping reads; remark on columns nobody reads."""
    reads, lacking = _wanted(group, file)
    if lacking:
        file.refuse("missing_column", ", ".join(lacking))
    twice = sorted(name for name in reads if file.names.count(name) > 1)
    if twice:
        file.refuse("duplicate_header", ", ".join(twice))
    unusable = sorted(name for name, kind, _ in file.columns if kind is None and name in reads)
    if unusable:
        file.refuse("unusable_column", ", ".join(unusable))
    if group.table is not None and file.fault is None:
        own = {c.name for c in REGISTERS[group.table].columns if c.set_by_hejda}
        extra = sorted(set(file.names) - reads - own)
        if extra:
            file.remarks.append(("unknown_columns", ", ".join(extra)))


def merge_columns(group: Group) -> None:
    """The group's columns over all its usable files: delivered name → (engine name, kind)."""
    kinds: dict[str, str] = {}
    for file in group.files:
        if file.fault is None:
            for name, kind, _ in file.columns:
                if kind is not None:
                    kinds[name] = kind if kinds.get(name, kind) == kind else "string"
    group.columns = {name: (f"g{n}", kind) for n, (name, kind) in enumerate(kinds.items())}


def reasons_of(file: DeliveredFile) -> list[tuple[str, str]]:
    """(code, message) of what is to be said of the file as a whole."""
    said = [(code, file_message(code, detail)) for code, detail in file.remarks]
    return [(file.fault, file_message(file.fault, file.detail)), *said] if file.fault else said


def options_of(entry: TextEntry, limits: Any) -> dict[str, Any]:
    """What the reading child must know to read a text file."""
    return {
        "encoding": entry.encoding,
        "separator": entry.separator,
        "quote": entry.quote,
        "escape": entry.escape,
        "header": entry.header,
        "columns": list(entry.columns),
        "field_bytes": limits.field_bytes,
        "unpacked_bytes": limits.unpacked_bytes,
        "unpacked_ratio": limits.unpacked_ratio,
    }
