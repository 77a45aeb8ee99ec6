"""The glossary uses the words the sentences use."""

from __future__ import annotations

import re

from hejda.base.wording import DEGREES
from hejda.rank.record_texts import ENDED
from tests.house_rules.tree import ROOT

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def test_degrees_of_suspicion_stand_in_the_glossary_by_their_swedish_terms() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", GLOSSARY, re.MULTILINE))
    assert [
        word
        for word, (swedish, _) in DEGREES.items()
        if word != "unknown" and rows.get(word) != swedish
    ] == []


def test_the_ways_a_suspicion_ends_stand_in_the_glossary() -> None:
    assert [word for word, (sv, _) in ENDED.items() if f"`{word}` {sv}" not in GLOSSARY] == []


def test_no_word_stands_twice_in_the_glossary() -> None:
    words = re.findall(r"^\| ([^|]+?) \|", GLOSSARY, re.MULTILINE)
    table_heads = {"word", "in the tables", "---"}
    assert sorted({word for word in words if words.count(word) > 1} - table_heads) == []
