"""Steps beside an IQA's task list, and whether somebody may take one now, as far as their post and the state tell."""

from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa.access import named
from domain.iqa.procedures import PROCEDURES
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.offices import forbidden
from domain.people import Person


class Beside(StrEnum):
    """A step that waits for nobody, and that somebody may take all the same."""

    REPLACE = "replace"
    REVISE = "revise"
    CORRECT_CONVERSATION = "correct_conversation"
    CLOSE_CONVERSATION = "close_conversation"
    REASSIGN = "reassign"
    WITHDRAW = "withdraw"
    MANAGER_TALK = "manager_talk"


_NOBODYS: Final = UUID(int=0)
_TRIED: Final[dict[Beside, c.IqaCommand]] = {
    Beside.REPLACE: c.ReplaceCase(because="any"),
    Beside.REVISE: c.ReviseMarks(marks=(), because="any"),
    Beside.CORRECT_CONVERSATION: c.TakeBackConversation(because="any"),
    Beside.CLOSE_CONVERSATION: c.CloseConversationAsImpossible(because="any", note="any"),
    Beside.REASSIGN: c.Reassign(assessor="any", because="any"),
    Beside.WITHDRAW: c.Withdraw(because="any"),
    Beside.MANAGER_TALK: c.NoteManagerTalk(on=date.min, text="any", to_try="any"),
}
"""The command of each step, with words that nothing depends on."""


def judge_beside(step: Beside, person: Person, iqa: Iqa) -> Refused | None:
    """Refuse a person who may not take a step now, whatever they would write in it."""
    command, actor = _TRIED[step], person.staff_id
    envelope = c.IqaEnvelope(command_id=_NOBODYS, actor=actor, command=command)
    refused = screen(envelope, iqa)
    if refused and refused.reason is not Reason.NOTHING_WRITTEN:
        return refused
    allowed = PROCEDURES[type(command)].by
    in_post = person.area == iqa.area and person.role in allowed
    if not in_post and not named(command, iqa, actor) & allowed:
        return forbidden(allowed)
    if step is Beside.WITHDRAW and iqa.confirmed_at and actor == iqa.assessor:
        return Refused(reason=Reason.ASSESSMENT_CONFIRMED, detail=iqa.iqa_id)
    if step is Beside.CORRECT_CONVERSATION and iqa.held and iqa.held.by != actor:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"recorded by {iqa.held.by}")
    return None


def open_beside(person: Person, iqa: Iqa) -> tuple[Beside, ...]:
    """Return the steps beside the task list that a person may take now."""
    return tuple(step for step in Beside if judge_beside(step, person, iqa) is None)
