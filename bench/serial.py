"""Of those who truly went from partner to partner: how many the serial list finds, and how many on it are.

Takes an invented country (`hejda simulate`) and a folder of `hejda persons` for it, maps the country with
room for everybody, and compares the serial list with the simulator's truth. Suspicions that ended count
as recorded here, but for acquittals and the like: under the strictest reading few remain, whoever links
them.

    python bench/serial.py COUNTRY WHO [--as-of 2025-12-31]
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from pathlib import Path

import duckdb

import hejda.flow.run as flow
from hejda.flow.run import Order, map_registers
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.rules import Knowledge
from hejda.nominate.places import Places

NEVER = ("acquitted", "cleared", "no_crime")
ROOM = 100_000
SERIAL = "list_contains(flags, 'serial_partner') OR list_contains(flags, 'serial_sexual')"

TABLES = """
CREATE TABLE role AS FROM '{country}/involvement.parquet'
QUALIFY row_number() OVER (PARTITION BY involvement_id ORDER BY registered_on DESC) = 1;
CREATE TABLE usable AS
SELECT DISTINCT a.actor AS person, a.victim
FROM '{country}/truth/act.parquet' a JOIN '{country}/incident.parquet' i USING (incident_id)
JOIN role s ON s.incident_id = i.incident_id AND s.role = 'suspect'
JOIN '{country}/truth/record.parquet' r ON r.record_id = s.record_id AND r.person = a.actor
WHERE a.reported AND i.occurred_on > DATE '{as_of}' - 1826 AND s.registered_on <= DATE '{as_of}'
  AND s.suspicion <> 'named' AND coalesce(s.ended_why, '') NOT IN {never}
  AND (s.operation IS NULL OR s.operation <> 'withdraw');
CREATE TABLE truth AS SELECT person FROM usable GROUP BY 1 HAVING count(DISTINCT victim) >= 2;
CREATE TABLE harmed AS
SELECT DISTINCT actor AS person, victim FROM '{country}/truth/act.parquet' WHERE happened
UNION SELECT DISTINCT t.true_suspect, t.victim
FROM '{country}/truth/report.parquet' t JOIN '{country}/offence.parquet' o USING (incident_id)
WHERE o.code LIKE 'brb-6%' AND t.victim >= 0;
CREATE TABLE ever AS SELECT person FROM harmed GROUP BY 1 HAVING count(DISTINCT victim) >= 2;
CREATE TABLE known AS
SELECT p.person, mode(r.person) AS truly
FROM (SELECT person, unnest(record_ids) AS record_id FROM '{out}/person.parquet') p
JOIN '{country}/truth/record.parquet' r USING (record_id) GROUP BY 1;
CREATE TABLE listed AS
SELECT k.truly, bool_or({serial}) AS marked
FROM '{out}/candidate.parquet' JOIN known k USING (person)
WHERE list = 'serial' OR (list = 'release'
  AND ({serial} OR list_contains(flags, 'on_the_way'))) GROUP BY 1;
"""


def main() -> None:
    """Maps, compares, prints."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("country", type=Path)
    ask.add_argument("who", type=Path)
    ask.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2025, 12, 31))
    given = ask.parse_args()
    flow.load_knowledge = as_recorded
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        order = Order(
            source=given.country / "source.yaml", data=given.country, as_of=given.as_of,
            now=given.as_of, out=out, rankers=("expected_harm",), identities=given.who,
            capacity=tuple(Places("national", name, ROOM, 0) for name in ("harm", "serial")),
        )  # fmt: skip
        map_registers(order, lambda text: None)
        compare(given.country, out, given.as_of)


def as_recorded(pack: Path | str, on: dt.date) -> Knowledge:
    """The pack, but suspicions that ended count as recorded."""
    knowledge = load_knowledge(pack, on)
    ended = {why: "never" if why in NEVER else "as_recorded" for why in knowledge.ended}
    return knowledge.model_copy(update={"ended": ended})


def compare(country: Path, out: Path, as_of: dt.date) -> None:
    """Prints what the list finds and what it holds."""
    con = duckdb.connect()
    con.execute(
        TABLES.format(country=country, out=out, as_of=as_of, never=str(NEVER), serial=SERIAL)
    )
    for title, sql in (
        ("truly serial by usable reports, on the list",
         "SELECT count(*) FILTER (person IN (SELECT truly FROM listed)), count(*) FROM truth"),
        ("on the list, truly with several victims",
         "SELECT count(*) FILTER (truly IN (SELECT person FROM ever)), count(*) FROM listed"),
        ("marked serial, truly with several victims",
         "SELECT count(*) FILTER (truly IN (SELECT person FROM ever)), count(*) FROM listed "
         "WHERE marked"),
    ):  # fmt: skip
        part, whole = con.execute(sql).fetchone()
        print(f"{title}: {part:,} of {whole:,} ({part / whole if whole else 0:.1%})")


if __name__ == "__main__":
    main()
