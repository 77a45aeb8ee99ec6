"""Two hundred malformed deliveries: no traceback, no hang, and not a row lost, in each."""

from __future__ import annotations

import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hejda.base.errors import HejdaError
from hejda.engine.read import Delivery, Limits, NothingUsable
from tests.deliveries import malformed_parquet
from tests.deliveries.delivered import SECRET, Chance, check_conservation, quarantine, read
from tests.deliveries.malformed import KINDS, Spoilt
from tests.support.size import SIZE

assert malformed_parquet.MAPPING, "its kinds are among KINDS once it is imported"
SEEDS = 3 * SIZE
BY_CHANCE = {name: 12 * SIZE for name in KINDS if "changed" in name}
CASES = [(name, seed) for name in KINDS for seed in range(BY_CHANCE.get(name, SEEDS))]
SECONDS = 60
"""None takes two; this only tells a hang from a busy machine."""


def told(delivery: Delivery) -> set[str]:
    """Every code that is said of a row or a file."""
    return {code for _, code, _ in delivery.file_reasons} | set(delivery.reasons)


def check_words(*texts: str) -> None:
    """Nothing that stands in the delivery stands in what is said of it."""
    for text in texts:
        assert SECRET not in text
        assert "Traceback" not in text


def check_delivery(delivery: Delivery, spoilt: Spoilt) -> None:
    """Conservation, our own count of rows, the codes that must be told."""
    check_conservation(delivery)
    if spoilt.rows is not None:
        assert delivery.rows == spoilt.rows
    if spoilt.aside is not None:
        assert delivery.quarantined == spoilt.aside
    codes = told(delivery) | _tails(delivery)
    assert set(spoilt.codes) <= codes, codes
    check_words(*(sentence for _, _, sentence in delivery.file_reasons))


def _tails(delivery: Delivery) -> set[str]:
    """What ended the reading of a file in the middle, by its sentence."""
    ends = {"truncated_archive": "the packed file ends in the middle"}
    said = [row["message"] for row in _set_aside(delivery)]
    return {code for code, words in ends.items() if any(words in text for text in said)}


def _set_aside(delivery: Delivery) -> list[dict]:
    return quarantine(delivery) if delivery.quarantine.exists() else []


def reading(folder: Path, spoilt: Spoilt) -> tuple[Delivery | HejdaError, Path | None]:
    """What reading gives: a delivery, or the error in which it ended; anything else escapes."""
    try:
        return read(folder, spoilt.mapping, Limits(**spoilt.limits))
    except HejdaError as error:
        return error, None


@pytest.mark.parametrize(("name", "seed"), CASES, ids=[f"{n}-{s}" for n, s in CASES])
def test_a_malformed_delivery_ends_in_sentences_with_every_row_accounted_for(
    name: str, seed: int, tmp_path: Path
) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    spoilt = KINDS[name](folder, Chance(f"{name} {seed}"))
    started = time.monotonic()
    found, work = reading(folder, spoilt)
    assert time.monotonic() - started < SECONDS
    if work is None:
        assert spoilt.refused is not False, found
        check_refusal(found)
        check_nothing_left(tmp_path)
        if isinstance(found, NothingUsable):
            check_delivery(found.delivery, spoilt)
    else:
        assert not spoilt.refused
        check_delivery(found, spoilt)
        check_words(*(row["message"] for row in quarantine(found)))
        check_written(found, work)


def check_refusal(error: HejdaError) -> None:
    """A sentence, what to do, and an exit code; nothing unforeseen."""
    assert error.exit_code != 0
    assert error.todo
    assert error.code != "reading_failed", "nothing here should end the child"
    check_words(str(error))


def check_nothing_left(folder: Path) -> None:
    """A refused delivery leaves the work folder empty."""
    assert [path for work in folder.glob("work-*") for path in work.iterdir()] == []


def check_written(delivery: Delivery, work: Path) -> None:
    """Whole Parquet files with the contract's columns, and nothing beside them."""
    for name, files in delivery.registers.items():
        rows = sum(pq.read_metadata(path).num_rows for path in files.files)
        assert rows == delivery.tables_rows[name]
    left = {path.name for path in (work / "registers").iterdir()}
    own = {f"{name}.parquet" for name, files in delivery.registers.items() if not files.delivered}
    assert left == own | {"quarantine.parquet"}


def test_there_are_two_hundred_of_them() -> None:
    assert len(CASES) >= 200
    assert len(set(CASES)) == len(CASES)
