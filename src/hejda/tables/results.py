"""The result tables that `hejda map` writes (house.md §8): one row, one statement, one key."""

from __future__ import annotations

from hejda.tables.columns import Column, Sensitivity, Table, Type

LISTS = (
    "harm",
    "serial",
    "serial_unknown",
    "release",
    "review",
    "relation_unknown",
    "several_victims",
)
"""harm and serial are the two lists; serial_unknown shares the places of serial; release, review,
relation_unknown and several_victims are groups shown beside them, outside capacity."""
TAKING = LISTS[:3]
"""Those in which somebody takes a place: harm, serial, serial_unknown."""

_PERSON = Column(
    "person",
    Type.STRING,
    "Opaque person id; without a table person_record: source, colon, record id.",
    required=True,
    sensitivity=Sensitivity.PERSONAL,
)
_SV = Column(
    "sentence_sv", Type.STRING, "The statement in Swedish.", sensitivity=Sensitivity.SUSPICION
)
_EN = Column(
    "sentence_en", Type.STRING, "The statement in English.", sensitivity=Sensitivity.SUSPICION
)
_RANKER = Column("ranker", Type.STRING, "Name of the ranker.", required=True)
_EVIDENCE = Column(
    "evidence",
    Type.STRINGS,
    "References (table:id) to the records behind it, resolved by the table evidence.",
    sensitivity=Sensitivity.SUSPICION,
)

PERSON = Table(
    "person",
    "Everybody ranked: which records are theirs and which police region looks.",
    ("person",),
    (
        _PERSON,
        Column("record_ids", Type.STRINGS, "Their person records."),
        Column("police_region", Type.STRING, "Police region that looks; 'unknown' where none."),
        Column(
            "region_how",
            Type.STRING,
            "How the region is known.",
            values=("residence", "person_record", "incident", "unknown"),
        ),
    ),
)

RANKING = Table(
    "ranking",
    "Score and place of everybody ranked, by every ranker that ran.",
    ("ranker", "place"),
    (
        _PERSON,
        _RANKER,
        Column("score", Type.INTEGER, "The score, in the ranker's own integer unit."),
        Column("place", Type.INTEGER, "1 for the highest score; ties by person id.", minimum=1),
    ),
)

CANDIDATE = Table(
    "candidate",
    "People a person should look at: the two lists and the groups beside them. A proposal only.",
    ("list", "police_region", "place"),
    (
        Column("list", Type.STRING, "Which list or group.", required=True, values=LISTS),
        Column("police_region", Type.STRING, "Whose places: a region, or 'national'."),
        Column(
            "place",
            Type.INTEGER,
            "Place within list and region; serial_unknown has places of serial.",
            minimum=1,
        ),
        _PERSON,
        Column("score", Type.INTEGER, "The score the list is ordered by."),
        Column(
            "flags",
            Type.STRINGS,
            "Marks: serial_partner, serial_sexual, on_the_way, serial_unknown, overlay …",
        ),
        Column("gaps", Type.STRINGS, "What is missing, by code."),
    ),
)

REASON = Table(
    "reason",
    "Why: one row per reason; the points of one person and ranker add up to the score.",
    ("person", "ranker", "step"),
    (
        _PERSON,
        _RANKER,
        Column("step", Type.INTEGER, "Order in which the rules applied, from 1.", minimum=1),
        Column("rule", Type.STRING, "Id of the rule that gave the points."),
        Column("value", Type.INTEGER, "The figure the rule used (days, count), where it has one."),
        Column("points", Type.INTEGER, "Points it adds to, or takes from, the score."),
        _SV,
        _EN,
        _EVIDENCE,
    ),
)

EVIDENCE = Table(
    "evidence",
    "The dated record behind a reference.",
    ("reference",),
    (
        Column("reference", Type.STRING, "table:id.", required=True),
        Column("table", Type.STRING, "The register table."),
        Column("registered_on", Type.DATE, "The day that version was registered."),
        Column("superseded_on", Type.DATE, "The day it stopped holding; empty while it holds."),
        _SV,
        _EN,
    ),
)

CONTRARY = Table(
    "contrary",
    "What speaks the other way, which single record matters most, and when the person leaves.",
    ("person", "list", "step"),
    (
        _PERSON,
        Column("list", Type.STRING, "The list it concerns.", values=LISTS),
        Column("step", Type.INTEGER, "Order, from 1.", minimum=1),
        Column(
            "kind",
            Type.STRING,
            "What sort of statement.",
            values=(
                "time_without_record",
                "acquittal",
                "ended_suspicion",
                "counter_report",
                "only_one_source",
                "without_ended",
                "moving_record",
                "leaves_on",
            ),
        ),
        Column("value", Type.INTEGER, "Days, count or new place."),
        Column("on", Type.DATE, "A date, where the statement has one."),
        _SV,
        _EN,
        _EVIDENCE,
    ),
)

FINDING = Table(
    "finding",
    "What the relations between people say of somebody shown, in sentences; it changes no score.",
    ("person", "kind", "step"),
    (
        _PERSON,
        Column(
            "kind",
            Type.STRING,
            "What is found: several unconnected victims, the same partner again, or a hypothesis "
            "that a person must check.",
            required=True,
            values=("serial", "repeat", "new_partner", "may_be_the_victim"),
        ),
        Column("step", Type.INTEGER, "Order, from 1.", minimum=1),
        _SV,
        _EN,
        _EVIDENCE,
    ),
)

MOVED = Table(
    "moved",
    "Who came, left or changed place since an earlier run, and why.",
    ("list", "person"),
    (
        _PERSON,
        Column("list", Type.STRING, "Which list.", values=LISTS),
        Column("old", Type.INTEGER, "Place then; empty if not on the list."),
        Column("new", Type.INTEGER, "Place now; empty if not on the list."),
        Column(
            "why",
            Type.STRING,
            "The cause.",
            values=("record", "time", "rule", "identity", "capacity", "others"),
        ),
        _SV,
        _EN,
    ),
)

QUARANTINE = Table(
    "quarantine",
    "Rows of the delivery that were set aside, and values that were set to missing.",
    ("file", "row", "table", "column"),
    (
        Column("file", Type.STRING, "File, relative to the delivery folder."),
        Column("row", Type.INTEGER, "Physical record, 1 = first after the header; 0 = the file."),
        Column("table", Type.STRING, "Contract table, where one is concerned."),
        Column("column", Type.STRING, "Contract or source column, where one is concerned."),
        Column("code", Type.STRING, "Error code."),
        Column("message", Type.STRING, "What is wrong and what to do; never the value itself."),
    ),
)

RESULTS: dict[str, Table] = {
    table.name: table
    for table in (
        PERSON,
        RANKING,
        CANDIDATE,
        REASON,
        EVIDENCE,
        CONTRARY,
        FINDING,
        MOVED,
        QUARANTINE,
    )
}
"""Every result table by name."""
