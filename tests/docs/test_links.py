"""A page leads only to what is there, and names only chores that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, shown, tracked

PAGES = {shown(path): path for path in tracked() if path.suffix == ".md"}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """The anchor a code host gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_inside_the_house_leads_somewhere(page: str) -> None:
    path = PAGES[page]
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lost = []
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        name, _, part = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (part and part not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", PAGES)
def test_every_chore_a_page_names_is_in_the_makefile(page: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)\b`", PAGES[page].read_text(encoding="utf-8")))
    assert {chore for chore in named if f"\n{chore}:" not in MAKEFILE} == set()


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    start = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Start\n")[1]
    block = start.split("```")[1].strip().splitlines()
    assert [line.split("#")[0].strip() for line in block] == ["make demo", "make test"]
