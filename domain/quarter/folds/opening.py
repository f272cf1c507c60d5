"""A quarter that was opened."""

from domain.quarter import events as e
from domain.quarter.folds.deadlines import in_order
from domain.quarter.state import AreaQuarter, Deadline, Step


def opened(event: e.QuarterOpened, recorded: e.RecordedQuarterEvent, quarter_id: str) -> AreaQuarter:
    """Return the state that every other event is folded onto."""
    clocks = {
        Step.PASS: event.pass_due,
        Step.WEEK: event.week_due,
        Step.CLOSE: event.close_due,
    }
    kept = event.model_dump(include=_AS_THEY_ARE)
    return AreaQuarter(
        **kept,
        quarter_id=quarter_id,
        version=recorded.version,
        opened_at=recorded.at,
        deadlines=in_order(*(Deadline(step=step, due=due) for step, due in clocks.items() if due)),
        command_ids=frozenset({recorded.command_id}),
    )


_AS_THEY_ARE = {
    "area",
    "quarter",
    "opened_by",
    "policy",
    "calendar",
    "question_set",
    "seed_commitment",
    "one_in",
    "samplers",
    "independent_percent",
    "coverage_after_quarters",
    "planned",
    "left_out",
    "not_asked_for",
}
"""The fields that event and state have in common."""
