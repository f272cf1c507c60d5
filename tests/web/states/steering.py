"""Steps beside the task list: each short form as it is opened, and what was wrong in it."""

from typing import Final

from clients.desk.steering import Steering
from clients.web.frame.render import Wrong
from clients.web.pages.steering import STEPS, Step, of_steering
from domain.iqa.beside import Beside
from infra.reference import Library
from tests.web.states.asked import STALE
from tests.web.states.row import IQA, SENIOR, TEXT, URN, Row

_POLICY: Final = Library.load(None).current.policy
_REASONS: Final = {
    Beside.REPLACE: _POLICY.selection.replacement_reasons,
    Beside.CLOSE_CONVERSATION: _POLICY.conversation.impossible_reasons,
    Beside.WITHDRAW: _POLICY.withdrawal_reasons,
}
RECORDED: Final = "What you sent was recorded at 14:32 on Friday 11 December 2026."
BEGUN: Final = "You began to write this at 14:32 on Friday 11 December 2026: your words are below."


def rows_of(step: Step) -> tuple[Row, ...]:
    """The states of one step."""
    found = Steering(
        step=step.step,
        iqa_id=IQA,
        version=7,
        quarter="2026-27-Q3",
        prosecutor="XN-P01",
        assessor="XN-M01",
        urn=URN,
        reasons=_REASONS.get(step.step, ()),
        names={"XN-P01": "Ravi Shah"},
    )
    page, route = of_steering(found, step), f"/iqas/{{iqa_id}}/{step.at}"
    written = page.model_copy(update={"values": {"note": TEXT}})
    field = "to" if step.names_somebody else "because"
    wrong = Wrong(
        field=field, says="Say who assesses it, by a staff id" if field == "to" else "Choose a reason"
    )
    return (
        Row(route, f"{step.at}, nothing is written", page, SENIOR),
        Row(
            route,
            f"{step.at}, something is missing",
            page.model_copy(update={"wrong": (wrong,)}),
            SENIOR,
            422,
        ),
        Row(route, f"{step.at}, it is refused", written.model_copy(update={"refused": STALE}), SENIOR, 422),
        Row(route, f"{step.at}, a draft is offered", written.model_copy(update={"notice": BEGUN}), SENIOR),
        Row(route, f"{step.at}, it is recorded", page.model_copy(update={"notice": RECORDED}), SENIOR),
    )


ROWS: Final = tuple(row for step in STEPS for row in rows_of(step))
