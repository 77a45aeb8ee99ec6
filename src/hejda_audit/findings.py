"""What can be wrong with a log, each as one sentence in Swedish and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was done, as far as the remains tell."""

    EDITED = "edited"
    DELETED = "deleted"
    SWAPPED = "swapped"
    INSERTED = "inserted"
    TAIL_CUT = "tail_cut"
    REWRITTEN = "rewritten"
    TIME_BACKWARDS = "time_backwards"
    CHECKPOINT_FORGED = "checkpoint_forged"
    CHECKPOINT_MISSING = "checkpoint_missing"
    WITNESSES_DISAGREE = "witnesses_disagree"


@dataclass(frozen=True)
class Finding:
    """One divergence. `first`–`last` are entries (checkpoints, for a witness); `witness` names a witness."""

    kind: Kind
    first: int
    last: int
    witness: str = ""

    def sentence(self, language: str) -> str:
        """The finding in `sv` or `en`."""
        text = SENTENCES[self.kind][language]
        entries = ENTRIES[language][self.first != self.last].format(
            first=self.first, last=self.last
        )
        return text.format(
            entries=entries,
            first=self.first,
            last=self.last,
            witness=self.witness,
            after=self.first - 1,
        )


ENTRIES = {
    "sv": ("post {first}", "posterna {first}–{last}"),
    "en": ("entry {first}", "entries {first}–{last}"),
}

SENTENCES: dict[Kind, dict[str, str]] = {
    Kind.EDITED: {
        "sv": "Ändrad: {entries} har ändrats i efterhand; text, tid eller länk stämmer inte med hashen.",
        "en": "Edited: {entries} was changed after it was written; text, time or link does not fit the hash.",
    },
    Kind.DELETED: {
        "sv": "Borttaget: {entries} saknas ur loggen.",
        "en": "Deleted: {entries} missing from the log.",
    },
    Kind.SWAPPED: {
        "sv": "Omkastat: post {first} och post {last} har bytt plats eller innehåll.",
        "en": "Swapped: entry {first} and entry {last} have changed places or contents.",
    },
    Kind.INSERTED: {
        "sv": "Inskjutet: {entries} har lagts in i efterhand.",
        "en": "Inserted: {entries} put in afterwards.",
    },
    Kind.TAIL_CUT: {
        "sv": "Avkortad: loggen slutar efter post {after}, men {entries} har funnits.",
        "en": "Tail cut: the log ends after entry {after}, but {entries} once existed.",
    },
    Kind.REWRITTEN: {
        "sv": "Omskriven: kedjan håller, men {entries} är inte de som vittnena bekräftade ({witness}).",
        "en": "Rewritten: the chain holds, but {entries} not as the witnesses confirmed ({witness}).",
    },
    Kind.TIME_BACKWARDS: {
        "sv": "Tiden går bakåt: nummer {first} har en tidigare tid än det före ({witness}).",
        "en": "Time going backwards: number {first} has an earlier time than the one before it ({witness}).",
    },
    Kind.CHECKPOINT_FORGED: {
        "sv": "Förfalskad kontrollpunkt: nummer {first} hos vittnet {witness} är inte undertecknad "
        "med nyckeln eller hänger inte ihop med den före.",
        "en": "Checkpoint forged: number {first} held by witness {witness} is not signed by the key "
        "or does not follow from the one before.",
    },
    Kind.CHECKPOINT_MISSING: {
        "sv": "Kontrollpunkt saknas: vittnet {witness} har inte nummer {first} till {last}.",
        "en": "Checkpoint missing: witness {witness} does not hold number {first} to {last}.",
    },
    Kind.WITNESSES_DISAGREE: {
        "sv": "Vittnena är oense: kontrollpunkt {first} säger olika saker ({witness}).",
        "en": "Witnesses disagree: checkpoint {first} says different things ({witness}).",
    },
}
