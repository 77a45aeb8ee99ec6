"""A faulty pack is refused with one clear sentence for each fault: file, place, what to do."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hejda.base.errors import KnowledgeError
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.reading import read_pack
from tests.knowledge.packs_to_edit import PACKS, ROOT, add_row, change, copy_of
from tests.support.size import SIZE

TODAY = dt.date(2026, 11, 22)
FAULTS: dict[str, dict[str, Any]] = {
    case["fault"]: case
    for case in yaml.safe_load((ROOT / "tests/knowledge/faults.yaml").read_text(encoding="utf-8"))
}
SOUND_OFFENCE = {
    "id": "xx-new",
    "title_sv": "Nytt",
    "title_en": "New",
    "classes": "other",
    "min_days": "14",
    "max_days": "365",
    "life": "no",
    "fine_min": "no",
    **{f"flag_{flag}": "no" for flag in "abcd"},
    "source": "XX-LAW",
    "at": "ch. 12",
    "review_by": "2030-01-01",
    "verified": "yes",
}


def plant(fault: str, pack: Path) -> None:
    """Plant one of the faults of faults.yaml in a pack."""
    case = FAULTS[fault]
    file = pack / case["in"]
    if "replace" in case:
        change(file, case["replace"]["this"], case["replace"]["by"])
    elif "delete" in case:
        file.unlink()
    elif "offence" in case:
        add_row(file, **{**SOUND_OFFENCE, **case["offence"]})
    elif "harm_table" in case:
        shutil.copy(PACKS["se"] / "harm/mean_imposed_sentence.yaml", file.parent)
        file.write_text(f"id,days,period,source\n{case['harm_table']}", encoding="utf-8")
    elif "append" in case:
        file.write_text(file.read_text(encoding="utf-8") + case["append"], encoding="utf-8")
    elif "latin_1" in case:
        file.write_text(case["latin_1"], encoding="latin-1")
    else:
        file.write_text(case["write"], encoding="utf-8")


def refusal_of(pack: Path | str) -> KnowledgeError | None:
    """The error with which a pack is refused; None when it loads."""
    try:
        load_knowledge(pack, TODAY)
    except KnowledgeError as refused:
        return refused
    return None


@pytest.mark.parametrize("fault", FAULTS)
def test_each_kind_of_fault_gives_one_sentence_with_file_place_and_what_to_do(
    fault: str, tmp_path: Path
) -> None:
    pack, case = copy_of("xx", tmp_path), FAULTS[fault]
    plant(fault, pack)
    refused = refusal_of(pack)
    assert refused is not None
    assert (refused.code, refused.exit_code) == ("pack_faults", 2)
    listed = [line for line in refused.what.splitlines() if line.startswith("  - ")]
    assert len(listed) == case.get("sentences", 1), refused.what
    where, _, told = listed[0].removeprefix(f"  - {pack}/").partition(": ")
    assert where.startswith(case["in"])
    assert case["place"] in where
    assert case["says"] in told
    assert len(told.split(". ")) >= 2, "it says what is wrong, and what to do"


def test_faults_of_several_files_are_shown_together(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    chosen = ["text for a number", "health is marked", "a class nobody knows", "acquittals count"]
    for fault in chosen:
        plant(fault, pack)
    refused = refusal_of(pack)
    assert refused is not None
    assert "has 4 faults" in refused.what
    for fault in chosen:
        assert FAULTS[fault]["in"] in refused.what
        assert FAULTS[fault]["says"] in refused.what


SWITCH = """id: health_switch
title: {sv: "Hälsouppgifter", en: "Facts about health"}
plain: {sv: "Tillåter märkning av ett slag.", en: "Allows one kind to be marked."}
unit:
  kinds: {unit: names, sv: "slag", en: "kinds"}
  paragraph: {unit: name, sv: "lagrum", en: "paragraph"}
  decided_by: {unit: name, sv: "beslutat av", en: "decided by"}
  decided_on: {unit: day, sv: "beslutat den", en: "decided on"}
in_force: {from: 2026-01-01, until: null}
periods:
  - from: 2026-01-01
    until: null
    numbers:
      kinds: [anxiety]
      paragraph: "ch. 2, s. 11"
      decided_by: "an invented official"
      decided_on: 2026-01-01
    source: {ref: XX-LAW, at: "ch. 2, s. 11", read: 2026-11-22}
reviewed: {by: hejda, on: 2026-11-22, again_by: 2027-11-30}
verified: false
"""


def test_only_a_rule_that_names_paragraph_decision_maker_and_date_lets_health_be_marked(
    tmp_path: Path,
) -> None:
    pack = copy_of("xx", tmp_path)
    plant("health is marked", pack)
    (pack / "law/health_switch.yaml").write_text(SWITCH, encoding="utf-8")
    assert "health_switch" in read_pack(pack).rules
    change(pack / "law/health_switch.yaml", '      paragraph: "ch. 2, s. 11"\n', "")
    with pytest.raises(KnowledgeError, match="paragraph is missing"):
        read_pack(pack)


def test_a_switch_for_another_kind_does_not_help(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    plant("health is marked", pack)
    other = SWITCH.replace("[anxiety]", "[misuse]")
    (pack / "law/health_switch.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="anxiety is about health"):
        read_pack(pack)


def test_a_pack_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(KnowledgeError, match=r"no rule pack atlantis.*\(se, xx\)"):
        load_knowledge("atlantis", TODAY)


def test_a_pack_that_extends_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pack = copy_of("stl", tmp_path)
    change(pack / "pack.yaml", "extends: xx", "extends: atlantis")
    with pytest.raises(KnowledgeError, match="no rule pack atlantis"):
        load_knowledge(pack, TODAY)


def test_packs_that_extend_each_other_in_a_ring_are_refused(tmp_path: Path) -> None:
    pack = copy_of("stl", tmp_path)
    change(pack / "pack.yaml", "extends: xx", "extends: ../stl_copy")
    with pytest.raises(KnowledgeError, match="in a ring"):
        load_knowledge(pack, TODAY)


def test_words_that_plain_yaml_takes_for_truth_stay_words(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    change(pack / "ranking/lists.yaml", 'sv: "Hur listorna skärs"', "sv: no")
    assert read_pack(pack).rule("lists").title.sv == "no"


RULE_FILES = sorted(
    path.relative_to(PACKS["xx"]).as_posix() for path in PACKS["xx"].rglob("*.[yc][as][mv]*")
)


@settings(max_examples=25 * SIZE)
@given(st.sampled_from(RULE_FILES), st.floats(0, 1), st.sampled_from(["cut", "drop", "insert"]))
def test_however_a_file_is_damaged_the_pack_loads_or_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, how: str
) -> None:
    pack = copy_of("xx", tmp_path_factory.mktemp("damaged"))
    text = (pack / name).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    position, line = int(where * len(text)), min(int(where * len(lines)), len(lines) - 1)
    damaged = {
        "cut": text[:position],
        "drop": "".join(lines[:line] + lines[line + 1 :]),
        "insert": text[:position] + '\0{[,"' + text[position:],
    }[how]
    (pack / name).write_text(damaged, encoding="utf-8")
    refused = refusal_of(pack)
    assert refused is None or name in str(refused)
