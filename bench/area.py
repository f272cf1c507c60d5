"""A made-up Area to measure in: as many cases a prosecutor, and as much done on each, as in the example Area."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from bench.make_areas import Cells, write_file
from domain.ids import iqa_id
from domain.periods import Quarter
from domain.roster.columns import CASES, CONTRIBUTIONS, MILESTONES, PEOPLE

AREA: Final = "BN"
TEAMS: Final = 20
PROSECUTORS_A_TEAM: Final = 9
CASES_A_PROSECUTOR: Final = 12


class Assignment(NamedTuple):
    """One IQA to play: whose work, on which case, and who assesses it."""

    iqa_id: str
    quarter: str
    prosecutor: str
    assessor: str
    urn: str


def assignments(today: date) -> Iterator[Assignment]:
    """Every case of the Area once, prosecutor by prosecutor, so that no two IQAs want the same work."""
    quarter = str(Quarter.containing(today))
    for case in range(CASES_A_PROSECUTOR):
        for team in range(TEAMS):
            for member in range(PROSECUTORS_A_TEAM):
                prosecutor = _prosecutor(team, member)
                stream = iqa_id(quarter, prosecutor, "casework", case + 1)
                yield Assignment(stream, quarter, prosecutor, _manager(team), _urn(team, member, case))


def write(folder: Path, today: date) -> None:
    """Write the exports, with days around today so that every case is eligible whenever this runs."""
    folder.mkdir(parents=True)
    write_file(folder, PEOPLE, _people(today))
    write_file(folder, CASES, _cases(today))
    write_file(folder, CONTRIBUTIONS, _contributions(today))
    write_file(folder, MILESTONES, _milestones(today))


def _manager(team: int) -> str:
    return f"{AREA}-M{team:02}"


def _prosecutor(team: int, member: int) -> str:
    return f"{AREA}-P{team:02}{member:02}"


def _urn(team: int, member: int, case: int) -> str:
    return f"91{AREA}{team:02}{member:02}{case:02}26"


def _people(today: date) -> Iterator[Cells]:
    yield _person(f"{AREA}-C01", "chief_crown_prosecutor", "", "", today)
    yield _person(f"{AREA}-S01", "senior_manager", "", f"{AREA}-C01", today)
    for team in range(TEAMS):
        yield _person(_manager(team), "legal_manager", "MC", f"{AREA}-S01", today)
        for member in range(PROSECUTORS_A_TEAM):
            yield _person(_prosecutor(team, member), "prosecutor", "MC", _manager(team), today)


def _person(staff_id: str, role: str, unit: str, reports_to: str, today: date) -> Cells:
    mail, name = f"{staff_id.lower()}@example.test", f"Sam {staff_id}"
    return staff_id, role, AREA, unit, reports_to, mail, _before(today, 900), "", name


def _each_case() -> Iterator[tuple[str, str]]:
    for team in range(TEAMS):
        for member in range(PROSECUTORS_A_TEAM):
            for case in range(CASES_A_PROSECUTOR):
                yield _urn(team, member, case), _prosecutor(team, member)


def _cases(today: date) -> Iterator[Cells]:
    first_hearing, trial = _before(today, 30), today + timedelta(days=90)
    for urn, prosecutor in _each_case():
        days = (_before(today, 70), _before(today, 60), first_hearing, trial)
        flags = ("no", "no", "no", "yes", "no", "no")
        yield (urn, AREA, "MC", "post_charge", "live", "not_guilty", prosecutor, *days, *flags)


def _contributions(today: date) -> Iterator[Cells]:
    acts = {"review": 65, "charging_decision": 60, "hearing_preparation": 35, "disclosure": 25}
    for urn, prosecutor in _each_case():
        yield from ((urn, prosecutor, kind, _before(today, days)) for kind, days in acts.items())


def _milestones(today: date) -> Iterator[Cells]:
    for urn, _ in _each_case():
        yield urn, "not_guilty_plea", _before(today, 30)
        yield urn, "initial_disclosure_served", _before(today, 20)


def _before(today: date, days: int) -> date:
    return today - timedelta(days=days)
