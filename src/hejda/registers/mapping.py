"""The source mapping: how somebody's files become the register contract (source.yaml).

Pure values. Reading the file, finding the delivery and running it belong to `hejda.engine.read`.
The JSON Schema in knowledge/schemas/source.schema.json is written from these models.
"""

from __future__ import annotations

import codecs
import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from hejda.knowledge.value import Value
from hejda.registers.terms import Condition, Expression, columns_of, patterns_in
from hejda.tables import REGISTERS

CONTRACT: Literal["contract"] = "contract"
"""`tables: contract` means that the files already are contract tables, each named after its table."""


class Rule(Value):
    """An expression with a stated policy for values that cannot be true.

    `if_unreadable: missing` takes the value away, keeps the row and counts what was done. Without it
    the whole row is set aside.
    """

    expression: Expression = Field(alias="is")
    if_unreadable: Literal["missing"]


def _rule_or_expression(given: object) -> str:
    has_rule = isinstance(given, Rule) or (isinstance(given, dict) and "is" in given)
    return "rule" if has_rule else "expression"


ColumnRule = Annotated[
    Annotated[Rule, Tag("rule")] | Annotated[Expression, Tag("expression")],
    Discriminator(_rule_or_expression),
]
"""What one contract column is made of, with or without a policy for unreadable values."""


class RowTemplate(Value):
    """How one delivered row gives one row of a contract table: a rule per contract column.

    `only_if`: the delivered row gives this row only when the condition holds. `operation`: new
    (default), correct, withdraw or erase.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, ColumnRule] = Field(init=False)

    only_if: Condition | None = None
    operation: Expression | None = None

    @property
    def columns(self) -> dict[str, Expression]:
        """Contract column → the expression it is made of."""
        return {
            name: rule.expression if isinstance(rule, Rule) else rule
            for name, rule in self.__pydantic_extra__.items()
        }

    @property
    def reads(self) -> frozenset[str]:
        """The delivered columns it reads."""
        parts = [*self.columns.values(), self.only_if, self.operation]
        return frozenset().union(*map(columns_of, parts))

    @property
    def patterns(self) -> frozenset[str]:
        """Every regular expression it uses."""
        return patterns_in([*self.columns.values(), self.only_if, self.operation])

    @property
    def may_be_missing(self) -> frozenset[str]:
        """Contract columns where an unreadable value is set to missing instead of the row aside."""
        return frozenset(n for n, rule in self.__pydantic_extra__.items() if isinstance(rule, Rule))


def _one_or_several(given: object) -> str:
    return "several" if isinstance(given, list | tuple) else "one"


Templates = Annotated[
    Annotated[RowTemplate, Tag("one")] | Annotated[list[RowTemplate], Tag("several")],
    Discriminator(_one_or_several),
]
Tables = Annotated[
    Annotated[Literal["contract"], Tag("contract")]
    | Annotated[dict[str, Templates], Tag("tables")],
    Discriminator(lambda given: "contract" if isinstance(given, str) else "tables"),
]


def _template_faults(table: str, template: RowTemplate) -> list[str]:
    contract = REGISTERS.get(table)
    if contract is None:
        return [f"{table}: there is no such table; known are {', '.join(REGISTERS)}"]
    faults = []
    for name in template.columns:
        column = next((column for column in contract.columns if column.name == name), None)
        if column is None:
            faults.append(f"{table}.{name}: the contract has no such column")
        elif column.set_by_hejda:
            faults.append(f"{table}.{name}: hejda sets this column itself")
        elif column.required and name in template.may_be_missing:
            faults.append(f"{table}.{name}: a required column cannot be set to missing")
    return faults + [
        f"{table}.{column.name}: this column is required and nothing is said about it"
        for column in contract.columns
        if column.required and column.name not in template.columns
    ]


class Entry(Value):
    """What every entry of `files` has: the tables it feeds, and whether it may be absent."""

    tables: Tables
    required: bool = True

    def templates(self) -> list[tuple[str, RowTemplate]]:
        """(contract table, row template) in the order written; empty for `tables: contract`."""
        if isinstance(self.tables, str):
            return []
        return [
            (table, template)
            for table, given in self.tables.items()
            for template in (given if isinstance(given, list) else [given])
        ]

    @model_validator(mode="after")
    def _says_what_it_must(self) -> Entry:
        faults = [f for pair in self.templates() for f in _template_faults(*pair)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _inside(pattern: str) -> str:
    if not pattern or pattern.startswith("/") or ".." in pattern.split("/"):
        raise ValueError("a pattern names files inside the delivery folder, without / first or ..")
    return pattern


class TextEntry(Entry):
    """Delimited text files, plain or gzip. Every field is read as text, blanks around it taken off."""

    format: Literal["csv"]
    pattern: str
    encoding: str = "utf-8"
    separator: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', max_length=1)
    escape: str | None = Field(default=None, min_length=1, max_length=1)
    header: bool = True
    columns: tuple[str, ...] = ()

    _pattern = field_validator("pattern")(_inside)

    @field_validator("encoding")
    @classmethod
    def _known(cls, name: str) -> str:
        if name == "auto":
            return name
        try:
            if codecs.lookup(name)._is_text_encoding:
                return name
        except LookupError:
            pass
        raise ValueError(f"{name!r} is not a text encoding that Python knows")

    @model_validator(mode="after")
    def _named_columns(self) -> TextEntry:
        if self.header == bool(self.columns):
            raise ValueError("say either `header: yes` or `header: no` and the names in `columns`")
        if len(set(self.columns)) != len(self.columns):
            raise ValueError("two of the names in `columns` are the same")
        return self


class ParquetEntry(Entry):
    """Parquet files; types are kept, and cast where the contract wants another."""

    format: Literal["parquet"]
    pattern: str

    _pattern = field_validator("pattern")(_inside)


class PostgresqlEntry(Entry):
    """The answer to one SQL query, read only. `dsn_env` names the variable with the address."""

    format: Literal["postgresql"]
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dsn_env: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    query: str = Field(min_length=1)


AnyEntry = Annotated[
    TextEntry | ParquetEntry | PostgresqlEntry,
    Field(discriminator="format"),
]


class SourceMapping(Value):
    """How a delivery becomes the register contract, and on what grounds it may be used.

    `source` becomes the first part of every person id. `material: operational` needs, before
    anything is mapped, who ordered it, for what purpose, on which legal ground, and when it is
    erased; the command that maps refuses without them. `personal_number`: the form of the personal
    numbers; in the invented form the check digit is off by five, so that nobody living has one.
    """

    version: Literal[1]
    source: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str = Field(min_length=1)
    material: Literal["invented", "public", "operational"]
    ordered_by: str | None = None
    purpose: str | None = None
    legal_ground: str | None = None
    erase_after: dt.date | None = None
    rules: str = Field(min_length=1)
    source_law: str | None = None
    personal_number: Literal["se", "se_invented"] | None = None
    files: list[AnyEntry] = Field(min_length=1)

    @field_validator("version", mode="before")
    @classmethod
    def _number(cls, given: object) -> object:
        return 1 if given == "1" else given

    @property
    def missing_grounds(self) -> tuple[str, ...]:
        """What operational material must say and this mapping does not."""
        needed = ("ordered_by", "purpose", "legal_ground", "erase_after")
        if self.material != "operational":
            return ()
        return tuple(name for name in needed if not getattr(self, name))


def source_schema() -> dict[str, Any]:
    """The JSON Schema of source.yaml, for editors and for people who write one by hand."""
    schema = SourceMapping.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
