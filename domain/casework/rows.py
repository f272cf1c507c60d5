"""The read-table rows of what is noted on one case."""

from datetime import datetime

from domain.calendar import day_of
from domain.casework.requested import Request
from domain.casework.state import CaseNotes
from domain.iqa.state import Step
from domain.periods import Quarter
from domain.rows import ConversationRow, Rows, WaitRow, escalation_row


def rows(notes: CaseNotes | None) -> Rows:
    """Return what the read tables show of a case: open actions and requests, escalations, and who talked when."""
    if notes is None:
        return Rows()
    return Rows(
        waits=tuple(
            WaitRow(
                stream=notes.case_id,
                step=Step.ACTION,
                item=action.action.action_id,
                who=action.action.owner,
                due=action.due,
                missed=action.missed,
                urgent=action.action.urgent,
            )
            for action in notes.open_actions
        )
        + tuple(_asked(notes, one) for one in notes.open_requests),
        escalations=tuple(
            escalation_row(one, notes.case_id, notes.area, quarter_of(one.raised_at))
            for one in notes.escalations
        ),
        noted_conversations=tuple(
            ConversationRow(
                stream=notes.case_id,
                conversation_id=talk.conversation_id,
                urn=notes.urn,
                manager=talk.manager,
                prosecutor=talk.prosecutor,
                held_on=talk.on,
            )
            for talk in notes.conversations
        ),
    )


def _asked(notes: CaseNotes, one: Request) -> WaitRow:
    return WaitRow(
        stream=notes.case_id,
        step=Step.ANSWER_REQUEST,
        item=one.request_id,
        who=one.manager,
        due=one.due,
        missed=one.missed,
        urgent=False,
    )


def quarter_of(raised_at: datetime) -> str:
    """The financial quarter in which something was raised at an instant: a case itself belongs to none."""
    return str(Quarter.containing(day_of(raised_at)))
