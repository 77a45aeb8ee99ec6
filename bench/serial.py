"""Of those who truly went from partner to partner: how many are put forward, and how many listed are.

Takes an invented country (`hejda simulate`) and a folder of `hejda persons` for it, maps the country with
room for everybody, and compares the serial list, and the group "find out the relation first" that shares
its places and is screened like it, with the simulator's truth. Suspicions that ended count
as recorded here, but for acquittals and the like: under the strictest reading few remain, whoever links
them. Then errors of linkage, and of the list, by naming tradition; several countries are added up.

    python bench/serial.py COUNTRY WHO [COUNTRY WHO …] [--as-of 2025-12-31]
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

import hejda.flow.run as flow
from hejda.flow.run import Order, map_registers
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.rules import Knowledge
from hejda.nominate.places import Places

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.naming_traditions import (
    Cells,
    by_tradition,
    cells,
    largest_ratio,
    linkage_cells,
    names_by_person,
    together,
    told,
    traditions,
)

NEVER = ("acquitted", "cleared", "no_crime")
ROOM = 100_000
SERIAL = "list_contains(flags, 'serial_partner') OR list_contains(flags, 'serial_sexual')"
WAY, BARE = "list_contains(flags, 'on_the_way')", "list_contains(flags, 'serial_unknown')"

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
CREATE TABLE living AS SELECT person FROM '{country}/truth/person.parquet'
WHERE coalesce(left_on > DATE '{as_of}', true) AND born <= DATE '{as_of}' - INTERVAL 18 YEAR;
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
CREATE TABLE forward AS
SELECT k.truly, bool_or({serial}) AS marked, NOT bool_or({serial} OR {way}) AS bare
FROM '{out}/candidate.parquet' JOIN known k USING (person)
WHERE list IN ('serial', 'serial_unknown') OR (list = 'release' AND ({serial} OR {way} OR {bare}))
GROUP BY 1;
CREATE TABLE listed AS FROM forward WHERE NOT bare;
"""


FOUND = "SELECT count(*) FILTER (person IN (SELECT truly FROM {})), count(*) FROM truth"
RIGHT = "SELECT count(*) FILTER (truly IN (SELECT person FROM ever)), count(*) FROM "
MEASURES = (
    ("truly serial by usable reports, put forward", FOUND.format("forward")),
    ("the same, of those who may be ranked: alive, in the country, 18 or older",
     FOUND.format("forward") + " JOIN living USING (person)"),
    ("truly serial by usable reports, on the list itself", FOUND.format("listed")),
    ("the same, of those who may be ranked",
     FOUND.format("listed") + " JOIN living USING (person)"),
    ("on the list, truly with several victims", RIGHT + "listed"),
    ("of these, marked serial", RIGHT + "listed WHERE marked"),
    ("of these, on the way only", RIGHT + "listed WHERE NOT marked"),
    ("in the group 'find out the relation first', truly with several victims",
     RIGHT + "forward WHERE bare"),
)  # fmt: skip
"""What is counted: part and whole."""
ERRORS = (
    ("linkage: people of several records, not found whole or not pure", ""),
    ("serial: truly serial and not put forward", "SELECT person, person NOT IN (SELECT truly FROM forward) "
     "FROM truth"),
    ("serial: on the list and not truly serial", "SELECT truly, truly NOT IN "
     "(SELECT person FROM ever) FROM listed"),
    ("serial: either", "SELECT person, person NOT IN (SELECT truly FROM forward) FROM truth UNION "
     "SELECT truly, true FROM listed WHERE truly NOT IN (SELECT person FROM ever) UNION "
     "SELECT truly, false FROM listed WHERE truly IN (SELECT person FROM ever)"),
)  # fmt: skip
"""Errors told by tradition: people asked about, and whether something went wrong."""

Found = tuple[list[tuple[int, int]], list[Cells]]
"""Part and whole of each of MEASURES, and cells of each of ERRORS, of one country."""


def main() -> None:
    """Maps, compares, prints."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folders", type=Path, nargs="+", metavar="COUNTRY WHO")
    ask.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2025, 12, 31))
    given = ask.parse_args()
    if len(given.folders) % 2:
        ask.error("a folder of `hejda persons` is needed for each country")
    flow.load_knowledge = as_recorded
    found = []
    for country, who in zip(given.folders[::2], given.folders[1::2], strict=True):
        found.append(found_in(country, who, given.as_of))
        tell(country.name, *found[-1])
    if len(found) > 1:
        counts, errors = (zip(*each, strict=True) for each in zip(*found, strict=True))
        parts = [(sum(p for p, _ in row), sum(w for _, w in row)) for row in counts]
        tell("together", parts, [together(row) for row in errors])


def found_in(country: Path, who: Path, as_of: dt.date) -> Found:
    """Maps a country with room for everybody, and compares with its truth."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        order = Order(
            source=country / "source.yaml", data=country, as_of=as_of,
            now=as_of, out=out, rankers=("expected_harm",), identities=who,
            capacity=tuple(Places("national", name, ROOM, 0) for name in ("harm", "serial")),
        )  # fmt: skip
        map_registers(order, lambda text: None)
        return compared(country, who, out, as_of)


def as_recorded(pack: Path | str, on: dt.date) -> Knowledge:
    """The pack, but suspicions that ended count as recorded."""
    knowledge = load_knowledge(pack, on)
    ended = {why: "never" if why in NEVER else "as_recorded" for why in knowledge.ended}
    return knowledge.model_copy(update={"ended": ended})


def compared(country: Path, who: Path, out: Path, as_of: dt.date) -> Found:
    """What the list finds and what it holds, and errors by naming tradition."""
    con = duckdb.connect()
    con.execute(
        TABLES.format(
            country=country,
            out=out,
            as_of=as_of,
            never=str(NEVER),
            serial=SERIAL,
            way=WAY,
            bare=BARE,
        )
    )
    counts = [con.execute(sql).fetchone() for _, sql in MEASURES]
    rows = con.execute(
        f"SELECT record_id, r.person::VARCHAR, l.person, names "
        f"FROM '{country}/truth/record.parquet' r JOIN '{who}/person_link.parquet' l "
        f"USING (record_id) JOIN '{country}/person_record.parquet' p USING (record_id)"
    ).fetchall()
    truth = {record: person for record, person, _, _ in rows}
    written = {record: names for record, _, _, names in rows}
    person_of = {record: person for record, _, person, _ in rows}
    groups = traditions(names_by_person(truth, written))
    errors = [linkage_cells(person_of, truth, written)]
    for _, sql in ERRORS[1:]:
        asked = {str(person): wrong for person, wrong in con.execute(sql).fetchall()}
        errors.append(cells(groups, set(asked), {person for person, w in asked.items() if w}))
    return counts, errors


def tell(title: str, counts: Iterable[tuple[int, int]], errors: Iterable[Cells]) -> None:
    """Prints the figures of one country, or of several together."""
    print(f"\n{title}")
    for (name, _), (part, whole) in zip(MEASURES, counts, strict=True):
        print(f"{name}: {part:,} of {whole:,} ({part / whole if whole else 0:.1%})")
    for (name, _), found in zip(ERRORS, errors, strict=True):
        print(f"\n{name}")
        print(told(by_tradition(found), largest_ratio(found)), end="")


if __name__ == "__main__":
    main()
