"""Talk: planned, held, put right, confirmed or disputed by the prosecutor, or closed as impossible by a senior."""

from datetime import date, timedelta
from typing import Final

from domain.assessment import replaced
from domain.calendar import day_of, exists, shown_last
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.prompts import about_conversation, about_plan, asked
from domain.iqa.steps.assessment import improvement_missing
from domain.iqa.steps.noted import nothing_said_of
from domain.iqa.steps.situation import Decision, Situation
from domain.listed import unlisted
from domain.talks import mode_refused

_A_YEAR: Final = timedelta(days=365)


def plan_conversation(command: c.PlanConversation, situation: Situation) -> Decision:
    """Set a day, perhaps a time, to come and not a year off; it closes nothing and moves no deadline.

    A day on which nobody works, or after the conversation is due, is asked about first.
    """
    if refused := _no_day_for_it(command, situation) or mode_refused(command.mode, situation.facts):
        return refused
    answered = asked(about_plan(command, situation), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    planned = e.ConversationPlanned(on=command.on, mode=command.mode, at=command.at, minutes=command.minutes)
    return planned, *answered


def hold_conversation(command: c.HoldConversation, situation: Situation) -> Decision:
    """Record that it took place, on a day that has come, and any mark that it changed."""
    refused = (
        _not_that_day(command.on, situation)
        or mode_refused(command.mode, situation.facts)
        or improvement_missing(command.revised_marks, situation)
        or nothing_said_of(command, replaced(situation.iqa.marks, command.revised_marks), situation)
    )
    if refused:
        return refused
    answered = asked(about_conversation(command, situation, command.said_of), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    marks_due, actions_due = situation.after_talk(situation.selection.urn)
    held = e.ConversationHeld(
        on=command.on,
        mode=command.mode,
        said_of=command.said_of,
        went_well=command.went_well,
        do_differently=command.do_differently,
        prosecutor_view=command.prosecutor_view,
        marks_due=marks_due,
        actions_due=actions_due,
        comment_until=situation.comment_until() if situation.iqa.confirmed_at else None,
    )
    return held, *_revised(command, situation), *answered


def correct_conversation(command: c.CorrectConversation, situation: Situation) -> Decision:
    """Put right what they recorded themselves; the day and the way are judged as when it was recorded."""
    refused = (
        _not_theirs(situation)
        or _not_that_day(command.on, situation)
        or mode_refused(command.mode, situation.facts)
        or nothing_said_of(command, situation.iqa.marks, situation)
    )
    if refused:
        return refused
    answered = asked(about_conversation(command, situation, command.said_of), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    corrected = e.ConversationCorrected(
        on=command.on,
        mode=command.mode,
        said_of=command.said_of,
        went_well=command.went_well,
        do_differently=command.do_differently,
        prosecutor_view=command.prosecutor_view,
        because=command.because,
        comment_until=situation.comment_until() if situation.iqa.confirmed_at else None,
    )
    return corrected, *answered


def take_back_conversation(command: c.TakeBackConversation, situation: Situation) -> Decision:
    """Open the step again, due when it was due before: a day that is past is missed at once."""
    if refused := _not_theirs(situation):
        return refused
    held = situation.iqa.held
    due = held.was_due if held and held.was_due else situation.facts.now
    return (e.ConversationTakenBack(because=command.because, conversation_due=due),)


def confirm_conversation(command: c.ConfirmConversation, _: Situation) -> Decision:
    """The prosecutor agrees that it took place."""
    return (e.ConversationConfirmed(differed=command.differed, note=command.note),)


def dispute_conversation(command: c.DisputeConversation, situation: Situation) -> Decision:
    """Open the step again: the manager first, the senior manager when it stays unresolved."""
    due = situation.talk_due(situation.facts.policy.working_days.dispute_resolution)
    return (e.ConversationDisputed(note=command.note, conversation_due=due),)


def close_as_impossible(command: c.CloseConversationAsImpossible, situation: Situation) -> Decision:
    """Close the step for a listed reason, by somebody in a role that policy names; it never is held."""
    policy = situation.facts.policy.conversation
    person = situation.facts.person(situation.actor)
    if person is None or person.role not in policy.impossible_by:
        return Refused(reason=Reason.NOT_PERMITTED, detail=", ".join(policy.impossible_by))
    if refused := unlisted(command.because, policy.impossible_reasons):
        return refused
    marks_due, actions_due = situation.after_talk(situation.selection.urn)
    return (
        e.ConversationClosedAsImpossible(
            because=command.because, note=command.note, marks_due=marks_due, actions_due=actions_due
        ),
    )


def _revised(command: c.HoldConversation, situation: Situation) -> tuple[e.MarksRevised, ...]:
    if not command.revised_marks or command.revised_because is None:
        return ()
    until = situation.comment_until() if situation.iqa.confirmed_at else None
    revised = e.MarksRevised(
        marks=command.revised_marks, because=command.revised_because, comment_until=until
    )
    return (revised,)


def _no_day_for_it(command: c.PlanConversation, situation: Situation) -> Refused | None:
    """Refuse what is past, a day a year off or beyond the calendar, and a time that no clock will show."""
    today, day = situation.facts.today, command.on
    if day < today:
        return Refused(reason=Reason.CONVERSATION_IN_PAST, detail=day.isoformat())
    if day - today > _A_YEAR:
        return Refused(reason=Reason.TOO_FAR_OFF, detail=day.isoformat())
    if day > situation.facts.calendar.last_day:
        return Refused(reason=Reason.BEYOND_CALENDAR, detail=day.isoformat())
    if command.at and not exists(day, command.at):
        return Refused(reason=Reason.NO_SUCH_TIME, detail=f"{command.at:%H:%M} on {day}")
    if command.at and shown_last(day, command.at) < situation.facts.now:
        return Refused(reason=Reason.CONVERSATION_IN_PAST, detail=f"{command.at:%H:%M} on {day}")
    return None


def _not_theirs(situation: Situation) -> Refused | None:
    """Refuse whoever did not record it themselves."""
    by = situation.iqa.held.by if situation.iqa.held else ""
    return None if situation.actor == by else Refused(reason=Reason.NOT_PERMITTED, detail=f"recorded by {by}")


def _not_that_day(day: date, situation: Situation) -> Refused | None:
    """Refuse a day that has not come, or on which the conversation cannot have been about this assessment."""
    if day > situation.facts.today:
        return Refused(reason=Reason.CONVERSATION_IN_FUTURE, detail=day.isoformat())
    earliest = _earliest(situation)
    if day < earliest:
        return Refused(reason=Reason.CONVERSATION_BEFORE_SELECTION, detail=f"{day} < {earliest}")
    return None


def _earliest(situation: Situation) -> date:
    """The first day on which the conversation can have been about this assessment."""
    noted = situation.iqa.noted
    return noted.on if noted else day_of(situation.selection.at)
