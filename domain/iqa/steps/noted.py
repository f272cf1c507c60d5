"""The everyday conversation that an IQA starts from (report ¶2.16): where it is the one, and where it stands."""

from collections.abc import Sequence

from domain.assessment import Mark
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.situation import Situation
from domain.policy import Order
from domain.talks import EverydayTalk


def noted_talk(situation: Situation) -> EverydayTalk | None:
    """Return the noted talk that the IQA starts from, without its case and its id, which the selection names."""
    found = situation.facts.conversation
    return (
        EverydayTalk(**{name: getattr(found, name) for name in EverydayTalk.model_fields}) if found else None
    )


def nothing_said_of(
    command: c.HoldConversation | c.CorrectConversation, marks: Sequence[Mark], situation: Situation
) -> Refused | None:
    """Refuse a talk from before the marks that says nothing of what they find (report ¶2.16, ¶6.16).

    Where the conversation comes first, it is meant to be from before.
    """
    iqa = situation.iqa
    if iqa.order is Order.CONVERSATION_FIRST or iqa.confirmed_at is None:
        return None
    as_noted = _as_noted(command, iqa.noted)
    if as_noted and iqa.noted and iqa.noted.manager != iqa.assessor:
        return Refused(reason=Reason.CONVERSATION_OF_OTHERS, detail=iqa.noted.manager)
    earlier = command.on < day_of(iqa.confirmed_at) or as_noted
    said = {one.question for one in command.said_of}
    missing = [mark.question for mark in marks if mark.to_be_talked_over and mark.question not in said]
    if missing and (earlier or command.said_of):
        return Refused(reason=Reason.TALK_BEFORE_MARKS, detail=f"question {', '.join(map(str, missing))}")
    return None


def _as_noted(command: c.HoldConversation | c.CorrectConversation, noted: EverydayTalk | None) -> bool:
    """Whether it is the talk that was noted, in its words."""
    return noted is not None and (command.on, command.said) == (noted.on, noted.said)


def held_already(noted: EverydayTalk, command: c.SelectCase, situation: Situation) -> e.ConversationHeld:
    """Return what was noted as the conversation, which it is where that comes first (report ¶2.16)."""
    marks_due, actions_due = situation.after_talk(command.urn)
    return e.ConversationHeld(
        on=noted.on,
        mode=noted.mode,
        went_well=noted.went_well,
        do_differently=noted.do_differently,
        prosecutor_view=noted.prosecutor_view,
        marks_due=marks_due,
        actions_due=actions_due,
    )
