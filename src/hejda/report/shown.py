"""What the page shows, worked out before it is laid out: lists, quarantine, curves, time strips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from hejda.base.wording import LANGUAGES, Both
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.labels import flag_label, gap_codes, gap_sentence, list_label, list_sentence
from hejda.report.charts import MARKED, concentration_chart, harm_held, score_chart
from hejda.report.dossiers import (
    OVERLAY,
    Dossier,
    Listing,
    dossiers,
    listings,
    ranker_of,
)
from hejda.report.facts import ListFacts, RunFacts
from hejda.report.read import Row, by_key, first_scores, rows_of
from hejda.report.set_aside import MISSING, SetAside, set_aside
from hejda.tables.results import LISTS

TWO_LISTS = ("harm", "serial")
MOST_SHOWN = 500
"""Places of one list that the page shows; the others are in candidate.parquet."""
FEW = 5
"""Counts of people below this are not shown for operational material."""
STRIP_TABLES = ("incident", "observation", "protection_order")
MOST_YEARS = 10
NO_SIGN: Both = (
    "Inget registrerat varningstecken – det säger inget om säkerheten.",
    "No recorded warning sign – this says nothing about safety.",
)
NO_OBSERVATIONS: Both = (
    "Kan inte visas: leveransen har inga iakttagelser. Det säger inget om säkerheten.",
    "Cannot be shown: the delivery has no observations. This says nothing about safety.",
)


@dataclass(frozen=True, slots=True)
class ShownList:
    """One list or group with everybody on it."""

    name: str
    label: Both
    sentence: Both
    facts: ListFacts | None
    places: tuple[Listing, ...]
    missing: tuple[Both, ...] = ()
    more: int = 0

    @property
    def highest(self) -> int:
        """The highest score on it; 0 when empty."""
        return max((place.score or 0 for place in self.places), default=0)

    @property
    def by_region(self) -> bool:
        """True where each police region has places of its own."""
        return any(place.police_region not in ("", "national") for place in self.places)


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve of concentration: its drawing in both languages and what is read off it."""

    name: str
    drawn: tuple[Markup, Markup]
    read_off: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The time axis shared by everybody's strip of dated records."""

    first: dt.date
    last: dt.date

    @property
    def years(self) -> tuple[int, ...]:
        """Years that begin within the strip."""
        return tuple(range(self.first.year + (self.first > dt.date(self.first.year, 1, 1)),
                           self.last.year + 1))  # fmt: skip

    def at(self, day: dt.date) -> str:
        """Where the day lies, in per cent of the strip."""
        length = max(1, (self.last - self.first).days)
        return f"{min(100.0, max(0.0, (day - self.first).days * 100 / length)):.4g}"

    def year_at(self, year: int) -> str:
        """Where the year begins."""
        return self.at(dt.date(year, 1, 1))


@dataclass(frozen=True)
class Shown:
    """Everything the template lays out."""

    facts: RunFacts
    lists: tuple[ShownList, ...]
    groups: tuple[ShownList, ...]
    people: dict[tuple[str, str], Dossier]
    anchors: dict[tuple[str, str], tuple[int, str]]
    quarantine: tuple[SetAside, ...]
    moved: tuple[Row, ...]
    curves: tuple[Curve, ...]
    score_curve: tuple[Markup, Markup] | None
    strip: Strip
    gaps: tuple[tuple[str, int], ...]
    common_gaps: tuple[str, ...]

    @property
    def rows_aside(self) -> tuple[SetAside, ...]:
        """Causes for which rows, or whole files, were set aside."""
        return tuple(entry for entry in self.quarantine if entry.done != MISSING)

    @property
    def values_missing(self) -> tuple[SetAside, ...]:
        """Causes for which a value was set to missing and the row kept."""
        return tuple(entry for entry in self.quarantine if entry.done == MISSING)

    def dossier(self, place: Listing) -> Dossier:
        """The dossier that explains the score of `place`."""
        return self.people[place.person, ranker_of(place.name)]

    def anchor(self, place: Listing) -> tuple[int, str]:
        """The number of that dossier on the page, and the list it stands under."""
        return self.anchors[place.person, ranker_of(place.name)]

    def serious_harm(self, place: Listing) -> tuple[Both, ...]:
        """Dated warning acts; or that none is recorded, which says nothing about safety."""
        acts = self.dossier(place).acts
        kinds = [flag.removeprefix(OVERLAY) for flag in place.flags if flag.startswith(OVERLAY)]
        if kinds:
            titles = self.facts.sign_titles
            told = (acts.get(kind) or flag_label(OVERLAY + kind, titles) for kind in kinds)
            return tuple(dict.fromkeys(told))
        return (NO_OBSERVATIONS if "no_observation" in place.gaps else NO_SIGN,)

    def flags(self, place: Listing) -> tuple[Both, ...]:
        """Marks other than warning signs."""
        return tuple(flag_label(flag) for flag in place.flags if not flag.startswith(OVERLAY))

    def ticks(self, person: Dossier) -> tuple[tuple[str, str], ...]:
        """Table and position of each dated record that the person's strip shows."""
        found = {
            (record.table, self.strip.at(record.registered_on))
            for record in person.records
            if record.registered_on and record.table in STRIP_TABLES
        }
        return tuple(sorted(found))


def shown(out: Path, facts: RunFacts) -> Shown:
    """What the page of the run in `out` shows. For operational material no text about anybody."""
    lists = _lists(facts, listings(out))
    listed = [place for entry in lists for place in entry.places]
    people = {} if facts.operational else _people(out, listed, facts.sign_titles)
    return Shown(
        facts=facts,
        lists=tuple(entry for entry in lists if entry.name in TWO_LISTS),
        groups=tuple(entry for entry in lists if entry.name not in TWO_LISTS),
        people=people,
        anchors=_anchors(listed),
        quarantine=set_aside(out, examples=not facts.operational),
        moved=() if facts.operational else tuple(rows_of(out, "moved")),
        curves=tuple(_curve(name, points) for name, points in facts.concentration.items()),
        score_curve=_score_curve(out, facts),
        strip=_strip(people.values(), facts.as_of),
        common_gaps=_common_gaps(listed),
        gaps=tuple(sorted(facts.population.with_gap.items(), key=lambda gap: (-gap[1], gap[0]))),
    )


def reading_of_gap(code: str) -> tuple[str, str, str]:
    """What the gap means and which table would hold it; the code itself where it has no sentence."""
    return gap_sentence(code) if code in gap_codes() else (code, code, "")


def _lists(facts: RunFacts, listed: list[Listing]) -> list[ShownList]:
    by_name = by_key([{"list": place.name, "place": place} for place in listed], "list")
    entries = []
    for name in LISTS:
        places = tuple(row["place"] for row in by_name.get(name, []))
        limits = facts.lists.get(name)
        if not places and name not in TWO_LISTS and not facts.groups.get(name):
            continue
        because = limits.missing_because if limits else ()
        missing = tuple(reading_of_gap(code)[:2] for code in because)
        label, sentence = list_label(name), list_sentence(name)
        rest = max(0, len(places) - MOST_SHOWN)
        entry = ShownList(name, label, sentence, limits, places[:MOST_SHOWN], missing, rest)
        entries.append(entry)
    return entries


def _people(
    out: Path, listed: list[Listing], titles: dict[str, Both]
) -> dict[tuple[str, str], Dossier]:
    """Everybody's dossiers by person and ranker: one for each way in which they are scored."""
    found: dict[tuple[str, str], Dossier] = {}
    for ranker in dict.fromkeys(ranker_of(place.name) for place in listed):
        here = [place for place in listed if ranker_of(place.name) == ranker]
        told = dossiers(out, [place.person for place in here], ranker, listed, titles)
        found.update({(person, ranker): dossier for person, dossier in told.items()})
    return found


def _anchors(listed: list[Listing]) -> dict[tuple[str, str], tuple[int, str]]:
    """Each dossier's number on the page, and the list it stands under (the first)."""
    first: dict[tuple[str, str], str] = {}
    for place in listed:
        first.setdefault((place.person, ranker_of(place.name)), place.name)
    return {key: (number, name) for number, (key, name) in enumerate(first.items(), 1)}


def _common_gaps(listed: list[Listing]) -> tuple[str, ...]:
    """Gaps that everybody shown has, mostly because a table was not delivered; told once."""
    if len(listed) < 2:
        return ()
    shared = set.intersection(*(set(place.gaps) for place in listed))
    return tuple(gap for gap in listed[0].gaps if gap in shared)


def _curve(name: str, points: tuple[tuple[int, int], ...]) -> Curve:
    sv, en = (concentration_chart(points, language) for language in LANGUAGES)
    return Curve(name, (sv, en), tuple((share, harm_held(points, share)) for share in MARKED))


def _score_curve(out: Path, facts: RunFacts) -> tuple[Markup, Markup] | None:
    limits = facts.lists.get("harm")
    if limits is None or not limits.taken:
        return None
    scores = first_scores(out, LIST_RANKER, max(limits.taken * 3, limits.taken + 20))
    if len(scores) < 2:
        return None
    cut = min(limits.taken, len(scores))
    sv, en = (score_chart(scores, cut, limits.floor, language) for language in LANGUAGES)
    return sv, en


def _strip(people: Iterable[Dossier], as_of: dt.date) -> Strip:
    days = [
        record.registered_on
        for person in people
        for record in person.records
        if record.registered_on and record.table in STRIP_TABLES
    ]
    earliest = min([*days, as_of])
    first = dt.date(max(earliest.year, as_of.year - MOST_YEARS), 1, 1)
    return Strip(first, as_of)
