"""The days of a case: in the order in which they can come, and none that contradicts where the case stands."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from domain.cases import Plea, Stage
from domain.roster.cells import Cell
from domain.roster.sheets import Sheet

_IN_ORDER: Final = ("received_on", "charged_on", "first_hearing_on", "trial_on")
_CALLED: Final[Mapping[str, str]] = {
    "received_on": "receipt of the case",
    "charged_on": "charge",
    "first_hearing_on": "first hearing",
    "trial_on": "trial",
}
_PLEAS: Final = frozenset({Plea.GUILTY, Plea.NOT_GUILTY})


def check_cases(cases: Sheet) -> None:
    """Note the days of each case that come before an earlier one, and what its stage leaves out or can't have."""
    for line, days in cases.cells(*_IN_ORDER):
        for (name, day), (before, earlier) in _backwards(days):
            cases.fault(
                line,
                name,
                day,
                f"the {_CALLED[name]} is before the {_CALLED[before]} ({earlier})",
                like=name + before,
            )
    for line, (stage, charged_on, *later) in cases.cells(
        "stage", "charged_on", "first_hearing_on", "trial_on", "plea"
    ):
        if stage == Stage.POST_CHARGE and cases.is_empty(line, "charged_on", charged_on):
            cases.fault(line, "charged_on", "", "a post-charge case has a date of charge")
        if stage == Stage.PRE_CHARGE:
            _check_pre_charge(cases, line, charged_on, *later)


def _check_pre_charge(
    cases: Sheet, line: int, charged_on: Cell, first_hearing_on: Cell, trial_on: Cell, plea: Cell
) -> None:
    if charged_on is not None:
        cases.fault(line, "charged_on", charged_on, "a pre-charge case has no date of charge")
    for name, day in (("first_hearing_on", first_hearing_on), ("trial_on", trial_on)):
        if day is not None:
            cases.warn(line, name, day, f"a pre-charge case has no {_CALLED[name]} yet")
    if plea in _PLEAS:
        cases.warn(line, "plea", plea, "a pre-charge case has no plea yet: is it anticipated?")


def check_acts(acts: Sheet, cases: Sheet, today: date, *, are_done: bool) -> None:
    """Note what happened in a case before it was received, and, of what is done, what is still to come."""
    received = dict(zip(cases.columns["urn"], cases.columns["received_on"], strict=True))
    for line, (urn, on_date) in acts.cells("urn", "on_date"):
        since = received.get(urn)
        if not isinstance(on_date, date):
            continue
        if isinstance(since, date) and on_date < since:
            acts.warn(
                line, "on_date", on_date, f"is before the case was received ({since})", like="before receipt"
            )
        if are_done and on_date > today:
            acts.warn(line, "on_date", on_date, f"is after today ({today}), and says what was done")


def check_still_to_come(sheet: Sheet, today: date, *columns: str) -> None:
    """Note the days of what has happened that are still to come."""
    for column in columns:
        for line, (day,) in sheet.cells(column):
            if isinstance(day, date) and day > today:
                sheet.warn(line, column, day, f"is after today ({today})")


def _backwards(days: tuple[Cell, ...]) -> Iterator[tuple[tuple[str, date], tuple[str, date]]]:
    """Each day that comes before the one known before it, and that one."""
    known = [(name, day) for name, day in zip(_IN_ORDER, days, strict=True) if isinstance(day, date)]
    for earlier, later in pairwise(known):
        if later[1] < earlier[1]:
            yield later, earlier
