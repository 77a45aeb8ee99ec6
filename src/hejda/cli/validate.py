"""`hejda validate`: does the ranking work, and for whom?"""

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
from hejda.flow.seen import GROUPS, SETTINGS, ValidateOrder
from hejda.flow.validate import validate

OUT = Console()
ERR = Console(stderr=True)


def validate_command(
    source: Annotated[Path, typer.Argument(help="The source mapping, source.yaml.")],
    data: Annotated[Path, typer.Option(help="The folder that holds the delivery.")],
    train_as_of: Annotated[
        list[str], typer.Option(help="A training day, YYYY-MM-DD; give at least two.")
    ],
    test_as_of: Annotated[str, typer.Option(help="The test day, YYYY-MM-DD.")],
    out: Annotated[Path, typer.Option(help="The folder to write; made anew.")],
    horizon: Annotated[int, typer.Option(help="Days in which outcomes count.", min=28)] = 365,
    outcome: Annotated[
        str, typer.Option(help="any_partner, violent_partner or serious.")
    ] = "any_partner",
    by: Annotated[str, typer.Option(help="Groups looked at, with commas.")] = ",".join(GROUPS),
    treated: Annotated[
        str, typer.Option(help="People to whom something was done: censor, exclude or include.")
    ] = "censor",
    draws: Annotated[
        int, typer.Option(help="Resamples of people behind an interval.", min=40)
    ] = 500,
    ebm: Annotated[
        bool, typer.Option("--ebm", help="Also fit an explainable boosting machine, as a check.")
    ] = False,
    months: Annotated[
        int, typer.Option(help="Months before the test day at which lists are made.", min=0, max=36)
    ] = 12,
    own_list: Annotated[
        Path | None,
        typer.Option(
            help="Whom the police follow on the test day: CSV with record_id or personal_number."
        ),
    ] = None,
    rules: Annotated[
        str | None, typer.Option(help="A pack's name or folder, instead of the mapping's.")
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory the engine may use, in MiB.")] = 4096,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an earlier validation in OUT.")] = False,
) -> None:
    """Fits the scorecard on past days, and measures every ranker on a later one."""
    if not source.is_file():
        raise InputError("no_file", "The source mapping is not a file.", "", "Check the path.")
    order = ValidateOrder(
        source=source,
        data=data,
        out=out.absolute(),
        train=tuple(parsed_date(day, "--train-as-of") for day in train_as_of),
        test=parsed_date(test_as_of, "--test-as-of"),
        now=parsed_date(now, "--now") if now else today(),
        horizon=horizon,
        outcome=outcome,
        by=tuple(_one_of(name.strip(), GROUPS, "--by") for name in by.split(",") if name.strip()),
        treated=_one_of(treated, SETTINGS, "--treated"),
        draws=draws,
        ebm=ebm,
        months=months,
        own_list=own_list,
        rules=rules,
        memory_mib=memory,
        force=force,
    )
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        facts = validate(order, lambda text: bar.update(task, description=text))
    tell(facts, order.out)


def _one_of(name: str, known: tuple[str, ...], option: str) -> str:
    if name not in known:
        raise InputError(
            "unknown_choice", f"{option} does not know {name}.", "", f"Known: {', '.join(known)}."
        )
    return name


def tell(facts: dict[str, Any], out: Path) -> None:
    """Everybody's AUC, what the model adds, and what must be said with it."""
    OUT.print(
        f"[bold]{facts['people']:,}[/] people ranked as of {facts['test']}, "
        f"{facts['outcomes']:,} with the outcome {facts['outcome']} within {facts['horizon']} days"
    )
    table = Table("ranker", "AUC", "95 % interval", "scorecard minus it", box=None)
    ordered = sorted(facts["auc"].items(), key=lambda item: -(item[1] or {}).get("value", 0))
    for name, found in ordered:
        minus = facts["difference"].get(name)
        table.add_row(
            name,
            _figure(found and found["value"]),
            _interval(found),
            f"{minus['value']:+.3f} ({_interval(minus)})" if minus else "",
        )
    OUT.print(table)
    for name, title in (
        ("precision_100", "precision of the scorecard at 100"),
        ("calibration_slope", "calibration slope"),
    ):
        found = facts[name]
        if found:
            OUT.print(f"{title}: {_figure(found['value'])} ({_interval(found)})")
    if facts["own_list"]:
        own = facts["own_list"]
        OUT.print(
            f"The police's own list: {own['rows']:,} rows that day, {own['found']:,} found, "
            f"{own['ranked']['include']:,} people among those ranked."
        )
    if facts["ebm"]:
        margin = facts["ebm"]["margin"]
        verdict = "beats" if facts["ebm"]["wins"] else "does not beat"
        OUT.print(f"The boosting machine {verdict} the scorecard by the margin of {margin} AUC.")
    if facts["drift"]:
        OUT.print(
            "The slope's interval leaves out 1: chances have drifted since the training days."
        )
    if facts["material"] == "invented":
        OUT.print("Invented people: this says that the code works, not that the ranking does.")
    OUT.print(f"Page, model, figures and predictions: {out}", soft_wrap=True)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(found: dict[str, Any] | None) -> str:
    if not found or found["low"] is None:
        return "–"
    return f"{found['low']:.3f} to {found['high']:.3f}"
