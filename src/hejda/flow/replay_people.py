"""Who is who, in hindsight and as a run on a past day would have had it.

Pairs are weighed once, by the last day's records: the weight of a pair depends on the two records
and the model alone. On an earlier day only records registered by then are put together, by what
people had decided by then. What hindsight keeps is the model: how common names are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from hejda.base.dates import day_number
from hejda.engine.base import Engine
from hejda.flow.judgements import judgements_in
from hejda.flow.linking import Progress
from hejda.flow.naming import Naming, naming_of
from hejda.flow.persons import Linked, key_without_store, linked
from hejda.flow.resolved import PEOPLE, resolved
from hejda.flow.settling import settled
from hejda.persons.judgements import decided
from hejda.registers.mapping import SourceMapping
from hejda.tables.known import known_on

Delivered = dict[str, ir.Table]


class People:
    """The people of a delivery. A person in hindsight is named by the oldest of their records."""

    def __init__(
        self,
        engine: Engine,
        delivered: Delivered,
        mapping: SourceMapping,
        last: dt.date,
        judgements: Path | None,
        progress: Progress,
    ) -> None:
        self.engine, self.delivered, self.last = engine, delivered, last
        self.key = key_without_store(mapping.source)
        self.judged: list[dict[str, Any]] = judgements_in(judgements) if judgements else []
        self.found: Linked | None = None
        if PEOPLE in delivered:
            records = engine.view("records_known", known_on(delivered[PEOPLE], last))
            self.found = linked(
                engine, records, mapping.personal_number, decided(self.judged, last), None,
                self.key, progress,
            )  # fmt: skip
        self.naming: Naming = naming_of(engine, mapping.source, self.found)
        self.stands_for: Mapping[str, str] = self.found.moved() if self.found else {}
        self.registered: Mapping[str, int] = self.found.registered() if self.found else {}
        self._records: dict[str, list[str]] = defaultdict(list)
        for record, first in self.stands_for.items():
            self._records[first].append(record)

    def person(self, record: str) -> str:
        """The person in hindsight of a record."""
        return self.stands_for.get(record, record)

    def records(self, person: str) -> list[str]:
        """All records of a person in hindsight."""
        return [person, *self._records.get(person, ())]

    def in_hindsight(self) -> Delivered:
        """The register tables with people as the last day knows them."""
        return self._resolved(self.found, self.last)

    def on(self, day: dt.date) -> tuple[Delivered, Mapping[str, str]]:
        """(the register tables with people as a run on `day` would have had them, record → the
        record that stood for its person that day, of the records that did not stand for themselves).
        """
        found = self._then(day)
        return self._resolved(found, day), found.moved() if found else {}

    def known(self, person: str, day: dt.date) -> list[str]:
        """The records of a person in hindsight that were registered by `day`."""
        latest = day_number(day)
        return [r for r in self.records(person) if self.registered.get(r, latest) <= latest]

    def _resolved(self, found: Linked | None, day: dt.date) -> Delivered:
        if found is None:
            return self.delivered
        records = self.engine.view("records_known", known_on(self.delivered[PEOPLE], day))
        return resolved(self.engine, self.delivered, records, found)

    def _then(self, day: dt.date) -> Linked | None:
        if self.found is None:
            return None
        table = self.found.features
        early = pc.less_equal(table["registered"], pa.scalar(day_number(day)))
        features = table.filter(early)
        pairs = self.found.pairs
        for side in ("unit_l", "unit_r"):
            pairs = pairs.filter(pc.is_in(pairs[side], value_set=features["unit"]))
        people = settled(features, pairs, decided(self.judged, day), None, None, self.key)
        return replace(self.found, features=features, pairs=pairs, people=people)
