"""Who moved since an earlier run, and why: record, time, rule, identity, capacity or others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hejda.base.errors import InputError
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.labels import moved_sentence

LISTS = ("harm", "serial")


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
        rows = pq.read_table(folder / "candidate.parquet").to_pylist()
        self.places: dict[tuple[str, str], int] = {
            (row["list"], row["person"]): row["place"] for row in rows if row["list"] in LISTS
        }
        self.evidence: dict[str, frozenset[str]] = {}
        reasons = pq.read_table(
            folder / "reason.parquet",
            columns=["person", "evidence"],
            filters=[("ranker", "==", LIST_RANKER)],
        )
        for row in reasons.to_pylist():
            before = self.evidence.get(row["person"], frozenset())
            self.evidence[row["person"]] = before | frozenset(row["evidence"])

    def scores(self, people: set[str]) -> dict[str, int]:
        """Scores by the list ranker of those of `people` who were ranked."""
        filters = [("ranker", "==", LIST_RANKER), ("person", "in", sorted(people))]
        table = pq.read_table(
            self.folder / "ranking.parquet", columns=["person", "score"], filters=filters
        )
        return {row["person"]: row["score"] for row in table.to_pylist()}

    def differs(self, other: Run, *keys: str) -> bool:
        """Whether the fact under `keys` differs between the two runs."""
        mine: Any = self.facts
        theirs: Any = other.facts
        for key in keys:
            mine, theirs = mine.get(key, {}), theirs.get(key, {})
        return bool(mine != theirs)

    @property
    def files(self) -> list[str]:
        """Checksums of what came in."""
        return sorted(file["sha256"] for file in self.facts.get("files", []))


def moved_rows(old: Run, new: Run) -> Iterator[dict[str, Any]]:
    """Rows of the table `moved`, for everybody whose place on a list differs."""
    keys = sorted(set(old.places) | set(new.places))
    changed = [key for key in keys if old.places.get(key) != new.places.get(key)]
    people = {person for _, person in changed}
    before, after = (old.scores(people), new.scores(people)) if people else ({}, {})
    for name, person in changed:
        why = _why(person, old, new, before.get(person), after.get(person))
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


def _why(person: str, old: Run, new: Run, before: int | None, after: int | None) -> str:
    """The cause of one person's move; the nearest cause to the person comes first."""
    if old.facts.get("source") != new.facts.get("source"):
        return "identity"
    if before == after and before is not None:
        places = old.differs(new, "options", "lists") or old.differs(new, "options", "capacity")
        return "capacity" if places else "others"
    same_records = old.files == new.files
    same_day = not old.differs(new, "as_of")
    same_rules = not old.differs(new, "knowledge", "fingerprint")
    if same_records and same_day:
        return "rule"
    shown_in_both = person in old.evidence and person in new.evidence
    if shown_in_both and old.evidence[person] != new.evidence[person]:
        return "record"
    if before is None or (after is not None and after > before):
        return "record" if same_rules or not shown_in_both else "rule"
    if not same_rules:
        return "rule"
    return "time" if not same_day else "record"
