"""What the workflow does next. Replay-sensitive: its answer is the workflow's control flow."""

from domain.iqa.state import Iqa, Step
from domain.stream import Await, Finish, Listing


def next_step(iqa: Iqa) -> Finish | Await[Step]:
    """Return what to wait for: the soonest deadline or a command; or that the IQA is finished."""
    if iqa.closed_at is not None:
        return Finish()
    return Await[Step](deadline=iqa.timers[0] if iqa.timers else None)


def listing(iqa: Iqa) -> Listing:
    """What the engine's lists show of an IQA."""
    return Listing(stage=iqa.stage, due_at=iqa.next_due, escalated=bool(iqa.escalations))
