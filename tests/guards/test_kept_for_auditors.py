"""Refused attempts and looks are read one by one: no statement makes a figure of them, or reads others beside."""

import pytest
from sqlglot import exp

from tests.statements import functions, migrations, parsed, statements

TABLES = {"refusals", "looks"}
READ_BY = {
    "looks.keep_look",
    "looks.looked_before",
    "looks.looked_last",
    "looks.looks",
    "refusals.keep_refused",
    "refusals.refused_since",
}


def reads(tree: exp.Expr) -> bool:
    return any(table.name in TABLES for table in tree.find_all(exp.Table))


def figures(sql: str) -> list[str]:
    """Whatever a statement that reads the table makes of more than one of its rows, or of other tables with it."""
    made = (exp.AggFunc, exp.Group, exp.Distinct, exp.Window, exp.Join)
    found = (one for tree in parsed(sql) if reads(tree) for one in tree.find_all(*made))
    return [one.sql() for one in found]


def test_nobody_makes_a_figure_of_them() -> None:
    assert [found for one in statements() for found in figures(one.sql)] == []


def test_nothing_else_reads_them() -> None:
    assert {one.name for one in statements() if any(map(reads, parsed(one.sql)))} == READ_BY
    bodies = [tree for text in migrations() for function in functions(text) for tree in function.body]
    assert not [tree.sql() for tree in bodies if reads(tree)]


@pytest.mark.parametrize(
    "planted",
    [
        "select actor, count(*) from iqa.refusals group by actor",
        "select max(at) from iqa.refusals",
        "select distinct actor from iqa.refusals",
        "select who, count(*) from iqa.looks group by who",
        "select r.at from iqa.refusals as r inner join iqa.people as p on p.staff_id = r.actor",
    ],
)
def test_a_figure_is_found(planted: str) -> None:
    assert figures(planted)
