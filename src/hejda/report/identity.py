"""quality.html: what linkage did, how much each agreement weighs, and what waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup

from hejda.base.wording import Both, Language, number
from hejda.report.charts import ACCENT, INK, LINE, drawn, values
from hejda.report.identity_words import COMPARISON, HOW, LIMITS, STEP, WHY
from hejda.report.page import TEMPLATES, environment


def write_identity_report(facts: dict[str, Any], path: Path) -> None:
    """Writes the report on a run of `hejda persons` from the content of quality.json."""
    charts = {language: weights_chart(facts["steps"], language) for language in ("sv", "en")}
    text = (
        environment()
        .get_template("identity.html.j2")
        .render(
            facts=facts,
            charts=charts,
            limits=LIMITS,
            how=HOW,
            why=WHY,
            shares=_shares(facts["quality"]) if facts["quality"] else (),
            style=Markup((TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 (our own file)
        )
    )
    path.write_text(text, encoding="utf-8")


def weights_chart(steps: list[dict[str, Any]], language: Language) -> Markup:
    """How many bits each step speaks for, or against, two records being one person's."""
    sv = language == "sv"
    rows = [
        {
            "what": COMPARISON[row["comparison"]][0 if sv else 1],
            "step": f"{at:02d}",
            "says": STEP[row["step"]] if sv else _said(row["step"]),
            "bits": row["weight"] / 1000,
            "label": f"{row['weight'] / 1000:+.1f}".replace(".", "," if sv else ".").replace(
                "-", "−"
            ),
        }
        for at, row in enumerate(steps)
    ]
    for row in rows:
        row["name"] = f"{row['what']}: {row['says']}"
    order = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=420, grid=False))
    title = "Vikt (bitar)" if sv else "Weight (bits)"
    x = alt.X("bits:Q", title=title)
    base = alt.Chart(values(rows))
    bars = base.mark_bar(color=ACCENT, height=11).encode(x=x, y=y)
    labels = base.mark_text(color=INK, fontSize=12, align="left", dx=4).encode(
        x=alt.X("edge:Q"), y=y, text="label:N"
    )
    labels.data = values([{**row, "edge": max(row["bits"], 0.0)} for row in rows])
    zero = alt.Chart(values([{"x": 0}])).mark_rule(color=LINE).encode(x="x:Q")
    layers = alt.layer(zero, bars, labels).properties(width=420, height=17 * len(rows))
    name = "Vad varje likhet väger" if sv else "What each agreement weighs"
    aloud = "; ".join(f"{row['name']} {row['label']}" for row in rows)
    return drawn(layers, name, aloud)


def _said(step: str) -> str:
    return "none of these" if step == "All other comparisons" else step


def _shares(quality: dict[str, Any]) -> list[tuple[Both, Both, str]]:
    """(what, share, of how many) for each measure of quality."""
    words = {
        "pair_precision": ("Par: träffsäkerhet", "Pairs: precision"),
        "pair_recall": ("Par: täckning", "Pairs: recall"),
        "cluster_precision": (
            "Personer med flera poster: bara en persons poster",
            "People with several records: one person's records only",
        ),
        "cluster_recall": (
            "Personer med flera poster: alla poster funna",
            "People with several records: all records found",
        ),
    }
    return [
        (
            words[name],
            _percent(told["value"]),
            f"{number(told['part'])} / {number(told['whole'])}",
        )
        for name, told in quality.items()
        if name in words
    ]


def _percent(value: float | None) -> Both:
    if value is None:
        return "–", "–"
    text = f"{100 * value:.2f}"
    return f"{text.replace('.', ',')} %", f"{text}%"
