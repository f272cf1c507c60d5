"""Everyday conversations about a case, with no IQA needed (report ¶2.16)."""

from domain.case_actions import keeper_refused
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.situation import Decision, Situation
from domain.errors import Reason, Refused
from domain.talks import mode_refused


def note_conversation(command: c.NoteCaseConversation, situation: Situation) -> Decision:
    """Note it, on a day that has come, with somebody in post in the Area, in a way that policy lists."""
    refused = keeper_refused(command.prosecutor, situation.area, situation.facts) or mode_refused(
        command.mode, situation.facts
    )
    if refused:
        return refused
    if command.on > situation.facts.today:
        return Refused(reason=Reason.DAY_TO_COME, detail=command.on.isoformat())
    return (
        e.ConversationNoted(
            conversation_id=f"c{len(situation.notes.conversations) + 1}",
            manager=situation.actor,
            prosecutor=command.prosecutor,
            on=command.on,
            mode=command.mode,
            went_well=command.went_well,
            do_differently=command.do_differently,
            prosecutor_view=command.prosecutor_view,
        ),
    )
