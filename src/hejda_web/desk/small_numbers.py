"""Counts under five are hidden, and so is whatever they could be worked out from.

Pure. Where parts and their sum are shown, hiding one part alone gives it away; then the next smallest
is hidden too, until every value from 0 to 4 is possible for each small part, or the sum goes as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 5
"""The lowest count that is shown."""
ROUNDED_TO = 5


@dataclass(frozen=True)
class Shown:
    """A count as a page may say it. value: None where hidden. why: shown, small, or covers another."""

    value: int | None
    why: str

    @property
    def small(self) -> bool:
        """Whether it reads "fewer than 5"."""
        return self.why == "small"


SMALL, COVERS = Shown(None, "small"), Shown(None, "covers")


def alone(count: int) -> Shown:
    """A count that nothing else on the page adds up with."""
    return Shown(count, "shown") if count >= LEAST else SMALL


def rounded(count: int) -> Shown:
    """A count to the nearest five: its distance to another rounded count says nothing exact."""
    whole = (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
    return Shown(whole, "shown") if count >= LEAST else SMALL


def together(parts: Mapping[str, int]) -> dict[str, Shown]:
    """Parts whose sum the reader knows from elsewhere: all are shown, or none."""
    if all(count >= LEAST for count in parts.values()):
        return {name: Shown(count, "shown") for name, count in parts.items()}
    return {name: SMALL if count < LEAST else COVERS for name, count in parts.items()}


def added_up(parts: Mapping[str, int]) -> tuple[dict[str, Shown], Shown]:
    """(parts, their sum), with as few hidden as keeps the small ones hidden."""
    small = {name for name, count in parts.items() if count < LEAST}
    covers: list[str] = []
    others = sorted((n for n in parts if n not in small), key=lambda n: (parts[n], n))
    while small and not _open(small, covers, parts):
        if not others:
            break
        covers.append(others.pop(0))
    told = {
        name: SMALL if name in small else COVERS if name in covers else Shown(count, "shown")
        for name, count in parts.items()
    }
    total = sum(parts.values())
    hidden = bool(small) and not _open(small, covers, parts)
    if hidden:
        return told, alone(total) if total < LEAST else COVERS
    return told, alone(total)


def _open(small: Iterable[str], covers: list[str], parts: Mapping[str, int]) -> bool:
    """Whether each small part may still be anything from 0 to 4, by what is left of the sum."""
    names = list(small)
    left = sum(parts[name] for name in (*names, *covers))
    others = len(names) - 1
    least = LEAST * len(covers)
    most = None if covers else (LEAST - 1) * others
    return all(
        least <= left - value and (most is None or left - value <= most) for value in range(LEAST)
    )
