"""Small deliveries for tests: a mapping, files written from it, and the real reading of them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from hejda.engine.read import Delivery, Limits, read_delivery

NOW = dt.date(2026, 11, 22)
RULES = {
    "offences": frozenset({"xx-assault", "xx-threat"}),
    "observations": frozenset({"strangulation"}),
    "regions": frozenset({"north"}),
}
COLUMNS = ("case", "filed", "happened", "sort", "part", "person", "charge", "remark")
SECRET = "Hemligsson"
"""A name that stands in every delivered row and may stand in no message."""

TEXT_TABLES: dict[str, Any] = {
    "incident": {
        "incident_id": "case",
        "registered_on": {"date": "filed"},
        "occurred_on": {"is": {"date": "happened"}, "if_unreadable": "missing"},
        "kind": {"lookup": {"R": "report", "C": "call_out"}, "of": "sort"},
        "status": "remark",
    },
    "involvement": {
        "involvement_id": {"join": ["case", "person", "part"]},
        "incident_id": "case",
        "record_id": "person",
        "role": {"lookup": {"s": "suspect", "v": "victim"}, "of": "part"},
        "registered_on": {"date": "filed"},
    },
    "offence": {
        "offence_id": {"join": ["case", "charge"]},
        "incident_id": "case",
        "code": "charge",
        "close_relation": {"value": "unknown"},
        "registered_on": {"date": "filed"},
    },
}


class Chance:
    """Seeded chance: the same seed gives the same choices on every machine."""

    def __init__(self, seed: str) -> None:
        self._seed, self._drawn = seed, 0

    def randrange(self, first: int, last: int | None = None) -> int:
        """A whole number from `first` (0 where only one is given), below `last`."""
        first, last = (0, first) if last is None else (first, last)
        self._drawn += 1
        digest = hashlib.sha256(f"{self._seed}:{self._drawn}".encode()).digest()
        return first + int.from_bytes(digest[:8], "big") % (last - first)

    def choice(self, among: Sequence[Any]) -> Any:
        """One of them."""
        return among[self.randrange(len(among))]

    def sample(self, among: Sequence[Any], number: int) -> list[Any]:
        """So many different ones."""
        left = list(among)
        return [left.pop(self.randrange(len(left))) for _ in range(number)]

    def randbytes(self, number: int) -> bytes:
        """So many bytes."""
        return bytes(self.randrange(256) for _ in range(number))


def source(*files: Mapping[str, Any], **head: Any) -> str:
    """A source.yaml with these entries."""
    told = {
        "version": 1,
        "source": "test",
        "title": "A test",
        "material": "invented",
        "rules": "xx",
        "files": [dict(file) for file in files],
    }
    return yaml.safe_dump({**told, **head}, allow_unicode=True, sort_keys=False)


def text_entry(pattern: str = "cases*.csv*", **more: Any) -> dict[str, Any]:
    """An entry that reads the invented cases."""
    return {"format": "csv", "pattern": pattern, "tables": TEXT_TABLES, **more}


def contract_entry(format_: str, pattern: str) -> dict[str, Any]:
    """An entry whose files already are contract tables."""
    return {"format": format_, "pattern": pattern, "tables": "contract"}


def case_rows(number: int, seed: int) -> list[list[str]]:
    """Sound rows of invented cases, all different."""
    chance = Chance(str(seed))
    rows = []
    for case in range(number):
        filed = dt.date(2020, 1, 1) + dt.timedelta(days=chance.randrange(1500))
        happened = filed - dt.timedelta(days=chance.randrange(40))
        rows.append(
            [
                f"K{case:04d}",
                filed.isoformat(),
                happened.isoformat(),
                chance.choice("RC"),
                chance.choice("sv"),
                f"P{chance.randrange(50):03d}",
                chance.choice(["xx-assault", "xx-threat"]),
                f"{SECRET} å {chance.randrange(10**6)}",
            ]
        )
    return rows


def as_csv(rows: list[list[str]], header: tuple[str, ...] = COLUMNS) -> str:
    """The rows as CSV text, every field as csv.writer puts it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def records_in(content: bytes, encoding: str = "utf-8", **dialect: Any) -> int:
    """Records after the header, as Python's own csv reader counts them."""
    limit = csv.field_size_limit(1 << 30)
    text = content.decode(encoding, "replace")
    try:
        return max(0, sum(1 for _ in csv.reader(io.StringIO(text, newline=""), **dialect)) - 1)
    finally:
        csv.field_size_limit(limit)


def parquet(path: Path, **columns: list[Any] | pa.Array) -> None:
    """A Parquet file with these columns."""
    pq.write_table(pa.table(columns), path)


def contract_parquet(folder: Path, number: int = 20) -> None:
    """Sound incident and involvement tables as Parquet."""
    ids = [f"K{n}" for n in range(number)]
    days = pa.array([dt.date(2021, 1, 1) + dt.timedelta(days=n) for n in range(number)])
    parquet(folder / "incident.parquet", incident_id=ids, registered_on=days)
    parquet(
        folder / "involvement.parquet",
        involvement_id=[f"V{n}" for n in range(number)],
        incident_id=ids,
        record_id=[f"{SECRET}{n}" for n in range(number)],
        role=["suspect", "victim"] * (number // 2),
        registered_on=days,
    )


def read(
    folder: Path, mapping: str, limits: Limits | None = None, **more: Any
) -> tuple[Delivery, Path]:
    """(what reading the folder gives, the work folder); the mapping is written beside it."""
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix="work-"))
    path = folder.parent / "source.yaml"
    path.write_text(mapping, encoding="utf-8")
    told = {"now": NOW, "rules": RULES, **more}
    return read_delivery(path, folder, work, limits=limits, **told), work


def table(delivery: Delivery, name: str) -> list[dict[str, Any]]:
    """The rows of a register table of a delivery, in the order written."""
    files = delivery.registers[name].files
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def quarantine(delivery: Delivery) -> list[dict[str, Any]]:
    """The quarantine table."""
    return list(pq.read_table(delivery.quarantine).to_pylist())


def check_conservation(delivery: Delivery) -> None:
    """Every row of every file ended as exactly one of the three."""
    for count in delivery.counts:
        assert count.rows == count.accepted + count.duplicate + count.quarantined, count
        assert min(count.accepted, count.duplicate, count.quarantined, count.unused) >= 0
        assert count.unused <= count.accepted
    assert delivery.rows == delivery.accepted + delivery.duplicate + delivery.quarantined
