"""Everyday conversations about a case, with no IQA needed (report ¶2.16)."""

from domain.case_actions import keeper_refused
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.errors import Reason, Refused


def note_conversation(command: c.NoteCaseConversation, situation: Situation) -> Decision:
    """Note it, on a day that has come, with somebody in post in the Area."""
    if refused := keeper_refused(command.prosecutor, situation.area, situation.facts):
        return refused
    if command.on > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=command.on.isoformat())
    return (
        e.ConversationNoted(
            conversation_id=f"c{len(situation.notes.conversations) + 1}",
            manager=situation.actor,
            prosecutor=command.prosecutor,
            on=command.on,
            text=command.text,
        ),
    )
