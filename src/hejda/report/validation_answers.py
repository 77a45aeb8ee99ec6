"""The five questions a validation answers first, each with a sentence, a figure and a small picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from hejda.base.wording import Both, joined
from hejda.report import published
from hejda.report.published import OnList, on_list
from hejda.report.validation_read import MODEL, OWN_LIST, Row, Run, Told, told_of
from hejda.report.validation_words import SHORT_OUTCOMES, group_with_column

CANNOT: Both = ("Går inte att svara på.", "Cannot be answered.")
_OTHERS: dict[str, Both] = {"count_12m": ("att räkna", "counting"), "v100": ("V100", "V100")}
INSUFFICIENT: Both = ("otillräckligt underlag", "insufficient evidence")
NO_GROUPS: Both = ("inga grupper att jämföra", "no groups to compare")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer. `picture` may be empty."""

    key: str
    question: Both
    verdict: Both
    figure: Both
    unit: Both
    sentence: Both
    picture: Markup


def answers(run: Run) -> list[Answer]:
    """All five, in the order a reader asks."""
    return [
        _beats(run, "count_12m", ("Är den bättre än att räkna?", "Does it beat counting?")),
        _beats(run, "v100", ("Är den bättre än V100?", "Does it beat V100?")),
        _needed(run),
        _worse(run),
        _never_seen(run),
    ]


def _beats(run: Run, other: str, question: Both) -> Answer:
    gap = run.told("auc_difference", at=other)
    own, theirs = run.told("auc"), run.told("auc", other)
    unit = ("AUC, skillnad", "AUC, difference")
    if gap is None or own is None or theirs is None:
        sentence = ("Inget att jämföra i underlaget.", "Nothing to compare in the material.")
        return Answer(other, question, CANNOT, published.MISSING, unit, sentence, Markup())
    name = _OTHERS[other]
    a, b = round(100 * own.value), round(100 * theirs.value)
    sentence = (
        f"Av 100 par, en person med utfallet och en utan, sätter poängkortet rätt person först i "
        f"{a}, {name[0]} i {b}. Slumpen: 50.",
        f"Of 100 pairs, one person with the outcome and one without, the scorecard puts the right "
        f"one first in {a}, {name[1]} in {b}. Chance: 50.",
    )
    picture = whisker(gap, -0.05, 0.25)
    said = verdict(gap)
    if run.facts["material"] == "invented":
        said = f"{said[0][:-1]}, i påhittat material.", f"{said[1][:-1]}, in invented material."
    return Answer(
        other, question, said, published.figure(gap, 3, plus=True), unit, sentence, picture
    )


def verdict(gap: Told) -> Both:
    """Whether the whole interval of a difference lies on one side of 0."""
    if gap.above(0):
        return "Ja.", "Yes."
    if gap.below(0):
        return "Nej, sämre.", "No, worse."
    return "Det går inte att säga.", "It cannot be said."


def main_list(run: Run) -> tuple[int, OnList | None]:
    """The list the page speaks of, 300 places or the largest that leaves people out."""
    places = [int(at) for at in run.cuts() if not at.endswith("%") and int(at) <= 300]
    k = max(places, default=0)
    if k:
        return k, on_list(run.told("precision", at=str(k)), k)
    found = run.figures.get("frequencies")
    if not found:
        return 0, None
    k, with_it = found["list"], found["listed_outcomes"]
    told = run.told("precision", at="10%") or Told(with_it / k, None, None)
    return k, on_list(told, k)


def _needed(run: Run) -> Answer:
    question = (
        "Hur många måste man arbeta med för att nå en?",
        "How many must one work with to reach one?",
    )
    outcome = SHORT_OUTCOMES[run.facts["outcome"]]
    k, listed = main_list(run)
    unit = (f"per person som nås, av de första {k}", f"for each one reached, of the first {k}")
    if listed is None:
        sentence = (
            "För få för att visa: antalet på listan med utfallet, eller utan, är litet.",
            "Too few to show: the number on the list with the outcome, or without, is small.",
        )
        return Answer("needed", question, CANNOT, published.HIDDEN, unit, sentence, Markup())
    not_serious = run.facts["outcome"] != "serious"
    about = round(listed.needed)
    sentence = (
        f"Av 100 på listan fick omkring {listed.of_100} {outcome[0]}"
        + (", vilket som helst, inte bara allvarliga" if not_serious else "")
        + ". Att nå någon är inte att förhindra något.",
        f"Of 100 on the list about {listed.of_100} had a {outcome[1]}"
        + (", of any gravity, not serious ones alone" if not_serious else "")
        + ". Reaching somebody is not preventing anything.",
    )
    verdict_ = (f"Ungefär {about}.", f"About {about}.")
    return Answer(
        "needed", question, verdict_, listed.needed_words, unit, sentence, dots(listed.of_100)
    )


def _worse(run: Run) -> Answer:
    question = ("För vem är den sämre?", "For whom is it worse?")
    groups: list[Row] = run.figures.get("groups") or []
    unit = ("AUC, gruppen minus övriga", "AUC, the group minus the others")
    if not groups:
        sentence = (
            "Leveransen delar inte in någon efter region, kön eller ålder. Om ordningen är sämre "
            "för någon grupp vet ingen.",
            "The delivery parts nobody by region, sex or age. Whether the order is worse for any "
            "group, nobody knows.",
        )
        return Answer("worse", question, CANNOT, NO_GROUPS, ("", ""), sentence, Markup())
    known = [(group, told_of(group["difference"])) for group in groups]
    unsure = sum(told is None for _, told in known)
    worse = [(group, told) for group, told in known if told is not None and told.below(0)]
    insufficient = _insufficient(unsure)
    if not worse:
        sentence = (
            f"Ingen grupp där underlaget visar det. {insufficient[0]}",
            f"No group for which the evidence shows it. {insufficient[1]}",
        )
        lowest = min((t for _, t in known if t), key=lambda t: t.value, default=None)
        figure = published.figure(lowest, 3, plus=True) if lowest else INSUFFICIENT
        lowest_unit: Both = (
            ("", "") if lowest is None else (f"{unit[0]}; den lägsta", f"{unit[1]}; the lowest")
        )
        picture = whisker(lowest, -0.2, 0.2) if lowest else Markup()
        none = ("Ingen påvisad.", "None shown.") if lowest else CANNOT
        return Answer("worse", question, none, figure, lowest_unit, sentence, picture)
    names = [group_with_column(group["column"], group["group"]) for group, _ in worse]
    named = joined((n[0] for n in names), "sv"), joined((n[1] for n in names), "en")
    sentence = (
        f"Ordningen är sämre för {named[0]} än för övriga. {insufficient[0]}",
        f"The order is worse for {named[1]} than for the others. {insufficient[1]}",
    )
    told = min((t for _, t in worse), key=lambda t: t.value)
    some = ("För några.", "For some.")
    return Answer(
        "worse", question, some, published.figure(told, 3, plus=True), unit, sentence,
        whisker(told, -0.2, 0.2),
    )  # fmt: skip


def _insufficient(groups: int) -> Both:
    if not groups:
        return "Alla grupper kunde jämföras.", "Every group could be compared."
    nouns = ("grupp", "group") if groups == 1 else ("grupper", "groups")
    return (
        f"Otillräckligt underlag för {groups} {nouns[0]}.",
        f"Insufficient evidence for {groups} {nouns[1]}.",
    )


def _never_seen(run: Run) -> Answer:
    question = ("Vad kan den aldrig ha sett?", "What could it never have seen?")
    lines = list(_unseen(run))
    sentence = " ".join(sv for sv, _ in lines), " ".join(en for _, en in lines)
    verdict_ = ("Det mesta våldet.", "Most of the violence.")
    figure = ("3 till 6 av 100", "3 to 6 of 100")
    unit = (
        "brott som anmäls, enligt enkäter i Sverige och EU",
        "reported to the police, by surveys in Sweden and the EU",
    )
    return Answer("unseen", question, verdict_, figure, unit, sentence, dots(5))


def _unseen(run: Run) -> Iterator[Both]:
    yield (
        "Våld som ingen anmält; och hur många med utfallet som aldrig rangordnades går inte att "
        "veta av den här körningen.",
        "Violence nobody reported; and how many with the outcome were never ranked cannot be known "
        "from this run.",
    )
    if grown(run):
        yield (
            "Det som hände innan posterna börjar: underlaget växte för varje brytdatum.",
            "What happened before the records begin: the population grew with each landmark.",
        )
    missing: list[Both] = []
    if not run.facts.get("measures_known"):
        missing.append(("polisens egna åtgärder", "what the police did"))
    if not run.facts.get("liberty_known"):
        missing.append(("frihetsberövanden", "custody"))
    if run.facts.get("endings_known") is False:
        missing.append(("död och utflyttning", "death and leaving"))
    if missing:
        sv, en = joined((m[0] for m in missing), "sv"), joined((m[1] for m in missing), "en")
        yield f"Saknas i leveransen: {sv}.", f"Not in the delivery: {en}."


def grown(run: Run) -> bool:
    """Whether the people ranked grew so much from the first day to the last that records must be
    young: somebody looked at early had less time to be recorded."""
    first = run.facts["training"][0]["people"] if run.facts.get("training") else 0
    return bool(first) and run.facts["people"] > 1.5 * first


def whisker(told: Told | None, low: float, high: float, zero: float = 0.0) -> Markup:
    """A figure with its interval on a line from `low` to `high`, with a mark at `zero`."""
    if told is None:
        return Markup()
    ends = told.ends or (told.value, told.value)
    low, high = min(low, ends[0]), max(high, ends[1])

    def at(value: float) -> str:
        return f"{4 + 172 * (value - low) / (high - low):.1f}"

    return Markup(
        '<svg class="tiny" viewBox="0 0 180 26" aria-hidden="true">'
        '<line x1="4" x2="176" y1="13" y2="13" stroke="var(--line)"/>'
        '<line x1="{z}" x2="{z}" y1="2" y2="24" stroke="var(--quiet)" stroke-dasharray="2 2"/>'
        '<line x1="{a}" x2="{b}" y1="13" y2="13" stroke="var(--accent)" stroke-width="4"/>'
        '<circle cx="{v}" cy="13" r="5.5" fill="var(--accent)"/></svg>'
    ).format(z=at(zero), a=at(ends[0]), b=at(ends[1]), v=at(told.value))


def dots(filled: int) -> Markup:
    """A hundred people as dots, so many of them filled."""
    marks = Markup().join(
        Markup('<circle cx="{}" cy="{}" r="3" class="{}"/>').format(
            5 + 9 * (i % 20), 5 + 9 * (i // 20), "filled" if i < filled else "hollow"
        )
        for i in range(100)
    )
    return Markup('<svg class="tiny" viewBox="0 0 181 46" aria-hidden="true">{}</svg>').format(
        marks
    )


def drift(run: Run) -> list[Both]:
    """What the chances get wrong beyond chance, in words; empty where nothing is shown."""
    found: list[Both] = []
    slope, level = run.told("calibration_slope"), run.told("calibration_in_the_large")
    if slope is not None and slope.below(1):
        found.append((
            "Drift: chanserna är för ytterliga. Höga chanser är för höga, låga för låga.",
            "Drift: the chances are too extreme. High chances are too high, those near 0 too near.",
        ))  # fmt: skip
    if slope is not None and slope.above(1):
        found.append((
            "Drift: chanserna är för försiktiga. De skiljer mindre mellan personer än utfallet gör.",
            "Drift: the chances are too cautious. They differ less between people than the outcome does.",
        ))  # fmt: skip
    ratio = run.told("observed_to_expected")
    if level is not None and ratio is not None and (level.above(0) or level.below(0)):
        words = ("låga", "low") if level.above(0) else ("höga", "high")
        of_100 = round(100 * ratio.value)
        found.append((
            f"Nivån har flyttat sig: på det hela är chanserna för {words[0]}. Utfallet kom till "
            f"ungefär {of_100} där 100 väntades.",
            f"The level has moved: on the whole the chances are too {words[1]}. The outcome came to "
            f"about {of_100} where 100 were expected.",
        ))  # fmt: skip
    return found


def best_of(run: Run) -> dict[str, list[str]]:
    """Rankers the scorecard beats, cannot be told from, and loses to.

    The police's own list is not among them: those on it were worked with.
    """
    found: dict[str, list[str]] = {"beats": [], "same": [], "loses": []}
    for name in run.rankers:
        gap = run.told("auc_difference", at=name)
        if name in (MODEL, OWN_LIST) or gap is None:
            continue
        found["beats" if gap.above(0) else "loses" if gap.below(0) else "same"].append(name)
    return found
