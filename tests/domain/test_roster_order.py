"""The days of a case can't contradict each other, and units are those that policy knows."""

from collections.abc import Mapping
from datetime import date

import pytest

from domain.roster.check import Known, Roster, check
from domain.roster.units import Units
from tests.domain.test_roster_check import NOTHING_KNOWN, faults_of, sheets_of
from tests.exports import EXPORT, spoilt

TODAY = date(2026, 11, 11)
UNITS = Units(("MC", "CC"), others_planned=False)


def warnings_of(export: Mapping[str, str], known: Known = NOTHING_KNOWN) -> list[str]:
    roster = check(sheets_of(export), known)
    assert isinstance(roster, Roster)
    return [str(warning) for warning in roster.warnings]


@pytest.mark.parametrize(
    ("old", "new", "column", "fault"),
    [
        ("2026-07-09", "", "charged_on", "a post-charge case has a date of charge"),
        (
            "2026-07-09",
            "2026-07-06",
            "charged_on",
            "the charge is before the receipt of the case (2026-07-07)",
        ),
        (
            "2026-08-17",
            "2026-07-08",
            "first_hearing_on",
            "the first hearing is before the charge (2026-07-09)",
        ),
        ("2027-02-22", "2026-08-16", "trial_on", "the trial is before the first hearing (2026-08-17)"),
        ("2026-08-17,2027-02-22", ",2026-07-08", "trial_on", "the trial is before the charge (2026-07-09)"),
        ("2026-08-17", "1900-01-01", "first_hearing_on", "is what programs write where there is no date: "),
    ],
)
def test_the_days_of_a_case_come_in_their_order(old: str, new: str, column: str, fault: str) -> None:
    [found] = faults_of(spoilt("cases", 2, old, new))
    assert found.startswith(f"cases.csv:2: {column}: ")
    assert fault in found


def test_days_on_one_day_and_days_that_lack_contradict_nothing() -> None:
    assert faults_of(spoilt("cases", 2, "2026-07-09,2026-08-17,2027-02-22", "2026-07-07,2026-07-07,")) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "2026-08-03,,,",
            "2026-08-03,,2026-09-01,",
            "first_hearing_on: '2026-09-01': a pre-charge case has no first hearing yet",
        ),
        (
            "2026-08-03,,,",
            "2026-08-03,,,2027-01-04",
            "trial_on: '2027-01-04': a pre-charge case has no trial yet",
        ),
        ("live,,", "live,guilty,", "plea: 'guilty': a pre-charge case has no plea yet: is it anticipated?"),
    ],
)
def test_what_a_case_before_charge_can_t_have_is_a_warning(old: str, new: str, says: str) -> None:
    assert warnings_of(spoilt("cases", 3, old, new)) == [f"cases.csv:3: {says}"]


def test_a_plea_that_is_anticipated_is_none_yet() -> None:
    assert warnings_of(spoilt("cases", 3, "live,,", "live,guilty_anticipated,")) == []


DONE = "is after today (2026-11-11), and says what was done"
BEFORE = "is before the case was received (2026-07-07)"


@pytest.mark.parametrize(
    ("table", "line", "old", "new", "says"),
    [
        ("contributions", 2, "2026-07-08", "2026-11-12", f"on_date: '2026-11-12': {DONE}"),
        ("contributions", 2, "2026-07-08", "2026-07-06", f"on_date: '2026-07-06': {BEFORE}"),
        ("milestones", 2, "2026-08-17", "2026-07-06", f"on_date: '2026-07-06': {BEFORE}"),
        ("cases", 3, "2026-08-03", "2026-11-12", "received_on: '2026-11-12': is after today (2026-11-11)"),
    ],
)
def test_what_is_done_too_soon_or_too_late_is_a_warning(
    table: str, line: int, old: str, new: str, says: str
) -> None:
    export = spoilt(table, line, old, new)
    if table == "cases":
        export["contributions"] = "\n".join(EXPORT["contributions"].splitlines()[:-1])
    assert warnings_of(export, NOTHING_KNOWN._replace(today=TODAY)) == [f"{table}.csv:{line}: {says}"]


def test_a_day_of_an_act_that_can_t_be_read_is_one_fault() -> None:
    assert len(faults_of(spoilt("contributions", 2, "2026-07-08", "8 July"))) == 1


def test_a_unit_that_policy_does_not_know_is_told_once() -> None:
    export = {**EXPORT, "people": EXPORT["people"].replace("prosecutor,XN,MC", "prosecutor,XN,Magistrates")}
    assert warnings_of(export, NOTHING_KNOWN._replace(units=UNITS)) == [
        (
            "people.csv:5: unit: 'Magistrates': policy knows MC, CC, and no IQA is planned in others "
            "(planning.casework_per_quarter_elsewhere)"
        )
    ]


@pytest.mark.parametrize(
    ("unit", "says"),
    [("mc", "; is it MC?"), ("", ""), ("\u041c\u0421", "; '\u041c' in it is CYRILLIC CAPITAL LETTER EM")],
)
def test_a_unit_in_other_capitals_or_letters_and_an_empty_one_are_told(unit: str, says: str) -> None:
    export = {**EXPORT, "people": EXPORT["people"].replace("prosecutor,XN,MC", f"prosecutor,XN,{unit}")}
    assert warnings_of(export, NOTHING_KNOWN._replace(units=UNITS._replace(others_planned=True))) == [
        f"people.csv:5: unit: '{unit}': policy knows MC, CC{says}"
    ]


def test_of_cases_only_a_unit_that_nearly_is_one_is_told() -> None:
    export = {
        **EXPORT,
        "cases": EXPORT["cases"].replace("U1,XN,MC", "U1,XN,cc").replace("U2,XN,MC", "U2,XN,RASSO"),
    }
    assert warnings_of(export, NOTHING_KNOWN._replace(units=UNITS)) == [
        "cases.csv:2: unit: 'cc': policy knows MC, CC; is it CC?"
    ]


def test_a_unit_that_can_t_be_read_is_one_fault() -> None:
    export = {
        **EXPORT,
        "people": EXPORT["people"].replace("prosecutor,XN,MC", f"prosecutor,XN,{'x' * 65}", 1),
    }
    assert len(faults_of(export, NOTHING_KNOWN._replace(units=UNITS))) == 1
