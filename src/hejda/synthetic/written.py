"""Writes the contract tables of an invented country, each as one Parquet file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hejda.synthetic import around, recorded
from hejda.synthetic.arrays import Ints
from hejda.synthetic.course import Course
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.places import places
from hejda.synthetic.records import Records
from hejda.synthetic.relations import NEVER, Relations
from hejda.synthetic.reports import Reports

Spells = tuple[Ints, Ints, Ints, Ints]


class Written:
    """The folder being written; a table without rows is not there."""

    def __init__(
        self,
        out: Path,
        people: People,
        relations: Relations,
        course: Course,
        reports: Reports,
        records: Records,
        suspects: Ints,
        victims: Ints,
        span: tuple[int, int],
        p: Parameters,
    ) -> None:
        self.out, self.people, self.relations, self.course = out, people, relations, course
        self.reports, self.records, self.p, self.begins = reports, records, p, span[0]
        self.suspects, self.victims = suspects, victims
        known, why = places(), list(p.shares("justice.ended_why"))
        self.setting = recorded.Setting(span[1], list(known.codes), list(known.region), why)
        n = len(people.born)
        # A person's first record stands for the person in the registers that others keep.
        order = np.arange(len(records.person), dtype=np.int32)[::-1]
        self.first = np.full(n, -1, np.int32)
        self.first[records.person[order]] = order
        days = records.table["registered_on"].cast(pa.int32()).to_numpy()
        self.since = np.full(n, NEVER, np.int32)
        self.since[self.first >= 0] = days[self.first[self.first >= 0]]

    def _put(self, name: str, table: pa.Table) -> None:
        if table.num_rows:
            path = self.out / f"{name}.parquet"
            pq.write_table(table, path, compression="zstd", row_group_size=200_000)

    def of_reports(
        self, orders: recorded.Orders, signs: around.Signs, rng: np.random.Generator
    ) -> None:
        """What is written down at each report."""
        reports, suspects, setting = self.reports, self.suspects, self.setting
        self._put("incident", recorded.incidents(reports, setting))
        self._put("offence", recorded.offences(reports))
        self._put(
            "involvement", recorded.involvements(reports, suspects, self.victims, setting, rng)
        )
        self._put("person_record", self.records.table)
        self._put("observation", around.observations(signs, reports, suspects, rng))
        orders_table = recorded.protection_orders(
            orders, reports, suspects, self.victims, setting, self.p, rng
        )
        self._put("protection_order", orders_table)

    def of_justice(self, spells: Spells, inside: Ints, rng: np.random.Generator) -> None:
        """What courts and prisons add. `inside`: record index per spell."""
        found = recorded.sentenced(self.reports)
        records = self.suspects[found]
        self._put("sanction", recorded.sanctions(self.reports, records, self.setting, rng))
        self._put("custody", recorded.custody(spells, inside, self.setting))
        self._put("supervision", recorded.supervision(spells, inside, self.setting, rng))

    def around(self, rng: np.random.Generator) -> None:
        """What others keep of people who have a record with the police."""
        people, first, since, setting = self.people, self.first, self.since, self.setting
        found = recorded.sentenced(self.reports)
        convicted = np.full(len(first), NEVER, np.int32)
        np.minimum.at(convicted, self.reports.suspect[found], self.reports.verdict[found])
        self._put("relation", around.ties(people, self.relations, first, since, setting, rng))
        self._put("residence", around.residences(people, self.relations, first, since, setting))
        licences = around.licences(people, first, since, convicted, setting, self.p, rng)
        self._put("licence", licences)
        statuses = around.statuses(people, self.course, first, setting, self.begins)
        self._put("person_status", statuses)
        self._put("measure_taken", around.measures(self.course, first, setting, rng))
