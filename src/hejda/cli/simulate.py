"""`hejda simulate`: an invented country, for whoever may not test on real registers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.flow.output import whole_folder

if TYPE_CHECKING:
    from hejda.synthetic.calibration import Fact
    from hejda.synthetic.course import Policy

POLICIES = ("none", "list", "measures")


def simulate(
    out: Annotated[Path, typer.Option(help="The folder to write; it must not exist (or --force).")],
    country: Annotated[str, typer.Option(help="Whose registers to imitate: se.")] = "se",
    persons: Annotated[
        int, typer.Option(min=1000, help="People alive at the beginning.")
    ] = 100_000,
    years: Annotated[int, typer.Option(min=3, max=40, help="Years of records.")] = 10,
    until: Annotated[str, typer.Option(help="The last day of records: YYYY-MM-DD.")] = "2025-12-31",
    seed: Annotated[int, typer.Option(min=1, help="Same seed, same bytes.")] = 1,
    towns: Annotated[
        int,
        typer.Option(
            "--scale-out", min=1, help="Independent towns of that many people, one after the other."
        ),
    ] = 1,
    policy: Annotated[
        str, typer.Option(help="none, list (a list without measures) or measures.")
    ] = "none",
    effect: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Share of acts that measures prevent, under --policy measures."
        ),
    ] = 0.3,
    staggered: Annotated[
        bool, typer.Option("--staggered", help="Regions begin one after the other.")
    ] = False,
    delivery: Annotated[
        bool,
        typer.Option(
            "--delivery",
            help="Also write it as one authority would send it (CSV, Latin-1, increments).",
        ),
    ] = False,
    authorities: Annotated[
        bool,
        typer.Option(
            "--authorities", help="Also write what psychiatry and social services would send."
        ),
    ] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Print simulated beside published.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder.")] = False,
) -> None:
    """Write an invented country as the registers of the contract, with its truth beside them."""
    from hejda.synthetic.course import Programme
    from hejda.synthetic.deliveries import write_more
    from hejda.synthetic.simulate import STEPS, Country
    from hejda.synthetic.towns import simulate_towns

    console = Console(stderr=True)
    _check(country, policy, towns, delivery or authorities)
    programme = Programme(
        cast("Policy", policy), effect if policy == "measures" else 0.0, staggered
    )
    last_day = parsed_date(until, "--until") + dt.timedelta(days=1)
    asked = Country(persons, years, seed, programme, last_day)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        whole_folder(out, force, "calibration.json") as folder,
        Progress(*columns, console=console) as progress,
    ):
        task = progress.add_task("", total=towns * len(STEPS))
        facts = simulate_towns(
            asked, towns, folder, lambda step: progress.update(task, advance=1, description=step)
        )
        write_more(asked, folder, delivery, authorities)
    if report:
        _print(facts)
    console.print(
        f"Written: {out}. Map it: hejda map {out}/source.yaml --data {out} "
        f"--as-of {asked.last_day - dt.timedelta(days=1)} --out OUT",
        soft_wrap=True,
    )


def _check(country: str, policy: str, towns: int, more: bool) -> None:
    """What cannot be asked for, or not together. `more`: --delivery or --authorities was given."""
    if country != "se":
        raise InputError("unknown_country", "No such country is known.", "", "Known: se.")
    if policy not in POLICIES:
        known = ", ".join(POLICIES)
        raise InputError("unknown_policy", "No such policy is known.", "", f"Known: {known}.")
    if towns > 1 and more:
        raise InputError(
            "one_town_only",
            "--delivery and --authorities are written for one town.",
            "Several towns are for measuring speed.",
            "Leave out --scale-out, or leave out those two.",
        )


def _print(facts: list[Fact]) -> None:
    from hejda.synthetic.calibration import GIVEN_UP

    table = Table(title="Simulated beside published", title_justify="left")
    for name in ("fact", "target", "simulated", "inside", "source"):
        table.add_column(name, justify="right" if name == "simulated" else "left")
    for fact in facts:
        target = f"{fact.low:.2f}–{fact.high:.2f}"
        inside = "yes" if fact.inside else "NO"
        table.add_row(fact.fact, target, f"{fact.simulated:.3f}", inside, fact.source)
    console = Console()
    console.print(table)
    for text in GIVEN_UP:
        console.print(f"Given up: {text}", soft_wrap=True)
