"""What a run says about single people: why, on which records, what is missing, what speaks against.

The page and `hejda explain` both tell people's explanations from here, so that they cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hejda.base.wording import Both
from hejda.knowledge.rules import LIST_RANKER
from hejda.rank.record_sentences import ONLY_ONE_PERSON, record_sentence
from hejda.rank.rule_texts import RANKERS
from hejda.rank.sentences import PROTECTED
from hejda.report.read import Row, by_key, evidence_of, observations_about, places_of, rows_of

SIGN_RANKER = "red_flags"
VICTIMS = "several_victims"
OTHER_RANKERS = {"relation_unknown": "unknown_as_yes", VICTIMS: VICTIMS}
"""Groups whose score is not the list ranker's: by which name their reasons are kept."""
WITH_LEAVING = ("harm", "serial")
"""The lists one leaves when nothing new is recorded; of the groups beside them it says nothing."""
OF_ONE_LIST = ("without_ended", "moving_record", "leaves_on")
"""Contrary statements that hold for one list only; the others are about the person."""
OVERLAY = "overlay:"


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a reason; without sentences where the evidence table does not hold it."""

    reference: str
    registered_on: dt.date | None = None
    superseded_on: dt.date | None = None
    says: Both | None = None

    @property
    def table(self) -> str:
        """The register table the reference leads to."""
        return self.reference.partition(":")[0]


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """One reason with its points; `records` told here, `above` those told with an earlier reason."""

    rule: str
    points: int
    says: Both
    records: tuple[Record, ...]
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """One statement of the table contrary, and the list it holds for (empty: whichever)."""

    kind: str
    says: Both
    records: tuple[Record, ...]
    on_list: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the table finding, by kind, with the records behind it."""

    kind: str
    says: Both
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One place on one list or group."""

    name: str
    police_region: str
    place: int
    person: str
    score: int | None
    flags: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything told about one person."""

    person: str
    police_region: str
    listings: tuple[Listing, ...]
    ranker: str
    reasons: tuple[ReasonTold, ...]
    objections: tuple[Objection, ...]
    findings: tuple[Finding, ...]
    places: tuple[Row, ...]
    acts: dict[str, Both]

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(reason.points for reason in self.reasons)

    @property
    def flags(self) -> tuple[str, ...]:
        """Marks on any list, each once."""
        return tuple(dict.fromkeys(flag for place in self.listings for flag in place.flags))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Gaps on any list, each once."""
        return tuple(dict.fromkeys(gap for place in self.listings for gap in place.gaps))

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record told, each once."""
        return tuple(record for reason in self.reasons for record in reason.records)

    @property
    def latest(self) -> dt.date | None:
        """The latest day on which an incident behind the score was registered."""
        days = [
            record.registered_on
            for record in self.records
            if record.table == "incident" and record.registered_on
        ]
        return max(days, default=None)

    def incidents(self, partner: bool) -> int:
        """How many incidents the score rests on: those against a partner, or the others."""
        if self.ranker == VICTIMS:
            return 0 if partner else len(self.reasons)
        ending = ".partner_incident" if partner else ".other_incident"
        return sum(reason.rule.endswith(ending) for reason in self.reasons)

    def leaves_on(self, name: str) -> dt.date | None:
        """The day the person leaves the list `name` if nothing new is recorded, where known."""
        days = (said.on for said in self.objections_on(name) if said.kind == "leaves_on")
        return next(days, None)

    def objections_on(self, name: str) -> tuple[Objection, ...]:
        """What speaks the other way on the list `name`: the person's own, then the list's."""
        return tuple(said for said in self.objections if said.on_list in ("", name))


def ranker_of(list_name: str) -> str:
    """Whose reasons explain the score on that list or group."""
    return OTHER_RANKERS.get(list_name, LIST_RANKER)


def listings(out: Path) -> list[Listing]:
    """Every candidate, list by list, region by region, in the order of their places."""
    return [
        Listing(
            row["list"],
            row["police_region"] or "",
            row["place"],
            row["person"],
            row["score"],
            tuple(row["flags"] or ()),
            tuple(row["gaps"] or ()),
        )
        for row in rows_of(out, "candidate")
    ]


def dossiers(
    out: Path,
    people: Iterable[str],
    ranker: str,
    listed: Sequence[Listing],
    titles: Mapping[str, Both],
) -> dict[str, Dossier]:
    """Dossiers of the people by id, their reasons by `ranker`; `titles` name observation kinds."""
    wanted = sorted(set(people))
    if not wanted:
        return {}
    told = [("person", "in", wanted)]
    reasons = rows_of(out, "reason", [*told, ("ranker", "in", [ranker, SIGN_RANKER])])
    contrary = rows_of(out, "contrary", told)
    findings = rows_of(out, "finding", told)
    records = _records(out, [*reasons, *contrary, *findings])
    by_person = by_key(reasons, "person", "ranker")
    against = by_key(contrary, "person")
    found = by_key(findings, "person")
    known = rows_of(out, "person", told)
    regions = {row["person"]: row["police_region"] for row in known}
    seen = observations_about(out, known)
    places = places_of(out, wanted)
    on_lists = by_key([{"person": place.person, "place": place} for place in listed], "person")
    return {
        person: Dossier(
            person=person,
            police_region=regions.get(person) or "unknown",
            listings=tuple(row["place"] for row in on_lists.get(person, [])),
            ranker=ranker,
            reasons=_reasons(by_person.get((person, ranker), []), records),
            objections=_objections(against.get(person, []), records),
            findings=_findings(found.get(person, []), records),
            places=tuple(sorted(places.get(person, []), key=_as_compared)),
            acts=_acts(by_person.get((person, SIGN_RANKER), []), seen.get(person, []), titles),
        )
        for person in wanted
    }


def _as_compared(row: Row) -> tuple[int, str]:
    """The list's ranker first, then the others from the latest described to the first."""
    name = str(row["ranker"])
    order = list(reversed(RANKERS))
    return (order.index(name) if name in order else len(order), name)


def _records(out: Path, rows: Iterable[Row]) -> dict[str, Record]:
    references = [reference for row in rows for reference in row["evidence"] or ()]
    found = evidence_of(out, references)
    return {
        reference: Record(
            reference,
            row["registered_on"],
            row["superseded_on"],
            (row["sentence_sv"] or "", row["sentence_en"] or ""),
        )
        for reference, row in found.items()
    }


def _told(row: Row, records: dict[str, Record]) -> list[Record]:
    return [records.get(reference, Record(reference)) for reference in row["evidence"] or ()]


def _says(row: Row) -> Both:
    return row["sentence_sv"] or "", row["sentence_en"] or ""


def _reasons(rows: list[Row], records: dict[str, Record]) -> tuple[ReasonTold, ...]:
    told: list[ReasonTold] = []
    seen: set[str] = set()
    for row in sorted(rows, key=lambda row: int(row["step"])):
        behind = _told(row, records)
        told.append(
            ReasonTold(
                row["rule"],
                row["points"],
                _says(row),
                tuple(record for record in behind if record.reference not in seen),
                tuple(record.reference for record in behind if record.reference in seen),
            )
        )
        seen.update(record.reference for record in behind)
    return tuple(told)


def _objections(rows: list[Row], records: dict[str, Record]) -> tuple[Objection, ...]:
    ordered = sorted(rows, key=lambda row: (row["kind"] in OF_ONE_LIST, row["step"]))
    said: dict[tuple[str, Both, str], Objection] = {}
    for row in ordered:
        if row["kind"] == "leaves_on" and row["list"] not in WITH_LEAVING:
            continue
        on_list = row["list"] if row["kind"] in OF_ONE_LIST else ""
        behind = tuple(_told(row, records))
        objection = Objection(row["kind"], _says(row), behind, on_list, row["on"])
        said.setdefault((objection.kind, objection.says, on_list), objection)
    return tuple(said.values())


FINDING_ORDER = ("serial", "repeat", "may_be_the_victim", "new_partner")


def _findings(rows: list[Row], records: dict[str, Record]) -> tuple[Finding, ...]:
    ordered = sorted(rows, key=lambda row: (FINDING_ORDER.index(row["kind"]), row["step"]))
    return tuple(Finding(row["kind"], _says(row), tuple(_told(row, records))) for row in ordered)


def _acts(rows: list[Row], observations: list[Row], titles: Mapping[str, Both]) -> dict[str, Both]:
    """Dated warning acts by observation kind: as red_flags tells them, else the latest record."""
    latest = sorted(observations, key=lambda row: row["observed_on"] or dt.date.min)
    told = {str(row["kind"]): record_sentence("observation", row, {}, titles) for row in latest}
    prefix = SIGN_RANKER + "."
    told |= {row["rule"].removeprefix(prefix): _says(row) for row in rows}
    return {kind: ONLY_ONE_PERSON if says == PROTECTED else says for kind, says in told.items()}
