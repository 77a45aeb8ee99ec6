"""`hejda demo`, `serve`, `backup`, `restore` and `audit`: the application from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

OUT = Console()
DEFAULT_HOME = Path("~/.hejda/demo")


def add_to(app: typer.Typer) -> None:
    """Adds the application's commands to `hejda`."""
    app.command("demo")(demo)
    app.command("serve")(serve)
    app.command("backup")(backup)
    app.command("restore")(restore)
    audit = typer.Typer(help="The log: check it without trusting the application.")
    audit.command("verify")(audit_verify)
    audit.command("checkpoint")(audit_checkpoint)
    app.add_typer(audit, name="audit")


def demo(
    home: Annotated[Path, typer.Option(help="Where database and secrets are kept.")] = DEFAULT_HOME,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    persons: Annotated[
        int, typer.Option(help="People in the invented country.", min=1000)
    ] = 100_000,
) -> None:
    """The whole application on an invented country: database, users, a mapped run, a login page."""
    from hejda_web.config.demo import run_demo

    run_demo(home.expanduser().absolute(), port, browser, persons)


def serve(
    installation: Annotated[Path, typer.Argument(help="The file installation.json.")],
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080,
    bind: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    prepare: Annotated[
        bool, typer.Option(help="First bring the database up to this version, as role owner.")
    ] = False,
) -> None:
    """The application against a PostgreSQL (15 or later) of your own, with the authority's login."""
    from hejda_web.config.serving import run_server

    run_server(installation.absolute(), bind, port, prepare)


def backup(
    out: Annotated[Path, typer.Option(help="The file to write; it must not exist.")],
    home: Annotated[Path, typer.Option(help="Home of an embedded installation.")] = DEFAULT_HOME,
    installation: Annotated[
        Path | None, typer.Option(help="The file installation.json of a server installation.")
    ] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A file, mode 0600, with the passphrase; else it is asked.")
    ] = None,
) -> None:
    """All of an installation in one file, sealed with a passphrase, read back before it is done."""
    from hejda_web.config.backup.commands import run_backup

    run_backup(home.expanduser().absolute(), installation, out.absolute(), passphrase_file)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `hejda backup` wrote.")],
    home: Annotated[
        Path,
        typer.Option(
            help="A new, empty folder; for a server, one with only its installation.json."
        ),
    ],
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A file, mode 0600, with the passphrase; else it is asked.")
    ] = None,
    lang: Annotated[str, typer.Option(help="sv or en: the words about the log.")] = "sv",
) -> None:
    """An installation made of a backup, of this release or an earlier one; checked, or not there."""
    from hejda_web.config.backup.commands import run_restore

    run_restore(file.absolute(), home.expanduser().absolute(), passphrase_file, lang)


def audit_verify(
    installation: Annotated[Path, typer.Argument(help="The file installation.json.")],
    lang: Annotated[str, typer.Option(help="sv or en.")] = "sv",
) -> None:
    """Checks the whole log against its chain and every witness, in a process of its own."""
    from hejda_web.config.serving import verify

    raise typer.Exit(verify(installation.absolute(), lang))


def audit_checkpoint(
    installation: Annotated[Path, typer.Argument(help="The file installation.json.")],
) -> None:
    """Signs where the log stands now and gives it to every witness."""
    from hejda_web.config.serving import checkpoint

    made = checkpoint(installation.absolute())
    OUT.print(f"{made.checkpoint.size} entries signed; taken by {', '.join(made.taken_by)}.")
    for name, code in made.silent:
        OUT.print(f"[bold red]Silent:[/] {name} ({code}).")
