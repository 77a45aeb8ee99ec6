"""`hejda map`: registers in, two ranked and explained lists out, in one folder, whole or not at all."""

from __future__ import annotations

import datetime as dt
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hejda.base.errors import InputError, Refusal
from hejda.engine.base import Engine
from hejda.engine.duckdb import DuckDB, version
from hejda.engine.read import Delivery, Limits, delivered_tables, load_mapping, read_delivery
from hejda.flow.answer import Question, answered
from hejda.flow.compare import Run, moved_rows
from hejda.flow.linked_run import people_for_records
from hejda.flow.memory import rare_collections
from hejda.flow.models import MODEL, read_model, with_model
from hejda.flow.output import whole_folder, write_run_facts, write_small, write_tables
from hejda.flow.people import Explained, explained
from hejda.flow.related import counts_of, related
from hejda.flow.summary import run_facts
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.nominate.places import Places, national
from hejda.rank.decay import chances, reciprocals
from hejda.rank.facts import weights_by_day
from hejda.rank.rankers import RANKERS
from hejda.registers.mapping import SourceMapping

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What `hejda map` was asked to do."""

    source: Path
    data: Path
    as_of: dt.date
    now: dt.date
    out: Path
    lists: int = 300
    capacity: tuple[Places, ...] | None = None
    rankers: tuple[str, ...] = tuple(RANKERS)
    rules: str | None = None
    compare: Path | None = None
    engine: str = "duckdb"
    memory_mib: int = 4096
    references: bool = True
    force: bool = False
    identities: Path | None = None
    judgements: Path | None = None
    model: Path | None = None


@dataclass
class Stages:
    """Seconds and peak memory per stage, in the order they ran."""

    progress: Progress
    rows: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what runs inside."""
        self.progress(name)
        started = time.perf_counter()
        yield
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.rows.append(
            {
                "name": name,
                "seconds": round(time.perf_counter() - started, 2),
                "peak_memory_mib": max(own, child) // 1024,
            }
        )


def map_registers(order: Order, progress: Progress) -> dict[str, Any]:
    """Runs the whole and writes OUT; the content of run.json."""
    mapping = load_mapping(order.source)
    refuse_unsigned(mapping)
    old = Run(order.compare) if order.compare else None
    knowledge = load_knowledge(chosen_pack(order.rules, order.source, mapping), order.as_of)
    if order.model is not None:
        knowledge = with_model(knowledge, read_model(order.model))
    with rare_collections(), whole_folder(order.out, order.force) as folder:
        work = folder / "work"
        work.mkdir(mode=0o700)
        facts, shown = _run(order, mapping, knowledge, folder, work, progress, old)
        if old is not None:
            write_run_facts(facts, folder)
            write_small(moved_rows(old, Run(folder), shown.behind), "moved", folder)
        shutil.rmtree(work)
        write_run_facts(facts, folder)
        started = time.perf_counter()
        progress("report")
        from hejda.report.page import write_report

        write_report(folder)
        facts["stages"].append(
            {
                "name": "report",
                "seconds": round(time.perf_counter() - started, 2),
                "peak_memory_mib": facts["stages"][-1]["peak_memory_mib"],
            }
        )
        write_run_facts(facts, folder)
    return facts


def _run(
    order: Order,
    mapping: SourceMapping,
    knowledge: Knowledge,
    folder: Path,
    work: Path,
    progress: Progress,
    old: Run | None,
) -> tuple[dict[str, Any], Explained]:
    stages = Stages(progress)
    with stages.stage("registers"), ThreadPoolExecutor(1) as beside:
        starting = beside.submit(_started, order, work, knowledge)
        delivery = read_delivery(
            order.source,
            order.data,
            work,
            now=order.now,
            rules=vocabulary(knowledge),
            limits=Limits(memory_mib=order.memory_mib),
            references=order.references,
            progress=progress,
        )
        engine = starting.result()
    question = Question(
        as_of=order.as_of,
        now=order.now,
        source=mapping.source,
        knowledge=knowledge,
        capacity=order.capacity or national(order.lists, knowledge.lists.floor),
        rankers=tuple(
            dict.fromkeys((*order.rankers, *((MODEL,) if knowledge.model else ()), LIST_RANKER))
        ),
    )
    try:
        delivered = delivered_tables(engine, delivery)
        with stages.stage("persons"):
            delivered, naming, identity, judged = people_for_records(
                engine,
                delivered,
                mapping,
                order.as_of,
                order.identities,
                order.judgements,
                progress,
            )
        with stages.stage("rank and nominate"), ThreadPoolExecutor(1) as beside:
            beside.submit(_ready_to_report)
            answer = answered(engine, delivered, question)
        with stages.stage("explain"):
            compared = naming.compared(old.people()) if old is not None else None
            shown = explained(engine, answer, question, compared=compared)
        with stages.stage("relations"):
            relations = related(engine, answer, question, shown, judged)
        with stages.stage("write"):
            tables = write_tables(engine, answer, shown, question, naming, relations, folder)
            shutil.copyfile(delivery.quarantine, folder / "quarantine.parquet")
        facts = run_facts(engine, answer, shown, question)
        facts["hypotheses"] = counts_of(relations)
    finally:
        engine.close()
    facts |= delivery_facts(delivery, mapping, order, tables)
    return {**facts, "identity": identity, "stages": stages.rows}, shown


def _started(order: Order, work: Path, knowledge: Knowledge) -> Engine:
    """The engine, and what takes long the first time, while another process reads the delivery."""
    weights_by_day(knowledge)
    chances(knowledge.repeat_risk)
    reciprocals(knowledge.expected_harm)
    return engine_for(order, work)


def _ready_to_report() -> None:
    """Loads what draws and fills in the report, which takes a while, beside a long query."""
    from hejda.report.page import ready_to_write

    ready_to_write()


def chosen_pack(rules: str | None, source: Path, mapping: SourceMapping) -> str | Path:
    """The pack to use: --rules, else the mapping's; a path is relative to the mapping."""
    if rules is not None:
        return Path(rules) if Path(rules).is_dir() else rules
    beside = source.parent / mapping.rules
    return beside if beside.is_dir() else mapping.rules


def engine_for(order: Order, work: Path) -> Engine:
    """The engine asked for; Spark only where its extra is installed."""
    if order.engine == "duckdb":
        return DuckDB(work, [order.data, order.out.parent], order.memory_mib)
    try:
        from hejda.engine.spark import Spark
    except ImportError:
        raise InputError(
            "no_spark",
            "Spark is not installed.",
            "It is an optional engine.",
            "Install hejda[spark], or use --engine duckdb.",
        ) from None
    return Spark(work)


def refuse_unsigned(mapping: SourceMapping) -> None:
    """Ranking is itself processing: operational material needs who, why, on what ground, until when."""
    if mapping.material != "operational":
        return
    needed = ("ordered_by", "purpose", "legal_ground", "erase_after")
    missing = [name for name in needed if not getattr(mapping, name)]
    if missing:
        raise Refusal(
            "operational_unsigned",
            f"Operational material is not ranked without {', '.join(missing)}.",
            "Ranking people is processing of personal data and needs a named person and a ground.",
            "State them in the source mapping.",
        )


def refuse_list_by(ranker: str) -> None:
    """Lists are ordered by one ranker; the others are peers to compare it with."""
    if ranker == LIST_RANKER:
        return
    known = RANKERS.get(ranker)
    if known is None:
        raise InputError(
            "unknown_ranker", "There is no such ranker.", "", f"Known: {', '.join(RANKERS)}."
        )
    why = (
        "It ranks on age, which is who somebody is, not what is recorded; it is a yardstick only."
        if not known.may_list
        else "The other rankers are there to compare it with."
    )
    raise Refusal(
        "list_by",
        f"No list is made by {ranker}.",
        why,
        f"The lists are ordered by {LIST_RANKER}; the table ranking holds every ranker.",
    )


def vocabulary(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """The ids stage 1 checks a delivery against."""
    return {
        "offences": frozenset(o.id for o in knowledge.offences),
        "observations": frozenset(k.id for k in knowledge.observations),
        "regions": frozenset(r.id for r in knowledge.regions),
    }


def delivery_facts(
    delivery: Delivery, mapping: SourceMapping, order: Order, tables: dict[str, int]
) -> dict[str, Any]:
    """The part of run.json that stage 1 answers for, and what was asked."""
    return {
        "title": mapping.title,
        "material": mapping.material,
        "ordered": {
            name: getattr(mapping, name)
            for name in ("ordered_by", "purpose", "legal_ground", "erase_after")
            if getattr(mapping, name)
        },
        "engine": version() if order.engine == "duckdb" else order.engine,
        "files": [file.facts() for file in delivery.counts],
        "rows": {
            "in": delivery.rows,
            "accepted": delivery.accepted,
            "duplicate": delivery.duplicate,
            "quarantined": delivery.quarantined,
        },
        "registers": delivery.tables_rows,
        "set_to_missing": delivery.missing_set,
        "broken": delivery.broken,
        "erased": [asdict(receipt) for receipt in delivery.erased],
        "tables": tables,
        "options": {
            "rankers": list(order.rankers),
            "lists": order.lists,
            "capacity": [vars_of(place) for place in order.capacity] if order.capacity else None,
        },
    }


def vars_of(place: Places) -> dict[str, Any]:
    """One row of the capacity as asked for."""
    return {
        "police_region": place.police_region,
        "list": place.list,
        "places": place.places,
        "floor": place.floor,
    }
