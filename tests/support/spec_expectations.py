"""Compares what a specification page expects (its Then tables) with what came out.

    population        person: exactly these people are ranked
    scores, places    person and one column per ranker: everybody ranked
    reasons           person, rule, value, points, evidence: all reasons, in their order, of each
                      person and ranker named (the ranker is the first part of the rule)
    reasons of RULE   the same columns: that rule's reasons, for everybody
    no reasons        person, ranker: nothing at all is said
    variants          person, without_ended, unknown_as_yes (empty: no figure)
    regions           person, police_region, region_how: everybody ranked
    candidates        list, police_region, place, person, score, flags, gaps: all candidates
    candidates of L   the same, of that list (or those, with commas) only
    run               no_serial, held_back

Columns not shown are not compared. A table with no rows says that nothing comes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hejda.knowledge.rules import LIST_RANKER
from tests.support.outcome import Outcome, Wanted

Row = dict[str, str]


def differences(
    outcome: Outcome, words: str, columns: list[str], rows: list[Row], source: str
) -> list[str]:
    """Every difference between one Then table and the outcome, a line each."""
    expected = [{name: expected_text(name, row[name], source) for name in columns} for row in rows]
    name, _, of = words.partition(" of ")
    if of:
        got = (candidates if name == "candidates" else reasons_by_rule)(outcome, of)
    else:
        got = GOT[name](outcome, columns, expected)
    shown = [{column: text(row.get(column)) for column in columns} for row in got]
    if name in ("population", "scores", "places", "variants", "regions"):
        expected, shown = in_person_order(expected), in_person_order(shown)
    return unequal(columns, expected, shown)


def wanted(then: Iterable[tuple[str, list[str], list[Row]]]) -> Wanted:
    """What the Then tables of a case look at."""
    rankers, told = {LIST_RANKER}, False
    for words, columns, rows in then:
        name, _, rule = words.partition(" of ")
        told |= name in ("reasons", "no reasons") or bool({"flags", "gaps"} & set(columns))
        if name in ("scores", "places"):
            rankers |= set(columns[1:])
        elif name == "reasons":
            rankers |= {
                each.split(".")[0] for each in (rule, *(row["rule"] for row in rows)) if each
            }
        elif name == "no reasons":
            rankers |= {row["ranker"] for row in rows}
    return Wanted(frozenset(rankers), told)


def text(value: Any) -> str:
    """A value as a cell writes it."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def expected_text(column: str, cell: str, source: str) -> str:
    """A cell as `text` writes values: full person id, numbers without commas, lists spaced alike."""
    if column == "person":
        return f"{source}:{cell}"
    if column in ("flags", "gaps", "evidence"):
        return ", ".join(part.strip() for part in cell.split(",") if part.strip())
    plain = cell.replace(",", "").replace("−", "-")
    return plain if plain.lstrip("-").isdigit() else cell


def in_person_order(rows: list[Row]) -> list[Row]:
    """Rows by person: these tables say who and how much, not in which order."""
    return sorted(rows, key=lambda row: row["person"])


def unequal(columns: list[str], expected: list[Row], got: list[Row]) -> list[str]:
    """What is missing, what is unexpected; or that only the order differs."""

    def line(row: Row) -> str:
        return "| " + " | ".join(row[column] for column in columns) + " |"

    missing = [row for row in expected if row not in got]
    surplus = [row for row in got if row not in expected]
    lines = [f"expected {line(row)}" for row in missing] + [
        f"got      {line(row)}" for row in surplus
    ]
    if not lines and expected != got:
        lines = ["the same rows, but in the order " + " ".join(line(row) for row in got)]
    return [f"{line} (columns {', '.join(columns)})" for line in lines]


def population(outcome: Outcome, columns: list[str], expected: list[Row]) -> Iterable[dict]:
    """One row per person ranked."""
    return [{"person": person} for person in outcome.population]


def by_ranker(by: dict[str, dict[str, int]], columns: list[str]) -> list[dict]:
    """One row per person ranked, one column per ranker shown."""
    people = sorted({person for ranker in columns[1:] for person in by[ranker]})
    return [{"person": p} | {ranker: by[ranker].get(p) for ranker in columns[1:]} for p in people]


def reasons(outcome: Outcome, columns: list[str], expected: list[Row]) -> list[dict]:
    """All reasons of each person and ranker that the expected rows name, in the order named."""
    asked = dict.fromkeys((row["person"], row["rule"].split(".")[0]) for row in expected)
    return [
        {"person": person, "rule": rule, "value": value, "points": points, "evidence": evidence}
        for person, ranker in asked
        for rule, value, points, evidence in outcome.reasons[ranker].get(person, [])
    ]


def reasons_by_rule(outcome: Outcome, rule: str) -> list[dict]:
    """Every reason by one rule."""
    by_person = outcome.reasons[rule.split(".")[0]]
    rows = [
        {"person": person, "rule": name, "value": value, "points": points, "evidence": evidence}
        for person in sorted(by_person)
        for name, value, points, evidence in by_person[person]
    ]
    return [row for row in rows if row["rule"] == rule]


def without_reasons(outcome: Outcome, columns: list[str], expected: list[Row]) -> list[dict]:
    """Those of the expected rows for whom nothing is said."""
    return [row for row in expected if not outcome.reasons[row["ranker"]].get(row["person"])]


def variants(outcome: Outcome, columns: list[str], expected: list[Row]) -> list[dict]:
    """One row per person with a figure in any variant shown, or ranked."""
    people = set(outcome.population).union(*(outcome.variants[name] for name in columns[1:]))
    return [
        {"person": p} | {name: outcome.variants[name].get(p) for name in columns[1:]}
        for p in sorted(people)
    ]


def regions(outcome: Outcome, columns: list[str], expected: list[Row]) -> list[dict]:
    """One row per person ranked."""
    return [
        {"person": person, "police_region": region, "region_how": how}
        for person, (region, how) in outcome.regions.items()
    ]


def candidates(outcome: Outcome, of: str = "") -> list[dict]:
    """One row per candidate, of the lists named (all where none is)."""
    lists = {name.strip() for name in of.split(",") if name.strip()}
    return [
        {
            "list": one.list,
            "police_region": one.police_region,
            "place": one.place,
            "person": one.person,
            "score": one.score,
            "flags": one.flags,
            "gaps": one.gaps,
        }
        for one in outcome.candidates
        if not lists or one.list in lists
    ]


def run(outcome: Outcome, columns: list[str], expected: list[Row]) -> list[dict]:
    """What the run says of itself."""
    return [{"no_serial": outcome.no_serial, "held_back": outcome.held_back}]


GOT = {
    "population": population,
    "scores": lambda outcome, columns, expected: by_ranker(outcome.scores, columns),
    "places": lambda outcome, columns, expected: by_ranker(outcome.places, columns),
    "reasons": reasons,
    "no reasons": without_reasons,
    "variants": variants,
    "regions": regions,
    "candidates": lambda outcome, columns, expected: candidates(outcome),
    "run": run,
}
