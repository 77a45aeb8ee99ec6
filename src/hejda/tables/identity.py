"""The tables of stages 2 and 3: who is who, who was whose partner, and what people decided about both."""

from __future__ import annotations

from hejda.tables.columns import Column, Sensitivity, Table, Type

PERSONAL, SUSPICION = Sensitivity.PERSONAL, Sensitivity.SUSPICION

JUDGEMENT_KINDS = (
    "same",
    "not_same",
    "partner",
    "not_partner",
    "connected_victims",
    "may_be_the_victim",
    "wrong_record",
)
"""What a person may decide. same, not_same, wrong_record: about records, read by stage 2. The others:
about the people behind records, read by stage 3."""

HOW_LINKED = ("alone", "number", "names", "judgement", "hysteresis")
"""How a record belongs to its person: it is their only one; by number; by names, birth date and the
rest; because somebody decided so; or because it did already and not enough has changed."""

HOW_KNOWN = ("judgement", "relation", "child_in_common", "code", "household", "order")
"""How the tie between suspect and victim is known, strongest first."""


def _text(name: str, sentence: str, values: tuple[str, ...] = (), required: bool = False) -> Column:
    return Column(name, Type.STRING, sentence, required=required, values=values)


def _person(name: str, sentence: str, required: bool = True) -> Column:
    return Column(name, Type.STRING, sentence, required=required, sensitivity=PERSONAL)


JUDGEMENT = Table(
    "judgement",
    "What a named person decided about identity, a tie or a role; counted from decided_on.",
    ("judgement_id",),
    (
        _text("judgement_id", "Names the judgement.", required=True),
        _text("kind", "What was decided.", JUDGEMENT_KINDS, required=True),
        _person("a", "A person record; of roles, the one who may be the victim."),
        _person("b", "The other person record; empty where only one is concerned.", False),
        Column("decided_on", Type.DATE, "The day it was decided.", required=True),
        _text("decided_by", "Who decided.", required=True),
        _text("reason", "Why, in the words of whoever decided.", required=True),
        Column("withdrawn_on", Type.DATE, "The day it was taken back; empty while it holds."),
    ),
)

PERSON_LINK = Table(
    "person_link",
    "Which person each record belongs to, and how sure that is.",
    ("record_id",),
    (
        _person("record_id", "The person record."),
        _person("person", "Opaque id of the person."),
        Column(
            "match_weight",
            Type.INTEGER,
            "Weight of the strongest link to another record of the person, in thousandths of a bit;"
            " empty where the record is alone, or where a number or a judgement decides.",
        ),
        _text("how", "How it belongs to the person.", HOW_LINKED, required=True),
    ),
)

DYAD = Table(
    "dyad",
    "A suspect and a victim who met in at least one counted suspicion, and what tie they have.",
    ("suspect", "victim"),
    (
        _person("suspect", "The person suspected."),
        _person("victim", "The person harmed."),
        _text(
            "partner",
            "Whether they are or were partners, by the evidence.",
            ("yes", "unknown", "no"),
            required=True,
        ),
        _text(
            "confidence",
            "How sure the tie is.",
            ("sure", "likely", "possible", "none"),
            required=True,
        ),
        Column("kinds", Type.STRINGS, "Kinds of relation the registers state, in order of time."),
        Column("known_by", Type.STRINGS, "How the tie is known, strongest first."),
        Column("tied_from", Type.DATE, "First day of the tie, where known."),
        Column("tied_until", Type.DATE, "Last day of the tie, where it ended."),
        Column("first_on", Type.DATE, "Day of their first incident."),
        Column("last_on", Type.DATE, "Day of their latest incident."),
        Column("incidents", Type.INTEGER, "Number of incidents.", minimum=1),
        Column("harm", Type.INTEGER, "Harm days of those incidents, each by its gravest offence."),
        Column(
            "evidence",
            Type.STRINGS,
            "References (table:id) to the records behind it.",
            sensitivity=SUSPICION,
        ),
    ),
)

HYPOTHESIS = Table(
    "hypothesis",
    "What the registers suggest and a person must check. It changes no score and no place.",
    ("person", "kind", "other"),
    (
        _person("person", "The person it is about."),
        _text("kind", "What is suggested.", ("new_partner", "may_be_the_victim"), required=True),
        _person("other", "The other person."),
        _text("confidence", "How strong the signs are.", ("strong", "some", "weak"), required=True),
        Column("since", Type.DATE, "The day the latest sign was registered.", required=True),
        Column(
            "expires_on",
            Type.DATE,
            "The day it lapses unless somebody has checked it.",
            may_lie_ahead=True,
        ),
        Column("signs", Type.STRINGS, "What it rests on, by code."),
        Column(
            "evidence",
            Type.STRINGS,
            "References (table:id) to the records behind it.",
            sensitivity=SUSPICION,
        ),
    ),
)

REVIEW = Table(
    "identity_review",
    "Pairs of records of which a person should say whether they are the same; gravest first.",
    ("place",),
    (
        Column("place", Type.INTEGER, "1 is the most urgent.", minimum=1),
        _person("record_a", "One record."),
        _person("record_b", "The other record."),
        _text(
            "why",
            "Why the machine did not decide.",
            ("possible", "number_conflict", "judgement_conflict", "relative_guard"),
            required=True,
        ),
        Column("match_weight", Type.INTEGER, "Weight in thousandths of a bit, where known."),
        Column(
            "matters",
            Type.INTEGER,
            "How much the answer may matter to the lists: incidents as suspect on both sides, ten"
            " times over where joining them would make the victims several.",
        ),
        Column("signs", Type.STRINGS, "What agrees and what differs, by code; never the values."),
    ),
)

IDENTITY: dict[str, Table] = {
    table.name: table for table in (JUDGEMENT, PERSON_LINK, DYAD, HYPOTHESIS, REVIEW)
}
"""The tables of stages 2 and 3 by name."""
