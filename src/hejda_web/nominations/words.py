"""Words for lists, outcomes, reasons and levels, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from hejda.nominate.labels import flag_label, gap_codes, gap_sentence, list_label, list_sentence
from hejda.nominate.labels import moved_sentence as moved_in_words
from hejda.tables.results import LISTS as ALL_LISTS
from hejda_web.runs.words import HOLDERS, sign_titles
from hejda_web.ui.words import Words

LISTS = {code: Words(*list_label(code)) for code in ALL_LISTS}
LIST_SENTENCES = {code: Words(*list_sentence(code)) for code in ALL_LISTS}
ORIGINS = {
    "map": Words("Kartläggningen", "The mapping"),
    "own_list": Words("Egen lista", "Own list"),
    "officer": Words("Polis", "Officer"),
    "safety_officer": Words("Bops-handläggare", "Victim-safety officer"),
    "authority": Words("Samverkande myndighet", "Cooperating authority"),
}
LEVELS = {
    "high": Words("Hög risk för allvarligt våld", "High risk of serious violence"),
    "raised": Words("Förhöjd risk", "Raised risk"),
    "not_raised": Words("Inget som tyder på förhöjd risk", "Nothing that points to a raised risk"),
    "cannot_say": Words("Går inte att säga av uppgifterna", "Cannot be said from the records"),
}
OUTCOMES = {
    "list": Words("Bli fokusperson", "Become a focus person"),
    "not_list": Words("Inte bli fokusperson", "Not become a focus person"),
    "ask_facts": Words("Mer uppgifter behövs", "More facts are needed"),
    "wrong_person": Words("Kan vara fel person", "May be the wrong person"),
    "may_be_victim": Words("Kan vara brottsoffret", "May be the victim"),
}
REASONS = {
    "recent_serious": Words("Nya och allvarliga händelser", "Recent and serious incidents"),
    "several_victims": Words("Flera brottsoffer", "Several victims"),
    "escalation": Words("Det blir värre", "It gets worse"),
    "warning_acts": Words(
        "Varningstecken: strypning, dödshot, vapen",
        "Warning acts: strangulation, threats to kill, weapons",
    ),
    "old_or_ended": Words("Gammalt eller avslutat", "Old or ended"),
    "other_work": Words("Någon arbetar redan med det", "Somebody already works with it"),
    "doubtful_records": Words("Uppgifterna är osäkra", "The records are doubtful"),
    "records_mixed": Words(
        "Uppgifter om flera personer blandas", "Records of several people are mixed"
    ),
    "roles_reversed": Words("Rollerna kan vara omkastade", "The roles may be reversed"),
    "missing": Words("Viktiga uppgifter saknas", "Important facts are missing"),
    "other": Words("Annat, se texten", "Other, see the text"),
}
STATES = {
    "open": Words("väntar på granskning", "waits to be screened"),
    "one_vote": Words("väntar på det andra beslutet", "waits for the second vote"),
    "differing": Words("de två besluten skiljer sig", "the two votes differ"),
    "decided": Words("beslutad", "decided"),
}
RUN_STATES = {
    "ordered": Words("beställd", "ordered"),
    "mapping": Words("pågår", "going on"),
    "loading": Words("läses in", "being brought in"),
    "loaded": Words("klar", "done"),
    "failed": Words("misslyckades", "failed"),
}
WHO_IS_WHO = Words("tar reda på vem som är vem", "works out who is who")
STAGES = {
    "ordered": Words("väntar på sin tur", "waits for its turn"),
    "registers": Words("läser registren", "reads the registers"),
    "reading": Words("läser registren", "reads the registers"),
    "persons": WHO_IS_WHO,
    "learning": WHO_IS_WHO,
    "comparing": WHO_IS_WHO,
    "settling": WHO_IS_WHO,
    "rank": Words("rangordnar och gör listorna", "ranks and makes the lists"),
    "explain": Words("skriver skälen", "writes the reasons"),
    "relations": Words(
        "tar reda på vem som var tillsammans med vem", "works out who was whose partner"
    ),
    "write": Words("skriver tabellerna", "writes the tables"),
    "report": Words("skriver rapporten", "writes the report"),
    "identity": Words("läser vem som står i uppgifterna", "reads who stands in the records"),
    "loading": Words("läser in körningen", "brings the run in"),
}
ENDED_WHY = {
    "ground_ended": Words("Grunden finns inte längre", "The ground no longer holds"),
    "work_done": Words("Arbetet är klart", "The work is done"),
    "wrong": Words("Det var fel från början", "It was wrong from the start"),
}


@dataclass(frozen=True)
class Gap:
    """What is missing, and who holds it (empty where nobody here knows)."""

    says: Words
    holder: Words | None


def stage_words(stage: str) -> Words:
    """What a run is doing."""
    return STAGES.get(stage or "ordered", Words("arbetar", "at work"))


def flag_words(code: str) -> Words:
    """A flag in the core's words; an unknown code as it is."""
    return Words(*flag_label(code, sign_titles()))


def gap_words(code: str) -> Gap:
    """What is missing and who holds it; a code without a sentence as it is."""
    if code not in gap_codes():
        plain = code.replace("_", " ")
        return Gap(Words(plain, plain), None)
    sv, en, table = gap_sentence(code)
    return Gap(Words(sv, en), HOLDERS.get(table))


def moved_words(code: str, old: int | None, new: int | None, why: str) -> Words:
    """How somebody moved on a list since the run before, and why."""
    return Words(*moved_in_words(code, old, new, why))


def set_aside_words(code: str) -> Words:
    """Why rows of a delivery were quarantined; English by the code's own words."""
    from hejda.report.set_aside import SWEDISH  # brings an engine along; few pages need it

    plain = code.replace("_", " ").capitalize() + "."
    return Words(SWEDISH.get(code, plain), plain)
