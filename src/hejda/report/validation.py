"""Builds the report.html of a validation: one file that stands alone, in both languages, no script.

Made from the files of its OUT folder only. It may be published: it holds no person's id and no
count below 8, and all other counts to the nearest 5.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from markupsafe import Markup

from hejda.base.wording import Both, joined, number
from hejda.report import validation_charts as charts
from hejda.report import validation_rows as rows
from hejda.report.limits import MATERIAL
from hejda.report.page import REPORT_FILE, TEMPLATES, environment
from hejda.report.published import FEW, cell, count, count_words, figure, rounded_share
from hejda.report.validation_answers import answers, best_of, dots, drift, grown, main_list
from hejda.report.validation_beside import beside, steady_points, swapped_words
from hejda.report.validation_read import MODEL, Row, Run, run_of
from hejda.report.validation_sheets import model_card
from hejda.report.validation_tripod import tripod
from hejda.report.validation_words import (
    OUTCOME_WORDS,
    SETTING_WORDS,
    SHORT_OUTCOMES,
    WORDS,
    group_with_column,
    ranker_name,
)

TEMPLATE = "validation.html.j2"


def write_validation_report(folder: Path) -> None:
    """Writes report.html into the OUT folder of a validation.

    Raises InputError when the folder holds no validation.
    """
    (folder / REPORT_FILE).write_text(validation_page(run_of(folder)), encoding="utf-8")


def validation_page(run: Run) -> str:
    """The whole page of a validation."""
    style = "".join(
        (TEMPLATES / name).read_text("utf-8") for name in ("report.css", "validation.css")
    )
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            run=run,
            facts=run.facts,
            style=Markup(style),  # noqa: S704 (our own files)
            material=MATERIAL[run.facts["material"]],
            outcome=OUTCOME_WORDS[run.facts["outcome"]],
            short_outcome=SHORT_OUTCOMES[run.facts["outcome"]],
            setting=SETTING_WORDS[run.setting],
            test_day=dt.date.fromisoformat(run.facts["test"]),
            answers=answers(run),
            limits=limits(run),
            drift=drift(run),
            tables=_tables(run),
            beside=beside(run),
            swapped=swapped_words,
            drawn=_drawn(run),
            frequencies=_frequencies(run),
            competing=_competing(run),
            beaten=_beaten(run),
            card=model_card(run),
            tripod=tripod(run),
            words=WORDS,
            few=FEW,
            count=count,
            cell=cell,
            grown=grown(run),
            people=run.people(),
            auc=figure(run.told("auc")),
            causes=_causes(run),
            sample=charts.sample,
        )
    )


def limits(run: Run) -> list[Both]:
    """What this page cannot tell, shown with the answers."""
    found: list[Both] = []
    if run.facts["material"] == "invented":
        found.append((
            "Personerna är påhittade. Av siffrorna här följer ingenting om träffsäkerheten, bara "
            "att räkningen går att göra.",
            "The people are invented. From the figures here nothing follows about accuracy, only "
            "that the computation can be done.",
        ))  # fmt: skip
    found.append((
        "Utfallet är att något registrerades, inte att något hände.",
        "The outcome is that something was recorded, not that something happened.",
    ))  # fmt: skip
    found.append((
        "Sidan säger inget om vem som kommer att döda. Det är för ovanligt för att förutsägas.",
        "The page says nothing about who will kill. That is too rare to predict.",
    ))  # fmt: skip
    found.append((
        "Att ordna rätt är inte att hjälpa. Om det gör nytta att arbeta efter listan mäts inte här.",
        "Ordering rightly is not helping. Whether acting on the list does good is not measured here.",
    ))  # fmt: skip
    if not run.facts.get("measures_known"):
        found.append((
            "Vad polisen redan gjorde är okänt: den som stoppades kan se ut som någon som aldrig "
            "behövde stoppas.",
            "What the police already did is unknown: whoever was stopped may look like somebody "
            "who never needed to be.",
        ))  # fmt: skip
    if not run.facts.get("liberty_known"):
        found.append((
            "Frihetsberövanden är okända: tid inne räknas som tid utan nya händelser.",
            "Custody is unknown: time inside counts as time without new incidents.",
        ))  # fmt: skip
    found.append((
        "En källa, en prövningsdag. Måste visas på nytt i varje land före bruk.",
        "One source, one test day. To be shown again in every country before use.",
    ))  # fmt: skip
    return found


def _tables(run: Run) -> dict[str, Any]:
    return {
        "rankers": rows.ranker_rows(run),
        "cuts": rows.cut_rows(run),
        "chances": rows.chance_rows(run),
        "settings": rows.setting_rows(run),
        "days": rows.day_rows(run),
        "groups": rows.group_rows(run),
        "regions": rows.region_rows(run),
        "unreported": rows.unreported_rows(run),
        "worth": rows.worth_rows(run),
        "unused": rows.unused_features(run),
        "points": rows.chance_by_points(run),
        "training": [
            (one["day"], count(one["people"]), count(one["outcomes"]))
            for one in run.facts["training"]
        ],
    }


def _drawn(run: Run) -> Row:
    """The charts there is something to draw for, by name."""
    shown = [name for name in run.rankers if rows.may_be_told(run, name)]
    auc = [(ranker_name(name), run.told("auc", name)) for name in shown]
    title = ("AUC, alla rangordnare", "AUC, every ranker")
    found: Row = {"rankers": charts.forest_chart([(n, t) for n, t in auc if t], title)}
    if not run.figures:
        return found
    if told := run.figures.get("turnover"):
        steady = {name: steady_points(run, name) for name in told["rankers"]}
        found["steady"] = charts.steady_chart(steady)
        found["steady_legend"] = charts.names_of(steady)
    groups = [
        (group_with_column(row["column"], row["group"]), told)
        for row in run.figures["groups"]
        if (told := run.told("auc", group=f"{row['column']}={row['group']}"))
    ]
    if len(groups) > 1:
        by_group = ("Poängkortets AUC per grupp", "The scorecard's AUC by group")
        found["groups"] = charts.forest_chart(groups, by_group)
    found |= {
        "precision": charts.precision_chart(run),
        "harm": charts.harm_chart(run),
        "roc": charts.roc_chart(run),
        "calibration": charts.calibration_chart(run),
        "decision": charts.decision_chart(run),
        "came_first": {who: charts.competing_chart(run, who) for who in ("everybody", "first")},
        "legend": charts.names_of(n for n in charts.SHOWN if n in run.figures["lists"]["with"]),
        "roc_legend": charts.names_of((MODEL, "count_12m", "v100")),
        "decision_legend": charts.names_of(
            n for n in (*charts.SHOWN, "all") if n in run.figures["decision"]["chosen"]
        ),
    }
    return found


def _frequencies(run: Run) -> Row | None:
    """Of 100 on the list and of 100 off it, how many have the outcome; None where that may not be
    shown."""
    people, outcomes = run.people()
    k, listed = main_list(run)
    if listed is None:
        return None
    off = rounded_share(outcomes - round(_hits(run, k)), people - k)
    if off is None:
        return None
    return {
        "k": number(k),
        "listed": listed.of_100,
        "unlisted": round(100 * off),
        "listed_dots": dots(listed.of_100),
        "unlisted_dots": dots(round(100 * off)),
        "hits": count_words(listed.with_it),
        "missed": count(outcomes - round(_hits(run, k))),
    }


def _hits(run: Run, k: int) -> float:
    told = run.told("precision", at=str(k)) or run.told("precision", at="10%")
    return told.value * k if told else 0.0


def _competing(run: Run) -> list[tuple[str, Markup]]:
    found = run.figures.get("competing")
    if not found:
        return []
    return [(whom, count(found[whom]["people"])) for whom in ("everybody", "first")]


def _causes(run: Run) -> list[tuple[str, Both]]:
    """What can come first, as far as the delivery says."""
    known = {"outcome", *(["custody"] if run.facts.get("liberty_known") else [])}
    known |= set() if run.facts.get("endings_known") is False else {"left"}
    return [(cause, label) for cause, label in charts.CAUSES if cause in known]


def _beaten(run: Run) -> dict[str, Both | None]:
    """Names of the rankers the scorecard beats, cannot be told from, and loses to."""
    named: dict[str, Both | None] = {}
    for which, names in best_of(run).items():
        labels = [ranker_name(name) for name in names]
        both = joined((n[0] for n in labels), "sv"), joined((n[1] for n in labels), "en")
        named[which] = both if labels else None
    return named
