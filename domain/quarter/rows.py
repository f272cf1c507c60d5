"""The read-table rows of one Area's quarter."""

from domain.quarter.state import AreaQuarter
from domain.rows import MatterRow, Rows


def rows(quarter: AreaQuarter | None) -> Rows:
    """Return what the read tables show of a quarter: its escalated matters, never what somebody wrote of them."""
    if quarter is None:
        return Rows()
    return Rows(
        matters=tuple(
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
