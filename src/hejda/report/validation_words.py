"""Names of what a validation measures, in both languages."""

from __future__ import annotations

from hejda.base.wording import Both
from hejda.rank.rule_texts import ranker_label

OUTCOME_WORDS: dict[str, Both] = {
    "any_partner": (
        "en ny registrerad händelse med misstanke om brott mot partner",
        "a new recorded incident of a suspected offence against a partner",
    ),
    "violent_partner": (
        "en ny registrerad händelse med misstanke om våld, sexualbrott eller frihetsberövande "
        "mot partner",
        "a new recorded incident of suspected violence, sexual offence or confinement against a "
        "partner",
    ),
    "serious": (
        "en ny registrerad händelse med misstanke om allvarligt våldsbrott mot partner "
        "(minst ett års fängelse enligt skalan)",
        "a new recorded incident of a suspected serious violent offence against a partner "
        "(at least a year in prison by the scale)",
    ),
}
SHORT_OUTCOMES: dict[str, Both] = {
    "any_partner": ("nytt registrerat brott mot partner", "new recorded partner offence"),
    "violent_partner": (
        "nytt registrerat våldsbrott mot partner",
        "new recorded violent partner offence",
    ),
    "serious": (
        "nytt registrerat allvarligt brott mot partner",
        "new recorded serious partner offence",
    ),
}
_RANKERS: dict[str, Both] = {
    "scorecard": ("Poängkortet", "The scorecard"),
    "ebm": ("Förstärkta träd (kontroll)", "Boosting machine (check)"),
    "two_decay_sum": ("Otränad summa, två avklingningar", "Untrained sum, two decays"),
    "perfect": ("Perfekt lista (facit)", "Perfect list (hindsight)"),
    "own_list": ("Polisens egen lista", "The police's own list"),
    "all": ("Arbeta med alla", "Work with everybody"),
    "none": ("Arbeta med ingen", "Work with nobody"),
    "count_12m": ("Räkna händelser, 12 månader", "Count incidents, 12 months"),
}
SETTING_WORDS: dict[str, Both] = {
    "censor": (
        "Följda till första åtgärden (censor)",
        "Followed until the first measure (censor)",
    ),
    "exclude": (
        "Utan dem som fått en åtgärd (exclude)",
        "Without those with a measure (exclude)",
    ),
    "include": ("Alla räknas lika (include)", "Everybody counts alike (include)"),
}
_COLUMNS: dict[str, Both] = {
    "region": ("Polisregion", "Police region"),
    "sex": ("Kön", "Sex"),
    "age": ("Ålder", "Age"),
    "records": ("Poster", "Records"),
}
_GROUPS: dict[str, Both] = {
    "male": ("män", "men"),
    "female": ("kvinnor", "women"),
    "man": ("män", "men"),
    "woman": ("kvinnor", "women"),
    "unknown": ("okänt", "unknown"),
    "under 25": ("under 25 år", "under 25 years"),
    "55 and over": ("55 år och äldre", "55 years and over"),
}
METRIC_LABELS: dict[str, Both] = {
    "auc": ("AUC", "AUC"),
    "average_precision": ("Medelprecision", "Average precision"),
    "brier": ("Brier", "Brier"),
    "scaled_brier": ("Brier, skalad", "Brier, scaled"),
    "calibration_in_the_large": (
        "Kalibrering i stort (logit)",
        "Calibration in the large (logits)",
    ),
    "observed_to_expected": ("Inträffade / väntade", "Observed / expected"),
    "calibration_slope": ("Kalibreringslutning", "Calibration slope"),
    "calibration_error": ("Kalibreringsfel (10 lika stora)", "Calibration error (10 equal bins)"),
    "calibration_error_top": ("Kalibreringsfel, översta 1 %", "Calibration error, top 1 %"),
}
METRIC_READINGS: dict[str, Both] = {
    "brier": ("0 är perfekt", "0 is perfect"),
    "scaled_brier": (
        "1 är perfekt, 0 är att ge alla samma chans",
        "1 is perfect, 0 is the same chance for everybody",
    ),
    "calibration_in_the_large": (
        "0 är rätt; över 0: chanserna är för låga",
        "0 is right; above 0: the chances are too low",
    ),
    "observed_to_expected": (
        "1 är rätt; över 1: fler än väntat",
        "1 is right; above 1: more than expected",
    ),
    "calibration_slope": (
        "1 är rätt; under 1: chanserna är för ytterliga",
        "1 is right; below 1: the chances are too extreme",
    ),
    "calibration_error": (
        "0 är rätt; lyfts av slumpen",
        "0 is right; lifted by chance",
    ),
    "calibration_error_top": (
        "där man arbetar; lyfts av slumpen",
        "where the work is done; lifted by chance",
    ),
}
WORDS: tuple[tuple[Both, Both], ...] = (
    (
        ("AUC", "AUC"),
        (
            "Chansen att någon med utfallet står före någon utan; lika poäng räknas som en halv. "
            "0,5 är slumpen.",
            "The chance that somebody with the outcome stands before somebody without; equal "
            "scores count half. 0.5 is chance.",
        ),
    ),
    (
        ("träffsäkerhet", "precision"),
        (
            "Andelen av de första på listan som har utfallet.",
            "The share of the first places that have the outcome.",
        ),
    ),
    (
        ("täckning", "recall"),
        (
            "Andelen av alla med utfallet som står på listan.",
            "The share of all with the outcome who stand on the list.",
        ),
    ),
    (
        ("lyft", "lift"),
        (
            "Träffsäkerheten som en multipel av andelen bland alla.",
            "Precision as a multiple of the base rate.",
        ),
    ),
    (
        ("fångad skada", "harm captured"),
        (
            "Andelen av all senare skada som de första på listan står för; varje händelse högst "
            "till taket.",
            "The share of all later harm that the first places hold; each incident up to the cap.",
        ),
    ),
    (
        ("kalibrering", "calibration"),
        (
            "Om det som kallades 20 % hände 20 av 100.",
            "Whether what was called 20 % happened to 20 of 100.",
        ),
    ),
    (
        ("kalibreringslutning", "calibration slope"),
        (
            "1 är rätt; under 1 är chanserna för ytterliga, över 1 för försiktiga.",
            "1 is right; below 1 the chances are too extreme, above 1 too cautious.",
        ),
    ),
    (
        ("nettonytta", "net benefit"),
        (
            "Fall som nås, minus dem man arbetar med förgäves till det pris en tröskel sätter.",
            "Cases reached, minus people worked with in vain at the price a threshold sets.",
        ),
    ),
    (
        ("naturliga frekvenser", "natural frequencies"),
        ("Ett resultat som antal personer, av 100.", "A result as counts of people, of 100."),
    ),
    (
        ("kumulativ incidens", "cumulative incidence"),
        (
            "Andelen till vilka något kommit först till en viss dag, när annat kan komma i stället.",
            "The share to whom something has come first by a day, when something else may come "
            "instead.",
        ),
    ),
    (
        ("osäkerhetsintervall", "interval"),
        (
            "Där ett mått hamnar i 95 av 100 dragningar av samma personer med återläggning; för en "
            "andel minst så brett som andelen av så få tillåter (Wilson).",
            "Where a measure falls in 95 of 100 draws of the same persons with replacement; for a "
            "share at least as wide as a share of so few allows (Wilson).",
        ),
    ),
    (
        ("otillräckligt underlag", "insufficient evidence"),
        (
            "Färre än 20 med eller färre än 20 utan utfallet i en grupp: inget sägs.",
            "Fewer than 20 with or fewer than 20 without the outcome in a group: nothing is said.",
        ),
    ),
    (
        ("brytdatum", "landmark"),
        (
            "En dag i det förflutna då en ordning görs, för att jämföras med det som registrerades "
            "sedan.",
            "A past day on which a ranking is made, to be compared with what was registered after.",
        ),
    ),
    (
        ("skada, tak", "harm, cap"),
        (
            "Ett brotts vikt i dagar enligt skalan; taket är det mesta en händelse får väga.",
            "An offence's weight in days by the scale; the cap is the most one incident may weigh.",
        ),
    ),
)
"""The words the page uses, as the glossary has them."""


def ranker_name(name: str) -> Both:
    """A ranker's name, the fitted and the untrained too."""
    return _RANKERS.get(name) or ranker_label(name)


def column_name(column: str) -> Both:
    """What people are grouped by."""
    return _COLUMNS.get(column, (column, column))


def group_name(group: str) -> Both:
    """A group in words; a police region by its own name."""
    if group in _GROUPS:
        return _GROUPS[group]
    low, _, high = group.partition(" to ")
    if high.isdigit():
        return f"{low} till {high} år", f"{low} to {high} years"
    return group, group


def group_with_column(column: str, group: str) -> Both:
    """A group with what it is a group of."""
    of, name = column_name(column), group_name(group)
    return f"{of[0]}: {name[0]}", f"{of[1]}: {name[1]}"
