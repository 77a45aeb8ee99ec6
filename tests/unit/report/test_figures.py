"""Figures are rounded, grouped and marked as each language does."""

from __future__ import annotations

from hejda.report.charts import harm_held
from hejda.report.figures import file_size, harm_days, percent, seconds, share_of, with_decimals


def test_decimals_have_a_comma_in_swedish_and_a_point_in_english() -> None:
    assert with_decimals(1_234_567, 1000, 1) == ("1\u202f234,6", "1\u202f234.6")
    assert with_decimals(-1500, 1000, 1) == ("\u22121,5", "\u22121.5")
    assert with_decimals(-400, 1000, 1) == ("\u22120,4", "\u22120.4")
    assert with_decimals(0, 1000, 2) == ("0,00", "0.00")


def test_harm_days_are_finer_when_they_are_few() -> None:
    assert harm_days(4_394_741)[0] == "4,39"
    assert harm_days(43_947_410)[0] == "43,9"


def test_shares_sizes_and_durations() -> None:
    assert percent(125) == ("12,5 %", "12.5 %")
    assert percent(100) == ("10 %", "10 %")
    assert file_size(1) == ("1 byte", "1 byte")
    assert file_size(81_233)[0] == "81,2 kB"
    assert file_size(8_123_300)[1] == "8.1 MB"
    assert seconds(1.5) == ("1,50 s", "1.50 s")
    assert share_of(1, 3) == 333
    assert share_of(5, 0) == 0
    assert share_of(9, 3) == 1000


def test_a_curve_is_read_off_straight_between_its_points() -> None:
    curve = [(0, 0), (100, 600), (1000, 1000)]
    assert harm_held(curve, 50) == 300
    assert harm_held(curve, 100) == 600
    assert harm_held([(500, 900)], 1000) == 900
