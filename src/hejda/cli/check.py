"""`hejda check`: is this delivery sound? Reads it as `map` would, and ranks nobody."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.cli.today import today
from hejda.engine.read import Delivery, Limits, NothingUsable, load_mapping, read_delivery
from hejda.engine.read_reasons import meaning
from hejda.flow.run import vocabulary
from hejda.knowledge.load import load_knowledge
from hejda.registers.mapping import SourceMapping

OUT = Console()
ERR = Console(stderr=True)
FILES_SHOWN = 40


def check(
    source: Annotated[Path, typer.Argument(help="The source mapping, source.yaml.")],
    data: Annotated[Path, typer.Option(help="The folder that holds the delivery.")],
    rules: Annotated[
        str | None, typer.Option(help="A pack's name or folder, instead of the mapping's.")
    ] = None,
    quarantine: Annotated[
        Path | None, typer.Option(help="A Parquet file to write: every row set aside, and why.")
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="The day of the act, YYYY-MM-DD; today if not given.")
    ] = None,
    read_memory: Annotated[int, typer.Option(help="Memory for reading, in MiB.", min=256)] = 6144,
    read_minutes: Annotated[int, typer.Option(help="Minutes for reading.", min=1)] = 30,
) -> None:
    """Is this delivery sound? Says what became of every row; writes nothing unless asked."""
    day = parsed_date(now, "--now") if now else today()
    mapping = load_mapping(source)
    known = vocabulary(load_knowledge(pack_of(source, mapping, rules), day))
    limits = Limits(memory_mib=read_memory, seconds=60 * read_minutes)
    if quarantine is not None and quarantine.exists():
        raise InputError(
            "file_exists", "--quarantine names a file that exists.", "", "Name a new one."
        )
    with tempfile.TemporaryDirectory(prefix="hejda-") as work, _progress() as bar:
        task = bar.add_task("reading", total=None)
        try:
            delivery = read_delivery(
                source,
                data,
                Path(work),
                now=day,
                rules=known,
                limits=limits,
                progress=lambda text: bar.update(task, description=text),
                environment=os.environ,
            )
        except NothingUsable as nothing:
            bar.stop()
            tell(nothing.delivery)
            raise
        if quarantine is not None:
            shutil.copyfile(delivery.quarantine, quarantine)
    tell(delivery)


def pack_of(source: Path, mapping: SourceMapping, rules: str | None) -> Path | str:
    """The pack to use: --rules, else the mapping's; a folder beside the mapping comes first."""
    if rules is not None:
        return Path(rules) if Path(rules).is_dir() else rules
    beside = source.parent / mapping.rules
    return beside if beside.is_dir() else mapping.rules


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=ERR, transient=True)


def tell(delivery: Delivery) -> None:
    """What came in and what became of it, for a terminal."""
    OUT.print(
        f"[bold]{delivery.rows:,}[/] rows in = {delivery.accepted:,} accepted "
        f"+ {delivery.duplicate:,} duplicates + {delivery.quarantined:,} quarantined"
    )
    OUT.print(_files(delivery))
    for name, code, sentence in delivery.file_reasons:
        OUT.print(f"{name}: {sentence} ({code})", markup=False, soft_wrap=True)
    for code, count in sorted(delivery.reasons.items(), key=lambda pair: -pair[1]):
        OUT.print(f"{count:,} rows: {meaning(code)} ({code})", markup=False, soft_wrap=True)
    for place, count in delivery.missing_set.items():
        OUT.print(f"{place}: {count:,} values set to missing", markup=False)
    for place, count in delivery.broken.items():
        OUT.print(f"{place}: {count:,} rows refer to a record that is not there", markup=False)
    for erased in delivery.erased:
        day = erased.registered_on.isoformat()
        OUT.print(f"{erased.table}: {erased.count:,} versions erased on {day}", markup=False)
    if delivery.tables_rows:
        tables = ", ".join(f"{name} {rows:,}" for name, rows in delivery.tables_rows.items())
        OUT.print(f"Tables: {tables}", markup=False, soft_wrap=True)


def _files(delivery: Delivery) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("file")
    for name in ("rows", "accepted", "duplicate", "quarantined", "unused"):
        table.add_column(name, justify="right")
    for file in delivery.counts[:FILES_SHOWN]:
        numbers = (file.rows, file.accepted, file.duplicate, file.quarantined, file.unused)
        table.add_row(file.file, *(f"{number:,}" for number in numbers))
    if len(delivery.counts) > FILES_SHOWN:
        table.add_row(f"… and {len(delivery.counts) - FILES_SHOWN} more")
    return table
