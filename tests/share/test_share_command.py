"""`hejda share` as a new user meets it: one command, plain questions, JSON, and what it cannot read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hejda.base.errors import InputError
from hejda.cli.share import share_app

ROOT = Path(__file__).resolve().parents[2]
FEARED = (
    "ask --from health_care --to police --what health_note --purpose prevent --on 2026-11-23 "
    "--offence brb-3-1-mord --fact concrete_circumstances=yes --fact named_relative=yes"
)
GROUND = {
    "id", "paragraph", "title", "effect", "decided_by", "outcome", "gives", "if_answered", "lifts",
    "conditions", "fields", "source", "verified", "caveat",
}  # fmt: skip


def run(line: str, typed: str | None = None) -> Result:
    """What the command says; its error, where it ends with one."""
    result = CliRunner(env={"COLUMNS": "300"}).invoke(share_app, line.split(), input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def told(line: str, typed: str | None = None) -> str:
    """The page, each run of blanks one blank."""
    return " ".join(run(line, typed).output.split())


def as_json(line: str) -> dict[str, Any]:
    """The answer as JSON."""
    answer: dict[str, Any] = json.loads(run(f"{line} --json").output)
    return answer


def test_an_officer_who_fears_that_he_will_kill_her_gets_what_she_needs_from_one_command() -> None:
    page = told(f"{FEARED} --lang en")
    in_order = (
        "Is someone in danger now?",
        "do what is needed now – alarm, send a patrol, protect – and write it down afterwards",
        "Public health care may tell you if they judge the conditions of ch. 10, s. 18 c, OSL "
        "(2025:179) met. You may ask; they decide, and they may say no.",
        "The question may not hold: that somebody is on the list",
        "Being a patient is itself secret.",
        "✓ Does the feared offence qualify",
        "? Would it be inappropriate to tell",
        "Besides: s. 4, Act (2025:170): Every authority, and private health care",
        "(address, phone and e-mail, workplace, representative and user name and IP address)",
        "No lawyer has confirmed the rules",
    )
    places = [page.index(each) for each in in_order]
    assert places == sorted(places)


def test_the_same_in_swedish_is_what_is_said_unless_asked_otherwise() -> None:
    page = told(FEARED)
    assert "Är någon i fara nu?" in page
    assert "får berätta om de själva bedömer att villkoren i 10 kap. 18 c § OSL" in page
    assert "Att någon är patient är i sig hemligt." in page


def test_plain_questions_give_the_same_answer_as_the_command() -> None:
    asked = told("ask --on 2026-11-23 --lang en", "\n\n\n\ny\ny\n")
    assert told(f"{FEARED} --lang en").split("2. The answer")[1] in asked


def test_plain_questions_left_open_permit_nothing() -> None:
    page = told("ask --on 2026-11-23 --lang en", "\n\n\n\n\n\n")
    assert "Not on what has been answered so far" in page


def test_someone_in_danger_is_told_first_what_to_do() -> None:
    page = told(f"{FEARED} --danger yes --lang en")
    assert page.startswith("1. Is someone in danger now? Yes: do what is needed now")
    assert "ch. 24, s. 4, Criminal Code: An act of necessity" in page


def test_the_json_is_the_documented_contract() -> None:
    answer = as_json(FEARED)
    documented = (ROOT / "docs/reference/share.md").read_text(encoding="utf-8")
    assert {f"`{name}`" for name in answer if f"`{name}`" not in documented} == set()
    assert (answer["answer"], answer["if_answered"]) == ("refused", "permitted")
    assert set(answer["legs"]) == {"may_ask", "may_answer"}
    assert answer["legs"]["may_ask"]["answer"] == "permitted"
    for leg in answer["legs"].values():
        assert leg["grounds"]
        for ground in leg["grounds"]:
            assert set(ground) == GROUND
            assert all(
                {"id", "answer", "needs", "met", "judged_by"} <= set(each)
                for each in ground["conditions"]
            )
    assert answer["unanswered"][0]["condition"] == "inappropriate"
    assert answer["unanswered"][0]["decides"] is True
    assert answer["fields"] == []
    assert len(answer["rules_fingerprint"]) == 64
    whole = as_json(f"{FEARED} --fact inappropriate=no")
    assert whole["answer"] == "permitted"
    assert "being_a_patient" in whole["fields"]


@pytest.mark.parametrize("more", ["", "--persons 40", "--fact inappropriate=no", "--danger yes"])
def test_every_answer_ends_well(more: str) -> None:
    assert run(f"{FEARED} {more}").exit_code == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ask --from health_care --to police --purpose prevent", "lacks --what"),
        ("ask --from health_care --to police --what health_note", "lacks --purpose"),
        (f"{FEARED} --fact mood=yes", "--fact: there is no such word"),
        (f"{FEARED} --fact inappropriate=perhaps", "is not CONDITION=yes"),
        (f"{FEARED} --fact named_relative=no", "given twice"),
        (f"{FEARED} --offence mord", "--offence: no such offence"),
        (f"{FEARED} --initiative theirs", "look at --initiative"),
        (f"{FEARED} --persons 0", "look at --persons"),
        (f"{FEARED} --act-on 2027-01-01", "--act-on is later than --on"),
        (f"{FEARED} --lang de", "neither sv nor en"),
        ("ask --from x --to police --what report --purpose prevent", "--from: there is no such"),
        ("ask --from police --to x --what report --purpose prevent", "--to: there is no such"),
        ("ask --from police --to court --what x --purpose prevent", "--what: there is no such"),
        ("compare --on 2025-03-31 --with soon", "--with is not a date"),
        ("compare --on 2020-03-31 --with 2025-04-01", "do not reach back"),
        ("compare --on 2025-03-31 --with 2025-04-01 --run nowhere", "holds no run"),
    ],
)
def test_what_cannot_be_understood_says_what_to_do(line: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        run(line)
    assert refused.value.exit_code == 2
    assert refused.value.todo


def test_the_new_law_of_april_2025_is_told_from_to_and_what() -> None:
    page = told("compare --on 2025-03-31 --with 2025-04-01 --lang en")
    assert "s. 5, Act (2025:170) (must; new)" in page
    assert "No longer needed: Can the item be assumed to help avert the crime" in page
    assert (
        "at least 12 months of prison in the scale; 24 where attempted → at least 6 months" in page
    )
    assert "private health care" in page
    assert "May be told → Must be told" in page


def test_the_new_law_of_december_2025_opens_social_services_and_not_health_care() -> None:
    found = json.loads(run("compare --on 2025-11-30 --with 2025-12-01 --json").output)
    assert [each["id"] for each in found["changes"]] == ["osl-10-15a"]
    opened = {(cell["holder"], cell["receiver"]) for cell in found["cells"]}
    assert ("social_services", "police") in opened
    assert ("police", "social_services") in opened
    assert not any(holder == "health_care" for holder, _ in opened)
    assert not any("shelter_or_ngo" in pair for pair in opened)
    lists = {cell["item"] for cell in found["cells"] if cell["holder"] == "police"}
    assert not lists & {"list_membership", "intelligence", "criminal_record"}


def test_days_given_the_other_way_round_are_put_in_order() -> None:
    one = run("compare --on 2025-03-31 --with 2025-04-01 --json").output
    assert run("compare --on 2025-04-01 --with 2025-03-31 --json").output == one


def test_nothing_changed_is_said() -> None:
    assert "Nothing in the rules changed" in told(
        "compare --on 2025-06-01 --with 2025-06-02 --lang en"
    )


def test_it_starts_without_an_engine_and_ends_with_two_when_it_is_not_understood() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "sys.argv = ['hejda', 'share', 'ask', '--from', 'x']\n"
        "from hejda.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n"
        "    heavy = {'duckdb', 'ibis', 'pyarrow', 'numpy', 'pandas', 'django'} & set(sys.modules)\n"
        "    assert not heavy, heavy\n    raise\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "src")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert "lacks --to, --what, --purpose" in ended.stderr
    assert "Traceback" not in ended.stderr
