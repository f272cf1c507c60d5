"""The columns of each file of an export, in the order in which they are stored."""

from typing import NamedTuple

from domain.cases import CaseStatus, ContributionKind, MilestoneKind, Plea, Stage
from domain.people import AbsenceKind, Role
from domain.roster import cells
from domain.roster.cells import Reader


class Column(NamedTuple):
    """One column: how to read its cells, and whether each must hold something."""

    name: str
    read: Reader
    required: bool = True


class Layout(NamedTuple):
    """One file: its columns, and whether an export may do without it."""

    table: str
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.table}.csv"


def _required(read: Reader, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, read) for name in names)


def _optional(read: Reader, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, read, required=False) for name in names)


PEOPLE = Layout(
    "people",
    (
        *_required(cells.identifier, "staff_id"),
        *_required(cells.one_of(Role, "role"), "role"),
        *_required(cells.area, "area"),
        *_optional(cells.unit, "unit"),
        *_optional(cells.identifier, "reports_to"),
        *_required(cells.email, "email"),
        *_required(cells.day, "from_date"),
        *_optional(cells.day, "to_date"),
    ),
)
ABSENCES = Layout(
    "absences",
    (
        *_required(cells.identifier, "staff_id"),
        *_required(cells.day, "from_date"),
        *_optional(cells.day, "to_date"),
        *_required(cells.one_of(AbsenceKind, "kind of absence"), "kind"),
        *_optional(cells.identifier, "cover"),
    ),
    optional=True,
)
CASES = Layout(
    "cases",
    (
        *_required(cells.identifier, "urn"),
        *_required(cells.area, "area"),
        *_required(cells.unit, "unit"),
        *_required(cells.one_of(Stage, "stage"), "stage"),
        *_required(cells.one_of(CaseStatus, "status"), "status"),
        *_optional(cells.one_of(Plea, "plea"), "plea"),
        *_required(cells.identifier, "prosecutor"),
        *_required(cells.day, "received_on"),
        *_optional(cells.day, "charged_on", "first_hearing_on", "trial_on"),
        *_required(
            cells.yes_or_no, "custody", "domestic_abuse", "rape", "victim", "outside_uk", "asset_recovery"
        ),
    ),
)
CONTRIBUTIONS = Layout(
    "contributions",
    (
        *_required(cells.identifier, "urn", "staff_id"),
        *_required(cells.one_of(ContributionKind, "kind of contribution"), "kind"),
        *_required(cells.day, "on_date"),
    ),
)
MILESTONES = Layout(
    "milestones",
    (
        *_required(cells.identifier, "urn"),
        *_required(cells.one_of(MilestoneKind, "kind of milestone"), "kind"),
        *_required(cells.day, "on_date"),
    ),
    optional=True,
)
LAYOUTS = (PEOPLE, ABSENCES, CASES, CONTRIBUTIONS, MILESTONES)
