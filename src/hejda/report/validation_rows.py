"""The tables of a validation as they may be shown: rankers, settings, groups, regions, the scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hejda.base.wording import Both, number
from hejda.rank.features import FEATURES
from hejda.report import published
from hejda.report.feature_words import why_read
from hejda.report.published import HIDDEN, MISSING, count, decimal, figure, on_list, per_cent
from hejda.report.validation_answers import INSUFFICIENT, main_list
from hejda.report.validation_read import MODEL, OWN_LIST, Row, Run, Told, told_of
from hejda.report.validation_words import (
    METRIC_LABELS,
    METRIC_READINGS,
    SETTING_WORDS,
    column_name,
    group_name,
    group_with_column,
    ranker_name,
)

NOT_ITS_OWN: Both = ("–", "–")
POINTS_STEP = 50
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """What a ranker's list of one length holds."""

    at: str
    precision: Both
    recall: Both
    lift: Both
    needed: Both
    harm: Both
    plain: Both


def cut_of(run: Run, ranker: str, at: str, setting: str = "") -> Cut:
    """The list of a ranker cut `at` so many places or such a share; hidden where counts are small."""
    people, outcomes = run.people(setting)
    k = _places(run, at, people, setting or run.setting)
    listed = on_list(run.told("precision", ranker, at, setting=setting), max(1, k))
    if listed is None or outcomes <= 0:
        return Cut(at, *[HIDDEN] * 6)
    base = published.rounded_share(outcomes, people)
    lift = MISSING if not base else decimal(listed.with_it / listed.k / base, 1)
    captured = run.told("capped_harm_captured", ranker, at, setting=setting)
    return Cut(
        at,
        listed.precision,
        listed.share_of(outcomes),
        lift,
        listed.needed_words,
        share_words(captured),
        share_words(run.told("harm_captured", ranker, at, setting=setting)),
    )


def _places(run: Run, at: str, people: int, setting: str) -> int:
    if at == OWN_LIST:
        return int(run.facts["own_list"]["ranked"][setting])
    return round(int(at[:-1]) * people / 100) if at.endswith("%") else int(at)


def share_words(told: Told | None) -> Both:
    """A share as per cent, with its interval."""
    if told is None:
        return MISSING
    value = per_cent(told.value)
    if told.ends is None:
        return value
    ends = published.interval(per_cent(told.ends[0]), per_cent(told.ends[1]))
    return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"


def ranker_rows(run: Run) -> list[dict[str, Any]]:
    """Every ranker with its main figures, the best orderer first."""
    k, _ = main_list(run)
    at = str(k) if str(k) in run.cuts() else "10%"
    return [
        {
            "name": ranker_name(name),
            "own": name == MODEL,
            **_ordering(run, name),
            "cut": _own_cut(at) if name == OWN_LIST else cut_of(run, name, at),
            "one": _own_cut("1%") if name == OWN_LIST else cut_of(run, name, "1%"),
            "slope": figure(run.told("calibration_slope", name), 2)
            if run.told("calibration_slope", name)
            else NOT_ITS_OWN,
        }
        for name in run.rankers
    ]


def _ordering(run: Run, name: str) -> dict[str, Both]:
    """How well a ranker orders; hidden where it would tell a hidden count."""
    if not may_be_told(run, name):
        return dict.fromkeys(("auc", "gap", "average_precision"), HIDDEN)
    gap = figure(run.told("auc_difference", at=name), plus=True)
    return {
        "auc": figure(run.told("auc", name)),
        "gap": NOT_ITS_OWN if name == MODEL else gap,
        "average_precision": figure(run.told("average_precision", name)),
    }


def may_be_told(run: Run, name: str) -> bool:
    """Whether the AUC of a ranker may be shown: that of a list of few tells who of them had it."""
    if name != OWN_LIST:
        return True
    given = run.facts.get("own_list") is not None
    return given and cut_of(run, OWN_LIST, OWN_LIST).precision != HIDDEN


def _own_cut(at: str) -> Cut:
    """The police's own list has one size; filled up with others it would be another list."""
    return Cut(at, *[NOT_ITS_OWN] * 6)


def cut_rows(run: Run) -> list[tuple[Both, Cut]]:
    """The scorecard's list at every length."""
    found = []
    for at in run.cuts():
        share = at.endswith("%")
        label = (
            (f"översta {at[:-1]} %", f"top {at[:-1]} %")
            if share
            else (f"första {number(int(at))}", f"first {number(int(at))}")
        )
        found.append((label, cut_of(run, MODEL, at)))
    return found


def chance_rows(run: Run) -> list[tuple[Both, Both, Both, Both]]:
    """Calibration of the chances: what, how to read it, the scorecard, the untrained chance."""
    return [
        (
            METRIC_LABELS[metric],
            METRIC_READINGS[metric],
            figure(run.told(metric, MODEL, at)),
            figure(run.told(metric, "repeat_risk", at)),
        )
        for metric in METRIC_READINGS
        for at in ("1%" if metric == "calibration_error_top" else "",)
    ]


def setting_rows(run: Run) -> list[dict[str, Any]]:
    """The three ways to treat people to whom something was done, side by side."""
    k, _ = main_list(run)
    at = str(k) if str(k) in run.cuts() else "10%"
    found = []
    for setting, label in SETTING_WORDS.items():
        people, outcomes = run.people(setting)
        found.append({
            "label": label,
            "own": setting == run.setting,
            "people": count(people),
            "outcomes": count(outcomes),
            "auc": figure(run.told("auc", setting=setting)),
            "count": figure(run.told("auc", "count_12m", setting=setting)),
            "v100": figure(run.told("auc", "v100", setting=setting)),
            "cut": cut_of(run, MODEL, at, setting),
            "slope": figure(run.told("calibration_slope", setting=setting), 2),
        })  # fmt: skip
    return found


def day_rows(run: Run) -> tuple[list[Both], list[tuple[str, Markup, Markup, list[Both]]]]:
    """AUC on each training day and the test day, by ranker: heads and rows."""
    names = (MODEL, "two_decay_sum", "repeat_risk", "count_12m")
    rows = []
    for one in run.facts["training"]:
        told = [figure(run.told("auc_on_training_day", name, one["day"]), 2) for name in names]
        rows.append((one["day"], count(one["people"]), count(one["outcomes"]), told))
    people, outcomes = run.people()
    told = [figure(run.told("auc", name), 2) for name in names]
    rows.append((run.facts["test"], count(people), count(outcomes), told))
    return [ranker_name(name) for name in names], rows


def group_rows(run: Run) -> list[dict[str, Any]]:
    """Each group on the list: how often, how rightly, and how well it is ordered."""
    found = []
    for row in run.figures.get("groups") or ():
        at = f"{row['column']}={row['group']}"
        sure = bool(row["enough"])
        found.append({
            "column": column_name(row["column"]),
            "group": group_name(row["group"]),
            "people": count(row["people"]),
            "outcomes": count(row["outcomes"]),
            "sure": sure,
            "rates": _group_rates(row) if sure else [INSUFFICIENT] * 3,
            "auc": figure(run.told("auc", group=at), 2) if sure else INSUFFICIENT,
            "gap": figure(told_of(row["difference"]), 2, plus=True)
            if row["difference"]
            else INSUFFICIENT,
            "worse": bool(row["difference"]) and _worse(row),
            "slope": figure(run.told("calibration_slope", group=at), 2) if sure else INSUFFICIENT,
        })  # fmt: skip
    return found


def _worse(row: Row) -> bool:
    told = told_of(row["difference"])
    return told is not None and told.below(0)


def _group_rates(row: Row) -> list[Both]:
    """Listed of all, listed of those without the outcome, not listed of those with it."""
    listed, hits = row["listed"], row["listed_outcomes"]
    shares = (
        (listed, row["people"]),
        (listed - hits, row["people"] - row["outcomes"]),
        (row["outcomes"] - hits, row["outcomes"]),
    )
    told = []
    for part, whole in shares:
        share = published.rounded_share(part, whole)
        told.append(HIDDEN if share is None else per_cent(share, 1 if share < 0.1 else 0))
    return told


def region_rows(run: Run) -> list[dict[str, Any]]:
    """Each region with a scorecard fitted without it."""
    return [
        {
            "name": row["region"],
            "people": count(row["people"]),
            "outcomes": count(row["outcomes"]),
            "home": figure(told_of(row["home"]), 2),
            "away": figure(told_of(row["away"]), 2) if row["away"] else INSUFFICIENT,
        }
        for row in run.figures.get("regions") or ()
    ]


def unreported_rows(run: Run) -> list[dict[str, Any]]:
    """What the figures would be had only a part been recorded."""
    found = []
    for row in run.figures.get("unreported") or ():
        column, _, group = row["split"].partition("=")
        if not row["split"]:
            who: Both = ("lika för alla", "the same for all")
        elif not group:
            who = (
                "dubbelt så ofta för dem med många poster",
                "twice as often for those with many records",
            )
        else:
            of = group_with_column(column, group)
            who = (f"dubbelt så ofta för {of[0]}", f"twice as often for {of[1]}")
        found.append({
            "rate": per_cent(row["rate"]),
            "who": who,
            "scored": row["spread"] == "as_scored",
            "possible": row["auc"] is not None,
            "auc": _range(row["auc"], 2, 1),
            "precision": _range(row["precision"], 0, 100),
        })  # fmt: skip
    return found


def _range(ends: list[float] | None, decimals: int, times: int) -> Both:
    if ends is None:
        return MISSING
    low, high = decimal(ends[0] * times, decimals), decimal(ends[1] * times, decimals)
    unit = " %" if times == 100 else ""
    sv, en = published.interval(low, high)
    return sv + unit, en + unit


def worth_rows(run: Run) -> list[dict[str, Any]]:
    """The scorecard: what each unit of a fact is worth, to which cap, and why it is read."""
    declared = {feature.name: feature for feature in FEATURES}
    found = []
    for worth in run.model.worth:
        feature = declared.get(worth.feature)
        points = worth.points_thousandths / 1000
        found.append({
            "label": feature.label if feature else (worth.feature, worth.feature),
            "unit": feature.unit if feature else ("enheter", "units"),
            "points": decimal(points, 1 if points >= 1 else 3),
            "cap": number(worth.cap),
            "most": decimal(points * worth.cap, 1),
            "why": why_read(feature) if feature else ("", ""),
        })  # fmt: skip
    return found


def unused_features(run: Run) -> list[Both]:
    """Declared facts that the fit found no worth for."""
    used = {worth.feature for worth in run.model.worth}
    return [feature.label for feature in FEATURES if feature.name not in used]


def chance_by_points(run: Run) -> list[tuple[str, int, str]]:
    """(points, chance in millionths, of 1,000 people) at steps of points up to the most there are."""
    chances = run.model.chances
    steps = [*range(0, len(chances), POINTS_STEP)]
    if steps[-1] != len(chances) - 1:
        steps.append(len(chances) - 1)
    return [(number(p), chances[p], number(round(chances[p] / 1000))) for p in steps]
