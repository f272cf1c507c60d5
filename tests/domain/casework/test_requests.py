"""A prosecutor asks for an assessment or a talk and names the case; their manager answers within policy's days."""

from datetime import datetime
from uuid import UUID

import pytest

from domain.cases import CaseFile
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.checks import MOST_REQUESTS
from domain.casework.kind import CASE
from domain.casework.needs import needs
from domain.casework.next_step import next_step
from domain.casework.requested import RequestAnswer, Wanted
from domain.casework.rows import rows
from domain.errors import Reason
from domain.escalations import EscalationRaised, EscalationsSettled
from domain.ids import TIMER
from domain.iqa.state import Step
from domain.notices import NoticeKind
from domain.policy import EscalatedMatter
from domain.stream import Await, Finish
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, given, recorded, request_made, state
from tests.factories import (
    ADMINISTRATOR,
    AREA,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    NOW,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    PEOPLE,
    PROSECUTOR,
    SENIOR,
    TODAY,
    URN,
    a_case_file,
    away,
    end_of,
    facts,
    policy,
)

TEXT = "I changed how I set out the bad character; was it enough?"
ASSESSMENT, CONVERSATION = Wanted
AGREED, DECLINED = RequestAnswer
ANSWER_DUE = end_of(11, 24)
PASSED = c.DeadlinePassed(deadline="answer_request:r1", due=ANSWER_DUE)
THEN = facts(now=ANSWER_DUE)


def ask(wanted: Wanted = ASSESSMENT) -> c.MakeRequest:
    return c.MakeRequest(urn=URN, wanted=wanted, text=TEXT)


def made(number: int = 1, wanted: Wanted = ASSESSMENT) -> e.RequestMade:
    return request_made(number, wanted, TEXT)


def answer(how: RequestAnswer = AGREED) -> c.AnswerRequest:
    return c.AnswerRequest(request_id="r1", answer=how, text="Yes, next week.")


def answered(how: RequestAnswer = AGREED) -> e.RequestAnswered:
    return e.RequestAnswered(request_id="r1", answer=how, text="Yes, next week.")


MISSED = e.DeadlineMissed(deadline="answer_request:r1", due=ANSWER_DUE, whose=ASSESSOR)
RAISED = EscalationRaised(
    escalation_id=f"{ID}.e1",
    deadline="answer_request:r1",
    to=(SENIOR,),
    matter=EscalatedMatter.QUERY,
    climb_due=end_of(12, 2),
)


@pytest.mark.parametrize("wanted", Wanted)
def test_a_prosecutor_asks_their_manager_who_owes_an_answer_within_ten_working_days(wanted: Wanted) -> None:
    given().when(ask(wanted), by=PROSECUTOR).then(OPENED, made(wanted=wanted))


def test_how_long_the_answer_may_take_is_policy() -> None:
    soon = facts(now=NOW, policy=policy(working_days__request_answer=1))

    [event] = given(OPENED).when(ask(), by=PROSECUTOR, world=soon).events

    assert isinstance(event, e.RequestMade)
    assert event.answer_due == facts().calendar.due(NOW, 1)


@pytest.mark.parametrize(
    ("case_file", "refused"),
    [
        (a_case_file(by=COLLEAGUE, prosecutor=COLLEAGUE), Reason.TOO_LITTLE_OWN_WORK),
        (a_case_file(by=PROSECUTOR, prosecutor=COLLEAGUE), None),
        (a_case_file(by=COLLEAGUE, prosecutor=PROSECUTOR), None),
    ],
)
def test_the_case_is_their_own_or_one_on_which_they_did_something(
    case_file: CaseFile, refused: Reason | None
) -> None:
    outcome = given(OPENED).when(ask(), by=PROSECUTOR, world=facts(case_file=case_file))

    if refused:
        outcome.refused(refused, URN)
    else:
        assert [event.kind for event in outcome.events] == ["request_made"]


def test_nothing_is_asked_about_a_case_that_nobody_imported() -> None:
    given().when(ask(), by=PROSECUTOR, world=facts(case_file=None)).refused(Reason.UNKNOWN_CASE, URN)
    given(OPENED).when(ask(), by=PROSECUTOR, world=facts(case_file=None)).refused(Reason.UNKNOWN_CASE, URN)


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, CHIEF, ADMINISTRATOR, OUTSIDE_MANAGER])
def test_only_a_prosecutor_asks(by: str) -> None:
    given(OPENED).when(ask(), by=by).refused(Reason.NOT_PERMITTED, "allowed: prosecutor")


def test_the_cover_is_asked_while_the_manager_is_away() -> None:
    covered = facts(absences=(away(ASSESSOR, TODAY, cover=OTHER_MANAGER),))

    [event] = given(OPENED).when(ask(), by=PROSECUTOR, world=covered).events

    assert isinstance(event, e.RequestMade)
    assert event.manager == OTHER_MANAGER


def test_a_cover_of_another_area_is_not_asked() -> None:
    covered = facts(absences=(away(ASSESSOR, TODAY, cover=OUTSIDE_MANAGER),))

    [event] = given(OPENED).when(ask(), by=PROSECUTOR, world=covered).events

    assert isinstance(event, e.RequestMade)
    assert event.manager == ASSESSOR


def test_a_prosecutor_of_whom_nobody_is_the_manager_is_told_what_to_do() -> None:
    alone = tuple(
        one.model_copy(update={"reports_to": None}) if one.staff_id == PROSECUTOR else one for one in PEOPLE
    )
    gone = tuple(
        one.model_copy(update={"to_date": TODAY.replace(year=2025)}) if one.staff_id == ASSESSOR else one
        for one in PEOPLE
    )

    given(OPENED).when(ask(), by=PROSECUTOR, world=facts(people=alone)).refused(Reason.NOBODY_ABOVE)
    given(OPENED).when(ask(), by=PROSECUTOR, world=facts(people=gone)).refused(Reason.NOT_IN_POST)


def test_the_same_is_not_asked_again_while_it_waits() -> None:
    asked = given(OPENED, made())

    asked.when(ask(), by=PROSECUTOR).refused(Reason.ALREADY_DONE, "r1")
    assert asked.when(ask(CONVERSATION), by=PROSECUTOR).events
    assert given(OPENED, made(), answered()).when(ask(), by=PROSECUTOR).events


def test_the_notes_on_a_case_hold_so_many_requests() -> None:
    numbers = range(1, MOST_REQUESTS + 1)
    many = [made(number) for number in numbers]
    done = [answered().model_copy(update={"request_id": f"r{number}"}) for number in numbers]

    given(OPENED, *many, *done).when(ask(), by=PROSECUTOR, n=999).refused(Reason.TOO_MANY, "requests")


@pytest.mark.parametrize("how", RequestAnswer)
@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, CHIEF])
def test_whoever_was_asked_or_a_senior_manager_answers(by: str, how: RequestAnswer) -> None:
    given(OPENED, made()).when(answer(how), by=by).then(answered(how))


@pytest.mark.parametrize("by", [PROSECUTOR, COLLEAGUE, OTHER_MANAGER, OUTSIDE_MANAGER])
def test_nobody_else_answers(by: str) -> None:
    given(OPENED, made()).when(answer(), by=by).refused(Reason.NOT_PERMITTED)


def test_what_was_not_asked_or_is_answered_is_not_answered() -> None:
    given(OPENED).when(answer(), by=ASSESSOR).refused(Reason.UNKNOWN_REQUEST, "r1")
    given().when(answer(), by=ASSESSOR).refused(Reason.UNKNOWN_REQUEST, "r1")
    given(OPENED, made(), answered()).when(answer(), by=ASSESSOR).refused(Reason.ALREADY_DONE, "r1")


GIVE = c.HandOverRequest(request_id="r1", to=OTHER_MANAGER)


def given_to_another(due: datetime = ANSWER_DUE) -> e.RequestHandedOver:
    return e.RequestHandedOver(request_id="r1", to=OTHER_MANAGER, due=due)


def test_a_request_handed_over_keeps_its_day_and_is_answered_by_the_other_alone() -> None:
    given(OPENED, made(), made(2)).when(GIVE).then(given_to_another())
    handed = given(OPENED, made(), given_to_another())

    handed.when(answer(), by=OTHER_MANAGER).then(answered())
    handed.when(answer(), by=ASSESSOR).refused(Reason.NOT_PERMITTED)


def test_one_that_was_late_has_its_days_again_and_is_missed_by_the_other() -> None:
    later = facts().calendar.due(ANSWER_DUE, 10)
    past = (OPENED, made(), made(2, CONVERSATION), MISSED, RAISED)
    late = c.DeadlinePassed(deadline="answer_request:r1", due=later)

    given(*past).when(GIVE, world=THEN).then(given_to_another(later))
    first, second = state(*past, given_to_another(later)).requests
    missed, *_ = given(*past, given_to_another(later)).when(late, world=facts(now=later)).events

    assert (first.manager, first.due, first.missed) == (OTHER_MANAGER, later, False)
    assert second.manager == ASSESSOR
    assert missed == MISSED.model_copy(update={"due": later, "whose": OTHER_MANAGER})


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, PROSECUTOR])
def test_no_person_hands_over_one_request(by: str) -> None:
    given(OPENED, made()).when(GIVE, by=by).refused(Reason.NOT_PERMITTED)


def test_what_was_not_asked_is_answered_or_is_theirs_is_not_handed_over() -> None:
    given(OPENED).when(GIVE).refused(Reason.UNKNOWN_REQUEST, "r1")
    given(OPENED, made(), answered()).when(GIVE).refused(Reason.ALREADY_DONE, "r1")
    given(OPENED, made(), given_to_another()).when(GIVE).refused(Reason.ALREADY_DONE, "r1")


def test_a_request_goes_to_nobody_of_another_area() -> None:
    elsewhere = GIVE.model_copy(update={"to": OUTSIDE_MANAGER})

    given(OPENED, made()).when(elsewhere).refused(Reason.OTHER_AREA, OUTSIDE_MANAGER)


def test_a_request_without_an_answer_by_its_day_goes_to_the_senior_manager() -> None:
    given(OPENED, made()).when(PASSED, world=THEN).then(MISSED, RAISED)


def test_a_request_answered_in_time_is_not_missed() -> None:
    given(OPENED, made(), answered()).when(PASSED, world=THEN).then()


def test_an_answer_settles_what_was_escalated_of_it_and_of_nothing_else() -> None:
    late = e.DeadlineMissed(deadline="action:a1", due=DUE, whose=PROSECUTOR)
    action_up = RAISED.model_copy(update={"escalation_id": f"{ID}.e2", "deadline": "action:a1"})
    past = (OPENED, made(), action_recorded(), MISSED, RAISED, late, action_up)

    given(*past).when(answer(), by=ASSESSOR).then(
        answered(), EscalationsSettled(escalation_ids=(f"{ID}.e1",))
    )
    given(*past).when(c.CompleteAction(action_id="a1", outcome="Sent."), by=PROSECUTOR).then(
        e.ActionCompleted(action_id="a1", outcome="Sent."),
        EscalationsSettled(escalation_ids=(f"{ID}.e2",)),
    )


def test_whose_deadline_passes_is_known_with_their_line() -> None:
    wanted = needs(
        CASE.envelope(command_id=UUID(int=1), actor=TIMER, command=PASSED),
        state(OPENED, made(), action_recorded(owner=COLLEAGUE)),
    )

    assert wanted.people == {ASSESSOR, COLLEAGUE}


def test_to_whom_it_goes_is_known() -> None:
    wanted = needs(CASE.envelope(command_id=UUID(int=1), actor=TIMER, command=GIVE), state(OPENED, made()))

    assert wanted.people == {OTHER_MANAGER}


def test_the_workflow_waits_for_the_answer() -> None:
    step = next_step(state(OPENED, made()))

    assert isinstance(step, Await)
    assert step.deadline
    assert (step.deadline.name, step.deadline.due) == ("answer_request:r1", ANSWER_DUE)
    assert isinstance(next_step(state(OPENED, made(), MISSED)), Await)
    assert isinstance(next_step(state(OPENED, made(), answered())), Finish)


def test_it_waits_in_the_managers_inbox() -> None:
    [wait] = rows(state(OPENED, made(), MISSED)).waits

    assert (wait.step, wait.item, wait.who, wait.missed) == (Step.ANSWER_REQUEST, "r1", ASSESSOR, True)
    assert rows(state(OPENED, made(), answered())).waits == ()


def test_what_came_of_it_is_kept() -> None:
    past = recorded(OPENED, made(), made(2, CONVERSATION), answered(DECLINED), by=ASSESSOR)
    notes = CASE.fold(None, past, ID)

    assert notes
    first, second = notes.requests
    assert (first.answer, first.answered_by, first.said) == (DECLINED, ASSESSOR, "Yes, next week.")
    assert second.is_open


def test_the_manager_hears_of_the_request_and_the_prosecutor_of_its_answer() -> None:
    _, told = CASE.fold_with_notices(None, recorded(OPENED, made(), answered()), ID)

    assert [(one.to, one.kind) for one in told] == [
        (ASSESSOR, NoticeKind.REQUEST_MADE),
        (PROSECUTOR, NoticeKind.REQUEST_ANSWERED),
    ]
    assert {one.area for one in told} == {AREA}


def test_whoever_is_late_hears_of_it_once() -> None:
    _, told = CASE.fold_with_notices(None, recorded(OPENED, made(), MISSED, RAISED), ID)

    assert [(one.to, one.kind) for one in told[1:]] == [
        (ASSESSOR, NoticeKind.OVERDUE),
        (SENIOR, NoticeKind.ESCALATION),
    ]
