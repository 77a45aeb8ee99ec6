"""Lists, flags, gaps and moves in words, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from hejda.base.wording import Both, inside_sentence, number

_LISTS: dict[str, Both] = {
    "harm": ("Förväntad skada", "Expected harm"),
    "serial": ("Flera målsägande utan samband", "Several unconnected victims"),
    "serial_unknown": (
        "Flera målsägande, en av okänd relation",
        "Several victims, one of unknown relation",
    ),
    "release": ("Förbered frigivning", "Prepare for release"),
    "review": ("Ska ses av en människa", "To be seen by a person"),
    "relation_unknown": ("Relationen okänd", "Relation unknown"),
    "several_victims": (
        "Flera målsägande, relationen okänd",
        "Several victims, relation unknown",
    ),
}
_LIST_SENTENCES: dict[str, Both] = {
    "harm": (
        "Alla som rangordnas, efter förväntad skada under det kommande året i frihet.",
        "Everybody ranked, by expected harm over the coming year at liberty.",
    ),
    "serial": (
        "Misstankar som gäller minst två målsägande utan samband med varandra, eller på väg dit.",
        "Suspicions that concern at least two unconnected victims, or are on the way there.",
    ),
    "serial_unknown": (
        "Skulle stå på väg mot flera om den okända målsäganden är eller var partner, men ingen "
        "uppgift tyder på det eller talar emot det. Ta reda på relationen först. Platserna är de som "
        "listan över flera målsägande saknar.",
        "Would be on the way to several if the unknown victim is or was a partner, but no record "
        "points to it or away from it. Find out the relation first. Their places are those missing "
        "from the list of several victims.",
    ),
    "release": (
        "Personer som är frihetsberövade nu men annars hade haft en plats. "
        "Ordnade efter beräknad frigivning.",
        "People who are held now but would otherwise have had a place. "
        "Ordered by expected release.",
    ),
    "review": (
        "Ett registrerat varningstecken gör att en människa ska titta, oavsett poäng. "
        "Det är ingen sannolikhet.",
        "A recorded warning sign means that a person must look, whatever the score. "
        "It is not a probability.",
    ),
    "relation_unknown": (
        "Skulle få en plats om varje okänd relation vore en partnerrelation. "
        "Ta reda på relationen först.",
        "Would take a place if every unknown relation were a partner relation. "
        "Find out the relation first.",
    ),
    "several_victims": (
        "Leveransen säger inget om relationer. Här står misstänkta med minst två målsägande; "
        "det är ingen serielista.",
        "The delivery says nothing of relations. These are suspects with at least two victims; "
        "it is not a serial list.",
    ),
}
_FLAGS: dict[str, Both] = {
    "serial_partner": ("Flera partner", "Several partners"),
    "serial_sexual": ("Flera, sexualbrott", "Several, sexual offences"),
    "on_the_way": ("På väg mot flera", "On the way to several"),
    "serial_unknown": ("Okänd relation till en målsägande", "Relation to one victim unknown"),
    "inside": ("Frihetsberövad nu", "Held now"),
}
_OVERLAY: Both = ("Varningstecken", "Warning sign")
PROTECTED_SOURCE = "protected_source"
"""Stands for a kind of observation that only one person can have told of, and that is not named."""
_PROTECTED: Both = (
    "Uppgift som bara kan komma från en viss person",
    "Information that can only come from one particular person",
)

_GAPS: dict[str, tuple[str, str, str]] = {
    "age_unknown": (
        "Åldern är okänd; personen rangordnas ändå.",
        "Age is unknown; the person is ranked all the same.",
        "person_record",
    ),
    "region_unknown": (
        "Ingen uppgift om vilken polisregion som ska titta.",
        "Nothing says which police region should look.",
        "residence",
    ),
    "relation_unknown": (
        "Minst en misstanke där relationen till målsäganden inte är känd.",
        "At least one suspicion where the relation to the victim is not known.",
        "relation",
    ),
    "less_sure": (
        "Paret misstänkt och målsägande vilar på händelsen, inte på ett brott i den.",
        "The pair of suspect and victim rests on the incident, not on an offence within it.",
        "involvement",
    ),
    "no_custody": (
        "Inga uppgifter om frihetsberövanden; all tid räknas som tid i frihet.",
        "Nothing about time in custody; all time is counted as time at liberty.",
        "custody",
    ),
    "no_person_status": (
        "Inga uppgifter om avlidna, utflyttade eller utvisade.",
        "Nothing about people who died, left the country or were expelled.",
        "person_status",
    ),
    "no_observation": (
        "Inga registrerade varningstecken i leveransen; det är inte samma sak som att inga finns.",
        "No recorded warning signs in the delivery; that does not mean there are none.",
        "observation",
    ),
    "no_victims": (
        "Inga målsägande i leveransen; antal målsägande och par kan inte räknas.",
        "No victims in the delivery; victims and pairs cannot be counted.",
        "involvement",
    ),
    "no_relation": (
        "Inga relationer i leveransen; partner syns bara där anmälan själv säger det.",
        "No relations in the delivery; partners show only where the report itself says so.",
        "relation",
    ),
    "no_person_record": (
        "Inga personuppgifter utöver id; ålder och region saknas.",
        "Nothing about people beyond their id; age and region are missing.",
        "person_record",
    ),
    "no_protection_order": (
        "Inga uppgifter om kontaktförbud.",
        "Nothing about protection orders.",
        "protection_order",
    ),
    "no_sanction": (
        "Inga uppgifter om påföljder; tidigare domar syns bara i misstankegraden.",
        "Nothing about sanctions; earlier convictions show only in the degree of suspicion.",
        "sanction",
    ),
}
_GAPS["no_relations"] = _GAPS["no_relation"]

_MOVED_WHY: dict[str, Both] = {
    "record": (
        "en uppgift har tillkommit, ändrats eller tagits bort",
        "a record was added, changed or removed",
    ),
    "time": ("tid har gått", "time has passed"),
    "rule": ("reglerna har ändrats", "the rules have changed"),
    "identity": (
        "vilka uppgifter som hör till personen har ändrats",
        "which records belong to the person has changed",
    ),
    "capacity": ("antalet platser har ändrats", "the number of places has changed"),
    "others": ("andra personer har flyttat sig", "other people have moved"),
}


def list_label(code: str) -> Both:
    """The name of a list or group."""
    return _LISTS[code]


def list_sentence(code: str) -> Both:
    """What a list or group is, in a sentence."""
    return _LIST_SENTENCES[code]


def flag_label(code: str, kind_titles: Mapping[str, Both] | None = None) -> Both:
    """A mark of a candidate; `overlay:KIND` is named by `kind_titles`, else by its id in words.

    `overlay:protected_source` is a warning sign whose kind is not told.
    """
    if not code.startswith("overlay:"):
        return _FLAGS.get(code, (code, code))
    kind = code.removeprefix("overlay:")
    named = {PROTECTED_SOURCE: _PROTECTED, **(kind_titles or {})}
    titles = named.get(kind) or (kind.replace("_", " "),) * 2
    return (
        f"{_OVERLAY[0]}: {inside_sentence(titles[0])}",
        f"{_OVERLAY[1]}: {inside_sentence(titles[1])}",
    )


def gap_sentence(code: str) -> tuple[str, str, str]:
    """What is missing, in Swedish and English, and the contract table that would hold it."""
    return _GAPS[code]


def gap_codes() -> tuple[str, ...]:
    """Every gap that has a sentence."""
    return tuple(_GAPS)


def moved_sentence(code: str, old: int | None, new: int | None, why: str) -> Both:
    """Who moved how on the list `code`, and why (a word of the table `moved`)."""
    reason = _MOVED_WHY[why]
    name = list_label(code)
    if old is None and new is not None:
        sv, en = f"Ny, plats {number(new)}", f"New, place {number(new)}"
    elif new is None and old is not None:
        sv, en = f"Borta, hade plats {number(old)}", f"Gone, had place {number(old)}"
    elif old is None or new is None:
        sv, en = "Inte på listan", "Not on the list"
    elif old == new:
        sv, en = f"Kvar på plats {number(new)}", f"Still at place {number(new)}"
    else:
        sv = f"{'Upp' if new < old else 'Ned'} från plats {number(old)} till {number(new)}"
        en = f"{'Up' if new < old else 'Down'} from place {number(old)} to {number(new)}"
    return f"{name[0]}. {sv}: {reason[0]}.", f"{name[1]}. {en}: {reason[1]}."
