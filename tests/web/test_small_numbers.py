"""Small counts cannot be worked out from a page: all its numbers are held against each other."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from typing import Any

from hejda_web.desk.overview import AGES, LATE, STATUS, Counts, told
from hejda_web.desk.small_numbers import LEAST, Count, Shown, of_a_sum, rounded, summed
from hejda_web.runs.standing import OPEN_CASE
from tests.support.counts import counted
from tests.support.size import SIZE

MOST = 2000
"""Higher than any count here."""
FEWEST_READINGS = 3
"""What a small count can at least still be, by everything the page says."""
WORKING, WAITING, OPEN = STATUS["working"].sv, STATUS["waiting"].sv, "Öppna utredningar"
Range = list[int]
Sum = tuple[Range, list[Range]]


def possible(each: Shown) -> Range:
    """What a count is by itself: lowest and highest."""
    if each.value is not None:
        return [max(LEAST, each.value - 2), each.value + 2]
    return [0, LEAST - 1] if each.small else [LEAST, MOST]


def narrowed(sums: Iterable[Sum], within: Iterable[tuple[Range, list[Range]]]) -> None:
    """Draws every range in by every other, until nothing more follows. within: no more than a sum."""
    sums, within, moved = list(sums), list(within), True

    def draw(one: Range, low: int, high: int) -> bool:
        before = list(one)
        one[0], one[1] = max(one[0], low), min(one[1], high)
        assert one[0] <= one[1], "the page contradicts itself"
        return one != before

    while moved:
        moved = False
        for whole, parts in sums:
            low, high = sum(p[0] for p in parts), sum(p[1] for p in parts)
            moved |= draw(whole, low, high)
            for part in parts:
                rest = (low - part[0], high - part[1])
                moved |= draw(part, whole[0] - rest[1], whole[1] - rest[0])
                low, high = sum(p[0] for p in parts), sum(p[1] for p in parts)
        for less, parts in within:
            moved |= draw(less, 0, sum(p[1] for p in parts))
            for part in parts:
                moved |= draw(part, less[0] - sum(p[1] for p in parts if p is not part), MOST)


def read(page: dict[str, Any]) -> dict[str, list[Range]]:
    """Line → a range for each region and for its sum, after an attentive reader has used the whole page."""
    lines = {str(line.words.sv): line for line in page["lines"] if line.needed is None}
    known = {name: [possible(s) for s in (*line.parts, line.total)] for name, line in lines.items()}
    sums: list[Sum] = [(row[-1], row[:-1]) for row in known.values()]
    for words, each in page["status"]:
        own = possible(each)
        known[f"card {words.sv}"] = [own]
        if str(words.sv) in known:
            sums.append((own, [known[str(words.sv)][-1]]))
    # All covered alike, small ones too.
    ages = [possible(s) if s.why != "covered" else [0, MOST] for _, s in page["ages"]]
    known["ages"] = ages
    sums.append((known[OPEN][-1], ages))
    within = []
    for place in range(len(known[WORKING])):
        waits, works = known[WAITING][place], known[WORKING][place]
        within.append((known[LATE["not_begun"].sv][place], [waits]))
        within.append((known[LATE["nobody_named"].sv][place], [waits, works]))
    narrowed(sums, within)
    return known


def some_counts(chance: random.Random, codes: list[str]) -> Counts:
    """Counts of so many regions that belong together as the real ones do."""
    found: Counts = {}

    def put(figure: str, part: str, code: str, n: int, people: int | None = None) -> int:
        found.setdefault((figure, part), {})[code] = Count(n, n if people is None else people)
        return n

    for code in codes:

        def few() -> int:
            return chance.choice((chance.randrange(6), chance.randrange(12), chance.randrange(60)))

        works, waits = put("status", "working", code, few()), put("status", "waiting", code, few())
        put("status", "ended", code, few())
        put("late", "unscreened", code, few())
        put("late", "not_begun", code, chance.choice((waits, chance.randint(0, waits))))
        put("late", "nobody_named", code, chance.choice((waits, chance.randint(0, works + waits))))
        cases = [few() for _ in AGES]
        people = [chance.randint(min(n, 1), n) for n in cases]
        for part, n, each in zip(AGES, cases, people, strict=True):
            put("case_age", part, code, n, each)
        put("standing", OPEN_CASE, code, sum(cases), max(people))
    return found


def test_every_number_of_the_page_together_gives_no_small_count_away() -> None:
    chance, pages, small = random.Random(5), 0, 0
    for _ in range(400 * SIZE):
        codes = [f"r{n}" for n in range(chance.randint(1, 7))]
        counts = some_counts(chance, codes)
        page = told(counts, codes, [OPEN_CASE])
        known = read(page)
        pages += 1
        hidden = [
            (name, place, known[name][place])
            for line in page["lines"] if line.needed is None
            for name in [str(line.words.sv)]
            for place, each in enumerate((*line.parts, line.total)) if each.small
        ]  # fmt: skip
        hidden += [
            ("ages", n, known["ages"][n]) for n, (_, s) in enumerate(page["ages"]) if s.small
        ]
        for name, place, (low, high) in hidden:
            small += 1
            assert high - low + 1 >= FEWEST_READINGS, (name, place, low, high, counts)
        # Who waits and is not late is a group too: how large is never sure.
        for place in range(len(codes) + 1):
            waits, late = known[WAITING][place], known[LATE["not_begun"].sv][place]
            assert (waits[1] - late[0]) - max(0, waits[0] - late[1]) >= 1
    counted(f"pages of the overview read whole: {pages}, {small} small counts, 0 worked out")


def test_a_card_says_no_more_than_its_line() -> None:
    chance = random.Random(6)
    for size, _ in itertools.product((1, 2, 7), range(50)):
        codes = [f"r{n}" for n in range(size)]
        page = told(some_counts(chance, codes), codes, [OPEN_CASE])
        lines = {line.words: line.total for line in page["lines"]}
        for words, each in page["status"]:
            assert words not in lines or each is lines[words]


def test_what_is_about_fewer_than_five_people_is_hidden_however_many_there_are() -> None:
    assert rounded(Count(60, 4)) == Shown(None, "covered")
    assert rounded(Count(60, 5)).value == 60
    told_both = {"a": Count(60, 1), "b": Count(20, 20)}
    told_parts, total = summed(told_both)
    assert (told_parts["a"].why, told_parts["b"].value, total.value) == ("covered", 20, None)
    assert {s.why for s in of_a_sum(told_both, rounded(Count(80, 21))).values()} == {"covered"}


def test_counts_are_rounded_and_small_ones_at_their_limit_do_not_give_each_other_away() -> None:
    shown = [rounded(Count(n, n)).value for n in (0, 4, 5, 7, 8, 12, 13)]
    assert shown == [None, None, 5, 5, 10, 10, 15]
    told_parts, total = summed({"a": Count(4, 4), "b": Count(4, 4)})
    assert [each.value for each in told_parts.values()] == [None, None]
    assert total.value is None  # about 10 would say that both are 4


def test_no_more_is_hidden_than_the_small_counts_need() -> None:
    told_parts, total = summed({"a": Count(20, 20), "b": Count(3, 3), "c": Count(11, 11)})
    assert [each.value for each in told_parts.values()] == [20, None, 10]
    assert total.value == 35


def test_the_reader_of_pages_finds_what_exact_counts_gave_away() -> None:
    whole, parts = [8, 8], [[0, 4], [0, 4]]
    narrowed([(whole, parts)], [])
    assert parts == [[4, 4], [4, 4]]
    late, waits = [5, 7], [0, 9]
    narrowed([], [(late, [waits])])
    assert waits == [5, 9]
