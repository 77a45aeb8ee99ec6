"""Each check of the house sees the breach it is there for, and leaves good code alone."""

from __future__ import annotations

import pytest

from tests.house_rules import checks

LONG_BODY = "def f() -> None:\n" + "    x = 1\n" * 61
FULL_BODY = 'def f() -> None:\n    """A sentence."""\n' + "    x = 1\n" * 60


def test_a_function_of_61_lines_is_seen_and_one_of_60_is_not() -> None:
    assert checks.long_functions(LONG_BODY) == ["1 f: 61 lines; none may have over 60"]
    assert checks.long_functions(FULL_BODY) == []


def test_a_long_method_inside_a_class_is_seen() -> None:
    inside = "class A:\n" + "".join(f"    {line}\n" for line in LONG_BODY.splitlines())
    assert checks.long_functions(inside) == ["2 f: 61 lines; none may have over 60"]


def test_a_file_of_401_lines_is_seen_and_one_of_400_is_not() -> None:
    assert checks.long_file("x = 1\n" * 401) == ["401 lines; none may have over 400"]
    assert checks.long_file("x = 1\n" * 400) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/hejda/rank/utils.py", ""),
        ("src/hejda/rank/date_helpers.py", ""),
        ("src/hejda/data.py", ""),
        ("src/hejda/rank/order.py", "def process() -> None: ..."),
        ("src/hejda/rank/order.py", "def handle_rows() -> None: ..."),
        ("src/hejda/rank/order.py", "def _sort_helper() -> None: ..."),
        ("src/hejda/rank/order.py", "class RankManager: ..."),
    ],
)
def test_a_name_that_says_nothing_is_seen(path: str, code: str) -> None:
    assert len(checks.empty_names(path, code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def data_gaps() -> None: ...",
        "def rows_in_child_process() -> None: ...",
        "def harm_by_person() -> None: ...",
        "class Handover: ...",
    ],
)
def test_a_name_that_says_something_is_left_alone(code: str) -> None:
    assert checks.empty_names("src/hejda/rank/order.py", code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime as dt\nx = dt.date.today()",
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import datetime as clock\nx = clock.utcnow()",
        "import time\nx = time.time()",
        "from time import time",
        "import os\nx = os.environ['HOME']",
        "from os import environ",
        "import random",
        "from random import choice",
        "import ibis\nx = ibis.now()",
        "import ibis\nx = ibis.random()",
        "import time\nx = time.perf_counter()",
        "print('x')",
        "x = input()",
    ],
)
def test_clock_environment_chance_and_print_are_seen_in_a_stage(code: str) -> None:
    assert checks.banned_calls("src/hejda/rank/order.py", code) != []


def test_flow_and_engine_may_measure_durations_but_not_read_the_clock() -> None:
    timer = "import time\nx = time.perf_counter()"
    assert checks.banned_calls("src/hejda/flow.py", timer) == []
    assert checks.banned_calls("src/hejda/engine/read.py", timer) == []
    assert checks.banned_calls("src/hejda/flow.py", "import time\nx = time.time()") != []


def test_day_arithmetic_and_words_that_look_alike_are_left_alone() -> None:
    code = "import datetime as dt\nx = dt.date(2026, 1, 1)\ny = rows.time\nz = run.now"
    assert checks.banned_calls("src/hejda/rank/order.py", code) == []


def test_float_arithmetic_in_an_engine_is_seen_and_in_python_it_is_not() -> None:
    assert checks.inexact_calls("import ibis\nx = table.days.exp()") != []
    assert checks.inexact_calls("from ibis import _\nx = _.harm.mean()") != []
    assert checks.inexact_calls("import ibis\nimport math\nx = math.exp(-1)") == []
    assert checks.inexact_calls("from decimal import Decimal\nx = Decimal(2).ln()") == []


def test_a_missing_sentence_is_seen_and_a_private_name_needs_none() -> None:
    code = "def shown():\n    return 1\n\ndef _kept():\n    return 1\n"
    assert checks.missing_docstrings(code) == ["1 shown has no sentence"]
    assert checks.missing_docstrings("class A:\n    'It is.'\n    def b(self): ...") == [
        "3 b has no sentence"
    ]
    assert checks.missing_module_docstring("x = 1") != []


@pytest.mark.parametrize(
    "sentence",
    [
        "The offender was seen.",
        "Two perpetrators.",
        "Gärningsmannen greps.",
        "Ask the partner agency.",
    ],
)
def test_a_word_that_judges_or_confuses_is_seen(sentence: str) -> None:
    assert len(checks.unfit_words(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Serial offending: several unconnected partners.",
        "Den misstänkta personen.",
        "A fact linked to a criminal act.",
        "The cooperating authority was asked about the partner.",
    ],
)
def test_a_fitting_word_is_left_alone(sentence: str) -> None:
    assert checks.unfit_words(sentence) == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "Not" + "ImplementedError"])
def test_unfinished_work_is_seen(mark: str) -> None:
    assert len(checks.left_behind(f"x = 1  # {mark} later")) == 1


def test_a_field_called_todo_is_left_alone() -> None:
    assert checks.left_behind("self.todo = todo") == []


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://" + "pypi" + ".org/simple",
        "see /" + "work/main/src",
        "in /" + "home/anna/hejda",
        "'/" + "root/.cache'",
    ],
)
def test_an_index_or_a_path_of_one_machine_is_seen(text: str) -> None:
    assert checks.of_a_machine(text) != []


@pytest.mark.parametrize("text", ["../shared/data", "home/work/root", "a page of /rules/work"])
def test_other_paths_are_left_alone(text: str) -> None:
    assert checks.of_a_machine(text) == []


@pytest.mark.parametrize(
    "code",
    [
        "@pytest.mark.skip\ndef test_a(): ...",
        "@pytest.mark.skipif(True, reason='')\ndef test_a(): ...",
        "@pytest.mark.xfail\ndef test_a(): ...",
        "def test_a():\n    pytest.skip('no')",
        "x = pytest.importorskip('pyspark')",
    ],
)
def test_a_skipped_test_is_seen(code: str) -> None:
    assert len(checks.skipped_tests(code)) == 1
