"""Record what the case still needs."""

from datetime import date, timedelta

import pytest

from domain.assessment import CaseAction
from domain.cases import CaseFile, MilestoneKind
from domain.errors import Reason, Refused
from domain.iqa.checks import MOST_ACTIONS
from domain.iqa.commands import RecordAction
from domain.iqa.events import ActionRecorded, CaseReplaced, IqaEvent, NoActionsRequired
from domain.prompts import PromptKind
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    CALENDAR,
    COLLEAGUE,
    ELSEWHERE,
    LEFT,
    OTHER_MANAGER,
    OTHER_URN,
    OUTSIDE_MANAGER,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    TODAY,
    URN,
    YESTERDAY,
    a_case_file,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_held_conversation,
    a_selected_case,
    action,
    an_open_iqa,
    answered,
    away,
    end_of,
    facts,
)

LETTER = "Send the victim the letter that is due."
RECORD = RecordAction(what=LETTER, owner=COLLEAGUE)
URGENT = RecordAction(what=LETTER, owner=COLLEAGUE, urgent=True)


def due_of(urgent: RecordAction, case_file: CaseFile) -> str:
    event = given(*a_selected_case()).when(urgent, facts=facts(case_file=case_file)).events[0]
    assert isinstance(event, ActionRecorded)
    return event.due.date().isoformat()


def test_an_action_is_due_in_ten_working_days_unless_a_day_is_named() -> None:
    outcome = given(*a_selected_case()).when(RECORD)

    outcome.then(action(due=end_of(11, 24)))
    assert outcome.waiting["action:a1"] == COLLEAGUE


@pytest.mark.parametrize("day", [TODAY, date(2027, 1, 1)])
def test_it_is_due_at_the_end_of_the_day_named_which_may_be_a_holiday(day: date) -> None:
    outcome = given(*a_selected_case()).when(RECORD.model_copy(update={"due_on": day}))

    outcome.then(action(due_on=day, due=end_of(day.month, day.day, day.year)))


def test_each_action_has_its_own_number() -> None:
    first = given(*a_selected_case()).when(RECORD)
    second = first.and_when(RECORD)

    assert [each.action.action_id for each in second.iqa.actions] == ["a1", "a2"]


def test_it_completes_an_iqa_that_waited_for_nothing_else() -> None:
    outcome = given(*a_held_conversation()).when(RECORD)

    assert outcome.kinds == ["action_recorded", "iqa_completed"]
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["action:a1"]


def test_it_takes_back_that_none_was_required() -> None:
    outcome = given(*a_selected_case(), NoActionsRequired()).when(RECORD)

    assert outcome.iqa.no_actions is False


def test_an_urgent_action_is_due_in_two_working_days() -> None:
    given(*a_selected_case()).when(URGENT).then(action(urgent=True, due=end_of(11, 12)))


@pytest.mark.parametrize(
    ("hearing", "due"),
    [
        (date(2026, 11, 10), "2026-11-10"),
        (date(2026, 11, 11), "2026-11-10"),
        (date(2026, 11, 12), "2026-11-11"),
        (date(2026, 11, 13), "2026-11-12"),
        (date(2026, 11, 30), "2026-11-12"),
        (date(2030, 1, 7), "2026-11-12"),
    ],
)
def test_an_urgent_action_is_due_before_the_next_hearing(hearing: date, due: str) -> None:
    assert due_of(URGENT, a_case_file((MilestoneKind.NEXT_HEARING, hearing))) == due
    assert due_of(URGENT, a_case_file(trial_on=hearing)) == due
    assert due_of(URGENT, a_case_file(first_hearing_on=hearing)) == due


def test_a_hearing_that_is_over_is_no_bound() -> None:
    over = a_case_file((MilestoneKind.NEXT_HEARING, YESTERDAY), trial_on=None)

    assert due_of(URGENT, over) == "2026-11-12"


def test_before_a_hearing_after_the_weekend_it_is_due_on_friday() -> None:
    monday = a_case_file((MilestoneKind.NEXT_HEARING, date(2026, 11, 16)))

    outcome = given(*a_selected_case()).when(URGENT, at=end_of(11, 12), facts=facts(case_file=monday))

    outcome.then(action(urgent=True, due=end_of(11, 13)))


def test_an_action_that_is_not_urgent_is_not_bound_by_a_hearing() -> None:
    assert due_of(RECORD, a_case_file((MilestoneKind.NEXT_HEARING, date(2026, 11, 12)))) == "2026-11-24"


ON_LEAVE = (YESTERDAY, date(2026, 11, 20))


def test_an_urgent_action_goes_to_whoever_covers_an_absent_owner() -> None:
    leave = facts(absences=(away(COLLEAGUE, *ON_LEAVE, cover=OTHER_MANAGER),))

    outcome = given(*a_selected_case()).when(URGENT, facts=leave)

    outcome.then(action(urgent=True, owner=OTHER_MANAGER, due=end_of(11, 12)))


@pytest.mark.parametrize("cover", [None, LEFT, STRANGER, OUTSIDE_MANAGER])
def test_without_a_cover_who_can_it_stays_with_the_owner(cover: str | None) -> None:
    leave = facts(absences=(away(COLLEAGUE, *ON_LEAVE, cover=cover),))

    given(*a_selected_case()).when(URGENT, facts=leave).then(action(urgent=True, due=end_of(11, 12)))


def test_an_action_that_is_not_urgent_waits_for_its_owner() -> None:
    leave = facts(absences=(away(COLLEAGUE, *ON_LEAVE, cover=OTHER_MANAGER),))

    given(*a_selected_case()).when(RECORD, facts=leave).then(action())


def test_an_urgent_action_never_pauses() -> None:
    leave = facts(absences=(away(COLLEAGUE, *ON_LEAVE), away(ASSESSOR, *ON_LEAVE)))

    given(*a_selected_case()).when(URGENT, facts=leave).then(action(urgent=True, due=end_of(11, 12)))


def test_a_case_that_was_only_looked_at_may_need_something_too() -> None:
    looked_at = facts(case_file=a_case_file(urn=OTHER_URN))

    outcome = given(*an_open_iqa()).when(RECORD.model_copy(update={"urn": OTHER_URN}), facts=looked_at)

    outcome.then(action(urn=OTHER_URN))


def test_an_action_on_another_case_settles_nothing_about_the_selected_one() -> None:
    looked_at = facts(case_file=a_case_file(urn=OTHER_URN))

    outcome = given(*a_held_conversation()).when(
        RECORD.model_copy(update={"urn": OTHER_URN}), facts=looked_at
    )

    outcome.then(action(urn=OTHER_URN))
    assert outcome.waiting["record_actions"] == ASSESSOR
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["record_actions", "action:a1"]


def test_an_action_on_another_case_does_not_take_back_that_this_one_needs_nothing() -> None:
    looked_at = facts(case_file=a_case_file(urn=OTHER_URN))

    outcome = given(*a_selected_case(), NoActionsRequired()).when(
        RECORD.model_copy(update={"urn": OTHER_URN}), facts=looked_at
    )

    assert outcome.iqa.no_actions is True


def test_without_a_case_selected_the_case_must_be_named() -> None:
    replaced = CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20))

    given(*a_selected_case(), replaced).when(RECORD).refused(Reason.NO_CASE_SELECTED)


def test_a_case_that_was_never_imported_needs_nothing() -> None:
    given(*a_selected_case()).when(
        RECORD.model_copy(update={"urn": OTHER_URN}), facts=facts(case_file=None)
    ).refused(Reason.UNKNOWN_CASE, OTHER_URN)


def test_a_case_of_another_area_is_that_areas_business() -> None:
    given(*a_selected_case()).when(RECORD, facts=facts(case_file=a_case_file(area=ELSEWHERE))).refused(
        Reason.OTHER_AREA, ELSEWHERE
    )


@pytest.mark.parametrize(
    ("owner", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
@pytest.mark.parametrize("urgent", [False, True], ids=["not urgent", "urgent"])
def test_somebody_of_the_area_in_post_owns_it(owner: str, reason: Reason, urgent: object) -> None:
    command = RecordAction.model_validate({"what": LETTER, "owner": owner, "urgent": urgent})

    given(*a_selected_case()).when(command).refused(reason, owner)


def test_it_is_not_due_before_today() -> None:
    given(*a_selected_case()).when(RECORD.model_copy(update={"due_on": YESTERDAY})).refused(
        Reason.DUE_IN_PAST, "2026-11-09"
    )


@pytest.mark.parametrize("day", [CALENDAR.last_day + timedelta(days=1), date.max])
def test_it_is_not_due_beyond_the_calendar(day: date) -> None:
    given(*a_selected_case()).when(RECORD.model_copy(update={"due_on": day})).refused(Reason.BEYOND_CALENDAR)


def test_it_may_be_due_on_the_calendars_last_day() -> None:
    last = RECORD.model_copy(update={"due_on": CALENDAR.last_day})

    assert given(*a_selected_case()).when(last).kinds == ["action_recorded"]


@pytest.mark.parametrize(
    ("history", "by"),
    [
        (a_selected_case(), ASSESSOR),
        (a_confirmed_iqa(), SENIOR),
        (a_drawn_iqa(), SAMPLER),
    ],
)
def test_assessor_seniors_and_sampler_may_record_one(history: tuple[IqaEvent, ...], by: str) -> None:
    assert given(*history).when(RECORD, by=by).kinds[0] == "action_recorded"


@pytest.mark.parametrize(("by", "reason"), [(PROSECUTOR, Reason.OWN_WORK), (COLLEAGUE, Reason.NOT_PERMITTED)])
def test_others_may_not(by: str, reason: Reason) -> None:
    given(*a_selected_case()).when(RECORD, by=by).refused(reason)


def test_one_iqa_holds_so_many_and_no_more() -> None:
    full = tuple(action(number) for number in range(1, MOST_ACTIONS + 1))

    given(*a_selected_case(), *full).when(RECORD).refused(Reason.TOO_MANY, "actions")


def test_what_was_recorded_is_kept_as_written() -> None:
    words = "Ring the officer:\n\t“custody time limit”, 18:00 👮 \u202e\u05d3\u05d7\u05d5\u05e3"

    event = given(*a_selected_case()).when(RECORD.model_copy(update={"what": words})).events[0]

    assert isinstance(event, ActionRecorded)
    assert event.action == CaseAction(action_id="a1", urn=URN, what=words, owner=COLLEAGUE)


def test_an_action_whose_owner_will_be_long_away_over_its_day_is_due_after_the_return() -> None:
    leave = (away(COLLEAGUE, date(2026, 11, 16), date(2026, 12, 11)),)
    needed = RecordAction(what="Chase the phone download.", owner=COLLEAGUE)

    outcome = given(*a_selected_case()).when(needed, facts=facts(absences=leave))

    assert [one.due for one in outcome.iqa.actions] == [end_of(12, 18)]


HEARING = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("case_file", "day"),
    [
        (a_case_file((MilestoneKind.NEXT_HEARING, HEARING)), HEARING),
        (a_case_file(trial_on=HEARING), HEARING),
        (a_case_file((MilestoneKind.DEFENCE_STATEMENT_DUE, TODAY)), TODAY),
        (a_case_file((MilestoneKind.VICTIM_LETTER_DUE, HEARING), (MilestoneKind.NEXT_HEARING, TODAY)), TODAY),
    ],
    ids=["hearing", "trial", "statement due", "the first of two"],
)
def test_an_action_for_somebody_who_is_away_on_a_day_of_the_case_is_asked_about(
    case_file: CaseFile, day: date
) -> None:
    absent = facts(case_file=case_file, absences=(away(COLLEAGUE, TODAY, HEARING, OTHER_MANAGER),))

    refused = given(*a_selected_case()).when(RECORD, facts=absent).decision

    assert isinstance(refused, Refused)
    assert [(one.about, one.whom, one.on, one.cover) for one in refused.prompts] == [
        (PromptKind.ACTION_WHILE_AWAY, COLLEAGUE, day, OTHER_MANAGER)
    ]


@pytest.mark.parametrize(("last", "gone"), [(HEARING, HEARING), (YESTERDAY, None)])
def test_the_cover_of_the_owner_is_said_to_be_away_too_where_that_is_so_on_the_day_of_the_case(
    last: date, gone: date | None
) -> None:
    leaves = (away(COLLEAGUE, HEARING, HEARING, OTHER_MANAGER), away(OTHER_MANAGER, YESTERDAY, last))
    absent = facts(case_file=a_case_file((MilestoneKind.NEXT_HEARING, HEARING)), absences=leaves)

    refused = given(*a_selected_case()).when(RECORD, facts=absent).decision

    assert isinstance(refused, Refused)
    assert [(one.cover, one.cover_away_on) for one in refused.prompts] == [(OTHER_MANAGER, gone)]


def test_once_that_is_answered_it_is_recorded_with_the_answer_and_the_same_is_not_asked_again() -> None:
    absent = facts(
        case_file=a_case_file((MilestoneKind.NEXT_HEARING, HEARING)),
        absences=(away(COLLEAGUE, HEARING, HEARING),),
    )
    known = RECORD.model_copy(update={"answered": answered(PromptKind.ACTION_WHILE_AWAY)})

    outcome = given(*a_selected_case()).when(known, facts=absent)

    assert outcome.kinds == ["action_recorded", "prompt_answered"]
    assert outcome.and_when(RECORD, facts=absent).kinds == ["action_recorded"]


@pytest.mark.parametrize(
    ("command", "case_file", "who"),
    [
        (URGENT, a_case_file((MilestoneKind.NEXT_HEARING, HEARING)), COLLEAGUE),
        (RECORD, a_case_file((MilestoneKind.NEXT_HEARING, HEARING)), PROSECUTOR),
        (RECORD, a_case_file((MilestoneKind.NEXT_HEARING, date(2026, 11, 23))), COLLEAGUE),
        (RECORD, a_case_file((MilestoneKind.NEXT_HEARING, YESTERDAY)), COLLEAGUE),
        (RECORD, a_case_file((MilestoneKind.VICTIM_LETTER_SENT, HEARING)), COLLEAGUE),
    ],
    ids=["urgent", "somebody else is away", "after the return", "it is over", "nothing is due then"],
)
def test_a_short_absence_without_a_day_of_the_case_in_it_asks_nothing(
    command: RecordAction, case_file: CaseFile, who: str
) -> None:
    absent = facts(case_file=case_file, absences=(away(who, YESTERDAY, HEARING),))

    assert given(*a_selected_case()).when(command, facts=absent).kinds == ["action_recorded"]
