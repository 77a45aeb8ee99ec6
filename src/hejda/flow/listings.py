"""A listing described in a file, read for `hejda rules --listing`; every fault is told at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hejda.base.errors import InputError
from hejda.knowledge.faults import Fault
from hejda.knowledge.files import read_yaml
from hejda.knowledge.grounds import Grounds
from hejda.review.listing import Listing

KNOWN = (
    "Keys: listed_on; grounds (ground, since, ended_on, in_case, serious, case_closed_on, answers); "
    "facts (reference, registered_on, about_crime, source_law, case_closed_on, sanction_ended_on, "
    "ended_on, withdrawn_on); inside (kind, since, until); others (kind, on). Dates as YYYY-MM-DD, "
    "truth as true or false."
)


def listing_in(path: Path, grounds: Grounds) -> Listing:
    """The listing in a YAML file. Raises InputError with every place that cannot be read.

    `grounds` say which answers are dates. No value of the file stands in a message.
    """
    if not path.is_file():
        raise InputError("no_file", "The listing is not a file.", "", "Check the path.")
    document = read_yaml(path, "the listing")
    if isinstance(document, Fault):
        raise InputError("listing", f"The listing cannot be read: {document}", "", KNOWN)
    if not isinstance(document.content, dict):
        raise InputError("listing", "The listing is not a group of named values.", "", KNOWN)
    try:
        return Listing.model_validate(_dated(document.content, grounds))
    except ValidationError as wrong:
        faults = [
            f"{document.place(tuple(fault['loc']))}: {fault['msg']}"
            for fault in wrong.errors(include_input=False, include_url=False)
        ]
        raise InputError(
            "listing",
            f"The listing cannot be used: {'; '.join(faults)}.",
            "A day of erasure from a listing read wrongly would be wrong.",
            KNOWN,
        ) from None


def _dated(content: dict[str, Any], grounds: Grounds) -> dict[str, Any]:
    """The content with the answers to fields of dates as dates, where they are."""
    bases = content.get("grounds")
    if not isinstance(bases, list):
        return content
    return {**content, "grounds": [_dated_basis(basis, grounds) for basis in bases]}


def _dated_basis(basis: Any, grounds: Grounds) -> Any:
    if not isinstance(basis, dict) or not isinstance(basis.get("answers"), dict):
        return basis
    ground = grounds.known(str(basis.get("ground")))
    dates = {field.id for field in ground.fields if field.kind == "date"} if ground else set()
    answers = {
        name: _date(answer) if name in dates else answer
        for name, answer in basis["answers"].items()
    }
    return {**basis, "answers": answers}


def _date(answer: Any) -> Any:
    """The date an answer is; the answer itself where it is none, which the ground then refuses."""
    try:
        return dt.date.fromisoformat(str(answer))
    except ValueError:
        return answer
