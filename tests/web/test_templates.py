"""Templates keep the browser's policy, say everything in both languages, and tell faults to nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, shown

TEMPLATES = ROOT / "src/hejda_web/ui/templates"
STATIC = ROOT / "src/hejda_web/ui/static"
PAGES = {shown(path): path for path in sorted(TEMPLATES.rglob("*.html"))}
WORDS = r"""("(?:[^"\\]|\\.)*"|'[^']*'|\w+\.\w+_(?:sv|en))"""
SAY = re.compile(rf"\{{%-?\s*say\s+{WORDS}\s+{WORDS}")
"""Each sentence, or the field of a row that holds it in that language."""
FAULT_PAGES = ("not_found", "cannot_be_logged", "forbidden", "broken", "bad_request")
OF_A_READER = ("user", "request", "csrf_token", "pages", "going_on", "messages")


def text(page: str) -> str:
    """What stands in a template."""
    return PAGES[page].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_style_and_no_script_of_its_own(page: str) -> None:
    found = re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text(page))
    bodies = re.findall(r"<script\b[^>]*>(.*?)</script>", text(page), re.DOTALL)
    assert found == []
    assert [body for body in bodies if body.strip()] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fetches_nothing_from_elsewhere(page: str) -> None:
    assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", text(page)) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_is_said_in_both_languages(page: str) -> None:
    said = SAY.findall(text(page))
    assert len(said) == len(re.findall(r"\{%-?\s*say\b", text(page)))
    assert [pair for pair in said if not pair[0].strip("\"' ") or not pair[1].strip("\"' ")] == []
    fields = [(re.findall(r"\{\w+\}", sv), re.findall(r"\{\w+\}", en)) for sv, en in said]
    assert [pair for pair in fields if sorted(pair[0]) != sorted(pair[1])] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_title_holds_anything_of_a_person(page: str) -> None:
    titles = re.findall(r"\{% block title %\}(.*?)\{% endblock %\}", text(page), re.DOTALL)
    variables = {v for title in titles for v in re.findall(r"\{\{\s*([\w.]+)", title)}
    assert variables <= {"rule.title"}


@pytest.mark.parametrize("name", ["bare", *FAULT_PAGES])
def test_a_page_about_a_fault_asks_neither_reader_nor_address_nor_database(name: str) -> None:
    page = (TEMPLATES / "ui" / f"{name}.html").read_text(encoding="utf-8")
    read = re.findall(r"\{\{\s*(\w+)|\{%\s*(?:if|for \w+ in|with)\s+(\w+)|\{%\s*(csrf_token)", page)
    names = {each for group in read for each in group if each}
    assert names & set(OF_A_READER) == set()
    if name != "bare":
        assert '{% extends "ui/bare.html" %}' in page


@pytest.mark.parametrize("page", PAGES)
def test_a_form_that_changes_something_carries_the_mark_of_this_site(page: str) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text(page), re.DOTALL)
    assert [form[:80] for form in forms if "{% csrf_token %}" not in form] == []


def test_the_style_sheet_fetches_nothing() -> None:
    for path in STATIC.rglob("*.css"):
        assert re.findall(r"@import|url\(", path.read_text(encoding="utf-8")) == []


def test_scripts_run_no_text_as_code_and_stay_small() -> None:
    for path in Path(STATIC).rglob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert re.findall(r"\beval\(|new Function|innerHTML\s*=[^=]|document\.write", script) == []
        assert len(script.splitlines()) <= 150
