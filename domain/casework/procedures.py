"""The procedure of each command on a case: who may give it, what must hold before, and what it does."""

from collections.abc import Callable
from typing import Final, TypeVar

from domain.casework import actions, checks, requests, time
from domain.casework import commands as c
from domain.casework.conversations import note_conversation
from domain.casework.situation import Decision, Situation
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation, HandOverEscalation
from domain.offices import ASSESSORS, OWNER, PROSECUTORS, SENIORS, SYSTEM, TOLD, Allowed
from domain.procedure import Procedure
from domain.values import Value

C = TypeVar("C", bound=Value)


def _row(
    command: type[C],
    by: Allowed,
    do: Callable[[C, Situation], Decision],
    *after: Callable[[C, str, CaseNotes | None], Refused | None],
) -> tuple[type[Value], Procedure[Decision]]:
    """Return a row whose functions all take its command, which a literal would not show to the type checker."""
    return command, Procedure(by, do, after)


_ROWS = (
    _row(c.NoteCaseConversation, ASSESSORS, note_conversation, checks.not_own_work, checks.this_case),
    _row(
        c.MakeRequest,
        PROSECUTORS,
        requests.make,
        checks.this_case,
        checks.not_asked_yet,
        checks.room_for_request,
    ),
    _row(c.AnswerRequest, OWNER | SENIORS, requests.answer, checks.request_open),
    _row(c.HandOverRequest, SYSTEM, requests.hand_over, checks.request_open),
    _row(c.RecordAction, ASSESSORS, actions.record, checks.this_case),
    _row(c.TakeOverAction, SYSTEM, actions.take_over, checks.this_case, checks.not_taken_over),
    _row(c.CompleteAction, ASSESSORS | OWNER, actions.complete, checks.action_open),
    _row(c.HandOverAction, ASSESSORS | OWNER | SYSTEM, actions.hand_over, checks.action_open),
    _row(AcknowledgeEscalation, SENIORS | TOLD, time.answer_escalation, checks.escalation_open),
    _row(HandOverEscalation, SYSTEM, time.answer_escalation, checks.escalation_open),
    _row(c.DeadlinePassed, SYSTEM, time.deadline_passed),
    _row(c.CatchUp, SYSTEM, time.catch_up),
)

PROCEDURES: Final = dict(_ROWS)
