"""run.json as values: what a run was made from, by which rules, and how long it took.

Reading is lenient on purpose. An older or newer run may lack a key or have more; what is missing is
shown as missing, and the report is still written.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hejda.base.errors import InputError

RUN_FILE = "run.json"
Texts = dict[str, str]
"""A text by language: sv, en."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class FileFacts(_Facts):
    """One file of the delivery and what became of its rows."""

    file: str
    sha256: str = ""
    bytes: int = 0
    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0


class RowFacts(_Facts):
    """All rows of the delivery: those that came in are the sum of the others."""

    came_in: int = Field(default=0, alias="in")
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0

    @property
    def accounted_for(self) -> bool:
        """True when every row that came in is accepted, a duplicate or quarantined."""
        return self.came_in == self.accepted + self.duplicate + self.quarantined


class PopulationFacts(_Facts):
    """Who was ranked."""

    ranked: int = 0
    inside: int = 0
    held_back: int = 0
    with_gap: dict[str, int] = {}


class KnowledgeFacts(_Facts):
    """The rules of the run."""

    pack: str = ""
    title: Texts = {}
    fingerprint: str = ""
    on: dt.date | None = None
    harm_scale: str = ""
    harm_reference_date: dt.date | None = None
    due_for_review: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    ended: dict[str, str] = {}
    ended_note: Texts = {}
    observation_titles: dict[str, Texts] = {}
    region_titles: dict[str, Texts] = {}


class RegionFacts(_Facts):
    """A police region's places on one list. `shared`: taken by a group that shares them."""

    police_region: str
    places: int = 0
    floor: int = 0
    taken: int = 0
    shared: int = 0


class ListFacts(_Facts):
    """One list: how many places it had and how many were filled; `shared`: by a group beside it."""

    places: int | None = None
    taken: int = 0
    shared: int = 0
    floor: int | None = None
    cut_score: int | None = None
    missing_because: tuple[str, ...] = ()
    by_region: tuple[RegionFacts, ...] = ()


class EndedVariant(_Facts):
    """How many stay, and how many leave, if ended suspicions do not count."""

    stay: int = 0
    leave: int = 0


class UnknownVariant(_Facts):
    """How many would enter if every unknown relation were a partner's."""

    enter: int = 0


class VariantFacts(_Facts):
    """What the harm list would be under other readings."""

    without_ended: EndedVariant | None = None
    unknown_as_yes: UnknownVariant | None = None


class StageFacts(_Facts):
    """What one stage cost."""

    name: str
    seconds: float = 0.0
    peak_memory_mib: float | None = None


class RunFacts(_Facts):
    """Everything run.json says that a reader is shown."""

    hejda_version: str
    source: str = ""
    title: str | Texts = ""
    material: Literal["invented", "public", "operational"]
    as_of: dt.date
    now: dt.date | None = None
    engine: str = ""
    ordered: dict[str, str] = {}
    files: tuple[FileFacts, ...] = ()
    rows: RowFacts = RowFacts()
    set_to_missing: dict[str, int] = {}
    tables: dict[str, int] = {}
    population: PopulationFacts = PopulationFacts()
    knowledge: KnowledgeFacts = KnowledgeFacts()
    lists: dict[str, ListFacts] = {}
    groups: dict[str, int] = {}
    overlay: dict[str, int] = {}
    variants: VariantFacts = VariantFacts()
    concentration: dict[str, tuple[tuple[int, int], ...]] = {}
    stages: tuple[StageFacts, ...] = ()
    limits: dict[str, tuple[str, ...]] = {}

    @property
    def operational(self) -> bool:
        """True where nothing about a person may be shown (house rules §9)."""
        return self.material == "operational"

    def region(self, code: str) -> tuple[str, str]:
        """A police region's name in Swedish and English; its id where the run has no name for it."""
        if code == "unknown":
            return "okänd", "unknown"
        titles = self.knowledge.region_titles.get(code, {})
        return titles.get("sv", code), titles.get("en", code)

    @property
    def sign_titles(self) -> dict[str, tuple[str, str]]:
        """Observation kinds named by the run, in Swedish and English."""
        return {
            kind: (texts["sv"], texts["en"])
            for kind, texts in self.knowledge.observation_titles.items()
            if "sv" in texts and "en" in texts
        }


def run_facts(out: Path) -> RunFacts:
    """What the run in the folder `out` says of itself; InputError where there is no such run."""
    path = out / RUN_FILE
    if not path.is_file():
        raise InputError(
            "no_run",
            "That folder holds no hejda run.",
            "There is no run.json in it.",
            "Name the folder that `hejda map --out` wrote.",
        )
    try:
        return RunFacts.model_validate(json.loads(path.read_text("utf-8")))
    except (ValidationError, ValueError):
        raise InputError(
            "run_unreadable",
            "The run.json of that folder cannot be read.",
            "It was cut off, changed by hand, or written by another program.",
            "Make the run again with `hejda map`.",
        ) from None
