"""What nobody takes on goes up in the IQA that raised it, rung by rung, to somebody who was not told yet."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.escalations import (
    AcknowledgeEscalation,
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
    HandOverEscalation,
)
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa.events import CaseReplaced, DeadlineMissed, IqaEvent
from domain.iqa.facts import IqaNeeds
from domain.iqa.needs import needs
from domain.iqa.next_step import next_step
from domain.iqa.rows import rows
from domain.iqa.state import Iqa
from domain.ladder import CHIEF as CHIEF_OF_THE_AREA
from domain.ladder import raised as raised_anew
from domain.people import Person, Role
from domain.policy import EscalatedMatter, Ladder, Policy, Rung
from domain.stream import Await
from tests.bdd import Done, Given, given
from tests.factories import (
    ADMINISTRATOR,
    AREA,
    ASSESSOR,
    CALENDAR,
    CHIEF,
    COLLEAGUE,
    IQA_ID,
    OTHER_MANAGER,
    PEOPLE,
    POLICY,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_selected_case,
    a_withdrawn_iqa,
    action,
    away,
    end_of,
    facts,
    hold_conversation,
    policy,
)

DUE = end_of(11, 20)
RAISED = DUE + timedelta(seconds=1)
"""A moment after the end of Friday, which is Saturday already."""

UP = end_of(11, 30)
"""The end of the fifth working day after Monday, on which it could be read first."""

MATTER = EscalatedMatter.CONVERSATION
OPEN = a_confirmed_iqa(conversation_due=DUE, reminder_due=None)
MISSED = Done(DeadlineMissed(deadline="converse", due=DUE, whose=ASSESSOR), TIMER, RAISED)
OUTSIDER = "XN-M05"
WILL_DO = "I'll sit down with both on Monday."


def name(n: int) -> str:
    return f"{IQA_ID}.e{n}"


def raised(
    n: int,
    *to: str,
    matter: EscalatedMatter = MATTER,
    deadline: str = "converse",
    climb_due: datetime | None = UP,
) -> EscalationRaised:
    return EscalationRaised(
        escalation_id=name(n), deadline=deadline, to=to, matter=matter, climb_due=climb_due
    )


def put(
    n: int, *to: str, matter: EscalatedMatter = MATTER, deadline: str = "converse", at: datetime = RAISED
) -> Done:
    return Done(raised(n, *to, matter=matter, deadline=deadline), TIMER, at)


BOTH = (*OPEN, MISSED, put(1, ASSESSOR, SENIOR))
MARKS = (*a_selected_case(), put(1, ASSESSOR, matter=EscalatedMatter.MARKS, deadline="mark"))


def climbed(n: int, *to: str, rung: int = 1, climb_due: datetime | None = None) -> EscalationClimbed:
    return EscalationClimbed(escalation_id=name(n), to=to, rung=rung, climb_due=climb_due)


def acknowledged(n: int, by: str) -> EscalationAcknowledged:
    return EscalationAcknowledged(escalation_id=name(n), by=by, will_do=WILL_DO)


def acknowledge(n: int) -> AcknowledgeEscalation:
    return AcknowledgeEscalation(escalation_id=name(n), will_do=WILL_DO)


def iqa_after(*past: IqaEvent | Done) -> Iqa:
    iqa = given(*past).iqa
    assert iqa is not None
    return iqa


def goes_up(*past: IqaEvent | Done, **known: object) -> list[IqaEvent]:
    """What the timers of escalations lead to when each of them passes."""
    iqa, found = iqa_after(*past), list[IqaEvent]()
    for timer in iqa.timers:
        if timer.step == "escalation":
            passed = c.DeadlinePassed(deadline=timer.name, due=timer.due)
            found += Given(iqa).when(passed, by=TIMER, at=timer.due, facts=facts(**known)).events
    return found


def ladder(*rungs: Rung, matter: EscalatedMatter = MATTER) -> Policy:
    others = (one for one in POLICY.escalation if one.matter is not matter)
    return policy(escalation=(Ladder(matter=matter, rungs=rungs), *others))


def raises(at: datetime, due: datetime = DUE, **known: object) -> EscalationRaised:
    missed = c.DeadlinePassed(deadline="converse", due=due)
    opened = a_confirmed_iqa(conversation_due=due, reminder_due=None)
    events = given(*opened).when(missed, by=TIMER, at=at, facts=facts(**known)).events
    [found] = [event for event in events if isinstance(event, EscalationRaised)]
    return found


def test_a_missed_step_is_one_matter_however_many_people_are_told_and_it_waits_for_the_highest() -> None:
    assert raises(RAISED) == raised(1, ASSESSOR, SENIOR)

    [row] = rows(iqa_after(*BOTH)).escalations
    assert (row.told, row.beside) == ((ASSESSOR, SENIOR), (ASSESSOR,))
    assert rows(iqa_after(*BOTH)).iqa[0].escalated == 1


@pytest.mark.parametrize(
    ("told_at", "up"),
    [
        (DUE + timedelta(seconds=1), end_of(11, 30)),
        (datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC), end_of(12, 1)),
        (datetime(2026, 11, 24, 12, tzinfo=UTC), end_of(12, 1)),
        (datetime(2026, 11, 24, 22, tzinfo=UTC), end_of(12, 2)),
    ],
    ids=["as Friday ends", "as Monday ends", "late at noon", "late at night"],
)
def test_the_next_rung_counts_from_the_day_on_which_the_first_telling_could_be_read(
    told_at: datetime, up: datetime
) -> None:
    assert raises(told_at).climb_due == up


def test_what_is_missed_as_the_calendar_ends_is_raised_all_the_same_and_goes_up_at_its_end() -> None:
    last = CALENDAR.last_day
    known = facts(now=end_of_day(last - timedelta(days=3)))

    one = raised_anew(IQA_ID, "mark", EscalatedMatter.MARKS, [ASSESSOR], (), known)

    assert one.climb_due == end_of_day(last)


def test_an_instant_is_judged_by_london() -> None:
    summer = datetime(2027, 6, 3, 23, 0, 1, tzinfo=UTC)

    assert raises(summer, datetime(2027, 6, 3, 22, 59, tzinfo=UTC)).climb_due == end_of(6, 11, 2027)


def test_what_has_one_rung_never_goes_up() -> None:
    alone = ladder(Rung(after=0, to=(Role.LEGAL_MANAGER,)))

    assert raises(RAISED, policy=alone) == raised(1, ASSESSOR, climb_due=None)
    assert goes_up(*OPEN, MISSED, raised(1, ASSESSOR, climb_due=None)) == []


def test_nothing_goes_up_before_its_time() -> None:
    early = c.DeadlinePassed(deadline=f"escalation:{name(1)}", due=UP)

    given(*BOTH).when(early, by=TIMER, at=UP - timedelta(microseconds=1)).refused(Reason.NOT_DUE_YET)


def test_a_missed_conversation_that_nobody_takes_goes_to_the_chief_once_although_two_were_told() -> None:
    assert goes_up(*BOTH) == [climbed(1, CHIEF)]


def test_the_workflow_waits_for_it_and_nobodys_inbox_or_list_does() -> None:
    iqa = iqa_after(*BOTH)
    step = next_step(iqa)

    assert isinstance(step, Await)
    assert step.deadline is not None
    assert (step.deadline.name, step.deadline.due) == (f"escalation:{name(1)}", UP)
    assert rows(iqa).iqa[0].next_due is None
    assert [row.step for row in rows(iqa).waits] == ["converse"]


def test_at_the_top_it_stays() -> None:
    assert goes_up(*BOTH, climbed(1, CHIEF)) == []


@pytest.mark.parametrize("by", [SENIOR, SAMPLER, CHIEF])
def test_a_senior_who_takes_it_on_ends_it_for_everybody_who_was_told(by: str) -> None:
    outcome = given(*BOTH).when(acknowledge(1), by=by)

    outcome.then(acknowledged(1, by))
    assert goes_up(*BOTH, *outcome.events) == []


def test_a_senior_takes_on_whatever_was_raised_of_that_step_before() -> None:
    again = (*BOTH, put(2, ASSESSOR, SENIOR, at=RAISED + timedelta(days=7)))

    given(*again).when(acknowledge(2), by=SENIOR).then(acknowledged(2, SENIOR), acknowledged(1, SENIOR))


@pytest.mark.parametrize(
    "past", [BOTH, (*BOTH, Done(climbed(1, CHIEF), TIMER, UP))], ids=["raised", "gone up"]
)
def test_whoever_is_told_beside_somebody_above_takes_nothing_from_them(past: tuple[IqaEvent, ...]) -> None:
    given(*past).when(acknowledge(1), by=ASSESSOR).refused(Reason.NOT_PERMITTED, "senior_manager XN-S")


@pytest.mark.parametrize("by", [OTHER_MANAGER, PROSECUTOR, ADMINISTRATOR])
def test_nobody_to_whom_it_was_not_put_takes_it_on(by: str) -> None:
    given(*BOTH).when(acknowledge(1), by=by).refused(Reason.NOT_PERMITTED, "senior_manager XN-S")


def test_no_part_of_the_system_takes_anything_on() -> None:
    given(*BOTH).when(acknowledge(1), by=QUARTER).refused(Reason.NOT_PERMITTED)


def test_a_senior_manager_who_is_late_with_their_own_iqa_may_take_it_on() -> None:
    own = (*a_confirmed_iqa(), put(1, SENIOR))
    opened, *rest = own
    assert not isinstance(opened, Done)
    by_senior = opened.model_copy(update={"assessor": SENIOR, "senior_manager": CHIEF})

    given(by_senior, *rest).when(acknowledge(1), by=SENIOR).then(acknowledged(1, SENIOR))


def test_whoever_it_climbed_to_may_take_it_on() -> None:
    given(*MARKS, climbed(1, OTHER_MANAGER)).when(acknowledge(1), by=OTHER_MANAGER).then(
        acknowledged(1, OTHER_MANAGER)
    )


def test_another_step_of_the_same_iqa_climbs_by_itself() -> None:
    other = put(2, SENIOR, matter=EscalatedMatter.ACTION, deadline="action:a1")
    past = (*BOTH, action(), other)

    given(*past).when(acknowledge(1), by=SENIOR).then(acknowledged(1, SENIOR))
    assert [event.kind for event in goes_up(*past)] == ["escalation_climbed", "escalation_climbed"]


def test_what_is_done_after_all_settles_it_at_once_and_it_goes_no_further_up() -> None:
    outcome = given(*BOTH).when(hold_conversation())

    assert outcome.kinds == ["conversation_held", "escalations_settled"]
    assert outcome.events[-1] == EscalationsSettled(escalation_ids=(name(1),))
    assert all(one.settled_at == outcome.at for one in outcome.iqa.escalations)
    assert [timer.step for timer in outcome.iqa.timers] == ["record_actions", "comment"]
    outcome.and_when(acknowledge(1), by=SENIOR).refused(Reason.ALREADY_DONE, "settled")


def test_what_somebody_took_on_before_is_not_settled_as_well() -> None:
    outcome = given(*BOTH, acknowledged(1, SENIOR)).when(hold_conversation())

    assert outcome.kinds == ["conversation_held"]


def test_a_dispute_makes_a_new_one_and_wakes_none_that_was_settled() -> None:
    held = given(*BOTH).when(hold_conversation())

    disputed = held.and_when(c.DisputeConversation(), by=PROSECUTOR)

    assert {one.is_open for one in disputed.iqa.escalations} == {False}
    assert [timer.step for timer in disputed.iqa.timers] == ["converse", "comment"]


def test_a_case_that_is_given_up_settles_what_was_raised_about_it() -> None:
    outcome = given(*MARKS).when(c.ReplaceCase(because="conflict"))

    assert [type(event) for event in outcome.events] == [CaseReplaced, EscalationsSettled]


def test_an_iqa_that_is_withdrawn_settles_everything_but_what_is_about_its_actions() -> None:
    past = (*MARKS, action(), put(2, COLLEAGUE, matter=EscalatedMatter.ACTION, deadline="action:a1"))

    outcome = given(*past).when(c.Withdraw(because="no_case"))

    assert outcome.kinds == ["withdrawn", "escalations_settled"]
    assert [one.escalation_id for one in outcome.iqa.escalations if one.is_open] == [name(2)]
    outcome.and_when(acknowledge(2), by=SENIOR).then(acknowledged(2, SENIOR))
    assert outcome.and_when(c.CompleteAction(action_id="a1", outcome="Sent.")).kinds == [
        "action_completed",
        "escalations_settled",
        "iqa_closed",
    ]


def test_an_action_that_goes_to_another_settles_what_was_raised_of_it_here() -> None:
    past = (*a_withdrawn_iqa(), put(1, COLLEAGUE, matter=EscalatedMatter.ACTION, deadline="action:a1"))

    outcome = given(*past).when(c.HandOverAction(action_id="a1", to=SENIOR, because="Leave."))

    assert outcome.kinds == ["action_handed_over", "escalations_settled", "iqa_closed"]
    outcome.and_when(acknowledge(1), by=SENIOR).refused(Reason.IQA_CLOSED)


def test_another_assessor_settles_nothing_since_the_step_still_waits() -> None:
    outcome = given(*BOTH).when(c.Reassign(assessor=OTHER_MANAGER, because="Leave."), by=SENIOR)

    assert outcome.kinds == ["reassigned"]
    assert goes_up(*BOTH, *outcome.events) == [climbed(1, CHIEF)]


def test_what_nobody_raised_cannot_be_taken_on() -> None:
    given(*BOTH).when(acknowledge(3), by=SENIOR).refused(Reason.UNKNOWN_ESCALATION, name(3))


def test_it_is_taken_on_once() -> None:
    given(*BOTH, acknowledged(1, SENIOR)).when(acknowledge(1), by=CHIEF).refused(
        Reason.ALREADY_DONE, f"acknowledged by {SENIOR}"
    )


def test_the_state_shows_who_took_it_on() -> None:
    outcome = given(*BOTH).when(acknowledge(1), by=SENIOR)

    [one] = outcome.iqa.escalations
    assert (one.acknowledged_by, one.acknowledged_at, one.will_do) == (SENIOR, outcome.at, WILL_DO)
    assert not one.is_open


HAND_OVER = HandOverEscalation(escalation_id=name(1), whose=SENIOR, to=SAMPLER)


def test_the_quarter_hands_over_what_was_put_to_one_person() -> None:
    outcome = given(*BOTH).when(HAND_OVER, by=QUARTER)

    outcome.then(EscalationHandedOver(escalation_id=name(1), whose=SENIOR, to=SAMPLER))
    assert [(one.told, one.put_to) for one in outcome.iqa.escalations] == [((ASSESSOR, SAMPLER), (SAMPLER,))]
    outcome.and_when(HAND_OVER, by=QUARTER).refused(Reason.ALREADY_DONE)
    outcome.and_when(acknowledge(1), by=SAMPLER).then(acknowledged(1, SAMPLER))


def test_whoever_is_told_in_the_place_of_somebody_beside_another_takes_nothing_from_that_one() -> None:
    moved = HandOverEscalation(escalation_id=name(1), whose=ASSESSOR, to=OTHER_MANAGER)

    outcome = given(*BOTH).when(moved, by=QUARTER)

    assert [(one.told, one.put_to) for one in outcome.iqa.escalations] == [
        ((OTHER_MANAGER, SENIOR), (SENIOR,))
    ]
    outcome.and_when(acknowledge(1), by=OTHER_MANAGER).refused(Reason.NOT_PERMITTED)


@pytest.mark.parametrize(("whose", "to"), [(CHIEF, SENIOR), (ASSESSOR, SENIOR), (SENIOR, ASSESSOR)])
def test_whoever_receives_what_they_were_told_already_is_told_once_and_it_waits_for_somebody(
    whose: str, to: str
) -> None:
    past = (*BOTH, climbed(1, CHIEF)) if whose == CHIEF else BOTH

    outcome = given(*past).when(HandOverEscalation(escalation_id=name(1), whose=whose, to=to), by=QUARTER)

    [one] = outcome.iqa.escalations
    assert len(set(one.told)) == len(one.told)
    assert one.put_to == (to,)


@pytest.mark.parametrize("by", [SENIOR, ASSESSOR])
def test_no_person_hands_one_over_by_itself(by: str) -> None:
    given(*BOTH).when(HAND_OVER, by=by).refused(Reason.NOT_PERMITTED)


def test_marks_go_from_the_manager_to_their_senior_manager() -> None:
    assert goes_up(*MARKS) == [climbed(1, SENIOR)]


def test_an_action_goes_to_the_senior_manager_above_its_owner() -> None:
    late = put(1, COLLEAGUE, ASSESSOR, matter=EscalatedMatter.ACTION, deadline="action:a1")

    assert goes_up(*a_selected_case(), action(), late) == [climbed(1, SENIOR)]


def test_an_overdue_sample_goes_to_the_chief() -> None:
    past = (*a_drawn_iqa(), put(1, SENIOR, matter=EscalatedMatter.DIP_SAMPLE, deadline="dip_sample"))

    assert goes_up(*past) == [climbed(1, CHIEF)]


def changed(staff_id: str, **changes: object) -> tuple[Person, ...]:
    return tuple(one.model_copy(update=changes) if one.staff_id == staff_id else one for one in PEOPLE)


def test_where_the_line_ends_below_the_chief_the_areas_chief_is_told() -> None:
    assert goes_up(*BOTH, people=changed(SENIOR, reports_to=None)) == [climbed(1, CHIEF)]


def test_where_nobody_has_the_role_the_next_above_is_told() -> None:
    assert goes_up(*MARKS, people=changed(SENIOR, role=Role.ADMINISTRATOR)) == [climbed(1, SENIOR)]


def test_somebody_who_has_left_is_passed_by() -> None:
    assert goes_up(*MARKS, people=changed(SENIOR, to_date=date(2026, 10, 30))) == [climbed(1)]


def test_where_nobody_is_left_to_tell_it_stays_and_is_not_asked_about_again() -> None:
    alone = (*OPEN, MISSED, put(1, CHIEF))

    assert goes_up(*alone) == [climbed(1)]
    assert goes_up(*alone, climbed(1)) == []


def test_a_rung_of_which_everybody_was_told_is_stepped_over() -> None:
    four = ladder(
        Rung(after=0, to=(Role.SENIOR_MANAGER,)),
        Rung(after=1, to=(Role.SENIOR_MANAGER,)),
        Rung(after=5, to=(Role.CHIEF_CROWN_PROSECUTOR,)),
        Rung(after=9, to=(Role.CHIEF_CROWN_PROSECUTOR,)),
    )
    past = (*OPEN, MISSED, put(1, SENIOR))

    assert goes_up(*past, policy=four) == [climbed(1, CHIEF, rung=2, climb_due=end_of(12, 4))]


def test_the_cover_of_somebody_away_is_told_with_them() -> None:
    leave = away(SENIOR, date(2026, 11, 2), date(2026, 12, 31), cover=SAMPLER)

    assert goes_up(*MARKS, absences=(leave,)) == [climbed(1, SENIOR, SAMPLER)]


def test_a_line_that_goes_in_a_circle_ends() -> None:
    assert goes_up(*BOTH, people=changed(SENIOR, reports_to=ASSESSOR)) == [climbed(1, CHIEF)]


@supposing(
    st.lists(st.sampled_from([PROSECUTOR, ASSESSOR, SENIOR, CHIEF]), min_size=1, unique=True),
    st.sampled_from(EscalatedMatter),
)
def test_nobody_is_told_twice_and_every_escalation_comes_to_an_end(
    to: list[str], matter: EscalatedMatter
) -> None:
    past: list[IqaEvent | Done] = [*OPEN, MISSED, put(1, *to, matter=matter)]
    told = list(to)
    for _ in range(6):
        found = goes_up(*past)
        told += [who for one in found if isinstance(one, EscalationClimbed) for who in one.to]
        past += found

    assert len(told) == len(set(told))
    assert goes_up(*past) == []


def needed(deadline: str, *past: IqaEvent | Done) -> IqaNeeds:
    passed = c.DeadlinePassed(deadline=deadline, due=UP)
    envelope = c.IqaEnvelope(command_id=UUID(int=1), actor=TIMER, command=passed)
    return needs(envelope, iqa_after(*past))


def test_what_goes_up_brings_everybody_who_was_told_of_that_step_and_the_areas_chief() -> None:
    people = {PROSECUTOR, ASSESSOR, SENIOR}
    other = put(2, OTHER_MANAGER, matter=EscalatedMatter.MARKS, deadline="mark")
    past = (*BOTH, climbed(1, OUTSIDER), other)

    up = needed(f"escalation:{name(1)}", *past)
    assert up.people == people | {OUTSIDER}
    assert (up.area, up.roles) == (AREA, CHIEF_OF_THE_AREA)
    step = needed("converse", *past)
    assert step.people == people
    assert step.area is None


def test_the_read_table_shows_who_was_told_which_rung_and_until_when_and_no_words() -> None:
    shown = rows(iqa_after(*BOTH, climbed(1, CHIEF), acknowledged(1, SENIOR)))

    [one] = shown.escalations
    assert (one.stream, one.told, one.beside) == (IQA_ID, (ASSESSOR, SENIOR, CHIEF), (ASSESSOR,))
    assert (one.rung, one.climb_due, one.acknowledged_by) == (1, None, SENIOR)
    assert not one.is_open
    assert WILL_DO not in shown.model_dump_json()
