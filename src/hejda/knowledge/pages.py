"""A rule as a person would want to read it, in a terminal: plain words first, then the numbers."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Line

from hejda.base.errors import KnowledgeError
from hejda.knowledge.harm import harm_note, harm_of
from hejda.knowledge.packs import OBSERVATIONS, OFFENCES, REGIONS, stem_of
from hejda.knowledge.page_parts import Page
from hejda.knowledge.pages_grounds import GroundPages
from hejda.knowledge.periods import nearest, period_on
from hejda.knowledge.words import UNITS, Language, length, named, penal_scale
from hejda.knowledge.written import Kind, NumberPeriod, OffenceRow, Rule, WrittenPack


def rule_page(pack: WrittenPack, rule_id: str, on: dt.date, lang: Language) -> RenderableType:
    """The page of a rule, an offence, a kind of observation or a police region, as of a day.

    Raises KnowledgeError with near names when the pack knows none of that id.
    """
    return Group(*_Pages(pack, on, lang).page(rule_id))


def pack_page(pack: WrittenPack, on: dt.date, lang: Language) -> RenderableType:
    """All rules of a pack: what each does, whether it is verified, when to review it, its file."""
    return Group(*_Pages(pack, on, lang).contents())


def ids_of(pack: WrittenPack) -> list[str]:
    """Everything `rule_page` knows by name."""
    regions = (row.police_region for row in pack.regions)
    kinds = (kind.id for kind in pack.kinds.kinds)
    groups = ("offences", "observations", "regions")
    return list(
        dict.fromkeys([*pack.rules, *pack.grounds, *groups, *pack.offences, *kinds, *regions])
    )


class _Pages(GroundPages):
    """Whole pages."""

    def page(self, rule_id: str) -> Page:
        kinds = {kind.id: kind for kind in self.pack.kinds.kinds}
        groups: dict[str, Callable[[], Page]] = {
            "offences": self.offences,
            "observations": self.kinds,
            "regions": self.regions,
        }
        if rule_id in self.pack.rules:
            return self.rule(self.pack.rule(rule_id))
        if rule_id in self.pack.grounds:
            return self.ground(self.pack.grounds[rule_id])
        if rule_id in groups:
            return groups[rule_id]()
        if rule_id in self.pack.offences:
            return self.offence(rule_id)
        if rule_id in kinds:
            return self.kind(kinds[rule_id])
        if rule_id in {row.police_region for row in self.pack.regions}:
            return self.regions(rule_id)
        raise _unknown(self.pack, rule_id)

    def contents(self) -> Page:
        yield self.title(self.pack.head.title, self.pack.head.id)
        table = self.table("rule", "title", "verified", "review", "from")
        for name in self.pack.documents:
            rule = self.pack.rules.get(stem_of(name))
            if rule and name.endswith(".yaml"):
                verified = self.head("yes" if rule.verified else "no")
                due, folder = self.due(rule.reviewed.again_by), self.folder(name)
                table.add_row(rule.id, self.say(rule.title), verified, due, folder)
        for name, size in self.sizes().items():
            group = stem_of(name)
            table.add_row(group, f"{self.head(group)} ({size})", "", "", self.folder(name))
        yield table
        yield from self.grounds()
        scale = f"{self.head('harm_scale')}: {self.pack.head.harm_scale}. "
        weighed = f"{self.head('weighed_on')} {self.pack.head.harm_reference_date}."
        yield Line(scale + weighed)
        yield Line(self.head("to_see_one"), style="dim")

    def sizes(self) -> dict[str, int]:
        regions = {row.police_region for row in self.pack.regions}
        kinds = self.pack.kinds.kinds
        return {OFFENCES: len(self.pack.offences), OBSERVATIONS: len(kinds), REGIONS: len(regions)}

    def folder(self, name: str) -> str:
        return self.file(name).rpartition("/")[0]

    # ── A rule ───────────────────────────────────────────────────────────────────────────────

    def rule(self, rule: Rule) -> Page:
        yield self.title(rule.title, rule.id)
        yield self.paragraph(self.say(rule.plain))
        now = period_on(rule.periods, self.on)
        if now is None:
            yield Line(self.head("does_not_apply", day=self.on), style="bold red")
        else:
            yield Line(f"{self.head('applies', day=self.on)} ({self.span(now)})", style="bold")
            yield self.numbers(rule, now)
            yield self.source(now.source.ref, now.source.at, now.source.read)
        others = [period for period in rule.periods if period is not now]
        if others:
            yield Line(self.head("other_periods"), style="bold")
        for period in others:
            origin = period.source
            yield Line(f"  {self.span(period)}")
            yield Padding(self.numbers(rule, period), (0, 0, 0, 4))
            yield Padding(self.source(origin.ref, origin.at, origin.read), (0, 0, 0, 4))
        name = next(n for n in self.pack.documents if n.endswith(f"/{rule.id}.yaml"))
        yield from self.foot(rule.reviewed, rule.verified, rule.note, name)
        if rule.uses:
            yield self.fact("uses", ", ".join(rule.uses))

    def numbers(self, rule: Rule, period: NumberPeriod) -> RenderableType:
        if not period.numbers:
            return Line(f"  {self.head('no_numbers')}")
        table = self.table("number", "value", "unit")
        for name, value in period.numbers.items():
            words = rule.unit[name]
            said = words.sv if self.lang == "sv" else words.en
            table.add_row(said, self.value(value), self.word(UNITS[words.unit]))
        return table

    # ── An offence ───────────────────────────────────────────────────────────────────────────

    def offence(self, offence_id: str) -> Page:
        rows = self.pack.offences[offence_id]
        row = nearest(rows, self.on)
        yield self.title(row.title, offence_id)
        yield Line(row.at)
        if not period_on(rows, self.on):
            yield Line(self.head("nearest", day=self.on), style="bold red")
        yield self.fact("scale", f"{self.scale(row)} ({self.span(row)})")
        yield self.fact("classes", ", ".join(named(name, self.lang) for name in row.classes))
        yield self.fact("flags", "" if row.flags else self.head("no_flags"))
        yield from self.flags(row)
        yield self.harm(offence_id)
        others = [other for other in rows if other is not row]
        if others:
            yield Line(self.head("other_periods"), style="bold")
        for other in others:
            signed = self.head("signed" if other.verified else "unsigned")
            said = f"{self.span(other)}: {self.scale(other)}. {self.head('verified')}: {signed}"
            yield self.paragraph(said)
        yield self.source(row.source, row.at)
        yield self.fact("review", self.due(row.review_by))
        yield self.fact("verified", self.head("signed" if row.verified else "unsigned"))
        for note in (row.note, harm_note(self.pack, offence_id)):
            if note:
                yield self.fact("note", self.say(note))
        yield self.fact("file", self.file(OFFENCES))

    def scale(self, row: OffenceRow) -> str:
        least = None if row.min_days is None else length(row.min_months, row.min_days, self.lang)
        most = None if row.max_days is None else length(row.max_months, row.max_days, self.lang)
        return penal_scale(least, most, life=row.life, fine=row.fine_min, lang=self.lang)

    def flags(self, row: OffenceRow) -> Page:
        rule = self.pack.rule("offence_flags")
        numbers = nearest(rule.periods, self.on).numbers
        for flag in row.flags:
            words = rule.unit[flag]
            said = words.sv if self.lang == "sv" else words.en
            yield self.paragraph(f"{said} {numbers[flag]} {self.word(UNITS['months'])}")

    def harm(self, offence_id: str) -> RenderableType:
        table = self.table("harm_scale", "completed", "attempt")
        for scale in self.pack.scales:
            harm = harm_of(self.pack, offence_id, scale)
            used = f" ({self.head('in_use')})" if scale == self.pack.head.harm_scale else ""
            days = (str(harm.completed), str(harm.attempt)) if harm else ("–", "–")
            table.add_row(scale + used, *days)
        table.caption = f"{self.head('weighed_on')} {self.pack.head.harm_reference_date}"
        return table

    def offences(self) -> Page:
        table = self.table("rule", "title", "scale", "completed", "attempt", "verified")
        for offence_id, rows in self.pack.offences.items():
            row = nearest(rows, self.on)
            harm = harm_of(self.pack, offence_id, self.pack.head.harm_scale)
            days = (str(harm.completed), str(harm.attempt)) if harm else ("–", "–")
            signed = self.head("yes" if row.verified else "no")
            table.add_row(offence_id, self.say(row.title), self.scale(row), *days, signed)
        yield table
        yield self.fact("file", self.file(OFFENCES))

    # ── Kinds and regions ────────────────────────────────────────────────────────────────────

    def kind(self, kind: Kind) -> Page:
        yield self.title(kind.title, kind.id)
        yield self.paragraph(self.say(kind.definition))
        if kind.sensitive == "health":
            yield Line(self.head("health"), style="bold")
        yield self.fact("marks", self.marks(kind))
        yield self.source(kind.source.ref, kind.source.at, kind.source.read)
        yield from self.foot(self.pack.kinds.reviewed, kind.verified, None, OBSERVATIONS)

    def kinds(self) -> Page:
        yield self.title(self.pack.kinds.title, self.pack.kinds.id)
        yield self.paragraph(self.say(self.pack.kinds.plain))
        table = self.table("rule", "title", "marks")
        for kind in self.pack.kinds.kinds:
            health = kind.sensitive == "health"
            used = self.head("health") if health else self.marks(kind)
            table.add_row(kind.id, self.say(kind.title), used)
        yield table
        yield from self.foot(self.pack.kinds.reviewed, None, None, OBSERVATIONS)

    def regions(self, only: str | None = None) -> Page:
        table = self.table("rule", "title", "counties")
        for region in dict.fromkeys(row.police_region for row in self.pack.regions):
            rows = [row for row in self.pack.regions if row.police_region == region]
            if only in (None, region):
                counties = ", ".join(f"{self.say(r.county)} ({r.county_code})" for r in rows)
                table.add_row(region, self.say(rows[0].title), counties)
        yield table
        for ref, at in dict.fromkeys((row.source, row.at) for row in self.pack.regions):
            yield self.source(ref, at)
        yield self.fact("file", self.file(REGIONS))


def _unknown(pack: WrittenPack, rule_id: str) -> KnowledgeError:
    known = ids_of(pack)
    inside = [name for name in known if rule_id.lower() in name]
    near = difflib.get_close_matches(rule_id.lower(), known, n=5, cutoff=0.5)
    offered = list(dict.fromkeys([*inside[:8], *near]))
    todo = f"Near it: {', '.join(offered)}." if offered else "hejda rules lists what there is."
    return KnowledgeError(
        "rule_unknown", f"The rule pack {pack.head.id} has nothing called {rule_id}.", "", todo
    )
