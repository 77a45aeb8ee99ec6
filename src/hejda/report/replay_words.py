"""The words of a replay: its limits, and each reason, in Swedish and English."""

from __future__ import annotations

from hejda.base.wording import Both, Language

LIMITS: dict[Language, tuple[str, ...]] = {
    "sv": (
        "Vid ungefär hälften av det allvarligaste våldet mot partner var ingenting registrerat i "
        "förväg (Thornton 2017: 55 % utan tidigare poliskontakt; Socialstyrelsen, återgivet av "
        "Polismyndigheten 2024: ungefär hälften utan känt hot). Det kan ingen lista av detta slag se.",
        "Sidan säger inget om dödligt våld: det är alldeles för ovanligt för att förutsägas, och här "
        "räknas det bara som en allvarlig händelse bland andra.",
        "Den ser bakåt från det som blev allvarligt. Hur många som såg likadana ut utan att något "
        "allvarligt registrerades står vid varje fall. Läs aldrig ett fall utan det talet.",
        "Att någon stod på listan betyder inte att händelsen hade gått att hindra.",
        "Ett allvarligt utfall är en registrerad misstanke, läst så som den först registrerades. Det "
        "är inte detsamma som att det är bevisat.",
    ),
    "en": (
        "In about half of the most serious violence against partners nothing had been registered "
        "beforehand (Thornton 2017: 55 % without earlier police contact; National Board of Health and "
        "Welfare, reported by the Police 2024: about half without a known threat). No list of this "
        "kind can see that.",
        "This page says nothing about killing: it is far too rare to predict, and here it counts only "
        "as one serious incident among others.",
        "It looks back from what became serious. How many looked the same without anything serious "
        "being registered stands with each case. Never read a case without that number.",
        "That somebody was on the list does not mean that the incident could have been prevented.",
        "A serious outcome is a registered suspicion, read as it was first registered. That is not "
        "the same as proved.",
    ),
}
"""What a replay cannot know and does not claim; shown before anything else."""

WHEN: Both = (
    "Varje fall ses från den första dagen i månaden 12, 6, 3 och 1 månader före händelsens månad. Så "
    "”365 dagar före” är 365 till 396 dagar före, ”30 dagar före” 28 till 61.",
    "Each case is looked at on the first day of the month 12, 6, 3 and 1 months before the month of "
    "the act. So “365 days before” is 365 to 396 days before, “30 days before” 28 to 61.",
)
"""On which days a replay looks."""

WHO: Both = (
    "Vem som är vem på en dag avgörs av de poster som då var registrerade. Hur lika två poster är har "
    "vägts med en modell lärd av allt, även det som kom senare.",
    "Who is who on a day is settled by the records registered by then. How alike two records are was "
    "weighed by a model learnt from everything, what came later too.",
)
"""What hindsight a replay keeps."""

REASONS: dict[str, tuple[Both, Both]] = {
    "never_reported": (
        ("Aldrig anmält", "Never reported"),
        (
            "Ingenting fanns registrerat om personen som misstänkt för något mot en partner, under "
            "någon av personens poster.",
            "Nothing was registered about the person as suspected of anything against a partner, "
            "under any of their records.",
        ),
    ),
    "identity_split": (
        ("Delad identitet", "Identity split"),
        (
            "Det som var registrerat låg under flera poster som inte hade förts samman. Tillsammans "
            "hade de gett en plats.",
            "What was registered lay under several records that had not been put together. Together "
            "they would have given a place.",
        ),
    ),
    "role": (
        ("Annan roll", "Another role"),
        (
            "Personen fanns i en händelse mellan partner, men inte som misstänkt.",
            "The person stood in an incident between partners, but not as suspect.",
        ),
    ),
    "wrong_code": (
        ("Inte kodat som partner", "Not coded as a partner's"),
        (
            "Misstänkt, men posten sade inte att det gällde en partner och inget registrerat band "
            "gjorde det. Därför räknades det inte.",
            "Suspected, but the record did not say that it was about a partner and no registered tie "
            "made it so. So it did not count.",
        ),
    ),
    "ended": (
        ("Avslutad misstanke", "Ended suspicion"),
        (
            "Misstanken hade avslutats och räknades därför inte, enligt regeln om avslutade misstankar.",
            "The suspicion had ended and so did not count, by the rule on ended suspicions.",
        ),
    ),
    "degree": (
        ("Misstankegrad", "Degree of suspicion"),
        (
            "Misstankegraden räcker inte för att räknas.",
            "The degree of suspicion is not one that counts.",
        ),
    ),
    "aged_out": (
        ("Äldre än återblicken", "Older than the look-back"),
        (
            "Det som räknas låg längre tillbaka än återblicken.",
            "What counts lay further back than the look-back.",
        ),
    ),
    "excluded": (
        ("Rangordnas inte", "Not ranked"),
        (
            "Personen var under åldersgränsen, eller enligt registret död, utflyttad eller utvisad.",
            "The person was under age, or by the register dead, abroad or expelled.",
        ),
    ),
    "below_floor": (
        ("Under golvet", "Below the floor"),
        (
            "Rangordnad, men med en poäng under golvet.",
            "Ranked, but with a score below the floor.",
        ),
    ),
    "inside": (
        ("Inlåst", "In custody"),
        (
            "Rangordnad före den sista platsen, men inlåst den dagen: tar ingen plats före frigivningen.",
            "Ranked before the last place, but in custody that day: takes no place before release.",
        ),
    ),
    "below_capacity": (
        ("Platserna räckte inte", "Below capacity"),
        (
            "Rangordnad, över golvet, men inte bland platserna.",
            "Ranked, above the floor, but not among the places.",
        ),
    ),
    "listed": (
        ("På en lista", "Listed"),
        ("Personen hade en plats på en lista.", "The person had a place on a list."),
    ),
}
"""Reason → its name and its sentence."""

THRESHOLDS: dict[str, Both] = {
    "registered": ("något registrerat", "something registered"),
    "one_person": ("posterna förda samman", "records put together"),
    "suspect": ("rollen misstänkt", "the role of suspect"),
    "partner": ("känt som partner", "known as a partner's"),
    "in_force": ("misstanken öppen", "suspicion in force"),
    "degree": ("misstankegraden", "the degree of suspicion"),
    "look_back": ("återblicken", "the look-back"),
    "population": ("vem som rangordnas", "who is ranked"),
    "floor": ("golvet", "the floor"),
    "at_liberty": ("på fri fot", "at liberty"),
    "places": ("antalet platser", "the number of places"),
}
"""The threshold that was not met, as a noun."""

OUTCOME: dict[str, Both] = {
    "serious": ("allvarlig händelse mot partner", "serious incident against a partner"),
    "violent_partner": ("våldshändelse mot partner", "violent incident against a partner"),
    "any_partner": ("händelse mot partner", "incident against a partner"),
}
"""What the outcomes are called."""
