"""Why somebody was not listed, read anew from the truth of an invented country, in plain Python.

Nothing of the product is used but its answer, which is held against this reading. What happened and
who did it comes from `truth/`; when it was registered, as what, and whether it had ended, from the
delivery's files as they are. Which of several ranked people took the places is not in the truth:
of somebody ranked, this reading says RANKED and leaves the place to an ordinary run.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

RANKED = "ranked"
OF_THE_RANKED = ("listed", "below_capacity", "below_floor", "inside", "identity_split")
"""What the product may say of somebody whom this reading calls ranked."""
LOOK_BACK = dt.timedelta(days=1826)
ADULT = 18
PARTNER = ("spouse", "cohabiting", "partner", "former_spouse", "former_cohabiting",
           "former_partner", "child_in_common")  # fmt: skip
COUNTED = ("may_be_suspected", "reasonable", "probable_cause", "charged", "convicted", "unknown")

Row = dict[str, Any]


class Truth:
    """The truth and the delivery of the country in `folder`."""

    def __init__(self, folder: Path) -> None:
        def rows(name: str) -> list[Row]:
            path = folder / f"{name}.parquet"
            return pq.read_table(path).to_pylist() if path.exists() else []

        self.person_of = {r["record_id"]: r["person"] for r in rows("truth/record")}
        self.born = {r["person"]: r["born"] for r in rows("truth/person")}
        self.acted: dict[int, set[str]] = defaultdict(set)
        for act in rows("truth/act"):
            if act["reported"]:
                self.acted[act["actor"]].add(act["incident_id"])
        self.as_suspect: dict[int, set[str]] = defaultdict(set)
        self.as_victim: dict[int, set[str]] = defaultdict(set)
        self.other_of: dict[str, dict[int, int]] = {}
        for report in rows("truth/report"):
            if report["couple"] < 0:
                continue
            incident, suspect = report["incident_id"], report["recorded_suspect"]
            self.as_suspect[suspect].add(incident)
            self.as_victim[report["victim"]].add(incident)
            self.other_of[incident] = {suspect: report["victim"]}
        self.incidents = {r["incident_id"]: r for r in rows("incident")}
        self.offences: dict[str, list[Row]] = defaultdict(list)
        for row in rows("offence"):
            self.offences[row["incident_id"]].append(row)
        self.parts: dict[str, list[Row]] = defaultdict(list)
        for row in rows("involvement"):
            if row["role"] == "suspect":
                self.parts[row["incident_id"]].append(row)
        self.left: dict[int, list[Row]] = defaultdict(list)
        for row in rows("person_status"):
            self.left[self.person_of[row["record_id"]]].append(row)
        self.ties: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in rows("relation"):
            if row["kind"] in PARTNER:
                a, b = self.person_of[row["record_a"]], self.person_of[row["record_b"]]
                self.ties[min(a, b), max(a, b)].append(row)

    def _by(self, incidents: set[str], day: dt.date) -> set[str]:
        known = (i for i in incidents if i in self.incidents)
        return {i for i in known if self.incidents[i]["registered_on"] <= day}

    def why(self, person: int, day: dt.date) -> str:
        """The reason on `day`, or RANKED."""
        suspected = self._by(self.as_suspect[person], day)
        in_another_role = self._by(self.as_victim[person] | self.acted[person], day) - suspected
        if not suspected:
            return "role" if in_another_role else "never_reported"
        seen = [(*self._standing(i, person, day), self._recent(i, day)) for i in suspected]
        if any(coded and open_ and recent for coded, open_, recent in seen):
            return "excluded" if self._out(person, day) else RANKED
        coded = [each for each in seen if each[0]]
        if not coded or any(open_ and recent for was, open_, recent in seen if not was):
            return "wrong_code"
        return "aged_out" if any(open_ for _, open_, _ in coded) else "ended"

    def _recent(self, incident: str, day: dt.date) -> bool:
        return self.incidents[incident]["registered_on"] >= day - LOOK_BACK

    def _standing(self, incident: str, person: int, day: dt.date) -> tuple[bool, bool]:
        """(whether it was known as a partner's on `day`, whether a suspicion was in force)."""
        said = {offence["close_relation"] for offence in self.offences[incident]}
        other = self.other_of[incident].get(person, -1)
        tied = any(
            tie["registered_on"] <= day
            and (tie["valid_from"] is None or tie["valid_from"] <= self._began(incident))
            for tie in self.ties[min(person, other), max(person, other)]
        )
        latest: dict[str, Row] = {}
        for part in sorted(self.parts[incident], key=lambda r: r["registered_on"]):
            if part["registered_on"] <= day and self.person_of[part["record_id"]] == person:
                latest[part["involvement_id"]] = part
        open_ = any(
            part["suspicion"] in COUNTED and (part["ended_on"] is None or part["ended_on"] > day)
            for part in latest.values()
        )
        return "yes" in said or tied, open_

    def _began(self, incident: str) -> dt.date:
        row = self.incidents[incident]
        return min(row["occurred_on"] or row["registered_on"], row["registered_on"])

    def _out(self, person: int, day: dt.date) -> bool:
        born = self.born[person]
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        last = [
            row
            for row in sorted(
                self.left[person], key=lambda r: (r["valid_from"], r["registered_on"])
            )
            if row["registered_on"] <= day and row["valid_from"] <= day
        ]
        return age < ADULT or bool(last and last[-1]["kind"] != "returned")


def agrees(said: str, truth: str) -> bool:
    """Whether the product's reason is the one of the truth."""
    return said in OF_THE_RANKED if truth == RANKED else said == truth
