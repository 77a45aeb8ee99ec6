"""The reference page of the API, written from its own OpenAPI document, so that it can say nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hejda_web.services.scopes import SCOPES

OPENING = """\
# The API

*Written by `make docs` from the code; change the code, not this page.*

Other systems of the police fetch from hejda and send to it here, by the same gate as the pages. The
document for machines is served at `/api/1/openapi.json`, to anybody: it says nothing about anybody.

**A token.** An administrator makes it (*Service tokens*), naming owner, scopes, regions, purpose, case and
last day; it is shown once and kept as its SHA-256. It opens nothing until a lawyer, or the lead of its one
region, has confirmed it, and nothing from the call after somebody revoked it. It holds for a year at most.
Send it as `Authorization: Bearer …`.

**Regions.** A token reaches the regions it names. One that names none reaches none; *all regions* is chosen
as such. A misspelt filter is refused, never taken for no filter.

**What is never given**, by any token: names, numbers, reasons, records; people with marked or protected
data; people in whose records anybody of the owning unit stands; anybody's place or score;
who voted, and their words.

**Lists** come in pages. `next` is the cursor of the page after; it serves one token and one list. The order
is that of ids drawn by lot. Nothing says how many there are.

**Events** you send are shown to whoever works with the person; they move no score and decide nothing. The
same `id` again is taken once within 30 days. Sent about a `personal_number`, an event is answered 202
whether or not anybody here has it.

**Faults** are `application/problem+json`: `title`, `detail` (one sentence), `do` (what to do). What is
hidden and what does not exist are answered alike. A call is counted per token and minute, in the database;
each is written to the log, with the token, its owner and its case, before a byte is sent.
"""


def reference_page(document: Mapping[str, Any]) -> str:
    """The page, as Markdown."""
    return (
        "\n".join(
            [OPENING, *_scopes(), *_calls(document), *_faults(document), *_shapes(document)]
        ).rstrip()
        + "\n"
    )


def _scopes() -> Iterator[str]:
    yield from ("## Scopes", "", "| scope | lets a system |", "|---|---|")
    for name, words in SCOPES.items():
        yield f"| `{name}` | {words.en} |"
    yield ""


def _calls(document: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Calls", "")
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield from (f"### `{method.upper()} {path}`", "", call["description"], "")
            asked = call.get("parameters", [])
            if asked:
                yield from ("| asked | where | rule |", "|---|---|---|")
                yield from (f"| `{p['name']}` | {p['in']} | {_rule(p['schema'])} |" for p in asked)
                yield ""
            if "requestBody" in call:
                yield f"Body: {_rule(call['requestBody']['content']['application/json']['schema'])}."
                yield ""
            for status, answer in call["responses"].items():
                if int(status) < 400:
                    given = next(iter(answer["content"].values()))["schema"]
                    yield from (f"Gives {_rule(given)} with status {status}.", "")


def _faults(document: Mapping[str, Any]) -> Iterator[str]:
    """Every status of a fault, of whichever call."""
    yield from ("## Faults", "", "| status | |", "|---|---|")
    calls = [call for methods in document["paths"].values() for call in methods.values()]
    told = {int(s): a["description"] for call in calls for s, a in call["responses"].items()}
    yield from (f"| {status} | {told[status]} |" for status in sorted(told) if status >= 400)
    yield ""


def _shapes(document: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## What is sent", "")
    for name, shape in sorted(document["components"]["schemas"].items()):
        if "properties" not in shape:
            continue
        yield from (f"### `{name}`", "", " ".join(shape.get("description", "").split()), "")
        yield from ("| field | rule | |", "|---|---|---|")
        for field, rule in shape["properties"].items():
            yield f"| `{field}` | {_rule(rule)} | {rule.get('description', '')} |"
        yield ""


def _rule(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: its type, its bounds, its choices."""
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[1]}`"
    if "anyOf" in schema:
        return " or ".join(_rule(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_rule(schema['items'])}"
    kind = str(schema.get("format", schema.get("type", "anything")))
    if "pattern" in schema:
        kind += f" `{schema['pattern']}`".replace("|", "\\|")
    bounds = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"))
        if key in schema
    ]
    return " ".join([kind, *bounds])
