"""An IQA's beginning and its ends: opened, given to another assessor, completed, closed or withdrawn."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import IqaChanges
from domain.iqa.folds.deadlines import due
from domain.iqa.state import Deadline, Iqa, Step


def opened(event: e.IqaOpened, recorded: e.RecordedIqaEvent, iqa_id: str) -> Iqa:
    """Return the state that every other event is folded onto."""
    return Iqa(
        iqa_id=iqa_id,
        version=recorded.version,
        area=event.area,
        quarter=event.quarter,
        category=event.category,
        prosecutor=event.prosecutor,
        assessor=event.assessor,
        senior_manager=event.senior_manager,
        target_on=event.target_on,
        order=event.order,
        policy=event.policy,
        question_set=event.question_set,
        asks_for=event.asks_for,
        opened_at=recorded.at,
        deadlines=(Deadline(step=Step.SELECT, due=event.select_due),),
        command_ids=frozenset({recorded.command_id}),
    )


def changes(iqa: Iqa, event: e.EndEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.Reassigned():
            return {
                "assessor": event.assessor,
                "senior_manager": event.senior_manager,
                "former_assessors": tuple(dict.fromkeys((*iqa.former_assessors, iqa.assessor))),
            }
        case e.TargetMoved():
            deadlines = due(iqa.deadlines, Step.SELECT, event.select_due)
            return {"target_on": event.target_on, "deadlines": deadlines}
        case e.Withdrawn():
            actions = tuple(deadline for deadline in iqa.deadlines if deadline.step is Step.ACTION)
            return {"withdrawn_at": recorded.at, "deadlines": actions}
        case e.IqaCompleted():
            return {"completed_at": recorded.at}
        case e.IqaClosed():
            return {"closed_at": recorded.at, "deadlines": ()}
        case never:
            assert_never(never)
