"""The command line's edge: how a command is found, and how its errors are told."""

from __future__ import annotations

import gc
import sys

from rich.console import Console

from hejda.base.errors import HejdaError


def run() -> None:
    """Runs the command that was typed. `share` starts without the engine: it must be quick."""
    if sys.argv[1:2] == ["share"]:
        from hejda.cli.share import share_app

        share_app(args=sys.argv[2:], prog_name="hejda share")
    else:
        from hejda.cli.commands import app

        # Planning builds millions of small objects that all live as long as the command: looking
        # through them for rubbish takes a tenth of its time.
        gc.set_threshold(100_000, 20, 20)
        app()


def main() -> None:
    """Runs a command; every error is a sentence with what to do next, never a traceback."""
    console = Console(stderr=True)
    try:
        run()
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
