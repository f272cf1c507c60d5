"""The units that local policy plans by: a prosecutor of another one may have no IQA, which their Area should hear."""

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import name

from domain.people import Role
from domain.roster.sheets import Sheet


class Units(NamedTuple):
    """The units that policy names, and whether it plans IQAs in others as well."""

    named: tuple[str, ...] = ()
    others_planned: bool = True


def check(people: Sheet, cases: Sheet, units: Units) -> None:
    """Warn of each unit of prosecutors that policy does not name, once, and of one of a case that nearly is one."""
    if not units.named:
        return
    nobody = (
        ""
        if units.others_planned
        else ", and no IQA is planned in others (planning.casework_per_quarter_elsewhere)"
    )
    said: set[object] = set()
    for line, (role, unit) in people.cells("role", "unit"):
        if (
            role != Role.PROSECUTOR
            or unit in units.named
            or unit in said
            or (line, "unit") in people.unreadable
        ):
            continue
        said.add(unit)
        meant = _nearly(unit, units.named)
        people.warn(
            line,
            "unit",
            unit or "",
            f"policy knows {', '.join(units.named)}{nobody}{meant}",
            like=f"unit {unit}",
        )
    for line, (unit,) in cases.cells("unit"):
        meant = "" if unit in said or unit in units.named else _nearly(unit, units.named)
        if meant:
            said.add(unit)
            cases.warn(
                line, "unit", unit, f"policy knows {', '.join(units.named)}{meant}", like=f"unit {unit}"
            )


def _nearly(unit: object, named: Iterable[str]) -> str:
    meant = next((each for each in named if each.casefold() == str(unit).casefold()), None)
    if meant:
        return f"; is it {meant}?"
    foreign = next((letter for letter in str(unit or "") if not letter.isascii()), None)
    if foreign and all(map(str.isascii, named)):
        return f"; {foreign!r} in it is {name(foreign, 'a letter without a name')}"
    return ""
