"""The knowledge files that hold many rows, as tables: offences, kinds of observation, police regions."""

from __future__ import annotations

import datetime as dt

from hejda.knowledge.checklists import Checklist
from hejda.knowledge.harm import harm_of
from hejda.knowledge.page_parts import MARKS
from hejda.knowledge.periods import nearest
from hejda.knowledge.words import Language, length, named, penal_scale
from hejda.knowledge.written import Kind, OffenceRow, WrittenPack
from hejda_web.ui.rule_parts import Table, both, head
from hejda_web.ui.words import Words

SURE = {
    True: Words("ja", "yes"),
    False: Words("nej, inte bekräftat", "no, not confirmed"),
}
NO_SOURCE = Words("ingen källa: regionen måste besluta", "no source: the region must decide")


def offences_table(pack: WrittenPack, on: dt.date) -> Table:
    """Every offence with its paragraph, scale and harm in whole days."""
    rows = []
    for offence, periods in pack.offences.items():
        row = nearest(periods, on)
        harm = harm_of(pack, offence, pack.head.harm_scale)
        rows.append((
            both(row.title), row.at, Words(_scale(row, "sv"), _scale(row, "en")),
            _listed(row.classes), harm.completed if harm else "–", SURE[row.verified],
        ))  # fmt: skip
    heads = (
        Words("Brott", "Offence"), Words("Lagrum", "Paragraph"), Words("Straffskala", "Penal scale"),
        Words("Klass", "Class"), Words("Skada, dagar", "Harm, days"), Words("Bekräftat", "Confirmed"),
    )  # fmt: skip
    return Table(heads, tuple(rows), frozenset({4}))


def kinds_table(pack: WrittenPack) -> Table:
    """Every kind of observation: what it is, what it is used as, whether its source was read."""
    rows = tuple(
        (both(kind.title), both(kind.definition), _used_as(kind), SURE[kind.verified])
        for kind in pack.kinds.kinds
    )
    heads = (
        Words("Slag", "Kind"), Words("Vad som menas", "What is meant"),
        Words("Används som", "Used as"), Words("Bekräftat", "Confirmed"),
    )  # fmt: skip
    return Table(heads, rows)


def regions_table(pack: WrittenPack) -> Table:
    """Each county and its police region."""
    rows = tuple((both(row.title), both(row.county), row.county_code) for row in pack.regions)
    heads = (
        Words("Polisregion", "Police region"), Words("Län", "County"), Words("Länskod", "Code"),
    )  # fmt: skip
    return Table(heads, rows)


def checklist_table(pack: WrittenPack, checklist: Checklist) -> Table:
    """Each line of a checklist: when, what, why, and where it was read."""
    rows = tuple(
        (
            both(line.text), both(part.title), both(line.why),
            f"{pack.sources[line.source.ref].title}, {line.source.at}" if line.source else NO_SOURCE,
        )
        for part in checklist.parts
        for line in part.lines
    )  # fmt: skip
    heads = (
        Words("Vad", "What"), Words("När", "When"), Words("Varför", "Why"), Words("Källa", "Source"),
    )  # fmt: skip
    return Table(heads, rows)


def _used_as(kind: Kind) -> Words:
    if kind.sensitive == "health":
        return head("health")
    marks = tuple(mark for mark in MARKS if getattr(kind, mark))
    return _listed(marks) if marks else head("no_marks")


def _listed(names: tuple[str, ...]) -> Words:
    return Words(
        ", ".join(named(each, "sv") for each in names),
        ", ".join(named(each, "en") for each in names),
    )


def _scale(row: OffenceRow, lang: Language) -> str:
    least = None if row.min_days is None else length(row.min_months, row.min_days, lang)
    most = None if row.max_days is None else length(row.max_months, row.max_days, lang)
    return penal_scale(least, most, life=row.life, fine=row.fine_min, lang=lang)
