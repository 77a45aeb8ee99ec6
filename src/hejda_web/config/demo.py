"""`hejda demo`: an invented country mapped, loaded and served, with a user for each role."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import webbrowser
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hejda.cli.today import today
from hejda_web.config.embedded import running
from hejda_web.config.installation import FILE_NAME
from hejda_web.config.serving import environment, prepare_database, serving, stop_when_asked, wait

OUT = Console()
VERSION_FILE = "prepared"


def run_demo(home: Path, port: int, browser: bool, persons: int) -> None:
    """Prepares what is missing, serves, and waits. The second time nothing is made anew."""
    stop_when_asked()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with running(home) as installation:
        path = home / FILE_NAME
        country = home / "country"
        first = not (home / VERSION_FILE).exists()
        with Progress(*columns, console=OUT, transient=True) as bar:
            task = bar.add_task("the database", total=None)
            if stamp() != _prepared(home):
                prepare_database(path)
            if not (country / "source.yaml").exists():
                bar.update(task, description="the invented country")
                _simulated(country, persons)
            installation.sources = {"invented": country / "source.yaml"}
            installation.write()
            if first:
                bar.update(task, description="the first run: reading, ranking, explaining")
                _filled(path)
            (home / VERSION_FILE).write_text(stamp(), encoding="utf-8")
        address = (
            f"http://localhost:{port}/"  # a passkey needs a name; browsers take none at a number
        )
        with serving(path, port):
            _tell(home, address)
            if browser and not _opened(address):
                OUT.print("There is no browser here; open the address in one on this machine.")
            try:
                wait()
            except KeyboardInterrupt:
                OUT.print("Stopped. The next `hejda demo` goes on where you left.")


def stamp() -> str:
    """Changes whenever the migrations or walls do."""
    import hashlib

    root = Path(__file__).resolve().parent.parent
    files = sorted(
        [*root.rglob("*.sql"), *root.rglob("migrations/*.py"), *root.rglob("static/**/*")]
    )
    told = hashlib.sha256()
    for file in files:
        if file.is_file():
            told.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return told.hexdigest()


def _prepared(home: Path) -> str:
    file = home / VERSION_FILE
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _simulated(country: Path, persons: int) -> None:
    yesterday = today() - dt.timedelta(days=1)
    subprocess.run(
        [
            sys.executable, "-m", "hejda.cli", "simulate",
            "--persons", str(persons), "--years", "10", "--until", yesterday.isoformat(),
            "--seed", "1", "--out", str(country), "--force",
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def _filled(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hejda_web.config.demo_content"],
        env=environment(path, "app"), check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.returncode)


def _tell(home: Path, address: str) -> None:
    OUT.print(f"\n[bold]{address}[/]   (Ctrl+C to stop)")
    passwords = home / "one-time-passwords.txt"
    if not passwords.exists():
        return
    table = Table("user", "role", "one-time password", box=None)
    for line in passwords.read_text(encoding="utf-8").splitlines():
        table.add_row(*line.split("\t"))
    OUT.print(table)
    OUT.print("Everything here is invented. Each password is changed at the first login.")


def _opened(address: str) -> bool:
    if not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform != "linux"
    ):
        return False
    return webbrowser.open(address)


def last_day(country: Path) -> dt.date:
    """The last day the invented registers know of."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    column = pq.read_table(country / "incident.parquet", columns=["registered_on"])
    found: dt.date = pc.max(column["registered_on"]).as_py()
    return found
