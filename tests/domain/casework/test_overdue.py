from datetime import datetime, timedelta

import pytest

from domain.casework import commands as c
from domain.casework import events as e
from domain.errors import Reason
from domain.people import Person
from domain.policy import EscalatedMatter
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, given, state
from tests.factories import ASSESSOR, CHIEF, LEFT, NOW, PEOPLE, PROSECUTOR, SENIOR, STRANGER, end_of, facts

PASSED = c.DeadlinePassed(deadline="action:a1", due=DUE)
COMPLETED = e.ActionCompleted(action_id="a1", outcome="Sent.")
THEN = facts(now=DUE)


def missed(whose: str = PROSECUTOR) -> e.DeadlineMissed:
    return e.DeadlineMissed(deadline="action:a1", due=DUE, whose=whose)


def raised(
    *people: str, start: int = 1, matter: EscalatedMatter = EscalatedMatter.ACTION
) -> list[e.EscalationRaised]:
    return [
        e.EscalationRaised(escalation_id=f"{ID}.e{number}", deadline="action:a1", to=to, matter=matter)
        for number, to in enumerate(people, start=start)
    ]


def test_a_missed_action_goes_to_its_owner_and_the_owners_manager() -> None:
    given(OPENED, action_recorded()).when(PASSED, world=THEN).then(missed(), *raised(PROSECUTOR, ASSESSOR))


def test_an_urgent_one_goes_to_the_senior_manager_too() -> None:
    given(OPENED, action_recorded(urgent=True)).when(PASSED, world=THEN).then(
        missed(), *raised(PROSECUTOR, ASSESSOR, SENIOR, matter=EscalatedMatter.URGENT_ACTION)
    )


def test_nobody_is_told_twice_of_the_same() -> None:
    given(OPENED, action_recorded(owner=ASSESSOR)).when(PASSED, world=THEN).then(
        missed(ASSESSOR), *raised(ASSESSOR)
    )


@pytest.mark.parametrize(("owner", "people"), [(SENIOR, (SENIOR, CHIEF)), (CHIEF, (CHIEF,))])
def test_where_nobody_above_has_the_role_the_next_above_is_told(owner: str, people: tuple[str, ...]) -> None:
    given(OPENED, action_recorded(owner=owner)).when(PASSED, world=THEN).then(missed(owner), *raised(*people))


def test_an_owner_whom_nobody_knows_any_more_is_still_named() -> None:
    given(OPENED, action_recorded(owner=STRANGER)).when(PASSED, world=THEN).then(
        missed(STRANGER), *raised(STRANGER)
    )


def test_a_line_that_goes_in_a_circle_ends() -> None:
    def turned(person: Person) -> Person:
        return person.model_copy(update={"reports_to": PROSECUTOR}) if person.staff_id == ASSESSOR else person

    circle = facts(now=DUE, people=tuple(turned(person) for person in PEOPLE))

    given(OPENED, action_recorded(urgent=True)).when(PASSED, world=circle).then(
        missed(), *raised(PROSECUTOR, ASSESSOR, matter=EscalatedMatter.URGENT_ACTION)
    )


def test_escalations_are_numbered_on_their_case() -> None:
    past = (OPENED, action_recorded(2), e.DeadlineMissed(deadline="action:a2", due=DUE, whose=PROSECUTOR))
    earlier = (
        e.EscalationRaised(escalation_id=f"{ID}.e1", deadline="action:a2", to=PROSECUTOR),
        e.EscalationRaised(escalation_id=f"{ID}.e2", deadline="action:a2", to=ASSESSOR),
    )

    given(*past, *earlier, action_recorded()).when(PASSED, world=THEN).then(
        missed(), *raised(PROSECUTOR, ASSESSOR, start=3)
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
    notes = state(OPENED, action_recorded(), action_recorded(2), missed(), *raised(PROSECUTOR, ASSESSOR))

    assert [action.missed for action in notes.actions] == [True, False]
    assert [(one.to, one.at, one.version) for one in notes.escalations] == [
        (PROSECUTOR, NOW, 5),
        (ASSESSOR, NOW, 6),
    ]
    assert [deadline.name for deadline in notes.deadlines] == ["action:a2"]
    assert LEFT not in {one.to for one in notes.escalations}
