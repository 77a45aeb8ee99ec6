"""Every page once: through axe-core, without scrolling sideways on a telephone, and into a picture."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.support.at_the_door import at_the_door
from tests.support.browsing import Look, Visitor
from tests.support.journey_acts import TO_LIST, confirm_who, judge, try_to_log_in, vote, vote_not
from tests.support.journey_acts import own_password as password_of
from tests.support.pictures import contents, picture
from tests.support.service_tokens import put_token
from tests.support.size import SIZE
from tests.web.journeys.conftest import Site
from tests.web.journeys.pages import AFTER_LOGIN, NOT_SHOWN, SHOWN, STRANGER, Shown

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
NARROW = 360
SQUEEZED = """() => [...document.querySelectorAll("main *")].filter(e => e.children.length === 0
  && e.checkVisibility() && !e.closest(".visually-hidden") && e.textContent.trim().length > 12
  && e.clientWidth > 1 && e.clientWidth < 48 && e.clientHeight > 100
  && getComputedStyle(e).display !== "inline")
  .map(e => e.tagName + " " + e.textContent.trim().slice(0, 40))"""
"""Words in a column so narrow that they stand one letter under the other."""
WALKS = (
    [Look()]
    if SIZE == 1
    else [
        Look(la, w, s)
        for la in ("sv", "en")
        for w, s in ((1440, "light"), (1440, "dark"), (768, "light"), (360, "light"), (360, "dark"))
    ]
)
OF_THE_MACHINE = re.compile(r"\w+ object \(|\bTrue\b|\bFalse\b|\bNone\b|\{\{|\{%|Words\(|<[a-z]+>")
"""What a page says when something of the program stands where words for people should."""
READERS = list(dict.fromkeys(each.who for each in SHOWN))
PARTS_OF = {"validation": ("answer", "orders", "group"), "replay": ("listed", "why", "limit")}
REPORT = (
    "insert into evidence_report (id, kind, checksum, title_sv, title_en, material, outcome_sv,"
    " outcome_en, since, until, made_on, people, outcomes, rules, brought_at) values"
    " (gen_random_uuid(), %(kind)s, %(kind)s, 'Exempellandet', 'The example country', 'invented',"
    " 'nytt registrerat brott mot partner', 'new recorded partner offence', '2024-12-31',"
    " '2025-12-31', '2026-01-01', 950, 45, repeat('a', 64), now())"
)
FIGURE = (
    "insert into evidence_figure (id, place, part, words_sv, words_en, value, low, high, told_sv, told_en,"
    " unit_sv, unit_en, sentence_sv, sentence_en, report_id)"
    " select gen_random_uuid(), %(place)s, %(part)s::text,"
    " 'Räkna händelser, 12 månader', 'Count incidents, 12 months',"
    " case when %(part)s::text in ('orders', 'group', 'listed') then 0.612 end, 0.541, 0.688,"
    " '0,612 (0,541 till 0,688)', '0.612 (0.541 to 0.688)', 'AUC: 0,5 är slumpen',"
    " 'AUC: 0.5 is chance', 'Av 100 par.', 'Of 100 pairs.', id from evidence_report"
    " where kind = %(kind)s"
)
RULES = 6
"""Pages of single rules looked at in a walk: the first of each chapter."""
VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .flatMap(v => v.nodes.map(n => v.id + " " + n.target.join(" ") + ": " + n.failureSummary))"""


@pytest.fixture(scope="package")
def ids(
    site: Site, mapped: list[str], own_list: list[str], focus_person: str, crowded: str
) -> dict[str, str]:
    """What addresses hold: people, nominations and runs in the states that pages show."""
    anna, rut = site.visitor("anna", Look()), site.visitor("rut", Look())
    judged, one_vote, differing = mapped.pop(), own_list.pop(), own_list.pop()
    judge(anna, judged)
    for key in (one_vote, differing):
        judge(anna, key)
        vote(anna, TO_LIST)
        judge(rut, key, "not_raised")
    vote(rut, vote_not("not_list", "old_or_ended", "Gammalt."))
    for each in (anna, rut):
        each.close()
    run = site.rows("select id::text from runs_run where source = 'invented'")[0][0]
    at_the_door(site, focus_person)
    report = bring_in_a_report(site)
    tokens = _tokens(site)
    return {
        "report": report, "run": run, "going": _run(site, "mapping"), "failed": _run(site, "failed"),
        "open": mapped[0], "listed_by_us": own_list[0], "judged": judged, "one_vote": one_vote,
        "differing": differing, "person": focus_person, "crowded": crowded,
        "decided": _one(site, "select nomination_id from nominations_listing where person_id = %s",
                        focus_person),
        "user": _one(site, "select id from accounts_user where username = 'nils'"),
        "token": tokens[0],
        "wide_token": tokens[1],
        "appointment": _one(site, "select id from accounts_appointment where limited limit 1"),
    }  # fmt: skip


def bring_in_a_report(site: Site) -> str:
    """A validation and a replay on invented data, as the job brings them in; the validation's id."""
    found = site.rows("select id::text from evidence_report where kind = 'validation'")
    if not found:
        figures = site.world.connect("postgres")
        with figures:
            for kind, parts in PARTS_OF.items():
                figures.execute(REPORT, {"kind": kind})
                for place, part in enumerate(p for p in parts for _ in range(4)):
                    figures.execute(FIGURE, {"kind": kind, "place": place, "part": part})
        found = site.rows("select id::text from evidence_report where kind = 'validation'")
    return str(found[0][0])


def _tokens(site: Site) -> list[str]:
    """Two that wait: one for the region, one that only a lawyer can confirm; and one in force."""
    region = _one(site, "select region from accounts_appointment where limited limit 1")
    waits = {"confirmed_by_id": None, "confirmed_at": None}
    with site.world.connect("postgres") as superuser:
        put_token(superuser, regions=[region], name="Ärendestöd")
        return [
            str(put_token(superuser, name=name, regions=regions, **waits).key)
            for name, regions in (("Lägesbild", [region]), ("Ledning", [region, "syd"]))
        ]


def _one(site: Site, statement: str, *values: object) -> str:
    return str(site.rows(statement, *values)[0][0])


def _run(site: Site, state: str) -> str:
    """A run in a state that passes too quickly to be met."""
    with site.world.connect("postgres") as connection:
        made = connection.execute(
            "insert into runs_run (id, source, as_of, places, state, stage, percent, ordered_by_id,"
            " ordered_at, heartbeat, folder_receipt, checksum, material, title, rules_pack,"
            " fingerprint, rows_in, accepted, duplicate, quarantined, ranked, tells, failure_sv, failure_en)"
            " select gen_random_uuid(), 'invented', as_of, places, %s, 'rank', 22, ordered_by_id,"
            " now(), now(), '', '', '', '', '', '', 0, 0, 0, 0, 0, '{}',"
            " 'Källan finns inte på den här maskinen.', 'The source is not on this machine.'"
            " from runs_run where source = 'invented' and state = 'loaded' limit 1"
            " returning id::text",
            [state],
        ).fetchone()  # fmt: skip
    assert made is not None
    return str(made[0])


def faults_of(who: Visitor, shown: Shown, ids: dict[str, str]) -> Iterator[str]:
    """What is wrong with one page: its answer, its accessibility, its width, its words."""
    status = who.go(shown.address.format(**ids))
    if status != shown.status:
        yield f"{shown.name}: answers {status}"
    if shown.act is not None:
        shown.act(who)
    who.page.evaluate(AXE)
    yield from (f"{shown.name}: {each}" for each in who.page.evaluate(VIOLATIONS))
    if who.page.locator("html").get_attribute("lang") != who.look.language:
        yield f"{shown.name}: not in {who.look.language}"
    picture(who, f"{who.look}/{shown.name}")
    yield from (f"{shown.name}: squeezed {each}" for each in who.page.evaluate(SQUEEZED))
    yield from (f"{shown.name}: says {each}" for each in OF_THE_MACHINE.findall(who.text()))
    yield from _too_wide(who, shown)


def _too_wide(who: Visitor, shown: Shown) -> Iterator[str]:
    """Whether one must scroll sideways on a telephone; the picture of it at a push is taken here."""
    if who.look.width != NARROW:
        who.page.set_viewport_size({"width": NARROW, "height": 800})
        picture(who, f"{Look(who.look.language, NARROW, who.look.scheme)}/{shown.name}")
    width = who.page.evaluate("document.scrollingElement.scrollWidth")
    if width > NARROW:
        yield f"{shown.name}: {width} px wide at {NARROW}"
    yield from (f"{shown.name}: squeezed {each}" for each in who.page.evaluate(SQUEEZED))
    who.page.set_viewport_size({"width": who.look.width, "height": 900})


@pytest.mark.parametrize("seen", WALKS, ids=str)
@pytest.mark.parametrize("reader", READERS, ids=lambda each: each or "stranger")
def test_every_page_is_accessible_and_fits_a_telephone(
    site: Site, ids: dict[str, str], reader: str, seen: Look
) -> None:
    who = site.visitor(reader, seen) if reader != STRANGER else site.stranger(seen)
    if reader == STRANGER:
        who.go("/login/")
        who.speak()
    pages = [each for each in SHOWN if each.who == reader]
    faults = [fault for each in pages for fault in faults_of(who, each, ids)]
    contents()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("seen", WALKS, ids=str)
def test_pages_of_the_second_step_are_accessible_and_fit_a_telephone(
    site: Site, ids: dict[str, str], seen: Look
) -> None:
    site.visitor("dag", seen).close()
    who = site.stranger(seen)
    try_to_log_in(who, "dag", password_of("dag"))
    who.speak()
    who.go("/login/second/totp/activate/")
    confirm_who(who, "dag")
    faults = [fault for each in AFTER_LOGIN for fault in faults_of(who, each, ids)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("seen", WALKS, ids=str)
def test_rules_are_accessible_and_fit_a_telephone(site: Site, seen: Look) -> None:
    who = site.visitor("lena", seen)
    who.go("/rules/")
    found = who.main().locator("a[href^='/rules/']")
    addresses = list(dict.fromkeys(str(each.get_attribute("href")) for each in found.all()))
    assert addresses
    some = addresses if SIZE > 1 else addresses[:: max(1, len(addresses) // RULES)]
    pages = [Shown(f"rule-{each.split('/')[2]}", "lena", each) for each in some]
    faults = [fault for each in pages for fault in faults_of(who, each, {})]
    assert not faults, "\n".join(faults)


def test_every_named_address_is_shown_to_somebody_or_says_why_not() -> None:
    names = set(_names(get_resolver().url_patterns))
    zero = "00000000-0000-4000-8000-000000000000"
    class_of_ids = type("", (dict,), {"__missing__": lambda self, key: zero})()
    shown = {
        resolve(each.address.format_map(class_of_ids).split("?")[0]).url_name
        for each in (*SHOWN, *AFTER_LOGIN)
    } | {"rule", "candidate_reveal"}
    assert names - shown - set(NOT_SHOWN) == set()
    assert set(NOT_SHOWN) & shown == set()
    assert set(NOT_SHOWN) - names == set()


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _names(each.url_patterns)
        elif each.name:
            yield each.name


def test_axe_is_the_file_its_readme_tells_of() -> None:
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(AXE.encode()).hexdigest() in told
    assert AXE.splitlines()[0].removeprefix("/*! axe v") in told


def test_axe_finds_what_is_planted(site: Site) -> None:
    who = site.stranger(Look())
    who.go("/login/")
    who.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    who.page.evaluate(AXE)
    assert any(each.startswith("image-alt") for each in who.page.evaluate(VIOLATIONS))
