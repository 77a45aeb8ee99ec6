"""The numbers the invented country is made by: one documented file, read as it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

FILE = Path(__file__).parent / "se" / "parameters.yaml"


@dataclass(frozen=True)
class Parameters:
    """Numbers by dotted name, `group.name`; `changed` overrides some for an experiment."""

    path: Path = FILE
    changed: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def _values(self) -> dict[str, Any]:
        groups = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        found = {
            f"{group}.{name}": entry["value"]
            for group, entries in groups.items()
            for name, entry in entries.items()
        }
        unknown = [name for name, _ in self.changed if name not in found]
        if unknown:
            raise KeyError(f"No such parameter: {', '.join(unknown)}")
        return {**found, **dict(self.changed)}

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, as recorded in the decision about this country."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def __getitem__(self, name: str) -> float:
        """A single number."""
        return float(self._values[name])

    def words(self, name: str) -> list[str]:
        """A list of words."""
        return [str(word) for word in self._values[name]]

    def array(self, name: str) -> NDArray[np.float64]:
        """A list of numbers."""
        return np.asarray(self._values[name], dtype=np.float64)

    def shares(self, name: str) -> Mapping[str, float]:
        """Words with their shares, in the order of the file."""
        return {str(word): float(share) for word, share in self._values[name].items()}

    def group(self, name: str) -> dict[str, Any]:
        """Every number of a group, lists as tuples."""
        own = {k.split(".")[1]: v for k, v in self._values.items() if k.startswith(f"{name}.")}
        return {key: tuple(v) if isinstance(v, list) else v for key, v in own.items()}
