"""Somebody who has a keyboard and no mouse: every field and button is come to by Tab alone."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.support.browsing import Visitor

MOST_TABS = 300
IS_FOCUSED = "e => e === document.activeElement"


def tab_to(who: Visitor, selector: str) -> Locator:
    """Presses Tab until one of the elements has the focus; that one. Fails where Tab never comes there."""
    for _ in range(MOST_TABS):
        if who.page.evaluate("s => document.activeElement.matches(s)", selector):
            return who.page.locator(":focus")
        who.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def answer(who: Visitor, answers: Mapping[str, str]) -> None:
    """Answers fields in the order in which Tab comes to them."""
    keys = who.page.keyboard
    for name, value in answers.items():
        at = tab_to(who, f"main [name='{name}']")
        kind = at.evaluate("e => e.type || e.tagName")
        if kind.startswith("select"):
            _choose(who, at, value)
        elif kind == "radio":
            _pick(who, name, value)
        elif kind == "checkbox":
            _tick(who, name, value)
        elif kind == "date":
            _date(who, at, value)
        else:
            keys.press("Control+A")
            keys.type(value)


def press(who: Visitor, sv: str, en: str, *, within: str = "main") -> None:
    """Comes to the button by Tab and presses it with the keyboard; waits for the page that follows."""
    button = who.page.locator(within).get_by_role("button", name=who.say(sv, en), exact=True).first
    for _ in range(MOST_TABS):
        if button.evaluate(IS_FOCUSED):
            with who.page.expect_navigation():
                who.page.keyboard.press("Enter")
            return
        who.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to the button {sv}")


def _date(who: Visitor, at: Locator, value: str) -> None:
    """A date's parts come in the order of the browser's own language, which no page decides."""
    year, month, day = value.split("-")
    for order in ((year, month, day), (month, day, year), (day, month, year)):
        for _ in order:
            who.page.keyboard.press("ArrowLeft")
        who.page.keyboard.type("-".join(order))
        if at.input_value() == value:
            return
    raise AssertionError(f"no order of its parts makes the field say {value}")


def _choose(who: Visitor, at: Locator, value: str) -> None:
    steps = at.evaluate("(e, v) => [...e.options].findIndex(o => o.value === v)", value)
    assert steps >= 0, f"there is no choice {value}"
    who.page.keyboard.press("Home")
    for _ in range(steps):
        who.page.keyboard.press("ArrowDown")


def _pick(who: Visitor, name: str, value: str) -> None:
    """A group of radio buttons is one stop; arrows go through it."""
    wanted = who.page.locator(f"main [name='{name}'][value='{value}']")
    who.page.keyboard.press("Space")
    for _ in range(wanted.evaluate("e => document.getElementsByName(e.name).length")):
        if wanted.is_checked():
            return
        who.page.keyboard.press("ArrowDown")
    raise AssertionError(f"arrows never come to {name} {value}")


def _tick(who: Visitor, name: str, value: str) -> None:
    chosen = f"main [name='{name}']" + (f"[value='{value}']" if value != "on" else "")
    tab_to(who, chosen)
    who.page.keyboard.press("Space")
