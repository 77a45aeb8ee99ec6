"""A legal ground as a person would want to read it: what it demands, who may see, when it ends."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from hejda.knowledge.grounds import Clock, ThresholdField
from hejda.knowledge.packs import RETENTION
from hejda.knowledge.page_parts import Page, Parts
from hejda.knowledge.periods import nearest, period_on
from hejda.knowledge.words import AUDIENCES, FIELD_KINDS, GROUND_KINDS, MOMENTS, named
from hejda.knowledge.written import GroundPeriod, WrittenGround


class GroundPages(Parts):
    """Pages of legal grounds."""

    def grounds(self) -> Page:
        """All grounds of the pack: paragraph, kind, verified on the day, review, file."""
        if not self.pack.grounds:
            return
        yield Line(self.head("grounds"), style="bold underline")
        table = self.table("rule", "title", "paragraph", "ground_kind", "verified", "review")
        for ground in self.pack.grounds.values():
            period = nearest(ground.periods, self.on)
            table.add_row(
                ground.id,
                self.say(ground.title),
                self.say(period.paragraph),
                self.word(GROUND_KINDS[ground.kind]),
                self._verified(ground),
                self.due(ground.reviewed.again_by),
            )
        yield table

    def ground(self, ground: WrittenGround) -> Page:
        """One ground in full, as of the day, with its other periods."""
        yield self.title(ground.title, ground.id)
        yield self.paragraph(self.say(ground.plain))
        yield Line(f"{self.say(ground.act)} ({self.word(GROUND_KINDS[ground.kind])})")
        now = period_on(ground.periods, self.on)
        if now is None:
            yield Line(self.head("does_not_apply", day=self.on), style="bold red")
        else:
            yield Line(f"{self.head('applies', day=self.on)} ({self.span(now)})", style="bold")
            yield from self._period(now)
        others = [period for period in ground.periods if period is not now]
        if others:
            yield Line(self.head("other_periods"), style="bold")
        for period in others:
            yield Line(f"  {self.span(period)}")
            yield from self._period(period)
        last = self.head("reviewed", day=ground.reviewed.on, by=ground.reviewed.by)
        yield self.fact("review", f"{self.due(ground.reviewed.again_by)} ({last})")
        yield self.fact("verified", self._verified(ground))
        if ground.doubt:
            yield self.fact("doubt", self.say(ground.doubt))
        if ground.confirmed:
            said = f"{ground.confirmed.by}, {ground.confirmed.on}: {ground.confirmed.text}"
            yield self.fact("confirmed", said)
        else:
            yield self.fact("confirmed", self.head("not_confirmed"))
        yield self.fact("file", self.file(f"{RETENTION}{ground.id}.yaml"))

    def _verified(self, ground: WrittenGround) -> str:
        said = self.head("yes" if ground.verified_on(self.on) else "no")
        if ground.unverified_from is None:
            return said
        return f"{said} ({self.head('unverified_from', day=ground.unverified_from)})"

    def _period(self, period: GroundPeriod) -> Page:
        yield self.fact("paragraph", self.say(period.paragraph))
        if period.fields:
            yield self._fields(period.fields)
        if period.access:
            who = f"{self.say(period.access.says)} "
            content = self.word(AUDIENCES[period.access.content])
            exists = self.word(AUDIENCES[period.access.exists])
            yield self.fact("access", f"{who}{self.head('sees', content=content, exists=exists)}")
        for clock in period.clocks:
            yield self.fact("clock", self._clock(clock))
        yield self.source(period.source.ref, period.source.at, period.source.read)

    def _fields(self, fields: tuple[ThresholdField, ...]) -> RenderableType:
        table: Table = self.table("rule", "demanded", "answer")
        for field in fields:
            answer = self.word(FIELD_KINDS[field.kind])
            if field.choices:
                answer = " / ".join(self.say(choice.label) for choice in field.choices)
            if field.must_be_yes:
                answer += f", {self.head('must_be_yes')}"
            table.add_row(field.id, self.say(field.label), answer)
        return table

    def _clock(self, clock: Clock) -> str:
        parts = [f"{self.say(clock.label)} ({self.say(clock.paragraph)})"]
        if clock.years is None:
            parts.append(self.head("years_unknown"))
        parts.append(self.head("runs_from", moment=self.word(MOMENTS[clock.event])))
        if clock.not_counted:
            kinds = ", ".join(named(kind, self.lang) for kind in clock.not_counted)
            parts.append(self.head("not_counted", kinds=kinds))
        if clock.prolonged:
            parts.append(self.head("prolonged", years=clock.at_most_years or "–"))
        return ". ".join(parts) + "."
