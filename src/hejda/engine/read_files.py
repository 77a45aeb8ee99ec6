"""Which files of a delivery folder an entry of the mapping means, and which of them may be read."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from hejda.base.errors import DeliveryError

FILES_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the delivery: its name inside the folder, where it is, and why it cannot be read."""

    name: str
    path: Path
    fault: str | None = None


def delivery_folder(data: Path) -> Path:
    """The delivery folder itself; raises when it is none."""
    if not data.is_dir():
        raise DeliveryError(
            "no_folder",
            "The delivery is not a folder that can be read.",
            "",
            "Name an existing folder with --data.",
        )
    return data.resolve()


def _fault(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "broken_link"
    except OSError:
        return "not_permitted"
    if stat.S_ISDIR(mode):
        return "is_a_folder"
    if not stat.S_ISREG(mode):
        return "not_a_file"
    try:
        path.open("rb").close()
    except OSError:
        return "not_permitted"
    return None


def files_of(folder: Path, pattern: str) -> list[Found]:
    """The files that `pattern` names, in the order of their names.

    Raises when a link leads out of the folder: a delivery may not make hejda read anything else.
    """
    found = []
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")):
            continue
        if not path.resolve().is_relative_to(folder):
            raise DeliveryError(
                "link_out_of_folder",
                f"{name} is a link to something outside the delivery folder.",
                "A delivery may not point at other files of this machine.",
                "Put the file itself into the folder.",
            )
        found.append(Found(name, path, _fault(path)))
        if len(found) > FILES_AT_MOST:
            raise DeliveryError(
                "too_many_files",
                f"The pattern names more than {FILES_AT_MOST} files.",
                "",
                "Put the rows into fewer files.",
            )
    return found
