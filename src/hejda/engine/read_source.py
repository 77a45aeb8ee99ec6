"""Reads a source.yaml and the look-up files beside it into a source mapping.

Every word in the file is text: `no` is not false, and 2014-01-01 not yet a date. What is wrong is
collected and said together, with the place.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from hejda.base.errors import MappingError
from hejda.registers.mapping import SourceMapping

BYTES_AT_MOST = 1 << 20
PARTS_AT_MOST = 100_000
DEPTH_AT_MOST = 60
FAULTS_SHOWN = 12
_TAGS = {"csv", "parquet", "postgresql", "one", "several", "rule", "expression", "contract"}


class _Loader(yaml.SafeLoader):
    """YAML with text and *nothing* as the only plain values, and no key twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = sorted({key for key in keys if keys.count(key) > 1} - {"<<"})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"the word {twice[0]!r} stands twice in the same place", node.start_mark
            )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag in ("tag:yaml.org,2002:null",
                                                                "tag:yaml.org,2002:merge")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # fmt: skip


def _wrong(path: Path, what: str, todo: str = "") -> MappingError:
    return MappingError(
        "mapping_unusable",
        f"{path.name} cannot be used: {what}",
        "",
        todo or "Correct it; spec/01_registers says what a source mapping may hold.",
    )


def _text(path: Path, base: Path) -> str:
    try:
        if path.stat().st_size > BYTES_AT_MOST:
            raise _wrong(base, f"{path.name} is larger than {BYTES_AT_MOST >> 20} MiB.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _wrong(base, f"there is no file {path.name}.", "Check the name.") from None
    except IsADirectoryError:
        raise _wrong(base, f"{path.name} is a folder.", "Name the file itself.") from None
    except UnicodeDecodeError:
        raise _wrong(base, f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from None
    except OSError:
        raise _wrong(base, f"{path.name} cannot be opened.", "Check its permissions.") from None


def _measured(part: Any, path: Path, depth: int = 0) -> int:
    """How many parts `part` has, written out; raises when it is too large or goes too deep."""
    if depth > DEPTH_AT_MOST:
        raise _wrong(path, f"it goes more than {DEPTH_AT_MOST} levels deep.")
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    count = 1
    for piece in inner:
        count += _measured(piece, path, depth + 1)
        if count > PARTS_AT_MOST:
            raise _wrong(path, f"it has more than {PARTS_AT_MOST} parts.")
    return count


def _tree(path: Path) -> Any:
    try:
        tree = yaml.load(_text(path, path), Loader=_Loader)  # noqa: S506 (a SafeLoader with less)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" on line {mark.line + 1}" if mark else ""
        raise _wrong(path, f"it is not YAML{where}: {getattr(fault, 'problem', '')}.") from None
    except RecursionError:
        raise _wrong(path, "it goes too deep.") from None
    _measured(tree, path)
    return tree


def _table(path: Path, name: str) -> list[list[str]]:
    """The rows of a look-up file beside the mapping, without its header; two columns."""
    file = (path.parent / name).resolve()
    if not file.is_relative_to(path.parent.resolve()):
        raise _wrong(path, f"the file {name} lies outside the folder of the mapping.")
    try:
        rows = list(csv.reader(io.StringIO(_text(file, path), newline=""), strict=True))
    except csv.Error:
        raise _wrong(path, f"{name} is not a CSV file.") from None
    other = next((n for n, row in enumerate(rows, 1) if row and len(row) != 2), None)
    if not rows or other is not None:
        raise _wrong(path, f"record {other or 1} of {name} does not have two fields; put quotation "
                     "marks around a field that holds a comma.")  # fmt: skip
    return [row for row in rows[1:] if row]


def _with_files(part: Any, path: Path) -> Any:
    """`part` with the look-up and pattern files it names written out."""
    if isinstance(part, list):
        return [_with_files(piece, path) for piece in part]
    if not isinstance(part, dict):
        return part
    whole = {word: _with_files(piece, path) for word, piece in part.items()}
    if isinstance(whole.get("lookup"), str):
        rows = _table(path, whole["lookup"])
        whole["lookup"] = {key: gives or None for key, gives in rows}
        if len(whole["lookup"]) < len(rows):
            raise _wrong(path, f"{part['lookup']} has the same key twice.")
    if isinstance(whole.get("patterns"), str):
        rows = _table(path, whole["patterns"])
        whole["patterns"] = [{"matches": m, "gives": gives or None} for m, gives in rows]
    return whole


def _place(parts: tuple[str | int, ...]) -> str:
    words = [str(part + 1) if isinstance(part, int) else part for part in parts]
    kept = [w for n, w in enumerate(words) if w not in _TAGS and (n == 0 or words[n - 1] != w)]
    return " › ".join(kept) or "the whole file"


def _faults(fault: ValidationError) -> list[str]:
    return [
        f"{_place(error['loc'])}: {error['msg'].removeprefix('Value error, ')}"
        for error in fault.errors(include_input=False, include_url=False, include_context=False)
    ]


def load_mapping(path: Path) -> SourceMapping:
    """The source mapping in the file at `path`, with its look-up files; raises MappingError."""
    tree = _tree(path)
    if not isinstance(tree, dict):
        raise _wrong(path, "it is not a mapping of words to values.")
    try:
        return SourceMapping.model_validate(_with_files(tree, path))
    except ValidationError as fault:
        found = _faults(fault)
        more = len(found) - FAULTS_SHOWN
        listed = "\n".join(f"  - {line}" for line in found[:FAULTS_SHOWN])
        rest = f"\n  - and {more} more" if more > 0 else ""
        raise _wrong(path, f"\n{listed}{rest}\n") from None
