"""Where a rule pack lies, and which file of it holds: its own, or the one of the pack it extends.

Overriding is per file: a file of the pack replaces the file of the same name in the pack it
extends, whole. `pack.yaml` is never inherited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hejda.base.errors import KnowledgeError
from hejda.knowledge.faults import Fault, refuse_faulty
from hejda.knowledge.files import Document, read_yaml

HEAD = "pack.yaml"
SOURCES = "sources.yaml"
OFFENCES = "offences.csv"
REGIONS = "regions.csv"
OBSERVATIONS = "observations.yaml"
HEALTH_SWITCH = "law/health_switch.yaml"
RETENTION = "law/retention/"
"""Where legal grounds lie, one in each file; no ranking reads them."""
SHARING = "law/sharing/"
"""Where secrecy and what lifts it lie; no ranking reads them."""
DUTY = "duty/"
"""Where checklists for those on duty lie; no ranking reads them."""
SHARING_TERMS = f"{SHARING}terms.yaml"
SECRECY = f"{SHARING}secrecy/"
SHARING_GROUNDS = f"{SHARING}grounds/"
STATUTORY = ("statutory_midpoint", "statutory_minimum")
"""The harm scales that are worked out from the penal scale; every other is a table."""
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of rules: its name for people, and where it lies."""

    shown: str
    root: Path

    def files(self) -> Iterator[str]:
        """Names of its rule files, from its root, in order; notes for people are none."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and path.suffix != ".md" and not path.name.startswith("."):
                yield path.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as folders: its own first, then the one it extends, and so on."""

    layers: tuple[Layer, ...]

    @property
    def shown(self) -> str:
        """The name of its own folder."""
        return self.layers[0].shown

    def layer_of(self, name: str) -> Layer | None:
        """The folder whose file `name` holds; None when there is no such file."""
        layers = self.layers[:1] if name == HEAD else self.layers
        return next((layer for layer in layers if (layer.root / name).is_file()), None)

    def files(self) -> list[str]:
        """Names of all files that hold, in order."""
        return sorted({name for layer in self.layers for name in layer.files()})


def home() -> Path:
    """The folder of the packs hejda comes with: `knowledge/` of a checkout, or inside the wheel."""
    checkout = Path(__file__).resolve().parents[3] / "knowledge"
    return checkout if (checkout / "schemas").is_dir() else Path(__file__).parents[1] / "_knowledge"


def stem_of(name: str) -> str:
    """The last part of a file's name without its ending; for a rule file this is the rule's id."""
    return name.rpartition("/")[2].partition(".")[0]


def find_pack(pack: Path | str) -> Pack:
    """The pack named `xx` or `se`, or in the folder given. Raises KnowledgeError if there is none.

    A bare name is one of hejda's own packs before it is a folder here; a Path, or `./xx`, is the
    folder first.
    """
    if isinstance(pack, Path) and (pack / HEAD).is_file():
        layer = Layer(pack.as_posix(), pack)
    else:
        layer = _layer(str(pack), Path())
    layers = [layer]
    while extends := _extends(layer):
        layer = _layer(extends, layer.root)
        layers.append(layer)
        if len(layers) > _DEEPEST:
            place = Fault(f"{pack}/{HEAD}", "extends", "The packs extend each other in a ring.")
            refuse_faulty(str(pack), [place])
    return Pack(tuple(layers))


def _layer(name: str, beside: Path) -> Layer:
    own = home() / name
    if "/" not in name and "\\" not in name and (own / HEAD).is_file():
        return Layer(f"knowledge/{name}", own)
    if (beside / name / HEAD).is_file():
        return Layer((beside / name).as_posix(), beside / name)
    known = ", ".join(sorted(path.parent.name for path in home().glob(f"*/{HEAD}")))
    raise KnowledgeError(
        "pack_not_found",
        f"There is no rule pack {name}: no folder of that name with a {HEAD}.",
        "Without rules nothing can be ranked.",
        f"Name one of hejda's own ({known}), or a folder that holds a {HEAD}.",
    )


def _extends(layer: Layer) -> str | None:
    head = read_yaml(layer.root / HEAD, f"{layer.shown}/{HEAD}")
    named = head.content if isinstance(head, Document) else None
    extends = named.get("extends") if isinstance(named, dict) else None
    return extends if isinstance(extends, str) else None
