"""What the workflow does next. Replay-sensitive: its answer is the workflow's control flow."""

from typing import Literal

from domain.iqa.state import Deadline, Iqa
from domain.values import Value


class Finish(Value):
    """Nothing is left: the workflow completes."""

    kind: Literal["finish"] = "finish"


class Await(Value):
    """Wait for a person, and for the deadline when there is one."""

    kind: Literal["await"] = "await"
    deadline: Deadline | None = None


def next_step(iqa: Iqa) -> Finish | Await:
    """Return what to wait for: the soonest deadline or a command; or that the IQA is finished."""
    if iqa.closed_at is not None:
        return Finish()
    return Await(deadline=iqa.deadlines[0] if iqa.deadlines else None)
