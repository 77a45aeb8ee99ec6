"""What must hold of every listing: later facts, scores, reviews, views, and grounds that end."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hejda.base.errors import InputError
from hejda.knowledge.load import load_grounds
from hejda.review.erasure import Erasure, erasure_of
from hejda.review.listing import Basis, Fact, Inside, Listing, Other, OtherKind
from tests.support import referee_review as referee
from tests.support.size import SIZE

ON = dt.date(2026, 5, 1)
XX = load_grounds("xx", ON)
DAYS = st.dates(dt.date(2004, 1, 1), ON)
FAR = dt.date.max
LAWS = st.sampled_from([None, None, "sentence_register", "suspect_register", "arms_register"])
SAID = st.sampled_from([None, True, False])
SEVERAL = st.integers(0, 4)


@st.composite
def facts(draw: st.DrawFn, reference: str, days: st.SearchStrategy[dt.date] = DAYS) -> Fact:
    """A fact whose later days lie after its registration."""
    known = draw(days)
    later = st.none() | st.dates(known, max(known, ON))
    return Fact(
        reference=reference,
        registered_on=known,
        about_crime=draw(st.booleans()),
        source_law=draw(LAWS),
        case_closed_on=draw(later),
        sanction_ended_on=draw(later),
        ended_on=draw(st.none() | st.none() | later),
        withdrawn_on=draw(st.none() | st.none() | later),
    )


@st.composite
def spells(draw: st.DrawFn) -> Inside:
    """Time inside, ended or not, some of it in the years after the day looked from."""
    since = draw(st.dates(dt.date(2004, 1, 1), dt.date(2028, 1, 1)))
    until = draw(st.none() | st.integers(0, 2000).map(lambda days: since + dt.timedelta(days)))
    kind = draw(st.sampled_from(["remand", "prison", "tag", "forensic_care"]))
    return Inside(kind=kind, since=since, until=until)


@st.composite
def bases(draw: st.DrawFn) -> Basis:
    """A ground as a listing uses it."""
    since = draw(DAYS)
    later = st.none() | st.dates(since, dt.date(2040, 1, 1))
    return Basis(
        ground=draw(st.sampled_from(["watch", "matter", "protection_case"])),
        since=since,
        ended_on=draw(st.none() | st.none() | later),
        in_case=draw(SAID),
        serious=draw(SAID),
        case_closed_on=draw(later),
    )


@st.composite
def listings(draw: st.DrawFn, *, grounds: int = 2) -> Listing:
    """A listing of any shape that can be looked at on ON."""
    return Listing(
        listed_on=draw(DAYS),
        grounds=tuple(draw(st.lists(bases(), min_size=1, max_size=grounds))),
        facts=tuple(draw(facts(f"f{n}")) for n in range(draw(SEVERAL))),
        inside=tuple(draw(st.lists(spells(), max_size=3))),
    )


def with_(listing: Listing, **changed: object) -> Listing:
    """The listing with some parts changed, checked anew."""
    return Listing.model_validate({**dict(listing), **changed})


@settings(max_examples=60 * SIZE, deadline=None)
@given(listings())
def test_the_referee_that_walks_the_days_says_the_same(listing: Listing) -> None:
    assert erasure_of(listing, XX, ON).erase_on == referee.listing_gone(listing, XX, ON)


@settings(max_examples=200 * SIZE, deadline=None)
@given(listings(), st.data())
def test_a_later_fact_never_brings_erasure_earlier(listing: Listing, data: st.DataObject) -> None:
    # A listing that never had a fact about a crime has no earlier fact for this one to follow.
    known = [fact.registered_on for fact in listing.facts if fact.about_crime]
    if not known:
        return
    added = data.draw(facts("added", st.dates(max(known), ON)))
    before = erasure_of(listing, XX, ON).erase_on
    after = erasure_of(with_(listing, facts=(*listing.facts, added)), XX, ON).erase_on
    assert (after or FAR) >= (before or FAR)


@settings(max_examples=200 * SIZE, deadline=None)
@given(
    listings(),
    st.lists(
        st.builds(
            Other,
            kind=st.sampled_from(get_args(OtherKind)),
            on=st.dates(dt.date(2004, 1, 1), dt.date(2028, 1, 1)),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_scores_reviews_and_views_change_no_day_of_erasure_and_no_step_to_it(
    listing: Listing, others: list[Other]
) -> None:
    before = erasure_of(listing, XX, ON)
    after = erasure_of(with_(listing, others=tuple(others)), XX, ON)
    assert without_review(after) == without_review(before)
    if not any(other.kind == "review" for other in others):
        assert after == before


def without_review(found: Erasure) -> dict[str, object]:
    """Everything but the next review, which a review moves."""
    names = [name for name in found.__slots__ if name not in ("review_by", "steps")]
    return {name: getattr(found, name) for name in names} | {"steps": found.steps[:-1]}


@settings(max_examples=200 * SIZE, deadline=None)
@given(listings(grounds=1), st.data())
def test_a_listing_ends_the_day_its_ground_ends_or_has_ended_before(
    listing: Listing, data: st.DataObject
) -> None:
    basis = listing.grounds[0].model_copy(update={"ended_on": None})
    without = erasure_of(with_(listing, grounds=(basis,)), XX, ON)
    day = data.draw(st.dates(basis.since, dt.date(2050, 1, 1)))
    ended = basis.model_copy(update={"ended_on": day})
    found = erasure_of(with_(listing, grounds=(ended,)), XX, ON)
    assert found.erase_on == min(day, without.erase_on or FAR)
    if found.erase_on == day:
        assert found.decides == "ground_ended"


@settings(max_examples=100 * SIZE, deadline=None)
@given(listings(), spells())
def test_time_inside_never_brings_erasure_earlier(listing: Listing, spell: Inside) -> None:
    before = erasure_of(listing, XX, ON).erase_on
    after = erasure_of(with_(listing, inside=(*listing.inside, spell)), XX, ON).erase_on
    assert (after or FAR) >= (before or FAR)


@settings(max_examples=100 * SIZE, deadline=None)
@given(listings())
def test_every_step_is_said_in_both_languages_and_the_answer_names_its_day(
    listing: Listing,
) -> None:
    found = erasure_of(listing, XX, ON)
    for step in found.steps:
        assert all(says.endswith(".") and "None" not in says for says in step.says)
        assert step.says[0] != step.says[1]
    assert found.overdue == (found.erase_on is not None and found.erase_on <= ON)
    year = "" if found.erase_on is None else str(found.erase_on.year)
    assert any(year in step.says[0] and "Listningen" in step.says[0] for step in found.steps) or (
        found.erase_on is None
    )


def test_a_later_fact_does_not_lose_a_day_to_a_leap_year() -> None:
    # All of 2024, 366 days, in prison: from the fact of 2023 as from that of 2024 it is ten years on.
    basis = Basis(ground="watch", since=dt.date(2023, 1, 1))
    prison = Inside(kind="prison", since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    one, two = (
        Fact(reference=f"f{year}", registered_on=dt.date(year, 6, 1), about_crime=True)
        for year in (2023, 2024)
    )
    listing = Listing(listed_on=basis.since, grounds=(basis,), facts=(one,), inside=(prison,))
    later = with_(listing, facts=(one, two))
    days = [erasure_of(each, XX, ON).erase_on for each in (listing, later)]
    assert days == [dt.date(2035, 1, 1), dt.date(2035, 1, 1)]


def test_a_step_says_its_paragraph() -> None:
    fact = Fact(reference="f1", registered_on=dt.date(2020, 3, 3), about_crime=True)
    basis = Basis(ground="watch", since=dt.date(2020, 1, 1))
    found = erasure_of(
        Listing(listed_on=basis.since, grounds=(basis,), facts=(fact,)), XX, dt.date(2026, 5, 1)
    )
    assert [step.line(swedish=False) for step in found.steps] == [
        "The last fact about criminal activity (f1) was registered on 3 March 2020.",
        "Time is counted from the end of that calendar year, 31 December 2020. [ch. 4, s. 3]",
        "May be kept ten years after the year of the latest fact about crime: "
        "to the end of 31 December 2030. [ch. 4, s. 3]",
        "The listing must be erased on 1 January 2031.",
        "Scores, reviews, views, measures and notes move no day of erasure.",
        "The need should have been reviewed by 1 January 2021. [ch. 4, s. 6]",
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ground": "atlantis"}, "ground_unknown"),
        ({"ground": "sentence_register"}, "ground_unknown"),
        ({"law": "watch"}, "source_law_unknown"),
        ({"listed_on": dt.date(2027, 1, 1)}, "listing_ahead"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(changed: dict[str, object], code: str) -> None:
    fact = {
        "reference": "f1",
        "registered_on": dt.date(2020, 3, 3),
        "about_crime": True,
        "source_law": changed.get("law"),
    }
    listing = Listing.model_validate(
        {
            "listed_on": changed.get("listed_on", dt.date(2020, 1, 1)),
            "grounds": [
                {"ground": changed.get("ground", "watch"), "since": dt.date(2020, 1, 1)},
            ],
            "facts": [fact],
        }
    )
    with pytest.raises(InputError) as refused:
        erasure_of(listing, XX, ON)
    assert refused.value.code == code
