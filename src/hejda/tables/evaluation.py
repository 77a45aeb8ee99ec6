"""The tables that `hejda validate` writes: every measured figure, and what was predicted of whom."""

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
            "Where: a number of places, a share, a threshold, a day or another ranker; '' without.",
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

EVALUATION: dict[str, Table] = {table.name: table for table in (METRICS, PREDICTIONS)}
"""What an evaluation writes, by name."""
