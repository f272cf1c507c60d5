"""Functions of the database carry their version and name their columns: a worker of the release before calls them."""

import re
from typing import get_args

import pytest
from sqlglot import exp

from domain.rows import Rows
from tests.statements import Function, functions, migrations, parsed, statements

FUNCTIONS = [function for text in migrations() for function in functions(text)]


def nameless(function: Function) -> list[str]:
    """Where a function takes or writes whatever columns there are."""
    found = [tree for statement in function.body for tree in statement.find_all(exp.Star)]
    inserts = [tree for statement in function.body for tree in statement.find_all(exp.Insert)]
    bare = [tree for tree in inserts if not isinstance(tree.this, exp.Schema)]
    return [tree.sql() for tree in (*(one.parent or one for one in found), *bare)]


def written(function: Function) -> dict[str, tuple[list[str], list[str]]]:
    """By the name of a table: the columns that a function writes, and what it takes for them."""
    inserts = [tree for statement in function.body for tree in statement.find_all(exp.Insert)]
    return {
        tree.this.this.name: ([one.name for one in tree.this.expressions], tree.expression.named_selects)
        for tree in inserts
    }


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_ends_in_its_version(function: Function) -> None:
    assert re.fullmatch(r"iqa\.[a-z_]+_v[1-9]\d*", function.name)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_names_the_columns_that_it_takes_and_writes(function: Function) -> None:
    assert function.body
    assert nameless(function) == []


def test_the_rows_of_a_stream_are_written_with_every_field_that_they_have() -> None:
    *_, newest = (function for function in FUNCTIONS if function.name.startswith("iqa.replace_rows_v"))
    rows = {name: get_args(field.annotation)[0] for name, field in Rows.model_fields.items()}

    found = {table.replace("iqas", "iqa"): columns for table, columns in written(newest).items()}

    assert {table: columns for table, (columns, _) in found.items()} == {
        table: taken for table, (_, taken) in found.items()
    }
    assert {table: set(columns) for table, (columns, _) in found.items()} == {
        table: set(row.model_fields) for table, row in rows.items()
    }


def test_every_function_that_is_called_is_one_of_a_version() -> None:
    names = {function.name.removeprefix("iqa.") for function in FUNCTIONS}
    called = {
        call.name
        for statement in statements()
        for tree in parsed(statement.sql)
        for dot in tree.find_all(exp.Dot)
        if dot.this.name == "iqa" and isinstance(call := dot.expression, exp.Anonymous)
    }

    assert called
    assert called <= names


def test_a_planted_function_that_takes_whatever_there_is_is_found() -> None:
    planted = """
    create function iqa.keep(rows jsonb) returns void language plpgsql as $$
    begin
        if rows ? 'a' then
            insert into iqa.waits select * from jsonb_populate_recordset(null::iqa.waits, rows -> 'a');
        end if;
        insert into iqa.iqas (iqa_id) select iqa_id from jsonb_populate_recordset(null::iqa.iqas, rows -> 'b');
        perform iqa.other(rows);
    end
    $$;
    """
    [function] = functions(planted)

    assert function.name == "iqa.keep"
    assert len(function.body) == 3
    assert written(function)["iqas"] == (["iqa_id"], ["iqa_id"])
    assert [found.partition(" FROM")[0] for found in nameless(function)] == [
        "SELECT *",
        "INSERT INTO iqa.waits SELECT *",
    ]
