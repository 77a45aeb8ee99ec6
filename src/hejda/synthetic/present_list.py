"""The police's own present list: made by hand, by the published rule of the pilot, with its noise."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

from hejda.synthetic.around import SIGNS, Signs
from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.recorded import record_ids
from hejda.synthetic.reports import YES, Reports

REASONS = (
    "självmordshot och tidigare dom",
    "självmordshot och strypvåld",
    "självmordshot och dödshot",
)
OTHER = "annan bedömning"


def present_list(
    path: Path,
    reports: Reports,
    signs: Signs,
    suspects: Ints,
    last_day: int,
    people: int,
    p: Parameters,
    rng: np.random.Generator,
) -> int:
    """Writes the CSV (record_id, listed_on, reason) and gives its number of people.

    Rule (pilot 2022): a partner crime reported in the last two years in which a threat or thought
    of suicide was noted, and a conviction, strangulation or a threat to kill beside it. Whoever
    makes the list by hand finds some of these, and adds others.
    """
    recent = np.flatnonzero((reports.registered > last_day - 730) & (reports.relation == YES))
    noted: Bools = np.zeros((len(reports), len(SIGNS)), bool)
    plain = signs.noted & (signs.kind < len(SIGNS))
    noted[signs.report[plain], signs.kind[plain]] = True

    def of(*names: str) -> Bools:
        found: Bools = np.zeros(len(reports), bool)
        for name in names:
            found |= noted[:, SIGNS.index(name)]
        return found

    n = int(suspects.max(initial=0)) + 1
    convicted = (reports.verdict < last_day) & ~reports.acquitted & (reports.couple >= 0)
    reason = np.full(n, -1)
    suicidal: Bools = np.zeros(n, bool)
    suicidal[suspects[recent[of("suicide_threat_to_partner", "suicidal_thoughts")[recent]]]] = True
    for number, rows in ((2, of("threat_to_kill")), (1, of("strangulation")), (0, convicted)):
        met: Bools = np.zeros(n, bool)
        met[suspects[rows & (reports.couple >= 0)]] = True
        reason[suicidal & met] = number
    places = max(5, round(p["present_list.per_million"] * people / 1e6))
    by_rule = np.flatnonzero(reason >= 0)
    by_rule = by_rule[rng.random(len(by_rule)) < p["present_list.found"]]
    others = np.unique(suspects[recent])
    others = np.setdiff1d(others, by_rule)
    many = min(len(others), round(places * p["present_list.others"]))
    chosen = rng.permutation(by_rule)[: max(0, places - many)]
    added = rng.permutation(others)[:many]
    listed = sorted(
        [(int(x), REASONS[reason[x]]) for x in chosen] + [(int(x), OTHER) for x in added]
    )
    days = rng.integers(last_day - 400, last_day, len(listed))
    named = record_ids(np.arange(n))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["record_id", "listed_on", "reason"])
        for (record, why), day in zip(listed, days, strict=True):
            listed_on = dt.date(1970, 1, 1) + dt.timedelta(days=int(day))
            writer.writerow([named[record].as_py(), listed_on.isoformat(), why])
    return len(listed)
