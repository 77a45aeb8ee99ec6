"""Who moved since an earlier run, and why: record, time, rule, identity, capacity or others."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hejda.base.errors import InputError
from hejda.flow.behind import BESIDE, OF_SCORES, ONLY_SERIAL, Behind, Version, beside_by_person
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.labels import moved_sentence
from hejda.nominate.places import NATIONAL

LISTS = ("harm", "serial")
Rows = list[dict[str, Any]]


class Run:
    """A finished run as far as a comparison needs it."""

    def __init__(self, folder: Path) -> None:
        path = folder / "run.json"
        if not path.is_file():
            raise InputError(
                "no_run",
                "The folder to compare with holds no run.",
                "",
                "Name a folder that hejda map wrote.",
            )
        self.folder = folder
        self.facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.as_of = dt.date.fromisoformat(self.facts["as_of"])
        listed = pq.read_table(folder / "candidate.parquet").to_pylist()
        self.places: dict[tuple[str, str], int] = {
            (row["list"], row["person"]): row["place"] for row in listed if row["list"] in LISTS
        }
        self.regions = {(row["list"], row["person"]): row["police_region"] for row in listed}
        self.waiting = {row["person"] for row in listed if row["list"] == "release"}
        self.records = self._records()

    def _records(self) -> dict[str, list[str]]:
        """Person → their records, the oldest first, of everybody on the two lists."""
        people = sorted({person for _, person in self.places})
        filters = [("person", "in", people)]
        rows = self._rows("person", ["person", "record_ids"], filters) if people else []
        return {row["person"]: row["record_ids"] for row in rows}

    def record_of(self, person: str) -> str:
        """The oldest record of `person`."""
        own = self.records.get(person)
        return own[0] if own else person.partition(":")[2]

    def people(self) -> set[str]:
        """Record ids of everybody on the two lists."""
        return {self.record_of(person) for _, person in self.places}

    def behind(self) -> dict[str, Behind]:
        """What the places of the people on the two lists rested on, as the run wrote it down."""
        filters = [("ranker", "==", LIST_RANKER)]
        reasons = self._rows("reason", ["person", "evidence"], filters)
        evidence = self._rows("evidence", ["reference", "registered_on"])
        registered = {row["reference"]: row["registered_on"] for row in evidence}
        used: dict[str, set[Version]] = {}
        for row in reasons:
            own = [e for e in row["evidence"] or () if e.partition(":")[0] in OF_SCORES]
            used.setdefault(row["person"], set()).update((e, registered.get(e)) for e in own)
        rows = {table: self._rows(f"dossier/{table}") for table in BESIDE}
        beside = beside_by_person(rows)
        return {
            person: Behind(used=frozenset(versions), beside=beside.get(self.record_of(person), {}))
            for person, versions in used.items()
        }

    def scores(self, people: set[str]) -> dict[str, int]:
        """Scores by the list ranker of those of `people` who were ranked."""
        filters = [("ranker", "==", LIST_RANKER), ("person", "in", sorted(people))]
        rows = self._rows("ranking", ["person", "score"], filters) if people else []
        return {row["person"]: row["score"] for row in rows}

    def fact(self, *keys: str) -> Any:
        """What run.json says under `keys`; None where it says nothing."""
        found: Any = self.facts
        for key in keys:
            found = (found or {}).get(key)
        return found

    def given(self, name: str) -> int:
        """Places of the list `name` in all, as asked for."""
        capacity = self.fact("options", "capacity")
        if capacity is None:
            return int(self.fact("options", "lists") or 0)
        return sum(row["places"] for row in capacity if row["list"] == name)

    @property
    def files(self) -> list[str]:
        """Checksums of what came in."""
        return sorted(file["sha256"] for file in self.facts.get("files", []))

    def _rows(self, name: str, columns: list[str] | None = None, filters: Any = None) -> Rows:
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            return []
        rows: Rows = pq.read_table(path, columns=columns, filters=filters).to_pylist()
        return rows


def moved_rows(old: Run, new: Run, behind: Mapping[str, Behind]) -> Iterator[dict[str, Any]]:
    """Rows of the table `moved`, for everybody whose place on a list differs.

    `behind`: what is behind everybody on a list then or now, as it stands now, by record id.
    """
    keys = sorted(set(old.places) | set(new.places))
    changed = [key for key in keys if old.places.get(key) != new.places.get(key)]
    people = {person for _, person in changed}
    cause = _Cause(old, new, behind, people)
    for name, person in changed:
        why = cause.why(name, person)
        was, now = old.places.get((name, person)), new.places.get((name, person))
        sv, en = moved_sentence(name, was, now, why)
        yield {
            "person": person,
            "list": name,
            "old": was,
            "new": now,
            "why": why,
            "sentence_sv": sv,
            "sentence_en": en,
        }


class _Cause:
    """Why people moved between two runs; the cause nearest to the person comes first."""

    def __init__(self, old: Run, new: Run, behind: Mapping[str, Behind], people: set[str]) -> None:
        self.old, self.new, self.now_behind = old, new, behind
        self.then_behind = old.behind()
        self.before, self.after = old.scores(people), new.scores(people)
        self.same_files = old.files == new.files
        self.same_day = old.as_of == new.as_of
        rules = ("knowledge", "fingerprint")
        self.same_rules = old.fact(*rules) == new.fact(*rules)
        self.same_now = old.fact("now") == new.fact("now")

    def why(self, name: str, person: str) -> str:
        """A word of the column `why` of the table `moved`."""
        if self.old.fact("source") != self.new.fact("source") or self._another(person):
            return "identity"
        same_records = self.same_files and self.same_day and self.same_now
        if not same_records and self._records_differ(name, person):
            return "record"
        before, after = self.before.get(person), self.after.get(person)
        if not self.same_rules and ((self.same_files and self.same_day) or before != after):
            return "rule"
        if self._by_places(name, person):
            return "capacity"
        if before is not None and before == after:
            waited = person in self.old.waiting or person in self.new.waiting
            return "time" if waited and not self.same_day else self._others(name)
        if not self.same_day:
            return self._by_time(name, person, before, after)
        return "others" if self.same_files else "record"

    def _another(self, person: str) -> bool:
        """Whether records that both runs know belong to somebody else now than then."""
        then, now = self.old.records.get(person), self.new.records.get(person)
        if then is None or now is None:
            other = {
                r for own in (self.new if now is None else self.old).records.values() for r in own
            }
            return bool(other & set(then or now or ()))
        return set(then) != set(now) and self.same_files

    def _others(self, name: str) -> str:
        """Nothing about the person differs: the number of places does, or other people moved."""
        return "others" if self.old.given(name) == self.new.given(name) else "capacity"

    def _by_places(self, name: str, person: str) -> bool:
        """Came or left with more or fewer places, ranked all the while."""
        came = (name, person) in self.new.places
        if came == ((name, person) in self.old.places):
            return False
        if person not in self.before or person not in self.after:
            return False
        more = self.new.given(name) - self.old.given(name)
        return more > 0 if came else more < 0

    def _by_time(self, name: str, person: str, before: int | None, after: int | None) -> str:
        """With the days score and place went the same way, or the place moved against the score."""
        was, now = self.old.places.get((name, person)), self.new.places.get((name, person))
        fell = after is None or (before is not None and after < before)
        worse = now is None or (was is not None and now > was)
        return "time" if fell == worse else "others"

    def _records_differ(self, name: str, person: str) -> bool:
        """A record behind the place came, was corrected or withdrawn, ended, or may not be shown."""
        then = self.then_behind.get(person)
        run = self.new if person in self.new.records else self.old
        now = self.now_behind.get(run.record_of(person), Behind())
        if self._region_differs(name, person):
            return True
        known = then or Behind()
        if known.used - now.standing or self._new(now.used - known.used, then is not None):
            return True
        tables = [table for table in BESIDE if name == "serial" or table not in ONLY_SERIAL]
        for table in tables:
            earlier, later = known.beside.get(table, set()), now.beside.get(table, set())
            if earlier - later or self._new(later - earlier, then is not None):
                return True
        return False

    def _region_differs(self, name: str, person: str) -> bool:
        """Whether another police region looks now, where each has places of its own."""
        where = {run.regions.get((name, person), NATIONAL) for run in (self.old, self.new)}
        return len(where) > 1 and NATIONAL not in where

    def _new(self, versions: Set[Version], shown_then: bool) -> bool:
        """Whether one of `versions` became known since: by its day, or with other files."""
        late = not self.same_files and shown_then
        return any(late or (day is not None and day > self.old.as_of) for _, day in versions)
