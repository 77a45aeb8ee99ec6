"""The model card of a validation: what the scorecard is, for what, made of what."""

from __future__ import annotations

from dataclasses import dataclass

from hejda.base.wording import Both, joined, number
from hejda.report.limits import MATERIAL
from hejda.report.published import count_words, figure
from hejda.report.validation_read import Run
from hejda.report.validation_words import OUTCOME_WORDS


@dataclass(frozen=True, slots=True)
class Item:
    """One heading with its answer; `open` where the run does not answer it."""

    heading: Both
    answer: Both
    open: bool = False


def model_card(run: Run) -> list[Item]:
    """What the scorecard is, for what, made of what, and what it must not be used for."""
    return [*_purpose(run), _made_from(run), *_quality(run)]


def _purpose(run: Run) -> list[Item]:
    facts, outcome = run.facts, OUTCOME_WORDS[run.facts["outcome"]]
    return [
        Item(
            ("Vad det är", "What it is"),
            (
                f"Ett poängkort: {number(len(run.model.worth))} uppgifter om registrerade "
                "händelser ger poäng som läggs ihop; 100 poäng fördubblar oddsen. Logistisk modell "
                "i diskret tid, vikterna aldrig under noll.",
                f"A scorecard: {number(len(run.model.worth))} facts about recorded incidents give "
                "points that are added; 100 points double the odds. A discrete-time logistic "
                "model, weights never below zero.",
            ),
        ),
        Item(
            ("Vad det förutsäger", "What it predicts"),
            (
                f"Chansen för {outcome[0]}, inom {facts['horizon']} dagar i frihet.",
                f"The chance of {outcome[1]}, within {facts['horizon']} days at liberty.",
            ),
        ),
        Item(
            ("Avsedd användning", "Intended use"),
            (
                "Att ordna vilka en namngiven person ska granska först. Ett förslag; aldrig ett "
                "beslut, aldrig skäl nog för en åtgärd.",
                "To put in order whom a named person looks at first. A proposal; never a decision, "
                "never reason enough for a measure.",
            ),
        ),
        Item(
            ("Får inte användas till", "Not to be used for"),
            (
                "Att säga vem som kommer att döda. Att kalla någon ofarlig. Att neka någon skydd. "
                "Straff, häktning eller tillstånd.",
                "Saying who will kill. Calling anybody harmless. Refusing anybody protection. "
                "Punishment, detention or licences.",
            ),
        ),
    ]


def _made_from(run: Run) -> Item:
    training = run.model.training
    fitted_on = joined((d.isoformat() for d in training.landmarks), "sv")
    fitted_on_en = joined((d.isoformat() for d in training.landmarks), "en")
    people, with_it = count_words(training.people), count_words(training.outcomes)
    later = count_words(training.calibration_people), count_words(training.calibration_outcomes)
    return Item(
        ("Gjort av", "Made from"),
        (
            f"{run.title[0]} ({training.source}). Anpassat på {fitted_on}: {people[0]} "
            f"personer, {with_it[0]} med utfallet. Kalibrerat på "
            f"{training.calibrated_on.isoformat()}: {later[0][0]} personer, {later[1][0]} med "
            "utfallet.",
            f"{run.title[1]} ({training.source}). Fitted on {fitted_on_en}: {people[1]} people, "
            f"{with_it[1]} with the outcome. Calibrated on "
            f"{training.calibrated_on.isoformat()}: {later[0][1]} people, {later[1][1]} with "
            "the outcome.",
        ),
    )


def _quality(run: Run) -> list[Item]:
    facts = run.facts
    return [
        Item(
            ("Läser aldrig", "Never reads"),
            (
                "Ursprung, nationalitet, religion, bostadsområde, ålder, kön, antal barn, skulder, "
                "hälsa; vilken polisregion; vad det senare blev av ett ärende.",
                "Origin, nationality, religion, residence area, age, sex, number of children, "
                "debts, health; which police region; what later became of a case.",
            ),
        ),
        Item(
            ("Hur bra det ordnar", "How well it orders"),
            (
                f"AUC {figure(run.told('auc'))[0]} på {facts['test']}. "
                f"Kalibreringslutning {figure(run.told('calibration_slope'), 2)[0]}.",
                f"AUC {figure(run.told('auc'))[1]} on {facts['test']}. "
                f"Calibration slope {figure(run.told('calibration_slope'), 2)[1]}.",
            ),
        ),
        Item(("Material", "Material"), MATERIAL[facts["material"]]),
        Item(
            ("Fingeravtryck", "Fingerprints"),
            (
                f"Modell {run.model.fingerprint[:16]}, regler {str(facts['rules'])[:16]}.",
                f"Model {run.model.fingerprint[:16]}, rules {str(facts['rules'])[:16]}.",
            ),
        ),
    ]
