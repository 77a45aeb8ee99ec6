"""The checklist of the first 48 hours as a page says it, in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from hejda.knowledge.checklists import load_checklist
from hejda.knowledge.rules import Text
from hejda_web.runs.words import PACK
from hejda_web.ui.words import Words

CHECKLIST = "first_48_hours"


@dataclass(frozen=True)
class Todo:
    """One thing to do, and why. sourced: False where nothing found says so."""

    text: Words
    why: Words
    sourced: bool


@dataclass(frozen=True)
class Stretch:
    """What belongs to one stretch of time, in its order."""

    title: Words
    lines: tuple[Todo, ...]


@dataclass(frozen=True)
class FirstHours:
    """The whole. sure: somebody who may decide it has signed for it."""

    plain: Words
    parts: tuple[Stretch, ...]
    sure: bool
    on: dt.date
    again_by: dt.date


@lru_cache(maxsize=1)
def first_hours() -> FirstHours:
    """What the knowledge file says."""
    read = load_checklist(PACK, CHECKLIST)
    return FirstHours(
        plain=_words(read.plain),
        parts=tuple(
            Stretch(
                _words(part.title),
                tuple(
                    Todo(_words(line.text), _words(line.why), line.source is not None)
                    for line in part.lines
                ),
            )
            for part in read.parts
        ),
        sure=read.verified,
        on=read.reviewed.on,
        again_by=read.reviewed.again_by,
    )


def _words(text: Text) -> Words:
    return Words(text.sv.strip(), text.en.strip())
