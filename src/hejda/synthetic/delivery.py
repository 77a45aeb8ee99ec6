"""The invented country's registers as one police authority would send them.

`write_delivery` makes, of contract tables as Parquet, text files in Latin-1 with Swedish headers and
words: of each register one base file, then one file a day, with corrections and deletions. What the
files look like stands in `se/delivery.yaml`, the source mapping that reads them.
"""

from __future__ import annotations

import codecs
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hejda.base.dates import date_of, day_number
from hejda.base.errors import InputError
from hejda.engine.read import load_mapping
from hejda.synthetic.delivery_words import (
    Outside,
    Sheet,
    column_of,
    drawn,
    octets_of,
    sheets_of,
)
from hejda.tables import REGISTERS, Table

MAPPING = Path(__file__).parent / "se" / "delivery.yaml"
ROWS_AT_ONCE = 131_072
ONE_IN = 2_000
ERASED = ("incident", "offence", "observation")
"""Registers of which the authority erases a record now and then, with what depends on it."""
TAKEN_BACK = ("observation",)
"""Registers of which it takes a record back now and then."""
LATEST = 5
"""Deletions come on the last days only, so that there is something to delete."""
SENT_TWICE = "incident"
"""The register whose last file is sent again under another name."""
ERRORS = "hejda.outside_latin_1"
NEVER = np.int32(2**31 - 1)
COUNTED = (
    *("files", "rows", "base", "daily", "new", "correct", "withdraw", "erase", "repeated"),
    *("deleted", "after", "unsent", "respelt"),
)
"""What is counted, in the order told."""

Days = NDArray[np.int32]


@dataclass(frozen=True)
class Period:
    """Which days the base files, the daily files and the deletions cover; days since 1970."""

    base_until: int
    last: int

    def deleted_on(self, numbers: NDArray[np.uint64]) -> Days:
        """A day among the last, by number."""
        spread = np.uint64(min(LATEST, self.last - self.base_until))
        return (self.last - (numbers % spread).astype(np.int64)).astype(np.int32)


@dataclass(frozen=True)
class Deleted:
    """Records that the authority deletes: different ids, and for each the day."""

    ids: pa.Array
    days: pa.Array

    def on(self, ids: pa.Array) -> Days:
        """For each of `ids` the day on which it is deleted; NEVER where it is not."""
        places = pc.index_in(ids, value_set=self.ids)
        days: Days = self.days.take(places).fill_null(int(NEVER)).to_numpy(zero_copy_only=False)
        return days


NOTHING = Deleted(pa.array([], pa.string()), pa.array([], pa.int32()))


def write_delivery(
    registers: Path, out: Path, last_day: dt.date, days: int = 30, *, one_in: int = ONE_IN
) -> dict[str, int]:
    """Write the contract tables in `registers` into `out` as an authority sends them; the counts.

    What was registered up to `days` days before `last_day` goes into base files, the rest into daily
    files; what came after `last_day` is left out. About one record in `one_in` is deleted. `out` gets
    a `source.yaml` that reads it. Of the counts: `base` and `daily` sum to `rows`, and so do `new`,
    `correct`, `withdraw`, `erase` and `repeated` (rows sent again, word for word). `deleted` is what
    was added to erase and withdraw, `after` what came after `last_day`, `unsent` rows of records that
    were already erased; `respelt` the signs that Latin-1 does not have.
    """
    if days < 1 or one_in < 1:
        raise InputError("no_days", "A delivery needs at least one day of daily files.")
    files = {name: found for name in REGISTERS if (found := _files(registers, name))}
    if "incident" not in files:
        raise InputError(
            "no_registers",
            "The folder holds no incident.parquet.",
            "A delivery is written from the tables of the contract.",
            "Name the folder that `hejda simulate` wrote.",
        )
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise InputError(
            "folder_not_empty",
            "The folder for the delivery is not empty.",
            "Files from an earlier delivery would be read with this one.",
            "Name a new folder.",
        )
    last = day_number(last_day)
    period = Period(last - days, last)
    erased = _erasures(files, period, one_in)
    counts: Counter[str] = Counter()
    outside = Outside()
    codecs.register_error(ERRORS, outside)
    for sheet in sheets_of(load_mapping(MAPPING)):
        name = sheet.table.name
        if name in files:
            taken_back = _withdrawals(files, name, period, erased, one_in)
            written = _Written(sheet, out, period, outside, counts)
            written.register(files[name], erased.get(name, NOTHING), taken_back)
    shutil.copyfile(MAPPING, out / "source.yaml")
    counts["respelt"] = outside.count
    counts["rows"] = counts["base"] + counts["daily"]
    return {name: counts[name] for name in COUNTED}


def _files(registers: Path, name: str) -> list[Path]:
    """The Parquet files of one register: its own, numbered ones, or those of a folder."""
    patterns = (f"{name}.parquet", f"{name}-*.parquet", f"{name}/*.parquet")
    return [path for pattern in patterns for path in sorted(registers.glob(pattern))]


def _batches(files: list[Path], *columns: str) -> Iterator[pa.RecordBatch]:
    for path in files:
        with pq.ParquetFile(path) as file:
            present = [name for name in columns if name in file.schema_arrow.names]
            yield from file.iter_batches(ROWS_AT_ONCE, columns=present)


def _registered(rows: pa.RecordBatch, otherwise: int) -> Days:
    days = rows.column("registered_on").cast(pa.date32()).cast(pa.int32())
    numbers: Days = days.fill_null(otherwise).to_numpy(zero_copy_only=False)
    return numbers


def _texts(rows: pa.RecordBatch, name: str) -> pa.Array:
    return column_of(rows, name).cast(pa.string())


# ── What the authority deletes ───────────────────────────────────────────────────────────────────


def _erasures(files: Mapping[str, list[Path]], period: Period, one_in: int) -> dict[str, Deleted]:
    """Per register, the records erased: some by themselves, others with what they belong to."""
    erased: dict[str, Deleted] = {}
    for name, paths in files.items():
        table = REGISTERS[name]
        parents = {c.name: c.refers_to for c in table.columns if c.refers_to in (*erased, name)}
        if name in ERASED or parents:
            erased[name] = _erased(table, paths, parents, erased, period, one_in)
    return erased


def _erased(
    table: Table,
    paths: list[Path],
    parents: Mapping[str, str | None],
    erased: Mapping[str, Deleted],
    period: Period,
    one_in: int,
) -> Deleted:
    found, links = [NOTHING], [_pairs([], [])]
    for rows in _batches(paths, table.id_column, "registered_on", "operation", *parents):
        ids = _texts(rows, table.id_column)
        days = np.full(len(ids), NEVER)
        if table.name in ERASED:
            days = _by_number(rows, ids, 0, period, one_in)
        for column, parent in parents.items():
            if parent == table.name:
                links.append(_pairs(ids, _texts(rows, column)))
            elif parent is not None:
                days = np.minimum(days, erased[parent].on(_texts(rows, column)))
        found.append(_deleted(ids, days))
    return _with_linked(_merged(found), pa.concat_tables(links))


def _by_number(
    rows: pa.RecordBatch, ids: pa.Array, which: int, period: Period, one_in: int
) -> Days:
    """The day for those records of the base files that chance, drawn by their id, deletes."""
    numbers = drawn(ids)
    chosen = numbers % np.uint64(one_in) == which
    chosen &= _registered(rows, period.base_until) <= period.base_until
    return np.where(chosen, period.deleted_on(numbers // np.uint64(one_in)), NEVER)


def _pairs(ids: pa.Array | list[str], linked: pa.Array | list[str]) -> pa.Table:
    texts = [pa.array(part, pa.string()) for part in (ids, linked)]
    return pa.table(texts, ["id", "linked"]).drop_null()


def _deleted(ids: pa.Array, days: Days) -> Deleted:
    chosen = days < NEVER
    return Deleted(ids.filter(pa.array(chosen)), pa.array(days[chosen], pa.int32()))


def _merged(parts: list[Deleted]) -> Deleted:
    """Each id once, with its first day."""
    columns = {
        "id": pa.chunked_array([part.ids for part in parts]),
        "day": pa.chunked_array([part.days for part in parts]),
    }
    firsts = pa.table(columns).group_by("id").aggregate([("day", "min")]).sort_by("id")
    firsts = firsts.combine_chunks()
    return Deleted(_whole(firsts["id"]), _whole(firsts["day_min"]))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _with_linked(found: Deleted, links: pa.Table) -> Deleted:
    """`found` with the records of the same register that refer to them, and so on."""
    ids, linked = _whole(links["id"]), _whole(links["linked"])
    while len(ids):
        more = _deleted(ids, found.on(linked))
        wider = _merged([found, more])
        if wider.ids.equals(found.ids) and wider.days.equals(found.days):
            break
        found = wider
    return found


def _withdrawals(
    files: Mapping[str, list[Path]],
    name: str,
    period: Period,
    erased: Mapping[str, Deleted],
    one_in: int,
) -> Deleted:
    """The records of a register that the authority takes back, none of them erased."""
    found, key = [NOTHING], REGISTERS[name].id_column
    for rows in _batches(files[name] if name in TAKEN_BACK else [], key, "registered_on"):
        ids = _texts(rows, key)
        days = _by_number(rows, ids, 1, period, one_in)
        found.append(_deleted(ids, np.where(erased[name].on(ids) < NEVER, NEVER, days)))
    return _merged(found)


# ── What it sends ────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Written:
    """One register being written."""

    sheet: Sheet
    out: Path
    period: Period
    outside: Outside
    counts: Counter[str]
    sent: Counter[Path] = field(default_factory=Counter)
    first: dict[Path, pa.Array] = field(default_factory=dict)

    def register(self, paths: list[Path], erased: Deleted, taken_back: Deleted) -> None:
        """Write the base file and the daily files, and send some of it again."""
        self._begin(self._path("bas"))
        here = [NOTHING]
        for rows in _batches(paths, *(part.column for part in self.sheet.columns)):
            kept, known = self._still_there(rows, erased)
            self._put(kept)
            here.append(known)
        self._act("erase", _merged(here))
        self._act("withdraw", taken_back)
        self._send_again()

    def _still_there(self, rows: pa.RecordBatch, erased: Deleted) -> tuple[pa.RecordBatch, Deleted]:
        """(the rows the authority has sent, the erased records among them)."""
        ids, registered = _texts(rows, self.sheet.table.id_column), self._days(rows)
        gone = erased.on(ids)
        after = registered > self.period.last
        kept = ~after & (registered < gone)
        self.counts["after"] += int(after.sum())
        self.counts["unsent"] += int((~after & ~kept).sum())
        known = _deleted(ids, np.where(kept, gone, NEVER))
        return (rows if kept.all() else rows.filter(pa.array(kept))), known

    def _days(self, rows: pa.RecordBatch) -> Days:
        return _registered(rows, self.period.base_until)

    def _put(self, rows: pa.RecordBatch) -> None:
        """Write rows to the files of their days."""
        operations = _texts(rows, "operation").fill_null("new")
        for counted in pc.value_counts(operations).to_pylist():
            self.counts[counted["values"]] += counted["counts"]
        rows = _with_column(rows, "operation", operations)
        lines, registered = self.sheet.lines(rows), self._days(rows)
        daily = registered > self.period.base_until
        early = lines if not daily.any() else lines.filter(pa.array(~daily))
        self._write(self._path("bas"), early, "base")
        for day in np.unique(registered[daily]):
            path = self._path(f"{date_of(int(day)):%Y%m%d}")
            self._write(path, lines.filter(pa.array(registered == day)), "daily")

    def _act(self, operation: str, deleted: Deleted) -> None:
        """Write the deletions: the record's id, the day, and what is done."""
        words = pa.array([operation] * len(deleted.ids), pa.string())
        columns = [deleted.ids, deleted.days.cast(pa.date32()), words]
        names = [self.sheet.table.id_column, "registered_on", "operation"]
        self.counts["deleted"] += len(deleted.ids)
        self._put(pa.record_batch(columns, names))

    def _send_again(self) -> None:
        """The first row of every daily file comes twice; the last daily file of one register too."""
        for path, line in self.first.items():
            self.counts["repeated"] += 1
            self._write(path, line, "daily")
        if self.first and self.sheet.table.name == SENT_TWICE:
            path = max(self.first)
            shutil.copyfile(path, path.with_name(f"{path.stem}_omsand.csv"))
            self.counts["files"] += 1
            self.counts["daily"] += self.sent[path]
            self.counts["repeated"] += self.sent[path]

    def _path(self, which: str) -> Path:
        return self.out / f"{self.sheet.stem}_{which}.csv"

    def _begin(self, path: Path) -> None:
        path.write_bytes(self.sheet.header.encode(self.sheet.encoding))
        self.counts["files"] += 1

    def _write(self, path: Path, lines: pa.Array, which: str) -> None:
        if not len(lines):
            return
        if which == "daily" and path not in self.first:
            self._begin(path)
            self.first[path] = lines.slice(0, 1)
        text = octets_of(lines)[1].to_pybytes().decode()
        with path.open("ab") as file:
            file.write(self.outside.encoded(text, self.sheet.encoding, ERRORS))
        self.sent[path] += len(lines)
        self.counts[which] += len(lines)


def _with_column(rows: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    if name in rows.schema.names:
        return rows.set_column(rows.schema.get_field_index(name), name, values)
    return rows.append_column(name, values)
