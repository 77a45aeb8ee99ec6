"""Why each fact of a scorecard may be read, for a reader of the page, in both languages."""

from __future__ import annotations

from hejda.base.wording import Both
from hejda.rank.features import Feature

_WHY: dict[str, Both] = {
    "all_incidents_decayed": (
        "Hur nyligt och hur ofta bär det mesta av vad man vet om upprepning.",
        "How recent and how often carry most of what is known about repetition.",
    ),
    "partner_fast": (
        "Mer än hälften av upprepningarna kommer inom tre månader (VPR4.0, Spanien).",
        "More than half of repeats come within three months (VPR4.0, Spain).",
    ),
    "partner_slow": ("Ett varaktigt mönster mot partner.", "A lasting pattern against partners."),
    "other_fast": (
        "Tidigare brott av alla slag hänger samman med våld mot partner (Grogger m.fl. 2021).",
        "Earlier offences of any kind go with partner violence (Grogger et al. 2021).",
    ),
    "other_slow": (
        "Tidigare brott av alla slag hänger samman med våld mot partner (Grogger m.fl. 2021).",
        "Earlier offences of any kind go with partner violence (Grogger et al. 2021).",
    ),
    "other_incidents": (
        "Tidigare brott av alla slag hänger samman med våld mot partner.",
        "Earlier offences of any kind go with partner violence.",
    ),
    "days_near": (
        "Tiden sedan senaste händelsen hör till det som väger mest (Turner m.fl. 2022).",
        "Time since the latest incident is among what weighs most (Turner et al. 2022).",
    ),
    "gravest": (
        "Vad misstanken gällde, vägt efter lagens skala.",
        "What the suspicion was about, weighed by the scale of the law.",
    ),
    "harm_decayed": ("Hur ofta och hur grovt tillsammans.", "How often and how grave together."),
    "threats": (
        "Hot föregår grövre händelser i granskningar av fall.",
        "Threats come before graver acts in case reviews.",
    ),
    "confinements": (
        "Att styra någons rörelser är en handling, med egna brott.",
        "Control of a person's movements is an act, with its own offences.",
    ),
    "grave_incidents": (
        "Våld mot någon, vem som helst, hänger samman med våld mot partner.",
        "Violence against anybody goes with violence against a partner.",
    ),
    "partner_victims": (
        "Flera utsatta partner är det mönster som den seriella listan gäller.",
        "Several partners harmed is the pattern the serial list is about.",
    ),
    "warning_signs": (
        "De publicerade riskfaktorerna i polisens försök; handlingar, inte hälsa.",
        "The published risk factors of the police pilot; acts, not health.",
    ),
}


def why_read(feature: Feature) -> Both:
    """Why the fact may be read; as the code declares it where it has no words here."""
    return _WHY.get(feature.name, (feature.why, feature.why))
