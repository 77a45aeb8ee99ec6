"""The overview: counts of a region or of the nation, small ones hidden, and nobody by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hejda_web.desk.region_map import areas, size
from hejda_web.desk.small_numbers import COVERED, Count, Shown, of_a_sum, rounded, summed
from hejda_web.nominations.models import RegionSetting
from hejda_web.people.access import Gate, discloses
from hejda_web.runs.models import Run
from hejda_web.runs.standing import BREACH, CUSTODY, OPEN_CASE, ORDER
from hejda_web.runs.templatetags.figures import region as region_words
from hejda_web.ui.words import Words

Counts = dict[tuple[str, str], dict[str, Count]]
"""(figure, part) → region → how many."""
FUNNEL = {
    "proposed": Words("Föreslagna av senaste körningen", "Proposed by the newest run"),
    "nominated": Words("Har kommit till granskning", "Came to be screened"),
    "decided": Words("Avgjorda", "Decided"),
    "listed": Words("Blev fokuspersoner", "Became focus persons"),
    "started": Words("Arbetet har börjat", "Work has begun"),
}
STATUS = {
    "working": Words("Arbete pågår", "Being worked with"),
    "waiting": Words("Väntar på att börja", "Waiting to begin"),
    "ended": Words("Avslutade senaste året", "Ended in the last year"),
}
LATE = {
    "unscreened": Words("Inte avgjorda efter 14 dagar", "Not decided after 14 days"),
    "not_begun": Words("Inte påbörjade efter 14 dagar", "Not begun after 14 days"),
    "nobody_named": Words("Ingen utsedd", "Nobody named"),
}
TURNOVER = {
    "came": Words("Nya på listorna", "New on the lists"),
    "left": Words("Borta från listorna", "Gone from the lists"),
    "stayed": Words("Kvar", "Stayed"),
}
STANDING = {
    CUSTODY: Words("Friges inom 30 dagar", "Released within 30 days"),
    ORDER: Words(
        "Kontaktförbud löper ut inom 30 dagar", "Protection orders lapsing within 30 days"
    ),
    BREACH: Words("Överträdelser utan åtal", "Breaches not prosecuted"),
    OPEN_CASE: Words("Öppna utredningar", "Open investigations"),
}
NEEDED = {
    CUSTODY: Words("frihetsberövanden med sista dag eller väntad dag för frigivning",
                   "custody with its last day, or the day of release expected"),
    ORDER: Words("kontaktförbud med sista dag", "protection orders with their last day"),
    BREACH: Words("dagen då ett kontaktförbud överträddes", "the day on which an order was breached"),
    OPEN_CASE: Words("misstankar, hur långt de kommit och när de avslutades",
                     "suspicions, how far they came and when they ended"),
}  # fmt: skip
AGES = {
    "months_3": Words("högst 3 månader", "up to 3 months"),
    "months_6": Words("3 till 6 månader", "3 to 6 months"),
    "year": Words("6 till 12 månader", "6 to 12 months"),
    "older": Words("mer än ett år", "more than a year"),
}


@dataclass(frozen=True)
class Line:
    """A figure by region, and its sum (of one region: the same). needed: what the run did not bring."""

    words: Words
    parts: list[Shown]
    total: Shown | None
    needed: Words | None = None


@discloses("overview.see")
def overview(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Figures of the reader's regions; of the nation for its lead."""
    nation = "national_lead" in gate.who.roles
    counts = _counts()
    codes = _regions(gate, counts, nation)
    run = Run.objects.filter(state="loaded").order_by("-as_of", "-loaded_at").first()
    figures = told(counts, codes, run.tells if run else [])
    working = figures["lines"][0]
    context = figures | {
        "nation": nation, "run": run, "regions": [_short(code) for code in codes],
        "several": len(codes) > 1, "load": _load(codes, working),
        "moved": ("turnover", "came") in counts or ("turnover", "left") in counts,
        "areas": areas(dict(zip(codes, working.parts, strict=True))) if nation else [],
        "size": size(),
    }  # fmt: skip
    return render(request, "desk/overview.html", context)


def told(counts: Counts, codes: list[str], tells: list[str]) -> dict[str, Any]:
    """Every figure of the page, as it may be said: lines by region, and cards over all of them."""
    lines = _Lines(counts, codes, tells)
    status = {part: lines.figure("status", part, words) for part, words in STATUS.items()}
    return {
        "lines": [
            status["working"], status["waiting"],
            *(lines.figure("late", part, words) for part, words in LATE.items()),
            *(lines.standing(kind) for kind in STANDING),
        ],
        # The sums of the lines, so that none is shown here that is hidden there.
        "status": [(words, status[part].total) for part, words in STATUS.items()],
        "funnel": lines.group("funnel", FUNNEL), "turnover": lines.group("turnover", TURNOVER),
        "ages": lines.ages(),
    }  # fmt: skip


def _short(code: str) -> Words:
    """A region as the head of a narrow column says it."""
    words = region_words(code)
    return Words(words.sv.removeprefix("Polisregion "), words.en.removeprefix("Police region "))


def _counts() -> Counts:
    found: Counts = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute("select figure, region, part, n, people from hejda.figures()")
        for figure, region, part, n, people in cursor.fetchall():
            found[figure, part][region] = Count(n, people)
    return dict(found)


def _regions(gate: Gate, counts: Counts, nation: bool) -> list[str]:
    """Codes of the regions shown: the reader's, or every one that has a setting or a count."""
    if not nation:
        return sorted(
            {p.region for p in gate.who.powers if p.scope == "screening" and p.holds(gate.today)}
        )
    known = {region for held in counts.values() for region in held}
    return sorted(known | set(_map_regions()))


def _map_regions() -> list[str]:
    return [each.region for each in areas({})]


class _Lines:
    """Counts as lines of a page: every one through the rule of small numbers."""

    def __init__(self, counts: Counts, codes: list[str], tells: list[str]) -> None:
        self.counts = counts
        self.codes = codes
        self.tells = tells

    def figure(self, figure: str, part: str, words: Words) -> Line:
        """One figure by region and in all."""
        held = self.counts.get((figure, part), {})
        parts, total = summed({code: held.get(code, Count()) for code in self.codes})
        return Line(words, [parts[code] for code in self.codes], total)

    def standing(self, kind: str) -> Line:
        """What stands by the records, or what would have to be delivered for it to be known."""
        if kind not in self.tells:
            return Line(STANDING[kind], [], None, NEEDED[kind])
        return self.figure("standing", kind, STANDING[kind])

    def group(self, figure: str, names: dict[str, Words]) -> list[tuple[Words, Shown]]:
        """A figure's parts over all regions shown."""
        return [(words, rounded(self._over_all(figure, part))) for part, words in names.items()]

    def ages(self) -> list[tuple[Words, Shown]]:
        """Open investigations by age; their sum stands on the page too."""
        if OPEN_CASE not in self.tells:
            return []
        total = self.standing(OPEN_CASE).total or COVERED
        shown = of_a_sum({part: self._over_all("case_age", part) for part in AGES}, total)
        return [(words, shown[part]) for part, words in AGES.items()]

    def _over_all(self, figure: str, part: str) -> Count:
        return sum(self.counts.get((figure, part), {}).values(), Count())


def _load(codes: list[str], working: Line) -> list[dict[str, Any]]:
    """Workload against capacity: the places a region's lead has set are no secret."""
    places = {each.region: each.free_starts for each in RegionSetting.objects.all()}
    rows = []
    for code, shown in zip(codes, working.parts, strict=True):
        room = places.get(code)
        full = room is not None and shown.value is not None and shown.value >= room
        rows.append({"region": region_words(code), "working": shown, "room": room, "full": full,
                     "shares": 100 * (shown.value or 0) // room if room else None})  # fmt: skip
    return rows
