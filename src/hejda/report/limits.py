"""What a run cannot know and does not claim; shown before anything else. Kept in run.json."""

from __future__ import annotations

from hejda.base.wording import Language

LIMITS: dict[Language, tuple[str, ...]] = {
    "sv": (
        "Det här är ett förslag. Ingen är utpekad, ingen åtgärd är beslutad. "
        "En namngiven person beslutar, med skäl.",
        "Den som står här är registrerad med en misstankegrad. Det är inte detsamma som skyldig.",
        "Underlaget är enbart polisens egna uppgifter. Vad vården, socialtjänsten, kriminalvården "
        "och de närstående vet finns inte med.",
        "Vid ungefär hälften av dödligt våld mot partner i Sverige kände polisen inte till något "
        "hot i förväg (Socialstyrelsen, återgivet av Polismyndigheten i maj 2024). "
        "Dem kan ingen lista av detta slag se.",
        "Det mesta våldet mot partner anmäls aldrig. Att inget är registrerat säger inget om "
        "säkerheten.",
        "Dödligt våld är alldeles för ovanligt för att förutsägas. Ordningen gäller förväntad "
        "registrerad allvarlig skada, inte vem som kommer att döda.",
        "Register visar var polisen har tittat. Om listan är rättvis mellan grupper, och om det "
        "hjälper att arbeta efter den, går inte att läsa här.",
    ),
    "en": (
        "This is a proposal. Nobody is singled out, no measure is decided. "
        "A named person decides, with reasons.",
        "Those shown are recorded with a degree of suspicion. That is not the same as guilty.",
        "It rests on the police's own records alone. What health care, social services, the prison "
        "and probation service and relatives know is not in it.",
        "In about half of lethal violence against partners in Sweden the police knew of no threat "
        "beforehand (National Board of Health and Welfare, reported by the Police, May 2024). "
        "No list of this kind can see those.",
        "Most violence against partners is never reported. That nothing is recorded says nothing "
        "about safety.",
        "Lethal violence is far too rare to predict. The order is by expected recorded serious "
        "harm, not by who will kill.",
        "Registers show where the police have looked. Whether the list is fair between groups, and "
        "whether acting on it helps, cannot be read here.",
    ),
}
"""The limits of every run, in both languages, in the order they are shown."""

MATERIAL: dict[str, tuple[str, str]] = {
    "invented": (
        "Påhittat material. Alla personer och händelser är uppdiktade. "
        "Ingenting här säger något om hur träffsäker metoden är.",
        "Invented material. Every person and event is made up. "
        "Nothing here says anything about how accurate the method is.",
    ),
    "public": (
        "Offentligt material, använt för forskning och prövning. Inte underlag för beslut om någon.",
        "Public material, used for research and testing. No basis for a decision about anybody.",
    ),
    "operational": (
        "Skarpt material. Sidan visar bara id-nummer, antal och kurvor; skäl och underlag läses "
        "av behöriga i ärendet.",
        "Operational material. This page shows only opaque ids, counts and curves; reasons and "
        "records are read by those authorised, in the case.",
    ),
}
"""What sort of material a run was made from, and what follows from that."""
