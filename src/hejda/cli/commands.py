"""Every command of `hejda`. Importing this loads the engine; `main` goes past it where it can."""

from __future__ import annotations

from importlib.metadata import entry_points

import typer
from rich.console import Console

from hejda import __version__
from hejda.cli.check import check
from hejda.cli.compare_list import compare_list_command
from hejda.cli.erase import erase
from hejda.cli.explain import explain
from hejda.cli.map import map_command
from hejda.cli.persons import persons
from hejda.cli.replay import replay_command
from hejda.cli.rules import rules
from hejda.cli.share import share_app
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
app.add_typer(share_app, name="share")


for _extra in entry_points(group="hejda.commands"):  # the application, where it is installed
    try:
        _extra.load()(app)
    except ImportError:
        continue


@app.command("version")
def version() -> None:
    """The version of hejda."""
    Console().print(__version__)
