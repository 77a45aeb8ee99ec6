"""The charts of a validation, from counts that are rounded first and left out where they are small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import altair as alt
from markupsafe import Markup

from hejda.base.wording import LANGUAGES, Language
from hejda.evaluate.small_numbers import hidden, rounded
from hejda.report.charts import ACCENT, INK, LINE, QUIET, drawn, values
from hejda.report.published import rounded_share
from hejda.report.validation_read import MODEL, Row, Run, Told
from hejda.report.validation_words import ranker_name

Drawn = tuple[Markup, Markup]
Point = dict[str, Any]
Layer = Any
"""A chart as Altair has it; its types know too little of it."""
LEAST_SIZE = 50
"""Shorter lists are not drawn: a count rounded to 5 says too little of them."""
SHOWN = (MODEL, "repeat_risk", "count_12m", "v100", "perfect")
STYLES: dict[str, tuple[str, list[int], float]] = {
    MODEL: (ACCENT, [], 3),
    "repeat_risk": (ACCENT, [6, 4], 1.8),
    "count_12m": (INK, [], 1.4),
    "v100": (INK, [2, 3], 1.6),
    "ebm": (QUIET, [], 1.8),
    "expected_harm": (INK, [6, 4], 1.8),
    "perfect": (QUIET, [8, 3], 1.2),
    "all": (QUIET, [9, 3, 2, 3], 1.4),
    "outcome": (ACCENT, [], 3),
    "custody": (INK, [6, 4], 1.6),
    "left": (QUIET, [2, 3], 1.6),
}
"""Line → colour, dashes, width; the same on every chart and in its legend."""
WIDE, HIGH = 380, 260
_VARIABLES = {ACCENT: "--accent", INK: "--ink", QUIET: "--quiet", LINE: "--line"}


def sample(name: str) -> Markup:
    """A piece of the line, for the legend."""
    colour, dashes, width = STYLES[name]
    return Markup(
        '<svg class="sample" viewBox="0 0 34 10" aria-hidden="true"><line x1="1" x2="33" y1="5" '
        'y2="5" stroke="var({})" stroke-width="{}" stroke-dasharray="{}"/></svg>'
    ).format(_VARIABLES[colour], width, " ".join(map(str, dashes)) or "none")


def _twice(make: Callable[[Language], Markup]) -> Drawn:
    sv, en = (make(language) for language in LANGUAGES)
    return sv, en


def _say(language: Language, sv: str, en: str) -> str:
    return sv if language == "sv" else en


def _axes(
    x: str, y: str, x_scale: alt.Scale | None = None, y_scale: alt.Scale | None = None
) -> dict[str, Any]:
    return {
        "x": alt.X("x:Q", title=x, scale=x_scale or alt.Scale(nice=False, zero=False)),
        "y": alt.Y("y:Q", title=y, scale=y_scale or alt.Scale()),
    }


def _lines(named: Iterable[tuple[str, Sequence[Point]]], axes: dict[str, Any]) -> list[Layer]:
    found = []
    for name, points in named:
        if points:
            colour, dashes, width = STYLES[name]
            mark: dict[str, Any] = {"color": colour, "strokeWidth": width}
            if dashes:
                mark["strokeDash"] = dashes
            found.append(alt.Chart(values(list(points))).mark_line(**mark).encode(**axes))
    return found


def _chart(layers: list[Layer], title: str, said: str, height: int = HIGH) -> Markup:
    chart = alt.layer(*layers).properties(width=WIDE, height=height)
    return drawn(chart, title, said)


def forest_chart(rows: Sequence[tuple[tuple[str, str], Told]], title: tuple[str, str]) -> Drawn:
    """AUC of each with its interval, on one axis; the best first as handed over."""

    def make(language: Language) -> Markup:
        at = LANGUAGES.index(language)
        told: list[Point] = [
            {"name": label[at], "x": t.value, "low": (t.ends or (t.value,) * 2)[0],
             "high": (t.ends or (t.value,) * 2)[1]}
            for label, t in rows
        ]  # fmt: skip
        low = min([0.45, *(row["low"] for row in told)])
        high = max([0.8, *(row["high"] for row in told)])
        scale = alt.Scale(domain=[low, high], nice=False)
        y = alt.Y(
            "name:N", sort=[row["name"] for row in told], title=None,
            axis=alt.Axis(labelLimit=290, grid=False, ticks=False, domain=False),
        )  # fmt: skip
        comma = "replace(format(datum.value, '.2f'), '.', ',')"
        axis = alt.Axis(labelExpr=comma) if language == "sv" else alt.Axis(format=".2f")
        x = alt.X("low:Q", scale=scale, title="AUC", axis=axis)
        base = alt.Chart(values(told))
        chance = alt.Chart(values([{"low": 0.5}]))
        layers = [
            chance.mark_rule(color=QUIET, strokeDash=[3, 3]).encode(x=x),
            base.mark_rule(color=ACCENT, strokeWidth=2).encode(x=x, x2="high:Q", y=y),
            base.mark_point(color=ACCENT, filled=True, size=70, opacity=1).encode(
                x=alt.X("x:Q", scale=scale, title="AUC", axis=axis), y=y
            ),
        ]
        said = _say(language, "Streckad linje: slumpen. ", "Dashed line: chance. ") + "; ".join(
            f"{row['name']} {row['x']:.2f}" for row in told
        )
        chart = alt.layer(*layers).properties(width=250, height=max(60, 24 * len(told)))
        return drawn(chart, title[at], said)

    return _twice(make)


def listed_points(run: Run, name: str) -> list[tuple[int, int]]:
    """(list size, people on it with the outcome) for each size at which both may be shown."""
    lists: Row = run.figures.get("lists") or {}
    found = []
    for size, with_it in zip(lists.get("sizes", ()), lists["with"].get(name, ()), strict=False):
        shown = not hidden(round(with_it)) and not hidden(size - round(with_it))
        if size >= LEAST_SIZE and shown:
            found.append((size, rounded(round(with_it))))
    return found


def precision_chart(run: Run) -> Drawn:
    """Precision by the size of the list, for the scorecard, the rules and the perfect list."""
    people, outcomes = run.people()
    curves = {
        name: listed_points(run, name) for name in SHOWN if name in run.figures["lists"]["with"]
    }
    base = 100 * rounded(outcomes) / max(1, rounded(people))

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(language, "Listans längd (logaritmisk)", "Size of the list (logarithmic)"),
            _say(language, "Träffsäkerhet (%)", "Precision (%)"),
            alt.Scale(type="log", nice=False),
            alt.Scale(domain=[0, 100]),
        )
        axes["x"] = axes["x"].axis(values=[20, 50, 100, 300, 1000, 3000, 10000, 30000], format="d")
        rule = alt.Chart(values([{"y": base}])).mark_rule(color=LINE, strokeWidth=2)
        lines = [
            (name, [{"x": k, "y": 100 * min(1, w / k)} for k, w in curve])
            for name, curve in curves.items()
        ]
        layers = [rule.encode(y=axes["y"]), *_lines(lines, axes)]
        said = _say(
            language,
            f"Ljus linje: andelen bland alla, {base:.0f} %.",
            f"Pale line: the share among all, {base:.0f} %.",
        )
        title = _say(language, "Träffsäkerhet efter listans längd", "Precision by size of the list")
        return _chart(layers, title, said)

    return _twice(make)


def harm_chart(run: Run) -> Drawn:
    """The share of later harm, capped, that lists of growing size hold."""
    people = max(1, run.people()[0])
    lists: Row = run.figures["lists"]
    curves: dict[str, list[Point]] = {}
    for name in SHOWN:
        fit = {size for size, _ in listed_points(run, name)}
        harm = zip(lists["sizes"], lists["harm"].get(name, ()), strict=False)
        points = [{"x": 100 * k / people, "y": 100 * h} for k, h in harm if k in fit]
        curves[name] = [{"x": 0, "y": 0}, *points, {"x": 100, "y": 100}] if points else []

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(language, "Andel av de rangordnade (%)", "Share of those ranked (%)"),
            _say(language, "Andel av senare skada, med tak (%)", "Share of later harm, capped (%)"),
            alt.Scale(domain=[0, 100]),
            alt.Scale(domain=[0, 100]),
        )
        title = _say(language, "Fångad skada", "Harm captured")
        said = _say(language, "Diagonalen är slumpen.", "The diagonal is chance.")
        return _chart([_diagonal(axes, 100), *_lines(curves.items(), axes)], title, said)

    return _twice(make)


def roc_chart(run: Run) -> Drawn:
    """Receiver operating characteristic: those found against those listed without the outcome."""
    people, outcomes = run.people()
    cases, others = max(1, rounded(outcomes)), max(1, rounded(people - outcomes))
    curves: dict[str, list[Point]] = {}
    for name in (MODEL, "count_12m", "v100"):
        inner: list[Point] = []
        reached = 0.0
        for k, with_it in listed_points(run, name):
            reached = max(reached, 100 * min(1, (k - with_it) / others))
            inner.append({"x": reached, "y": 100 * min(1, with_it / cases)})
        curves[name] = [{"x": 0, "y": 0}, *inner, {"x": 100, "y": 100}] if inner else []

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(language, "På listan utan utfallet (%)", "Listed without the outcome (%)"),
            _say(language, "På listan med utfallet (%)", "Listed with the outcome (%)"),
            alt.Scale(domain=[0, 100]),
            alt.Scale(domain=[0, 100]),
        )
        title = _say(language, "ROC-kurva", "ROC curve")
        said = _say(language, "Diagonalen är slumpen.", "The diagonal is chance.")
        return _chart([_diagonal(axes, 100), *_lines(curves.items(), axes)], title, said)

    return _twice(make)


def _diagonal(axes: dict[str, Any], most: float) -> Layer:
    even = alt.Chart(values([{"x": 0, "y": 0}, {"x": most, "y": most}]))
    return even.mark_line(color=QUIET, strokeDash=[3, 4], strokeWidth=1).encode(**axes)


def calibration_chart(run: Run) -> Drawn:
    """The observed share at each chance with its band, and ten equal groups as points."""
    found: Row = run.figures["calibration"]
    rows = zip(found["grid"], found["value"], found["low"], found["high"], strict=True)
    band = [
        {"x": 100 * x, "y": 100 * v, "low": 100 * (v if a is None else a),
         "high": 100 * (v if b is None else b)}
        for x, v, a, b in rows if v is not None
    ]  # fmt: skip
    points = [
        {"x": 100 * row["chance"], "y": 100 * share}
        for row in found["tenths"]
        if (share := rounded_share(row["outcomes"], row["people"])) is not None
    ]
    most = max([1.0, *(max(p["x"], p["high"]) for p in band), *(p["y"] for p in points)])

    def make(language: Language) -> Markup:
        scale = alt.Scale(domain=[0, most], nice=False)
        axes = _axes(
            _say(language, "Chans enligt poängkortet (%)", "Chance by the scorecard (%)"),
            _say(language, "Andel med utfallet (%)", "Share with the outcome (%)"),
            scale,
            scale,
        )
        base = alt.Chart(values(band))
        y = alt.Y("low:Q", scale=scale)
        layers = [
            base.mark_area(color=ACCENT, opacity=0.18).encode(x=axes["x"], y=y, y2="high:Q"),
            _diagonal(axes, most),
            base.mark_line(color=ACCENT, strokeWidth=2.5).encode(**axes),
            alt.Chart(values(points))
            .mark_point(color=INK, filled=True, size=45, opacity=1)
            .encode(**axes),
        ]
        title = _say(language, "Kalibreringskurva", "Calibration curve")
        said = _say(
            language,
            "På diagonalen är chanserna rätt. Punkter: tio lika stora grupper.",
            "On the diagonal the chances are right. Points: ten groups of equal size.",
        )
        return _chart(layers, title, said)

    return _twice(make)


def decision_chart(run: Run) -> Drawn:
    """Net benefit by threshold of the chances, the rules, everybody and nobody."""
    found: Row = run.figures["decision"]
    people = max(1, rounded(run.people()[0]))
    curves: dict[str, list[Point]] = {}
    for name, chosen in found["chosen"].items():
        curves[name] = [
            {"x": 100 * t, "y": 1000 * _net(flagged, true, people, t)}
            for t, (flagged, true) in zip(found["thresholds"], chosen, strict=True)
            if name == "all" or not (hidden(true) or hidden(flagged - true))
        ]
    most = max([1.0, *(p["y"] for c in curves.values() for p in c)])
    shown = {name: [p for p in c if p["y"] >= -most / 5] for name, c in curves.items()}

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(
                language,
                "Tröskel: arbeta från denna chans (%)",
                "Threshold: work from this chance (%)",
            ),
            _say(language, "Nettonytta per 1 000 personer", "Net benefit per 1,000 people"),
            alt.Scale(domain=[0, 40]),
            alt.Scale(domain=[-most / 5, most * 1.05], nice=False),
        )
        none = alt.Chart(values([{"y": 0}])).mark_rule(color=QUIET, strokeDash=[3, 4])
        layers = [none.encode(y=axes["y"]), *_lines(shown.items(), axes)]
        title = _say(language, "Beslutskurva", "Decision curve")
        said = _say(
            language,
            "Streckad linje vid 0: arbeta med ingen.",
            "Dashed line at 0: work with nobody.",
        )
        return _chart(layers, title, said)

    return _twice(make)


def _net(flagged: int, true: int, people: int, threshold: float) -> float:
    false = rounded(flagged - true) / people
    return rounded(true) / people - false * threshold / (1 - threshold)


def competing_chart(run: Run, whom: str) -> Drawn | None:
    """What comes first, by day: the outcome, custody, or death or leaving the country; None where
    too few had any of them to draw."""
    found: Row = run.figures["competing"]
    people = found[whom]["people"]
    curves: dict[str, list[Point]] = {}
    for cause in ("outcome", "custody", "left"):
        points: list[Point] = []
        for day, share in zip(found["days"], found[whom][cause], strict=True):
            shown = None if share is None else rounded_share(round(share * people), people)
            if shown is not None:
                points.append({"x": day, "y": 100 * shown})
        curves[cause] = points
    if not any(curves.values()):
        return None
    most = max([5.0, *(p["y"] for c in curves.values() for p in c)])

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(language, "Dagar efter brytdatum", "Days after the landmark"),
            _say(language, "Kom först, andel (%)", "Came first, share (%)"),
            alt.Scale(domain=[0, found["days"][-1]], nice=False),
            alt.Scale(domain=[0, most]),
        )
        title = _say(language, "Vad som kom först", "What came first")
        last = [(name, points[-1]["y"]) for name, points in curves.items() if points]
        words = dict(CAUSES)
        at = LANGUAGES.index(language)
        said = "; ".join(f"{words[name][at]} {y:.0f} %" for name, y in last)
        return _chart(_lines(curves.items(), axes), title, said, height=200)

    return _twice(make)


def steady_chart(curves: dict[str, list[Point]]) -> Drawn:
    """The share of the first list still on the list, by months after it; ranker → points."""

    def make(language: Language) -> Markup:
        axes = _axes(
            _say(language, "Månader efter första listan", "Months after the first list"),
            _say(language, "Kvar på listan (%)", "Still on the list (%)"),
            alt.Scale(nice=False, zero=True),
            alt.Scale(domain=[0, 100]),
        )
        at = LANGUAGES.index(language)
        last = [(ranker_name(name)[at], points[-1]["y"]) for name, points in curves.items()]
        said = "; ".join(f"{name} {y:.0f} %" for name, y in last)
        title = _say(language, "Kvar på listan", "Still on the list")
        return _chart(_lines(curves.items(), axes), title, said)

    return _twice(make)


CAUSES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("outcome", ("utfallet", "the outcome")),
    ("custody", ("frihetsberövande", "custody")),
    ("left", ("död eller utflyttning", "death or leaving the country")),
)


def names_of(found: Iterable[str]) -> list[tuple[Markup, tuple[str, str]]]:
    """A legend: a piece of each line, and what it is."""
    return [(sample(name), ranker_name(name)) for name in found if name in STYLES]
