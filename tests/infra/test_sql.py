import re
from pathlib import Path

import pytest

from infra.postgres.sql import MIGRATIONS, queries, query_files

STATEMENT = re.compile(r"^-- name: *(?P<name>[a-z_]+).*\n(?P<purpose>.*)", re.MULTILINE)


def unexplained(text: str) -> list[str]:
    """The named statements whose next line does not say what they are for."""
    return [
        statement["name"]
        for statement in STATEMENT.finditer(text)
        if not re.fullmatch(r"-- [A-Z].{9,}", statement["purpose"])
    ]


@pytest.mark.parametrize("path", query_files(), ids=lambda path: path.stem)
def test_every_statement_has_a_name_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith("-- name:")
    assert unexplained(text) == []


@pytest.mark.parametrize("path", query_files(), ids=lambda path: path.stem)
def test_every_file_of_statements_loads(path: Path) -> None:
    first = STATEMENT.search(path.read_text(encoding="utf-8"))

    assert first is not None
    assert callable(getattr(queries(path.stem), first["name"]))


@pytest.mark.parametrize("path", sorted(MIGRATIONS.glob("*.sql")), ids=lambda path: path.stem)
def test_every_migration_says_what_it_is_for(path: Path) -> None:
    assert re.match(r"-- [A-Z].{9,}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("planted", ["-- name: bare()\nselect 1;", "-- name: short()\n-- x\nselect 1;"])
def test_a_statement_without_a_purpose_is_found(planted: str) -> None:
    assert unexplained("-- name: good()\n-- Says what it is for.\nselect 1;\n\n" + planted)


def test_a_statement_that_no_file_holds_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = queries("migrate").no_such_statement
