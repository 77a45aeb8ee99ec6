"""An explanation as a terminal shows it: who, where, why, on what, what is missing, what is against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hejda.base.wording import LANGUAGES, Both, Language, date_in_words, number
from hejda.nominate.labels import flag_label, list_label
from hejda.rank.rule_texts import ranker_label, ranker_unit
from hejda.report.dossiers import OVERLAY, VICTIMS, Dossier, Listing, Record
from hejda.report.facts import RunFacts
from hejda.report.figures import harm_days
from hejda.report.limits import LIMITS, MATERIAL
from hejda.report.shown import NO_OBSERVATIONS, NO_SIGN, reading_of_gap

BAR = 14


@dataclass(frozen=True)
class Explanation:
    """One person's dossiers (one per way of scoring), for rich to print."""

    facts: RunFacts
    language: Language
    dossiers: list[Dossier]
    places: list[Listing]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Everything, in the order in which it should be read."""
        yield from self._heading()
        for dossier in self.dossiers:
            yield from self._why(dossier)
        yield from self._relations(self.dossiers[0])
        yield from self._against(self.dossiers[0])
        yield from self._missing(self.dossiers[0])
        yield from self._elsewhere(self.dossiers[0])

    def _say(self, sv: str, en: str) -> str:
        return sv if self.language == "sv" else en

    def _pick(self, both: Both) -> str:
        return both[LANGUAGES.index(self.language)]

    def _title(self, sv: str, en: str) -> Rule:
        return Rule(Text(self._say(sv, en), style="bold"), align="left", style="dim")

    def _heading(self) -> Iterator[RenderableType]:
        first = self.dossiers[0]
        region = self._pick(self.facts.region(first.police_region))
        identity = Text(first.person, style="bold")
        identity.append(f"  ·  {self._say('polisregion', 'police region')} {region}", style="")
        day = date_in_words(self.facts.as_of, self.language)
        identity.append(f"  ·  {self._say('per den', 'as of')} {day}", style="")
        yield identity
        yield Text(LIMITS[self.language][0], style="dim")
        if self.facts.material == "invented":
            yield Text(self._pick(MATERIAL["invented"]), style="bold")
        yield Text()
        yield from (self._place(place) for place in self.places)
        if not self.places:
            yield Text(
                self._say(
                    "Rangordnad, men inte på någon lista. Skäl sparas bara för den som föreslås.",
                    "Ranked, but on no list. Reasons are kept only for people who are proposed.",
                )
            )
        yield from self._serious_harm(first)
        yield Text()

    def _place(self, place: Listing) -> Text:
        score = "" if place.score is None else f"  {self._score(place)}"
        marks = [flag_label(flag) for flag in place.flags if not flag.startswith(OVERLAY)]
        line = Text(self._pick(list_label(place.name)), style="bold")
        line.append(f"  {self._say('plats', 'place')} {number(place.place)}{score}", style="")
        for mark in marks:
            line.append(f"  [{self._pick(mark)}]", style="")
        return line

    def _score(self, place: Listing) -> str:
        if place.name == VICTIMS:
            return f"{number(place.score or 0)} {self._say('målsägande', 'victims')}"
        days = self._pick(harm_days(place.score or 0))
        return self._say(f"{days} dagars förväntad skada", f"{days} days of expected harm")

    def _serious_harm(self, dossier: Dossier) -> Iterator[Text]:
        kinds = [flag.removeprefix(OVERLAY) for flag in dossier.flags if flag.startswith(OVERLAY)]
        title = self._say("Allvarlig skada", "Serious harm")
        if not kinds:
            said = NO_OBSERVATIONS if "no_observation" in dossier.gaps else NO_SIGN
            yield Text(f"{title}: {self._pick(said)}")
        titles = self.facts.sign_titles
        acts = (dossier.acts.get(kind) or flag_label(OVERLAY + kind, titles) for kind in kinds)
        for act in dict.fromkeys(acts):
            yield Text(f"{title}: {self._pick(act)}")

    def _why(self, dossier: Dossier) -> Iterator[RenderableType]:
        if not dossier.reasons:
            return
        name = self._pick(ranker_label(dossier.ranker))
        yield self._title(f"Varför – {name}", f"Why – {name}")
        table = Table(
            box=None, show_header=False, pad_edge=False, expand=True, padding=(0, 2, 1, 0)
        )
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True, width=BAR)
        most = max(abs(reason.points) for reason in dossier.reasons)
        for reason in dossier.reasons:
            above = self._say("se ovan", "see above")
            lines = [self._record(record) for record in reason.records]
            lines += [Text(f"{each} ({above})", style="dim") for each in reason.above]
            told = Group(Text(self._pick(reason.says)), _bulleted(lines))
            points = ("+" if reason.points > 0 else "") + number(reason.points)
            table.add_row(told, points, _bar(reason.points, most))
        total = Text(f"{self._say('Summa', 'Sum')}, {self._pick(ranker_unit(dossier.ranker))}")
        table.add_row(total, Text(number(dossier.score), style="bold"), "")
        yield table

    def _record(self, record: Record) -> Text:
        missing = self._say(
            "uppgiften finns inte i underlaget", "the record is not in the evidence"
        )
        line = Text(self._pick(record.says) if record.says else missing)
        line.append(f"  {record.reference}", style="dim")
        if record.registered_on:
            line.append(f" {self._say('reg.', 'reg.')} {record.registered_on}", style="dim")
        if record.superseded_on:
            line.append(f" {self._say('ersatt', 'superseded')} {record.superseded_on}", style="dim")
        return line

    def _against(self, dossier: Dossier) -> Iterator[RenderableType]:
        yield self._title("Vad som talar emot", "What speaks the other way")
        wanted = {"", *(place.name for place in self.places)}
        several = len(self.places) > 1
        said = [objection for objection in dossier.objections if objection.on_list in wanted]
        lines = []
        for objection in said:
            line = Text()
            if objection.on_list and several:
                line.append(f"{self._pick(list_label(objection.on_list))}: ", style="dim")
            weight = "bold" if objection.kind in ("moving_record", "leaves_on") else ""
            line.append(self._pick(objection.says), style=weight)
            for record in objection.records:
                line.append(f"  {record.reference}", style="dim")
            lines.append(line)
        yield _bulleted(lines or [Text(self._say("Inget registrerat.", "Nothing recorded."))])
        yield Text()

    def _relations(self, dossier: Dossier) -> Iterator[RenderableType]:
        """Serial and repeated findings, partners as numbers, and hypotheses, each with its records."""
        if not dossier.findings:
            return
        yield self._title("Vad relationerna visar", "What the relations show")
        lines = []
        for finding in dossier.findings:
            line = Text(self._pick(finding.says))
            if finding.records:
                references = "  ".join(record.reference for record in finding.records)
                line.append(f"  {references}", style="dim")
            lines.append(line)
        yield _bulleted(lines)
        yield Text()

    def _missing(self, dossier: Dossier) -> Iterator[RenderableType]:
        yield self._title("Vad som saknas", "What is missing")
        lines = []
        for code in dossier.gaps:
            sv, en, table = reading_of_gap(code)
            line = Text(self._say(sv, en))
            line.append(f"  {table}", style="dim")
            lines.append(line)
        yield _bulleted(lines or [Text(self._say("Ingen känd lucka.", "No known gap."))])
        yield Text()

    def _elsewhere(self, dossier: Dossier) -> Iterator[RenderableType]:
        if not dossier.places:
            return
        yield self._title("Plats med andra sätt att räkna", "Place by other ways of counting")
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        table.add_column(self._say("Sätt", "Way"))
        table.add_column(self._say("Plats", "Place"), justify="right")
        table.add_column(self._say("Poäng", "Score"), justify="right")
        for row in dossier.places:
            label = Text(self._pick(ranker_label(row["ranker"])))
            table.add_row(label, number(row["place"]), number(row["score"]))
        yield Padding(table, (0, 0, 0, 1))


def _bulleted(lines: list[Text]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=2, justify="right")
    grid.add_column(ratio=1)
    for line in lines:
        grid.add_row("·", line)
    return grid


def _bar(points: int, most: int) -> str:
    if not most or not points:
        return ""
    length = max(1, round(abs(points) * BAR / most))
    return ("█" if points > 0 else "░") * length
