"""`hejda map`: the main job from the command line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.cli.today import today
from hejda.flow.run import Order, map_registers, refuse_list_by
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.places import Places
from hejda.rank.rankers import RANKERS

OUT = Console()
ERR = Console(stderr=True)


def map_command(
    source: Annotated[Path, typer.Argument(help="The source mapping, source.yaml.")],
    data: Annotated[Path, typer.Option(help="The folder that holds the delivery.")],
    as_of: Annotated[str, typer.Option(help="Which facts and rules count: YYYY-MM-DD.")],
    out: Annotated[Path, typer.Option(help="The folder to write; made anew.")],
    lists: Annotated[int, typer.Option(help="National places per list.", min=0)] = 300,
    capacity: Annotated[
        Path | None, typer.Option(help="CSV: police_region, list, places, floor.")
    ] = None,
    rankers: Annotated[str, typer.Option(help="'all', or names with commas between.")] = "all",
    rules: Annotated[
        str | None, typer.Option(help="A pack's name or folder, instead of the mapping's.")
    ] = None,
    compare: Annotated[Path | None, typer.Option(help="An earlier run to compare with.")] = None,
    list_by: Annotated[str, typer.Option(help="The ranker that orders the lists.")] = LIST_RANKER,
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    memory: Annotated[int, typer.Option(help="Memory the engine may use, in MiB.")] = 4096,
    references: Annotated[
        bool, typer.Option(help="Count references that lead nowhere (hejda check does it too).")
    ] = True,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
    identities: Annotated[
        Path | None, typer.Option(help="A folder that hejda persons wrote: ids stay as they are.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="What people decided: a CSV or Parquet file.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="A fitted scorecard, model.yaml of hejda validate.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an earlier run in OUT.")] = False,
) -> None:
    """Registers in, two ranked and explained lists out. A proposal: a named person decides."""
    refuse_list_by(list_by)
    order = Order(
        source=_existing(source, "The source mapping"),
        data=data,
        as_of=parsed_date(as_of, "--as-of"),
        now=parsed_date(now, "--now") if now else today(),
        out=out.absolute(),
        lists=lists,
        capacity=places_in(capacity) if capacity else None,
        rankers=chosen_rankers(rankers),
        rules=rules,
        compare=compare,
        engine=_engine(engine),
        memory_mib=memory,
        references=references,
        force=force,
        identities=identities,
        judgements=judgements,
        model=model,
    )
    if order.now < order.as_of:
        raise InputError(
            "as_of_ahead", "--as-of lies after the day of the act.", "", "Choose an earlier date."
        )
    tell(_with_progress(order), order.out)


def _with_progress(order: Order) -> dict[str, Any]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("registers", total=None)
        return map_registers(order, lambda text: bar.update(task, description=text))


def tell(facts: dict[str, Any], out: Path) -> None:
    """What came in, what came out, and what it is not."""
    rows, lists = facts["rows"], facts["lists"]
    OUT.print(
        f"[bold]{rows['in']:,}[/] rows in = {rows['accepted']:,} accepted "
        f"+ {rows['duplicate']:,} duplicates + {rows['quarantined']:,} quarantined"
    )
    identity = facts["identity"]
    if identity["linked"]:
        OUT.print(f"{identity['records']:,} person records are {identity['people']:,} people")
    OUT.print(
        f"{facts['population']['ranked']:,} people ranked as of {facts['as_of']} "
        f"by the rules {facts['knowledge']['pack']} ({facts['knowledge']['fingerprint'][:12]}), "
        f"harm scale {facts['knowledge']['harm_scale']}"
    )
    for name in ("harm", "serial"):
        told = lists[name]
        missing = told.get("missing_because")
        if missing:
            OUT.print(f"no {name} list: {_why_missing(missing[0])}")
        else:
            beside = f", {told['shared']:,} more by the group beside it" if told["shared"] else ""
            OUT.print(f"{name} list: {told['taken']:,} of {told['places']:,} places taken{beside}")
    for name, size in facts["groups"].items():
        OUT.print(f"beside the lists, {name}: {size:,}")
    for kind, number in facts["overlay"].items():
        OUT.print(f"overlay: {kind} brings {number:,} people before a human")
    ended = facts["variants"]["without_ended"]
    OUT.print(
        f"harm list without suspicions that have ended: {ended['stay']:,} stay, "
        f"{ended['leave']:,} leave"
    )
    if facts["population"]["held_back"]:
        OUT.print(f"held back, since cleared or withdrawn: {facts['population']['held_back']:,}")
    OUT.print(f"A proposal; a named person decides. Report: {out / 'report.html'}", soft_wrap=True)


def _why_missing(code: str) -> str:
    return {
        "no_victims": "the delivery has no victims (rows of involvement with the role victim).",
        "no_relations": "the delivery says nothing of relations (no table relation, and no offence "
        "that says close_relation yes or no).",
    }[code]


def _existing(path: Path, what: str) -> Path:
    if not path.is_file():
        raise InputError("no_file", f"{what} is not a file.", "", "Check the path.")
    return path


def _engine(name: str) -> str:
    if name not in ("duckdb", "spark"):
        raise InputError("unknown_engine", "There is no such engine.", "", "Known: duckdb, spark.")
    return name


def chosen_rankers(text: str) -> tuple[str, ...]:
    """The rankers named in `text`, or all of them."""
    if text.strip() == "all":
        return tuple(RANKERS)
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in names if name not in RANKERS]:
        raise InputError(
            "unknown_ranker",
            f"Unknown ranker: {', '.join(unknown)}.",
            "",
            f"Known: {', '.join(RANKERS)}.",
        )
    return names


def places_in(path: Path) -> tuple[Places, ...]:
    """The rows of a capacity file; every fault is told at once."""
    with _existing(path, "The capacity file").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    places, faults = [], []
    for number, row in enumerate(rows, start=1):
        try:
            name = (row["list"] or "").strip()
            size, floor = int(row["places"]), int(row.get("floor") or 0)
            if name not in ("harm", "serial") or size < 0 or floor < 0:
                raise ValueError
            places.append(Places((row["police_region"] or "").strip(), name, size, floor))
        except (KeyError, ValueError, TypeError):
            faults.append(str(number))
    if faults or not places:
        raise InputError(
            "capacity",
            f"The capacity file cannot be used (rows: {', '.join(faults) or 'none'}).",
            "",
            "Columns: police_region, list (harm or serial), places, floor; whole numbers from 0.",
        )
    return tuple(places)
