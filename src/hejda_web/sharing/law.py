"""The law of a day, asked for a page: the answer and its lines in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from hejda.base.wording import Language
from hejda.knowledge.load_sharing import sharing_on
from hejda.knowledge.reading import read_sharing
from hejda.knowledge.sharing import SharingRules
from hejda.report.share_answer import answer_lines
from hejda.report.share_lines import Line, Told
from hejda.share.answer import ShareAnswer

PACK = "se"
LANGUAGES: tuple[Language, ...] = ("sv", "en")


@lru_cache(maxsize=32)
def rules_on(day: dt.date) -> SharingRules:
    """The law of the day, read once."""
    return sharing_on(read_sharing(PACK), day)


def sections(lines: Iterable[Told]) -> list[tuple[str, list[Line]]]:
    """Lines under their heading."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        if not isinstance(line, Line):
            continue
        if line.kind == "heading":
            found.append((line.text, []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append(("", [line]))
    return found


def lines_to_keep(answer: ShareAnswer, rules: SharingRules) -> dict[str, list[dict[str, Any]]]:
    """The answer's lines in every language, so that a note reads the same when the rules have changed."""
    return {
        language: [asdict(line) for line in answer_lines(answer, rules.terms, language)]
        for language in LANGUAGES
    }


def kept_lines(kept: dict[str, list[dict[str, Any]]], language: Language) -> list[Line]:
    """The lines of a note as they were."""
    return [Line(**line) for line in kept[language]]
