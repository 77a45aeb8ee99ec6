"""The roles of the pages, and what an appointment may give. A role alone opens nobody's record."""

from __future__ import annotations

from hejda_web.ui.words import Words

ROLES = {
    "analyst": Words("Analytiker", "Analyst"),
    "case_officer": Words("Ansvarig handläggare", "Case officer"),
    "regional_lead": Words("Regionalt ansvarig", "Regional lead"),
    "national_lead": Words("Nationellt ansvarig", "National lead"),
    "safety_officer": Words("Bops-handläggare", "Victim-safety officer"),
    "lawyer": Words("Jurist, dataskyddsombud", "Lawyer, data-protection officer"),
    "duty_desk": Words("Vakthavande", "Duty desk"),
    "authority": Words("Samverkande myndighet", "Cooperating authority"),
    "administrator": Words("Administratör", "Administrator"),
}
WHAT_ROLES_DO = {
    "analyst": Words(
        "Startar kartläggningar, granskar kandidater och följer vad som ändras.",
        "Starts mapping runs, screens candidates and follows what changes.",
    ),
    "case_officer": Words(
        "Arbetar med de fokuspersoner hen är utsedd för.",
        "Works with the focus persons the officer is appointed for.",
    ),
    "regional_lead": Words(
        "Följer regionens arbete och fattar det andra beslutet.",
        "Follows the region's work and takes the second decision.",
    ),
    "national_lead": Words(
        "Ser tal, effekt och gällande regler; inga namn.",
        "Sees numbers, effect and the rules in force; no names.",
    ),
    "safety_officer": Words(
        "Arbetar med brottsoffrets säkerhet.", "Works with the victim's safety."
    ),
    "lawyer": Words(
        "Granskar regler, grunder, gallring och åtkomst; handlägger inga ärenden.",
        "Reviews rules, grounds, retention and access; works no cases.",
    ),
    "duty_desk": Words(
        "Gör en enda slagning: vem ska ringas, och vad ska göras nu.",
        "Makes one look-up: whom to call, and what to do now.",
    ),
    "authority": Words(
        "Ser de frågor som ställts till myndigheten och vad den fått veta.",
        "Sees the requests to the authority and what it was told.",
    ),
    "administrator": Words(
        "Sköter konton, enheter och systemets hälsa; ser inga personuppgifter.",
        "Looks after accounts, units and the health of the system; sees no personal records.",
    ),
}
SCREENING, ACTOR, DUTY = "screening", "actor", "duty"
SCOPES = {
    SCREENING: Words("granska en regions kandidater", "screen a region's candidates"),
    ACTOR: Words("arbeta med en fokusperson", "work with a focus person"),
    DUTY: Words("svara som vakthavande", "answer at the duty desk"),
}
NATIONAL = "national"
"""The region of those whose police region is not known."""
