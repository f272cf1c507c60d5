"""What a passed deadline does: remind, move while somebody is away, or be missed and go up the ladder."""

from datetime import datetime
from typing import Final

from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.state import Deadline, Iqa, Step, Talk
from domain.iqa.steps.situation import Decision, Situation
from domain.iqa.waits import whose
from domain.people import Role
from domain.policy import EscalatedMatter

_MATTERS: Final = {
    Step.SELECT: EscalatedMatter.SELECTION,
    Step.MARK: EscalatedMatter.MARKS,
    Step.CONVERSE: EscalatedMatter.CONVERSATION,
    Step.RECORD_ACTIONS: EscalatedMatter.MARKS,
    Step.ACTION: EscalatedMatter.ACTION,
    Step.ANSWER_QUERY: EscalatedMatter.QUERY,
    Step.DIP_SAMPLE: EscalatedMatter.DIP_SAMPLE,
    Step.FEEDBACK: EscalatedMatter.FEEDBACK,
    Step.ACKNOWLEDGE: EscalatedMatter.FEEDBACK,
    Step.DEVELOPMENT: EscalatedMatter.FEEDBACK,
}


def deadline_passed(command: c.DeadlinePassed, now: Situation) -> Decision:
    """Act on a deadline that is still pending at that instant; one met or moved gives no event."""
    deadline = now.iqa.deadline(command.deadline)
    if deadline is None or deadline.due != command.due:
        return ()
    if now.facts.now < deadline.due:
        return Refused(reason=Reason.NOT_DUE_YET, detail=f"{deadline.name} is due {deadline.due.isoformat()}")
    if moved := _moved(deadline, now):
        return (e.DeadlineMoved(deadline=deadline.name, due=moved, because="absence"),)
    keeper = whose(now.iqa, deadline)
    if deadline.step is Step.REMINDER:
        return (e.ReminderSent(deadline=deadline.name, to=keeper),)
    return (
        e.DeadlineMissed(deadline=deadline.name, due=deadline.due, whose=keeper),
        *_escalations(deadline, now),
    )


def _moved(deadline: Deadline, now: Situation) -> datetime | None:
    """The later instant of a conversation, or its reminder, whose clock paused while somebody was away."""
    if deadline.step not in {Step.CONVERSE, Step.REMINDER}:
        return None
    start, working_days = _clock(now)
    if deadline.step is Step.REMINDER:
        working_days = now.facts.policy.working_days.conversation_reminder
    later = now.talk_due(working_days, start)
    return later if later > deadline.due else None


def _clock(now: Situation) -> tuple[datetime, int]:
    """Since when the conversation's clock runs, and for how many working days."""
    days, iqa = now.facts.policy.working_days, now.iqa
    disputed = iqa.touch(Step.CONVERSE)
    if iqa.talk is Talk.DISPUTED and disputed:
        return disputed.at, days.dispute_resolution
    if iqa.confirmed_at:
        return iqa.confirmed_at, days.conversation_after_confirmation
    return now.selection.at, days.conversation_after_selection


def _escalations(deadline: Deadline, now: Situation) -> tuple[e.EscalationRaised, ...]:
    """What goes up at once; later rungs follow in the quarter, while nobody acknowledges."""
    matter = _matter(deadline, now.iqa)
    ladder = now.facts.policy.ladder(matter)
    people = dict.fromkeys(_person(role, deadline, now) for role in ladder[0].to)
    number = len(now.iqa.escalations) + 1
    return tuple(
        e.EscalationRaised(
            escalation_id=f"{now.iqa.iqa_id}.e{number + offset}", deadline=deadline.name, to=to, matter=matter
        )
        for offset, to in enumerate(people)
    )


def _matter(deadline: Deadline, iqa: Iqa) -> EscalatedMatter:
    if deadline.step is Step.CONVERSE and iqa.talk is Talk.DISPUTED:
        return EscalatedMatter.DISPUTE
    urgent = any(a.action.urgent for a in iqa.actions if a.action.action_id == deadline.item)
    return (
        EscalatedMatter.URGENT_ACTION if deadline.step is Step.ACTION and urgent else _MATTERS[deadline.step]
    )


def _person(role: Role, deadline: Deadline, now: Situation) -> str:
    """The person in that role above this IQA, or the keeper of the step; else the senior manager's own."""
    senior = now.facts.person(now.iqa.senior_manager)
    above = senior.reports_to if senior and senior.reports_to else now.iqa.senior_manager
    people = {
        Role.PROSECUTOR: whose(now.iqa, deadline),
        Role.LEGAL_MANAGER: now.iqa.assessor,
        Role.SENIOR_MANAGER: now.iqa.senior_manager,
    }
    return people.get(role, above)
