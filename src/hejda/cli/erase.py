"""`hejda erase`: removes a run and leaves a receipt that says nothing of anybody."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError, Refusal
from hejda.cli.today import today
from hejda.report.facts import RUN_FILE, run_facts
from hejda.report.page import REPORT_FILE
from hejda.tables.identity import IDENTITY
from hejda.tables.registers import REGISTERS
from hejda.tables.results import RESULTS

DOSSIER = "dossier"
TABLES = frozenset(f"{name}.parquet" for name in (*RESULTS, *IDENTITY))
REGISTER_TABLES = frozenset(f"{name}.parquet" for name in REGISTERS)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@dataclass(frozen=True)
class Receipt:
    """What was erased, when; no id, no name, no sentence. `left`: entries no run ever wrote."""

    erased_on: str
    source: str
    material: str
    as_of: str
    made_on: str | None
    hejda_version: str
    rules_fingerprint: str
    run_sha256: str
    people_ranked: int
    proposals: dict[str, int]
    files: int
    bytes: int
    left: int


def erase(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that hejda map wrote.")],
    receipt: Annotated[
        Path | None, typer.Option(help="Where to write the receipt; beside OUT if not given.")
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
) -> None:
    """Remove a run: its tables, dossier and report. Prints and writes a receipt."""
    day = parsed_date(now, "--now") if now else today()
    written = free_path(receipt or out.absolute().with_name(f"{out.absolute().name}.erased.json"))
    done = erased(out, day)
    written.write_text(json.dumps(asdict(done), ensure_ascii=False, indent=2) + "\n", "utf-8")
    console = Console(highlight=False)
    for name, value in asdict(done).items():
        console.print(Text(f"{name:18} {value}"), soft_wrap=True)
    console.print(Text(f"Erased. Receipt: {written}"), soft_wrap=True)
    if done.left:
        raise InputError(
            "something_left",
            f"Other entries of the folder were left ({done.left}): no run writes them.",
            "Links are never followed, and files that hejda did not write are not its to remove.",
            "Look at the folder, and remove it yourself.",
        )


def erased(out: Path, now: dt.date) -> Receipt:
    """Removes the run in `out` and says what it was.

    Refusal when `out` is a link; InputError when it holds no run. Only what a run writes is removed;
    run.json goes last, so that an erasure that was cut off can be finished.
    """
    if out.is_symlink():
        raise Refusal(
            "link", "That is a link, not a folder.", "Links are never followed.", "Name the folder."
        )
    facts = run_facts(out)
    digest = hashlib.sha256((out / RUN_FILE).read_bytes()).hexdigest()
    proposals = {name: told.taken for name, told in facts.lists.items()} | facts.groups
    files, size, left = _emptied(out)
    if not left:
        out.rmdir()
    return Receipt(
        erased_on=now.isoformat(),
        source=facts.source,
        material=facts.material,
        as_of=facts.as_of.isoformat(),
        made_on=facts.now.isoformat() if facts.now else None,
        hejda_version=facts.hejda_version,
        rules_fingerprint=facts.knowledge.fingerprint,
        run_sha256=digest,
        people_ranked=facts.population.ranked,
        proposals=proposals,
        files=files,
        bytes=size,
        left=left,
    )


def free_path(path: Path) -> Path:
    """`path`, or the first of path-2, path-3 … that is not taken: a receipt replaces nothing."""
    candidate, number = path, 2
    while candidate.exists() or candidate.is_symlink():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def _emptied(out: Path) -> tuple[int, int, int]:
    """Files removed, their bytes, and entries left."""
    folder = os.open(out, _FOLDER)
    try:
        files, size, left = _removed(folder, TABLES | {REPORT_FILE})
        if DOSSIER in os.listdir(folder) and not _is_link(DOSSIER, folder):
            inner = os.open(DOSSIER, _FOLDER, dir_fd=folder)
            try:
                more, bytes_more, left_inside = _removed(inner, REGISTER_TABLES)
            finally:
                os.close(inner)
            files, size = files + more, size + bytes_more
            if not left_inside:
                os.rmdir(DOSSIER, dir_fd=folder)
                left -= 1
        last, bytes_last, _ = _removed(folder, frozenset({RUN_FILE}))
        return files + last, size + bytes_last, left - last
    finally:
        os.close(folder)


def _removed(folder: int, names: frozenset[str]) -> tuple[int, int, int]:
    """Removes the ordinary files of those names from an open folder; entries left are counted."""
    files = size = left = 0
    for name in sorted(os.listdir(folder)):
        found: Any = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if name in names and stat.S_ISREG(found.st_mode):
            os.unlink(name, dir_fd=folder)
            files, size = files + 1, size + found.st_size
        else:
            left += 1
    return files, size, left


def _is_link(name: str, folder: int) -> bool:
    return not stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
