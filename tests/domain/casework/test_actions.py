from datetime import date, datetime

import pytest

from domain.cases import MilestoneKind
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.next_step import next_step
from domain.errors import Reason
from domain.iqa.state import Deadline, Step
from domain.stream import Await, Finish
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, an_action, given, state
from tests.factories import (
    ADMINISTRATOR,
    AREA,
    ASSESSOR,
    COLLEAGUE,
    IQA_ID,
    LEFT,
    OTHER_URN,
    OUTSIDE_MANAGER,
    PROSECUTOR,
    SENIOR,
    STRANGER,
    TODAY,
    TOMORROW,
    URN,
    YESTERDAY,
    a_case_file,
    away,
    end_of,
    facts,
)

HANDED = "On leave for three weeks."
COMPLETED = e.ActionCompleted(action_id="a1", outcome="Sent.")
LATE = end_of(11, 25)


def record(**changes: object) -> c.RecordAction:
    command = c.RecordAction(urn=URN, what="Send the victim letter.", owner=PROSECUTOR)
    return command.model_copy(update=changes)


def complete(action_id: str = "a1", later: date | None = None) -> c.CompleteAction:
    return c.CompleteAction(action_id=action_id, outcome="Sent.", later_review_on=later)


def hand_over(to: str = COLLEAGUE, action_id: str = "a1") -> c.HandOverAction:
    return c.HandOverAction(action_id=action_id, to=to, because=HANDED)


def handed_over(to: str = COLLEAGUE, due: datetime = DUE) -> e.ActionHandedOver:
    return e.ActionHandedOver(action_id="a1", to=to, because=HANDED, due=due)


def take_over(due: datetime = DUE, **changes: object) -> c.TakeOverAction:
    action = an_action(4, COLLEAGUE, **changes)
    return c.TakeOverAction(area=AREA, action=action, due=due, from_iqa=IQA_ID, because=HANDED)


def taken_over(number: int = 1, due: datetime = DUE, **changes: object) -> e.ActionTakenOver:
    return e.ActionTakenOver(
        action=an_action(number, COLLEAGUE, **changes),
        due=due,
        from_iqa=IQA_ID,
        from_action="a4",
        because=HANDED,
    )


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR])
def test_a_manager_records_what_the_case_needs_due_by_policy(by: str) -> None:
    given().when(record(), by=by).then(OPENED, action_recorded())


def test_actions_are_numbered_on_their_case_and_due_when_asked() -> None:
    command = record(due_on=TOMORROW)

    given(OPENED, action_recorded()).when(command, by=ASSESSOR).then(
        e.ActionRecorded(action=an_action(2, due_on=TOMORROW), due=end_of(11, 11))
    )


def test_an_urgent_action_is_due_sooner_and_before_the_next_hearing() -> None:
    hearing = a_case_file((MilestoneKind.NEXT_HEARING, date(2026, 11, 12)))

    given(OPENED).when(record(urgent=True), by=ASSESSOR, world=facts(case_file=hearing)).then(
        e.ActionRecorded(action=an_action(urgent=True), due=end_of(11, 11))
    )


def test_an_urgent_action_goes_to_the_cover_of_an_absent_owner() -> None:
    absent = facts(absences=(away(PROSECUTOR, YESTERDAY, TOMORROW, COLLEAGUE),))

    (recorded,) = given(OPENED).when(record(urgent=True), by=ASSESSOR, world=absent).events

    assert isinstance(recorded, e.ActionRecorded)
    assert recorded.action.owner == COLLEAGUE


def test_another_action_waits_for_its_owner() -> None:
    absent = facts(absences=(away(PROSECUTOR, YESTERDAY, TOMORROW, COLLEAGUE),))

    given(OPENED).when(record(), by=ASSESSOR, world=absent).then(action_recorded())


@pytest.mark.parametrize(
    ("owner", "reason"),
    [(STRANGER, Reason.UNKNOWN_PERSON), (OUTSIDE_MANAGER, Reason.OTHER_AREA), (LEFT, Reason.NOT_IN_POST)],
)
def test_an_action_is_kept_by_somebody_in_post_in_the_area(owner: str, reason: Reason) -> None:
    given().when(record(owner=owner), by=ASSESSOR).refused(reason)
    given(OPENED, action_recorded()).when(hand_over(owner), by=ASSESSOR).refused(reason)


@pytest.mark.parametrize(
    ("due_on", "reason"), [(YESTERDAY, Reason.DUE_IN_PAST), (date(2029, 1, 2), Reason.BEYOND_CALENDAR)]
)
def test_an_action_is_due_on_a_day_that_is_to_come_and_known(due_on: date, reason: Reason) -> None:
    given().when(record(due_on=due_on), by=ASSESSOR).refused(reason)


def test_an_action_without_a_date_is_refused_where_the_calendar_ends() -> None:
    late = facts(now=datetime.fromisoformat("2028-12-29T10:00Z"))

    given(OPENED).when(record(), by=ASSESSOR, world=late).refused(Reason.BEYOND_CALENDAR)


@pytest.mark.parametrize("by", [PROSECUTOR, ADMINISTRATOR, OUTSIDE_MANAGER])
def test_nobody_else_records_one(by: str) -> None:
    given().when(record(), by=by).refused(Reason.NOT_PERMITTED, "legal_manager")


def test_an_action_on_another_case_does_not_belong_here() -> None:
    given(OPENED).when(record(urn=OTHER_URN), by=ASSESSOR).refused(Reason.UNKNOWN_CASE)


def test_an_action_that_an_iqa_handed_over_is_chased_here_under_an_id_of_the_case() -> None:
    given().when(take_over()).then(OPENED, taken_over())
    given(OPENED, action_recorded()).when(take_over()).then(taken_over(2))


def test_it_is_taken_over_although_the_case_is_exported_no_more() -> None:
    given().when(take_over(), world=facts(case_file=None)).then(OPENED, taken_over())


def test_it_is_taken_over_once() -> None:
    given(OPENED, taken_over()).when(take_over()).refused(Reason.ALREADY_DONE, f"{IQA_ID}: a4")


def test_no_person_takes_over_for_an_iqa() -> None:
    given().when(take_over(), by=SENIOR).refused(Reason.NOT_PERMITTED, "allowed: system")


def test_an_action_of_another_case_is_not_taken_over_here() -> None:
    given(OPENED).when(take_over(urn=OTHER_URN)).refused(Reason.UNKNOWN_CASE)


def test_one_that_is_late_already_gets_new_time_for_its_new_owner() -> None:
    late = end_of(11, 9)

    given(OPENED).when(take_over(late)).then(taken_over(due=DUE))
    given(OPENED).when(take_over(late, urgent=True)).then(taken_over(due=end_of(11, 12), urgent=True))


@pytest.mark.parametrize("by", [PROSECUTOR, ASSESSOR, SENIOR])
def test_the_owner_or_a_manager_completes_it_with_its_outcome(by: str) -> None:
    given(OPENED, action_recorded()).when(complete(), by=by).then(COMPLETED)


def test_the_outcome_may_cite_a_later_review_that_took_place() -> None:
    given(OPENED, action_recorded()).when(complete(later=TODAY), by=ASSESSOR).then(
        COMPLETED.model_copy(update={"later_review_on": TODAY})
    )
    given(OPENED, action_recorded()).when(complete(later=TOMORROW), by=ASSESSOR).refused(
        Reason.DAY_TO_COME, TOMORROW.isoformat()
    )


@pytest.mark.parametrize("command", [complete(), hand_over()])
@pytest.mark.parametrize("by", [COLLEAGUE, ADMINISTRATOR])
def test_nobody_else_completes_it_or_hands_it_over(command: c.CaseCommand, by: str) -> None:
    given(OPENED, action_recorded()).when(command, by=by).refused(Reason.NOT_PERMITTED, "owner")


def test_an_owner_in_another_area_can_still_complete_it() -> None:
    """A person who moved keeps what is theirs until it is handed over."""
    given(OPENED, action_recorded(owner=OUTSIDE_MANAGER)).when(complete(), by=OUTSIDE_MANAGER).then(COMPLETED)


@pytest.mark.parametrize("command", [complete("a2"), hand_over(action_id="a2")])
def test_an_action_that_is_not_there_is_neither_completed_nor_handed_over(command: c.CaseCommand) -> None:
    given(OPENED, action_recorded()).when(command, by=ASSESSOR).refused(Reason.UNKNOWN_ACTION, "a2")
    given().when(command, by=ASSESSOR).refused(Reason.UNKNOWN_ACTION, "a2")


@pytest.mark.parametrize("command", [complete(), hand_over()])
def test_what_is_completed_stays_so(command: c.CaseCommand) -> None:
    given(OPENED, action_recorded(), COMPLETED).when(command, by=ASSESSOR).refused(Reason.ALREADY_DONE, "a1")


@pytest.mark.parametrize("by", [PROSECUTOR, ASSESSOR, SENIOR])
def test_the_owner_or_a_manager_hands_it_over_with_the_time_that_is_left(by: str) -> None:
    given(OPENED, action_recorded()).when(hand_over(), by=by).then(handed_over())


def test_one_handed_over_late_gets_new_time() -> None:
    missed = e.DeadlineMissed(deadline="action:a1", due=DUE, whose=PROSECUTOR)
    world = facts(now=LATE)

    given(OPENED, action_recorded(), missed).when(hand_over(), by=ASSESSOR, world=world).then(
        handed_over(due=end_of(12, 9))
    )


def test_it_is_not_handed_over_to_who_has_it() -> None:
    given(OPENED, action_recorded()).when(hand_over(PROSECUTOR), by=ASSESSOR).refused(
        Reason.ALREADY_DONE, "a1"
    )


def test_the_folded_state_shows_owner_time_and_outcome() -> None:
    notes = state(OPENED, action_recorded(), action_recorded(2), taken_over(3), handed_over(due=LATE))

    assert [action.action.owner for action in notes.actions] == [COLLEAGUE, PROSECUTOR, COLLEAGUE]
    assert notes.deadlines == (
        Deadline(step=Step.ACTION, item="a2", due=DUE),
        Deadline(step=Step.ACTION, item="a3", due=DUE),
        Deadline(step=Step.ACTION, item="a1", due=LATE),
    )
    assert (notes.case_id, notes.urn, notes.area, notes.version) == (ID, URN, AREA, 5)
    done = state(OPENED, action_recorded(), COMPLETED)
    assert (done.actions[0].outcome, done.open_actions, done.deadlines) == ("Sent.", (), ())


def test_the_workflow_waits_while_an_action_is_open_and_then_is_finished() -> None:
    missed = e.DeadlineMissed(deadline="action:a1", due=DUE, whose=PROSECUTOR)
    first = Deadline(step=Step.ACTION, item="a1", due=DUE)

    assert next_step(state(OPENED)) == Finish()
    assert next_step(state(OPENED, action_recorded())) == Await(deadline=first)
    assert next_step(state(OPENED, action_recorded(), missed)) == Await()
    assert next_step(state(OPENED, action_recorded(), missed, handed_over())) == Await(deadline=first)
    assert next_step(state(OPENED, action_recorded(), COMPLETED)) == Finish()
