"""A checklist says where each line was read; one that names a source nobody knows is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hejda.base.errors import KnowledgeError
from hejda.knowledge.checklists import load_checklist
from hejda.knowledge.reading import read_pack
from tests.knowledge.packs_to_edit import PACKS, change, copy_of

NAME = "first_48_hours"
FILE = f"duty/{NAME}.yaml"


def test_every_line_says_what_why_and_where_it_was_read_or_that_it_was_not() -> None:
    said = yaml.safe_load((PACKS["se"] / FILE).read_text(encoding="utf-8"))
    read = load_checklist("se", NAME)
    lines = [line for part in said["parts"] for line in part["lines"]]
    assert [line.id for part in read.parts for line in part.lines] == [each["id"] for each in lines]
    assert read.unsourced == sum(each["source"] is None for each in lines) > 0
    assert not read.verified
    assert all(each["text"][la] and each["why"][la] for each in lines for la in ("sv", "en"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ref: S30", "ref: S9999", "The source S9999 is not known."),
        ("- id: children", "- id: apart", "apart stands twice."),
        ("verified: false", "verified: perhaps", "true or false"),
    ],
)
def test_a_fault_is_told_by_file_alone_and_with_the_pack(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    pack = copy_of("se", tmp_path)
    change(pack / FILE, old, new)
    for read in (lambda: load_checklist(pack, NAME), lambda: read_pack(pack)):
        with pytest.raises(KnowledgeError, match=told):
            read()


def test_a_pack_without_the_checklist_says_so() -> None:
    with pytest.raises(KnowledgeError, match="has no checklist"):
        load_checklist("xx", NAME)
