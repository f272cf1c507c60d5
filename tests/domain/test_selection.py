"""Which work on a case is assessable, under the shipped policy."""

from datetime import date

import pytest

from domain.cases import Case, CaseFile, CaseStatus, Contribution, ContributionKind, Stage
from domain.errors import Reason
from domain.people import Role
from domain.questions import Work
from domain.selection import Stretch, within
from infra.reference import Library

SELECTION = Library.load().current.policy.selection
TODAY = date(2026, 11, 23)
CHARGED, HEARD = date(2026, 7, 9), date(2026, 8, 17)
BEFORE, BETWEEN, AFTER = date(2026, 7, 8), date(2026, 8, 1), date(2026, 9, 1)
ME, OTHER = "XN-P001", "XN-P002"

P, I, C = Work.EARLY_ADVICE_OR_CHARGING, Work.INITIAL_REVIEW, Work.PROGRESSION  # noqa: E741
Kind = ContributionKind


def case_file(
    *acts: tuple[Kind, date], charged_on: date | None = CHARGED, first_hearing_on: date | None = HEARD
) -> CaseFile:
    case = Case(
        urn="91XN0000126",
        area="XN",
        unit="MC",
        stage=Stage.POST_CHARGE if charged_on else Stage.PRE_CHARGE,
        status=CaseStatus.LIVE,
        prosecutor=ME,
        received_on=date(2026, 7, 7),
        charged_on=charged_on,
        first_hearing_on=first_hearing_on,
        custody=False,
        domestic_abuse=False,
        rape=False,
        victim=False,
        outside_uk=False,
        asset_recovery=False,
    )
    done = tuple(Contribution(urn=case.urn, staff_id=ME, kind=kind, on_date=day) for kind, day in acts)
    return CaseFile(case=case, contributions=done)


@pytest.mark.parametrize(
    ("stretch", "inside", "outside"),
    [
        (Stretch.UP_TO_CHARGE, [BEFORE, CHARGED], [BETWEEN, AFTER]),
        (Stretch.SINCE_CHARGE, [CHARGED, BETWEEN, AFTER], [BEFORE]),
        (Stretch.SINCE_FIRST_HEARING, [HEARD, AFTER], [BEFORE, BETWEEN]),
    ],
)
def test_the_day_of_the_charge_is_on_both_sides_of_it(
    stretch: Stretch, inside: list[date], outside: list[date]
) -> None:
    case = case_file().case

    assert all(within(case, stretch, day) for day in inside)
    assert not any(within(case, stretch, day) for day in outside)


def test_a_case_without_a_charge_is_all_before_it() -> None:
    case = case_file(charged_on=None, first_hearing_on=None).case

    assert [within(case, stretch, TODAY) for stretch in Stretch] == [True, False, False]


@pytest.mark.parametrize(
    ("work", "kind", "day", "expected"),
    [
        (P, Kind.CHARGING_DECISION, BEFORE, True),
        (P, Kind.REVIEW, BEFORE, True),
        (P, Kind.EARLY_ADVICE, BEFORE, True),
        (P, Kind.REVIEW, AFTER, False),
        (P, Kind.CORRESPONDENCE, BEFORE, False),
        (I, Kind.REVIEW, BETWEEN, True),
        (I, Kind.CHARGING_DECISION, BEFORE, False),
        (C, Kind.DISCLOSURE, BETWEEN, True),
        (C, Kind.HEARING_PREPARATION, AFTER, True),
        (C, Kind.REVIEW, AFTER, True),
        (C, Kind.REVIEW, BETWEEN, False),
        (C, Kind.CORRESPONDENCE, AFTER, False),
    ],
)
def test_own_work_is_the_substantive_act_of_the_work_assessed(
    work: Work, kind: Kind, day: date, *, expected: bool
) -> None:
    file = case_file((kind, day))

    assert SELECTION.of(work).is_done_by(file, ME) is expected
    assert not SELECTION.of(work).is_done_by(file, OTHER)


@pytest.mark.parametrize(
    ("work", "acts", "expected"),
    [
        (P, [(Kind.CHARGING_DECISION, BEFORE)], True),
        (P, [(Kind.CORRESPONDENCE, BEFORE)], False),
        (I, [(Kind.REVIEW, BETWEEN)], True),
        (I, [(Kind.REVIEW, BEFORE)], False),
        (C, [(Kind.DISCLOSURE, AFTER)], True),
        (C, [(Kind.DISCLOSURE, BETWEEN)], False),
    ],
)
def test_a_case_has_progressed_when_the_work_assessed_has_left_a_mark(
    work: Work, acts: list[tuple[Kind, date]], *, expected: bool
) -> None:
    assert SELECTION.of(work).has_progressed(case_file(*acts), TODAY) is expected


def test_a_first_hearing_still_to_come_is_no_progress() -> None:
    ahead = case_file((Kind.DISCLOSURE, AFTER))

    assert not SELECTION.of(C).has_progressed(ahead, date(2026, 8, 16))


def test_only_the_roles_that_policy_names_may_set_a_rule_aside() -> None:
    assert SELECTION.may_override(Reason.CASE_NOT_LIVE, Role.LEGAL_MANAGER)
    assert not SELECTION.may_override(Reason.CASE_NOT_LIVE, Role.PROSECUTOR)


def test_a_rule_that_policy_does_not_list_can_never_be_set_aside() -> None:
    assert not SELECTION.may_override(Reason.ALREADY_ASSESSED, Role.SENIOR_MANAGER)
