"""The reporting sheet of a validation: each item answered from the run, or said not to be.

It follows the 27 items of TRIPOD+AI (science.md §4.5 [TRI24]); the headings are our words.
"""

from __future__ import annotations

from hejda.base.wording import Both, joined, number
from hejda.report.published import count_words, decimal, figure
from hejda.report.validation_read import Run
from hejda.report.validation_sheets import Item
from hejda.report.validation_words import OUTCOME_WORDS, SETTING_WORDS

NOT_HERE: Both = (
    "Besvaras inte av den här körningen, eftersom",
    "Not answered by this run, because",
)


def _days(run: Run) -> Both:
    return joined(run.facts["train"], "sv"), joined(run.facts["train"], "en")


def tripod(run: Run) -> list[Item]:
    """The 27 items in their order."""
    return [
        *_introduction(run),
        *_methods(run),
        *_open_science(run),
        *_results(run),
        *_discussion(run),
    ]


def _open(heading: Both, sv: str, en: str) -> Item:
    return Item(heading, (f"{NOT_HERE[0]} {sv}", f"{NOT_HERE[1]} {en}"), open=True)


def _introduction(run: Run) -> list[Item]:
    outcome = OUTCOME_WORDS[run.facts["outcome"]]
    return [
        Item(
            ("Titel", "Title"),
            (
                f"Prövning av en ordning: {run.title[0]}, {run.facts['test']}.",
                f"Validation of a ranking: {run.title[1]}, {run.facts['test']}.",
            ),
        ),
        Item(
            ("Sammanfattning", "Abstract"),
            (
                "De fem svaren och gränserna överst på sidan.",
                "The five answers and the limits at the top of the page.",
            ),
        ),
        Item(
            ("Bakgrund, och vems hälsa det gäller", "Background, and whose health it concerns"),
            (
                "Polisen ska välja vilka några få personer att arbeta med mot våld i nära "
                "relation. De som utsätts står inte i materialet som mer än målsägande.",
                "The police must choose which few people to work with against partner violence. "
                "Those exposed stand in the material as victims and no more.",
            ),
        ),
        Item(
            ("Mål", "Objectives"),
            (
                f"Att mäta om poängkortet ordnar bättre än enkla regler, för {outcome[0]} inom "
                f"{run.facts['horizon']} dagar. Utveckling och prövning på senare tid i samma källa.",
                f"To measure whether the scorecard orders better than simple rules, for {outcome[1]} "
                f"within {run.facts['horizon']} days. Development, and validation on later time in "
                "the same source.",
            ),
        ),
    ]


def _methods(run: Run) -> list[Item]:
    return [*_material(run), *_facts_used(run), *_analysis(run)]


def _material(run: Run) -> list[Item]:
    facts = run.facts
    rows, days = count_words(facts["rows_in"]), _days(run)
    outcome = OUTCOME_WORDS[facts["outcome"]]
    return [
        Item(
            ("Data", "Data"),
            (
                f"{run.title[0]}; {rows[0]} rader. Brytdatum: {days[0]} (träning) och "
                f"{facts['test']} (prövning).",
                f"{run.title[1]}; {rows[1]} rows. Landmarks: {days[1]} (training) and "
                f"{facts['test']} (test).",
            ),
        ),
        Item(
            ("Vilka som är med", "Participants"),
            (
                "Alla med minst en räknad misstanke om brott mot partner före dagen, enligt "
                f"reglerna. Åtgärder: {SETTING_WORDS[run.setting][0].lower()}.",
                "Everybody with at least one counted suspicion of a partner offence before the "
                f"day, by the rules. Measures: {SETTING_WORDS[run.setting][1].lower()}.",
            ),
        ),
        Item(
            ("Beredning av data", "Data preparation"),
            (
                "Varje uppgift räknas från dagen den registrerades; samma regler varje dag. "
                "Rättelser, återkallelser och friande ger verkan från sin dag.",
                "Each fact counts from the day it was registered; the same rules on every day. "
                "Corrections, withdrawals and acquittals take effect from their day.",
            ),
        ),
        Item(
            ("Utfall", "Outcome"),
            (
                f"{outcome[0].capitalize()}, registrerad efter dagen, läst som den först "
                "registrerades. Det polisen själv upptäckt räknas inte. Samma poster bedöms av "
                "samma polis: utfallet är inte blint för ordningen om den används.",
                f"{outcome[1].capitalize()}, registered after the day, read as first registered. "
                "What the police brought themselves does not count. The same police keep the "
                "records: the outcome is not blind to the ranking where it is in use.",
            ),
        ),
    ]


def _facts_used(run: Run) -> list[Item]:
    facts = run.facts
    missing = [] if facts.get("liberty_known") else [("frihetsberövanden", "custody")]
    missing += [] if facts.get("measures_known") else [("åtgärder", "measures")]
    sv, en = joined((m[0] for m in missing), "sv"), joined((m[1] for m in missing), "en")
    return [
        Item(
            ("Prediktorer", "Predictors"),
            (
                "Se poängkortet på sidan: varje uppgift, dess tak, och varför den får läsas.",
                "See the scorecard on the page: each fact, its cap, and why it may be read.",
            ),
        ),
        Item(
            ("Storlek", "Sample size"),
            (
                f"{count_words(run.people()[0])[0]} personer, {count_words(run.people()[1])[0]} "
                "med utfallet. Ingen storlek valdes i förväg; intervallen visar vad den räcker till.",
                f"{count_words(run.people()[0])[1]} people, {count_words(run.people()[1])[1]} with "
                "the outcome. No size was chosen beforehand; the intervals show what it suffices "
                "for.",
            ),
        ),
        Item(
            ("Saknade uppgifter", "Missing data"),
            (
                "Ett saknat värde gissas aldrig; en händelse som inte är registrerad är inte med."
                + (f" Tabeller som saknas: {sv}." if missing else ""),
                "A missing value is never guessed; an incident not recorded is not in it."
                + (f" Tables missing: {en}." if missing else ""),
            ),
        ),
    ]


def _analysis(run: Run) -> list[Item]:
    facts = run.facts
    grouped = bool(run.figures.get("groups"))
    fairness = ("Rättvisa", "Fairness")
    return [
        Item(
            ("Analys", "Analysis"),
            (
                "Logistisk modell i diskret tid med straff valt på senare data. Intervall: "
                f"{facts['draws']} dragningar av personer, för andelar minst Wilsons. "
                "Ordning, kalibrering, nettonytta, konkurrerande händelser.",
                "Discrete-time logistic model with a penalty chosen on later data. Intervals: "
                f"{facts['draws']} draws of persons, for shares at least Wilson's. "
                "Order, calibration, net benefit, competing events.",
            ),
        ),
        Item(
            ("Ovanligt utfall", "Class imbalance"),
            (
                "Inget över- eller underurval; chanserna gäller andelen som den är.",
                "No over- or undersampling; the chances are for the share as it is.",
            ),
        ),
        Item(
            fairness,
            (
                "Ordning, kalibrering och listning jämförs per grupp; inget ursprung läses.",
                "Order, calibration and listing are compared by group; no origin is read.",
            ),
        )
        if grouped
        else _open(
            fairness,
            "leveransen delar inte in någon i grupper.",
            "the delivery parts nobody into groups.",
        ),
        Item(
            ("Vad modellen ger", "Model output"),
            (
                "Poäng och en chans. Ingen tröskel i modellen; listans längd sätts av kapacitet.",
                "Points and a chance. No threshold in the model; the list's size is set by capacity.",
            ),
        ),
        Item(
            ("Träning mot prövning", "Training versus evaluation"),
            (
                "Samma källa och regler, senare tid; poster kan ha vuxit. Slumpvis delning erbjuds "
                "inte.",
                "The same source and rules, later time; records may have grown. Random splits are "
                "not offered.",
            ),
        ),
        _open(
            ("Etisk prövning", "Ethical approval"),
            "prövningen görs utanför programmet, av den som kör det.",
            "approval is sought outside the program, by whoever runs it.",
        ),
    ]


def _open_science(run: Run) -> list[Item]:
    return [
        Item(
            ("Öppen vetenskap", "Open science"),
            (
                "Koden är öppen (EUPL-1.2). Modellen står hel på sidan. Finansiering, protokoll och "
                "registrering: besvaras inte av körningen, eftersom de ligger utanför den.",
                "The code is open (EUPL-1.2). The model stands in full on the page. Funding, "
                "protocol and registration: not answered by the run, because they lie outside it.",
            ),
        ),
        _open(
            ("De det gäller, medverkan", "Involvement of those concerned"),
            "ingen utsatt eller misstänkt har medverkat i körningen.",
            "nobody exposed or suspected has taken part in the run.",
        ),
    ]


def _results(run: Run) -> list[Item]:
    people = count_words(run.people()[0])
    slope = figure(run.told("calibration_slope"), 2)
    return [
        Item(
            ("Deltagare, flöde", "Participants, flow"),
            (
                f"{count_words(run.facts['people'])[0]} rangordnade på prövningsdagen, varav "
                f"{people[0]} ses på i huvudinställningen. Se Träning och kalibrering.",
                f"{count_words(run.facts['people'])[1]} ranked on the test day, of whom {people[1]} "
                "are looked at in the main setting. See Training and calibration.",
            ),
        ),
        Item(
            ("Modellens framtagande", "Model development"),
            (
                f"Straff {number(run.model.training.penalty)}, valt bland sex; "
                f"{number(len(run.model.worth))} uppgifter fick poäng.",
                f"Penalty {number(run.model.training.penalty)}, chosen among six; "
                f"{number(len(run.model.worth))} facts earned points.",
            ),
        ),
        Item(
            ("Modellen i sin helhet", "Model specification"),
            ("Poängkortet på sidan, och model.yaml.", "The scorecard on the page, and model.yaml."),
        ),
        Item(
            ("Hur bra den är", "Model performance"),
            (
                f"AUC {figure(run.told('auc'))[0]}; lutning {slope[0]}. Per grupp där underlaget "
                "räcker.",
                f"AUC {figure(run.told('auc'))[1]}; slope {slope[1]}. By group where the evidence "
                "suffices.",
            ),
        ),
        Item(
            ("Uppdatering", "Model updating"),
            (
                "Lutning och intercept sattes en gång på den sista träningsdagen: "
                f"{decimal(run.model.slope / 1e6, 2)[0]} och {decimal(run.model.intercept / 1e6, 2)[0]}.",
                "Slope and intercept were set once on the last training day: "
                f"{decimal(run.model.slope / 1e6, 2)[1]} and {decimal(run.model.intercept / 1e6, 2)[1]}.",
            ),
        ),
    ]


def _discussion(run: Run) -> list[Item]:
    return [
        Item(
            ("Tolkning", "Interpretation"),
            (
                "Se de fem svaren. Skillnader vars intervall rymmer noll är inte visade.",
                "See the five answers. Differences whose interval holds zero are not shown.",
            ),
        ),
        Item(
            ("Begränsningar", "Limitations"),
            (
                "Se Gränser överst, och Vad som aldrig anmäldes.",
                "See Limits at the top, and What was never reported.",
            ),
        ),
        Item(
            ("Användbarhet", "Usability"),
            (
                "Saknas en tabell ges inget värde för det den höll. En människa ser skälen till "
                "varje plats och beslutar. Måste prövas på nytt i varje land före bruk.",
                "Where a table is missing, what it held has no value. A person sees the reasons for "
                "each place and decides. To be validated anew in every country before use.",
            ),
        ),
    ]
