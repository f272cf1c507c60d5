"""The SQL of the system as tests look at it: each statement with its name, and those of the migrations."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import sqlglot
from aiosql.queries import Queries
from aiosql.types import SQLOperationType
from sqlglot import exp

from infra.postgres.sql import MIGRATIONS, queries, query_files

_ROWS: Final = frozenset({SQLOperationType.SELECT, SQLOperationType.SELECT_ONE})


class Statement(NamedTuple):
    """A named statement; ``name`` begins with that of its file."""

    name: str
    sql: str
    gives_rows: bool


def statements() -> Iterator[Statement]:
    """Every named statement, as it is sent."""
    for path in query_files():
        loaded = queries(path.stem)
        assert isinstance(loaded, Queries)
        for name in (name for name in loaded.available_queries if not name.endswith("_cursor")):
            found = getattr(loaded, name)
            yield Statement(f"{path.stem}.{name}", found.sql, found.operation in _ROWS)


class Function(NamedTuple):
    """A function that a migration makes, with the statements of its body."""

    name: str
    body: tuple[exp.Expr, ...]


def parsed(sql: str) -> list[exp.Expr]:
    """The statements of a text of PostgreSQL's SQL; what only sets up the database comes as it stands."""
    with _no_remarks():
        return [tree for tree in sqlglot.parse(sql, read="postgres") if tree is not None]


def migrations() -> list[str]:
    """The text of each migration, in order."""
    return [path.read_text(encoding="utf-8") for path in sorted(MIGRATIONS.glob("*.sql"))]


def functions(migration: str) -> Iterator[Function]:
    """The functions of a migration; of their PL/pgSQL the statements that read or write."""
    for made in _FUNCTION.finditer(migration):
        written = _STATEMENT.findall(re.sub(r"--.*", "", made["body"]))
        sql = "".join(re.sub(r"^perform\b", "select", one) for one in written)
        yield Function(made["name"], tuple(parsed(sql)))


_FUNCTION: Final = re.compile(
    r"create (?:or replace )?function (?P<name>[\w.]+).*?\$\$(?P<body>.*?)\$\$", re.DOTALL
)
_STATEMENT: Final = re.compile(r"\b(?:with|select|perform|insert|update|delete)\b[^;]*;", re.DOTALL)


@contextmanager
def _no_remarks() -> Iterator[None]:
    """Keep sqlglot from remarking on grants and temporary tables, which it does not take apart."""
    log = logging.getLogger("sqlglot")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False
