"""Ibis expressions as statements for the reading child's DuckDB."""

from __future__ import annotations

import functools
from typing import Any

import ibis
from ibis.expr import types as ir


@functools.lru_cache(maxsize=512)
def _compiled(operation: Any) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


def compiled(expression: ir.Table) -> str:
    """The statement that computes `expression`; the same expression is compiled once."""
    return _compiled(expression.op())
