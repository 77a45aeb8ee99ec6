"""What stands beside the measures: who comes and goes, the police's own list, other scales of harm.

Counts are hidden and rounded as everywhere on a page that may be published.
"""

from __future__ import annotations

from typing import Any

from hejda.base.wording import Both, joined, number
from hejda.evaluate.small_numbers import hidden
from hejda.report.published import (
    FEW,
    HIDDEN,
    MISSING,
    count,
    count_words,
    interval,
    on_list,
    signed,
)
from hejda.report.validation_read import MODEL, OWN_LIST, Row, Run, Told, told_of
from hejda.report.validation_rows import cut_of, share_words
from hejda.report.validation_words import SETTING_WORDS, ranker_name

LIST_RANKER = "expected_harm"


def turnover(run: Run) -> Row | None:
    """Who comes and goes, month by month: the list that is made, and how steady each ranker's is.

    None where no months were looked at.
    """
    found: Row | None = run.figures.get("turnover")
    if not found or LIST_RANKER not in found["rankers"]:
        return None
    days, k = found["days"], found["list"]
    main = found["rankers"][LIST_RANKER]
    return {
        "k": number(k),
        "first": days[0],
        "changes": len(days) - 1,
        "months": [_month(main, at, day) for at, day in enumerate(days[1:])],
        "rankers": [
            {
                "name": ranker_name(name),
                "own": name == LIST_RANKER,
                "monthly": _of_list(one["monthly"], min(one["size"])),
                "still": _of_list(one["still"][-1], one["size"][0]),
                "different": count(one["different"]),
            }
            for name, one in found["rankers"].items()
        ],
    }


def _month(main: Row, at: int, day: str) -> Row:
    new, back, gone = main["new"][at], main["back"][at], main["gone"][at]
    told = HIDDEN if hidden(back) or hidden(new - back) else count_words(back)
    return {
        "day": day,
        "new": count(new),
        "back": told,
        "gone": count(gone),
        "share": _of_list(main["share"][at], main["size"][at + 1]),
        "still": _of_list(main["still"][at + 1], main["size"][0]),
    }


def _of_list(row: Row, size: int) -> Both:
    """A share of a list with its interval, made of rounded counts."""
    listed = on_list(told_of(row), size)
    return HIDDEN if listed is None else listed.precision


def own_list(run: Run) -> Row | None:
    """The police's own list beside every ranker at its size; None where no list was given."""
    facts: Row | None = run.facts.get("own_list")
    if facts is None:
        return None
    sizes = facts["ranked"]
    settings = [run.setting]
    if sizes["include"] != sizes[run.setting]:
        settings.append("include")
    return {
        "rows": count(facts["rows"]),
        "found": count(facts["found"]),
        "ranked": count(sizes["include"]),
        "tables": [
            {
                "setting": SETTING_WORDS[setting],
                "size": count(sizes[setting]),
                "few": hidden(sizes[setting]),
                "rankers": [] if hidden(sizes[setting]) else _beside_own(run, setting),
            }
            for setting in settings
        ],
    }


def _beside_own(run: Run, setting: str) -> list[Row]:
    own = cut_of(run, OWN_LIST, OWN_LIST, setting)
    names = [OWN_LIST, *(name for name in run.rankers if name != OWN_LIST)]
    found = []
    for name in names:
        cut = own if name == OWN_LIST else cut_of(run, name, OWN_LIST, setting)
        apart = name == OWN_LIST or HIDDEN in (cut.precision, own.precision)

        def gap(metric: str, name: str = name, apart: bool = apart) -> Both:
            if apart:
                return ("–", "–") if name == OWN_LIST else HIDDEN
            return _points(run.told(metric, OWN_LIST, name, setting=setting))

        shared = run.told("own_overlap", OWN_LIST, name, setting=setting)
        listed = on_list(shared, run.facts["own_list"]["ranked"][setting])
        found.append({
            "name": ranker_name(name),
            "own": name == OWN_LIST,
            "cut": cut,
            "precision_gap": gap("own_precision_difference"),
            "harm_gap": gap("own_harm_difference"),
            "shared": ("–", "–") if name == OWN_LIST else listed.precision if listed else HIDDEN,
        })  # fmt: skip
    return found


def _points(told: Told | None) -> Both:
    """A difference of shares in percentage points, with its interval."""
    if told is None:
        return MISSING
    value = signed(100 * told.value, 0)
    if told.ends is None:
        return value
    ends = interval(*(signed(100 * end, 0) for end in told.ends))
    return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"


def scales(run: Run) -> Row | None:
    """Capped harm held by the first places, by every harm scale; None where none were looked at."""
    found: Row | None = run.figures.get("scales")
    if not found:
        return None
    titles = {name: (title["sv"], title["en"]) for name, title in found["scales"].items()}
    return {
        "k": number(found["list"]),
        "used": titles[found["used"]],
        "titles": list(titles.values()),
        "rankers": [
            {
                "name": ranker_name(name),
                "own": name == MODEL,
                "cells": [_held(by_scale[scale], found["list"]) for scale in titles],
            }
            for name, by_scale in found["rows"].items()
        ],
        "others": [
            {
                "title": titles[name],
                "same": _of_list(told, found["list"]),
                "swapped": [_swap(pair) for pair in found["swapped"][name]],
            }
            for name, told in found["same"].items()
        ],
    }


def _held(row: Row, k: int) -> Both:
    if hidden(row["with"]) or hidden(k - row["with"]):
        return HIDDEN
    return share_words(told_of(row))


def _swap(pair: Row) -> Both:
    falls, rises = ranker_name(pair["falls"]), ranker_name(pair["rises"])
    sure = pair["sure"]
    return (
        f"{rises[0]} går om {falls[0]}" + ("" if sure else " (kan vara slumpen)"),
        f"{rises[1]} passes {falls[1]}" + ("" if sure else " (may be chance)"),
    )


def swapped_words(pairs: list[Both]) -> Both:
    """The pairs as one phrase."""
    return joined([sv for sv, _ in pairs], "sv"), joined([en for _, en in pairs], "en")


def beside(run: Run) -> dict[str, Any]:
    """All three, for the page."""
    return {"turnover": turnover(run), "own": own_list(run), "scales": scales(run), "few": FEW}


def steady_points(run: Run, ranker: str) -> list[dict[str, float]]:
    """(months after the first, share of the first list still listed, in %) where it may be shown."""
    one: Row = run.figures["turnover"]["rankers"][ranker]
    size = one["size"][0]
    points = [{"x": 0.0, "y": 100.0}]
    for at, row in enumerate(one["still"][1:], 1):
        listed = on_list(told_of(row), size)
        if listed is not None:
            points.append({"x": float(at), "y": 100 * min(1.0, listed.with_it / size)})
    return points
