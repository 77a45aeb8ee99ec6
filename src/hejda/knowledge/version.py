"""Which rules these are: one fingerprint of everything a pack's knowledge depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from hejda.knowledge.files import Document
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


def fingerprint(pack: Path | str) -> str:
    """The fingerprint of the pack of that name or in that folder, files it extends included."""
    return fingerprint_of(read_pack(pack).documents)
