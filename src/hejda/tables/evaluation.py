"""The tables that evaluations write.

`hejda validate`: every measured figure, and what was predicted of whom. `hejda replay`: what was known
before each serious outcome, and what kept the person off the lists.
"""

from __future__ import annotations

from hejda.tables.columns import Column, Sensitivity, Table, Type

SETTINGS = ("include", "exclude", "censor")
"""How people to whom something was done are treated: counted as others, left out, or followed only
until the first measure."""

METRICS = Table(
    "metrics",
    "Every measured figure, one a row, with its interval by resampling people.",
    ("setting", "ranker", "metric", "at", "group"),
    (
        Column(
            "ranker",
            Type.STRING,
            "The ranker or model; 'all' for figures of everybody.",
            required=True,
        ),
        Column("metric", Type.STRING, "What was measured.", required=True),
        Column(
            "at",
            Type.STRING,
            "Where: a number of places, a share, a threshold, a day or another ranker; '' without. "
            "own_list is as many places as the police's own list has people ranked.",
            required=True,
        ),
        Column("group", Type.STRING, "Of whom: 'all', or column=value.", required=True),
        Column(
            "setting",
            Type.STRING,
            "How people to whom something was done are treated.",
            required=True,
            values=SETTINGS,
        ),
        Column("value", Type.NUMBER, "The figure; missing where the evidence is insufficient."),
        Column("low", Type.NUMBER, "Lower end of the 95 % interval."),
        Column("high", Type.NUMBER, "Upper end of the 95 % interval."),
        Column("n", Type.INTEGER, "People it rests on.", required=True),
        Column("outcomes", Type.INTEGER, "Of them, with the outcome.", required=True),
    ),
)

PREDICTIONS = Table(
    "predictions",
    "What was said of everybody ranked on the test day, and what came after.",
    ("person", "ranker"),
    (
        Column(
            "person",
            Type.STRING,
            "Opaque person id.",
            required=True,
            sensitivity=Sensitivity.PERSONAL,
        ),
        Column("ranker", Type.STRING, "The ranker or model.", required=True),
        Column(
            "score",
            Type.INTEGER,
            "Its score on the test day.",
            required=True,
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "chance",
            Type.INTEGER,
            "Its chance in millionths, where it gives one.",
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "outcome",
            Type.BOOLEAN,
            "Whether the outcome came within the horizon.",
            required=True,
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "harm",
            Type.INTEGER,
            "Capped harm days of new offences within the horizon.",
            required=True,
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "liberty_days",
            Type.INTEGER,
            "Days at liberty within the horizon.",
            required=True,
            sensitivity=Sensitivity.PERSONAL,
        ),
    ),
)

DAYS_BEFORE = (365, 180, 90, 30)
"""Days before an act at which a replay looks; on the first of a month, so that they are approximate."""
WHY = (
    "never_reported",
    "identity_split",
    "role",
    "wrong_code",
    "ended",
    "degree",
    "aged_out",
    "excluded",
    "below_floor",
    "inside",
    "below_capacity",
    "listed",
)
"""Why somebody was not on a list: the first that fits, in this order."""
THRESHOLDS = (
    "registered",
    "one_person",
    "suspect",
    "partner",
    "in_force",
    "degree",
    "look_back",
    "population",
    "floor",
    "at_liberty",
    "places",
)
"""What was not met, in the order of WHY."""


def _of_person(name: str, sentence: str, required: bool = False) -> Column:
    return Column(
        name, Type.INTEGER, sentence, required=required, sensitivity=Sensitivity.SUSPICION
    )


REPLAY = Table(
    "replay",
    "What was known before each person's first serious outcome in the window, and why it did not list "
    "them.",
    ("case_id", "days_before"),
    (
        Column(
            "case_id", Type.STRING, "Names the case; says nothing of the person.", required=True
        ),
        Column(
            "person",
            Type.STRING,
            "Opaque person id.",
            required=True,
            sensitivity=Sensitivity.PERSONAL,
        ),
        Column(
            "on",
            Type.DATE,
            "The day of the act, as first registered.",
            required=True,
            sensitivity=Sensitivity.SUSPICION,
        ),
        _of_person("harm", "Harm days of its gravest counted offence.", required=True),
        Column(
            "days_before",
            Type.INTEGER,
            "About how many days before the act: 365, 180, 90 or 30.",
            required=True,
        ),
        Column(
            "looked_on",
            Type.DATE,
            "The day looked at: the first of the month 12, 6, 3 or 1 months before the act's month.",
            required=True,
        ),
        Column(
            "records",
            Type.INTEGER,
            "Person records of the person by then, as the last day knows them.",
            required=True,
            sensitivity=Sensitivity.PERSONAL,
        ),
        _of_person("listed_harm", "Place on the list harm; missing where not on it."),
        _of_person(
            "listed_serial",
            "Place on the list serial, or in the group that shares its places; else missing.",
        ),
        _of_person(
            "ranked", "Place by expected_harm among everybody ranked; missing if not ranked."
        ),
        _of_person("score", "Score by expected_harm; missing if not ranked."),
        Column(
            "needed",
            Type.INTEGER,
            "Score of the last place on the list harm; the floor while places were empty.",
            required=True,
        ),
        _of_person("incidents", "Incidents registered by then with the person as suspect.", True),
        _of_person("partner_incidents", "Of them, against a partner as known by then.", True),
        Column(
            "why",
            Type.STRING,
            "Why the person was not on a list: the first reason that fits.",
            required=True,
            values=WHY,
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "threshold_missed",
            Type.STRING,
            "The threshold that was not met; missing where listed.",
            values=THRESHOLDS,
            sensitivity=Sensitivity.SUSPICION,
        ),
        Column(
            "alike",
            Type.INTEGER,
            "People who looked the same that day, this one with them: ranked with a score within 5 %, "
            "or not ranked with the same counts; missing where nothing was registered.",
        ),
        Column(
            "alike_without",
            Type.INTEGER,
            "Of them, without a serious outcome within 365 days; missing while those are not over.",
        ),
    ),
)

EVALUATION: dict[str, Table] = {table.name: table for table in (METRICS, PREDICTIONS, REPLAY)}
"""What an evaluation writes, by name."""
