"""The house rules as functions: code or text in, sentences about what breaks a rule out.

They are kept apart from the tests that walk the tree, so that a breach can be planted in a string.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

LONGEST_FUNCTION = 60
LONGEST_FILE = 400

EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc"}
"""Words that say nothing wherever they stand in a name."""
WHOLE_NAMES = EMPTY_NAMES | {"process", "handle", "data", "common", "stuff"}
"""Words that say nothing as a whole name."""
EMPTY_VERBS = {"process", "handle"}
"""Verbs that say nothing at the beginning of a function's name."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


# ── Size ─────────────────────────────────────────────────────────────────────────────────────────


def long_file(code: str) -> list[str]:
    """A file of more than 400 lines."""
    lines = len(code.splitlines())
    return [f"{lines} lines; none may have over {LONGEST_FILE}"] if lines > LONGEST_FILE else []


def long_functions(code: str) -> list[str]:
    """Functions whose body, without its docstring, is longer than 60 lines."""
    return [
        f"{node.lineno} {node.name}: {lines} lines; none may have over {LONGEST_FUNCTION}"
        for node in _functions(ast.parse(code))
        if (lines := _body_lines(node)) > LONGEST_FUNCTION
    ]


def _body_lines(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def empty_names(path: str, code: str) -> list[str]:
    """Modules, functions and classes whose name says nothing of what they hold or return."""
    stem = PurePosixPath(path).stem
    faults = [f"the module's name {stem!r} says nothing"] if _says_nothing(stem, False) else []
    return faults + [
        f"{node.lineno} the name {node.name!r} says nothing"
        for node in ast.walk(ast.parse(code))
        if isinstance(node, Named) and _says_nothing(node.name, isinstance(node, Function))
    ]


def _says_nothing(name: str, is_function: bool) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]
    if not words:
        return False
    begins_empty = is_function and words[0] in EMPTY_VERBS
    whole = len(words) == 1 and words[0] in WHOLE_NAMES
    return whole or begins_empty or bool(EMPTY_NAMES.intersection(words))


# ── Calls ────────────────────────────────────────────────────────────────────────────────────────

CLOCK_AND_CHANCE = {
    "today": "take the date as an argument",
    "utcnow": "take `now` as an argument",
    "getenv": "settings are arguments",
    "environ": "settings are arguments",
    "urandom": "chance is a seeded hash",
    "uuid4": "ids come from what they name",
}
"""Attributes that read clock, environment or chance, whatever they are an attribute of."""
BY_OWNER = {
    ("datetime", "now"): "take `now` as an argument",
    ("dt", "now"): "take `now` as an argument",
    ("ibis", "now"): "take `now` as an argument; an engine's clock is a clock",
    ("ibis", "random"): "chance is a seeded hash of stable ids",
    ("ibis", "uuid"): "ids come from what they name",
    ("time", "time"): "take `now` as an argument",
    ("time", "time_ns"): "take `now` as an argument",
    ("time", "localtime"): "take `now` as an argument",
    ("time", "gmtime"): "take `now` as an argument",
}
TIMERS = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time"}
MAY_TIME = ("hejda/flow", "hejda/engine")
INEXACT = {"exp", "ln", "log", "log2", "log10", "sqrt", "mean", "std", "var", "median", "quantile"}
"""Methods whose result may differ from engine to engine, or from run to run."""


def banned_calls(path: str, code: str) -> list[str]:
    """Uses of clock, environment, chance, print or a timer where the core may not have them."""
    tree = ast.parse(code)
    faults = [*_banned_imports(tree), *_banned_prints(tree)]
    may_time = any(part in path for part in MAY_TIME)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            faults += _banned_attribute(node, may_time)
    return faults


def _banned_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            owner, _, attribute = name.rpartition(".")
            hidden = attribute in CLOCK_AND_CHANCE or (owner, attribute) in BY_OWNER
            if name.split(".")[0] in {"random", "secrets"} or hidden:
                yield f"{node.lineno} imports {name}"


def _banned_prints(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"print", "input"}:
            yield f"{node.lineno} {node.id}: only hejda.cli talks to the terminal"


def _banned_attribute(node: ast.Attribute, may_time: bool) -> list[str]:
    owner = _last_name(node.value)
    why = CLOCK_AND_CHANCE.get(node.attr) or BY_OWNER.get((owner, node.attr))
    if owner == "time" and node.attr in TIMERS and not may_time:
        why = "only flow and engine measure durations"
    return [f"{node.lineno} {owner}.{node.attr}: {why}"] if why else []


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def inexact_calls(code: str) -> list[str]:
    """Float arithmetic in a module that writes expressions for an engine (decision 0002)."""
    tree = ast.parse(code)
    if "ibis" not in _imported(tree):
        return []
    return [
        f"{node.lineno} .{node.func.attr}(): engines may differ; use a table made in Python"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in INEXACT
        and _last_name(node.func.value) not in {"math", "statistics"}
    ]


def _imported(tree: ast.AST) -> set[str]:
    """Top-level packages the module imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


# ── Words ────────────────────────────────────────────────────────────────────────────────────────


def missing_module_docstring(code: str) -> list[str]:
    """A module that does not open with what it is for."""
    return [] if ast.get_docstring(ast.parse(code)) else ["does not say what it is for"]


def missing_docstrings(code: str) -> list[str]:
    """Public functions, methods and classes without a sentence."""
    return [
        f"{node.lineno} {node.name} has no sentence"
        for node in _public(ast.parse(code))
        if not ast.get_docstring(node)
    ]


def _public(parent: ast.Module | ast.ClassDef) -> Iterator[Named]:
    for node in parent.body:
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


WORDS_FOR_PEOPLE = {
    r"(?i)\b(?:(?:offender|perpetrator|abuser|wrongdoer)s?|criminals)\b": (
        "a suspect is a suspect, a convicted person a convicted person"
    ),
    r"(?i)\b(?:gärningsm[aä]n(?:nen)?|förövare|brottsling(?:en|ar)?)\b": (
        "den som är misstänkt är misstänkt"
    ),
    r"(?i)\bpartner (?:agency|agencies|authority|authorities|organi[sz]ations?)\b": (
        "partner means intimate partner only; say cooperating authority"
    ),
}


def unfit_words(text: str) -> list[str]:
    """Words that call a suspect guilty, or an authority a partner."""
    return [
        f"{_line(text, match.start())} {match.group()!r}: {why}"
        for pattern, why in WORDS_FOR_PEOPLE.items()
        for match in re.finditer(pattern, text)
    ]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# ── What may not be left behind ──────────────────────────────────────────────────────────────────

LEFT_BEHIND = {
    r"\b(?:TO[D]O|FIX[M]E|X{3})\b": "unfinished work belongs in an issue",
    r"\bNot(?:Implemented)Error\b": "a function that is not written is not there",
}
OF_A_MACHINE = {
    r"(?i)\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.]org)|/simple[/]": (
        "the address of a package index"
    ),
    r"(?<![\w.~-])/(?:work|root|home/\w+|Users/\w+|opt/pypi)/": "a path of somebody's machine",
}


def left_behind(text: str) -> list[str]:
    """Marks of unfinished work."""
    return _found(text, LEFT_BEHIND)


def of_a_machine(text: str) -> list[str]:
    """Addresses of package indexes and absolute paths that hold on one machine only."""
    return _found(text, OF_A_MACHINE)


def _found(text: str, patterns: dict[str, str]) -> list[str]:
    return [
        f"{_line(text, match.start())} {match.group()!r}: {why}"
        for pattern, why in patterns.items()
        for match in re.finditer(pattern, text)
    ]


SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipTest", "skipUnless", "skipIf"}


def skipped_tests(code: str) -> list[str]:
    """Tests that are skipped, or expected to fail: they would count as passed."""
    return [
        f"{node.lineno} {_last_name(node.value)}.{node.attr}: mend the test or take it away"
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute)
        and node.attr in SKIPS
        and _last_name(node.value) in {"pytest", "mark", "unittest", "self"}
    ]
