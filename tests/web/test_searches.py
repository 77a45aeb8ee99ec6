"""No search or filter selects people by sensitive data (BDL 2018:1177, 2:14), and no address holds one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms

import hejda_web
from hejda_web.accounts.forms import AccountForm, AppointmentForm, WorkForm
from hejda_web.desk.lookups import DutyForm, LookupForm
from hejda_web.nominations.forms import (
    JudgementForm,
    ListForm,
    NominateForm,
    PutForwardForm,
    RunForm,
    VoteForm,
)
from hejda_web.nominations.grounds import grounds_on
from hejda_web.services.forms import TokenForm
from hejda_web.sharing.forms import AboutSomebodyForm, DaysForm
from hejda_web.sharing.law import rules_on
from tests.web.conftest import World

HOME = Path(hejda_web.__file__).parent
PARENTS = ("forms.Form", "forms.ModelForm", "LookupForm", "QuestionForm", "PutForwardForm")
"""Classes that forms are made from."""
FROM_ADDRESS = {
    "part": "a piece of a run's page", "list": "which of two lists", "page": "the number of a list's page",
    "person": "the id of the focus person one came from, put into the form of an appointment",
}  # fmt: skip
"""Everything that is read from the part of an address after `?`: nothing about anybody."""
FROM_FORM = {
    "step": "a step of the first day", "away": "a button", "back": "a button",
    "version": "of the row the form was opened on", "language": "of the pages",
    "here": "the page to go back to",
    "why": "a code: why a listing ends", "free_starts": "a number", "ranking_on": "a mark",
    "confirm": "a button", "revoke": "a button",
    "alert": "an alert's id", "review": "a review's id", "finding": "what a region found", "end": "a button",
}  # fmt: skip
FORMS: dict[type[forms.BaseForm], set[str]] = {
    JudgementForm: {"level", "text"},
    PutForwardForm: {"number", "names", "acts", "reason"},
    NominateForm: {"origin", "number", "names", "acts", "reason"},
    RunForm: {"source", "as_of", "places"},
    ListForm: {"file"},
    WorkForm: {"purpose", "case_reference"},
    AppointmentForm: {"user", "scope", "region", "person", "turn", "limited", "protected", "reason",
                      "valid_from", "valid_until"},
    LookupForm: {"number", "names", "born"},
    DutyForm: {"number", "names", "born", "event"},
    DaysForm: {"before", "after"},
    AccountForm: {"username", "name", "email", "telephone", "unit", "is_active", "role"},
    TokenForm: {"name", "unit", "scopes", "reach", "regions", "purpose", "case_reference", "per_minute",
                "valid_until"},
}  # fmt: skip
"""Every form and its fields. NominateForm writes and looks nobody up; LookupForm and DutyForm ask by
number, or by name and year of birth."""
SENSITIVE = (
    "health", "diagnos", "misuse", "suicid", "ethnic", "origin_country", "nationality", "birthplace",
    "religion", "political", "union", "sexual", "orientation", "race",
)  # fmt: skip
"""BDL 2:11, as words that the name of a field or a filter would hold."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the application."""
    for path in sorted(HOME.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def is_request(node: ast.expr, name: str) -> bool:
    """Whether the node is `request.GET`, or another of those."""
    return isinstance(node, ast.Attribute) and node.attr == name


def read_names(tree: ast.Module, name: str) -> tuple[set[str], int]:
    """(names read from request.GET or POST, uses): by get, getlist, brackets or `in`."""
    names: set[str] = set()
    uses = 0
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and is_request(node.func.value, name)
        ):
            assert node.func.attr in ("get", "getlist"), ast.dump(node)
            key: ast.expr = node.args[0]
        elif isinstance(node, ast.Subscript) and is_request(node.value, name):
            key = node.slice
        elif isinstance(node, ast.Compare) and is_request(node.comparators[0], name):
            key = node.left
        else:
            continue
        assert isinstance(key, ast.Constant), f"a name that is worked out: {ast.dump(node)}"
        names.add(str(key.value))
        uses += 1
    return names, uses


def uses_of(tree: ast.Module, name: str) -> int:
    """How often request.GET or POST is named at all."""
    return sum(isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(tree))


def test_nothing_but_harmless_names_is_read_from_an_address() -> None:
    found: set[str] = set()
    for path, tree in modules():
        names, uses = read_names(tree, "GET")
        found |= names
        assert uses == uses_of(tree, "GET"), f"{path.name} hands request.GET on"
    assert found == set(FROM_ADDRESS)


def test_what_is_read_from_forms_by_name_is_known() -> None:
    found: set[str] = set()
    handed_on = 0
    for _, tree in modules():
        names, uses = read_names(tree, "POST")
        found |= names
        handed_on += uses_of(tree, "POST") - uses
    assert found == set(FROM_FORM)
    # Handed on whole only to forms, which are checked below: (form, view) pairs of the application.
    assert handed_on == forms_filled()


def forms_filled() -> int:
    """How many times request.POST is the argument of a form, or of the one function that makes one."""
    makers = {form.__name__ for form in FORMS} | {"SetPasswordForm", "_form"}
    makers |= {"QuestionForm", "AboutSomebodyForm"}
    count = 0
    for _, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in makers
            ):
                count += sum(uses_of(ast.Module([ast.Expr(a)], []), "POST") for a in node.args)
    return count


def test_every_form_has_the_fields_it_is_listed_with(world: World) -> None:
    for form, fields in FORMS.items():
        assert set(form().fields) == fields, form
    defined = {
        node.name
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) in PARENTS for base in node.bases)
    }
    others = {"VoteForm", "QuestionForm", "AboutSomebodyForm"}
    assert defined == {form.__name__ for form in FORMS} | others


def test_no_field_or_filter_names_sensitive_data(world: World) -> None:
    import datetime as dt

    names = {name for fields in FORMS.values() for name in fields} | {*FROM_ADDRESS, *FROM_FORM}
    names |= set(VoteForm(grounds_on(dt.date(2026, 11, 23))).fields)
    names |= set(AboutSomebodyForm(rules_on(dt.date(2026, 11, 23))).fields)
    for _, tree in modules():
        names |= {each for node in ast.walk(tree) for each in filtered_by(node)}
    assert len(names) > 40
    assert not [name for name in names for word in SENSITIVE if word in name.lower()]


def filtered_by(node: ast.AST) -> list[str]:
    """The names by which a call selects rows; none where it is no such call."""
    if not isinstance(node, ast.Call):
        return []
    called = (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    )
    return (
        [str(each.arg) for each in node.keywords]
        if called in ("filter", "exclude", "get", "Q")
        else []
    )


TEXTS = (
    "names",
    "personal_number",
    "birth_date",
    "sex",
    "sentence_sv",
    "sentence_en",
    "text",
    "acts",
    "reason",
)
"""Columns with what records or colleagues say: no page selects people by them."""


def test_no_query_selects_by_what_records_say_of_people() -> None:
    for path, tree in modules():
        if path.name == "models.py" or "migrations" in path.parts:
            continue  # a constraint is no query
        for node in ast.walk(tree):
            asked = {part for each in filtered_by(node) for part in each.split("__")}
            assert not asked & set(TEXTS), f"{path.name}: {asked}"


@pytest.mark.parametrize(
    "word", ["q", "search", "name", "number", "sex", "personal_number", "health", "person__sex"]
)
def test_a_name_in_the_address_changes_no_page(world: World, word: str) -> None:
    from tests.support.web_people import logged_in
    from tests.web.addresses import shown

    anna: Any = logged_in("anna")
    for page in ("/screening/", "/people/", "/mapping/compare/", "/people/start-order/"):
        plain, asked = anna.get(page), anna.get(page, {word: "M"})
        assert plain.status_code == asked.status_code == 200
        assert sorted(shown(plain)) == sorted(shown(asked)), page
