"""The report's charts as inline SVG: drawn here with Altair, coloured by the page's own colours.

Each chart is drawn once per language. Colours are drawn as marks that the page's style then fills
in, so that a chart follows light, dark and print. Text stays text.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup, escape

from hejda.base.wording import Language, number
from hejda.report.figures import MILLION, percent

INK, QUIET, LINE, ACCENT = "#010101", "#020202", "#030303", "#040404"
_COLOURS = {INK: "--ink", QUIET: "--quiet", LINE: "--line", ACCENT: "--accent"}
_FONT = "system-ui, sans-serif"
MARKED = (10, 50, 100)
"""Shares of people, in thousandths, at which a concentration curve is read off."""
MOST_POINTS = 400
"""Points that a curve of scores is drawn with; more would not be seen."""


def ready_to_draw() -> None:
    """Starts what draws, which takes a moment the first time."""
    vlc.vegalite_to_svg(alt.Chart(values([])).mark_point().to_dict())


def concentration_chart(curve: Sequence[tuple[int, int]], language: Language) -> Markup:
    """Share of recorded harm held by the people with most of it, as a curve."""
    sv = language == "sv"
    points = [{"x": people / 10, "y": harm / 10} for people, harm in sorted(curve)]
    read_off = [
        {"x": people / 10, "y": harm / 10, "label": _label(people, harm, language)}
        for people, harm in ((share, harm_held(curve, share)) for share in MARKED)
    ]
    x = alt.X(
        "x:Q",
        title="Andel av personerna, de med mest skada först (%)"
        if sv
        else "Share of people, those with most harm first (%)",
        scale=alt.Scale(domain=[0, 100]),
    )
    y = alt.Y(
        "y:Q",
        title="Andel av skadan (%)" if sv else "Share of harm (%)",
        scale=alt.Scale(domain=[0, 100]),
    )
    even = alt.Chart(values([{"x": 0, "y": 0}, {"x": 100, "y": 100}]))
    layers = alt.layer(
        even.mark_line(color=QUIET, strokeDash=[3, 4], strokeWidth=1).encode(x=x, y=y),
        alt.Chart(values(points)).mark_line(color=ACCENT, strokeWidth=2.5).encode(x=x, y=y),
        alt.Chart(values(read_off))
        .mark_point(color=ACCENT, filled=True, size=60, opacity=1)
        .encode(x=x, y=y),
        alt.Chart(values(read_off))
        .mark_text(align="left", dx=10, dy=8, color=INK, fontSize=13)
        .encode(x=x, y=y, text="label:N"),
    )
    title = "Hur skadan är samlad" if sv else "How harm is concentrated"
    return drawn(layers.properties(width=340, height=240), title, _read_aloud(curve, language))


def score_chart(scores: Sequence[int], cut: int, floor: int | None, language: Language) -> Markup:
    """Scores by place, with the last place and the floor: how sharp the cut is."""
    sv = language == "sv"
    points = [{"x": place, "y": scores[place - 1] / MILLION} for place in _spread(len(scores), cut)]
    x = alt.X("x:Q", title="Plats" if sv else "Place", scale=alt.Scale(nice=False))
    y = alt.Y("y:Q", title="Förväntad skada (dagar)" if sv else "Expected harm (days)")
    last = f"sista platsen: {number(cut)}" if sv else f"last place: {number(cut)}"
    layers = [
        alt.Chart(values([{"x": cut, "label": last}]))
        .mark_rule(color=INK, strokeDash=[2, 3])
        .encode(x=x),
        alt.Chart(values([{"x": cut, "label": last}]))
        .mark_text(align="left", dx=6, y=10, color=INK, fontSize=13)
        .encode(x=x, text="label:N"),
        alt.Chart(values(points)).mark_line(color=ACCENT, strokeWidth=2.5).encode(x=x, y=y),
    ]
    if floor is not None:
        rule = alt.Chart(values([{"y": floor / MILLION}]))
        layers.append(rule.mark_rule(color=QUIET, strokeDash=[6, 3]).encode(y=y))
    chart = alt.layer(*layers).properties(width=340, height=220)
    title = "Poäng efter plats" if sv else "Score by place"
    first, at_cut = points[0]["y"], scores[min(cut, len(scores)) - 1] / MILLION
    said = (
        f"Från {first:.1f} dagar på första platsen till {at_cut:.1f} på den sista."
        if sv
        else f"From {first:.1f} days at the first place to {at_cut:.1f} at the last."
    )
    return drawn(chart, title, said)


def harm_held(curve: Sequence[tuple[int, int]], people: int) -> int:
    """The curve read off at a share of people, straight between its points; in thousandths."""
    points = sorted({(0, 0), *((share, harm) for share, harm in curve)})
    for (left, below), (right, above) in itertools.pairwise(points):
        if left <= people <= right and right > left:
            return below + (above - below) * (people - left) // (right - left)
    return points[-1][1]


def _spread(places: int, cut: int) -> list[int]:
    step = max(1, places // MOST_POINTS)
    return sorted({*range(1, places + 1, step), places, min(cut, places)})


def _label(people: int, harm: int, language: Language) -> str:
    index = 0 if language == "sv" else 1
    held = "av skadan" if language == "sv" else "of harm"
    return f"{percent(people)[index]} → {percent(harm)[index]} {held}"


def _read_aloud(curve: Sequence[tuple[int, int]], language: Language) -> str:
    return ". ".join(_label(share, harm_held(curve, share), language) for share in MARKED) + "."


def values(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Rows as a chart reads them."""
    return alt.InlineData(values=rows)


def drawn(chart: alt.LayerChart | alt.FacetChart, title: str, description: str) -> Markup:
    """A chart as inline SVG in the page's colours, with a title and a text for those who listen."""
    axis = {
        "labelColor": QUIET, "titleColor": INK, "gridColor": LINE, "domainColor": QUIET,
        "tickColor": QUIET, "labelFont": _FONT, "titleFont": _FONT, "labelFontSize": 13,
        "titleFontSize": 13, "titleFontWeight": "normal", "tickCount": 6,
    }  # fmt: skip
    styled = chart.configure(
        background="transparent",
        aria=False,
        view=alt.ViewConfig(stroke=None),
        axis=axis,
        text=alt.MarkConfig(font=_FONT),
    )
    drawn = vlc.vegalite_to_svg(styled.to_dict())
    return Markup(_for_the_page(drawn, title, description))  # noqa: S704 (our own drawing)


def _for_the_page(drawn: str, title: str, description: str) -> str:
    """The drawing without size or namespace, with a title, in the page's colours."""
    head, _, body = drawn.partition(">")
    box = head[head.index('viewBox="') :].split('"')[1]
    for colour, name in _COLOURS.items():
        body = body.replace(f'"{colour}"', f'"var({name})"')
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'<svg class="chart" role="img" viewBox="{box}">{words}{body}'
