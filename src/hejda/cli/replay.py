"""`hejda replay`: what was known before each serious outcome, and what kept the person off the lists?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.cli.today import today
from hejda.flow.replay import ReplayOrder, replay

OUT = Console()
ERR = Console(stderr=True)


def replay_command(
    source: Annotated[Path, typer.Argument(help="The source mapping, source.yaml.")],
    data: Annotated[Path, typer.Option(help="The folder that holds the delivery.")],
    out: Annotated[Path, typer.Option(help="The folder to write; made anew.")],
    outcome: Annotated[
        str, typer.Option(help="serious, violent_partner or any_partner.")
    ] = "serious",
    lists: Annotated[int, typer.Option(help="National places on each list.", min=1)] = 300,
    first: Annotated[
        str | None, typer.Option("--from", help="First day of acts looked back from, YYYY-MM-DD.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day of those acts.")] = None,
    draws: Annotated[
        int, typer.Option(help="Resamples of cases behind an interval.", min=40)
    ] = 500,
    rules: Annotated[
        str | None, typer.Option(help="A pack's name or folder, instead of the mapping's.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="What people decided of who is who (table judgement).")
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory the engine may use, in MiB.")] = 4096,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an earlier replay in OUT.")] = False,
) -> None:
    """Looks back from every serious outcome: who was listed before it, who was not, and why."""
    if not source.is_file():
        raise InputError("no_file", "The source mapping is not a file.", "", "Check the path.")
    order = ReplayOrder(
        source=source,
        data=data,
        out=out.absolute(),
        now=parsed_date(now, "--now") if now else today(),
        outcome=outcome,
        lists=lists,
        first=parsed_date(first, "--from") if first else None,
        last=parsed_date(last, "--to") if last else None,
        draws=draws,
        rules=rules,
        judgements=judgements,
        memory_mib=memory,
        force=force,
    )
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        facts = replay(order, lambda text: bar.update(task, description=text))
    tell(facts, order.out)


def tell(facts: dict[str, Any], out: Path) -> None:
    """How many were listed before, why the others were not, and what must be said with it."""
    OUT.print(
        f"[bold]{facts['cases']:,}[/] people with a first outcome {facts['outcome']} "
        f"from {facts['from']} to {facts['to']}"
    )
    if facts["cases"]:
        days = [str(row["days_before"]) for row in facts["curve"]]
        table = Table("why, days before", *days, box=None)
        for name, counts in facts["why"].items():
            if any(counts.values()):
                table.add_row(name, *(f"{counts[day]:,}" for day in days))
        OUT.print(table)
    for sentence in facts["limits"]["en"]:
        OUT.print(sentence, soft_wrap=True)
    OUT.print(f"Report, facts and table: {out}", soft_wrap=True)
