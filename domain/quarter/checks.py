"""What must hold before a command for a quarter; each check refuses where its first line is not so."""

from domain import escalations
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.quarter import commands as c
from domain.quarter.state import AreaQuarter


def escalation_open(command: AcknowledgeEscalation, quarter: AreaQuarter) -> Refused | None:
    """Somebody still has to take it on."""
    return escalations.refused(command, quarter.escalations)


def not_closed(_: c.QuarterCommand, quarter: AreaQuarter) -> Refused | None:
    """The quarter is not closed."""
    return Refused(reason=Reason.QUARTER_CLOSED, detail=quarter.quarter_id) if quarter.closed_at else None


def other_policy(command: c.ApplyPolicy, quarter: AreaQuarter) -> Refused | None:
    """The policy is another than the one in force."""
    same = command.policy_version == quarter.policy
    return Refused(reason=Reason.ALREADY_DONE, detail=quarter.policy) if same else None
