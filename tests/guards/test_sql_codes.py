"""Every code that stands in SQL is a member of the closed set that the column's values come from."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, get_args

import pytest
from sqlglot import exp

from activities.ports import MessageKind
from domain import cases
from domain.assessment import Source
from domain.casework.commands import CaseCommand
from domain.casework.events import CaseEvent
from domain.iqa.commands import IqaCommand
from domain.iqa.events import IqaEvent
from domain.iqa.state import Stage, Step, Talk
from domain.mendings import Mended
from domain.notices import NoticeKind
from domain.people import AbsenceKind, Role
from domain.policy import EscalatedMatter
from domain.quarter.commands import QuarterCommand
from domain.quarter.events import QuarterEvent
from domain.quarter.sample.population import Pick
from domain.questions import Category, Subject, Work
from tests.statements import functions, migrations, parsed, statements


def kinds(*unions: object) -> frozenset[str]:
    return frozenset(member.model_fields["kind"].default for union in unions for member in get_args(union))


Codes = type[StrEnum] | frozenset[str]

CODES: Final[Mapping[str, Mapping[str, Codes]]] = {
    "ledger": {"kind": kinds(IqaEvent, QuarterEvent, CaseEvent)},
    "commands": {"kind": kinds(IqaCommand, QuarterCommand, CaseCommand)},
    "iqas": {"stage": Stage, "category": Category, "source": Source, "talk": Talk, "sample_pick": Pick},
    "waits": {"step": Step},
    "escalations": {"matter": EscalatedMatter},
    "case_claims": {"work": Work},
    "people": {"role": Role},
    "absences": {"kind": AbsenceKind},
    "cases": {"stage": cases.Stage, "status": cases.CaseStatus, "plea": cases.Plea},
    "contributions": {"kind": cases.ContributionKind},
    "milestones": {"kind": cases.MilestoneKind},
    "notices": {"kind": NoticeKind},
    "mendings": {"kind": Mended},
    "reference_data": {"kind": frozenset({"policy", "calendar", "question_set"})},
    "messages": {"kind": MessageKind, "last_error": frozenset({"expired", "overtaken"})},
}
"""By table and column the codes that may stand in it."""

MADE: Final[Mapping[str, Codes]] = {"subject": Subject}
"""Codes of columns that a query makes itself."""


class Use(NamedTuple):
    """A text that is compared with a column, assigned to it or given as one; without codes nobody knows any."""

    column: str
    text: str
    codes: frozenset[str] | None

    @property
    def wrong(self) -> bool:
        return self.codes is None or self.text not in self.codes


def tables(tree: exp.Expr) -> dict[str, set[str]]:
    """The tables of a statement by the names that it gives them."""
    found: dict[str, set[str]] = {}
    for table in tree.find_all(exp.Table):
        found.setdefault(table.alias_or_name, set()).add(table.name)
    return found


def codes_of(column: exp.Column, named: Mapping[str, set[str]]) -> frozenset[str] | None:
    """The codes of a column: of its table, or of any in the statement that has such a column of codes."""
    possible = named.get(column.table, set()) if column.table else set().union(*named.values())
    sets = [CODES[table][column.name] for table in possible if column.name in CODES.get(table, {})]
    return frozenset(str(code) for codes in sets for code in codes) if sets else None


def compared(tree: exp.Expr) -> Iterator[Use]:
    """The texts that stand on the other side of a comparison, or an assignment, from a column."""
    named = tables(tree)
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.NullSafeNEQ, exp.NullSafeEQ, exp.In):
        columns = [column for column in node.find_all(exp.Column) if column.name not in _NO_CODES]
        texts = [
            one.this
            for one in node.find_all(exp.Literal)
            if one.is_string and one.this and _is_code(one, node)
        ]
        for column in columns:
            yield from (Use(column.name, text, codes_of(column, named)) for text in texts)


_NO_CODES: Final = frozenset({"stream", "urn", "made_at"})
"""Columns that what is compared is made of."""

_NOT_A_CODE: Final = (exp.Interval, exp.AtTimeZone, exp.DPipe, exp.Anonymous, exp.Select)


def _is_code(text: exp.Expr, comparison: exp.Expr) -> bool:
    """Whether the text is compared itself, and is no part of a sum, a time or another name."""
    above = text.parent
    while above is not None and above is not comparison:
        if isinstance(above, _NOT_A_CODE):
            return False
        above = above.parent
    return True


def given(tree: exp.Expr) -> Iterator[Use]:
    """The texts that a query gives as a column, under the name that it has in the first of its parts."""
    for query in tree.find_all(exp.Select):
        first: exp.Query = query
        while isinstance(first.parent, exp.SetOperation):
            first = first.parent
        for name, one in zip(first.named_selects, query.expressions, strict=False):
            text = one.unalias()
            if isinstance(text, exp.Literal) and text.is_string:
                yield Use(name, text.this, frozenset(map(str, MADE.get(name, ()))))


def uses(sql: str) -> list[Use]:
    trees = [*parsed(sql), *(tree for function in functions(sql) for tree in function.body)]
    return [use for tree in trees for use in (*compared(tree), *given(tree))]


@pytest.mark.parametrize("statement", list(statements()), ids=lambda statement: statement.name)
def test_every_code_in_a_statement_is_one_of_its_column(statement: tuple[str, str, bool]) -> None:
    assert [use for use in uses(statement[1]) if use.wrong] == []


def test_every_code_in_the_schema_is_one_of_its_column() -> None:
    found = [use for text in migrations() for use in uses(text)]

    assert {use.text for use in found} >= {"pre_charge", "digest"}
    assert [use for use in found if use.wrong] == []


def test_the_codes_are_found_wherever_they_stand() -> None:
    found = {use.text for statement in statements() for use in uses(statement.sql)}

    assert found >= {"pace", "development", "guilty_anticipated", "rape", "expired", "digest", "prosecutor"}


@pytest.mark.parametrize(
    "planted",
    [
        "select 1 from iqa.escalations as e where e.matter <> 'paze'",
        "select 1 from iqa.cases where coalesce(plea, '') not in ('guilty', 'guilty_antizipated')",
        "select 1 from iqa.people where role = any(array['legal_manager', 'senior'])",
        "select 1 from iqa.waits as w where w.step = 'live'",
        "update iqa.messages set kind = 'letter' where message_id = $1",
        "with a as (select 'domestic_abuse' as subject union all select 'rap') select subject from a",
        "select 1 from iqa.iqas where prosecutor = 'prosecutor'",
        "create table iqa.t (stage text, constraint c check (stage <> 'x'))",
        "create function iqa.f_v1() returns void as $$ begin delete from iqa.waits where step = 'tea'; end $$;",
    ],
)
def test_a_planted_code_that_is_none_is_found(planted: str) -> None:
    assert any(use.wrong for use in uses(planted))
