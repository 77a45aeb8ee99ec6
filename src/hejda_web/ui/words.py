"""A sentence in the languages of the pages, kept side by side so that none can be missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """The same words in Swedish and English; as text, in the reader's language."""

    sv: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.sv
