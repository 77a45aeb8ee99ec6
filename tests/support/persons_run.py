"""Stage 2 on a few records: by pairs as given, on hejda and on the referee; and whole, on an engine."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from hejda.engine.base import Engine
from hejda.engine.duckdb import DuckDB
from hejda.flow.persons import linked
from hejda.flow.settling import identities_of
from hejda.persons.clusters import Clusters, Link, Numbers, Refused, clusters
from hejda.persons.features import feature_row
from hejda.persons.guards import Guard
from hejda.persons.identity import Identity, assigned
from hejda.persons.judgements import Pair, among, decided
from hejda.persons.same_number import joined_by_number
from tests.support import referee_persons as referee
from tests.support.backends import FOR_A_FEW_ROWS, forget_views

KEY = b"a secret of this test"
FORM = "se_invented"
EPOCH = dt.date(1970, 1, 1)
LONG_AGO = dt.date(2000, 1, 1)
Row = dict[str, Any]
TEXT = ("record_id", "personal_number", "other_number", "names", "sex", "street", "postcode",
        "municipality", "phone", "e_mail")  # fmt: skip
TYPES = pa.schema(
    [(name, pa.string()) for name in TEXT]
    + [("birth_date", pa.date32()), ("protected", pa.bool_()), ("first_registered_on", pa.date32())]
)
"""Types of the columns of `person_record` that linkage reads."""


def person_record(record_id: str, **values: Any) -> Row:
    """A row of `person_record` of which only what is named is known."""
    columns = (
        "source", "personal_number", "other_number", "names", "birth_date", "sex", "street",
        "postcode", "municipality", "phone", "e_mail", "superseded_on", "source_law",
    )  # fmt: skip
    row: Row = {"record_id": record_id, **dict.fromkeys(columns)}
    row |= {"protected": False, "first_registered_on": LONG_AGO, **values}
    row.setdefault("registered_on", row["first_registered_on"])
    return row


def invented(born: str, serial: int, coordination: bool = False) -> str:
    """A number of an invented country: YYYYMMDD, three digits, a check digit five off."""
    day = int(born[6:]) + 60 * coordination
    eleven = f"{born[:6]}{day:02d}{serial:03d}"
    return eleven + str((referee.check_digit(eleven[2:]) + 5) % 10)


@dataclass
class Given:
    """What one run of stage 2 is told, everything weighed already."""

    records: list[Row]
    weighed: list[referee.Weighed] = field(default_factory=list)
    judgements: list[Row] = field(default_factory=list)
    day: dt.date = dt.date(2026, 1, 1)


@dataclass
class Settled:
    """Who is who. `ids`: the person of each group. `identities`: every id ever given."""

    groups: list[list[str]]
    ids: list[str]
    identities: list[Identity]
    found: Clusters
    doubtful: list[Pair]

    def before(self) -> frozenset[Pair]:
        """Pairs that joined by themselves; what hysteresis goes by."""
        return frozenset(self.found.joining)

    def person_of(self) -> dict[str, str]:
        """Record → person."""
        return {r: self.ids[at] for at, group in enumerate(self.groups) for r in group}


def settled(given: Given, earlier: Settled | None = None) -> Settled:
    """Stage 2 by hejda, as flow.persons puts it together."""
    rows = [feature_row(record, FORM) for record in given.records]
    numbered = [row for row in rows if row["number"] or row["coordination"]]
    by_number, doubtful = joined_by_number(numbered)
    numbers = {row["record_id"]: Numbers(row["number"], row["coordination"]) for row in numbered}
    links = [Link(each.a, each.b, each.weight, Guard(each.guard)) for each in given.weighed]
    said = among(decided(given.judgements, given.day), frozenset(row["record_id"] for row in rows))
    before = earlier.before() if earlier else frozenset()
    found = clusters(numbers, by_number, links, said, before)
    joined = {record for members in found.members for record in members}
    alone = [[row["record_id"]] for row in rows if row["record_id"] not in joined]
    groups = sorted([*found.members, *alone])
    registered = {row["record_id"]: row["registered"] for row in rows}
    given_ids = earlier.identities if earlier else []
    bore = earlier.person_of() if earlier else {}
    ids, identities = assigned(groups, registered, given_ids, bore, KEY)
    return Settled(
        groups,
        [ids[at] for at in range(len(groups))],
        identities,
        found,
        doubtful,
    )


def groups_by_referee(given: Given, earlier: Settled | None) -> tuple[list[list[str]], list[Pair]]:
    """Stage 2 by the referee: (who is who, the pairs that join by themselves)."""
    records = given.records
    asked = referee.Asked(
        [row["record_id"] for row in records],
        {row["record_id"]: referee.numbers_of(row) for row in records},
        referee.shared_numbers(records),
        given.weighed,
        given.judgements,
        given.day,
        earlier.before() if earlier else frozenset(),
    )
    return referee.people(asked), referee.joining(asked)


def registered_days(records: Sequence[Row]) -> dict[str, int]:
    """Record → day number of its first version."""
    return {row["record_id"]: (row["first_registered_on"] - EPOCH).days for row in records}


# ── On an engine ─────────────────────────────────────────────────────────────────────────────────


def linked_by_starting_model(given: Given, engine_name: str) -> Settled:
    """The whole of stage 2 on `duckdb` or `spark`; so few records get the shipped starting model."""
    with tempfile.TemporaryDirectory() as folder:
        engine = _engine(engine_name, Path(folder))
        rows = [{name: row[name] for name in TYPES.names} for row in given.records]
        try:
            found = linked(
                engine,
                ibis.memtable(pa.Table.from_pylist(rows, TYPES)),
                FORM,
                decided(given.judgements, given.day),
                None,
                KEY,
                lambda text: None,
            )
        finally:
            if engine_name == "spark":
                forget_views(engine.raw)
            else:
                engine.close()
    ids = [found.ids[at] for at in range(len(found.groups))]
    people = found.people
    how = {row["record_id"]: row["how"] for row in people.link.to_pylist()}
    told = Clusters(
        [group for group in found.groups if len(group) > 1],
        {record: each for record, each in how.items() if each != "alone"},
        [Refused(**row) for row in people.refused.to_pylist()],
        [(row["a"], row["b"]) for row in people.joining.to_pylist()],
    )
    doubtful = [(row["a"], row["b"]) for row in people.doubtful.to_pylist()]
    return Settled(found.groups, ids, identities_of(people.identity), told, doubtful)


def _engine(name: str, folder: Path) -> Engine:
    if name == "duckdb":
        return DuckDB(folder)
    from hejda.engine.spark import Spark

    return Spark(folder, settings=FOR_A_FEW_ROWS)
