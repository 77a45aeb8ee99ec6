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

from hejda.base.errors import InputError
from hejda.flow.linking import PAIR_SCHEMA, Model
from hejda.knowledge.packs import home
from hejda.persons.identity import Identity
from hejda.persons.judgements import Pair

FOLDER = "store"
COMMON_SCHEMA = pa.schema(
    [("column", pa.string()), ("value", pa.string()), ("records", pa.int64())]
)
JOINING_SCHEMA = pa.schema([("a", pa.string()), ("b", pa.string())])
LARGE_SCHEMA = pa.schema([("key", pa.string())])
TABLES = ("feature", "pair", "common", "identity", "link", "joining", "large")
IDENTITY_SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("founder", pa.string()),
        ("founded", pa.int64()),
        ("merged_into", pa.string()),
    ]
)


@dataclass(frozen=True)
class Store:
    """What an earlier run knew: its key, features, pairs, model, ids; record → person; the pairs that
    joined by themselves; and the blocking keys too many records shared."""

    key: bytes
    form: str | None
    features: pa.Table
    pairs: pa.Table
    model: Model
    identities: list[Identity]
    links: dict[str, str]
    joining: frozenset[Pair]
    large: frozenset[str]


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
    model = {"form": store.form, **model_facts(store.model)}
    (folder / "model.json").write_text(
        json.dumps(model, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    identities = [
        {
            "person": each.person,
            "founder": each.founder,
            "founded": each.founded,
            "merged_into": each.merged_into,
        }
        for each in store.identities
    ]
    links = {"record_id": list(store.links), "person": list(store.links.values())}
    for name, table in {
        "feature": store.features,
        "pair": store.pairs,
        "common": store.model.common,
        "identity": pa.Table.from_pylist(identities, IDENTITY_SCHEMA),
        "joining": pa.Table.from_pylist(
            [{"a": a, "b": b} for a, b in sorted(store.joining)], JOINING_SCHEMA
        ),
        "large": pa.table({"key": sorted(store.large)}, LARGE_SCHEMA),
        "link": pa.table(links, pa.schema([("record_id", pa.string()), ("person", pa.string())])),
    }.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    os.chmod(folder, 0o700)


def read_store(out: Path) -> Store:
    """The store that a run of `hejda persons` left in its folder `out`."""
    folder = out / FOLDER
    try:
        said = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        tables = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
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
        tables["feature"],
        tables["pair"].cast(PAIR_SCHEMA),
        _model(said, tables["common"].cast(COMMON_SCHEMA)),
        [Identity(**row) for row in tables["identity"].to_pylist()],
        dict(
            zip(
                tables["link"]["record_id"].to_pylist(),
                tables["link"]["person"].to_pylist(),
                strict=True,
            )
        ),
        frozenset((row["a"], row["b"]) for row in tables["joining"].to_pylist()),
        frozenset(tables["large"]["key"].to_pylist()),
    )
