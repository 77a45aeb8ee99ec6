"""What rule files must be to each other: no overlap, no gap, no number without unit and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from hejda.knowledge.checklists import faults_of_checklist
from hejda.knowledge.checks_grounds import faults_of_ground
from hejda.knowledge.checks_periods import faults_of_frame
from hejda.knowledge.checks_sharing import faults_of_sharing
from hejda.knowledge.faults import Fault
from hejda.knowledge.files import Document, Step
from hejda.knowledge.harm import days_of_months
from hejda.knowledge.packs import (
    DUTY,
    HEAD,
    HEALTH_SWITCH,
    OBSERVATIONS,
    OFFENCES,
    REGIONS,
    RETENTION,
    SHARING,
    STATUTORY,
    stem_of,
)
from hejda.knowledge.periods import is_backwards, overlaps
from hejda.knowledge.rules import MARKS
from hejda.knowledge.written import Kinds, OffenceRow, RegionRow, Rule

Documents = Mapping[str, Document]


def faults_between(sound: Documents, files: Set[str], sources: Set[str]) -> list[Fault]:
    """Every fault that one file's schema cannot see.

    `sound`: the documents without a fault of their own; `files`: names of all the pack has or
    should have; `sources`: the keys known.
    """
    found: list[Fault] = []
    found += faults_of_sharing(sound, sources)
    for name, document in sound.items():
        if name.startswith(SHARING):
            continue
        if name.startswith(DUTY):
            found += faults_of_checklist(document, sources)
            continue
        if name.startswith(RETENTION):
            found += faults_of_ground(name, document, files)
        elif "/" in name and name.endswith(".yaml"):
            found += _of_rule(name, document, files)
        found += _of_sources(name, document, sources)
    if OBSERVATIONS in sound:
        found += _of_kinds(sound[OBSERVATIONS], sound.get(HEALTH_SWITCH))
    if OFFENCES in sound:
        found += _of_offences(sound[OFFENCES])
        found += _of_tables(sound)
    if REGIONS in sound:
        found += _of_regions(sound[REGIONS])
    if HEAD in sound:
        found += _of_scale(sound[HEAD], sound, files)
    return found


def _of_sources(name: str, document: Document, sources: Set[str]) -> Iterator[Fault]:
    """Every key named as a source must stand in a sources.yaml."""
    named: list[tuple[tuple[Step, ...], str]] = []
    if document.table:
        named = [((i, "source"), row["source"]) for i, row in enumerate(document.content)]
    elif name == OBSERVATIONS or "/" in name:
        group = "kinds" if name == OBSERVATIONS else "periods"
        named = [
            ((group, i, "source", "ref"), said["source"]["ref"])
            for i, said in enumerate(document.content[group])
        ]
    for place, key in named:
        if key not in sources:
            todo = "Use a key of sources.yaml, or add the source there."
            yield document.fault(place, f"The source {key} is not known.", todo)


def _of_rule(name: str, document: Document, files: Set[str]) -> Iterator[Fault]:
    rule = Rule(**document.content)
    for position, period in enumerate(rule.periods):
        for number in sorted(set(period.numbers) ^ set(rule.unit)):
            told = "has no unit" if number in period.numbers else "has a unit but is no number here"
            place: tuple[Step, ...] = ("periods", position, "numbers", number)
            yield document.fault(place, f"{number} {told}.", "Name it under unit and here.")
    yield from faults_of_frame(name, document, rule)
    known = {stem_of(file) for file in files}
    for used in sorted(set(rule.uses) - known):
        todo = "Name the file of a rule without its ending."
        yield document.fault(("uses",), f"There is no rule {used}.", todo)


def _of_kinds(document: Document, switch: Document | None) -> Iterator[Fault]:
    periods = Rule(**switch.content).periods if switch else ()
    switched = {kind for period in periods for kind in period.numbers["kinds"]}
    seen: set[str] = set()
    for position, kind in enumerate(Kinds(**document.content).kinds):
        place: tuple[Step, ...] = ("kinds", position, "id")
        if kind.id in seen:
            yield document.fault(place, f"The kind {kind.id} is said twice.", "Keep one.")
        seen.add(kind.id)
        marks = [mark for mark in MARKS if getattr(kind, mark)]
        if kind.sensitive == "health" and marks and kind.id not in switched:
            yield document.fault(
                ("kinds", position, marks[0]),
                f"The kind {kind.id} is about health and may not be marked {' or '.join(marks)}.",
                f"Take the mark away; only {HEALTH_SWITCH}, naming the paragraph, who decided and "
                "when, can allow it.",
            )


def _of_offences(document: Document) -> Iterator[Fault]:
    places: dict[str, list[int]] = {}
    rows = [OffenceRow.of(cells) for cells in document.content]
    for position, row in enumerate(rows):
        places.setdefault(row.id, []).append(position)
        yield from _of_offence(document, position, row)
    for offence, positions in places.items():
        for _, other in overlaps([rows[position] for position in positions]):
            told = f"The period of {offence} overlaps another of its periods."
            yield document.fault((positions[other], "valid_from"), told, "Look at the days.")


def _of_offence(document: Document, position: int, row: OffenceRow) -> Iterator[Fault]:
    for end, months, days in (
        ("min", row.min_months, row.min_days),
        ("max", row.max_months, row.max_days),
    ):
        if months is not None and days != days_of_months(months):
            told = f"{months} months are {days_of_months(months)} days."
            todo = "A month is 365/12 days, rounded half up."
            yield document.fault((position, f"{end}_days"), told, todo)
    if is_backwards(row):
        told = f"The period of {row.id} ends before it begins."
        yield document.fault((position, "valid_to"), told, "Look at the two days.")
    if row.fine_min == (row.min_days is not None):
        told = "The least is both a fine and prison, or neither."
        yield document.fault((position, "min_days"), told, "Say fine_min yes, or give min_days.")
    if row.min_days is not None and not row.life and (row.max_days or 0) < row.min_days:
        yield document.fault((position, "max_days"), "The most is below the least.", "Mend one.")
    one_note = bool(document.content[position]["note_sv"]) != bool(
        document.content[position]["note_en"]
    )
    if one_note:
        told = "The note stands in one language only."
        yield document.fault((position, "note_en"), told, "Write it in both.")


def _of_regions(document: Document) -> Iterator[Fault]:
    counties: set[str] = set()
    titles: dict[str, object] = {}
    for position, row in enumerate(map(RegionRow.of, document.content)):
        if row.county_code in counties:
            twice = f"The county {row.county_code} stands in two rows."
            yield document.fault((position, "county_code"), twice, "Keep one row for each county.")
        counties.add(row.county_code)
        if titles.setdefault(row.police_region, row.title) != row.title:
            two = f"The police region {row.police_region} has two titles."
            yield document.fault((position, "title_sv"), two, "Write it the same way.")


def _of_tables(sound: Documents) -> Iterator[Fault]:
    """Tables of harm name offences that exist, once, and have a rule file beside them."""
    offences = {row["id"] for row in sound[OFFENCES].content}
    for name, document in sound.items():
        if not (name.startswith("harm/") and name.endswith(".csv")):
            continue
        if name.replace(".csv", ".yaml") not in sound:
            lone = "There is no sound rule file beside this table."
            yield document.fault((), lone, f"Write {name.replace('.csv', '.yaml')}.")
        seen: set[str] = set()
        for position, row in enumerate(document.content):
            place: tuple[Step, ...] = (position, "id")
            if row["id"] not in offences:
                todo = "Use an id of offences.csv."
                yield document.fault(place, f"There is no offence {row['id']}.", todo)
            if row["id"] in seen:
                yield document.fault(place, f"{row['id']} stands here twice.", "Keep one row.")
            seen.add(row["id"])


def _of_scale(head: Document, sound: Documents, files: Set[str]) -> Iterator[Fault]:
    """The scale in use is a statutory one, or a table that says something of every offence."""
    scale = head.content["harm_scale"]
    if scale in STATUTORY:
        return
    table = f"harm/{scale}.csv"
    if table not in files:
        missing = f"There is no harm scale {scale} that can be used here."
        todo = f"Use {' or '.join(STATUTORY)}, or add {table} (see harm/README.md)."
        yield head.fault(("harm_scale",), missing, todo)
    if table in sound and OFFENCES in sound:
        told = {row["id"] for row in sound[table].content}
        for offence in sorted({row["id"] for row in sound[OFFENCES].content} - told):
            gap = f"The scale in use says nothing of {offence}."
            todo = "Add a row, or choose another scale in pack.yaml."
            yield sound[table].fault((), gap, todo)
