"""The grounds on which a person may be listed, as the pages ask for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hejda_web.ui.words import Words


@dataclass(frozen=True)
class Threshold:
    """One thing a ground demands. kind: text, yes_no, date or choice."""

    name: str
    kind: str
    label: Words
    must_be_yes: bool
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Ground:
    """A ground in force: what it demands, who may see, and what is doubtful about it."""

    name: str
    title: Words
    text: Words
    paragraph: Words
    thresholds: tuple[Threshold, ...]
    says_access: Words
    doubt: Words | None


def words(both: Any) -> Words:
    """A pair of the core as words of a page."""
    return Words(both["sv"], both["en"]) if isinstance(both, dict) else Words(both.sv, both.en)


def grounds_on(day: dt.date) -> list[Ground]:
    """Every ground for a listing in force on the day."""
    raise NotImplementedError(day)
