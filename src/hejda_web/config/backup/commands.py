"""`hejda backup` and `hejda restore`: asks for the passphrase, does it, and says what was done."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import typer
from rich.console import Console

from hejda.base.errors import InputError, Refusal
from hejda_web.config.backup.make import Made, make_backup, remember
from hejda_web.config.backup.restore import restore
from hejda_web.config.embedded import running
from hejda_web.config.installation import FILE_NAME, Installation, read_installation
from hejda_web.config.serving import stop_when_asked

OUT = Console()


def run_backup(
    home: Path, installation: Path | None, out: Path, passphrase_file: Path | None
) -> None:
    """Backs up the installation that the file tells of, or the embedded one in `home`."""
    if installation is None and not (home / FILE_NAME).exists():
        read_installation(home / FILE_NAME)  # refuses: no database is started where there is none
    if not out.parent.is_dir():
        raise InputError(
            "no_folder", f"There is no folder {out.parent.name}.", "", "Make it first."
        )
    word = passphrase(passphrase_file, new=True)
    stop_when_asked()
    if installation is None:
        with running(home) as embedded:
            _tell(_backed_up(embedded, out, word))
        return
    _tell(_backed_up(read_installation(installation), out, word))


def _backed_up(installation: Installation, out: Path, word: str) -> Made:
    try:
        made = make_backup(installation, out, word)
        remember(made, installation)
    except psycopg.OperationalError as error:
        raise InputError(
            "no_database", "The database did not answer, or stopped answering.",
            type(error).__name__, "See that it runs, and that its disk is not full; then try again.",
        ) from None  # fmt: skip
    return made


def _tell(made: Made) -> None:
    opening = made.manifest.opening
    OUT.print(
        f"{made.path.name}: {made.size:,} bytes, {sum(opening.tables.values()):,} rows in "
        f"{len(opening.tables)} tables, {opening.entries:,} entries of the log; read back whole."
    )
    for name, code in made.silent:
        OUT.print(f"[bold red]Silent witness:[/] {name} ({code}).")
    OUT.print("Without its passphrase the file cannot be opened by anybody. Keep the two apart.")


def run_restore(file: Path, home: Path, passphrase_file: Path | None, language: str) -> None:
    """Restores, and says what was checked."""
    word = passphrase(passphrase_file)
    stop_when_asked()  # what is half made is taken away then too
    done = restore(file, home, word, language)
    opening = done.manifest.opening
    OUT.print(
        f"{home.name}: restored from {opening.at}, release {opening.release}; {done.rows:,} rows in "
        f"{len(opening.tables)} tables, each table as many as the backup says."
    )
    OUT.print(done.log, soft_wrap=True)
    OUT.print(
        f"Nobody is logged in, and {done.tokens} service tokens were revoked: make new ones. What was taken "
        "from colleagues after the backup holds again: go through every account, role and appointment "
        "before anybody logs in.",
        soft_wrap=True,
    )
    OUT.print("Name the sources of runs anew: they are no part of a backup.")


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """The passphrase from a file only its owner may read, or from the keyboard, twice where it is new."""
    if file is None:
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new))
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise Refusal(
                "open_passphrase", f"Others may read the file {file.name}.",
                "Whoever has the passphrase and a backup has everything.", "chmod 600 it.",
            )  # fmt: skip
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "no_passphrase", f"The file {file.name} could not be read.", "", "Name another."
        ) from error
