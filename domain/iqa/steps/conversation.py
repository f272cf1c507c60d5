"""Talk: planned, held, confirmed or disputed by the prosecutor, or closed as impossible by a senior manager."""

from datetime import date, datetime

from domain.assessment import Source
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.assessment import improvement_missing
from domain.iqa.steps.situation import Decision, Situation, held_on, unlisted


def plan_conversation(command: c.PlanConversation, now: Situation) -> Decision:
    """Set a day from today on; it closes nothing and moves no deadline."""
    if command.on < now.facts.today:
        return Refused(reason=Reason.CONVERSATION_IN_PAST, detail=command.on.isoformat())
    return (e.ConversationPlanned(on=command.on, mode=command.mode),)


def hold_conversation(command: c.HoldConversation, now: Situation) -> Decision:
    """Record that it took place, on a day that has come, and any mark that it changed."""
    refused = held_on(command.on, _earliest(now), now.facts) or improvement_missing(
        command.revised_marks, now
    )
    if refused:
        return refused
    marks_due, actions_due = _after_talk(now)
    held = e.ConversationHeld(
        on=command.on,
        mode=command.mode,
        content=command.content,
        marks_due=marks_due,
        actions_due=actions_due,
    )
    if command.revised_marks and command.revised_because:
        return (held, e.MarksRevised(marks=command.revised_marks, because=command.revised_because))
    return (held,)


def confirm_conversation(command: c.ConfirmConversation, _: Situation) -> Decision:
    """The prosecutor agrees that it took place."""
    return (e.ConversationConfirmed(differed=command.differed, note=command.note),)


def dispute_conversation(command: c.DisputeConversation, now: Situation) -> Decision:
    """Open the step again: the manager first, the senior manager when it stays unresolved."""
    due = now.talk_due(now.facts.policy.working_days.dispute_resolution)
    return (e.ConversationDisputed(note=command.note, conversation_due=due),)


def close_as_impossible(command: c.CloseConversationAsImpossible, now: Situation) -> Decision:
    """Close the step for a listed reason, by somebody in a role that policy names; it never counts as held."""
    policy = now.facts.policy.conversation
    person = now.facts.person(now.actor)
    if person is None or person.role not in policy.impossible_by:
        return Refused(reason=Reason.NOT_PERMITTED, detail=", ".join(policy.impossible_by))
    if refused := unlisted(command.because, policy.impossible_reasons):
        return refused
    marks_due, actions_due = _after_talk(now)
    return (
        e.ConversationClosedAsImpossible(
            because=command.because, note=command.note, marks_due=marks_due, actions_due=actions_due
        ),
    )


def _earliest(now: Situation) -> date:
    """The first day on which the conversation can have been about this assessment."""
    noted = now.facts.conversation if now.selection.source is Source.CONVERSATION else None
    return noted.on if noted else day_of(now.selection.at)


def _after_talk(now: Situation) -> tuple[datetime | None, datetime | None]:
    """When the marks are then to be confirmed, and case actions to be recorded, where they still are."""
    days = now.facts.policy.working_days
    marks_due = None if now.iqa.confirmed_at else now.due(days.confirmation_after_conversation)
    actions_due = None if now.iqa.actions_settled else now.due(days.actions_after_conversation)
    return marks_due, actions_due
