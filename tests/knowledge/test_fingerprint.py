"""The fingerprint: one changed value changes it; how a file is written does not."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from hejda.knowledge.load import load_knowledge
from hejda.knowledge.version import fingerprint
from tests.knowledge.packs_to_edit import PACKS, change, copy_of

TODAY = dt.date(2026, 11, 22)


def test_a_copy_of_a_pack_has_the_fingerprint_of_the_pack(tmp_path: Path) -> None:
    for name in PACKS:
        assert fingerprint(copy_of(name, tmp_path)) == fingerprint(PACKS[name])


def test_every_pack_has_a_fingerprint_of_its_own() -> None:
    assert len({fingerprint(path) for path in PACKS.values()}) == len(PACKS)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ranking/repeat_risk.yaml", "half_life_slow_days: 540", "half_life_slow_days: 541"),
        ("ranking/lists.yaml", "floor: 1_000_000", "floor: 1_000_001"),
        ("law/use_of_ended.yaml", "dismissed: beside_live", "dismissed: never"),
        (
            "offences.csv",
            "xx-murder,3,1,Mord,Murder,lethal,",
            "xx-murder,3,1,Mord,Murder,violence,",
        ),
        (
            "regions.csv",
            "middle,Region Mellan,Region Middle,04",
            "south,Region Söder,Region South,04",
        ),
        ("harm/statutory_midpoint.yaml", "fine_days: 1", "fine_days: 2"),
        ("pack.yaml", "harm_reference_date: 2026-01-01", "harm_reference_date: 2026-01-02"),
    ],
)
def test_one_changed_value_changes_the_fingerprint(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    pack = copy_of("xx", tmp_path)
    before = load_knowledge(pack, TODAY).fingerprint
    change(pack / file, old, new)
    after = load_knowledge(pack, TODAY).fingerprint
    assert after != before
    assert after == fingerprint(pack)


def test_comments_spacing_and_quotes_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    before = fingerprint(pack)
    file = pack / "ranking/repeat_risk.yaml"
    change(file, "half_life_slow_days: 540", "half_life_slow_days:   540  # a year and a half")
    change(file, "title: {sv:", "# the title\ntitle: { sv:")
    change(pack / "pack.yaml", "country: xx", 'country: "xx"')
    change(pack / "ranking/lists.yaml", "floor: 1_000_000", "floor: 1000000")
    assert fingerprint(pack) == before


def test_notes_for_people_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    before = fingerprint(pack)
    (pack / "README.md").write_text("Read me.\n", encoding="utf-8")
    assert fingerprint(pack) == before


def test_a_change_in_the_pack_that_is_extended_changes_the_fingerprint_of_the_small_one(
    tmp_path: Path,
) -> None:
    base, small = copy_of("xx", tmp_path), copy_of("stl", tmp_path)
    change(small / "pack.yaml", "extends: xx", "extends: ../xx_copy")
    before = fingerprint(small)
    change(base / "ranking/windows.yaml", "flag_days: 365,", "flag_days: 364,")
    assert fingerprint(small) != before


def test_a_change_in_a_file_that_the_small_pack_replaces_does_not(tmp_path: Path) -> None:
    base, small = copy_of("xx", tmp_path), copy_of("stl", tmp_path)
    change(small / "pack.yaml", "extends: xx", "extends: ../xx_copy")
    before = fingerprint(small)
    change(base / "ranking/serial.yaml", "recent_days: 1826", "recent_days: 1825")
    assert fingerprint(small) == before


def test_it_is_the_same_wherever_the_pack_lies(tmp_path: Path) -> None:
    near = copy_of("xx", tmp_path)
    far = tmp_path / "a" / "long" / "way" / "off"
    shutil.copytree(near, far)
    assert fingerprint(far) == fingerprint(near)
