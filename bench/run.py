"""`make bench`: hejda map beside hand-written SQL and pandas, on 1 and 20 million incidents.

Each is a process of its own, with two threads, after the files have been read once. Prints seconds,
CPU seconds, peak memory and ratios, and stops when the places differ. Nothing is published: the
rows are invented by this bench.

    python bench/run.py [--incidents 1000000 --incidents 20000000] [--no-pandas]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
PLACES = 500
"""A list; two lists are 1,000 places with reasons (of about 770 people, many stand on both)."""
WAYS = ("sql trusting", "sql versioned", "pandas", "hejda map")


def main() -> None:
    """Makes the rows, runs every way, compares the places, prints the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--incidents", type=int, action="append")
    ask.add_argument("--no-pandas", action="store_true")
    ask.add_argument("--times", type=int, default=3, help="runs of each way; the median counts")
    ask.add_argument("--folder", type=Path, default=None)
    ask.add_argument("--one", nargs=3, metavar=("WAY", "DATA", "OUT"), help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.one:
        run_one(given.one[0], Path(given.one[1]), Path(given.one[2]))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for incidents in given.incidents or (1_000_000, 20_000_000):
            ways = [way for way in WAYS if not (way == "pandas" and given.no_pandas)]
            compare(Path(folder) / str(incidents), incidents, ways, given.times)


def compare(folder: Path, incidents: int, ways: list[str], times: int) -> None:
    """One size: every way in turn, `times` rounds (pandas in the first only); medians are compared."""
    from invented_delivery import make

    data = folder / "data"
    make(data, incidents)
    print(f"\n{incidents:,} incidents, 3,000,000 people, {PLACES} places a list")
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(times):
        for way in ways:
            if way == "pandas" and turn:
                continue
            out = folder / way.replace(" ", "_")
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            found = measured(way, data, out)
            seconds[way].append(found["seconds"])
            print(
                f"{way:14} {found['seconds']:7.1f} s {found['cpu']:7.1f} CPU s "
                f"{found['memory_mib']:6,} MiB",
                flush=True,
            )
    for way in ways:
        if way != "hejda map":
            ratio = median(seconds["hejda map"]) / median(seconds[way])
            print(f"hejda map / {way}: {ratio:.2f} (medians)")
    same_places(folder, ways)


def measured(way: str, data: Path, out: Path) -> dict[str, float]:
    """Seconds, CPU seconds and peak memory of one way in a process of its own."""
    command = [sys.executable, __file__, "--one", way, str(data), str(out)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    return {**json.loads(done.stdout.splitlines()[-1]), "seconds": seconds}


def run_one(way: str, data: Path, out: Path) -> None:
    """One way, inside its own process; the last line printed holds CPU and memory."""
    from invented_delivery import AS_OF

    from hejda.flow.run import Order, map_registers
    from hejda.knowledge.load import load_knowledge

    as_of = dt.date.fromisoformat(AS_OF)
    if way == "hejda map":
        order = Order(
            source=data / "source.yaml", data=data, as_of=as_of, now=as_of, out=out / "run",
            lists=PLACES, rankers=("expected_harm",), references=False,
        )  # fmt: skip
        map_registers(order, lambda text: None)
    else:
        knowledge = load_knowledge("se", as_of)
        if way == "pandas":
            import by_pandas

            by_pandas.run(data, out, knowledge)
        else:
            import by_hand

            by_hand.run(data, out, knowledge, PLACES, way == "sql versioned")
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "cpu": sum(u.ru_utime + u.ru_stime for u in used),
                "memory_mib": max(u.ru_maxrss for u in used) // 1024,
            }
        )
    )


def same_places(folder: Path, ways: list[str]) -> None:
    """Every way must give everybody the same score and place; stops where it does not."""
    mine = pq.read_table(folder / "hejda_map" / "run" / "ranking.parquet").to_pydict()
    people = [person.split(":", 1)[1] for person in mine["person"]]
    expected = dict(zip(people, zip(mine["score"], mine["place"], strict=True), strict=True))
    for way in ways:
        if way == "hejda map":
            continue
        table = pq.read_table(folder / way.replace(" ", "_") / "ranking.parquet").to_pydict()
        names = table.get("person") or table["record_id"]
        theirs = dict(zip(names, zip(table["score"], table["place"], strict=True), strict=True))
        if theirs != expected:
            sys.exit(f"The places by {way} differ from those of hejda map.")
    print(f"places of {len(expected):,} people are the same by every way")


if __name__ == "__main__":
    main()
