"""The read-table rows of one Area's quarter: its escalated matters, and what it has raised itself."""

from domain.quarter.state import AreaQuarter
from domain.rows import EscalationRow, MatterRow, Rows


def rows(quarter: AreaQuarter | None) -> Rows:
    """Return what the read tables show of a quarter, never what somebody wrote."""
    if quarter is None:
        return Rows()
    return Rows(escalations=_raised(quarter), matters=_matters(quarter))


def _raised(quarter: AreaQuarter) -> tuple[EscalationRow, ...]:
    """What the quarter raised itself, about somebody's pace."""
    return tuple(
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


def _matters(quarter: AreaQuarter) -> tuple[MatterRow, ...]:
    return tuple(
        MatterRow(
            **one.model_dump(include=_AS_THEY_ARE),
            stream=quarter.quarter_id,
            about=one.stream,
            area=quarter.area,
            quarter=quarter.quarter,
            told=one.told,
        )
        for one in quarter.escalations
    )


_AS_THEY_ARE = {
    "escalation_id",
    "deadline",
    "matter",
    "rung",
    "raised_at",
    "climb_due",
    "acknowledged_by",
    "acknowledged_at",
    "settled_at",
}
"""The fields that state and row have in common."""
