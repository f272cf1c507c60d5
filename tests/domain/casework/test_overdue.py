from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.needs import needs
from domain.casework.next_step import next_step
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
from domain.people import Person, Role
from domain.policy import EscalatedMatter
from domain.stream import Await
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, given, state
from tests.factories import (
    AREA,
    ASSESSOR,
    CHIEF,
    LEFT,
    NOW,
    PEOPLE,
    PROSECUTOR,
    SENIOR,
    STRANGER,
    away,
    end_of,
    facts,
)

PASSED = c.DeadlinePassed(deadline="action:a1", due=DUE)
COMPLETED = e.ActionCompleted(action_id="a1", outcome="Sent.")
THEN = facts(now=DUE)
UP, URGENT_UP = end_of(12, 2), end_of(11, 27)
"""The ends of the fifth and of the second working day after the one on which it could be read that it is late."""


def missed(whose: str = PROSECUTOR) -> e.DeadlineMissed:
    return e.DeadlineMissed(deadline="action:a1", due=DUE, whose=whose)


def raised(
    *people: str,
    number: int = 1,
    matter: EscalatedMatter = EscalatedMatter.ACTION,
    climb_due: datetime | None = UP,
) -> EscalationRaised:
    return EscalationRaised(
        escalation_id=f"{ID}.e{number}", deadline="action:a1", to=people, matter=matter, climb_due=climb_due
    )


def test_a_missed_action_goes_to_its_owner_and_the_owners_manager() -> None:
    given(OPENED, action_recorded()).when(PASSED, world=THEN).then(missed(), raised(PROSECUTOR, ASSESSOR))


def test_an_urgent_one_goes_to_the_senior_manager_too() -> None:
    given(OPENED, action_recorded(urgent=True)).when(PASSED, world=THEN).then(
        missed(),
        raised(PROSECUTOR, ASSESSOR, SENIOR, matter=EscalatedMatter.URGENT_ACTION, climb_due=URGENT_UP),
    )


def test_nobody_is_told_twice_of_the_same() -> None:
    given(OPENED, action_recorded(owner=ASSESSOR)).when(PASSED, world=THEN).then(
        missed(ASSESSOR), raised(ASSESSOR)
    )


@pytest.mark.parametrize(("owner", "people"), [(SENIOR, (SENIOR, CHIEF)), (CHIEF, (CHIEF,))])
def test_where_nobody_above_has_the_role_the_next_above_is_told(owner: str, people: tuple[str, ...]) -> None:
    given(OPENED, action_recorded(owner=owner)).when(PASSED, world=THEN).then(missed(owner), raised(*people))


def test_an_owner_whom_nobody_knows_any_more_is_still_named() -> None:
    given(OPENED, action_recorded(owner=STRANGER)).when(PASSED, world=THEN).then(
        missed(STRANGER), raised(STRANGER)
    )


def test_a_line_that_goes_in_a_circle_ends() -> None:
    def turned(person: Person) -> Person:
        return person.model_copy(update={"reports_to": PROSECUTOR}) if person.staff_id == ASSESSOR else person

    circle = facts(now=DUE, people=tuple(turned(person) for person in PEOPLE))

    given(OPENED, action_recorded(urgent=True)).when(PASSED, world=circle).then(
        missed(), raised(PROSECUTOR, ASSESSOR, matter=EscalatedMatter.URGENT_ACTION, climb_due=URGENT_UP)
    )


@pytest.mark.parametrize(
    ("urgent", "last", "moved"),
    [
        (False, date(2026, 12, 11), True),
        (False, date(2026, 11, 27), False),
        (True, date(2026, 12, 11), False),
    ],
    ids=["long", "short", "urgent"],
)
def test_an_action_follows_a_long_absence_of_its_owner(urgent: bool, last: date, moved: bool) -> None:  # noqa: FBT001  columns of the table
    leave = away(PROSECUTOR, date(2026, 11, 16), last)
    later = e.DeadlineMoved(deadline="action:a1", due=end_of(12, 18), because="absence")
    past = (OPENED, action_recorded(urgent=urgent))

    outcome = given(*past).when(PASSED, world=facts(now=DUE, absences=(leave,)))

    assert (outcome.events == (later,)) is moved
    assert state(*past, later).deadlines[0].due == end_of(12, 18)


def test_escalations_are_numbered_on_their_case() -> None:
    past = (OPENED, action_recorded(2), e.DeadlineMissed(deadline="action:a2", due=DUE, whose=PROSECUTOR))
    earlier = EscalationRaised(
        escalation_id=f"{ID}.e1", deadline="action:a2", to=(PROSECUTOR,), matter=EscalatedMatter.ACTION
    )

    given(*past, earlier, action_recorded()).when(PASSED, world=THEN).then(
        missed(), raised(PROSECUTOR, ASSESSOR, number=2)
    )


@pytest.mark.parametrize(
    ("deadline", "due"), [("action:a1", end_of(11, 20)), ("action:a2", DUE), ("tea", DUE)]
)
def test_a_deadline_that_moved_or_never_was_gives_no_event(deadline: str, due: datetime) -> None:
    command = c.DeadlinePassed(deadline=deadline, due=due)

    given(OPENED, action_recorded()).when(command, world=THEN).then()


@pytest.mark.parametrize("settled", [COMPLETED, missed()])
def test_a_deadline_that_was_met_or_missed_before_gives_no_event(settled: e.CaseEvent) -> None:
    given(OPENED, action_recorded(), settled).when(PASSED, world=THEN).then()


def test_a_timer_that_fires_early_is_refused() -> None:
    early = facts(now=DUE - timedelta(microseconds=1))

    given(OPENED, action_recorded()).when(PASSED, world=early).refused(
        Reason.NOT_DUE_YET, f"action:a1 is due {DUE.isoformat()}"
    )


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
@pytest.mark.parametrize("command", [PASSED, c.CatchUp()])
def test_no_person_is_a_timer(command: c.CaseCommand, by: str) -> None:
    given(OPENED, action_recorded()).when(command, by=by).refused(Reason.NOT_PERMITTED, "allowed: system")


@pytest.mark.parametrize("command", [PASSED, c.CatchUp()])
def test_on_a_case_without_notes_a_timer_changes_nothing(command: c.CaseCommand) -> None:
    given().when(command).then()


def test_catching_up_changes_nothing() -> None:
    given(OPENED, action_recorded()).when(c.CatchUp()).then()


def test_the_folded_state_shows_what_was_missed_and_to_whom_it_went() -> None:
    notes = state(OPENED, action_recorded(), action_recorded(2), missed(), raised(PROSECUTOR, ASSESSOR))

    assert [action.missed for action in notes.actions] == [True, False]
    assert [(one.told, one.raised_at, one.version) for one in notes.escalations] == [
        ((PROSECUTOR, ASSESSOR), NOW, 5),
    ]
    assert [deadline.name for deadline in notes.deadlines] == ["action:a2", f"escalation:{ID}.e1"]
    assert LEFT not in {who for one in notes.escalations for who in one.told}


BOTH: tuple[e.CaseEvent, ...] = (OPENED, action_recorded(), missed(), raised(PROSECUTOR, ASSESSOR))
GOES_UP = c.DeadlinePassed(deadline=f"escalation:{ID}.e1", due=UP)
WILL_DO = "I'll sit down with both on Monday."


def acknowledged(n: int, by: str) -> EscalationAcknowledged:
    return EscalationAcknowledged(escalation_id=f"{ID}.e{n}", by=by, will_do=WILL_DO)


def acknowledge(n: int) -> AcknowledgeEscalation:
    return AcknowledgeEscalation(escalation_id=f"{ID}.e{n}", will_do=WILL_DO)


def test_what_nobody_takes_on_goes_up_on_the_case_itself_and_then_stays() -> None:
    climbed = EscalationClimbed(escalation_id=f"{ID}.e1", to=(SENIOR,), rung=1)

    given(*BOTH).when(GOES_UP, world=facts(now=UP)).then(climbed)
    notes = state(*BOTH, climbed)
    assert notes.escalations[0].told == (PROSECUTOR, ASSESSOR, SENIOR)
    assert notes.deadlines == ()
    assert isinstance(next_step(notes), Await), "the action is still chased"


def test_what_goes_up_needs_everybody_who_was_told_and_the_areas_chief() -> None:
    envelope = c.CaseEnvelope(command_id=UUID(int=1), actor=TIMER, command=GOES_UP)

    wanted = needs(envelope, state(*BOTH))

    assert wanted.people == {PROSECUTOR, ASSESSOR}
    assert wanted.area == AREA
    assert wanted.roles == {Role.CHIEF_CROWN_PROSECUTOR}
    assert needs(envelope, None).area is None


@pytest.mark.parametrize("by", [SENIOR, CHIEF])
def test_a_senior_takes_on_what_was_raised_of_an_action(by: str) -> None:
    outcome = given(*BOTH).when(acknowledge(1), by=by)

    outcome.then(acknowledged(1, by))
    given(*BOTH, *outcome.events).when(GOES_UP, world=facts(now=UP)).then()


def test_whoever_it_was_put_to_takes_it_on_and_nobody_who_was_told_beside_them_does() -> None:
    given(*BOTH).when(acknowledge(1), by=ASSESSOR).then(acknowledged(1, ASSESSOR))
    given(*BOTH).when(acknowledge(1), by=PROSECUTOR).refused(Reason.NOT_PERMITTED)
    given(*BOTH).when(acknowledge(9), by=SENIOR).refused(Reason.UNKNOWN_ESCALATION)
    given().when(acknowledge(1), by=SENIOR).refused(Reason.UNKNOWN_ESCALATION)


def test_an_outcome_settles_what_was_raised_of_that_action_and_of_no_other() -> None:
    other = EscalationRaised(
        escalation_id=f"{ID}.e2", deadline="action:a2", to=(PROSECUTOR,), matter=EscalatedMatter.ACTION
    )
    past = (*BOTH, action_recorded(2), other)

    outcome = given(*past).when(c.CompleteAction(action_id="a1", outcome="Sent."), by=PROSECUTOR)

    outcome.then(COMPLETED, EscalationsSettled(escalation_ids=(f"{ID}.e1",)))
    given(*past, *outcome.events).when(acknowledge(1), by=SENIOR).refused(Reason.ALREADY_DONE, "settled")


def test_a_new_owner_has_new_time_and_what_went_up_stays_up_while_the_action_waits() -> None:
    command = c.HandOverAction(action_id="a1", to=SENIOR, because="Leave.")

    outcome = given(*BOTH).when(command, by=PROSECUTOR, world=THEN)

    assert [event.kind for event in outcome.events] == ["action_handed_over"]
    assert [one.name for one in state(*BOTH, *outcome.events).deadlines] == [
        f"escalation:{ID}.e1",
        "action:a1",
    ]


def test_the_quarter_hands_over_what_was_put_to_one_person() -> None:
    command = HandOverEscalation(escalation_id=f"{ID}.e1", whose=ASSESSOR, to=SENIOR)
    handed = EscalationHandedOver(escalation_id=f"{ID}.e1", whose=ASSESSOR, to=SENIOR)

    given(*BOTH).when(command, by=QUARTER).then(handed)
    given(*BOTH).when(command, by=SENIOR).refused(Reason.NOT_PERMITTED)
    assert state(*BOTH, handed).escalations[0].told == (PROSECUTOR, SENIOR)
