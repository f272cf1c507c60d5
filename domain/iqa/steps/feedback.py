"""Feedback to the manager on the second check, and whether their next IQAs show what came of it (¶6.10, Annex B 3)."""

from collections.abc import Iterable
from datetime import date

from domain.assessment import DevelopmentAction, ToDevelop
from domain.calendar import day_of, end_of_day
from domain.case_actions import due_refused
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.situation import Decision, Situation
from domain.rows import IqaRow
from domain.talks import mode_refused


def give_feedback(command: c.GiveFeedback, situation: Situation) -> Decision:
    """Record that the manager was given feedback, on a day since the check, and what they are to develop by when."""
    days = (due_refused(one.due_on, situation.facts) for one in command.development)
    refused = (
        _not_that_day(command.on, situation)
        or mode_refused(command.mode, situation.facts)
        or next((refused for refused in days if refused), None)
    )
    if refused:
        return refused
    given = e.FeedbackGiven(
        on=command.on,
        mode=command.mode,
        content=command.content,
        acknowledge_due=situation.due(situation.facts.policy.working_days.acknowledgement),
        development=tuple(_actions(command.development)),
    )
    return (given,)


def acknowledge_feedback(command: c.AcknowledgeFeedback, situation: Situation) -> Decision:
    """The manager has heard it; marks that they mean to revise, and have not since, are due in policy's days."""
    revised = situation.iqa.sample is not None and situation.iqa.sample.revised_at is not None
    to_come = command.reply.revises and not revised
    due = situation.due(situation.facts.policy.working_days.revision) if to_come else None
    return (e.FeedbackAcknowledged(reply=command.reply, note=command.note, revise_due=due),)


def review_development(command: c.ReviewDevelopment, situation: Situation) -> Decision:
    """Record whether it shows, in a later IQA of that manager; otherwise it can be looked at again by a day."""
    refused = _not_next(command.in_iqa, situation.facts.named_iqa, situation) or due_refused(
        command.again_on, situation.facts
    )
    if refused:
        return refused
    reviewed = e.DevelopmentReviewed(
        action_id=command.action_id,
        in_iqa=command.in_iqa,
        note=command.note,
        shown=command.shown,
        again_due=end_of_day(command.again_on) if command.again_on else None,
    )
    return (reviewed,)


def _actions(development: Iterable[ToDevelop]) -> Iterable[DevelopmentAction]:
    for number, one in enumerate(development, start=1):
        due = end_of_day(one.due_on)
        yield DevelopmentAction(action_id=f"d{number}", what=one.what, due_on=one.due_on, due=due)


def _not_next(iqa_id: str | None, named: IqaRow | None, situation: Situation) -> Refused | None:
    """Refuse an IQA that is not there, not by the same manager, or was not confirmed since the feedback."""
    if iqa_id is None:
        return None
    if named is None:
        return Refused(reason=Reason.NOT_OPEN, detail=iqa_id)
    feedback = situation.iqa.sample.feedback if situation.iqa.sample else None
    since = named.confirmed_at is not None and feedback is not None and named.confirmed_at >= feedback.at
    theirs = named.assessor in {situation.iqa.assessor, *situation.iqa.former_assessors}
    return None if since and theirs else Refused(reason=Reason.NOT_NEXT_IQA, detail=iqa_id)


def _not_that_day(day: date, situation: Situation) -> Refused | None:
    if day > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=day.isoformat())
    recorded_at = situation.iqa.sample.recorded_at if situation.iqa.sample else None
    if recorded_at and day < day_of(recorded_at):
        return Refused(reason=Reason.FEEDBACK_BEFORE_SAMPLE, detail=f"{day} < {day_of(recorded_at)}")
    return None
