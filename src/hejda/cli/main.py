"""The command line: every command of `hejda`, and how its errors are told."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer
from rich.console import Console

from hejda import __version__
from hejda.base.errors import HejdaError
from hejda.cli.check import check
from hejda.cli.compare_list import compare_list_command
from hejda.cli.erase import erase
from hejda.cli.explain import explain
from hejda.cli.map import map_command
from hejda.cli.persons import persons
from hejda.cli.replay import replay_command
from hejda.cli.rules import rules
from hejda.cli.simulate import simulate
from hejda.cli.validate import validate_command

app = typer.Typer(
    name="hejda",
    help="From dated police records to explained lists on which a named person decides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("check")(check)
app.command("persons")(persons)
app.command("map")(map_command)
app.command("explain")(explain)
app.command("compare-list")(compare_list_command)
app.command("erase")(erase)
app.command("rules")(rules)
app.command("simulate")(simulate)
app.command("validate")(validate_command)
app.command("replay")(replay_command)


for _extra in entry_points(group="hejda.commands"):  # the application, where it is installed
    try:
        _extra.load()(app)
    except ImportError:
        continue


@app.command("version")
def version() -> None:
    """The version of hejda."""
    Console().print(__version__)


def main() -> None:
    """Runs a command; every error is a sentence with what to do next, never a traceback."""
    console = Console(stderr=True)
    try:
        app()
    except HejdaError as error:
        console.print(error.code, style="bold red", end=" ", markup=False)
        for line in (error.what, error.why, error.todo):
            if line:
                console.print(line, soft_wrap=True, markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        console.print("Stopped. Nothing half-written is left.")
        sys.exit(130)
    except Exception as error:  # the last edge: a user never sees a traceback
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        place = (
            "" if last is None else f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}"
        )
        console.print(
            f"[bold red]unexpected[/] Something went wrong that hejda did not foresee "
            f"({type(error).__name__} at {place}). Nothing was written.",
            soft_wrap=True,
        )
        console.print("Please report this line; it holds nothing from the delivery.")
        sys.exit(1)
