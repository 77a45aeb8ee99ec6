"""Words for what a run says: tables of the registers, who holds what, people around, regions."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Any

import yaml

from hejda.knowledge.packs import home
from hejda.knowledge.words import NAMES
from hejda_web.ui.words import Words

PACK = "se"

TABLES = {
    "incident": Words("händelse", "incident"),
    "offence": Words("brottsmisstanke", "suspected offence"),
    "involvement": Words("misstanke mot personen", "suspicion of the person"),
    "custody": Words("frihetsberövande", "custody"),
    "observation": Words("iakttagelse", "observation"),
    "protection_order": Words("kontaktförbud", "protection order"),
    "relation": Words("relation", "relation"),
    "residence": Words("boende", "residence"),
    "sanction": Words("påföljd", "sanction"),
    "supervision": Words("övervakning i frihet", "supervision"),
    "licence": Words("vapenlicens", "weapon licence"),
    "measure_taken": Words("åtgärd", "measure taken"),
}
ORDER_OF_TABLES = tuple(TABLES)
"""Within one day: the incident first, then what it is suspected to be, then the rest."""

HOLDERS = {
    "incident": Words("den som tog emot anmälan", "whoever took the report"),
    "involvement": Words("förundersökningen", "the criminal investigation"),
    "relation": Words(
        "anmälan, förhören och folkbokföringen",
        "the report, the interviews and the population register",
    ),
    "residence": Words("folkbokföringen", "the population register"),
    "person_record": Words("folkbokföringen", "the population register"),
    "person_status": Words(
        "folkbokföringen och Migrationsverket",
        "the population register and the Migration Agency",
    ),
    "custody": Words("Kriminalvården", "the Prison and Probation Service"),
    "observation": Words(
        "den som tog emot anmälan, och Bops", "whoever took the report, and the victim-safety unit"
    ),
    "protection_order": Words("åklagaren", "the prosecutor"),
    "sanction": Words("belastningsregistret", "the criminal record"),
}
"""Who holds what a missing table would tell."""

PARTNER = {
    "yes": Words("partner eller tidigare partner", "partner or former partner"),
    "no": Words("inte partner", "not a partner"),
    "unknown": Words("relationen är inte känd", "the relation is not known"),
}
CONFIDENCE = {
    "sure": Words("säker", "sure"),
    "likely": Words("trolig", "likely"),
    "possible": Words("möjlig", "possible"),
    "none": Words("ingen uppgift", "no record of it"),
}

NO_ACT = Words("påhittat, ingen lag gäller", "invented, no act applies")
PACKS = {
    "se": Words("Sverige", "Sweden"),
    "xx": Words("Exempellandet", "The example country"),
}
SOURCES = {"invented": Words("det påhittade landet", "the invented country")}
TITLE_OF_INVENTED = " (påhittat · invented)"
"""How `hejda simulate` ends the title of a country."""


def kind_words(kind: str) -> Words:
    """A kind of relation, as the core names it."""
    found = NAMES.get(kind)
    plain = kind.replace("_", " ")
    return Words(*found) if found else Words(plain, plain)


@lru_cache(maxsize=1)
def _kinds_of_observation() -> list[dict[str, Any]]:
    said = yaml.safe_load((home() / PACK / "observations.yaml").read_text(encoding="utf-8"))
    kinds: list[dict[str, Any]] = said["kinds"]
    return kinds


def sign_titles() -> dict[str, tuple[str, str]]:
    """Kinds of observation by id, as the knowledge files name them."""
    return {
        each["id"]: (each["title"]["sv"], each["title"]["en"]) for each in _kinds_of_observation()
    }


def warning_kinds() -> frozenset[str]:
    """Kinds of observation that are shown as warning acts."""
    return frozenset(each["id"] for each in _kinds_of_observation() if each.get("lethality"))


@lru_cache(maxsize=1)
def regions() -> dict[str, Words]:
    """Every police region by its code; those whose region nobody knows are the nation's."""
    with (home() / PACK / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["police_region"]: Words(row["title_sv"], row["title_en"]) for row in rows}
    return known | {"national": Words("Polisregion okänd", "Police region unknown")}
