"""The knowledge files as pages: every rule readable, with its dates and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from hejda.knowledge.packs import home
from hejda_web.ui.words import Words

PACK = "se"


@dataclass(frozen=True)
class RulePage:
    """One rule file as it is shown. lines: (what, value) of everything in it that has a name."""

    slug: str
    chapter: str
    title: Words
    text: Words
    doubt: Words | None
    lines: tuple[tuple[str, Words], ...] = field(default=())
    source: str = ""


@lru_cache(maxsize=1)
def all_rules() -> dict[str, list[RulePage]]:
    """Every rule by chapter, in the order of the files."""
    root = home() / PACK
    chapters: dict[str, list[RulePage]] = {}
    for path in sorted(root.rglob("*.yaml")):
        page = _page(path, root)
        chapters.setdefault(page.chapter, []).append(page)
    return chapters


def one_rule(slug: str) -> RulePage | None:
    """The rule of that name."""
    return next((p for pages in all_rules().values() for p in pages if p.slug == slug), None)


def _page(path: Path, root: Path) -> RulePage:
    said: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    said = said if isinstance(said, dict) else {"values": said}
    relative = path.relative_to(root)
    title = said.get("title") or said.get("label") or {}
    text = said.get("plain") or said.get("says") or said.get("sentence") or {}
    return RulePage(
        slug="-".join(relative.with_suffix("").parts),
        chapter="/".join(relative.parts[:-1]) or PACK,
        title=_both(title, path.stem.replace("_", " ")),
        text=_both(text, ""),
        doubt=_both(said["doubt"], "") if isinstance(said.get("doubt"), dict) else None,
        lines=tuple(_lines(said)),
        source=str(said.get("source", "")),
    )


def _both(said: Any, otherwise: str) -> Words:
    if isinstance(said, dict) and "sv" in said:
        return Words(str(said["sv"]).strip(), str(said.get("en", said["sv"])).strip())
    return Words(otherwise, otherwise)


def _lines(said: Any, before: str = "") -> list[tuple[str, Words]]:
    if isinstance(said, dict):
        if set(said) == {"sv", "en"}:
            return [(before, _both(said, ""))]
        return [
            line
            for key, value in said.items()
            for line in _lines(value, f"{before} · {key}" if before else str(key))
        ]
    if isinstance(said, list):
        return [line for n, each in enumerate(said, 1) for line in _lines(each, f"{before} {n}")]
    text = "–" if said is None else str(said)
    return [(before, Words(text, text))]
