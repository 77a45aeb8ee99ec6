"""The identity store: what one run of stage 2 leaves for the next, in a folder of its own (0700).

It holds names and addresses in the form linkage compares them, and the secret key of the ids: it is
guarded like the person register itself. Without it every run starts anew.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda import __version__
from hejda.base.errors import InputError
from hejda.flow.linking import PAIR_SCHEMA, Model, feature_schema
from hejda.knowledge.packs import home

FOLDER = "store"
COMMON_SCHEMA = pa.schema(
    [("column", pa.string()), ("value", pa.string()), ("records", pa.int64())]
)
LARGE_SCHEMA = pa.schema([("key", pa.string())])
PEOPLE_SCHEMAS = {
    "link": pa.schema([("record_id", pa.string()), ("person", pa.string()), ("how", pa.string())]),
    "identity": pa.schema(
        [
            ("person", pa.string()),
            ("founder", pa.string()),
            ("founded", pa.int64()),
            ("merged_into", pa.string()),
        ]
    ),
    "joining": pa.schema([("a", pa.string()), ("b", pa.string())]),
    "refused": pa.schema(
        [("a", pa.string()), ("b", pa.string()), ("why", pa.string()), ("weight", pa.int64())]
    ),
    "doubtful": pa.schema([("a", pa.string()), ("b", pa.string())]),
    "judged": pa.schema([("record_id", pa.string())]),
}
SINCE_SETTLED = ("refused", "doubtful", "judged")
"""Tables that stores of before did not hold."""


@dataclass(frozen=True)
class People:
    """Who is who, as tables by PEOPLE_SCHEMAS.

    link: the person of each record and how it was joined, in the order of the features. identity:
    every id ever given, in order. joining: pairs that joined by themselves. refused: pairs that would
    have joined, and why they did not. doubtful: pairs that share a number but no name. judged: records
    about which people had decided.
    """

    link: pa.Table
    identity: pa.Table
    joining: pa.Table
    refused: pa.Table
    doubtful: pa.Table
    judged: pa.Table


@dataclass(frozen=True)
class Store:
    """What an earlier run knew: its key, features, pairs, model, people; the blocking keys too many
    records shared; and the hejda that settled who is who (None where a store does not say)."""

    key: bytes
    form: str | None
    features: pa.Table
    pairs: pa.Table
    model: Model
    people: People
    large: frozenset[str]
    version: str | None = __version__

    @property
    def whole(self) -> bool:
        """Whether people may be carried over: settled by this hejda, a row for each feature row."""
        ids = self.features["record_id"]
        return self.version == __version__ and self.people.link["record_id"].equals(ids)


def starting_model() -> Model:
    """The shipped model, for deliveries too small to learn from; learnt from an invented country."""
    text = (home() / "linkage" / "starting_model.json").read_text(encoding="utf-8")
    return _model(json.loads(text), COMMON_SCHEMA.empty_table())


def _model(said: dict[str, Any], common: pa.Table) -> Model:
    return Model(
        said["splink"],
        tuple(said["kinds"]),
        said["beforehand"],
        said["learnt_from"],
        common,
        said["totals"],
    )


def model_facts(model: Model) -> dict[str, Any]:
    """A model as JSON, without the values it saw."""
    return {
        "splink": model.splink,
        "kinds": list(model.kinds),
        "beforehand": model.beforehand,
        "learnt_from": model.learnt_from,
        "totals": model.totals,
    }


def write_store(store: Store, folder: Path) -> None:
    """Writes the store into the new folder `folder`, readable by its owner alone."""
    folder.mkdir(mode=0o700)
    key = folder / "key"
    key.touch(mode=0o600)
    key.write_text(store.key.hex() + "\n", encoding="ascii")
    model = {"form": store.form, "version": store.version, **model_facts(store.model)}
    (folder / "model.json").write_text(
        json.dumps(model, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    tables = {
        "feature": store.features,
        "pair": store.pairs,
        "common": store.model.common,
        "large": pa.table({"key": sorted(store.large)}, LARGE_SCHEMA),
        **{name: getattr(store.people, name) for name in PEOPLE_SCHEMAS},
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    os.chmod(folder, 0o700)


def read_store(out: Path) -> Store:
    """The store that a run of `hejda persons` left in its folder `out`."""
    folder = out / FOLDER
    try:
        said = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        tables = {
            name: pq.read_table(folder / f"{name}.parquet")
            for name in ("feature", "pair", "common", "large")
        }
        people = {name: _people_table(folder, name) for name in PEOPLE_SCHEMAS}
        key = bytes.fromhex((folder / "key").read_text(encoding="ascii").strip())
    except (OSError, ValueError, pa.ArrowException):
        raise InputError(
            "identities",
            "The identity store cannot be read.",
            "Without it people would get other ids than before.",
            "Name the folder that `hejda persons` wrote, whole.",
        ) from None
    return Store(
        key,
        said["form"],
        _with_every_feature(tables["feature"]),
        tables["pair"].cast(PAIR_SCHEMA),
        _model(said, tables["common"].cast(COMMON_SCHEMA)),
        People(**people),
        frozenset(tables["large"]["key"].to_pylist()),
        said.get("version"),
    )


def _with_every_feature(table: pa.Table) -> pa.Table:
    """Feature rows of a store, with what a store of before did not hold empty: its model does not
    ask for it."""
    for field in feature_schema():
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select([*feature_schema().names, "fingerprint"])


def _people_table(folder: Path, name: str) -> pa.Table:
    """A table of PEOPLE_SCHEMAS; what a store of before did not hold is empty."""
    schema, path = PEOPLE_SCHEMAS[name], folder / f"{name}.parquet"
    if name in SINCE_SETTLED and not path.exists():
        return schema.empty_table()
    table = pq.read_table(path)
    if name == "link" and "how" not in table.column_names:
        table = table.append_column("how", pa.nulls(table.num_rows, pa.string()))
    return table.cast(schema)
