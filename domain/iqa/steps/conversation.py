"""Talk: planned, held, confirmed or disputed by the prosecutor, or closed as impossible by a senior."""

from datetime import date, datetime

from domain.assessment import Source
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_conversation
from domain.iqa.steps.assessment import improvement_missing
from domain.iqa.steps.situation import Decision, Situation, mode_refused, unlisted
from domain.policy import Order


def plan_conversation(command: c.PlanConversation, now: Situation) -> Decision:
    """Set a day from today on; it closes nothing and moves no deadline."""
    if command.on < now.facts.today:
        return Refused(reason=Reason.CONVERSATION_IN_PAST, detail=command.on.isoformat())
    if refused := mode_refused(command.mode, now.facts):
        return refused
    return (e.ConversationPlanned(**command.model_dump(include={"on", "mode", "at", "minutes"})),)


def hold_conversation(command: c.HoldConversation, now: Situation) -> Decision:
    """Record that it took place, on a day that has come, and any mark that it changed."""
    refused = (
        _not_that_day(command.on, now)
        or mode_refused(command.mode, now.facts)
        or improvement_missing(command.revised_marks, now)
    )
    if refused:
        return refused
    marks_due, actions_due = _after_talk(now)
    held = e.ConversationHeld(
        **command.model_dump(include={"on", "mode", "content"}), marks_due=marks_due, actions_due=actions_due
    )
    return held, *_revised(command), *about_conversation(command.content, now.iqa, now.facts)


def confirm_conversation(command: c.ConfirmConversation, _: Situation) -> Decision:
    """The prosecutor agrees that it took place."""
    return (e.ConversationConfirmed(differed=command.differed, note=command.note),)


def dispute_conversation(command: c.DisputeConversation, now: Situation) -> Decision:
    """Open the step again: the manager first, the senior manager when it stays unresolved."""
    due = now.talk_due(now.facts.policy.working_days.dispute_resolution)
    return (e.ConversationDisputed(note=command.note, conversation_due=due),)


def close_as_impossible(command: c.CloseConversationAsImpossible, now: Situation) -> Decision:
    """Close the step for a listed reason, by somebody in a role that policy names; it never is held."""
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


def _revised(command: c.HoldConversation) -> tuple[e.MarksRevised, ...]:
    if not command.revised_marks or command.revised_because is None:
        return ()
    return (e.MarksRevised(marks=command.revised_marks, because=command.revised_because),)


def _not_that_day(day: date, now: Situation) -> Refused | None:
    """Refuse a day that has not come, or on which the conversation cannot have been about this assessment."""
    if day > now.facts.today:
        return Refused(reason=Reason.CONVERSATION_IN_FUTURE, detail=day.isoformat())
    earliest = _earliest(now)
    if day < earliest:
        return Refused(reason=Reason.CONVERSATION_BEFORE_SELECTION, detail=f"{day} < {earliest}")
    return None


def _earliest(now: Situation) -> date:
    """The first day on which the conversation can have been about this assessment."""
    noted = now.facts.conversation if now.selection.source is Source.CONVERSATION else None
    return noted.on if noted else day_of(now.selection.at)


def _after_talk(now: Situation) -> tuple[datetime | None, datetime | None]:
    """When marks that waited for the talk are to be confirmed, and case actions to be recorded."""
    days = now.facts.policy.working_days
    waited = now.iqa.order is Order.CONVERSATION_FIRST and not now.iqa.confirmed_at
    marks_due = now.due(days.confirmation_after_conversation) if waited else None
    actions_due = None if now.iqa.actions_settled else now.due(days.actions_after_conversation)
    return marks_due, actions_due
