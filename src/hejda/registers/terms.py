"""The words of a column expression in a source mapping: declarative, without SQL.

A bare string names a column of the delivery. Everything else is a small mapping with one word that
says what it does: `{value: …}`, `{join: […]}`, `{date: …}` and so on. Each is a value here; what it
computes is said in `expressions.py`, and shown by example in spec/01_registers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from hejda.knowledge.value import Value

DIRECTIVES = "YymbdHMSf"
"""Directives a date format may use, meaning what they mean to Python's strptime."""

TESTS = "equals, in, matches, empty, not_empty, after, not_after, all, any, not"

WORDS = ("column", "value", "join", "first_of", "lookup", "patterns", "when", "date", "digest")
"""The word by which each kind of expression is known."""


def checked_pattern(pattern: str) -> str:
    """`pattern`, when it is a regular expression that both Python and the engine understand."""
    try:
        re.compile(pattern)
    except re.error as fault:
        raise ValueError(f"the pattern {pattern!r} is not a regular expression: {fault}") from None
    if re.search(r"\(\?[=!<]|\\[1-9]", pattern):
        raise ValueError(f"the pattern {pattern!r} looks around or back; write it without that")
    return pattern


def _file_or_inline(given: object) -> str:
    return "file" if isinstance(given, str) else "table"


class ColumnTerm(Value):
    """The value of a column of the delivery."""

    column: str


class ValueTerm(Value):
    """The same text in every row."""

    value: str


class JoinTerm(Value):
    """Texts put together; a missing part counts as empty, and all missing gives missing."""

    join: list[Expression] = Field(min_length=1)
    between: str = Field(default="-", alias="with")


class FirstOfTerm(Value):
    """The first of several expressions that has a value."""

    first_of: list[Expression] = Field(min_length=1)


class LookupTerm(Value):
    """A value looked up in a table: written out here, or a CSV file beside source.yaml.

    The file has a header; its first column holds what is looked up, its second the answer (empty
    means missing). Without `otherwise`, a value that is not in the table cannot be read;
    `otherwise: null` makes it missing; a bare string in `otherwise` is that text.
    """

    lookup: Annotated[
        Annotated[str, Tag("file")] | Annotated[dict[str, str | None], Tag("table")],
        Discriminator(_file_or_inline),
    ]
    of: Expression
    otherwise: Expression | None = None


class Pattern(Value):
    """A regular expression, searched anywhere in the text; a bare string in `gives` is that text."""

    matches: str
    gives: Expression | None

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        return checked_pattern(pattern)


class PatternsTerm(Value):
    """What the first matching pattern gives; the list is here or in a CSV file (matches, gives).

    Without `otherwise`, a value that no pattern matches cannot be read.
    """

    patterns: Annotated[
        Annotated[str, Tag("file")] | Annotated[list[Pattern], Tag("table")],
        Discriminator(_file_or_inline),
    ]
    of: Expression
    otherwise: Expression | None = None


class Branch(Value):
    """One condition and what it gives."""

    condition: Condition = Field(alias="if")
    gives: Expression | None


class WhenTerm(Value):
    """What the first condition that holds gives; else `otherwise`; else missing."""

    when: list[Branch] = Field(min_length=1)
    otherwise: Expression | None = None


class DateTerm(Value):
    """A date read in one or several formats (strptime's %Y %y %m %b %d %H %M %S %f)."""

    date: Expression
    format: str | list[str] = "%Y-%m-%d"

    @property
    def formats(self) -> list[str]:
        """The formats, in the order they are tried."""
        return [self.format] if isinstance(self.format, str) else self.format

    @model_validator(mode="after")
    def _formats_known(self) -> DateTerm:
        for text in self.formats:
            used = re.findall(r"%(.)", text.replace("%%", ""))
            unknown = [sign for sign in used if sign not in DIRECTIVES]
            if unknown:
                raise ValueError(f"the date format uses %{unknown[0]}, which is not known")
            for one_of in ("Yy", "mb", "d"):
                if sum(used.count(sign) for sign in one_of) != 1:
                    raise ValueError(f"a date format has %{' or %'.join(one_of)} exactly once")
        return self


class DigestTerm(Value):
    """A short stable id made from several values: the same values always give the same id."""

    digest: list[Expression] = Field(min_length=1)


class Condition(Value):
    """One test of one value (`column` or `of`), or `all`, `any`, `not` over further conditions.

    A test of a missing value is false, except `empty`. `after` and `not_after` compare dates.
    """

    column: str | None = None
    of: Expression | None = None
    equals: str | None = None
    among: list[str] | None = Field(default=None, alias="in")
    matches: str | None = None
    empty: Literal[True] | None = None
    not_empty: Literal[True] | None = None
    after: Expression | None = None
    not_after: Expression | None = None
    every: list[Condition] | None = Field(default=None, alias="all", min_length=1)
    some: list[Condition] | None = Field(default=None, alias="any", min_length=1)
    negated: Condition | None = Field(default=None, alias="not")

    @field_validator("empty", "not_empty", mode="before")
    @classmethod
    def _as_true(cls, given: object) -> object:
        return True if given == "true" else given

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        return pattern if pattern is None else checked_pattern(pattern)

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        groups = (self.every, self.some, self.negated)
        tests = (self.equals, self.among, self.matches, self.empty, self.not_empty)
        given = sum(part is not None for part in (*groups, *tests, self.after, self.not_after))
        operands = sum(part is not None for part in (self.of, self.column))
        if given != 1:
            raise ValueError(f"a condition has exactly one test of: {TESTS}")
        if operands != (0 if any(part is not None for part in groups) else 1):
            raise ValueError("a condition tests one `column` or one `of`; all, any, not test none")
        return self


def _word(given: object) -> str | None:
    if isinstance(given, str):
        return "name"
    if isinstance(given, Mapping):
        found = [word for word in WORDS if word in given]
        return found[0] if len(found) == 1 else None
    return next((word for word in WORDS if hasattr(given, word)), None)


Expression = Annotated[
    Annotated[str, Tag("name")]
    | Annotated[ColumnTerm, Tag("column")]
    | Annotated[ValueTerm, Tag("value")]
    | Annotated[JoinTerm, Tag("join")]
    | Annotated[FirstOfTerm, Tag("first_of")]
    | Annotated[LookupTerm, Tag("lookup")]
    | Annotated[PatternsTerm, Tag("patterns")]
    | Annotated[WhenTerm, Tag("when")]
    | Annotated[DateTerm, Tag("date")]
    | Annotated[DigestTerm, Tag("digest")],
    Discriminator(
        _word,
        custom_error_type="expression",
        custom_error_message="an expression is a column's name, or has exactly one of: "
        + ", ".join(WORDS),
    ),
]
"""What a contract column is made of."""

_model: type[Value]
for _model in (JoinTerm, FirstOfTerm, LookupTerm, Pattern, PatternsTerm):
    _model.model_rebuild()
for _model in (Branch, WhenTerm, DateTerm, DigestTerm, Condition):
    _model.model_rebuild()


def _named(*parts: Expression | None) -> list[Expression | None]:
    """The parts that are not literal texts (in look-ups and patterns a bare string is a text)."""
    return [part for part in parts if not isinstance(part, str)]


def parts_of(part: Expression | Condition) -> list[Expression | Condition | None]:
    """What an expression or condition is directly made of; a bare string is a column."""
    match part:
        case JoinTerm():
            return [*part.join]
        case FirstOfTerm():
            return [*part.first_of]
        case DigestTerm():
            return [*part.digest]
        case DateTerm():
            return [part.date]
        case LookupTerm():
            return [part.of, *_named(part.otherwise)]
        case PatternsTerm():
            given = [] if isinstance(part.patterns, str) else [p.gives for p in part.patterns]
            return [part.of, *_named(part.otherwise, *given)]
        case WhenTerm():
            pairs = [pair for b in part.when for pair in (b.condition, b.gives)]
            return [*pairs, part.otherwise]
        case Condition():
            inner = [*(part.every or []), *(part.some or []), part.negated]
            return [part.column, part.of, part.after, part.not_after, *inner]
    return []


def columns_of(part: Expression | Condition | None) -> frozenset[str]:
    """The delivered columns that an expression or condition reads."""
    if part is None or isinstance(part, ValueTerm):
        return frozenset()
    if isinstance(part, str):
        return frozenset([part])
    if isinstance(part, ColumnTerm):
        return frozenset([part.column])
    return frozenset().union(*map(columns_of, parts_of(part)))


def patterns_in(part: object) -> frozenset[str]:
    """Every regular expression in an expression, a condition or a list of them."""
    if isinstance(part, list | tuple):
        return frozenset().union(*map(patterns_in, part))
    if not isinstance(part, Value):
        return frozenset()
    own = getattr(part, "matches", None)
    inner = [getattr(part, name) for name in type(part).model_fields]
    return patterns_in(inner) | (frozenset([own]) if own is not None else frozenset())
