"""The contract's words for records, as a Swedish and an English reader would say them."""

from __future__ import annotations

from hejda.base.wording import Both

INCIDENT_KINDS: dict[str, Both] = {
    "report": ("Anmälan", "Report"),
    "call_out": ("Utryckning utan anmälan", "Call-out without a report"),
    "tip": ("Tips", "Tip"),
    "unknown": ("Registrerad händelse", "Recorded event"),
}

ROLES: dict[str, Both] = {
    "victim": ("Personen är målsägande", "The person is recorded as victim"),
    "witness": ("Personen är vittne", "The person is recorded as witness"),
    "reporter": ("Personen är anmälare", "The person is recorded as reporter"),
    "child": ("Ett barn är registrerat i händelsen", "A child is recorded in the incident"),
}

ENDED: dict[str, Both] = {
    "acquitted": ("frikänd", "acquitted"),
    "cleared": ("avförd från misstanke", "cleared"),
    "no_crime": ("ej brott", "no crime"),
    "cannot_be_proved": ("brott kan ej styrkas", "cannot be proved"),
    "victim_not_taking_part": ("målsäganden medverkar inte", "the victim does not take part"),
    "no_leads": ("spaningsuppslag saknas", "no leads"),
    "limited": ("förundersökningsbegränsning", "investigation limited"),
    "time_barred": ("preskriberat", "time-barred"),
    "not_opened": ("förundersökning inte inledd", "investigation not opened"),
    "dismissed": ("nedlagt", "dismissed"),
    "unknown": ("skälet är inte angivet", "reason not given"),
}

INSIDE_KINDS: dict[str, Both] = {
    "remand": ("Häktad", "On remand"),
    "prison": ("I anstalt", "In prison"),
    "tag": ("Fotboja", "Electronic tag"),
    "forensic_care": ("Frihetsberövad", "Held"),
}

ORDER_STATUSES: dict[str, Both] = {
    "applied": ("Kontaktförbud, ansökan", "Protection order, applied for"),
    "refused": ("Kontaktförbud, avslag", "Protection order, refused"),
    "in_force": ("Kontaktförbud", "Protection order"),
    "lapsed": ("Kontaktförbud, upphört", "Protection order, lapsed"),
    "unknown": ("Kontaktförbud, läge okänt", "Protection order, status unknown"),
}

STATUS_KINDS: dict[str, Both] = {
    "died": ("Avliden", "Died"),
    "emigrated": ("Utflyttad ur landet", "Left the country"),
    "expelled": ("Utvisad", "Expelled"),
    "returned": ("Återkommen till landet", "Returned to the country"),
}

RELATION_KINDS: dict[str, Both] = {
    "spouse": ("gift", "spouse"),
    "cohabiting": ("sambo", "cohabiting"),
    "partner": ("partner", "partner"),
    "former_spouse": ("tidigare gift", "former spouse"),
    "former_cohabiting": ("tidigare sambo", "formerly cohabiting"),
    "former_partner": ("tidigare partner", "former partner"),
    "child_in_common": ("gemensamt barn", "child in common"),
    "parent_child": ("förälder och barn", "parent and child"),
    "sibling": ("syskon", "sibling"),
    "other_family": ("annan släkting", "other family"),
    "other": ("annan", "other"),
}

SANCTION_KINDS: dict[str, Both] = {
    "prison": ("Fängelse", "Prison"),
    "probation": ("Skyddstillsyn", "Probation"),
    "conditional": ("Villkorlig dom", "Conditional sentence"),
    "conditional_sentence": ("Villkorlig dom", "Conditional sentence"),
    "community_service": ("Samhällstjänst", "Community service"),
    "fine": ("Böter", "Fine"),
    "youth_care": ("Påföljd för unga", "Sanction for young people"),
}
"""Words of a pack that are known; any other sanction is told as a sanction, without its kind."""

OF_TABLE: dict[str, Both] = {
    "involvement": ("Personen är registrerad i händelsen", "The person is recorded in the event"),
    "custody": ("Frihetsberövad", "Held"),
    "sanction": ("Påföljd", "Sanction"),
    "person_status": ("Ändrad personstatus", "Change of status"),
}
"""What is said of a record of that table when its kind has no word here."""
