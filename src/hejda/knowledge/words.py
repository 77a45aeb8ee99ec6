"""The words a rule is shown with, in Swedish and English: units, names in lists, headings."""

from __future__ import annotations

from typing import Literal

from hejda.base.wording import DEGREES

Language = Literal["sv", "en"]
Pair = tuple[str, str]
"""Swedish, English."""

UNITS: dict[str, Pair] = {
    "days": ("dagar", "days"),
    "days_at_liberty": ("dagar i frihet", "days at liberty"),
    "months": ("månader", "months"),
    "years": ("år", "years"),
    "harm_days": ("skadedagar", "harm days"),
    "count": ("stycken", "in number"),
    "thousandths": ("tusendelar", "thousandths"),
    "millionths_of_a_harm_day": ("miljondels skadedagar", "millionths of a harm day"),
    "points": ("poäng", "points"),
    "points_per_harm_day": ("poäng per skadedag", "points per harm day"),
    "points_by_age": ("poäng, efter lägsta ålder", "points, by lowest age"),
    "points_by_count": ("poäng, efter antal", "points, by number"),
    "names": ("", ""),
    "name": ("", ""),
    "day": ("", ""),
    "seed": ("", ""),
    "treatment": ("", ""),
}
"""Every unit a number may have, by its name in rule.schema.json."""

NAMES: dict[str, Pair] = {
    "never": ("räknas aldrig", "never counts"),
    "as_recorded": ("räknas som det registrerats", "counts as recorded"),
    "beside_live": (
        "räknas bara bredvid en misstanke som inte avslutats",
        "counts only beside a suspicion that has not ended",
    ),
    **DEGREES,
    "unknown": ("okänd", "unknown"),
    "spouse": ("make", "spouse"),
    "cohabiting": ("sambo", "cohabiting"),
    "partner": ("partner", "partner"),
    "former_spouse": ("tidigare make", "former spouse"),
    "former_cohabiting": ("tidigare sambo", "formerly cohabiting"),
    "former_partner": ("tidigare partner", "former partner"),
    "child_in_common": ("gemensamt barn", "child in common"),
    "parent_child": ("förälder och barn", "parent and child"),
    "sibling": ("syskon", "siblings"),
    "other_family": ("annan släkt", "other family"),
    "remand": ("häkte", "remand"),
    "prison": ("fängelse", "prison"),
    "tag": ("fotboja", "electronic tag"),
    "forensic_care": ("rättspsykiatrisk vård", "forensic care"),
    "died": ("avliden", "died"),
    "emigrated": ("utflyttad", "left the country"),
    "expelled": ("utvisad", "expelled"),
    "lethal": ("dödligt våld", "lethal"),
    "violence": ("våld", "violence"),
    "sexual": ("sexualbrott", "sexual"),
    "threat": ("hot", "threat"),
    "confinement": ("frihetsberövande", "confinement"),
    "stalking": ("förföljelse", "stalking"),
    "control": ("kontroll och tvång", "control"),
    "breach": ("överträdelse av beslut", "breach of an order"),
    "damage": ("skadegörelse", "damage"),
    "privacy": ("intrång i privatlivet", "privacy"),
    "child": ("brott mot barn", "child"),
    "other": ("annat", "other"),
    "red_flag": ("riskfaktor (räknas av red_flags)", "risk factor (counted by red_flags)"),
    "lethality": ("varningstecken", "warning act"),
    "forces_review": ("för personen till granskning", "brings the person before a human"),
    "between_partners": ("tecken på en relation", "sign of a tie"),
}
"""Names that stand in lists of rules, by their spelling there."""

HEADINGS: dict[str, Pair] = {
    "applies": ("Gäller {day}", "In force on {day}"),
    "does_not_apply": ("Gäller inte {day}", "Not in force on {day}"),
    "nearest": (
        "Gäller inte {day}; den närmaste perioden visas.",
        "Not in force on {day}; the nearest period is shown.",
    ),
    "no_numbers": ("Regeln har inga egna tal.", "The rule has no numbers of its own."),
    "other_periods": ("Andra perioder", "Other periods"),
    "number": ("Tal", "Number"),
    "value": ("Värde", "Value"),
    "unit": ("Enhet", "Unit"),
    "source": ("Källa", "Source"),
    "review": ("Granskas senast", "Review by"),
    "reviewed": ("senast granskad {day} av {by}", "last reviewed {day} by {by}"),
    "overdue": ("PASSERAT: granska regeln", "PAST: review the rule"),
    "verified": ("Verifierad", "Verified"),
    "yes": ("ja", "yes"),
    "no": ("NEJ", "NO"),
    "signed": ("ja", "yes"),
    "unsigned": ("NEJ, ingen har intygat den", "NO, nobody has signed for it"),
    "note": ("Anmärkning", "Note"),
    "file": ("Fil", "File"),
    "from": ("Ur", "From"),
    "uses": ("Läser också", "Also reads"),
    "scale": ("Straffskala", "Penal scale"),
    "period": ("Period", "Period"),
    "classes": ("Klass", "Class"),
    "flags": ("Märken", "Marks"),
    "no_flags": ("inga", "none"),
    "harm_scale": ("Skadeskala", "Harm scale"),
    "completed": ("Fullbordat, dagar", "Completed, days"),
    "attempt": ("Försök, dagar", "Attempt, days"),
    "in_use": ("används", "in use"),
    "weighed_on": ("Vägs efter lagen den", "Weighed by the law of"),
    "marks": ("Används som", "Used as"),
    "health": (
        "Uppgift om hälsa: läses aldrig av någon rangordning, något filter eller någon sökning.",
        "About health: never read by any ranking, filter or search.",
    ),
    "no_marks": ("visas, räknas inte", "shown, not counted"),
    "counties": ("Län", "Counties"),
    "rule": ("Id", "Id"),
    "title": ("Vad", "What"),
    "to_see_one": (
        "En regel i sin helhet: hejda rules ID. Också ett brott, ett slags iakttagelse "
        "eller en polisregion.",
        "One rule in full: hejda rules ID. Also an offence, a kind of observation or "
        "a police region.",
    ),
    "since_ever": ("utan början", "without beginning"),
    "still": ("tills vidare", "still"),
    "offences": ("Brott", "Offences"),
    "observations": ("Slags iakttagelser", "Kinds of observation"),
    "regions": ("Polisregioner", "Police regions"),
    "ever": ("hur länge som helst", "ever"),
    "grounds": ("Rättsliga grunder och gallring", "Legal grounds and erasure"),
    "paragraph": ("Lagrum", "Paragraph"),
    "ground_kind": ("Slag", "Kind"),
    "unverified_from": ("ej verifierad från {day}", "unverified from {day}"),
    "doubt": ("Inte säkert", "Not sure"),
    "confirmed": ("Bekräftad av jurist", "Confirmed by a lawyer"),
    "not_confirmed": ("NEJ, ingen har bekräftat den", "NO, nobody has confirmed it"),
    "access": ("Vem får se", "Who may see"),
    "sees": (
        "[innehåll: {content}; att det finns: {exists}]",
        "[content: {content}; that it exists: {exists}]",
    ),
    "clock": ("Får behållas", "May be kept"),
    "years_unknown": (
        "Hur länge är inte känt: fråga en jurist",
        "How long is not known: ask a lawyer",
    ),
    "runs_from": ("Räknas från {moment}", "Runs from {moment}"),
    "not_counted": ("Räknas inte: tid i {kinds}", "Not counted: time in {kinds}"),
    "prolonged": (
        "En ny uppgift i tid förlänger, till högst {years} år",
        "A new entry in time prolongs it, to {years} years at most",
    ),
    "demanded": ("Vad en listning måste svara på", "What a listing must answer"),
    "answer": ("Svar", "Answer"),
    "must_be_yes": ("måste vara ja", "must be yes"),
}

GROUND_KINDS: dict[str, Pair] = {
    "listing": ("grund för listning", "ground for a listing"),
    "source_law": ("källans egen lag", "the source's own act"),
    "ended": ("avslutad misstanke", "ended suspicion"),
    "review": ("prövning", "review"),
}

FIELD_KINDS: dict[str, Pair] = {
    "text": ("text", "text"),
    "yes_no": ("ja eller nej", "yes or no"),
    "date": ("datum", "date"),
    "choice": ("val", "choice"),
}

AUDIENCES: dict[str, Pair] = {
    "designated": ("särskilt angivna tjänstemän", "specially named officers"),
    "few": ("ett fåtal personer", "a few people"),
    "need": ("den som behöver det i arbetet", "whoever needs it for the task"),
}

MOMENTS: dict[str, Pair] = {
    "crime_fact": (
        "den senaste nya uppgiften om brottslig verksamhet",
        "the last new fact about criminal activity",
    ),
    "first_kept": ("den dag uppgiften först behandlades", "the day the fact was first processed"),
    "case_closed": ("den dag ärendet avslutades", "the day the case was closed"),
    "sanction_ended": ("den dag påföljden var avtjänad", "the day the sanction was served"),
    "suspicion_ended": ("den dag misstanken avslutades", "the day the suspicion ended"),
    "review": ("den senaste prövningen", "the last review"),
}
"""What a clock runs from, by its name in retention.schema.json."""

SOURCE_READ: dict[str, Pair] = {
    "in_full": ("läst i sin helhet", "read in full"),
    "opening": ("början läst", "opening read"),
    "secondary": ("andrahandsuppgift", "secondary account"),
    "not_read": ("inte läst", "not read"),
    "own": ("vårt eget val", "our own choice"),
    "invented": ("påhittat", "invented"),
}


def word(pair: Pair, lang: Language) -> str:
    """The word in a language."""
    return pair[0] if lang == "sv" else pair[1]


def heading(name: str, lang: Language, **parts: object) -> str:
    """A heading in a language, with its parts filled in."""
    return word(HEADINGS[name], lang).format(**parts)


def named(name: str, lang: Language) -> str:
    """A name of a list as a person says it; the name itself where no word is known."""
    return word(NAMES[name], lang) if name in NAMES else name


def length(months: int | None, days: int, lang: Language) -> str:
    """A length of prison in words: years and months where it is written in months, else days."""
    if months is None:
        return f"{days} {word(UNITS['days'], lang)}"
    years, rest = divmod(months, 12)
    parts = []
    if years:
        unit = "år" if lang == "sv" else ("year" if years == 1 else "years")
        parts.append(f"{years} {unit}")
    if rest or not years:
        singular, plural = ("månad", "månader") if lang == "sv" else ("month", "months")
        parts.append(f"{rest} {singular if rest == 1 else plural}")
    return " ".join(parts)


def penal_scale(
    least: str | None, greatest: str | None, *, life: bool, fine: bool, lang: Language
) -> str:
    """A penal scale in words. `least` and `greatest` are lengths of prison; None: not stated."""
    sv = lang == "sv"
    if greatest is None and not life:
        return "böter" if sv else "a fine"
    words = [("böter eller fängelse" if sv else "a fine or prison") if fine else _prison(sv)]
    if least and not fine:
        words.append(f"lägst {least}" if sv else f"of at least {least}")
    if greatest:
        words.append(f"högst {greatest}" if sv else f"at most {greatest}")
    said = words[0] + (" " + (", ".join(words[1:])) if len(words) > 1 else "")
    for_life = ", eller på livstid" if sv else ", or for life"
    return said + for_life if life else said


def _prison(sv: bool) -> str:
    return "fängelse" if sv else "prison"
