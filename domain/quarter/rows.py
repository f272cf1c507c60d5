"""The read-table rows of a quarter: what it has raised itself, about the pace of somebody."""

from domain.quarter.state import AreaQuarter
from domain.rows import EscalationRow, Rows


def rows(quarter: AreaQuarter | None) -> Rows:
    """Return the matters that the quarter raised; those of IQAs and cases stand in their own rows."""
    if quarter is None:
        return Rows()
    return Rows(
        escalations=tuple(
            EscalationRow(
                escalation_id=one.escalation_id,
                stream=quarter.quarter_id,
                version=one.version,
                area=quarter.area,
                quarter=quarter.quarter,
                deadline=one.deadline,
                raised_to=one.to,
                raised_at=one.raised_at,
                matter=one.matter,
            )
            for one in quarter.escalations
            if one.stream == quarter.quarter_id
        )
    )
