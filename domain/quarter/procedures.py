"""The procedure of each command of a quarter: who may give it, what must hold before, and what it does."""

from collections.abc import Callable
from typing import Final, TypeVar

from domain import ladder
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import is_system
from domain.offices import SENIORS, SYSTEM, TOLD, Allowed
from domain.people import Role
from domain.periods import Quarter
from domain.procedure import Procedure
from domain.quarter import checks, handover
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.close import reporting
from domain.quarter.needs import asked, closes_from
from domain.quarter.pace.review import review_week
from domain.quarter.passes import take_pass
from domain.quarter.sample.draw import close
from domain.quarter.sample.picks import pick
from domain.quarter.situation import Decision, Situation
from domain.quarter.state import AreaQuarter, Deadline, Step
from domain.quarter.tellings import to_tell
from domain.values import Value

C = TypeVar("C", bound=Value)

STEERERS: Final[Allowed] = SENIORS | {Role.ADMINISTRATOR}
"""Who opens and steers a quarter."""


def _open_again(_: c.OpenQuarter, __: Situation) -> Decision:
    return ()


def _acknowledge(command: AcknowledgeEscalation, situation: Situation) -> Decision:
    quarter, facts, actor = situation
    return ladder.asked(command, quarter.escalations, actor, quarter.area, facts)


def _pick(command: c.PickForSample, situation: Situation) -> Decision:
    return pick(command, situation.quarter, situation.facts)


def _hand_over(command: c.HandOverWork, situation: Situation) -> Decision:
    return handover.hand_over(command, situation.quarter, situation.facts)


def _apply_policy(command: c.ApplyPolicy, situation: Situation) -> Decision:
    """Go on under that version; what was opened, drawn or decided before stays under its own."""
    if situation.facts.policy_installed != command.policy_version:
        return Refused(reason=Reason.UNKNOWN_POLICY, detail=command.policy_version)
    return (e.PolicyApplied(policy=command.policy_version, by=situation.actor),)


def _close(_: c.CloseQuarter, situation: Situation) -> Decision:
    """Close the quarter and freeze its report: by a person from an hour after its last day on."""
    quarter, facts, actor = situation
    by_itself = is_system(actor)
    due, closes = closes_from(quarter, by_itself=by_itself), quarter.deadline(Step.CLOSE)
    if due and closes and facts.now < due:
        return _not_due(closes) if by_itself else _not_over(quarter, closes)
    return reporting.closing(close(quarter, facts), quarter, facts)


def _take_pass(_: c.TakePass, situation: Situation) -> Decision:
    return take_pass(situation.quarter, situation.facts)


def _review_week(_: c.ReviewWeek, situation: Situation) -> Decision:
    return review_week(situation.quarter, situation.facts)


def _told(command: c.TellingDone, situation: Situation) -> Decision:
    due = frozenset(one.telling_id for one in to_tell(situation.quarter))
    told = tuple(one for one in dict.fromkeys(command.telling_ids) if one in due)
    return (e.Told(telling_ids=told),) if told else ()


def _deadline_passed(command: c.DeadlinePassed, situation: Situation) -> Decision:
    """Do what the deadline asks for, if it is still pending and has come."""
    pending = situation.quarter.deadline(command.deadline)
    if pending is None or pending.due != command.due:
        return ()
    if situation.facts.now < pending.due:
        return _not_due(pending)
    due = asked(command)
    return PROCEDURES[type(due)].do(due, situation)


def _catch_up(_: c.CatchUp, __: Situation) -> Decision:
    return ()


def _not_due(deadline: Deadline) -> Refused:
    return Refused(reason=Reason.NOT_DUE_YET, detail=f"{deadline.name} is due {deadline.due.isoformat()}")


def _not_over(quarter: AreaQuarter, closes: Deadline) -> Refused:
    last_day, by_itself = Quarter.parse(quarter.quarter).last_day, day_of(closes.due)
    detail = f"its last day is {last_day}; it closes by itself at the end of {by_itself}"
    return Refused(reason=Reason.QUARTER_NOT_OVER, detail=detail)


def _row(
    command: type[C],
    by: Allowed,
    do: Callable[[C, Situation], Decision],
    *after: Callable[[C, AreaQuarter], Refused | None],
) -> tuple[type[Value], Procedure[Decision]]:
    """Return a row whose functions all take its command, which a literal would not show to the type checker."""
    return command, Procedure(by, do, after)


_ROWS = (
    _row(c.OpenQuarter, STEERERS, _open_again),
    _row(c.ApplyPolicy, STEERERS, _apply_policy, checks.not_closed, checks.other_policy),
    _row(c.PickForSample, SENIORS, _pick, checks.not_closed),
    _row(c.HandOverWork, STEERERS, _hand_over),
    _row(AcknowledgeEscalation, SENIORS | TOLD, _acknowledge, checks.escalation_open),
    _row(c.CloseQuarter, SENIORS | SYSTEM, _close, checks.not_closed),
    _row(c.TakePass, SYSTEM, _take_pass),
    _row(c.ReviewWeek, SYSTEM, _review_week),
    _row(c.TellingDone, SYSTEM, _told),
    _row(c.DeadlinePassed, SYSTEM, _deadline_passed),
    _row(c.CatchUp, SYSTEM, _catch_up),
)

PROCEDURES: Final = dict(_ROWS)
