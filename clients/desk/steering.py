"""Steering: a step beside an IQA's task list, and the reasons from which whoever takes it chooses."""

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.records import meant
from clients.errors import CommandRefused
from domain.iqa.beside import Beside, judge_beside
from domain.iqa.sight import Part, judge_sight
from domain.listed import Listed
from domain.looks import Showing
from domain.policy import Policy
from domain.values import Code


class Steering(Naming):
    """A step that its reader may take now; ``reasons`` are those that policy lists for it, none for one's own words."""

    step: Beside
    iqa_id: Code
    version: int
    quarter: Code
    prosecutor: Code
    assessor: Code
    urn: Code | None
    reasons: tuple[Listed, ...]


async def steering(desk: Desk, by: SignedIn, iqa_id: str, step: Beside) -> Steering:
    """Return what a step beside the task list needs.

    Raises ``CommandRefused`` where there is no such IQA, it is not theirs to read or the step not theirs to take now,
    or ``Unreachable``.
    """
    async with desk.looking(by, Showing.OVERVIEW, iqa_id) as (connection, person, look):
        iqa = await meant(connection, person, iqa_id)
        look.of(iqa.iqa_id, {Part.RECORD})
        if refused := judge_sight(person, iqa, Part.RECORD) or judge_beside(step, person, iqa):
            raise CommandRefused(refused)
        found = Steering(
            step=step,
            iqa_id=iqa.iqa_id,
            version=iqa.version,
            quarter=iqa.quarter,
            prosecutor=iqa.prosecutor,
            assessor=iqa.assessor,
            urn=iqa.selection.urn if iqa.selection else None,
            reasons=_reasons(step, desk.library.policy(iqa.policy)),
        )
        return await with_names(connection, found)


def _reasons(step: Beside, policy: Policy) -> tuple[Listed, ...]:
    match step:
        case Beside.REPLACE:
            return policy.selection.replacement_reasons
        case Beside.CLOSE_CONVERSATION:
            return policy.conversation.impossible_reasons
        case Beside.WITHDRAW:
            return policy.withdrawal_reasons
        case _:
            return ()
