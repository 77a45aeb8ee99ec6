"""Rules as they are written: every period, source and review, before a day is chosen.

`rules` holds the same on one day. The shapes are checked against knowledge/schemas first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, Field

from hejda.knowledge.files import Document
from hejda.knowledge.grounds import Access, Clock, GroundKind, ThresholdField
from hejda.knowledge.packs import Pack
from hejda.knowledge.rules import ObservationKind, OffenceClass, Text
from hejda.knowledge.value import Value


class _Written(Value):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Origin(_Written):
    """Where a number comes from: a key of sources.yaml, the place in it, and when it was read."""

    ref: str
    at: str
    read: dt.date


class Source(_Written):
    """A source: what it is, where it lies, and how far it was read."""

    title: str
    url: tuple[str, ...]
    how: Literal["in_full", "opening", "secondary", "not_read", "own", "invented"]
    note: str = ""


class Reviewed(_Written):
    """Who last checked a rule, when, and by when it must be checked again."""

    by: str
    on: dt.date
    again_by: dt.date


class Period(_Written):
    """From the first day until the last day, both included; null leaves an end open."""

    since: dt.date | None = Field(alias="from")
    until: dt.date | None


class NumberWords(_Written):
    """What a number is called, and its unit by the names in `words.UNITS`."""

    unit: str
    sv: str
    en: str


class NumberPeriod(Period):
    """The numbers of a rule from a day until a day, and where they come from."""

    numbers: dict[str, Any]
    source: Origin


class Rule(_Written):
    """One rule file."""

    id: str
    title: Text
    plain: Text
    unit: dict[str, NumberWords]
    in_force: Period
    periods: tuple[NumberPeriod, ...]
    reviewed: Reviewed
    verified: bool
    note: Text | None = None
    uses: tuple[str, ...] = ()


class GroundPeriod(Period):
    """What a legal ground demands and how long it lets things be kept, from a day until a day."""

    paragraph: Text
    fields: tuple[ThresholdField, ...]
    access: Access | None
    clocks: tuple[Clock, ...]
    source: Origin


class Confirmed(_Written):
    """A lawyer's confirmation: who, when, and of what."""

    by: str
    on: dt.date
    text: str


class WrittenGround(_Written):
    """One file of law/retention."""

    id: str
    kind: GroundKind
    title: Text
    plain: Text
    act: Text
    in_force: Period
    periods: tuple[GroundPeriod, ...]
    reviewed: Reviewed
    verified: bool
    unverified_from: dt.date | None
    confirmed: Confirmed | None = None
    doubt: Text | None = None

    def verified_on(self, day: dt.date) -> bool:
        """Whether its text is known for sure on a day: read and signed for, or confirmed since."""
        if self.confirmed and self.confirmed.on >= (self.unverified_from or dt.date.min):
            return True
        return self.verified and (self.unverified_from is None or day < self.unverified_from)


class Kind(ObservationKind):
    """A kind of observation with its source."""

    source: Origin
    verified: bool

    def as_value(self) -> ObservationKind:
        """The kind as stages see it."""
        return ObservationKind(**self.model_dump(exclude={"source", "verified"}))


class Kinds(_Written):
    """The file observations.yaml."""

    id: str
    title: Text
    plain: Text
    reviewed: Reviewed
    kinds: tuple[Kind, ...]


class OffenceRow(_Written):
    """One offence during one period of its scale. Months and days say the same, where both stand.

    No `max_days` and no `life`: a fine is the gravest. `fine_min`: a fine is the least.
    """

    id: str
    chapter: str
    section: str
    title: Text
    classes: tuple[OffenceClass, ...]
    min_months: int | None
    max_months: int | None
    min_days: int | None
    max_days: int | None
    life: bool
    fine_min: bool
    since: dt.date | None
    until: dt.date | None
    flags: tuple[Literal["a", "b", "c", "d"], ...]
    source: str
    at: str
    review_by: dt.date
    verified: bool
    note: Text | None

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> OffenceRow:
        """The row of offences.csv with these cells, sound by its schema."""
        as_is = ("id", "chapter", "section", "source", "at", "review_by")
        wholes = ("min_months", "max_months", "min_days", "max_days")
        said: dict[str, Any] = {name: cells[name] for name in as_is}
        said |= {name: int(cells[name]) if cells[name] else None for name in wholes}
        said |= {name: cells[name] == "yes" for name in ("life", "fine_min", "verified")}
        said |= {
            "title": _both(cells, "title"),
            "classes": tuple(cells["classes"].split(";")),
            "since": cells["valid_from"] or None,
            "until": cells["valid_to"] or None,
            "flags": tuple(flag for flag in "abcd" if cells[f"flag_{flag}"] == "yes"),
            "note": _both(cells, "note") if cells["note_sv"] and cells["note_en"] else None,
        }
        return cls(**said)


class RegionRow(_Written):
    """One county and the police region it belongs to."""

    police_region: str
    title: Text
    county_code: str
    county: Text
    source: str
    at: str

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> RegionRow:
        """The row of regions.csv with these cells, sound by its schema."""
        as_is = ("police_region", "county_code", "source", "at")
        said: dict[str, Any] = {name: cells[name] for name in as_is}
        return cls(**said, title=_both(cells, "title"), county=_both(cells, "county"))


class HarmRow(_Written):
    """The harm of one offence in a table of harm, in days; `attempt_days` None: as completed."""

    id: str
    days: int
    attempt_days: int | None
    period: str
    source: str

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> HarmRow:
        """The row of harm/SCALE.csv with these cells, sound by its schema."""
        attempt = cells.get("attempt_days")
        said: dict[str, Any] = {name: cells[name] for name in ("id", "period", "source")}
        days = int(cells["days"])
        return cls(**said, days=days, attempt_days=int(attempt) if attempt else None)


def _both(cells: Mapping[str, str], name: str) -> Text:
    return Text(sv=cells[f"{name}_sv"], en=cells[f"{name}_en"])


class Head(_Written):
    """The file pack.yaml."""

    id: str
    title: Text
    country: str
    extends: str | None = None
    harm_scale: str
    harm_reference_date: dt.date


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack read whole and found without fault. Keys of `documents` are file names from its root.

    `offences`: the periods of each id, in file order. `harm_tables`: scale → offence → row.
    """

    folders: Pack
    head: Head
    documents: Mapping[str, Document]
    rules: Mapping[str, Rule]
    grounds: Mapping[str, WrittenGround]
    kinds: Kinds
    offences: Mapping[str, tuple[OffenceRow, ...]]
    regions: tuple[RegionRow, ...]
    harm_tables: Mapping[str, Mapping[str, HarmRow]]
    sources: Mapping[str, Source]

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id; the loader has seen that every rule it names is there."""
        return self.rules[rule_id]

    @property
    def scales(self) -> tuple[str, ...]:
        """Ids of the harm scales that can be used here: statutory ones, and tables that lie here."""
        harm = (name for name in sorted(self.documents) if name.startswith("harm/"))
        ids = [name.removeprefix("harm/").removesuffix(".yaml") for name in harm]
        return tuple(
            scale
            for scale in ids
            if scale in self.rules and (scale.startswith("statutory_") or scale in self.harm_tables)
        )
