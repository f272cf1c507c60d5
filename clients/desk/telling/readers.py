"""Readers of a story: which of its lines somebody may read, and whether what people wrote in them.

The tables of ``sight`` have the last word; what they do not name is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from domain.casework import sight as case_sight
from domain.casework.state import CaseNotes
from domain.escalations import EscalationCommand
from domain.iqa import commands as c
from domain.iqa import sight as iqa_sight
from domain.iqa.sight import Part
from domain.iqa.state import Iqa, Step
from domain.people import Person
from domain.quarter import event_sight
from domain.quarter import sight as quarter_sight
from domain.quarter.sight import View
from domain.quarter.state import AreaQuarter
from domain.refusals import judge_sight as judge_sight_of_attempts


@dataclass(frozen=True)
class Reading:
    """What somebody may read of a stream as it stands now: which of its events, and whether what was written in them.

    ``whole`` says that they read everything by the table, ``attempts`` which refused commands they are told of,
    ``asker`` of which commands they may know who gave them, ``step`` whether they read of a step, and ``second_check``
    whether of who makes it. ``sign_ins`` says that they are told how whoever acted had signed in.
    """

    whole: bool
    event: Callable[[Any], bool]
    words: Callable[[Any], bool]
    attempts: Callable[[Any], bool]
    asker: Callable[[Any], bool] = lambda _: True
    step: Callable[[Step], bool] = lambda _: True
    second_check: bool = True
    sign_ins: bool = False


EVERYTHING: Final = Reading(
    whole=True, event=lambda _: True, words=lambda _: True, attempts=lambda _: True, sign_ins=True
)
"""As whoever has a saved record reads it."""

_NOT_OF_THE_SECOND_CHECK: Final = (
    c.OpenIqa
    | c.DrawCase
    | c.SelectCase
    | c.ReplaceCase
    | c.RecordMarks
    | c.ConfirmAssessment
    | c.PlanConversation
    | c.HoldConversation
    | c.ReviseMarks
    | c.NoteImprovementSeen
    | c.CorrectConversation
    | c.TakeBackConversation
    | c.ConfirmConversation
    | c.DisputeConversation
    | c.CloseConversationAsImpossible
    | c.RecordAction
    | c.RecordNoActions
    | c.CompleteAction
    | c.HandOverAction
    | c.Comment
    | c.QueryMark
    | c.AnswerQuery
    | c.NoteManagerTalk
    | c.ReviewManagerTalk
    | c.Withdraw
    | c.MoveTarget
    | c.Reassign
)
"""The commands that are about no second check, for those who read of none; any other may be about one."""
_BY_WHOEVER: Final = _NOT_OF_THE_SECOND_CHECK | c.DeadlinePassed | EscalationCommand
"""The commands of which those may know who gave them: what these lead to is judged event by event."""


def of_iqa(person: Person, iqa: Iqa) -> Reading:
    """What a person may read of an IQA, which is as it stands now."""
    parts = iqa_sight.may_read(person, iqa)
    second_check = Part.SAMPLE in parts

    def attempts(command: c.IqaCommand) -> bool:
        return Part.OVERSIGHT in parts and (second_check or isinstance(command, _NOT_OF_THE_SECOND_CHECK))

    return Reading(
        whole=parts >= iqa_sight.WHOLE,
        event=lambda one: iqa_sight.may_read_event(person, one, iqa),
        words=lambda one: iqa_sight.part_of_words(one, iqa) in parts,
        attempts=attempts,
        asker=lambda command: second_check or isinstance(command, _BY_WHOEVER),
        step=lambda step: iqa_sight.part_of_step(step) in parts,
        second_check=second_check,
        sign_ins=_audits(person),
    )


def of_case(person: Person, notes: CaseNotes) -> Reading:
    """What a person may read of what is noted on a case, as it stands now."""
    reads_all = case_sight.reads_all(person, notes)

    def event(one: Any) -> bool:  # noqa: ANN401  any event of the kind
        return case_sight.may_read_event(person, one, notes)

    return Reading(
        whole=reads_all, event=event, words=event, attempts=lambda _: reads_all, sign_ins=_audits(person)
    )


def of_quarter(person: Person, quarter: AreaQuarter) -> Reading:
    """What a person may read of a quarter, as it stands now; what was put to others about somebody, nobody else."""
    by_post = quarter_sight.judge_sight(person, View.REPORT, quarter.area) is None

    def event(one: Any) -> bool:  # noqa: ANN401  any event of the kind
        return event_sight.may_read_event(person, one, quarter)

    def attempts(command: object) -> bool:
        return by_post and not isinstance(command, EscalationCommand)

    return Reading(whole=by_post, event=event, words=event, attempts=attempts, sign_ins=_audits(person))


def _audits(person: Person) -> bool:
    return judge_sight_of_attempts(person) is None
