"""What must hold between the rows of an export, and between it and what is on record already."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from domain.roster import management, order, units
from domain.roster.faults import Fault
from domain.roster.references import References
from domain.roster.sheets import Sheet
from domain.roster.units import Units


class Known(NamedTuple):
    """What is known before an import: everyone's manager by staff id, cases that it refers to, the day, the units."""

    reports_to: Mapping[str, str | None]
    urns: frozenset[str]
    today: date = date.max
    units: Units = Units()


class Roster(NamedTuple):
    """A checked export: a sheet by table, without the optional ones that it lacks, and the warnings."""

    sheets: Mapping[str, Sheet]
    warnings: tuple[Fault, ...]


def urns_elsewhere(sheets: Mapping[str, Sheet]) -> frozenset[str]:
    """Name the cases that the export refers to and does not itself contain."""
    named: set[str] = set()
    for table in sheets.keys() & {"contributions", "milestones"}:
        named.update(sheets[table].texts("urn"))
    return frozenset(named.difference(sheets["cases"].texts("urn")))


def check(sheets: Mapping[str, Sheet], known: Known) -> Roster | tuple[Fault, ...]:
    """Give the roster, or every fault by file and line.

    The sheets are by table, only absences and milestones may lack, and each is checked once, as it notes
    its own faults. ``known`` holds at least those of ``urns_elsewhere`` that are on record.
    """
    _check_between(sheets, known)
    faults = [
        fault for sheet in sheets.values() for fault in sorted(sheet.faults, key=lambda fault: fault.line)
    ]
    if faults:
        return tuple(faults)
    return Roster(sheets, tuple(warning for sheet in sheets.values() for warning in sheet.warnings))


def _check_between(sheets: Mapping[str, Sheet], known: Known) -> None:
    people, cases, contributions = sheets["people"], sheets["cases"], sheets["contributions"]
    absences, milestones = sheets.get("absences"), sheets.get("milestones")
    staff = References(people, "staff_id", known.reports_to, "no such person, in people.csv or on record")
    urns = References(cases, "urn", known.urns, "no such case, in cases.csv or on record")
    away = ((absences, "staff_id"), (absences, "cover")) if absences else ()
    staff.check((people, "reports_to"), (cases, "prosecutor"), (contributions, "staff_id"), *away)
    urns.check((contributions, "urn"), *(((milestones, "urn"),) if milestones else ()))
    _unrepeated(people, "staff_id")
    _forwards(people, "from_date", "to_date", "the end is before the start")
    management.check(people, known.reports_to)
    _unrepeated(cases, "urn")
    order.check_cases(cases)
    order.check_still_to_come(cases, known.today, "received_on", "charged_on")
    order.check_acts(contributions, cases, known.today, are_done=True)
    if milestones:
        order.check_acts(milestones, cases, known.today, are_done=False)
    if absences:
        _absences(absences)
    units.check(people, cases, known.units)


def _absences(absences: Sheet) -> None:
    _forwards(absences, "from_date", "to_date", "the end is before the start")
    for line, (person, cover) in absences.cells("staff_id", "cover"):
        if cover is not None and cover == person:
            absences.fault(line, "cover", cover, "nobody covers their own absence")


def _unrepeated(sheet: Sheet, column: str) -> None:
    """Note each id that was there before; in other capitals it would be somebody else's."""
    first: dict[str, tuple[int, str]] = {}
    for line, (value,) in sheet.cells(column):
        if isinstance(value, str):
            before, written = first.setdefault(value.casefold(), (line, value))
            if before != line:
                how = "" if written == value else f", in other capitals: {written!r}"
                sheet.fault(line, column, value, f"stands on line {before} already{how}", like="repeated")


def _forwards(sheet: Sheet, start: str, end: str, reason: str) -> None:
    for line, (earlier, later) in sheet.cells(start, end):
        if isinstance(earlier, date) and isinstance(later, date) and later < earlier:
            sheet.fault(line, end, later, reason)
