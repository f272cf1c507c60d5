"""A made-up Area of five teams for a whole quarter: one case a prosecutor, fit to be assessed on any day of it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from domain.roster.columns import CASES, CONTRIBUTIONS, MILESTONES, PEOPLE, Layout

MANAGERS: Final = ("M1", "M2", "M3", "M4", "M5")
MEMBERS: Final = 6
IQAS: Final = len(MANAGERS) * MEMBERS

Cells = Sequence[object]


def write_export(area: str, folder: Path, first_day: date) -> Path:
    """Write the exports of the Area, whose cases were charged and heard before the first day."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, PEOPLE, _people(area, first_day))
    _write(folder, CASES, _cases(area, first_day))
    _write(folder, CONTRIBUTIONS, _contributions(area, first_day))
    _write(folder, MILESTONES, _milestones(area, first_day))
    return folder


def prosecutors(manager: str) -> Iterator[str]:
    """The short names of a manager's prosecutors: ``P11`` to ``P16`` are those of ``M1``."""
    return (f"P{manager[1:]}{n}" for n in range(1, MEMBERS + 1))


def urn(area: str, prosecutor: str) -> str:
    """The URN of a prosecutor's case."""
    return f"92{area}{prosecutor.removeprefix(f'{area}-')[1:]}0126"


def _people(area: str, first_day: date) -> Iterator[Cells]:
    def person(name: str, role: str, above: str, unit: str = "") -> Cells:
        reports_to = f"{area}-{above}" if above else ""
        mail = f"{area}-{name}@example.test".lower()
        return f"{area}-{name}", role, area, unit, reports_to, mail, first_day - timedelta(days=900), "", ""

    yield person("C1", "chief_crown_prosecutor", "")
    yield person("S1", "senior_manager", "C1")
    yield person("S2", "senior_manager", "C1")
    for manager in MANAGERS:
        yield person(manager, "legal_manager", "S1" if manager in MANAGERS[:3] else "S2", "MC")
        for prosecutor in prosecutors(manager):
            yield person(prosecutor, "prosecutor", manager, "MC")


def _everybody() -> Iterator[str]:
    return (prosecutor for manager in MANAGERS for prosecutor in prosecutors(manager))


def _cases(area: str, first_day: date) -> Iterator[Cells]:
    days = tuple(first_day + timedelta(days=n) for n in (-90, -80, -40, 200))
    flags = ("no", "no", "no", "yes", "no", "no")
    for name in _everybody():
        yield (
            *(urn(area, name), area, "MC", "post_charge", "live", "not_guilty", f"{area}-{name}"),
            *days,
            *flags,
        )


def _contributions(area: str, first_day: date) -> Iterator[Cells]:
    acts = {"review": 85, "charging_decision": 80, "disclosure": 35, "hearing_preparation": 30}
    for name in _everybody():
        for kind, days in acts.items():
            yield urn(area, name), f"{area}-{name}", kind, first_day - timedelta(days=days)


def _milestones(area: str, first_day: date) -> Iterator[Cells]:
    for name in _everybody():
        yield urn(area, name), "not_guilty_plea", first_day - timedelta(days=40)
        yield urn(area, name), "initial_disclosure_served", first_day - timedelta(days=30)


def _write(folder: Path, layout: Layout, rows: Iterable[Cells]) -> None:
    with (folder / layout.file).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in layout.columns)
        writer.writerows(rows)
