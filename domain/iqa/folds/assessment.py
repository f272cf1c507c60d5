"""Marks, prompts, the confirmation, and what is seen of the marks later."""

from datetime import datetime
from typing import assert_never

from domain.assessment import replaced
from domain.iqa import events as e
from domain.iqa.changes import IqaChanges, changed
from domain.iqa.folds.deadlines import due, without
from domain.iqa.folds.selection import set_aside
from domain.iqa.improvements import SeenLater
from domain.iqa.selected import Selection
from domain.iqa.state import AnsweredPrompt, Iqa, Step


def changes(iqa: Iqa, event: e.AssessmentEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.MarksRecorded():
            return {
                "marks": replaced(iqa.marks, event.marks),
                "victims_note": event.victims_note or iqa.victims_note,
                "team_learning": event.team_learning or iqa.team_learning,
            }
        case e.MarksRevised():
            return _revised(iqa, event, recorded.at)
        case e.ImprovementSeen():
            seen = SeenLater(question=event.question, urn=event.urn, on=event.on, note=event.note)
            return {"seen_later": (*iqa.seen_later, seen)}
        case e.PromptAnswered(about=about, questions=questions, answer=answer, words=words):
            prompt = AnsweredPrompt(about=about, questions=questions, answer=answer, words=words)
            return {"prompts": (*iqa.prompts, prompt)}
        case e.AssessmentConfirmed():
            deadlines = due(without(iqa, Step.MARK), Step.CONVERSE, event.conversation_due)
            deadlines = due(deadlines, Step.REMINDER, event.reminder_due)
            deadlines = due(deadlines, Step.COMMENT, event.comment_until)
            return {
                "confirmed_at": recorded.at,
                "first_marks": iqa.marks,
                "selection": _checked_again(iqa.selection, event, recorded),
                "deadlines": deadlines,
            }
        case never:
            assert_never(never)


def _revised(iqa: Iqa, event: e.MarksRevised, at: datetime) -> IqaChanges:
    """The days of comment begin anew; where the second check was recorded, the manager has answered it so."""
    found: IqaChanges = {
        "marks": replaced(iqa.marks, event.marks),
        "deadlines": due(iqa.deadlines, Step.COMMENT, event.comment_until),
    }
    if event.query_id or iqa.sample is None or iqa.sample.recorded_at is None:
        return found
    answered = due(without(iqa, Step.REVISE), Step.COMMENT, event.comment_until)
    return found | {"sample": changed(iqa.sample, {"revised_at": at}), "deadlines": answered}


def _checked_again(
    selection: Selection | None, event: e.AssessmentConfirmed, recorded: e.RecordedIqaEvent
) -> Selection | None:
    """Add the rules set aside now to those set aside at selection; who did the work is as it was found last."""
    if selection is None:
        return None
    now = tuple(set_aside(override, recorded) for override in event.overrides)
    done_by = event.done_by or selection.done_by
    return changed(selection, {"set_aside": (*selection.set_aside, *now), "done_by": done_by})
