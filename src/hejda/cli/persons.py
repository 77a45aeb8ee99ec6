"""`hejda persons`: which records are one person's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.cli.key import new_key
from hejda.cli.today import today
from hejda.flow.identify import PersonsOrder, identify

OUT = Console()
ERR = Console(stderr=True)


def persons(
    source: Annotated[Path, typer.Argument(help="The source mapping, source.yaml.")],
    data: Annotated[Path, typer.Option(help="The folder that holds the delivery.")],
    out: Annotated[Path, typer.Option(help="The folder to write; made anew.")],
    identities: Annotated[
        Path | None,
        typer.Option(
            help="The folder of an earlier run: ids stay, and only what is new is compared."
        ),
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="What people decided: a CSV or Parquet file.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Parquet with record_id and person, where it is known.")
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory the engine may use, in MiB.")] = 4096,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an earlier run in OUT.")] = False,
) -> None:
    """Which records are one person's, how sure that is, and what a person needs to look at."""
    if not source.is_file():
        raise InputError("no_file", "The source mapping is not a file.", "", "Check the path.")
    order = PersonsOrder(
        source=source,
        data=data,
        out=out.absolute(),
        now=parsed_date(now, "--now") if now else today(),
        new_key=new_key(),
        identities=identities,
        judgements=judgements,
        truth=truth,
        memory_mib=memory,
        force=force,
    )
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        facts = identify(order, lambda text: bar.update(task, description=text))
    tell(facts, order.out)


def tell(facts: dict[str, Any], out: Path) -> None:
    """What was found, how well it agrees with the truth where that is known, and what waits."""
    OUT.print(f"[bold]{facts['records']:,}[/] records are {facts['people']:,} people")
    ways = ", ".join(f"{name} {n:,}" for name, n in sorted(facts["how"].items()) if n)
    OUT.print(f"how records belong to their person: {ways}")
    if facts["earlier_store"]:
        OUT.print(f"compared anew: {facts['compared_anew']:,} records")
    if facts["keys_left_out"]:
        OUT.print(f"keys shared by too many records, not used: {facts['keys_left_out']:,}")
    for name, told in (facts["quality"] or {}).items():
        if isinstance(told, dict):
            OUT.print(f"{name}: {_share(told)}")
    waiting = sum(facts["review"].values())
    OUT.print(f"waiting for a person: {waiting:,} pairs (identity_review.parquet)")
    OUT.print(f"A proposal; people decide. Report: {out / 'quality.html'}", soft_wrap=True)


def _share(told: dict[str, Any]) -> str:
    value = "nothing to count" if told["value"] is None else f"{told['value']:.5f}"
    return f"{value} ({told['part']:,} of {told['whole']:,})"
