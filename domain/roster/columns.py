"""The columns of each file of an export: the fields of what it lists, in the order in which they are stored."""

from functools import cached_property
from typing import NamedTuple

from domain.cases import Case, Contribution, Milestone
from domain.people import Absence, Listed
from domain.roster.cells import Reader, reader
from domain.values import Value


class Column(NamedTuple):
    """One column: how to read its cells, and whether each must hold something."""

    name: str
    read: Reader
    required: bool


class Layout:
    """One file: what it lists, a row each, and whether an export may do without it, or without one of its columns."""

    def __init__(
        self,
        table: str,
        lists: type[Value],
        *,
        optional: bool = False,
        may_lack: frozenset[str] = frozenset(),
    ) -> None:
        self.table = table
        self.lists = lists
        self.optional = optional
        self.may_lack = may_lack

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.table}.csv"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """A column for each field."""
        fields = self.lists.model_fields.items()
        return tuple(Column(name, reader(name, field), field.is_required()) for name, field in fields)


PEOPLE = Layout("people", Listed, may_lack=frozenset({"name"}))
ABSENCES = Layout("absences", Absence, optional=True)
CASES = Layout("cases", Case)
CONTRIBUTIONS = Layout("contributions", Contribution)
MILESTONES = Layout("milestones", Milestone, optional=True)
LAYOUTS = (PEOPLE, ABSENCES, CASES, CONTRIBUTIONS, MILESTONES)
