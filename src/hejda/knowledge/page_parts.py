"""The parts every page of a rule is made of: titles, facts, tables, sources, periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from hejda.knowledge.periods import Spanned
from hejda.knowledge.rules import MARKS, ObservationKind, Text
from hejda.knowledge.words import SOURCE_READ, Language, Pair, heading, named, word
from hejda.knowledge.written import Reviewed, WrittenPack

Page = Iterator[RenderableType]


class Parts:
    """Writes parts of pages of one pack, as of one day, in one language."""

    def __init__(self, pack: WrittenPack, on: dt.date, lang: Language) -> None:
        self.pack, self.on, self.lang = pack, on, lang

    def head(self, name: str, **parts: object) -> str:
        """A heading."""
        return heading(name, self.lang, **parts)

    def say(self, text: Text) -> str:
        """A text of a rule file."""
        return text.sv if self.lang == "sv" else text.en

    def word(self, pair: Pair) -> str:
        """One of our own words."""
        return word(pair, self.lang)

    def title(self, title: Text, rule_id: str) -> RenderableType:
        """The title of a page, with the id beside it."""
        return Line.assemble((self.say(title), "bold underline"), "  ", (rule_id, "dim"))

    def paragraph(self, said: str) -> RenderableType:
        """Running text."""
        return Padding(Line(said), (0, 0, 0, 2))

    def fact(self, name: str, said: str) -> RenderableType:
        """A line with its heading."""
        return Line.assemble((f"{self.head(name)}: ", "bold"), said)

    def table(self, *columns: str) -> Table:
        """A table with these headings."""
        table = Table(show_edge=False, header_style="bold")
        for column in columns:
            table.add_column(self.head(column), overflow="fold")
        return table

    def span(self, span: Spanned) -> str:
        """From when until when."""
        since = span.since or self.head("since_ever")
        return f"{since} – {span.until or self.head('still')}"

    def due(self, day: dt.date) -> str:
        """A review date, and that it is past."""
        return f"{day} {self.head('overdue')}" if day < self.on else str(day)

    def file(self, name: str) -> str:
        """The file that holds, with the folder it comes from."""
        layer = self.pack.folders.layer_of(name)
        return f"{layer.shown if layer else self.pack.folders.shown}/{name}"

    def source(self, ref: str, at: str, read: dt.date | None = None) -> RenderableType:
        """A source down to the paragraph, and how far it was read."""
        source = self.pack.sources[ref]
        how = self.word(SOURCE_READ[source.how])
        when = f", {read}" if read and source.how != "own" else ""
        links = "".join(f" <{url}>" for url in source.url)
        return self.fact("source", f"{at}. {source.title} [{ref}; {how}{when}]{links}")

    def foot(self, reviewed: Reviewed, verified: bool | None, note: Text | None, name: str) -> Page:
        """What ends a page: review, verification, remark, file."""
        last = self.head("reviewed", day=reviewed.on, by=reviewed.by)
        yield self.fact("review", f"{self.due(reviewed.again_by)} ({last})")
        if verified is not None:
            yield self.fact("verified", self.head("signed" if verified else "unsigned"))
        if note:
            yield self.fact("note", self.say(note))
        yield self.fact("file", self.file(name))

    def marks(self, kind: ObservationKind) -> str:
        """What a kind of observation is used as."""
        said = ", ".join(named(mark, self.lang) for mark in MARKS if getattr(kind, mark))
        return said or self.head("no_marks")

    def value(self, value: Any) -> str:
        """A number, name, list or mapping of a rule in words."""
        if value is None:
            return self.head("ever")
        if isinstance(value, dict):
            if set(value) == {"sv", "en"}:
                return str(value[self.lang])
            pairs = ((named(key, self.lang), self.value(part)) for key, part in value.items())
            return "; ".join(key if key == part else f"{key}: {part}" for key, part in pairs)
        if isinstance(value, list):
            return ", ".join(self.value(part) for part in value)
        if isinstance(value, int) and value >= 10_000:
            return f"{value:,}".replace(",", "\u00a0")
        return named(str(value), self.lang)
