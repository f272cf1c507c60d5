"""What the read tables show of one IQA: ids, codes, instants and numbers, computed from its events alone."""

from collections.abc import Mapping, Sequence

import pytest

from domain.assessment import Answer, Mode, Override
from domain.errors import Reason
from domain.escalations import EscalationRaised
from domain.iqa.events import ConversationHeld, DeadlineMissed, IqaEvent, MarksRevised, Withdrawn
from domain.iqa.rows import rows
from domain.iqa.state import Stage
from domain.iqa.waits import Wait
from domain.policy import EscalatedMatter
from domain.questions import NotApplicableReason, Work
from domain.rows import ClaimRow, EscalationRow, Rows, WaitRow
from tests.bdd import Done, given
from tests.factories import (
    AREA,
    ASSESSOR,
    COLLEAGUE,
    IQA_ID,
    NOW,
    OPENED,
    PROSECUTOR,
    QUARTER,
    SAMPLER,
    SENIOR,
    URN,
    YESTERDAY,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_selected_case,
    a_withdrawn_iqa,
    action,
    an_open_iqa,
    end_of,
    mark,
)


def rows_of(*events: IqaEvent | Done) -> Rows:
    return rows(given(*events).iqa)


def test_before_it_is_open_there_is_nothing_to_show() -> None:
    assert rows(None) == Rows()


def test_an_open_iqa_shows_who_and_by_when() -> None:
    [row] = rows_of(*an_open_iqa()).iqa

    assert (row.iqa_id, row.version, row.area, row.quarter) == (IQA_ID, 1, AREA, QUARTER)
    assert (row.prosecutor, row.assessor, row.senior_manager) == (PROSECUTOR, ASSESSOR, SENIOR)
    assert (row.stage, row.next_due, row.opened_at) == ("selection", end_of(11, 13), OPENED)
    assert (row.urn, row.work, row.source, row.selected_at) == (None, (), None, None)


STAGES: Mapping[Stage, Sequence[IqaEvent]] = {
    Stage.SELECTION: an_open_iqa(),
    Stage.MARKING: a_selected_case(),
    Stage.CONVERSATION: a_confirmed_iqa(),
    Stage.ACTIONS: a_held_conversation(),
    Stage.COMPLETED: a_completed_iqa(),
    Stage.CLOSED: a_closed_iqa(),
    Stage.WITHDRAWN: a_withdrawn_iqa(),
}


def test_an_iqa_comes_to_every_stage() -> None:
    assert set(STAGES) == set(Stage)


@pytest.mark.parametrize("stage", STAGES)
def test_its_stage_is_shown(stage: Stage) -> None:
    assert rows_of(*STAGES[stage]).iqa[0].stage == stage


def test_a_selected_case_shows_how_it_was_chosen() -> None:
    overridden = (Override(rule=Reason.CASE_NOT_LIVE, because="discussed"),)

    [row] = rows_of(*a_selected_case(theme="Early pleas", overrides=overridden)).iqa

    assert (row.urn, row.source, row.eligible_cases) == (URN, "chosen", 4)
    assert (row.themed, row.overridden) == (True, ("case_not_live",))


def test_marks_are_counted_as_they_stand_now() -> None:
    lowered = mark(2, Answer.NO, improvement="Set out a trial strategy.")

    [row] = rows_of(*a_confirmed_iqa(), MarksRevised(marks=(lowered,), because="On reflection.")).iqa

    assert (row.yes, row.no, row.not_applicable) == (7, 1, 0)


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_is_counted_under_its_own_name(answer: Answer) -> None:
    changed = mark(
        1, answer, improvement="Say what it lacked.", not_applicable=NotApplicableReason.NOT_THIS_WORK
    )

    before, after = (
        rows_of(*past).iqa[0].model_dump()
        for past in (
            (*a_confirmed_iqa(),),
            (*a_confirmed_iqa(), MarksRevised(marks=(changed,), because="So.")),
        )
    )

    assert sum(after[each] for each in Answer) == sum(before[each] for each in Answer)
    assert after[answer] == before[answer] + (answer is not Answer.YES)


def test_a_sampled_iqa_shows_its_conversation_and_its_second_check() -> None:
    [row] = rows_of(*a_fed_back_iqa()).iqa

    assert (row.talk, row.held_on) == ("held", YESTERDAY)
    assert (row.sampler, row.sample_pick, row.sampled_at) == (SAMPLER, "random", OPENED)
    assert (row.stage, row.next_due) == ("completed", end_of(11, 17))


def test_a_conversation_is_shown_as_before_the_marks_or_over_them() -> None:
    talk = ConversationHeld(on=YESTERDAY, mode=Mode.VIDEO, do_differently="Weigh the alternative charge.")
    before = [*a_selected_case(), talk]
    held = [rows_of(*past).iqa[0].before_marks for past in (a_confirmed_iqa(), before, a_fed_back_iqa())]

    assert held == [False, True, False]


def test_what_waits_is_shown_for_each_person() -> None:
    missed = DeadlineMissed(deadline="mark", due=end_of(11, 17), whose=ASSESSOR)

    assert rows_of(*a_selected_case(), missed, action()).waits == (
        WaitRow(
            stream=IQA_ID, step="mark", item="", who=ASSESSOR, due=end_of(11, 17), missed=True, urgent=False
        ),
        WaitRow(
            stream=IQA_ID,
            step="action",
            item="a1",
            who=COLLEAGUE,
            due=end_of(11, 24),
            missed=False,
            urgent=False,
        ),
    )
    assert rows_of(*a_closed_iqa()).waits == ()


def test_what_went_up_is_shown_to_those_above() -> None:
    raised = EscalationRaised(
        escalation_id=f"{IQA_ID}.e1", deadline="mark", to=(SENIOR,), matter=EscalatedMatter.MARKS
    )

    shown = rows_of(*a_selected_case(), Done(raised, at=NOW))

    assert shown.iqa[0].escalated == 1
    assert shown.escalations == (
        EscalationRow(
            escalation_id=f"{IQA_ID}.e1",
            stream=IQA_ID,
            version=3,
            area=AREA,
            quarter=QUARTER,
            deadline="mark",
            matter="marks",
            told=(SENIOR,),
            beside=(),
            rung=0,
            raised_at=NOW,
            climb_due=None,
            acknowledged_by=None,
            acknowledged_at=None,
            settled_at=None,
        ),
    )


def claimed(*events: IqaEvent) -> tuple[ClaimRow, ...]:
    return rows_of(*events).case_claims


def test_an_iqa_claims_the_work_that_it_assesses() -> None:
    assert claimed(*an_open_iqa()) == ()
    assert claimed(*a_selected_case(work=(Work.INITIAL_REVIEW, Work.PROGRESSION))) == (
        ClaimRow(urn=URN, prosecutor=PROSECUTOR, work="initial_review", stream=IQA_ID),
        ClaimRow(urn=URN, prosecutor=PROSECUTOR, work="progression", stream=IQA_ID),
    )


def test_one_withdrawn_before_its_confirmation_leaves_the_work_to_another() -> None:
    withdrawn = Withdrawn(because="no_case")

    assert claimed(*a_selected_case(), withdrawn) == ()
    assert len(claimed(*a_confirmed_iqa(), withdrawn)) == len(Work)


def test_whatever_waits_is_shown_with_all_that_is_known_of_it() -> None:
    assert set(WaitRow.model_fields) == set(Wait.model_fields) | {"stream"}
