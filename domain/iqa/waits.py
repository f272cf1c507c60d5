"""What waits for whom in one IQA: the rows of every inbox, and the keeper of every deadline."""

from datetime import datetime
from typing import assert_never

from domain.iqa.state import Deadline, Iqa, Step, Talk
from domain.policy import Order
from domain.values import Code, Value


class Wait(Value):
    """A step that waits for a person; ``due`` is UTC, and None where nothing is due by a time."""

    step: Step
    item: Code | None = None
    who: Code
    due: datetime | None = None
    missed: bool = False
    urgent: bool = False

    @property
    def name(self) -> str:
        """The name that its deadline has."""
        return f"{self.step}:{self.item}" if self.item else str(self.step)


def waits(iqa: Iqa) -> tuple[Wait, ...]:
    """Return every step that waits for somebody, in the order of the process."""
    if iqa.closed_at:
        return ()
    if iqa.withdrawn_at:
        return _actions(iqa)
    return (*_assessment(iqa), *_actions(iqa), *_queries(iqa), *_sample(iqa), *_manager_talks(iqa))


def waiting(iqa: Iqa) -> frozenset[str]:
    """Return the names of the deadlines of everything that waits."""
    return frozenset(one.name for one in waits(iqa))


def whose(iqa: Iqa, deadline: Deadline) -> str:
    """Return who keeps the step that the deadline belongs to."""
    match deadline.step:
        case Step.CONFIRM_CONVERSATION | Step.COMMENT:
            return iqa.prosecutor
        case Step.ACTION:
            return next(a.action.owner for a in iqa.actions if a.action.action_id == deadline.item)
        case Step.ANSWER_QUERY | Step.ESCALATION | Step.ANSWER_REQUEST:
            put_to = (query.put_to for query in iqa.queries if query.query_id == deadline.item)
            return next(put_to, None) or iqa.senior_manager
        case Step.MANAGER_TALK:
            return next(talk.by for talk in iqa.manager_talks if talk.talk_id == deadline.item)
        case Step.DIP_SAMPLE | Step.FEEDBACK | Step.DEVELOPMENT:
            return iqa.sample.sampler if iqa.sample else iqa.senior_manager
        case (
            Step.SELECT
            | Step.MARK
            | Step.CONVERSE
            | Step.RECORD_ACTIONS
            | Step.REMINDER
            | Step.ACKNOWLEDGE
            | Step.REVISE
        ):
            return iqa.assessor
        case never:
            assert_never(never)


def _wait(iqa: Iqa, step: Step, item: str | None = None) -> Wait:
    name = f"{step}:{item}" if item else str(step)
    pending = iqa.deadline(name)
    missed = iqa.last_missed(name) if pending is None else None
    instant = pending.due if pending else missed.due if missed else None
    keeper = whose(iqa, Deadline(step=step, item=item, due=instant or iqa.opened_at))
    return Wait(step=step, item=item, who=keeper, due=instant, missed=missed is not None)


def _assessment(iqa: Iqa) -> tuple[Wait, ...]:
    if iqa.selection is None:
        return (_wait(iqa, Step.SELECT),)
    found = []
    if iqa.confirmed_at is None:
        found.append(_wait(iqa, Step.MARK))
    if not iqa.talked and (iqa.confirmed_at or iqa.order is Order.CONVERSATION_FIRST):
        found.append(_wait(iqa, Step.CONVERSE))
    if iqa.talk is Talk.HELD:
        found.append(_wait(iqa, Step.CONFIRM_CONVERSATION))
    if iqa.talked and not iqa.actions_settled:
        found.append(_wait(iqa, Step.RECORD_ACTIONS))
    return tuple(found)


def _actions(iqa: Iqa) -> tuple[Wait, ...]:
    return tuple(
        _wait(iqa, Step.ACTION, action.action.action_id).model_copy(update={"urgent": action.action.urgent})
        for action in iqa.open_actions
    )


def _queries(iqa: Iqa) -> tuple[Wait, ...]:
    return tuple(_wait(iqa, Step.ANSWER_QUERY, query.query_id) for query in iqa.open_queries)


def _sample(iqa: Iqa) -> tuple[Wait, ...]:
    sample = iqa.sample
    if sample is None or not sample.started:
        return ()
    if sample.recorded_at is None:
        return (_wait(iqa, Step.DIP_SAMPLE),)
    if sample.feedback is None:
        return (_wait(iqa, Step.FEEDBACK),)
    answer = () if sample.acknowledged_at else (_wait(iqa, Step.ACKNOWLEDGE),)
    revision = (_wait(iqa, Step.REVISE),) if sample.awaits_revision else ()
    development = (_wait(iqa, Step.DEVELOPMENT, one.action.action_id) for one in sample.open_development)
    return (*answer, *revision, *development)


def _manager_talks(iqa: Iqa) -> tuple[Wait, ...]:
    return tuple(_wait(iqa, Step.MANAGER_TALK, talk.talk_id) for talk in iqa.open_manager_talks)
