"""The whole flow on one page: the stages, what each reads and writes, and who decides.

`answer` runs stages 3 to 5 on an engine, `people` explains those shown, `output` writes a run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its number in the flow, the tables it reads and writes, and who decides."""

    number: int
    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    decides: str


STAGES = (
    Stage(1, "registers", ("delivery",), ("incident", "offence", "involvement"), "machine"),
    Stage(2, "persons", ("person_record",), ("person",), "machine; humans override"),
    Stage(3, "relations", ("involvement", "relation", "residence"), ("dyad",), "machine"),
    Stage(
        4, "rank", ("incident", "offence", "involvement", "dyad"), ("ranking", "reason"), "machine"
    ),
    Stage(5, "nominate", ("ranking",), ("candidate",), "a person makes it real"),
    Stage(6, "assess", ("answers",), ("assessment",), "a person"),
    Stage(7, "plan", ("assessment",), ("measures proposed",), "a person"),
    Stage(8, "share", ("request",), ("decision",), "a person"),
    Stage(9, "review", ("case history",), ("due",), "a person; erasure by the clock"),
    Stage(10, "evaluate", ("everything",), ("findings",), "nobody"),
)
"""The flow in order. Stages 6 and 7 are built by later issues; of 8 the gateway stands, of 9 erasure,
of 10 the measures.
"""
