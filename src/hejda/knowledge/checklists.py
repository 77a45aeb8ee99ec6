"""Checklists for those on duty: what to do in the first hours, line by line, each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from hejda.base.errors import KnowledgeError
from hejda.knowledge.faults import Fault, refuse_faulty
from hejda.knowledge.files import Document, read_yaml
from hejda.knowledge.packs import DUTY, SOURCES, find_pack, home
from hejda.knowledge.rules import Text
from hejda.knowledge.schemas import faults_against
from hejda.knowledge.written import Reviewed


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Read):
    """Where a line was read. ref: a key of sources.yaml; at: the place in it."""

    ref: str
    at: str
    read: dt.date


class Line(_Read):
    """One thing to do. source: None where nothing found says so, and somebody has to decide it."""

    id: str
    text: Text
    why: Text
    source: Origin | None


class Part(_Read):
    """Lines that belong to one stretch of time, in the order they are done."""

    title: Text
    lines: tuple[Line, ...]


class Checklist(_Read):
    """What to do, part by part. verified: somebody answers for it with their name."""

    id: str
    title: Text
    plain: Text
    parts: tuple[Part, ...]
    reviewed: Reviewed
    verified: bool

    @property
    def unsourced(self) -> int:
        """How many lines rest on no source."""
        return sum(line.source is None for part in self.parts for line in part.lines)


def load_checklist(pack: Path | str, name: str) -> Checklist:
    """The checklist of that name in a pack. Raises KnowledgeError with every fault of its file."""
    folders = find_pack(pack)
    file = f"{DUTY}{name}.yaml"
    layer = folders.layer_of(file)
    if layer is None:
        raise KnowledgeError(
            "no_checklist", f"The rule pack {folders.shown} has no checklist {name}.", "",
            f"Write {file}, or name a pack that has it.",
        )  # fmt: skip
    document = read_yaml(layer.root / file, f"{layer.shown}/{file}")
    if isinstance(document, Fault):
        refuse_faulty(folders.shown, [document])
        raise AssertionError(file)  # refused above
    refuse_faulty(folders.shown, faults_against(document, "checklist.schema.json"))
    refuse_faulty(folders.shown, faults_of_checklist(document, _source_keys()))
    return Checklist(**document.content)


def faults_of_checklist(document: Document, sources: Set[str]) -> list[Fault]:
    """Lines of one id twice, and sources that no sources.yaml knows."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for at, part in enumerate(document.content["parts"]):
        for row, line in enumerate(part["lines"]):
            place = ("parts", at, "lines", row)
            if line["id"] in seen:
                faults.append(document.fault(place, f"{line['id']} stands twice.", "Rename one."))
            seen.add(line["id"])
            if line["source"] is not None and line["source"]["ref"] not in sources:
                key = line["source"]["ref"]
                todo = "Use a key of sources.yaml, or add the source there."
                faults.append(document.fault(place, f"The source {key} is not known.", todo))
    return faults


def _source_keys() -> frozenset[str]:
    read = read_yaml(home() / SOURCES, SOURCES)
    return frozenset() if isinstance(read, Fault) else frozenset(read.content)
