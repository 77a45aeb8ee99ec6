"""A report's folder, read into rows. Counts too small to be told are left out, as in the report itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hejda.base.errors import InputError
from hejda.base.wording import Both
from hejda.evaluate.small_numbers import hidden, shown
from hejda.report import published
from hejda.report.limits import MATERIAL
from hejda.report.replay_words import LIMITS, OUTCOME, REASONS
from hejda.report.validation_answers import answers
from hejda.report.validation_read import MODEL, OWN_LIST, Run, Told, run_of, told_of
from hejda.report.validation_words import (
    OUTCOME_WORDS,
    column_name,
    group_name,
    ranker_name,
)

MARKS = {"validation": "validation.json", "replay": "replay.json"}
BESIDE = (MODEL, OWN_LIST, "expected_harm", "repeat_risk", "v100", "count_12m", "random")
"""Orders shown beside each other, of those a report measured."""
NONE: Both = ("", "")
NO_INTERVAL: Both = ("(inget intervall kunde räknas)", "(no interval could be reckoned)")
AUC: Both = (
    "AUC: 0,5 är slumpen, 1 är rätt varje gång",
    "AUC: 0.5 is chance, 1 is right every time",
)


@dataclass(frozen=True)
class Line:
    """A figure before it has a row."""

    part: str
    words: Both
    told: Told | None = None
    figure: Both = NONE
    unit: Both = NONE
    sentence: Both = NONE


@dataclass(frozen=True)
class ReadReport:
    """A report as it will stand in the database: columns of `Report`, and its figures in order."""

    facts: dict[str, Any]
    lines: list[Line]


def kind_of(folder: Path) -> str | None:
    """Which report the folder holds; None where it holds none."""
    return next((kind for kind, mark in MARKS.items() if (folder / mark).is_file()), None)


def checksum_of(folder: Path, kind: str) -> str:
    """SHA-256 of the report's facts."""
    return hashlib.sha256((folder / MARKS[kind]).read_bytes()).hexdigest()


def read_report(folder: Path, kind: str) -> ReadReport:
    """The report in a folder. Errors: InputError where it cannot be read."""
    try:
        return _validation(folder) if kind == "validation" else _replay(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "not_a_report", "The folder holds no report that can be read.", type(error).__name__,
            "Give a folder that hejda validate or hejda replay wrote.",
        ) from error  # fmt: skip


def _validation(folder: Path) -> ReadReport:
    run = run_of(folder)
    facts = run.facts
    people, outcomes = run.people()
    test = dt.date.fromisoformat(facts["test"])
    told = _facts(
        facts, "validation", folder, run.title, OUTCOME_WORDS[facts["outcome"]],
        (test, test + dt.timedelta(days=facts["horizon"])), people, outcomes,
    )  # fmt: skip
    lines = [
        Line(
            "answer",
            each.question,
            None,
            each.figure,
            each.unit,
            _both(each.verdict, each.sentence),
        )
        for each in answers(run)
    ]
    return ReadReport(told, [*lines, *_orders(run), *_groups(run)])


def _orders(run: Run) -> Iterator[Line]:
    for name in sorted(
        BESIDE, key=lambda each: run.rankers.index(each) if each in run.rankers else 99
    ):
        told = run.told("auc", name)
        if told is not None:
            yield Line("orders", ranker_name(name), told, _text(told), AUC)


def _groups(run: Run) -> Iterator[Line]:
    """The scorecard within each group that enough people with the outcome stand behind."""
    for (setting, ranker, metric, _, group), row in sorted(run.metrics.items()):
        if (setting, ranker, metric) != (run.setting, MODEL, "auc") or group == "all":
            continue
        told = told_of(row)
        if told is not None and not hidden(int(row["outcomes"])):
            column = group.partition("=")[0]
            words = _joined(column_name(column), group_name(group), ": ")
            yield Line("group", words, told, _text(told), AUC)


def _replay(folder: Path) -> ReadReport:
    facts = json.loads((folder / MARKS["replay"]).read_text("utf-8"))
    title = facts["title"] or facts["source"]
    both = (title["sv"], title["en"]) if isinstance(title, dict) else (str(title), str(title))
    days = dt.date.fromisoformat(facts["from"]), dt.date.fromisoformat(facts["to"])
    told = _facts(
        facts,
        "replay",
        folder,
        both,
        OUTCOME[facts["outcome"]],
        days,
        facts["cases"],
        facts["cases"],
    )
    return ReadReport(told, [*_listed(facts), *_why(facts), *_limits()])


def _listed(facts: dict[str, Any]) -> Iterator[Line]:
    for row in facts["curve"]:
        days = row["days_before"]
        words = (f"{days} dagar före", f"{days} days before")
        for key, unit in (
            ("harm", ("av skadan fanns på listan", "of the harm stood on the list")),
            ("of_cases", ("av fallen fanns på listan", "of the cases stood on the list")),
        ):
            told = told_of(row[key])
            if told is not None:
                yield Line("listed", words, told, _per_cent(told), unit)


def _why(facts: dict[str, Any]) -> Iterator[Line]:
    """Why the cases stood on no list a year before and a month before; small counts are not told."""
    for why, counts in facts["publishable"]["why"].items():
        year, month = counts["365"], counts["30"]
        if year is None and month is None:
            continue
        name, sentence = REASONS[why]
        figure = (
            f"{_about(year, 'sv')} ett år före, {_about(month, 'sv')} en månad före",
            f"{_about(year, 'en')} a year before, {_about(month, 'en')} a month before",
        )
        yield Line("why", name, None, figure, ("fall", "cases"), sentence)


def _about(count: int | None, language: str) -> str:
    if count is None:
        return published.FEW[0 if language == "sv" else 1]
    return f"omkring {count}" if language == "sv" else f"about {count}"


def _limits() -> Iterator[Line]:
    for each in zip(LIMITS["sv"], LIMITS["en"], strict=True):
        yield Line("limit", each)


def _facts(
    facts: dict[str, Any], kind: str, folder: Path, title: Both, outcome: Both,
    days: tuple[dt.date, dt.date], people: int, outcomes: int,
) -> dict[str, Any]:  # fmt: skip
    if facts["material"] not in MATERIAL:
        raise ValueError("material")
    return {
        "kind": kind, "checksum": checksum_of(folder, kind),
        "title_sv": title[0][:200], "title_en": title[1][:200], "material": facts["material"],
        "outcome_sv": outcome[0][:200], "outcome_en": outcome[1][:200],
        "since": days[0], "until": days[1], "made_on": dt.date.fromisoformat(facts["now"]),
        "people": shown(people), "outcomes": shown(outcomes), "rules": str(facts["rules"])[:64],
    }  # fmt: skip


def _text(told: Told) -> Both:
    """As it is written; where no interval could be worked out, that is said in its place."""
    if told.ends is not None:
        return published.figure(told)
    return _joined(published.decimal(told.value), NO_INTERVAL, " ")


def _per_cent(told: Told) -> Both:
    value = published.per_cent(told.value)
    if told.ends is None:
        return _joined(value, NO_INTERVAL, " ")
    low, high = (published.per_cent(each) for each in told.ends)
    return (f"{value[0]} ({low[0]} till {high[0]})", f"{value[1]} ({low[1]} to {high[1]})")


def _both(one: Both, other: Both) -> Both:
    return _joined(one, other, " ")


def _joined(one: Both, other: Both, between: str) -> Both:
    return (f"{one[0]}{between}{other[0]}", f"{one[1]}{between}{other[1]}")
