"""The OUT folder of a validation as values: facts, figures by name, the fitted scorecard."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml
from pydantic import ValidationError

from hejda.base.errors import InputError
from hejda.base.wording import Both
from hejda.knowledge.scorecard import Scorecard
from hejda.tables.evaluation import METRICS

FACTS_FILE = "validation.json"
MODEL, UNTRAINED, OWN_LIST = "scorecard", "two_decay_sum", "own_list"
Row = dict[str, Any]
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the ends of its interval; None where it could not be measured."""

    value: float
    low: float | None
    high: float | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The interval, None where it is not known."""
        if self.low is None or self.high is None:
            return None
        return self.low, self.high

    def above(self, least: float) -> bool:
        """Whether the whole interval lies above `least`."""
        return self.ends is not None and self.ends[0] > least

    def below(self, most: float) -> bool:
        """Whether the whole interval lies below `most`."""
        return self.ends is not None and self.ends[1] < most


def told_of(row: Row | None) -> Told | None:
    """The figure of a row with value, low and high; None without one."""
    if row is None or row.get("value") is None:
        return None
    return Told(row["value"], row.get("low"), row.get("high"))


@dataclass(frozen=True)
class Run:
    """A validation as it was written."""

    facts: Row
    metrics: dict[Key, Row]
    model: Scorecard

    def told(
        self, metric: str, ranker: str = MODEL, at: str = "", group: str = "all", setting: str = ""
    ) -> Told | None:
        """A figure, in the setting of the run unless another is named."""
        key = (setting or self.setting, ranker, metric, at, group)
        return told_of(self.metrics.get(key))

    def people(self, setting: str = "") -> tuple[int, int]:
        """How many people a setting looks at, and how many of them have the outcome."""
        row = self.metrics.get((setting or self.setting, MODEL, "auc", "", "all"))
        return (row["n"], row["outcomes"]) if row else (0, 0)

    @property
    def setting(self) -> str:
        """How people to whom something was done are treated."""
        return str(self.facts["setting"])

    @property
    def figures(self) -> Row:
        """The further figures."""
        found: Row = self.facts.get("figures") or {}
        return found

    @property
    def title(self) -> Both:
        """The name of the material."""
        title = self.facts.get("title") or self.facts["source"]
        if isinstance(title, dict):
            source = str(self.facts["source"])
            return title.get("sv", source), title.get("en", source)
        return str(title), str(title)

    @cached_property
    def rankers(self) -> list[str]:
        """Every ranker measured, the best orderer first."""
        found = {
            key[1]: row["value"] or 0.0
            for key, row in self.metrics.items()
            if key[0] == self.setting and key[2] == "auc" and key[4] == "all"
        }
        return sorted(found, key=lambda name: (-found[name], name != MODEL, name))

    def cuts(self) -> list[str]:
        """Where lists were cut: places, then shares."""
        found = {k[3] for k in self.metrics if k[1:3] == (MODEL, "precision")} - {OWN_LIST}
        return sorted(found, key=lambda at: (at.endswith("%"), int(at.rstrip("%"))))


def run_of(folder: Path) -> Run:
    """The validation in `folder`. Raises InputError where there is none that can be read."""
    try:
        facts = json.loads((folder / FACTS_FILE).read_text("utf-8"))
        rows = pq.read_table(folder / "metrics.parquet", columns=list(METRICS.names)).to_pylist()
        model = Scorecard.model_validate(yaml.safe_load((folder / "model.yaml").read_text("utf-8")))
    except (OSError, ValueError, ValidationError, yaml.YAMLError) as error:
        raise InputError(
            "no_validation",
            "The folder holds no validation that can be read.",
            type(error).__name__,
            "Give a folder that hejda validate wrote.",
        ) from None
    return Run(facts, _by_key(rows), model)


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {
        (row["setting"], row["ranker"], row["metric"], row["at"], row["group"]): row for row in rows
    }
