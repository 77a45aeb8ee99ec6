"""Linkage at a million records: a full run, and the records of one day more.

Makes person records of an invented country (800,000 people; each record one mention of a suspect or
a victim, with the simulator's faults), links them, and then links them again with --identities and
5,000 new ones. Prints seconds, peak memory and what is right, and stops when the people found
with the store differ from those found by comparing everything again.

    python bench/persons.py [--records 1000000] [--new 5000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from hejda.synthetic.people import PeopleNumbers, make_people
from hejda.synthetic.records import Mentions, RecordNumbers, make_records
from hejda.synthetic.simulate import SOURCE

DAY = 20_454
"""2026-01-01, as days since 1970-01-01: the day after the last record."""
YEARS = 10


def main() -> None:
    """Makes the records and links them three ways."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--records", type=int, default=1_000_000)
    ask.add_argument("--new", type=int, default=5_000)
    ask.add_argument("--folder", type=Path, default=None)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        table, truth = made(given.records + given.new)
        early = deliver(folder / "early", table.slice(0, given.records))
        late = deliver(folder / "late", table)
        pq.write_table(truth, folder / "truth.parquet")
        first = link(folder, early, "first")
        with_store = link(folder, late, "with_store", "--identities", str(first))
        model_only = without_pairs(folder, first)
        again = link(folder, late, "again", "--identities", str(model_only))
        if people_in(with_store) != people_in(again):
            sys.exit("The people found with the store differ from those found anew.")
        print("the same people with the store as by comparing everything again")


def made(records: int) -> tuple[pa.Table, pa.Table]:
    """`records` person records in order of the day, and whose they are."""
    rng = np.random.default_rng(1)
    days = round(YEARS * 365.25)
    people = make_people(round(records * 0.8), DAY - days, days, PeopleNumbers(), rng)
    count = round(records * 1.8)
    person = rng.integers(0, round(records * 0.8), count, dtype=np.int32)
    mentions = Mentions(
        person=person,
        day=np.sort(rng.integers(DAY - days, DAY, count, dtype=np.int32)),
        role=rng.integers(0, 2, count).astype(np.int8),
        system=np.where(rng.random(count) < 0.9, 0, 1).astype(np.int8),
    )
    found = make_records(people, mentions, RecordNumbers(), rng)
    table = found.table.slice(0, records)
    truth = pa.table({"record_id": table["record_id"], "person": found.person[: table.num_rows]})
    return table, truth


def deliver(folder: Path, table: pa.Table) -> Path:
    """A delivery that holds `table` as its person records."""
    folder.mkdir()
    pq.write_table(table, folder / "person_record.parquet", compression="zstd")
    (folder / "source.yaml").write_text(SOURCE.format(source="bench", seed=1), encoding="utf-8")
    return folder


def link(folder: Path, delivery: Path, name: str, *more: str) -> Path:
    """Runs `hejda persons` in a process of its own; the folder it wrote."""
    out = folder / name
    command = [
        str(Path(sys.executable).parent / "hejda"), "persons", str(delivery / "source.yaml"),
        "--data", str(delivery),
        "--out", str(out), "--truth", str(folder / "truth.parquet"), "--now", "2026-01-02", *more,
    ]  # fmt: skip
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        highest = watched(run)
    seconds = time.perf_counter() - started
    if run.returncode:
        sys.exit("hejda persons failed")
    facts = json.loads((out / "quality.json").read_text(encoding="utf-8"))
    shares = ", ".join(
        f"{key} {told['value']:.5f}" for key, told in facts["quality"].items() if key != "pair_f1"
    )
    print(
        f"{name}: {facts['records']:,} records, {facts['compared_anew']:,} compared anew, "
        f"{seconds:.1f} s, {highest:,} MiB; {shares}",
        flush=True,
    )
    return out


def watched(run: subprocess.Popen[str]) -> int:
    """The largest memory, in MiB, of the run and its children together, looked at often."""
    highest = 0
    while run.poll() is None:
        try:
            process = psutil.Process(run.pid)
            own = [process, *process.children(recursive=True)]
            highest = max(highest, sum(each.memory_info().rss for each in own))
        except psutil.Error:
            pass
        time.sleep(0.2)
    return highest >> 20


def without_pairs(folder: Path, first: Path) -> Path:
    """A store with the model and ids of `first` that remembers no record: all are compared anew."""
    target = folder / "model_only"
    (target / "store").mkdir(parents=True)
    for path in (first / "store").iterdir():
        if path.stem in ("feature", "pair"):
            pq.write_table(pq.read_table(path).slice(0, 0), target / "store" / path.name)
        else:
            (target / "store" / path.name).write_bytes(path.read_bytes())
    return target


def people_in(out: Path) -> set[frozenset[str]]:
    """The records of each person of several records."""
    table = pq.read_table(out / "person_link.parquet", columns=["record_id", "person"])
    found: dict[str, set[str]] = defaultdict(set)
    for record, person in zip(*(column.to_pylist() for column in table.columns), strict=True):
        found[person].add(record)
    return {frozenset(members) for members in found.values() if len(members) > 1}


if __name__ == "__main__":
    main()
