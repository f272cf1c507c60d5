"""What a passed deadline does: remind, move while somebody is away, or be missed and go up the ladder."""

from datetime import datetime
from typing import assert_never

from domain import ladder
from domain.case_actions import after_absence
from domain.errors import Reason, Refused
from domain.escalations import EscalationCommand, EscalationRaised
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.state import Deadline, Iqa, Step, Talk
from domain.iqa.steps.situation import Decision, Situation
from domain.iqa.waits import whose
from domain.people import Role
from domain.policy import EscalatedMatter


def deadline_passed(command: c.DeadlinePassed, situation: Situation) -> Decision:
    """Act on a deadline that is still pending at that instant; one met or moved gives no event."""
    deadline = situation.iqa.deadline(command.deadline)
    if deadline is None or deadline.due != command.due:
        return ()
    if situation.facts.now < deadline.due:
        return Refused(reason=Reason.NOT_DUE_YET, detail=f"{deadline.name} is due {deadline.due.isoformat()}")
    if passed := _nothing_missed(deadline, situation):
        return passed
    matter = deadline.step.matter
    if matter is None:
        return ladder.climbed(deadline.item, situation.iqa.escalations, situation.facts)
    return (
        e.DeadlineMissed(deadline=deadline.name, due=deadline.due, whose=whose(situation.iqa, deadline)),
        _escalation(matter, deadline, situation),
    )


def catch_up(_: c.CatchUp, __: Situation) -> Decision:
    """Nothing happens; the workflow folds what the ledger has."""
    return ()


def answer_escalation(command: EscalationCommand, situation: Situation) -> Decision:
    """Take on what was escalated, or hand it over."""
    iqa = situation.iqa
    return ladder.asked(command, iqa.escalations, situation.actor, iqa.area, situation.facts)


def _nothing_missed(deadline: Deadline, situation: Situation) -> tuple[e.TimeEvent | e.CommentDaysEnded, ...]:
    """What comes of a deadline that moves, or of one by which nobody owes anything."""
    if moved := _moved(deadline, situation):
        return (e.DeadlineMoved(deadline=deadline.name, due=moved, because="absence"),)
    if deadline.step is Step.COMMENT:
        return (e.CommentDaysEnded(),)
    if deadline.step is Step.REMINDER:
        return (e.ReminderSent(deadline=deadline.name, to=whose(situation.iqa, deadline)),)
    return ()


def _moved(deadline: Deadline, situation: Situation) -> datetime | None:
    """The later instant of what has a clock that paused while somebody was away: the talk, the days of comment."""
    if deadline.step is Step.ACTION:
        return _after_absence(deadline, situation)
    later = _later(deadline.step, situation)
    return later if later is not None and later > deadline.due else None


def _after_absence(deadline: Deadline, situation: Situation) -> datetime | None:
    """The later instant of an action that is not urgent and whose owner is long away (¶5.24)."""
    acted_on = (one.action for one in situation.iqa.actions if one.action.action_id == deadline.item)
    owner = next((one.owner for one in acted_on if not one.urgent), None)
    return after_absence(owner, deadline.due, situation.facts) if owner else None


def _later(step: Step, situation: Situation) -> datetime | None:
    if step is Step.COMMENT:
        return situation.comment_until(_last_said(situation.iqa))
    if step not in {Step.CONVERSE, Step.REMINDER}:
        return None
    start, working_days = _clock(situation)
    return situation.reminder_due(start) if step is Step.REMINDER else situation.talk_due(working_days, start)


def _last_said(iqa: Iqa) -> datetime | None:
    """When the marks were last changed or the conversation was last recorded, since which the days of comment run."""
    marked = iqa.touch(Step.MARK)
    found = (marked.at if marked else None, iqa.held.at if iqa.held else None)
    return max((at for at in found if at is not None), default=None)


def _clock(situation: Situation) -> tuple[datetime, int]:
    """Since when the conversation's clock runs, and for how many working days."""
    days, iqa = situation.facts.policy.working_days, situation.iqa
    disputed = iqa.touch(Step.CONVERSE)
    if iqa.talk is Talk.DISPUTED and disputed:
        return disputed.at, days.dispute_resolution
    if iqa.confirmed_at:
        return iqa.confirmed_at, days.conversation_after_confirmation
    return situation.selection.at, days.conversation_after_selection


def _escalation(usually: EscalatedMatter, deadline: Deadline, situation: Situation) -> EscalationRaised:
    """What goes up at once; later rungs follow, while nobody takes it on."""
    iqa, facts = situation.iqa, situation.facts
    matter = _matter(usually, deadline, iqa)
    people = (_person(role, deadline, situation) for role in facts.policy.ladder(matter)[0].to)
    return ladder.raised(iqa.iqa_id, deadline.name, matter, people, iqa.escalations, facts)


def _matter(usually: EscalatedMatter, deadline: Deadline, iqa: Iqa) -> EscalatedMatter:
    """A conversation that is disputed, and an action that is urgent, are matters of their own."""
    if deadline.step is Step.CONVERSE and iqa.talk is Talk.DISPUTED:
        return EscalatedMatter.DISPUTE
    urgent = any(a.action.urgent for a in iqa.actions if a.action.action_id == deadline.item)
    return EscalatedMatter.URGENT_ACTION if deadline.step is Step.ACTION and urgent else usually


def _person(role: Role, deadline: Deadline, situation: Situation) -> str:
    """The person in that role above this IQA, or the keeper of the step; else the senior manager's own."""
    senior = situation.facts.person(situation.iqa.senior_manager)
    above = senior.reports_to if senior and senior.reports_to else situation.iqa.senior_manager
    match role:
        case Role.PROSECUTOR:
            return whose(situation.iqa, deadline)
        case Role.LEGAL_MANAGER:
            return situation.iqa.assessor
        case Role.SENIOR_MANAGER:
            return situation.iqa.senior_manager
        case Role.CHIEF_CROWN_PROSECUTOR | Role.LEGAL_ASSURANCE | Role.AUDITOR | Role.ADMINISTRATOR:
            return above
        case never:
            assert_never(never)
