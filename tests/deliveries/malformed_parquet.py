"""Malformed Parquet deliveries, seeded, in the manner of malformed.py."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.deliveries.delivered import Chance, contract_entry, contract_parquet, source
from tests.deliveries.malformed import Spoilt, _flipped, kind

NUMBER = 20
MAPPING = source(contract_entry("parquet", "*.parquet"))


def _incident(folder: Path, **changes: Any) -> None:
    """The incident table with some columns replaced, added, or (None) taken out."""
    path = folder / "incident.parquet"
    table = pq.read_table(path)
    columns = {name: table.column(name) for name in table.column_names} | changes
    pq.write_table(pa.table({n: c for n, c in columns.items() if c is not None}), path)


def _ids(change: dict[int, str | None]) -> list[str | None]:
    return [change.get(n, f"K{n}") for n in range(NUMBER)]


@kind
def parquet_that_is_noise(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    (folder / "incident.parquet").write_bytes(b"PAR1" + chance.randbytes(500) + b"PAR1")
    return Spoilt(("damaged_parquet",), 0, True, NUMBER, MAPPING)


@kind
def parquet_cut_short(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    path = folder / "involvement.parquet"
    path.write_bytes(path.read_bytes()[: -chance.randrange(1, 300)])
    return Spoilt(("damaged_parquet",), 0, True, NUMBER, MAPPING)


@kind
def parquet_bytes_changed(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    path = folder / "involvement.parquet"
    path.write_bytes(_flipped(path.read_bytes(), chance))
    return Spoilt((), None, None, None, MAPPING)


@kind
def parquet_lacks_a_column(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, registered_on=None)
    return Spoilt(("missing_column",), NUMBER, True, 2 * NUMBER, MAPPING)


@kind
def parquet_has_a_missing_id(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, incident_id=pa.array(_ids({chance.randrange(NUMBER): None})))
    return Spoilt(("required_missing",), 1, False, 2 * NUMBER, MAPPING)


@kind
def parquet_has_an_empty_id(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, incident_id=pa.array(_ids({chance.randrange(NUMBER): ""})))
    return Spoilt(("required_missing",), 1, False, 2 * NUMBER, MAPPING)


@kind
def parquet_names_a_day_to_come(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    days = [dt.date(2021, 1, 1)] * NUMBER
    days[chance.randrange(NUMBER)] = dt.date(2062, 1, 1)
    _incident(folder, registered_on=pa.array(days))
    return Spoilt(("date_in_future",), 1, False, 2 * NUMBER, MAPPING)


@kind
def parquet_holds_an_unknown_word(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, kind=pa.array(["report"] * (NUMBER - 1) + ["rumour"]))
    return Spoilt(("unknown_value",), 1, False, 2 * NUMBER, MAPPING)


@kind
def parquet_tells_two_stories(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    same = {chance.randrange(1, NUMBER): "K0"}
    _incident(
        folder,
        incident_id=pa.array(_ids(same)),
        registered_on=pa.array([dt.date(2021, 1, 1)] * NUMBER),
        status=pa.array([f"story {n}" for n in range(NUMBER)]),
    )
    return Spoilt(("conflicting_versions",), 2, False, 2 * NUMBER, MAPPING)


@kind
def parquet_of_lists(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, incident_id=pa.array([[1, 2]] * NUMBER))
    return Spoilt(("unusable_column",), NUMBER, True, 2 * NUMBER, MAPPING)


@kind
def parquet_of_other_types(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    noon = 1_609_502_400_000_000  # 2021-01-01 12:00, in microseconds
    _incident(
        folder,
        incident_id=pa.array(range(NUMBER), pa.int32()),
        registered_on=pa.array([noon] * NUMBER, pa.timestamp("us")),
        occurred_on=pa.array(["2020-12-31"] * NUMBER),
    )
    return Spoilt((), 0, False, 2 * NUMBER, MAPPING)


@kind
def parquet_names_that_differ_in_capitals(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    _incident(folder, INCIDENT_ID=pa.array(_ids({})))
    return Spoilt(("duplicate_header",), NUMBER, True, 2 * NUMBER, MAPPING)


@kind
def parquet_without_rows(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    path = folder / "incident.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    return Spoilt(("no_rows",), 0, True, NUMBER, MAPPING)


@kind
def parquet_text_that_is_no_text(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    raw = [b"K%d" % n for n in range(NUMBER - 1)] + [b"\xff\xfe\xfa"]
    _incident(folder, incident_id=pa.array(raw, pa.binary()).view(pa.string()))
    return Spoilt(("damaged_parquet",), NUMBER, True, 2 * NUMBER, MAPPING)


@kind
def parquet_called_csv(folder: Path, chance: Chance) -> Spoilt:
    contract_parquet(folder)
    (folder / "incident.parquet").rename(folder / "cases.csv")
    return Spoilt(("not_text",), 0, True, 0)
