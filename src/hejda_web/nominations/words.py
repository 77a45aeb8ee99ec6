"""Words for lists, outcomes, reasons and levels, in both languages."""

from __future__ import annotations

from hejda_web.ui.words import Words

LISTS = {
    "harm": Words("Förväntad skada", "Expected harm"),
    "serial": Words("Seriell brottslighet", "Serial offending"),
    "relation_unknown": Words("Relationen okänd", "Relation unknown"),
    "release": Words("Snart frigivna", "Soon released"),
    "several_victims": Words("Flera brottsoffer", "Several victims"),
}
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
STAGES = {
    "ordered": Words("väntar på sin tur", "waits for its turn"),
    "registers": Words("läser registren", "reads the registers"),
    "persons": Words("tar reda på vem som är vem", "works out who is who"),
    "relations": Words(
        "tar reda på vem som var tillsammans med vem", "works out who was whose partner"
    ),
    "rank": Words("rangordnar", "ranks"),
    "nominate": Words("gör listorna", "makes the lists"),
    "explain": Words("skriver skälen", "writes the reasons"),
    "write": Words("skriver tabellerna", "writes the tables"),
    "report": Words("skriver rapporten", "writes the report"),
    "identity": Words("läser vem som står i uppgifterna", "reads who stands in the records"),
    "loading": Words("läser in körningen", "brings the run in"),
}
FLAGS = {
    "inside": Words("frihetsberövad nu", "in custody now"),
    "on_the_way": Words("på väg mot seriell", "on the way to serial"),
    "serial_partner": Words("flera partner", "several partners"),
    "relation_unknown": Words("relationen okänd", "relation unknown"),
    "age_unknown": Words("ålder okänd", "age unknown"),
    "less_sure": Words("mindre säker koppling", "less sure link"),
    "overlay:strangulation": Words("strypning", "strangulation"),
    "overlay:threat_to_kill": Words("dödshot", "threat to kill"),
    "overlay:weapon": Words("vapen", "weapon"),
    "overlay:stalking": Words("förföljelse", "stalking"),
    "overlay:suicide_threat_to_partner": Words(
        "självmordshot mot partner", "suicide threat to the partner"
    ),
    "overlay:protected_source": Words(
        "uppgift från skyddad källa", "a fact from a protected source"
    ),
}


def flag_words(code: str) -> Words:
    """A flag or gap in words; an unknown code as it is."""
    plain = code.removeprefix("overlay:").replace("_", " ")
    return FLAGS.get(code, Words(plain, plain))
