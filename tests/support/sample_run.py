"""The run.json of the invented OUT folder."""

from __future__ import annotations

from typing import Any

from hejda.report.limits import LIMITS


def run_facts(
    tables: dict[str, int],
    *,
    material: str,
    groups: dict[str, int],
    cut_score: int,
    capacity: int,
    serial_missing: tuple[str, ...],
    signs: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    """What `hejda map` would say of the run, in the shape that the report relies on."""
    return {
        "hejda_version": "0.1.0",
        "source": "xx",
        "title": "Registren i xx, påhittade",
        "material": material,
        "as_of": "2026-06-30",
        "now": "2026-11-22",
        "engine": "duckdb 2.0.1",
        "files": [
            _file("incident.csv", 81_233, 1204, 1204, 0, 0),
            _file("offence.csv", 90_112, 1391, 1388, 3, 0),
            _file("involvement.csv", 190_040, 2710, 2700, 7, 3),
        ],
        "rows": {"in": 5305, "accepted": 5292, "duplicate": 10, "quarantined": 3},
        "set_to_missing": {"person_record.birth_date": 2, "incident.occurred_on": 1},
        "tables": tables,
        "population": {
            "ranked": tables["person"],
            "inside": 1,
            "held_back": 2,
            "with_gap": {"relation_unknown": 6, "age_unknown": 1, "no_sanction": tables["person"]},
        },
        "knowledge": _knowledge(signs),
        "lists": {
            "harm": {
                "places": capacity,
                "taken": groups["harm"],
                "floor": 100_000,
                "cut_score": cut_score,
            },
            "serial": {
                "places": capacity,
                "taken": groups["serial"],
                "shared": groups["serial_unknown"],
                "floor": 100_000,
                "cut_score": None,
                "missing_because": list(serial_missing),
            },
        },
        "groups": {name: n for name, n in groups.items() if name not in ("harm", "serial")},
        "overlay": {"strangulation": 2, "threat_to_kill": 1},
        "variants": {
            "without_ended": {"stay": groups["harm"] - 1, "leave": 1},
            "unknown_as_yes": {"enter": 2},
        },
        "concentration": {
            "recorded": [
                [0, 0], [10, 180], [20, 290], [50, 480], [100, 660], [200, 830], [300, 910],
                [500, 970], [700, 995], [1000, 1000],
            ]
        },
        "stages": [
            {"name": "registers", "seconds": 1.42, "peak_memory_mib": 210},
            {"name": "rank", "seconds": 0.84, "peak_memory_mib": 260},
            {"name": "nominate", "seconds": 0.31, "peak_memory_mib": 264},
        ],
        "options": {"rankers": ["all"], "lists": capacity, "capacity": None},
        "limits": {language: list(lines) for language, lines in LIMITS.items()},
    }  # fmt: skip


def _file(
    name: str, size: int, rows: int, accepted: int, duplicate: int, quarantined: int
) -> dict[str, Any]:
    return {
        "file": name,
        "sha256": "9f2c" * 16,
        "bytes": size,
        "rows": rows,
        "accepted": accepted,
        "duplicate": duplicate,
        "quarantined": quarantined,
    }


def _knowledge(signs: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        "pack": "xx",
        "title": {"sv": "Det påhittade landet xx", "en": "The invented country xx"},
        "fingerprint": "5b1e" * 16,
        "on": "2026-06-30",
        "harm_scale": "statutory_midpoint",
        "harm_reference_date": "2026-01-01",
        "due_for_review": ["ranking/rfgv"],
        "unverified": ["xx-4-2-olaga-hot", "xx-9-1-overtradelse"],
        "ended": {"acquitted": "never", "cleared": "never", "cannot_be_proved": "beside_live"},
        "ended_note": {
            "sv": "Den strängaste läsningen. Fråga jurist.",
            "en": "The strictest reading. Ask a lawyer.",
        },
        "observation_titles": {
            kind: {"sv": titles[0], "en": titles[1]} for kind, titles in signs.items()
        },
    }
