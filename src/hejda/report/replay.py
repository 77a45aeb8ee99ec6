"""Builds the page of a replay: one file that stands alone, in Swedish and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup

from hejda.base.wording import LANGUAGES, Both, Language
from hejda.report import figures
from hejda.report.charts import ACCENT, INK, QUIET, drawn, values
from hejda.report.limits import MATERIAL
from hejda.report.page import REPORT_FILE, TEMPLATES, environment, hash_of
from hejda.report.replay_words import LIMITS, OUTCOME, REASONS, THRESHOLDS, WHEN, WHO
from hejda.tables.evaluation import DAYS_BEFORE

Row = dict[str, Any]
TEMPLATE = "replay.html.j2"
NOTHING = "never_reported"


@dataclass(frozen=True)
class ShownCase:
    """A case on the page. when: the month of the act, of operational material the year alone."""

    case_id: str
    when: str
    harm: int
    looks: tuple[Row, ...]


def write_replay(folder: Path, facts: Row, rows: Sequence[Row]) -> None:
    """Writes report.html of a replay. `facts`: replay.json; `rows`: of the table replay."""
    (folder / REPORT_FILE).write_text(replay_page(facts, rows), encoding="utf-8")


def replay_page(facts: Row, rows: Sequence[Row]) -> str:
    """The whole page."""
    script = (TEMPLATES / "report.js").read_text("utf-8")
    title = facts["title"] or facts["source"]
    titles = (
        (title.get("sv", facts["source"]), title.get("en", facts["source"]))
        if isinstance(title, dict)
        else (title, title)
    )
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            facts=facts,
            title=titles,
            limits=list(zip(LIMITS["sv"], LIMITS["en"], strict=True)),
            material=MATERIAL[facts["material"]],
            when=WHEN,
            who=WHO,
            reasons=REASONS,
            thresholds=THRESHOLDS,
            outcome=OUTCOME[facts["outcome"]],
            days=[str(days) for days in DAYS_BEFORE],
            used=[why for why, counts in facts["why"].items() if any(counts.values())],
            curve=facts["curve"],
            charts={language: share_chart(facts["curve"], language) for language in LANGUAGES},
            nothing=_nothing(facts),
            cases=shown_cases(facts["material"], rows),
            share=_share,
            style=Markup((TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 (our own file)
            script=Markup(script),  # noqa: S704 (our own file)
            script_hash=hash_of(script),
        )
    )


def shown_cases(material: str, rows: Sequence[Row]) -> list[ShownCase]:
    """The cases in order of their ids, each with its looks, the longest before the act first."""
    by_case: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["case_id"], -row["days_before"])):
        by_case.setdefault(row["case_id"], []).append(row)
    form = "%Y" if material == "operational" else "%Y-%m"
    return [
        ShownCase(name, looks[0]["on"].strftime(form), looks[0]["harm"], tuple(looks))
        for name, looks in by_case.items()
    ]


def _nothing(facts: Row) -> dict[str, int]:
    """Of the cases, with nothing reported, by days before; in thousandths."""
    cases = facts["cases"]
    return {days: figures.share_of(count, cases) for days, count in facts["why"][NOTHING].items()}


def _share(value: float | None) -> Both:
    return ("–", "–") if value is None else figures.percent(round(value * 1000))


def share_chart(curve: Sequence[Row], language: Language) -> Markup:
    """The share of later harm that was listed so many days before, with its interval."""
    if not curve:
        return Markup("")
    sv = language == "sv"
    points = [
        {
            "x": -row["days_before"],
            **{name: None if v is None else v * 100 for name, v in row["harm"].items()},
        }
        for row in curve
    ]
    ticks = [-days for days in DAYS_BEFORE]
    x = alt.X(
        "x:Q",
        title="Dagar före händelsen" if sv else "Days before the incident",
        scale=alt.Scale(domain=[-380, 0], nice=False),
        axis=alt.Axis(values=ticks, labelExpr="abs(datum.value)", labelOverlap=False),
    )
    title_y = (
        "Andel av senare allvarlig skada på en lista (%)"
        if sv
        else "Share of later serious harm on a list (%)"
    )
    y = alt.Y("value:Q", title=title_y, scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(values(points))
    layers = alt.layer(
        base.mark_rule(color=QUIET, strokeWidth=2).encode(
            x=x, y=alt.Y("low:Q", title=title_y), y2="high:Q"
        ),
        base.mark_line(color=ACCENT, strokeWidth=2.5).encode(x=x, y=y),
        base.mark_point(color=INK, filled=True, size=60, opacity=1).encode(x=x, y=y),
    )
    title = (
        "Andel av den allvarliga skadan som var på en lista i förväg"
        if sv
        else "Share of the serious harm that was on a list beforehand"
    )
    return drawn(layers.properties(width=340, height=240), title, _read_aloud(curve, language))


def _read_aloud(curve: Sequence[Row], language: Language) -> str:
    at = LANGUAGES.index(language)
    said = "{0} dagar före: {1}, {2} till {3}" if at == 0 else "{0} days before: {1}, {2} to {3}"
    return (
        ". ".join(
            said.format(
                row["days_before"],
                *(_share(row["harm"][name])[at] for name in ("value", "low", "high")),
            )
            for row in curve
        )
        + "."
    )
