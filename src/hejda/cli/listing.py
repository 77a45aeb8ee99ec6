"""When one listing must be erased, as a page in a terminal: the day, the steps, what must be asked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hejda.base.wording import Both, Language, date_in_words
from hejda.knowledge.grounds import Grounds
from hejda.review.erasure import Erasure, erasure_of
from hejda.review.listing import Listing
from hejda.review.thresholds import unmet

WORDS: dict[str, Both] = {
    "title": ("När listningen ska vara utplånad", "When the listing must be erased"),
    "on": ("Sett från {day}, efter reglerna i {pack}", "Seen from {day}, by the rules of {pack}"),
    "ground": ("Grund", "Ground"),
    "erase_on": ("Utplånas", "Erased"),
    "decides": ("Avgörs av", "Decided by"),
    "no_day": ("ingen dag än", "no day yet"),
    "earliest": ("tidigast {day}", "{day} at the earliest"),
    "fact": ("Uppgift", "Fact"),
    "leaves_on": ("Får inte hållas från", "May not be held from"),
    "why": ("Varför", "Why"),
    "unmet": (
        "Grunden kräver mer än listningen svarar på",
        "The ground demands more than the listing answers",
    ),
    "unverified": (
        "Inte verifierat: {ids}. Fråga en jurist innan någon handlar efter detta.",
        "Not verified: {ids}. Ask a lawyer before anybody acts on this.",
    ),
    "due": ("Ska granskas på nytt: {ids}.", "Past their review date: {ids}."),
    "ask": ("Fråga en jurist", "Ask a lawyer"),
    "ground_ended": ("grunden har upphört", "the ground ended"),
    "repealed": ("grunden finns inte i lagen längre", "the law no longer has the ground"),
    "no_fact": ("ingen uppgift kvar", "no fact is left"),
    "withdrawn": ("källan tog tillbaka den", "the source took it back"),
    "": ("–", "–"),
}  # fmt: skip


def listing_page(listing: Listing, grounds: Grounds, lang: Language) -> RenderableType:
    """The page of a listing on the day the grounds are told for. Raises InputError as `erasure_of`."""
    found = erasure_of(listing, grounds, grounds.on)
    return Group(*_Page(listing, grounds, found, lang).parts())


class _Page:
    def __init__(self, listing: Listing, grounds: Grounds, found: Erasure, lang: Language) -> None:
        self.listing, self.grounds, self.found, self.lang = listing, grounds, found, lang
        self.place = 0 if lang == "sv" else 1

    def word(self, name: str, **parts: object) -> str:
        return WORDS[name][self.place].format(**parts)

    def parts(self) -> Iterator[RenderableType]:
        yield Text(self.word("title"), style="bold underline")
        day = date_in_words(self.found.on, self.lang)
        yield Text(self.word("on", day=day, pack=self.grounds.pack), style="dim")
        for step in self.found.steps:
            yield Padding(Text(step.line(self.lang == "sv")), (0, 0, 0, 2))
        yield self.bases()
        if self.found.facts:
            yield self.facts()
        yield from self.demands()
        for asked in self.found.asks:
            yield Text.assemble((f"{self.word('ask')}: ", "bold"), asked[self.place])
        if self.found.unverified:
            ids = ", ".join(self.found.unverified)
            yield Text(self.word("unverified", ids=ids), style="bold red")
        used = {basis.ground for basis in self.listing.grounds}
        used |= {end.fact.source_law or "" for end in self.found.facts}
        if due := [ground for ground in self.grounds.due_for_review if ground in used]:
            yield Text(self.word("due", ids=", ".join(due)), style="bold")

    def title(self, ground_id: str) -> str:
        ground = self.grounds.known(ground_id)
        if ground is None:
            return WORDS[ground_id][self.place] if ground_id in WORDS else ground_id
        return ground.title.sv if self.lang == "sv" else ground.title.en

    def decided(self, ground_id: str, decides: str) -> str:
        if decides in WORDS:
            return self.word(decides)
        ground = self.grounds.known(ground_id)
        clocks = ground.clocks if ground else ()
        label = next(clock.label for clock in clocks if clock.id == decides)
        return label.sv if self.lang == "sv" else label.en

    def bases(self) -> RenderableType:
        table = self.table("ground", "erase_on", "decides")
        for end in self.found.bases:
            day = str(end.erase_on) if end.erase_on else self.word("no_day")
            if end.standing_still:
                day = self.word("earliest", day=day)
            table.add_row(self.title(end.ground), day, self.decided(end.ground, end.decides))
        return table

    def facts(self) -> RenderableType:
        table = self.table("fact", "leaves_on", "why")
        for end in self.found.facts:
            day = str(end.leaves_on) if end.leaves_on else self.word("no_day")
            table.add_row(end.fact.reference, day, self.title(end.why))
        return table

    def table(self, *columns: str) -> Table:
        table = Table(show_edge=False, header_style="bold")
        for column in columns:
            table.add_column(self.word(column), overflow="fold")
        return table

    def demands(self) -> Iterator[RenderableType]:
        wanting = [
            each
            for basis in self.listing.grounds
            if (ground := self.grounds.known(basis.ground))
            for each in unmet(ground, basis.answers)
        ]
        if wanting:
            yield Text(self.word("unmet"), style="bold red")
        for each in wanting:
            yield Padding(Text(f"{each.field}: {each.says[self.place]}"), (0, 0, 0, 2))
