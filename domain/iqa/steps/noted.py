"""The everyday conversation that an IQA starts from (report ¶2.16): as it was noted, and where it is the one."""

from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.situation import Situation
from domain.talks import EverydayTalk


def noted_talk(situation: Situation) -> EverydayTalk | None:
    """Return the noted talk that the IQA starts from, without its case and its id, which the selection names."""
    found = situation.facts.conversation
    return (
        EverydayTalk(**{name: getattr(found, name) for name in EverydayTalk.model_fields}) if found else None
    )


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
