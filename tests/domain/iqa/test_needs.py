"""What has to be looked up before a command can be judged."""

from uuid import UUID

import pytest

from domain.assessment import Source
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa.events import IqaEvent
from domain.iqa.facts import IqaNeeds
from domain.iqa.needs import needs
from domain.questions import Category
from tests.bdd import given
from tests.factories import (
    AREA,
    ASSESSOR,
    CASEWORK,
    CHIEF,
    COLLEAGUE,
    IQA_ID,
    OTHER_MANAGER,
    OTHER_URN,
    POLICY,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    TARGET,
    URN,
    a_marked_iqa,
    a_selected_case,
    an_open_iqa,
    end_of,
    hold_conversation,
    mark,
    select_case,
)

COMMAND_ID = UUID(int=1)
THE_THREE = {PROSECUTOR, ASSESSOR, SENIOR}


def needed(command: c.IqaCommand, *history: IqaEvent, by: str = ASSESSOR) -> IqaNeeds:
    envelope = c.IqaEnvelope(command_id=COMMAND_ID, actor=by, command=command)
    return needs(envelope, given(*history).iqa)


def test_opening_needs_the_two_people_and_the_policy_named() -> None:
    command = c.OpenIqa(
        area=AREA,
        quarter="2026-27-Q3",
        category=Category.ADVOCACY,
        prosecutor=PROSECUTOR,
        assessor=ASSESSOR,
        target_on=TARGET,
        policy_version="conversation-first-1",
    )

    assert needed(command, by=QUARTER) == IqaNeeds(
        people=frozenset({PROSECUTOR, ASSESSOR}),
        policy="conversation-first-1",
        category=Category.ADVOCACY,
    )


def test_later_commands_are_judged_by_the_versions_that_the_iqa_was_opened_with() -> None:
    assert needed(c.RecordNoActions(), *a_selected_case()) == IqaNeeds(
        people=frozenset(THE_THREE), policy=POLICY.version, question_set=CASEWORK.version
    )


def test_before_it_is_open_only_the_actor_matters() -> None:
    assert needed(c.RecordNoActions()) == IqaNeeds(people=frozenset({ASSESSOR}))
    assert needed(c.CatchUp(), by=TIMER) == IqaNeeds()


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (c.RecordAction(what="Ring.", owner=COLLEAGUE), COLLEAGUE),
        (c.HandOverAction(action_id="a1", to=OTHER_MANAGER, because="Leave."), OTHER_MANAGER),
        (c.Reassign(assessor=OTHER_MANAGER, because="Leave."), OTHER_MANAGER),
        (c.DrawForSample(sampler=SAMPLER), SAMPLER),
    ],
)
def test_whoever_a_command_names_is_looked_up(command: c.IqaCommand, named: str) -> None:
    assert needed(command, *a_selected_case(), by=CHIEF).people == THE_THREE | {CHIEF, named}


def test_a_part_of_the_system_is_nobody_to_look_up() -> None:
    passed = c.DeadlinePassed(deadline="mark", due=end_of(11, 17))

    assert needed(passed, *a_selected_case(), by=TIMER).people == THE_THREE


@pytest.mark.parametrize(
    ("command", "history", "urn"),
    [
        (select_case(urn=OTHER_URN), an_open_iqa(), OTHER_URN),
        (c.RecordMarks(marks=(mark(1),), seen_version=2), a_selected_case(), URN),
        (c.ConfirmAssessment(seen_version=3), a_marked_iqa(), URN),
        (c.RecordAction(what="Ring.", owner=COLLEAGUE), a_selected_case(), URN),
        (c.RecordAction(what="Ring.", owner=COLLEAGUE, urn=OTHER_URN), a_selected_case(), OTHER_URN),
        (c.RecordAction(what="Ring.", owner=COLLEAGUE), an_open_iqa(), None),
        (c.RecordNoActions(), a_selected_case(), None),
    ],
)
def test_the_case_is_looked_up_where_the_decision_is_about_it(
    command: c.IqaCommand, history: tuple[IqaEvent, ...], urn: str | None
) -> None:
    assert needed(command, *history).urn == urn


def test_the_pool_is_counted_at_selection_alone() -> None:
    assert needed(select_case(), *an_open_iqa()).pool_of == PROSECUTOR
    assert needed(select_case(), *an_open_iqa()).draw_for is None
    assert needed(select_case(request_id="case-1.r1"), *an_open_iqa()).request_id == "case-1.r1"
    assert needed(c.DrawCase(), *an_open_iqa()).draw_for == IQA_ID
    assert needed(c.ConfirmAssessment(seen_version=3), *a_marked_iqa()).pool_of is None


def test_the_noted_conversation_is_looked_up_at_selection_alone() -> None:
    noted = f"case-{URN}.c1"
    started = a_selected_case(source=Source.CONVERSATION, conversation_id=noted)

    assert needed(select_case(conversation_id=noted), *an_open_iqa()).conversation_id == noted
    assert needed(hold_conversation(), *started).conversation_id is None


def test_before_an_assessment_is_confirmed_nobody_has_looked_at_its_marks() -> None:
    assert needed(c.ReMarkBlind(answers=()), *a_marked_iqa(), by=SAMPLER).looks_of is None
