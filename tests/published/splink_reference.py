"""What a careful newcomer gets from Splink with plain settings: the yardstick our linkage is held to.

The comparisons are Splink's own, with its default thresholds; blocking and training follow its
tutorials; a pair is a match when its probability is above one half. Written and committed before our
own linkage was tuned on anything, and not touched since: every set gets the settings its columns
suggest, which is more than our single configuration is given.

    python -m tests.published.splink_reference FOLDER     (the folder that holds dataset1.csv …)
"""

from __future__ import annotations

import csv
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.internals.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

SETS = ("dataset1", "dataset2", "dataset3", "fake_1000")
SEED = 1
Pair = tuple[str, str]


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one set, cleaned of spaces; empty is None. Adds unique_id and truth."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {key.strip(): (value or "").strip() or None for key, value in row.items()}
            for row in csv.DictReader(file)
        ]
    for row in rows:
        if name == "fake_1000":
            row["truth"] = row.pop("cluster")
        else:
            row["unique_id"] = row.pop("rec_id")
            row["truth"] = row["unique_id"].split("-")[1]
            born = row["date_of_birth"]
            row["dob"] = f"{born[:4]}-{born[4:6]}-{born[6:]}" if born and len(born) == 8 else None
    return rows


def true_pairs(rows: Iterable[dict[str, Any]]) -> set[Pair]:
    """Every two records of one person."""
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["truth"], []).append(row["unique_id"])
    return {
        (a, b) if a < b else (b, a)
        for found in members.values()
        for i, a in enumerate(found)
        for b in found[i + 1 :]
    }


def exact_pairs(rows: Iterable[dict[str, Any]]) -> set[Pair]:
    """The other yardstick: the same full name and the same birth date, none of them missing."""
    first, last = ("first_name", "surname")
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        names = (row.get(first) or row.get("given_name"), row[last], row["dob"])
        if all(names):
            found.setdefault(names, []).append(row["unique_id"])  # type: ignore[arg-type]
    return {
        (a, b) if a < b else (b, a)
        for same in found.values()
        for i, a in enumerate(same)
        for b in same[i + 1 :]
    }


def _settings(name: str) -> tuple[SettingsCreator, list[Any], list[Any]]:
    if name == "fake_1000":
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.NameComparison("first_name"),
                cl.NameComparison("surname"),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                cl.EmailComparison("email"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("first_name", "city"),
                block_on("surname"),
                block_on("dob"),
                block_on("email"),
            ],
        )
        certain = [
            block_on("first_name", "dob"),
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            block_on("email"),
        ]
        return settings, certain, [block_on("first_name", "surname"), block_on("dob")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id"),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name", "surname"),
            block_on("given_name", "dob"),
            block_on("surname", "dob"),
            block_on("postcode", "surname"),
            block_on("postcode", "dob"),
        ],
    )
    certain = [block_on("given_name", "surname", "dob"), block_on("soc_sec_id")]
    return settings, certain, [block_on("dob"), block_on("postcode")]


def splink_pairs(name: str, rows: list[dict[str, Any]]) -> set[Pair]:
    """Pairs in one cluster when records are clustered at a match probability of one half."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = {k: [row.get(k) for row in rows] for k in rows[0] if k != "truth"}
    api = DuckDBAPI()
    settings, certain, training = _settings(name)
    linker = Linker(
        api.register(pa.table(columns), dataset_display_name=name), settings, log_level=None
    )
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=0.5
    )
    return true_pairs(
        {"truth": str(row["cluster_id"]), "unique_id": row["unique_id"]}
        for row in clusters.as_record_list()
    )


def f1(found: set[Pair], truth: set[Pair]) -> float:
    """Pairwise F1: the harmonic mean of precision and recall over pairs of records."""
    return 2 * len(found & truth) / (len(found) + len(truth))


if __name__ == "__main__":
    for each in SETS:
        given = rows_of(Path(sys.argv[1]), each)
        truth = true_pairs(given)
        exact, plain = f1(exact_pairs(given), truth), f1(splink_pairs(each, given), truth)
        sys.stdout.write(f"{each}: exact {exact:.4f}, plain Splink {plain:.4f}\n")
