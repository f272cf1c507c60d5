"""What a passed deadline does."""

from datetime import date, datetime, timedelta

import pytest

from domain.assessment import Reply
from domain.calendar import day_of
from domain.cases import MilestoneKind
from domain.errors import Reason
from domain.escalations import EscalationRaised
from domain.ids import TIMER
from domain.iqa.commands import CompleteAction, DeadlinePassed, HandOverAction
from domain.iqa.events import (
    AssessmentConfirmed,
    CaseReplaced,
    ConversationDisputed,
    DeadlineMissed,
    DeadlineMoved,
    DipSampleStarted,
    DrawnForSample,
    FeedbackAcknowledged,
    IqaEvent,
    MarkQueried,
    ReminderSent,
)
from domain.people import Absence, Role
from domain.policy import EscalatedMatter, Ladder, Order, Policy, Rung
from tests.bdd import Done, Outcome, given
from tests.factories import (
    ASSESSOR,
    CALENDAR,
    CHIEF,
    COLLEAGUE,
    CONFIRMED,
    IQA_ID,
    PEOPLE,
    POLICY,
    PROSECUTOR,
    SAMPLER,
    SELECTED,
    SENIOR,
    URN,
    a_case_file,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    a_selected_case,
    a_withdrawn_iqa,
    action,
    an_open_iqa,
    away,
    end_of,
    facts,
    morning_of,
    policy,
    selected,
)

MOMENT = timedelta(microseconds=1)
CONFIRMED_ON_MONDAY = (
    *a_marked_iqa(),
    Done(AssessmentConfirmed(conversation_due=end_of(11, 16), reminder_due=morning_of(11, 12)), at=CONFIRMED),
)
QUERIED = MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24))


def passed(
    name: str, due: datetime, *history: IqaEvent | Done, late: timedelta = MOMENT, **changes: object
) -> Outcome:
    command = DeadlinePassed(deadline=name, due=due)
    return given(*history).when(command, by=TIMER, at=due + late, facts=facts(**changes))


def missed(
    name: str,
    due: datetime,
    whose: str,
    *told: str,
    matter: EscalatedMatter = EscalatedMatter.CONVERSATION,
    climbs: bool = True,
) -> tuple[IqaEvent, ...]:
    days = 2 if matter is EscalatedMatter.URGENT_ACTION else 5
    read_on = CALENDAR.add_working_days(day_of(due), 1)
    climb_due = CALENDAR.due(read_on, days) if climbs else None
    raised = EscalationRaised(
        escalation_id=f"{IQA_ID}.e1", deadline=name, to=told, matter=matter, climb_due=climb_due
    )
    return DeadlineMissed(deadline=name, due=due, whose=whose), raised


@pytest.mark.parametrize(
    ("name", "due", "history", "whose", "told", "matter"),
    [
        ("select", end_of(11, 13), an_open_iqa(), ASSESSOR, [ASSESSOR], EscalatedMatter.SELECTION),
        ("mark", end_of(11, 17), a_selected_case(), ASSESSOR, [ASSESSOR], EscalatedMatter.MARKS),
        (
            "converse",
            end_of(11, 16),
            CONFIRMED_ON_MONDAY,
            ASSESSOR,
            [ASSESSOR, SENIOR],
            EscalatedMatter.CONVERSATION,
        ),
        (
            "record_actions",
            end_of(11, 17),
            a_held_conversation(),
            ASSESSOR,
            [ASSESSOR],
            EscalatedMatter.MARKS,
        ),
        (
            "action:a1",
            end_of(11, 24),
            (*a_selected_case(), action()),
            COLLEAGUE,
            [COLLEAGUE, ASSESSOR],
            EscalatedMatter.ACTION,
        ),
        (
            "action:a1",
            end_of(11, 24),
            a_withdrawn_iqa(),
            COLLEAGUE,
            [COLLEAGUE, ASSESSOR],
            EscalatedMatter.ACTION,
        ),
        (
            "action:a1",
            end_of(11, 12),
            (*a_selected_case(), action(urgent=True, due=end_of(11, 12))),
            COLLEAGUE,
            [COLLEAGUE, ASSESSOR, SENIOR],
            EscalatedMatter.URGENT_ACTION,
        ),
        (
            "answer_query:q1",
            end_of(11, 24),
            (*a_confirmed_iqa(), QUERIED),
            SENIOR,
            [SENIOR],
            EscalatedMatter.QUERY,
        ),
        ("dip_sample", end_of(11, 24), a_drawn_iqa(), SAMPLER, [SENIOR], EscalatedMatter.DIP_SAMPLE),
        ("feedback", end_of(11, 17), a_sampled_iqa(), SAMPLER, [SENIOR], EscalatedMatter.FEEDBACK),
        ("acknowledge", end_of(11, 17), a_fed_back_iqa(), ASSESSOR, [SENIOR], EscalatedMatter.FEEDBACK),
        (
            "revise",
            end_of(11, 17),
            (*a_fed_back_iqa(), FeedbackAcknowledged(reply=Reply.REVISE, revise_due=end_of(11, 17))),
            ASSESSOR,
            [SENIOR],
            EscalatedMatter.FEEDBACK,
        ),
    ],
)
def test_a_missed_deadline_goes_to_the_first_rung_of_its_ladder(
    name: str,
    due: datetime,
    history: tuple[IqaEvent, ...],
    whose: str,
    told: list[str],
    matter: EscalatedMatter,
) -> None:
    outcome = passed(name, due, *history)

    outcome.then(*missed(name, due, whose, *told, matter=matter))
    assert outcome.iqa.deadline(name) is None
    assert [escalation.told for escalation in outcome.iqa.escalations] == [tuple(told)]


def test_what_was_missed_still_waits_and_says_so() -> None:
    outcome = passed("mark", end_of(11, 17), *a_selected_case())

    assert outcome.waiting == {"mark": ASSESSOR}
    assert outcome.iqa.missed[0].whose == ASSESSOR


def test_escalations_are_numbered_through_the_iqa() -> None:
    first = passed("mark", end_of(11, 17), *a_selected_case(), action())
    second = first.and_when(
        DeadlinePassed(deadline="action:a1", due=end_of(11, 24)), by=TIMER, at=end_of(11, 24) + MOMENT
    )

    assert [each.escalation_id for each in second.iqa.escalations] == [f"{IQA_ID}.e1", f"{IQA_ID}.e2"]


def test_a_dispute_that_stays_unresolved_goes_to_the_senior_manager() -> None:
    disputed = Done(ConversationDisputed(conversation_due=end_of(11, 17)), PROSECUTOR, at=end_of(11, 10))

    passed("converse", end_of(11, 17), *a_held_conversation(), disputed).then(
        *missed("converse", end_of(11, 17), ASSESSOR, SENIOR, matter=EscalatedMatter.DISPUTE)
    )


def ladder(*to: Role) -> Policy:
    changed = Ladder(matter=EscalatedMatter.CONVERSATION, rungs=(Rung(after=0, to=to),))
    ladders = (each for each in POLICY.escalation if each.matter is not EscalatedMatter.CONVERSATION)
    return policy(escalation=(changed, *ladders))


def test_a_local_ladder_may_reach_the_chief_at_once_and_names_each_person_once() -> None:
    roles = (Role.PROSECUTOR, Role.LEGAL_MANAGER, Role.CHIEF_CROWN_PROSECUTOR)

    passed("converse", end_of(11, 16), *CONFIRMED_ON_MONDAY, policy=ladder(*roles)).then(
        *missed("converse", end_of(11, 16), ASSESSOR, ASSESSOR, CHIEF, climbs=False)
    )


@pytest.mark.parametrize("people", [(), tuple(each for each in PEOPLE if each.staff_id != SENIOR)])
def test_with_nobody_known_above_the_senior_manager_hears_of_it(people: tuple[object, ...]) -> None:
    to_chief = ladder(Role.CHIEF_CROWN_PROSECUTOR)

    passed("converse", end_of(11, 16), *CONFIRMED_ON_MONDAY, people=people, policy=to_chief).then(
        *missed("converse", end_of(11, 16), ASSESSOR, SENIOR, climbs=False)
    )


def test_a_reminder_goes_to_the_assessor_and_escalates_nothing() -> None:
    outcome = passed("reminder", morning_of(11, 12), *CONFIRMED_ON_MONDAY)

    outcome.then(ReminderSent(deadline="reminder", to=ASSESSOR))
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["converse"]


@pytest.mark.parametrize("somebody", [ASSESSOR, PROSECUTOR])
@pytest.mark.parametrize(
    ("name", "due", "later"),
    [("reminder", morning_of(11, 12), morning_of(11, 16)), ("converse", end_of(11, 16), end_of(11, 18))],
)
def test_the_conversation_and_its_reminder_move_when_either_person_turned_out_to_be_away(
    somebody: str, name: str, due: datetime, later: datetime
) -> None:
    leave = (away(somebody, date(2026, 11, 11), date(2026, 11, 12)),)

    outcome = passed(name, due, *CONFIRMED_ON_MONDAY, absences=leave)

    outcome.then(DeadlineMoved(deadline=name, due=later, because="absence"))
    pending = outcome.iqa.deadline(name)
    assert pending is not None
    assert pending.due == later


def test_a_moved_deadline_that_passes_is_missed() -> None:
    leave = (away(PROSECUTOR, date(2026, 11, 11), date(2026, 11, 12)),)
    moved = passed("converse", end_of(11, 16), *CONFIRMED_ON_MONDAY, absences=leave)

    again = moved.and_when(
        DeadlinePassed(deadline="converse", due=end_of(11, 18)),
        by=TIMER,
        at=end_of(11, 18) + MOMENT,
        facts=facts(absences=leave),
    )

    assert again.kinds[0] == "deadline_missed"


def test_an_absence_without_end_moves_it_by_the_longest_pause_and_no_further() -> None:
    for_good = (away(PROSECUTOR, date(2026, 11, 10)),)
    moved = passed("converse", end_of(11, 16), *CONFIRMED_ON_MONDAY, absences=for_good)
    last = end_of(2, 11, 2027)

    assert moved.events == (DeadlineMoved(deadline="converse", due=last, because="absence"),)
    again = moved.and_when(
        DeadlinePassed(deadline="converse", due=last),
        by=TIMER,
        at=last + MOMENT,
        facts=facts(absences=for_good),
    )
    assert again.kinds[0] == "deadline_missed"


def test_a_disputed_conversation_moves_from_the_day_of_the_dispute() -> None:
    leave = (away(ASSESSOR, date(2026, 11, 12), date(2026, 11, 13)),)
    disputed = Done(ConversationDisputed(conversation_due=end_of(11, 17)), PROSECUTOR, at=end_of(11, 10))

    passed("converse", end_of(11, 17), *a_held_conversation(), disputed, absences=leave).then(
        DeadlineMoved(deadline="converse", due=end_of(11, 19), because="absence")
    )


def test_a_conversation_that_comes_first_moves_from_the_day_of_the_selection() -> None:
    leave = (away(ASSESSOR, date(2026, 11, 12), date(2026, 11, 13)),)
    opened, case_selected = a_selected_case(Order.CONVERSATION_FIRST)

    passed("converse", end_of(11, 17), opened, Done(case_selected, at=SELECTED), absences=leave).then(
        DeadlineMoved(deadline="converse", due=end_of(11, 19), because="absence")
    )


@pytest.mark.parametrize(
    ("name", "due", "history"),
    [
        ("select", end_of(11, 13), an_open_iqa()),
        ("mark", end_of(11, 17), a_selected_case()),
        ("action:a1", end_of(11, 24), (*a_selected_case(), action())),
    ],
)
def test_no_other_deadline_pauses_for_an_absence(
    name: str, due: datetime, history: tuple[IqaEvent, ...]
) -> None:
    leave = (away(ASSESSOR, date(2026, 11, 2)), away(COLLEAGUE, date(2026, 11, 2)))

    assert passed(name, due, *history, absences=leave).kinds[0] == "deadline_missed"


LONG = away(COLLEAGUE, date(2026, 11, 16), date(2026, 12, 11))


def test_an_action_whose_owner_is_long_away_is_due_some_days_after_the_return() -> None:
    due, later = end_of(11, 24), end_of(12, 18)

    outcome = passed("action:a1", due, *a_selected_case(), action(), absences=(LONG,))

    outcome.then(DeadlineMoved(deadline="action:a1", due=later, because="absence"))
    pending = outcome.iqa.deadline("action:a1")
    assert pending is not None
    assert (pending.due, outcome.iqa.actions[0].due) == (later, later)
    again = DeadlinePassed(deadline="action:a1", due=later)
    assert outcome.and_when(again, by=TIMER, at=later + MOMENT, facts=facts(absences=(LONG,))).kinds == [
        "deadline_missed",
        "escalation_raised",
    ]


@pytest.mark.parametrize(
    ("leave", "urgent", "hearing"),
    [
        (away(COLLEAGUE, date(2026, 11, 23), date(2026, 12, 10)), False, None),
        (away(COLLEAGUE, date(2026, 11, 16), date(2026, 12, 4)), True, None),
        (away(COLLEAGUE, date(2026, 11, 16)), False, None),
        (away(COLLEAGUE, date(2026, 11, 16), date(2027, 3, 12)), False, None),
        (away(COLLEAGUE, date(2026, 11, 16), date(2028, 12, 31)), False, None),
        (away(COLLEAGUE, date(2026, 11, 26), date(2026, 12, 31)), False, None),
        (away(PROSECUTOR, date(2026, 11, 16), date(2026, 12, 11)), False, None),
        (LONG, False, date(2026, 12, 14)),
    ],
    ids=[
        *("shorter", "urgent", "without an end", "too long", "to the calendar's end"),
        *("later", "somebody else", "a hearing before it"),
    ],
)
def test_an_action_is_missed_where_its_owner_is_not_long_away_or_somebody_has_to_look_at_it(
    leave: Absence,
    urgent: bool,  # noqa: FBT001  a column of the table
    hearing: date | None,
) -> None:
    milestones = ((MilestoneKind.NEXT_HEARING, hearing),) if hearing else ()
    past = (*a_selected_case(), action(urgent=urgent))

    outcome = passed(
        "action:a1", end_of(11, 24), *past, absences=(leave,), case_file=a_case_file(*milestones)
    )

    assert outcome.kinds[0] == "deadline_missed"


@pytest.mark.parametrize("history", [a_held_conversation(), (*a_selected_case(),)])
def test_a_deadline_already_met_gives_no_event(history: tuple[IqaEvent, ...]) -> None:
    passed("converse", end_of(11, 16), *history).then()


def test_a_deadline_that_moved_meanwhile_gives_no_event() -> None:
    moved = DeadlineMoved(deadline="converse", due=end_of(11, 18), because="absence")

    passed("converse", end_of(11, 16), *a_confirmed_iqa(), moved).then()


@pytest.mark.parametrize(
    "settled",
    [
        CompleteAction(action_id="a1", outcome="Sent."),
        HandOverAction(action_id="a1", to=SENIOR, because="Long leave."),
    ],
)
def test_an_action_settled_meanwhile_is_chased_no_more(settled: CompleteAction) -> None:
    done = given(*a_selected_case(), action()).when(settled)

    done.and_when(
        DeadlinePassed(deadline="action:a1", due=end_of(11, 24)), by=TIMER, at=end_of(11, 25)
    ).then()


def test_a_timer_that_fires_at_the_very_instant_is_in_time_and_one_before_it_is_not() -> None:
    due = end_of(11, 17)

    assert passed("mark", due, *a_selected_case(), late=timedelta(0)).kinds[0] == "deadline_missed"
    passed("mark", due, *a_selected_case(), late=-MOMENT).refused(Reason.NOT_DUE_YET, due.isoformat())


def test_a_drawn_iqa_whose_conversation_is_overdue_can_be_sampled() -> None:
    drawn = DrawnForSample(sampler=SAMPLER, pick="random")

    outcome = passed("converse", end_of(11, 16), *CONFIRMED_ON_MONDAY, drawn)

    outcome.then(
        *missed("converse", end_of(11, 16), ASSESSOR, ASSESSOR, SENIOR),
        DipSampleStarted(conversation_overdue=True, sample_due=end_of(12, 1)),
    )


def test_what_was_missed_about_a_case_given_up_is_not_held_against_the_next_one() -> None:
    replaced = CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20))
    started = a_selected_case(Order.CONVERSATION_FIRST)
    late = DeadlineMissed(deadline="converse", due=end_of(11, 17), whose=ASSESSOR)

    iqa = given(*started, late, replaced, selected(marks_due=None)).iqa

    assert iqa is not None
    assert not iqa.talk_overdue


def test_where_nothing_is_known_of_working_days_the_deadline_is_left_standing() -> None:
    for_good = (away(PROSECUTOR, date(2026, 11, 10)),)
    short = facts(absences=for_good).model_copy(
        update={"calendar": CALENDAR.model_copy(update={"last_day": date(2026, 12, 31)})}
    )

    given(*CONFIRMED_ON_MONDAY).when(
        DeadlinePassed(deadline="converse", due=end_of(11, 16)), by=TIMER, at=end_of(11, 17), facts=short
    ).refused(Reason.BEYOND_CALENDAR)


def test_a_person_cannot_let_time_pass() -> None:
    given(*a_selected_case()).when(DeadlinePassed(deadline="mark", due=end_of(11, 17)), by=ASSESSOR).refused(
        Reason.NOT_PERMITTED
    )
