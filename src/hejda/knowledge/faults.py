"""Faults in rule files: collected, each with file, place and what to do, and shown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hejda.base.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place of one rule file."""

    file: str
    place: str
    what: str
    todo: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.what} {self.todo}".rstrip()


def refuse_faulty(pack: str, faults: Sequence[Fault]) -> None:
    """Raise one `KnowledgeError` that lists every fault; nothing when there is none."""
    if not faults:
        return
    counted = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    listed = "\n".join(f"  - {fault}" for fault in faults)
    raise KnowledgeError(
        "pack_faults",
        f"The rule pack {pack} has {counted}:\n{listed}\n",
        "Nobody is ranked by rules that are in doubt.",
        f"Mend the files and look at them with: hejda rules --rules {pack}",
    )
