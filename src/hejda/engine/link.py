"""Linkage on an engine, by Splink: learns the model without labels, and weighs pairs of records."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

import splink.internals.comparison_level_library as levels
import splink.internals.comparison_library as comparisons
from ibis.expr import types as ir
from splink import Linker, SettingsCreator
from splink.internals.database_api import DatabaseAPI
from splink.internals.duckdb.database_api import DuckDBAPI

from hejda.engine.base import Engine
from hejda.persons.model import Comparison

RANDOM_PAIRS = 2_000_000
"""Pairs drawn to learn how often strangers agree."""
TRAINING_PAIRS = 1_000_000
"""Pairs of one block, at most, from which agreement among records of one person is learnt: wide
blocks of common names would take minutes at a million records."""
SEED = 1
ROUNDS = (40, 20, 10, 5, 2)
"""Rounds of expectation and maximisation, at most; fewer where more cannot be computed."""
FEATURES, PAIRS = "linkage_features", "linkage_pairs"
STEP = "gamma_"
LEAST_M = 0.002
"""People move, change telephone and are written down wrongly more often than a sample may show."""
UNTRAINED = 0.0001
"""Given to Splink as the chance that two records match; the real one is estimated afterwards from
the weights, and added then."""


def _api(engine: Engine) -> DatabaseAPI[Any]:
    """Splink's door to the engine's own connection."""
    if engine.name == "duckdb":
        return DuckDBAPI(engine.raw)
    from splink.internals.spark.database_api import SparkAPI

    return SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=engine.raw, break_lineage_method="persist", register_udfs_automatically=False
    )


def settings_of(described: Sequence[Comparison], rounds: int) -> SettingsCreator:
    """The model as Splink wants it, untrained; `rounds` of learning at most."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unit",
        comparisons=[_comparison(each) for each in described],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=UNTRAINED,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        max_iterations=rounds,
    )


def _comparison(described: Comparison) -> comparisons.CustomComparison:
    absent = " and ".join(f"({n}_l is null or {n}_r is null)" for n in described.needs)
    found: list[Any] = [
        levels.CustomLevel(absent, label_for_charts="missing").configure(is_null_level=True)
    ]
    for step in described.steps:
        level = levels.CustomLevel(step.condition, label_for_charts=step.says)
        if step.rare is not None:
            level.configure(tf_adjustment_column=step.rare, disable_tf_exact_match_detection=True)
        found.append(level)
    return comparisons.CustomComparison(
        output_column_name=described.name, comparison_levels=[*found, levels.ElseLevel()]
    )


class Linkage:
    """Splink on the features of one run, which the engine keeps once under a name of their own.

    `rarity`: column → table of that column and tf_column, each kept by the engine.
    """

    def __init__(self, engine: Engine, features: ir.Table, rarity: Mapping[str, ir.Table]) -> None:
        self.engine, self.rarity = engine, rarity
        engine.keep(FEATURES, features)

    def trained(self, described: Sequence[Comparison], rules: Sequence[str]) -> dict[str, Any]:
        """A model learnt without labels.

        `rules`: conditions on two records; each gives a block from which the comparisons that it
        does not rest on are learnt. Splink stops where a share sinks towards nothing round after
        round (a step that no two records of one person reach); then fewer rounds are taken.
        """
        for rounds in ROUNDS:
            try:
                return _cautious(self._learnt(settings_of(described, rounds), rules))
            except ValueError as error:
                if "below the minimum" not in str(error) or rounds == ROUNDS[-1]:
                    raise
        raise AssertionError("the last round returns or raises")

    def weights(self, pairs: ir.Table, model: Mapping[str, Any]) -> ir.Table:
        """How much speaks for each of `pairs` (unit_l, unit_r) being one person, by `model`.

        Columns unit_l, unit_r, weight: thousandths of a bit, the chance beforehand not counted.
        """
        found = self._predicted(pairs, model)
        milli = ((found.match_weight - log2(UNTRAINED / (1 - UNTRAINED))) * 1000).round()
        return found.select("unit_l", "unit_r", weight=milli.cast("int64"))

    def agreements(self, pairs: ir.Table, model: Mapping[str, Any]) -> ir.Table:
        """Which step of each comparison `pairs` reach: unit_l, unit_r and a column per comparison.

        The number of the step counted from the last, 0 for none of them, −1 where something is
        missing.
        """
        found = self._predicted(pairs, {**model, "retain_matching_columns": True})
        steps = {name.removeprefix(STEP): name for name in found.columns if name.startswith(STEP)}
        return found.select("unit_l", "unit_r", **steps)

    def _learnt(self, settings: SettingsCreator, rules: Sequence[str]) -> dict[str, Any]:
        linker = self._linker(settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        for rule in rules:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True, max_pairs=TRAINING_PAIRS
            )
        model: dict[str, Any] = linker.misc.save_model_to_json()
        return model

    def _linker(self, settings: Any) -> Linker:
        api = _api(self.engine)
        linker = Linker(
            api.register(FEATURES, dataset_display_name="features"),
            settings,
            log_level=None,
            validate_settings=False,
        )
        for column, table in self.rarity.items():
            linker.table_management.register_term_frequency_lookup(
                api.register(table.get_name(), dataset_display_name=f"rarity_{column}"), column
            )
        return linker

    def _predicted(self, pairs: ir.Table, model: Mapping[str, Any]) -> ir.Table:
        linker = self._linker(dict(model))
        blocked = pairs.select(match_key="unit_l", join_key_l="unit_l", join_key_r="unit_r")
        self.engine.keep(PAIRS, blocked)
        given = linker._db_api.register(PAIRS, dataset_display_name="pairs")
        linker.table_management.register_blocked_pairs_for_predict(given)
        return self.engine.named(linker.inference.predict(warning_mode="never").physical_name)


def _cautious(model: dict[str, Any]) -> dict[str, Any]:
    """`model` with no step rarer among records of one person than LEAST_M: nothing is impossible."""
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level.get("m_probability") is not None:
                level["m_probability"] = max(level["m_probability"], LEAST_M)
    return model


def steps_of(model: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every step of a model as a row: comparison, step, m, u (shares among records of one person
    and of strangers that reach it) and weight in thousandths of a bit."""
    return [
        {
            "comparison": comparison["output_column_name"],
            "step": level["label_for_charts"],
            "m": level["m_probability"],
            "u": level["u_probability"],
            "weight": round(1000 * log2(level["m_probability"] / level["u_probability"])),
        }
        for comparison in model["comparisons"]
        for level in comparison["comparison_levels"]
        if level.get("m_probability") and level.get("u_probability")
    ]
