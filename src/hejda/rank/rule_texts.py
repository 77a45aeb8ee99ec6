"""The wording of every ranking rule, Swedish and English side by side, and the rankers' names.

A text may hold: {event} (day, degree of suspicion, offences), {partner_event} (the same, against
a partner), {sign} (a dated observation), {kinds}, {registered}, {since} (days at liberty, a
sentence of its own), {weight} and {capped_weight} (harm weight,
a sentence of its own), {on}, {days}, {suspicions}, {incidents}, {victims}, {questions}, {years} (the
value with its noun) and {per_thousand} (the points, in millionths, as so many of a thousand).
"""

from __future__ import annotations

from hejda.base.wording import Both

ANY_FLAG = "red_flags.KIND"

_NO_POINTS: Both = ("Ger inga poäng.", "Gives no points.")
_NOT_ODARA: Both = (
    "Räknat ur register; ersätter inte instrumentet.",
    "Counted from registers; does not replace the instrument.",
)

TEXTS: dict[str, Both] = {
    "random.draw": (
        "Ett slumptal. Det säger ingenting om personen och finns bara att jämföra med.",
        "A random number. It says nothing about the person and is only there to compare with.",
    ),
    "count_12m.incident": (
        "{partner_event}{registered}. {since}",
        "{partner_event}{registered}. {since}",
    ),
    "harm_12m.incident": (
        "{partner_event}{registered}. {weight}",
        "{partner_event}{registered}. {weight}",
    ),
    "days_since.latest": (
        "Den senaste. {partner_event}{registered}. {since}",
        "The latest. {partner_event}{registered}. {since}",
    ),
    "v100.accusation": (
        "{event}{registered}. {weight}",
        "{event}{registered}. {weight}",
    ),
    "v100.one_accusation": (
        "{suspicions} det senaste året i frihet. Regeln räknar bara den som har minst två.",
        "{suspicions} in the latest year at liberty. The rule counts people with at least two.",
    ),
    "rfgv.recency": (
        "Hur nyligt. {partner_event}{registered}. {since}",
        "How recent. {partner_event}{registered}. {since}",
    ),
    "rfgv.frequency": (
        "Hur ofta. {partner_event}{registered}. {since}",
        "How often. {partner_event}{registered}. {since}",
    ),
    "rfgv.gravity": (
        "Hur allvarligt. {partner_event}{registered}. {capped_weight}",
        "How grave. {partner_event}{registered}. {capped_weight}",
    ),
    "rfgv.victims": (
        "Hur många. {victims} vid de räknade händelserna.",
        "How many. {victims} in the incidents counted.",
    ),
    "age_priors.age": (
        "Ålder: {years}. Används bara i denna jämförelsemetod, aldrig i en lista.",
        "Age: {years}. Used only in this method of comparison, never in a list.",
    ),
    "age_priors.priors": (
        "{incidents} med räknad misstanke i perioden.",
        "{incidents} with a counted suspicion in the period.",
    ),
    ANY_FLAG: ("{sign}{registered}. {since}", "{sign}{registered}. {since}"),
    "beta_2022.partner_offence": (
        "Grundvillkor: {incidents} med misstänkt brott mot partner eller tidigare partner.",
        "Basic condition: {incidents} of a suspected offence against a current or former partner.",
    ),
    "beta_2022.suicide_threat": (
        "Grundvillkor: registrerat hot om självmord, framfört till partnern{on}. {since}",
        "Basic condition: recorded threat of suicide, made to the partner{on}. {since}",
    ),
    "beta_2022.earlier_conviction": (
        "Tidigare dom eller beslut om påföljd för brott mot samma person.",
        "Earlier conviction or sanction for an offence against the same person.",
    ),
    "beta_2022.strangulation": (
        "Uppgift om strypvåld{on}{registered}.",
        "Observation of strangulation{on}{registered}.",
    ),
    "beta_2022.threat_to_kill": (
        "Uppgift om hot om att döda{on}{registered}.",
        "Observation of a threat to kill{on}{registered}.",
    ),
    "beta_2022.not_met": (
        "Villkoren i försöket 2022 är inte uppfyllda enligt det som är registrerat. "
        "Det säger inget om säkerheten.",
        "The conditions of the 2022 pilot are not met by what is recorded. "
        "This says nothing about safety.",
    ),
    "odara_police.item_1": (
        f"Tidigare händelse med misstänkt våld eller sexualbrott mot partner. {_NOT_ODARA[0]}",
        "Earlier incident of suspected violence or sexual offence against a partner. "
        f"{_NOT_ODARA[1]}",
    ),
    "odara_police.item_2": (
        "Händelse med misstänkt våld eller sexualbrott som inte är registrerad som riktad mot "
        f"partner. {_NOT_ODARA[0]}",
        "Incident of suspected violence or sexual offence not recorded as directed at a partner. "
        f"{_NOT_ODARA[1]}",
    ),
    "odara_police.item_3": (
        f"Har varit frihetsberövad minst 30 dagar i sträck. {_NOT_ODARA[0]}",
        f"Has been held for at least 30 days in a row. {_NOT_ODARA[1]}",
    ),
    "odara_police.item_4": (
        f"Registrerad överträdelse under övervakning eller av kontaktförbud. {_NOT_ODARA[0]}",
        f"Recorded breach of supervision or of a protection order. {_NOT_ODARA[1]}",
    ),
    "odara_police.item_5": (
        "Vid den senaste händelsen: registrerat hot om att döda, eller misstanke om hot. "
        f"{_NOT_ODARA[0]}",
        "In the latest incident: a recorded threat to kill, or suspicion of a threat. "
        f"{_NOT_ODARA[1]}",
    ),
    "odara_police.item_6": (
        "Vid den senaste händelsen: misstanke om, eller uppgift om, att någon hindrats "
        f"att ta sig därifrån. {_NOT_ODARA[0]}",
        "In the latest incident: suspicion, or an observation, that somebody was not let go. "
        f"{_NOT_ODARA[1]}",
    ),
    "odara_police.item_10": (
        "Händelse med misstänkt våld eller sexualbrott mot någon som inte är partner. "
        f"{_NOT_ODARA[0]}",
        "Incident of suspected violence or sexual offence against somebody who is not a partner. "
        f"{_NOT_ODARA[1]}",
    ),
    "odara_police.unanswered": (
        "{questions} kunde inte besvaras ur registren. Ett svar som saknas är inte ett nej.",
        "{questions} could not be answered from the registers. A missing answer is not a no.",
    ),
    "repeat_risk.group_rate": (
        "Grundnivå för alla som rangordnas, innan egna händelser räknas: "
        "{per_thousand} av 1\u202f000.",
        "Base level for everybody ranked, before own incidents count: "
        "{per_thousand} of 1\u202f000.",
    ),
    "repeat_risk.partner_incident": (
        "{partner_event}{registered}. {since}",
        "{partner_event}{registered}. {since}",
    ),
    "repeat_risk.other_incident": (
        "Räknas inte som brott mot partner. {event}{registered}. {since}",
        "Not counted as a partner offence. {event}{registered}. {since}",
    ),
    "expected_harm.group_rate": (
        "Grundnivå för alla som rangordnas, innan egna händelser räknas; gruppens skadevikt: "
        "{days}.",
        "Base level for everybody ranked, before own incidents count; harm weight of the group: "
        "{days}.",
    ),
    "expected_harm.partner_incident": (
        "{partner_event}{registered}. {capped_weight}",
        "{partner_event}{registered}. {capped_weight}",
    ),
    "expected_harm.other_incident": (
        "Räknas inte som brott mot partner. {event}{registered}. {since}",
        "Not counted as a partner offence. {event}{registered}. {since}",
    ),
    "expected_harm.novel_act": (
        f"Ny riskfaktor, inte registrerad tidigare: {{kinds}}{{on}}. {{since}} {_NO_POINTS[0]}",
        f"New risk factor, not recorded before: {{kinds}}{{on}}. {{since}} {_NO_POINTS[1]}",
    ),
    "several_victims.incident": (
        "{event}{registered}. {victims} i händelsen.",
        "{event}{registered}. {victims} in the incident.",
    ),
    "expected_harm.shorter_gap": (
        "Tätare händelser: {days} mellan de två senaste, högst hälften av vad som varit vanligt "
        f"tidigare (medianen). {_NO_POINTS[0]}",
        "Closer together: {days} between the two latest incidents, at most half of what was usual "
        f"before (the median). {_NO_POINTS[1]}",
    ),
}
"""Rule id → the text in Swedish and in English."""

RANKERS: dict[str, Both] = {
    "random": ("Slump (jämförelse)", "Random (comparison)"),
    "count_12m": ("Antal händelser, 12 månader", "Number of incidents, 12 months"),
    "harm_12m": ("Skadevikt, 12 månader", "Harm weight, 12 months"),
    "days_since": ("Dagar sedan senaste händelse", "Days since the latest incident"),
    "v100": ("V100 (Met, London)", "V100 (Met, London)"),
    "rfgv": ("RFGV (egen, ej officiell)", "RFGV (our own, not official)"),
    "age_priors": (
        "Ålder och tidigare händelser (måttstock)",
        "Age and earlier incidents (yardstick)",
    ),
    "red_flags": ("Antal riskfaktorer", "Number of risk factors"),
    "beta_2022": ("Försöket 2022 (publicerad regel)", "2022 pilot (published rule)"),
    "odara_police": (
        "Frågor som registren kan besvara (ej ODARA)",
        "Questions that registers can answer (not ODARA)",
    ),
    "repeat_risk": ("Upprepningsrisk, ett år", "Risk of repetition, one year"),
    "scorecard": ("Poängkort (anpassad modell)", "Scorecard (fitted model)"),
    "expected_harm": ("Förväntad skada", "Expected harm"),
    "unknown_as_yes": (
        "Förväntad skada, okänd relation läst som partner",
        "Expected harm, unknown relation read as partner",
    ),
    "several_victims": ("Antal målsägande", "Number of victims"),
}
"""Ranker → its name for people."""

UNITS: dict[str, Both] = {
    "random": ("slumptal", "random number"),
    "count_12m": ("händelser", "incidents"),
    "harm_12m": ("dagar skadevikt", "days of harm weight"),
    "days_since": ("dagar, med minus", "days, negative"),
    "v100": ("dagar skadevikt", "days of harm weight"),
    "rfgv": ("poäng", "points"),
    "age_priors": ("poäng", "points"),
    "red_flags": ("riskfaktorer", "risk factors"),
    "beta_2022": ("villkor", "conditions"),
    "odara_police": ("frågor", "questions"),
    "repeat_risk": ("miljondelar", "millionths"),
    "scorecard": ("poäng", "points"),
    "expected_harm": ("miljondels skadedagar", "millionths of a harm day"),
    "unknown_as_yes": ("miljondels skadedagar", "millionths of a harm day"),
    "several_victims": ("målsägande", "victims"),
}
"""Ranker → the unit its score is counted in."""


def ranker_label(name: str) -> Both:
    """The ranker's name in Swedish and English; its own id where it has none."""
    return RANKERS.get(name, (name, name))


def ranker_unit(name: str) -> Both:
    """The unit of the ranker's score in Swedish and English; "poäng" / "points" where unknown."""
    return UNITS.get(name, ("poäng", "points"))
