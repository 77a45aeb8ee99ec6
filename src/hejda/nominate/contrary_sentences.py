"""What speaks the other way, which record matters most, and when the person leaves, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hejda.base.wording import Both, counted, date_in_words, days_at_liberty, number


def contrary_sentence(kind: str, value: int | None, on: dt.date | None) -> Both:
    """The statement in Swedish and English, by the kinds of the table `contrary`.

    `value`: days at liberty (time_without_record), a count (acquittal, ended_suspicion in any other
    way, counter_report, only_one_source: incidents resting on it), or the place the person would have
    (without_ended, moving_record; None: no place). `on`: the latest day concerned; for leaves_on
    the day of leaving (None: no day within what was computed).
    """
    text = _KINDS[kind]
    return text(value, on, True), text(value, on, False)


def _latest(on: dt.date | None, sv: bool) -> str:
    if on is None:
        return ""
    return (
        f" (senast den {date_in_words(on, 'sv')})"
        if sv
        else f" (latest on {date_in_words(on, 'en')})"
    )


def _time_without_record(value: int | None, on: dt.date | None, sv: bool) -> str:
    spell = days_at_liberty(value or 0, "sv" if sv else "en")
    if sv:
        return f"{spell} utan ny registrerad händelse{_since(on, sv)}."
    return f"{spell} without a new recorded incident{_since(on, sv)}."


def _since(on: dt.date | None, sv: bool) -> str:
    if on is None:
        return ""
    return f", sedan {date_in_words(on, 'sv')}" if sv else f", since {date_in_words(on, 'en')}"


def _acquittal(value: int | None, on: dt.date | None, sv: bool) -> str:
    several = value is not None and value > 1
    if sv:
        times = counted(value or 1, "gång", "gånger") if several else "en gång"
        return f"Frikänd {times}{_latest(on, sv)}; räknas inte."
    times = counted(value or 1, "time", "times") if several else "once"
    return f"Acquitted {times}{_latest(on, sv)}; not counted."


def _ended_suspicion(value: int | None, on: dt.date | None, sv: bool) -> str:
    if sv:
        what = counted(value or 1, "misstanke har avslutats", "misstankar har avslutats")
        rule = (
            "Skälet avgör, enligt reglerna, om den räknas" if (value or 1) == 1 else _ENDED_MANY[0]
        )
        return f"{what} utan fällande dom{_latest(on, sv)}. {rule}."
    what = counted(value or 1, "suspicion has ended", "suspicions have ended")
    rule = (
        "By the rules, the ground decides whether it counts"
        if (value or 1) == 1
        else _ENDED_MANY[1]
    )
    return f"{what} without a conviction{_latest(on, sv)}. {rule}."


_ENDED_MANY: Both = (
    "Skälet till varje avslut avgör, enligt reglerna, om misstanken räknas",
    "By the rules, the ground of each ending decides whether the suspicion counts",
)


def _counter_report(value: int | None, on: dt.date | None, sv: bool) -> str:
    if sv:
        what = counted(value or 1, "händelse", "händelser")
        return f"Motanmälan: personen är själv målsägande i {what}{_latest(on, sv)}."
    what = counted(value or 1, "incident", "incidents")
    return f"Counter-report: the person is the recorded victim in {what}{_latest(on, sv)}."


def _only_one_source(value: int | None, on: dt.date | None, sv: bool) -> str:
    if sv:
        if value is None or value == 1:
            return "Allt vilar på en enda registrerad händelse."
        return f"Alla {number(value)} händelser kommer från en och samma källa."
    if value is None or value == 1:
        return "Everything rests on one recorded incident."
    return f"All {number(value)} incidents come from one and the same source."


def _without_ended(value: int | None, on: dt.date | None, sv: bool) -> str:
    if value is None:
        if sv:
            return "Om avslutade misstankar inte räknades skulle personen inte få någon plats."
        return "If ended suspicions did not count, the person would take no place."
    if sv:
        return f"Om avslutade misstankar inte räknades skulle platsen bli {number(value)}."
    return f"If ended suspicions did not count, the place would be {number(value)}."


def _moving_record(value: int | None, on: dt.date | None, sv: bool) -> str:
    if sv:
        what = f"Om den uppgift som betyder mest{_dated(on, sv)} vore fel"
        if value is None:
            return f"{what} skulle personen inte få någon plats."
        return f"{what} skulle platsen bli {number(value)}."
    what = f"If the record that matters most{_dated(on, sv)} were wrong"
    if value is None:
        return f"{what}, the person would take no place."
    return f"{what}, the place would be {number(value)}."


def _dated(on: dt.date | None, sv: bool) -> str:
    if on is None:
        return ""
    return f" ({date_in_words(on, 'sv' if sv else 'en')})"


def _leaves_on(value: int | None, on: dt.date | None, sv: bool) -> str:
    if on is None:
        if sv:
            return "Ingen dag då personen lämnar listan har kunnat beräknas."
        return "No day on which the person leaves the list could be computed."
    if sv:
        return f"Lämnar listan den {date_in_words(on, 'sv')} om inget nytt registreras."
    return f"Leaves the list on {date_in_words(on, 'en')} if nothing new is recorded."


_KINDS: dict[str, Callable[[int | None, dt.date | None, bool], str]] = {
    "time_without_record": _time_without_record,
    "acquittal": _acquittal,
    "ended_suspicion": _ended_suspicion,
    "counter_report": _counter_report,
    "only_one_source": _only_one_source,
    "without_ended": _without_ended,
    "moving_record": _moving_record,
    "leaves_on": _leaves_on,
}
