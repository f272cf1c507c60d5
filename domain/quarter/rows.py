"""The read-table rows of one Area's quarter: what it has escalated itself, about somebody's pace."""

from domain.quarter.state import AreaQuarter
from domain.rows import Rows, escalation_row


def rows(quarter: AreaQuarter | None) -> Rows:
    """Return what the read tables show of a quarter, never what somebody wrote."""
    if quarter is None:
        return Rows()
    return Rows(
        escalations=tuple(
            escalation_row(one, quarter.quarter_id, quarter.area, quarter.quarter)
            for one in quarter.escalations
        )
    )
