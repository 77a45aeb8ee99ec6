"""Which rules these are: one fingerprint of everything a pack's knowledge depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from hejda.knowledge.files import Document
from hejda.knowledge.packs import DUTY, OFFENCES, RETENTION, SHARING
from hejda.knowledge.reading import read_pack


def fingerprint_of(documents: Mapping[str, Document]) -> str:
    """SHA-256 (64 hexadecimal digits) over the content of `documents` by name.

    Content means what the files say: comments, spacing, quoting and the order of keys do not
    count, every value does. Where a file lies does not count either, nor does sources.yaml: it
    says where to read more, and no number comes from it.
    """
    content = {name: document.content for name, document in documents.items()}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def of_ranking(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Those a ranking depends on: all but the law that moves no score and no place."""
    beside = (RETENTION, SHARING, DUTY)
    return {name: it for name, it in documents.items() if not name.startswith(beside)}


def of_grounds(documents: Mapping[str, Document]) -> dict[str, Document]:
    """The legal grounds alone."""
    return {name: it for name, it in documents.items() if name.startswith(RETENTION)}


def of_sharing(documents: Mapping[str, Document]) -> dict[str, Document]:
    """What an answer about sharing depends on: secrecy, what lifts it, and the penal scales."""
    return {
        name: it for name, it in documents.items() if name.startswith(SHARING) or name == OFFENCES
    }


def fingerprint(pack: Path | str) -> str:
    """The fingerprint of the pack of that name or in that folder, files it extends included.

    It is the one a run carries, of everything a ranking depends on; the legal grounds and the rules
    of sharing have their own (`Grounds.fingerprint`, `SharingRules.fingerprint`).
    """
    return fingerprint_of(of_ranking(read_pack(pack).documents))
