"""The knowledge files as pages: every rule readable, with dates, source, review and what is not sure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from hejda.knowledge.checklists import load_checklist
from hejda.knowledge.packs import DUTY, OBSERVATIONS, OFFENCES, REGIONS, RETENTION
from hejda.knowledge.page_parts import Parts
from hejda.knowledge.periods import holds_on
from hejda.knowledge.reading import read_pack, read_sharing
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing_written import (
    SecrecyPeriod,
    SharingPack,
    SharingPeriod,
    WrittenSecrecy,
    WrittenSharing,
)
from hejda.knowledge.words import GROUND_KINDS
from hejda.knowledge.written import NumberPeriod, Period, Reviewed, Rule, WrittenGround, WrittenPack
from hejda_web.ui.rule_parts import (
    Demand,
    Number,
    Reference,
    Table,
    both,
    clock_words,
    demand,
    origin,
    pair,
    shown_numbers,
)
from hejda_web.ui.rule_tables import checklist_table, kinds_table, offences_table, regions_table
from hejda_web.ui.words import Words

PACK = "se"
CHECKLIST = "first_48_hours"
P = TypeVar("P", bound=Period)
CHAPTERS = {
    "grounds": Words("Rättsliga grunder och gallring", "Legal grounds and erasure"),
    "sharing": Words("Sekretess, och vad som bryter den", "Secrecy, and what lifts it"),
    "law": Words("Lag i övrigt", "Other law"),
    "ranking": Words("Rangordning och listor", "Ranking and lists"),
    "harm": Words("Hur skada mäts", "How harm is measured"),
    "tables": Words(
        "Brott, iakttagelser, regioner, vakthavande",
        "Offences, observations, regions, the duty desk",
    ),
}
"""The chapters of the index, in its order."""


@dataclass(frozen=True)
class PeriodPage:
    """What a rule says from a day until a day. now: it holds on the day the page is read."""

    since: dt.date | None
    until: dt.date | None
    now: bool
    source: Reference
    paragraph: Words | None = None
    numbers: tuple[Number, ...] = ()
    demands: tuple[Demand, ...] = ()
    access: Words | None = None
    clocks: tuple[Words, ...] = ()


@dataclass(frozen=True)
class RulePage:
    """One rule as it is shown. sure: its text is read and signed for on the day; None where the
    file holds many rows that each say so. again_by: the day by which somebody must look again.
    """

    slug: str
    chapter: Words
    title: Words
    text: Words
    file: str
    sure: bool | None = None
    reviewed_by: str = ""
    reviewed_on: dt.date | None = None
    again_by: dt.date | None = None
    overdue: bool = False
    kind: Words | None = None
    act: Words | None = None
    doubt: Words | None = None
    unsure_from: dt.date | None = None
    confirmed: str = ""
    note: Words | None = None
    periods: tuple[PeriodPage, ...] = ()
    table: Table | None = None
    uses: tuple[tuple[str, Words], ...] = ()


def all_rules(on: dt.date) -> list[tuple[Words, list[RulePage]]]:
    """Every rule by chapter, as it stands on the day."""
    pages = list(_pages(_pack(), on))
    return [
        (words, [each for each in pages if each.chapter is words]) for words in CHAPTERS.values()
    ]


def one_rule(slug: str, on: dt.date) -> RulePage | None:
    """The rule of that name as it stands on the day; None where there is none."""
    return next((each for each in _pages(_pack(), on) if each.slug == slug), None)


@lru_cache(maxsize=1)
def _pack() -> WrittenPack:
    return read_pack(PACK)


@lru_cache(maxsize=1)
def _sharing_pack() -> SharingPack:
    return read_sharing(PACK)


def _pages(pack: WrittenPack, on: dt.date) -> Iterator[RulePage]:
    for ground in pack.grounds.values():
        yield _ground(pack, ground, on)
    sharing = _sharing_pack()
    for secrecy in sharing.secrecy.values():
        yield _sharing(pack, sharing, secrecy, on)
    for lifting in sharing.grounds.values():
        yield _sharing(pack, sharing, lifting, on)
    for rule in pack.rules.values():
        yield _rule(pack, rule, on)
    yield from _tables(pack, on)


def _ground(pack: WrittenPack, ground: WrittenGround, on: dt.date) -> RulePage:
    signed = ground.confirmed
    page = RulePage(
        slug=ground.id,
        chapter=CHAPTERS["grounds"],
        title=both(ground.title),
        text=both(ground.plain),
        file=_file(pack, f"{RETENTION}{ground.id}.yaml"),
        sure=ground.verified_on(on),
        kind=pair(GROUND_KINDS[ground.kind]),
        act=both(ground.act),
        doubt=_perhaps(ground.doubt),
        unsure_from=ground.unverified_from,
        confirmed=f"{signed.by}, {signed.on}: {signed.text}" if signed else "",
        periods=tuple(
            PeriodPage(
                each.since, each.until, holds_on(each, on), origin(pack, each.source),
                paragraph=both(each.paragraph),
                demands=tuple(demand(field) for field in each.fields),
                access=both(each.access.says) if each.access else None,
                clocks=tuple(clock_words(clock) for clock in each.clocks),
            )
            for each in _newest_first(ground.periods)
        ),
    )  # fmt: skip
    return _reviewed(page, ground.reviewed, on)


def _sharing(
    pack: WrittenPack, sharing: SharingPack, rule: WrittenSecrecy | WrittenSharing, on: dt.date
) -> RulePage:
    name = next(n for n in sharing.documents if n.endswith(f"/{rule.id}.yaml"))
    signed = rule.confirmed
    periods: tuple[SecrecyPeriod | SharingPeriod, ...] = rule.periods
    page = RulePage(
        slug=rule.id,
        chapter=CHAPTERS["sharing"],
        title=both(rule.title),
        text=both(rule.plain),
        file=_file(pack, name),
        sure=rule.verified
        and (rule.sure_from is None or rule.sure_from <= on)
        and (rule.sure_until is None or on <= rule.sure_until),
        doubt=_perhaps(rule.doubt),
        confirmed=f"{signed.by}, {signed.on}: {signed.text}" if signed else "",
        periods=tuple(
            PeriodPage(
                each.since, each.until, holds_on(each, on), origin(pack, each.source),
                paragraph=both(each.paragraph),
            )
            for each in _newest_first(periods)
        ),
    )  # fmt: skip
    return _reviewed(page, rule.reviewed, on)


def _rule(pack: WrittenPack, rule: Rule, on: dt.date) -> RulePage:
    name = next(n for n in pack.documents if n.endswith(f"/{rule.id}.yaml"))
    page = RulePage(
        slug=rule.id,
        chapter=CHAPTERS[name.partition("/")[0]],
        title=both(rule.title),
        text=both(rule.plain),
        file=_file(pack, name),
        sure=rule.verified,
        note=_perhaps(rule.note),
        periods=tuple(_number_period(pack, rule, each, on) for each in _newest_first(rule.periods)),
        uses=tuple((each, _title(pack, each)) for each in rule.uses),
    )
    return _reviewed(page, rule.reviewed, on)


def _number_period(pack: WrittenPack, rule: Rule, period: NumberPeriod, on: dt.date) -> PeriodPage:
    return PeriodPage(
        period.since, period.until, holds_on(period, on), origin(pack, period.source),
        numbers=shown_numbers(pack, rule, period),
    )  # fmt: skip


def _tables(pack: WrittenPack, on: dt.date) -> Iterator[RulePage]:
    chapter = CHAPTERS["tables"]
    yield RulePage(
        "offences", chapter, Words("Brott och straffskalor", "Offences and their penal scales"),
        Words(
            "Brotten som räknas, med lagrum, straffskala och skada i dagar. Skalan är den som gäller i dag.",
            "The offences that count, with paragraph, penal scale and harm in days. The scale is today's.",
        ),
        _file(pack, OFFENCES), table=offences_table(pack, on),
    )  # fmt: skip
    kinds = pack.kinds
    page = RulePage(
        "observations", chapter, both(kinds.title), both(kinds.plain), _file(pack, OBSERVATIONS),
        table=kinds_table(pack),
    )  # fmt: skip
    yield _reviewed(page, kinds.reviewed, on)
    checklist = load_checklist(PACK, CHECKLIST)
    page = RulePage(
        checklist.id, chapter, both(checklist.title), both(checklist.plain),
        _file(pack, f"{DUTY}{CHECKLIST}.yaml"), sure=checklist.verified,
        table=checklist_table(pack, checklist),
    )  # fmt: skip
    yield _reviewed(page, checklist.reviewed, on)
    yield RulePage(
        "regions", chapter, Words("Polisregioner", "Police regions"),
        Words(
            "Vilken polisregion ett län hör till. Regionen säger vilken enhet som tittar, aldrig en poäng.",
            "Which police region a county belongs to. It says which unit looks; it is never a score.",
        ),
        _file(pack, REGIONS), table=regions_table(pack),
    )  # fmt: skip


def _reviewed(page: RulePage, reviewed: Reviewed, on: dt.date) -> RulePage:
    return replace(
        page, reviewed_by=reviewed.by, reviewed_on=reviewed.on, again_by=reviewed.again_by,
        overdue=reviewed.again_by < on,
    )  # fmt: skip


def _newest_first(periods: tuple[P, ...]) -> list[P]:
    return sorted(periods, key=lambda each: each.since or dt.date.min, reverse=True)


def _title(pack: WrittenPack, name: str) -> Words:
    if name in pack.rules:
        return both(pack.rules[name].title)
    tables = {"offences": "Brott", "observations": "Iakttagelser", "regions": "Polisregioner"}
    return Words(tables.get(name, name), name.capitalize())


def _perhaps(text: Text | None) -> Words | None:
    return both(text) if text else None


def _file(pack: WrittenPack, name: str) -> str:
    return Parts(pack, pack.head.harm_reference_date, "sv").file(name)
