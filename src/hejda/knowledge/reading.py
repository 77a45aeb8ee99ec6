"""Reading a pack whole: find its files, check them against the schemas and each other, type them.

Every fault of every file is collected and shown together; a pack with a fault is not used at all.
"""

from __future__ import annotations

from pathlib import Path

from hejda.base.errors import KnowledgeError
from hejda.knowledge.checks import faults_between
from hejda.knowledge.checks_sharing import faults_of_sharing
from hejda.knowledge.faults import Fault, refuse_faulty
from hejda.knowledge.files import Document, read_csv, read_yaml
from hejda.knowledge.packs import (
    DUTY,
    HEAD,
    HEALTH_SWITCH,
    OBSERVATIONS,
    OFFENCES,
    REGIONS,
    RETENTION,
    SECRECY,
    SHARING,
    SHARING_GROUNDS,
    SHARING_TERMS,
    SOURCES,
    STATUTORY,
    Layer,
    Pack,
    find_pack,
    home,
)
from hejda.knowledge.schemas import faults_against, faults_in_rows, names_in
from hejda.knowledge.sharing import Terms
from hejda.knowledge.sharing_written import SharingPack, WrittenSecrecy, WrittenSharing
from hejda.knowledge.written import (
    HarmRow,
    Head,
    Kinds,
    OffenceRow,
    RegionRow,
    Rule,
    Source,
    WrittenGround,
    WrittenPack,
)

_SHARING = {SHARING_TERMS: "sharing_terms", SECRECY: "secrecy", SHARING_GROUNDS: "sharing"}


def read_pack(pack: Path | str) -> WrittenPack:
    """The pack of that name (`xx`, `se`) or in that folder. Raises KnowledgeError with all faults.

    Besides what each file must be by itself: periods of one rule never overlap and leave no gap,
    every number has a unit and a source that sources.yaml knows, and nothing about health is
    marked for a ranking without law/health_switch.yaml.
    """
    folders = find_pack(pack)
    sources, faults = _sources(folders)
    found, unread = _documents(folders)
    faults += unread
    sound: dict[str, Document] = {}
    for name, document in found.items():
        in_file = _faults_in(name, document)
        faults += in_file
        if not in_file:
            sound[name] = document
    faults += faults_between(sound, {*folders.files(), *_required()}, sources.keys())
    refuse_faulty(folders.shown, faults)
    return _typed(folders, sound, sources)


def _documents(folders: Pack) -> tuple[dict[str, Document], list[Fault]]:
    found: dict[str, Document] = {}
    names = [name for name in folders.files() if name != SOURCES]
    faults = [
        Fault(f"{folders.shown}/{name}", "", "The file is missing.", "Write it, or extend a pack.")
        for name in _required()
        if name not in names
    ]
    for name in names:
        layer = folders.layer_of(name)
        document = _read(layer, name) if layer else None
        if isinstance(document, Document):
            found[name] = document
        elif document is not None:
            faults.append(document)
    return found, faults


def read_sharing(pack: Path | str) -> SharingPack:
    """The part of a pack that says who may tell what to whom, without the rest of it.

    Raises KnowledgeError with every fault of these files, or where the pack has none of them.
    """
    folders = find_pack(pack)
    sources, faults = _sources(folders)
    found: dict[str, Document] = {}
    for name in folders.files():
        layer = folders.layer_of(name)
        if layer is None or not (name.startswith(SHARING) or name in (HEAD, OFFENCES)):
            continue
        document = _read(layer, name)
        in_file = [document] if isinstance(document, Fault) else _faults_in(name, document)
        faults += in_file
        if isinstance(document, Document) and not in_file:
            found[name] = document
    if not any(name.startswith(SHARING) for name in folders.files()):
        raise KnowledgeError(
            "no_sharing_rules",
            f"The rule pack {folders.shown} has no rules of sharing.",
            "Without them nobody can be told what may be shared.",
            "Add files under law/sharing, or name a pack that has them.",
        )
    faults += faults_of_sharing(found, sources.keys())
    refuse_faulty(folders.shown, faults)
    return _sharing(found, sources)


def _sharing(documents: dict[str, Document], sources: dict[str, Source]) -> SharingPack:
    secrecy = [WrittenSecrecy(**it.content) for n, it in documents.items() if n.startswith(SECRECY)]
    grounds = [
        WrittenSharing(**it.content) for n, it in documents.items() if n.startswith(SHARING_GROUNDS)
    ]
    return SharingPack(
        pack=documents[HEAD].content["id"],
        documents=documents,
        terms=Terms(**documents[SHARING_TERMS].content),
        secrecy={rule.id: rule for rule in secrecy},
        grounds={rule.id: rule for rule in grounds},
        offences=_offences(documents),
        sources=sources,
    )


def _offences(documents: dict[str, Document]) -> dict[str, tuple[OffenceRow, ...]]:
    offences: dict[str, tuple[OffenceRow, ...]] = {}
    for offence in map(OffenceRow.of, documents[OFFENCES].content):
        offences[offence.id] = (*offences.get(offence.id, ()), offence)
    return offences


def _required() -> list[str]:
    """Files without which there is no pack."""
    law = [f"law/{name}.yaml" for name in names_in("law")]
    return [
        HEAD,
        OFFENCES,
        REGIONS,
        OBSERVATIONS,
        *(f"harm/{name}.yaml" for name in STATUTORY),
        *(f"ranking/{name}.yaml" for name in names_in("ranking")),
        *(name for name in law if name != HEALTH_SWITCH),
    ]


def _read(layer: Layer, name: str) -> Document | Fault:
    reader = read_csv if name.endswith(".csv") else read_yaml
    return reader(layer.root / name, f"{layer.shown}/{name}")


def _faults_in(name: str, document: Document) -> list[Fault]:
    """Faults of one file by its schema; a file that nobody reads is one."""
    folder, _, rest = name.rpartition("/")
    stem, _, ending = rest.rpartition(".")
    if name in (HEAD, OBSERVATIONS):
        return faults_against(document, f"{stem}.schema.json")
    if name in (OFFENCES, REGIONS):
        return faults_in_rows(document, f"{stem}.schema.json")
    if f"{folder}/" == RETENTION and ending == "yaml":
        return faults_against(document, "retention.schema.json")
    if f"{folder}/" == DUTY and ending == "yaml":
        return faults_against(document, "checklist.schema.json")
    if name.startswith(SHARING) and (schema := _SHARING.get(name, _SHARING.get(f"{folder}/"))):
        return faults_against(document, f"{schema}.schema.json")
    if folder == "harm" and ending == "csv":
        return faults_in_rows(document, "harm.schema.json#/$defs/row")
    if ending == "yaml" and folder == "harm":
        part = "statutory" if stem in STATUTORY else "table"
        return _faults_in_rule(document, f"harm.schema.json#/$defs/{part}")
    if ending == "yaml" and folder in ("ranking", "law") and stem in names_in(folder):
        return _faults_in_rule(document, f"{folder}.schema.json#/$defs/{stem}")
    todo = "Look at its name and folder, or take it away."
    return [Fault(document.file, "", "Nobody reads this file.", todo)]


def _faults_in_rule(document: Document, numbers: str) -> list[Fault]:
    faults = faults_against(document, "rule.schema.json")
    if faults:
        return faults
    periods = range(len(document.content["periods"]))
    return [
        fault
        for period in periods
        for fault in faults_against(document, numbers, ("periods", period, "numbers"))
    ]


def _sources(folders: Pack) -> tuple[dict[str, Source], list[Fault]]:
    """Sources of hejda's own and of each folder; a key may be said once only."""
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for layer in (Layer("knowledge", home()), *reversed(folders.layers)):
        if not (layer.root / SOURCES).is_file():
            continue
        document = _read(layer, SOURCES)
        if isinstance(document, Fault):
            faults.append(document)
            continue
        found = faults_against(document, "sources.schema.json")
        faults += found
        for key, said in {} if found else document.content.items():
            if key in sources:
                twice = f"The key {key} is another source already."
                faults.append(document.fault((key,), twice, "Choose another key."))
            sources[key] = Source(**said)
    return sources, faults


def _typed(
    folders: Pack, documents: dict[str, Document], sources: dict[str, Source]
) -> WrittenPack:
    rules = [
        Rule(**document.content)
        for name, document in documents.items()
        if "/" in name
        and name.endswith(".yaml")
        and not name.startswith((RETENTION, SHARING, DUTY))
    ]
    grounds = [
        WrittenGround(**document.content)
        for name, document in documents.items()
        if name.startswith(RETENTION)
    ]
    return WrittenPack(
        folders=folders,
        head=Head(**documents[HEAD].content),
        documents=documents,
        rules={rule.id: rule for rule in rules},
        grounds={ground.id: ground for ground in grounds},
        kinds=Kinds(**documents[OBSERVATIONS].content),
        offences=_offences(documents),
        regions=tuple(map(RegionRow.of, documents[REGIONS].content)),
        harm_tables={
            name.removeprefix("harm/").removesuffix(".csv"): {
                row.id: row for row in map(HarmRow.of, document.content)
            }
            for name, document in documents.items()
            if name.startswith("harm/") and name.endswith(".csv")
        },
        sources=sources,
    )
