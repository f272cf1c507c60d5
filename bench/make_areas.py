"""Makes the exports of fourteen Areas: ``python -m bench.make_areas FOLDER``, and three numbers for a scale.

All of it is made up. The same numbers always give the same files.
"""

import csv
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from domain.cases import ContributionKind, MilestoneKind, Plea
from domain.roster.columns import ABSENCES, CASES, CONTRIBUTIONS, MILESTONES, PEOPLE, Layout

AREAS = tuple(f"A{number:02}" for number in range(1, 15))
UNITS = ("MC", "CC", "RASSO")
TEAM = 9
FIRST_DAY = date(2026, 4, 1)

Cells = Sequence[object]


class Scale:
    """How much to make, over all Areas together."""

    def __init__(self, prosecutors: int = 3_500, cases: int = 45_000, contributions: int = 250_000) -> None:
        self.prosecutors = prosecutors
        self.cases = cases
        self.contributions = contributions


def prosecutor_id(number: int) -> str:
    """Name a prosecutor; they are dealt round the Areas."""
    return f"{AREAS[number % len(AREAS)]}-P{number // len(AREAS):04}"


def urn(number: int) -> str:
    """Name a case."""
    return f"{number % 90 + 10}{number:07}26"


def people(chance: random.Random, scale: Scale) -> Iterator[Cells]:
    """Make a chief, a senior manager, legal managers for teams of nine, and prosecutors for each Area."""
    teams = scale.prosecutors // len(AREAS) // TEAM + 1
    for area in AREAS:
        yield _person(chance, f"{area}-C1", "chief_crown_prosecutor", area, "", "")
        yield _person(chance, f"{area}-S1", "senior_manager", area, "", f"{area}-C1")
        for team in range(teams):
            yield _person(chance, f"{area}-M{team:03}", "legal_manager", area, UNITS[team % 3], f"{area}-S1")
    for number in range(scale.prosecutors):
        area, team = AREAS[number % len(AREAS)], number // len(AREAS) % teams
        manager = f"{area}-M{team:03}"
        yield _person(chance, prosecutor_id(number), "prosecutor", area, UNITS[team % 3], manager)


def _person(chance: random.Random, staff_id: str, role: str, area: str, unit: str, manager: str) -> Cells:
    start = FIRST_DAY - timedelta(days=chance.randrange(30, 4_000))
    return (
        staff_id,
        role,
        area,
        unit,
        manager,
        f"{staff_id.lower()}@example.test",
        start,
        "",
        f"Sam {staff_id}",
    )


def absences(chance: random.Random, scale: Scale) -> Iterator[Cells]:
    """Make a fortnight's leave for one prosecutor in ten, covered by the next in the same Area."""
    for number in range(0, scale.prosecutors - len(AREAS), 10):
        start = FIRST_DAY + timedelta(days=chance.randrange(360))
        yield (
            prosecutor_id(number),
            start,
            start + timedelta(days=14),
            "leave",
            prosecutor_id(number + len(AREAS)),
        )


def cases(chance: random.Random, scale: Scale) -> Iterator[Cells]:
    """Make the cases, one in four not charged yet."""
    for number in range(scale.cases):
        owner = number % scale.prosecutors
        received = FIRST_DAY + timedelta(days=chance.randrange(180))
        charged = "" if number % 4 == 0 else received + timedelta(days=chance.randrange(30))
        stage = "post_charge" if charged else "pre_charge"
        plea = chance.choice(["", *Plea]) if charged else ""
        flags = [chance.choice(("yes", "no")) for _ in range(6)]
        area, unit = AREAS[owner % len(AREAS)], chance.choice(UNITS)
        yield (
            urn(number),
            area,
            unit,
            stage,
            "live",
            plea,
            prosecutor_id(owner),
            received,
            charged,
            "",
            "",
            *flags,
        )


def contributions(chance: random.Random, scale: Scale) -> Iterator[Cells]:
    """Make contributions, most of them by the person to whom the case is allocated."""
    kinds = [*ContributionKind]
    for number in range(scale.contributions):
        case = number % scale.cases
        by = case if chance.random() < 0.8 else chance.randrange(scale.prosecutors)  # noqa: PLR2004 - a share
        day = FIRST_DAY + timedelta(days=chance.randrange(270))
        yield urn(case), prosecutor_id(by % scale.prosecutors), chance.choice(kinds), day


def milestones(chance: random.Random, scale: Scale) -> Iterator[Cells]:
    """Make two milestones a case."""
    kinds = [*MilestoneKind]
    for number in range(2 * scale.cases):
        yield (
            urn(number % scale.cases),
            chance.choice(kinds),
            FIRST_DAY + timedelta(days=chance.randrange(270)),
        )


def make(folder: Path, scale: Scale) -> None:
    """Write the five files."""
    makers = {
        PEOPLE: people,
        ABSENCES: absences,
        CASES: cases,
        CONTRIBUTIONS: contributions,
        MILESTONES: milestones,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for layout, maker in makers.items():
        write_file(folder, layout, maker(random.Random(layout.table), scale))


def write_file(folder: Path, layout: Layout, rows: Iterable[Cells]) -> None:
    """Write one file of an export; raises ``ValueError`` for a row that is not of its columns."""
    with (folder / layout.file).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in layout.columns)
        for row in rows:
            writer.writerow(cell for _, cell in zip(layout.columns, row, strict=True))


if __name__ == "__main__":
    make(Path(sys.argv[1]), Scale(*map(int, sys.argv[2:])))
