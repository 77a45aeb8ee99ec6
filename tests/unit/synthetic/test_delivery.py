"""The authority's delivery, read back through its own mapping, gives what the Parquet gives.

What the registers should hold is worked out here in plain Python, from the rows and from the
deletions that stand in the text files; nothing of the writer or the reader is used for it.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hejda.base.errors import InputError
from hejda.engine.read import Delivery, load_mapping, read_delivery
from hejda.flow.run import Order, map_registers
from hejda.knowledge.rules import LIST_RANKER
from hejda.synthetic.delivery import MAPPING, write_delivery
from hejda.tables import REGISTERS, Type

ROOT = Path(__file__).resolve().parents[3]
NOW = dt.date(2026, 11, 22)
LAST = dt.date(2026, 7, 3)
LAW = load_mapping(MAPPING).source_law
REGIONS = {"north": "nord", "middle": "mitt", "south": "syd"}
CODES = {
    "xx-assault": "brb-3-5-misshandel",
    "xx-gross-assault": "brb-3-6-grov-misshandel",
    "xx-minor-assault": "brb-3-5-ringa-misshandel",
    "xx-murder": "brb-3-1-mord",
    "xx-threat": "brb-4-5-olaga-hot",
    "xx-gross-threat": "brb-4-5-grovt-olaga-hot",
    "xx-coercive-control": "brb-4-4a-grov-kvinnofridskrankning",
    "xx-confinement": "brb-4-2-olaga-frihetsberovande",
    "xx-damage": "brb-12-1-skadegorelse",
    "xx-home-intrusion": "brb-4-6-hemfridsbrott",
    "xx-online-exposure": "brb-4-6c-olaga-integritetsintrang",
    "xx-order-breach": "kfl-24-overtradelse-av-kontaktforbud",
    "xx-rape": "brb-6-1-valdtakt",
    "xx-sexual-assault": "brb-6-2-sexuellt-overgrepp",
    "xx-stalking": "brb-4-4b-olaga-forfoljelse",
    "xx-child-witness": "brb-4-3-barnfridsbrott",
}
TYPES: dict[Type, tuple[pa.DataType, Callable[[str], Any]]] = {
    Type.STRING: (pa.string(), lambda word: REGIONS.get(word, CODES.get(word, word))),
    Type.DATE: (pa.date32(), dt.date.fromisoformat),
    Type.INTEGER: (pa.int64(), int),
    Type.BOOLEAN: (pa.bool_(), {"true": True, "false": False}.__getitem__),
}
REFERS = {
    "offence": [("incident_id", "incident"), ("absorbed_into", "offence")],
    "involvement": [("incident_id", "incident"), ("offence_id", "offence")],
    "sanction": [("offence_id", "offence")],
    "observation": [("incident_id", "incident")],
}
"""What belongs to what: by which column, to a record of which table."""
STEMS = {
    "incident": "handelse",
    "offence": "brott",
    "involvement": "delaktighet",
    "sanction": "pafoljd",
    "observation": "iakttagelse",
}
RESPELT = {
    "Łucja Đukić": "Lucja Dukic",
    "sa \u201cnej\u201d – kostade 3 €": "sa 'nej' - kostade 3 EUR",
    "Ольга\x85": "?????",
}
"""What stands in the registers outside Latin-1, and how it should arrive."""

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Sent:
    """A delivery, what it was written from, and what reading it gave."""

    tables: Tables
    out: Path
    counts: dict[str, int]
    delivery: Delivery


def typed(table: str, row: dict[str, str]) -> Row | None:
    """A row of a CSV of the example with the contract's types; None where a day does not exist."""
    made: Row = {}
    for name, text in row.items():
        kind = Type.STRING if name == "operation" else REGISTERS[table].column(name).type
        try:
            made[name] = TYPES[kind][1](text) if text else None
        except ValueError:
            return None
    return made


def example() -> Tables:
    """The tables of examples/xx with the police regions and offences of Sweden."""
    tables: Tables = {}
    for path in sorted((ROOT / "examples/xx/data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [typed(path.stem, row) for row in csv.DictReader(file)]
        tables[path.stem] = [row for row in rows if row is not None]
    names = [row for row in tables["person_record"] if row["names"]]
    names[0]["names"], names[1]["names"], names[2]["names"] = RESPELT.keys()
    tables["incident"][0]["status"] = 'utredning; "pågår"\nsedan i går'
    tables["incident"][1]["status"] = "åtal väckt;"
    return tables


def made_up(number: int) -> Tables:
    """Incidents with offences, corrections, parts and observations; much happens in the last days."""
    tables: Tables = {name: [] for name in ("incident", *REFERS)}
    for n in range(number):
        days = [LAST - dt.timedelta(days=(n * 7 + k * 5) % 60 - 2 * (n % 3)) for k in range(3)]
        days.sort()
        case = {"incident_id": f"I{n}", "police_region": "mitt", "kind": "report"}
        ids = [f"O{n}-{k}" for k in range(2)]
        into = [None, ids[0] if n % 5 == 0 else None]
        for day in sorted(set(days)):
            new = "new" if day == days[0] else "correct"
            told = {"registered_on": day, "operation": new}
            tables["incident"].append({**case, "status": f"läge {day}", **told})
            for key, other in zip(ids, into, strict=True):
                both = {"offence_id": key, "incident_id": f"I{n}"}
                tables["offence"].append({**both, "absorbed_into": other, **told})
        later = {"registered_on": days[1], "operation": "new"}
        role = {"record_id": f"P{n % 40}", "role": "suspect", "incident_id": f"I{n}", **later}
        tables["involvement"].append({"involvement_id": f"V{n}", "offence_id": ids[1], **role})
        tables["involvement"].append({"involvement_id": f"W{n}", "offence_id": None, **role})
        tables["sanction"].append({"sanction_id": f"S{n}", "record_id": "P1", "offence_id": ids[0]})
        tables["sanction"][-1] |= {"days": n, **later}
        seen = {"observation_id": f"B{n}", "about": "P1", "kind": "weapon", "incident_id": f"I{n}"}
        tables["observation"].append({**seen, "credibility": n % 6 + 1, **later})
    return tables


def write(tables: Tables, folder: Path) -> None:
    """The tables as `hejda simulate` writes them."""
    folder.mkdir()
    for table, rows in tables.items():
        kinds = {c.name: TYPES[c.type][0] for c in REGISTERS[table].columns if c.name in rows[0]}
        columns = {name: pa.array([row[name] for row in rows], kinds[name]) for name in kinds}
        operations = [row.get("operation") for row in rows]
        columns["operation"] = pa.array(operations, pa.string())
        pq.write_table(pa.table(columns), folder / f"{table}.parquet")


@pytest.fixture(scope="module", params=["example", "made_up"])
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Both sets of tables, written as a delivery and read back."""
    folder = tmp_path_factory.mktemp("sent")
    tables, days = (example(), 200) if request.param == "example" else (made_up(600), 30)
    write(tables, folder / "registers")
    out = folder / "out"
    counts = write_delivery(folder / "registers", out, LAST, days, one_in=8)
    delivery = read_delivery(out / "source.yaml", out, folder / "work", now=NOW)
    return Sent(tables, out, counts, delivery)


# ── What the registers should hold ───────────────────────────────────────────────────────────────


def lines(path: Path) -> list[dict[str, str]]:
    """The rows of one delivered file."""
    with path.open(encoding="latin-1", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def deletions(sent: Sent, word: str, operation: str) -> dict[str, dict[str, dt.date]]:
    """Table → record → day, of what the files delete and the Parquet does not."""
    found: dict[str, dict[str, dt.date]] = {}
    for table, stem in STEMS.items():
        key = REGISTERS[table].id_column
        already = {row[key] for row in sent.tables[table] if row["operation"] == operation}
        rows = [row for path in sent.out.glob(f"{stem}_*.csv") for row in lines(path)]
        acts = {
            next(iter(row.values())): dt.datetime.strptime(row["REGISTRERAD"], "%Y%m%d").date()  # noqa: DTZ007
            for row in rows
            if row["ATGARD"] == word
        }
        found[table] = {record: day for record, day in acts.items() if record not in already}
    return found


def gone_with(sent: Sent, roots: dict[str, set[str]]) -> dict[str, set[str]]:
    """Those records, with everything that belongs to them."""
    gone = {table: set(ids) for table, ids in roots.items()}
    for _ in range(4):
        for table, columns in REFERS.items():
            key = REGISTERS[table].id_column
            for column, target in columns:
                gone[table] |= {r[key] for r in sent.tables[table] if r[column] in gone[target]}
    return gone


def held(table: str, rows: list[Row], taken_back: dict[str, dt.date]) -> set[tuple[Any, ...]]:
    """The contract's rules in plain Python: versions, withdrawals and erasures."""
    contract = REGISTERS[table]
    key = contract.id_column
    rows = [row for row in rows if row["registered_on"] <= LAST]
    erased = {row[key] for row in rows if row["operation"] == "erase"}
    ends = defaultdict(list, {record: [day] for record, day in taken_back.items()})
    versions: dict[str, dict[dt.date, Row]] = defaultdict(dict)
    for row in rows:
        if row["operation"] == "withdraw":
            ends[row[key]].append(row["registered_on"])
        elif row["operation"] != "erase" and row[key] not in erased:
            versions[row[key]][row["registered_on"]] = row
    found = set()
    for record, by_day in versions.items():
        days = sorted(by_day)
        for day in days:
            closed = [later for later in days if later > day]
            closed += [end for end in ends[record] if end >= day]
            whole = {"superseded_on": min(closed, default=None), "first_registered_on": days[0]}
            whole["source_law"] = LAW
            told = {**by_day[day], **whole}
            found.add(tuple(RESPELT.get(told.get(n), told.get(n)) for n in contract.names))
    return found


# ── The tests ────────────────────────────────────────────────────────────────────────────────────


def test_every_register_holds_what_the_parquet_gives_without_what_was_deleted(sent: Sent) -> None:
    erased = deletions(sent, "GALLRING", "erase")
    taken_back = deletions(sent, "ATERTAGEN", "withdraw")
    gone = gone_with(sent, {table: set(ids) for table, ids in erased.items()})
    for table, rows in sent.tables.items():
        key = REGISTERS[table].id_column
        kept = [row for row in rows if row[key] not in gone.get(table, set())]
        files = sent.delivery.registers[table].files
        read = [tuple(row.values()) for file in files for row in pq.read_table(file).to_pylist()]
        assert len(read) == len(set(read))
        assert set(read) == held(table, kept, taken_back.get(table, {})), table


def test_what_is_erased_goes_with_all_that_belongs_to_it_and_nothing_else(sent: Sent) -> None:
    days = deletions(sent, "GALLRING", "erase")
    erased = {table: set(ids) for table, ids in days.items()}
    roots = {t: erased[t] if t in ("incident", "offence", "observation") else set() for t in STEMS}
    gone = gone_with(sent, roots)
    for table in STEMS:
        key = REGISTERS[table].id_column
        known = {row[key] for row in sent.tables[table] if row["registered_on"] <= LAST}
        already = {row[key] for row in sent.tables[table] if row["operation"] == "erase"}
        assert erased[table] <= gone[table] & known
        read = pq.read_table(sent.delivery.registers[table].files[0]).column(key).to_pylist()
        assert not (gone[table] | already) & set(read)
        for path in sent.out.glob(f"{STEMS[table]}_*.csv"):
            for row in lines(path):
                last = days[table].get(next(iter(row.values())), NOW)
                assert row["REGISTRERAD"] <= f"{last:%Y%m%d}"
                assert row["ATGARD"] == "GALLRING" or row["REGISTRERAD"] < f"{last:%Y%m%d}"
    assert erased["incident"]
    assert erased["involvement"]
    assert not set(deletions(sent, "ATERTAGEN", "withdraw")["observation"]) & gone["observation"]


def test_every_row_is_accounted_for(sent: Sent) -> None:
    counts, delivery = sent.counts, sent.delivery
    given = sum(map(len, sent.tables.values()))
    twice = given - len({repr((t, row)) for t, rows in sent.tables.items() for row in rows})
    assert delivery.rows == counts["rows"] == counts["base"] + counts["daily"]
    assert delivery.duplicate == counts["repeated"] + twice
    assert delivery.quarantined == 0
    assert delivery.reasons == {}
    assert given + counts["deleted"] + counts["repeated"] == sum(
        counts[name] for name in ("rows", "after", "unsent")
    )
    operations = ("new", "correct", "withdraw", "erase", "repeated")
    assert sum(counts[name] for name in operations) == counts["rows"]
    assert min(counts["repeated"], counts["deleted"], counts["correct"], counts["after"]) > 0
    assert counts["files"] == len(list(sent.out.glob("*.csv"))) == len(delivery.counts)


def test_files_are_latin_1_with_semicolons_and_swedish_headers_one_for_each_day(sent: Sent) -> None:
    days = Counter(path.stem.rpartition("_")[2] for path in sent.out.glob("*.csv"))
    assert days["bas"] == len(sent.tables)
    assert days["omsand"] == 1
    for path in sent.out.glob("*.csv"):
        octets = path.read_bytes()
        assert octets.decode("latin-1") == octets.decode("cp1252")
        when = path.stem.split("_")[1]
        registered = {row["REGISTRERAD"] for row in lines(path)}
        assert when == "bas" or registered == {when}
    head = (sent.out / "handelse_bas.csv").read_bytes().split(b"\r\n")[0]
    assert head == (
        b"HANDELSE_ID;HANDELSETYP;DATUM_FROM;DATUM_TOM;POLISREGION;KOMMUNKOD;ARENDESTATUS;"
        b"ANMALD_AV;KALLSYSTEM;REGISTRERAD;LAGSTOD;ATGARD"
    )
    again = next(sent.out.glob("*_omsand.csv"))
    assert again.read_bytes() == again.with_name(f"{again.stem[:-7]}.csv").read_bytes()


def test_words_are_swedish_and_signs_outside_latin_1_are_respelt_and_counted(
    tmp_path: Path,
) -> None:
    write(example(), tmp_path / "registers")
    counts = write_delivery(tmp_path / "registers", tmp_path / "out", LAST)
    assert counts["respelt"] == 13
    parts = lines(tmp_path / "out" / "delaktighet_bas.csv")
    assert {"misstankt", "malsagande", "vittne"} <= {row["ROLL"] for row in parts}
    assert "nedlagd: brott kan ej styrkas" in {row["UPPHORD_SKAL"] for row in parts}
    assert "skalig misstanke" in {row["MISSTANKEGRAD"] for row in parts}
    people = lines(tmp_path / "out" / "person_bas.csv")
    assert {row["SKYDDADE_UPPGIFTER"] for row in people} == {"", "J", "N"}
    assert {len(row["FODELSEDATUM"]) for row in people} == {0, 8}


def test_about_one_in_so_many_is_deleted_and_the_same_every_time(tmp_path: Path) -> None:
    write({"incident": made_up(40_000)["incident"]}, tmp_path / "registers")
    first = write_delivery(tmp_path / "registers", tmp_path / "a", LAST)
    assert 5 <= first["erase"] <= 35
    assert first == write_delivery(tmp_path / "registers", tmp_path / "b", LAST)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_mapping_knows_every_word_of_the_contract_and_of_the_swedish_rules() -> None:
    regions = {line.split(",")[0] for line in _lines_of("regions.csv")[1:]}
    kinds = {line.split(": ")[1] for line in _lines_of("observations.yaml") if "- id: " in line}
    open_words = {("incident", "police_region"): regions, ("residence", "police_region"): regions}
    open_words[("observation", "kind")] = kinds
    told = {t: m for entry in load_mapping(MAPPING).files for t, m in entry.templates()}
    assert set(told) == set(REGISTERS)
    for table, contract in REGISTERS.items():
        given = {column.name for column in contract.columns if not column.set_by_hejda}
        assert set(told[table].columns) == given
        for column in contract.columns:
            words = open_words.get((table, column.name), set(column.values))
            lookup = getattr(told[table].columns.get(column.name), "lookup", {})
            assert not lookup or not words or set(lookup.values()) == words, (table, column.name)


def _lines_of(name: str) -> list[str]:
    return (ROOT / "knowledge/se" / name).read_text(encoding="utf-8").splitlines()


def test_files_written_by_hand_are_read_as_their_words_say(tmp_path: Path) -> None:
    cases = "HANDELSE_ID;HANDELSETYP;DATUM_FROM;DATUM_TOM;POLISREGION;KOMMUNKOD;ARENDESTATUS;"
    cases += "ANMALD_AV;KALLSYSTEM;REGISTRERAD;LAGSTOD;ATGARD\n"
    cases += "K1;anmalan;20241130;;Region Vast;1480;påbörjad;malsagande;;20241201;;NY\n"
    cases += "K2;ingripande;;;Region Norr;;;polis;;20241202;;\n"
    parts = "DELAKTIGHET_ID;HANDELSE_ID;BROTT_ID;PERSON_ID;ROLL;BARN_NARVARANDE;MISSTANKEGRAD;"
    parts += "MISSTANKE_UPPHORD;UPPHORD_SKAL;REGISTRERAD;LAGSTOD;ATGARD\n"
    parts += "D1;K1;;P1;misstankt;J;skalig misstanke;;;20241201;;NY\n"
    parts += (
        "D1;K1;;P1;misstankt;J;kan misstankas;20241210;nedlagd: preskriberat;20241210;;RATTELSE\n"
    )
    parts += "D2;K1;;P2;malsagande;N;;;;20241201;;NY\n"
    parts += "D3;K1;;P3;vittne;;;;;20241201;;NY\nD3;;;;;;;;;20241203;;GALLRING\n"
    parts += "D4;K1;;P4;barn;;;;;20241201;;ANDRING\n"
    (tmp_path / "handelse_bas.csv").write_bytes(cases.encode("latin-1"))
    (tmp_path / "delaktighet_20241201.csv").write_bytes(parts.encode("latin-1"))
    found = read_delivery(MAPPING, tmp_path, tmp_path / "work", now=NOW)
    cases_read = pq.read_table(found.registers["incident"].files[0]).to_pylist()
    told = [(r["kind"], r["police_region"], r["status"], r["reported_by"]) for r in cases_read]
    assert told == [("report", "vast", "påbörjad", "victim"), ("call_out", None, None, "police")]
    assert cases_read[0]["occurred_on"] == dt.date(2024, 11, 30)
    parts_read = pq.read_table(found.registers["involvement"].files[0]).to_pylist()
    names = ("record_id", "role", "child_present", "suspicion", "ended_why", "superseded_on")
    assert [tuple(row[name] for name in names) for row in parts_read] == [
        ("P1", "suspect", True, "reasonable", None, dt.date(2024, 12, 10)),
        ("P1", "suspect", True, "may_be_suspected", "time_barred", None),
        ("P2", "victim", False, None, None, None),
    ]
    assert found.reasons == {"unknown_operation": 1, "unreadable_value": 1}
    assert (found.rows, found.quarantined) == (8, 1)


def test_hejda_map_reads_it_as_it_is(tmp_path: Path) -> None:
    write(example(), tmp_path / "registers")
    out = tmp_path / "out"
    write_delivery(tmp_path / "registers", out, LAST)
    asked: dict[str, Any] = {"source": out / "source.yaml", "data": out, "as_of": LAST, "now": NOW}
    order = Order(out=tmp_path / "run", rankers=(LIST_RANKER,), **asked)
    facts = map_registers(order, lambda stage: None)
    assert facts["rows"]["quarantined"] == 0
    assert facts["lists"]["harm"]["taken"] > 10


def test_a_folder_that_is_not_empty_or_without_incidents_is_refused(tmp_path: Path) -> None:
    write({"incident": made_up(3)["incident"]}, tmp_path / "registers")
    with pytest.raises(InputError, match="not empty"):
        write_delivery(tmp_path / "registers", tmp_path, LAST)
    with pytest.raises(InputError, match=r"no incident\.parquet"):
        write_delivery(tmp_path, tmp_path / "out", LAST)
    with pytest.raises(InputError, match="at least one day"):
        write_delivery(tmp_path / "registers", tmp_path / "out", LAST, 0)
    assert not (tmp_path / "out").exists()
