"""The one tree of errors: each has a code, what happened, why it matters and what to do next.

Nothing personal ever enters a message: no name, no number, no value of a field.
"""

from __future__ import annotations


class HejdaError(Exception):
    """An error a user may see. `code` is stable; `why` and `todo` say why it matters, what to do.

    `exit_code`: 2 for input that cannot be used, 3 for a refusal, 1 for anything else.
    """

    exit_code = 1

    def __init__(self, code: str, what: str, why: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.why = why
        self.todo = todo

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.todo) if part)


class InputError(HejdaError):
    """A delivery, mapping or option that cannot be used as it is."""

    exit_code = 2


class MappingError(InputError):
    """A source mapping (source.yaml) that does not say what it must."""


class DeliveryError(InputError):
    """A delivery of which nothing, or nothing required, could be used."""


class KnowledgeError(InputError):
    """A rule file that is wrong, missing or past use."""


class Refusal(HejdaError):
    """Something hejda will not do, whatever the input (house.md §9)."""

    exit_code = 3


class Disagreement(HejdaError):
    """Two computations of the same answer differ; the run is stopped and nothing is written."""
