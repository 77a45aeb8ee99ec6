"""Every offence of the Swedish material, typed here by hand from it: least, most and marks A–D.

Months; `fine` where a fine is the least or the most, `prison` where prison has no stated least.
"""

from __future__ import annotations

import datetime as dt

import pytest

from hejda.knowledge.harm import days_of_months
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.periods import period_on
from hejda.knowledge.reading import read_pack
from hejda.knowledge.written import OffenceRow

READ_IN_FULL = dt.date(2026, 2, 1)
TODAY = dt.date(2026, 11, 22)
LIFE = 216

# fmt: off
TABLE = [
    ("brb-3-1-mord", "BrB 3 kap. 1 §", 120, LIFE, "ABCD"),
    ("brb-3-2-drap", "BrB 3 kap. 2 §", 72, 120, "ABCD"),
    ("brb-3-5-misshandel", "BrB 3 kap. 5 §", "prison", 24, "CD"),
    ("brb-3-5-ringa-misshandel", "BrB 3 kap. 5 §", "fine", 6, ""),
    ("brb-3-6-grov-misshandel", "BrB 3 kap. 6 §", 18, 72, "ABCD"),
    ("brb-3-6-synnerligen-grov-misshandel", "BrB 3 kap. 6 §", 60, 120, "ABCD"),
    ("brb-4-1-manniskorov", "BrB 4 kap. 1 §", 48, LIFE, "ABCD"),
    ("brb-4-1-manniskorov-mindre-grovt", "BrB 4 kap. 1 §", "prison", 72, "CD"),
    ("brb-4-2-olaga-frihetsberovande", "BrB 4 kap. 2 §", 12, 120, "ABCD"),
    ("brb-4-2-olaga-frihetsberovande-mindre-grovt", "BrB 4 kap. 2 §", "fine", 24, "CD"),
    ("brb-4-3-barnfridsbrott", "BrB 4 kap. 3 §", "prison", 24, "CD"),
    ("brb-4-3-ringa-barnfridsbrott", "BrB 4 kap. 3 §", "fine", 6, ""),
    ("brb-4-3-grovt-barnfridsbrott", "BrB 4 kap. 3 §", 12, 72, "ABCD"),
    ("brb-4-4-olaga-tvang", "BrB 4 kap. 4 §", "fine", 24, "CD"),
    ("brb-4-4-grovt-olaga-tvang", "BrB 4 kap. 4 §", 12, 72, "ABCD"),
    ("brb-4-4a-grov-fridskrankning", "BrB 4 kap. 4 a §", 12, 72, "ABCD"),
    ("brb-4-4a-grov-kvinnofridskrankning", "BrB 4 kap. 4 a §", 12, 72, "ABCD"),
    ("brb-4-4b-olaga-forfoljelse", "BrB 4 kap. 4 b §", "prison", 48, "CD"),
    ("brb-4-4c-aktenskapstvang", "BrB 4 kap. 4 c §", "prison", 48, "CD"),
    ("brb-4-4e-hedersfortryck", "BrB 4 kap. 4 e §", 12, 72, "ABCD"),
    ("brb-4-5-olaga-hot", "BrB 4 kap. 5 §", "fine", 24, "CD"),
    ("brb-4-5-grovt-olaga-hot", "BrB 4 kap. 5 §", 12, 48, "ABCD"),
    ("brb-4-6-hemfridsbrott", "BrB 4 kap. 6 §", "fine", 12, "D"),
    ("brb-4-6-grovt-hemfridsbrott", "BrB 4 kap. 6 §", 6, 36, "BCD"),
    ("brb-4-6a-krankande-fotografering", "BrB 4 kap. 6 a §", "fine", 24, "CD"),
    ("brb-4-6b-olovlig-identitetsanvandning", "BrB 4 kap. 6 b §", "fine", 24, "CD"),
    ("brb-4-6c-olaga-integritetsintrang", "BrB 4 kap. 6 c §", "fine", 24, "CD"),
    ("brb-4-6d-grovt-olaga-integritetsintrang", "BrB 4 kap. 6 d §", 6, 48, "BCD"),
    ("brb-4-7-ofredande", "BrB 4 kap. 7 §", "fine", 12, "D"),
    ("brb-4-7a-uppmaning-till-sjalvmord", "BrB 4 kap. 7 a §", "prison", 24, "CD"),
    ("brb-4-9c-dataintrang", "BrB 4 kap. 9 c §", "fine", 24, "CD"),
    ("brb-4-9c-grovt-dataintrang", "BrB 4 kap. 9 c §", 6, 72, "BCD"),
    ("brb-6-1-valdtakt", "BrB 6 kap. 1 §", 36, 72, "ABCD"),
    ("brb-6-1-valdtakt-mindre-grov", "BrB 6 kap. 1 §", 6, 48, "BCD"),
    ("brb-6-1-grov-valdtakt", "BrB 6 kap. 1 §", 60, 120, "ABCD"),
    ("brb-6-1a-oaktsam-valdtakt", "BrB 6 kap. 1 a §", "prison", 48, "CD"),
    ("brb-6-2-sexuellt-overgrepp", "BrB 6 kap. 2 §", 6, 24, "BCD"),
    ("brb-6-2-sexuellt-overgrepp-mindre-grovt", "BrB 6 kap. 2 §", "prison", 12, "D"),
    ("brb-6-2-grovt-sexuellt-overgrepp", "BrB 6 kap. 2 §", 12, 72, "ABCD"),
    ("brb-6-10-sexuellt-ofredande", "BrB 6 kap. 10 §", "fine", 24, "CD"),
    ("brb-6-10-grovt-sexuellt-ofredande", "BrB 6 kap. 10 §", 6, 36, "BCD"),
    ("brb-3-9-framkallande-av-fara", "BrB 3 kap. 9 §", "fine", 24, "CD"),
    ("brb-12-1-skadegorelse", "BrB 12 kap. 1 §", "prison", 24, "CD"),
    ("brb-12-2-ringa-skadegorelse", "BrB 12 kap. 2 §", "fine", 6, ""),
    ("brb-12-3-grov-skadegorelse", "BrB 12 kap. 3 §", 6, 72, "BCD"),
    ("kfl-24-overtradelse-av-kontaktforbud", "lag (1988:688) 24 §", "prison", 12, "D"),
    ("kfl-24-overtradelse-av-utvidgat-kontaktforbud", "lag (1988:688) 24 §", "prison", 24, "CD"),
    ("kfl-24-ringa-overtradelse-av-kontaktforbud", "lag (1988:688) 24 §", "fine", "fine", ""),
    ("kfl-25-hindrande-av-elektronisk-overvakning", "lag (1988:688) 25 §", "prison", 12, "D"),
    ("kfl-25-grovt-oaktsamt-hindrande-av-elektronisk-overvakning", "lag (1988:688) 25 §", "fine", 12, "D"),
]
# fmt: on
RAISED = {
    "brb-3-6-grov-misshandel": (18, 84),
    "brb-3-6-synnerligen-grov-misshandel": (72, 144),
}
SWEDEN = read_pack("se")


def row_of(offence: str, day: dt.date) -> OffenceRow:
    """The row of an offence that holds on a day."""
    row = period_on(SWEDEN.offences[offence], day)
    assert row is not None, offence
    return row


def scale_of(row: OffenceRow) -> tuple[object, object]:
    """Least and most in the words of the table above."""
    least = "fine" if row.fine_min else row.min_months or "prison"
    return least, row.max_months if row.max_days is not None else "fine"


@pytest.mark.parametrize(("offence", "at", "least", "most", "marks"), TABLE)
def test_every_offence_of_the_material_stands_with_its_least_most_and_marks(
    offence: str, at: str, least: object, most: object, marks: str
) -> None:
    row = row_of(offence, READ_IN_FULL)
    assert scale_of(row) == (least, most)
    assert row.at == at
    assert "".join(row.flags).upper() == marks
    assert row.life == (most is LIFE)


@pytest.mark.parametrize(("offence", "at", "least", "most", "marks"), TABLE)
def test_since_august_2026_every_scale_stands_unverified_and_is_unchanged_or_raised(
    offence: str, at: str, least: object, most: object, marks: str
) -> None:
    row = row_of(offence, TODAY)
    assert scale_of(row) == RAISED.get(offence, (least, most))
    assert not row.verified
    assert row.since == dt.date(2026, 8, 1)
    assert row.note is not None
    assert "2026:1318" in row.note.en


def test_no_offence_stands_that_the_material_does_not_name_but_the_one_for_all_others() -> None:
    assert set(SWEDEN.offences) == {row[0] for row in TABLE} | {"annat-brott"}
    assert SWEDEN.offences["annat-brott"][0].classes == ("other",)


def test_the_least_for_gross_violation_of_integrity_rose_on_1_january_2022() -> None:
    for offence in ("brb-4-4a-grov-fridskrankning", "brb-4-4a-grov-kvinnofridskrankning"):
        assert row_of(offence, dt.date(2021, 12, 31)).min_months == 9
        assert row_of(offence, dt.date(2022, 1, 1)).min_months == 12


def test_gross_assault_was_raised_on_1_august_2026_by_secondary_accounts_only() -> None:
    before = row_of("brb-3-6-grov-misshandel", dt.date(2026, 7, 31))
    after = row_of("brb-3-6-grov-misshandel", dt.date(2026, 8, 1))
    assert (before.min_months, before.max_months, before.verified) == (18, 72, True)
    assert (after.min_months, after.max_months, after.verified) == (18, 84, False)
    assert SWEDEN.sources[after.source].how == "secondary"


def test_the_marks_follow_from_the_scale_by_the_thresholds_of_their_rule() -> None:
    months = SWEDEN.rule("offence_flags").periods[0].numbers
    for rows in SWEDEN.offences.values():
        for row in rows:
            least = row.min_months or 0
            most = 1200 if row.life else row.max_months or 0
            wanted = {
                "a": row.chapter in ("3", "4", "6") and least >= months["a"],
                "b": least >= months["b"],
                "c": most >= months["c"],
                "d": most >= months["d"],
            }
            assert set(row.flags) == {flag for flag, holds in wanted.items() if holds}, row.id


def test_months_and_days_of_every_row_agree() -> None:
    for rows in SWEDEN.offences.values():
        for row in rows:
            assert row.max_months is None or row.max_days == days_of_months(row.max_months)
            assert row.min_months is None or row.min_days == days_of_months(row.min_months)


def test_raising_a_scale_in_august_2026_changes_nobodys_harm() -> None:
    before = load_knowledge("se", dt.date(2026, 7, 31))
    after = load_knowledge("se", dt.date(2026, 8, 1))
    harm = [
        {offence.id: (offence.harm_days, offence.harm_days_attempt) for offence in known.offences}
        for known in (before, after)
    ]
    assert harm[0] == harm[1]
    assert before.harm_reference_date == after.harm_reference_date == READ_IN_FULL


def test_every_unverified_offence_is_named_in_the_knowledge_of_that_day() -> None:
    today = load_knowledge("se", TODAY)
    assert {row[0] for row in TABLE} <= set(today.unverified)
    july = load_knowledge("se", dt.date(2026, 7, 31))
    assert "brb-3-6-grov-misshandel" not in july.unverified
    assert "brb-3-5-misshandel" in july.unverified  # its least of 14 days has no source
