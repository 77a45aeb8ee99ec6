"""A rule of sharing as a person would want to read it: what it says, of whom, and its other wordings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Line

from hejda.base.wording import Both, Language, joined
from hejda.knowledge.periods import period_on
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing_written import (
    SecrecyPeriod,
    SharingPack,
    SharingPeriod,
    WrittenEither,
)

WORDS: dict[str, Both] = {
    "holds": ("Gäller den {day}", "Holds on {day}"),
    "gap": ("Ingen lydelse den {day}: {says}", "No wording on {day}: {says}"),
    "other": ("Andra tider", "Other times"),
    "holders": ("Hos", "Held by"),
    "receivers": ("Till", "To"),
    "conditions": ("Villkor", "Conditions"),
    "fields": ("Får lämnas", "What may go"),
    "source": ("Källa", "Source"),
    "review": ("Granskas på nytt senast", "To be reviewed by"),
    "doubt": ("Osäkert", "Not sure"),
    "confirmed": ("Bekräftad av jurist", "Confirmed by a lawyer"),
    "nobody": ("ingen", "nobody"),
}


def sharing_page(
    pack: SharingPack, rule: WrittenEither, on: dt.date, lang: Language
) -> RenderableType:
    """The rule in full as of a day, with its other wordings and stated gaps."""
    return Group(*_Page(pack, lang).parts(rule, on))


class _Page:
    def __init__(self, pack: SharingPack, lang: Language) -> None:
        self.pack, self.lang = pack, lang
        self.place = 0 if lang == "sv" else 1

    def say(self, text: Text) -> str:
        return text.sv if self.lang == "sv" else text.en

    def word(self, name: str, **parts: object) -> str:
        return WORDS[name][self.place].format(**parts)

    def parts(self, rule: WrittenEither, on: dt.date) -> Iterator[RenderableType]:
        yield Line(f"{self.say(rule.title)} ({rule.id})", style="bold underline")
        yield Line(self.say(rule.plain))
        periods: tuple[SecrecyPeriod | SharingPeriod, ...] = rule.periods
        now = period_on(periods, on)
        gap = rule.gap_on(on)
        if gap is not None:
            yield Line(self.word("gap", day=on, says=self.say(gap.says)), style="bold red")
        if now is not None:
            yield Line(self.word("holds", day=on), style="bold")
            yield from self.period(now)
        if others := [each for each in periods if each is not now]:
            yield Line(self.word("other"), style="bold")
            for each in others:
                yield Line(f"{each.since} – {each.until or ''}")
                yield from self.period(each)
        yield Line(f"{self.word('review')} {rule.reviewed.again_by} ({rule.reviewed.by})")
        if rule.doubt is not None:
            yield Line(f"{self.word('doubt')}: {self.say(rule.doubt)}", style="yellow")
        said = rule.confirmed
        told = f"{said.by}, {said.on}: {said.text}" if said else self.word("nobody")
        yield Line(f"{self.word('confirmed')}: {told}")

    def period(self, period: SecrecyPeriod | SharingPeriod) -> Iterator[RenderableType]:
        facts = [self.say(period.paragraph)]
        if isinstance(period, SharingPeriod):
            facts.append(f"{self.word('holders')}: {self.titles(period.scope.holders)}")
            facts.append(f"{self.word('receivers')}: {self.titles(period.scope.receivers)}")
            questions = [f"{self.title(each.ask)} ({each.must})" for each in period.conditions]
            facts += [f"{self.word('conditions')}: {' '.join(questions)}"] if questions else []
            fields = self.titles(period.fields)
            facts += [f"{self.word('fields')}: {fields}"] if fields else []
        else:
            facts.append(f"{self.word('holders')}: {self.titles(period.holders)}")
        facts.append(f"{self.word('source')}: {period.source.ref}, {period.source.at}")
        for fact in facts:
            yield Padding(Line(fact), (0, 0, 0, 2))

    def title(self, name: str) -> str:
        return self.say(self.pack.terms.title(name))

    def titles(self, names: tuple[str, ...]) -> str:
        return joined([self.title(each) for each in names], self.lang)
