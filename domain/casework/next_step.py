"""What the workflow of a case does next. Replay-sensitive: its answer is the workflow's control flow."""

from domain.casework.state import CaseNotes
from domain.iqa.state import Step
from domain.stream import Await, Finish


def next_step(notes: CaseNotes) -> Finish | Await[Step]:
    """Return what to wait for while an action or a request is open; without one the workflow is finished."""
    if not notes.waiting:
        return Finish()
    return Await[Step](deadline=notes.deadlines[0] if notes.deadlines else None)
