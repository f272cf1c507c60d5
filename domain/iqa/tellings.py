"""What an IQA has to tell other streams: the case keeps the actions that were handed over."""

from domain.casework.commands import TakeOverAction
from domain.ids import case_id
from domain.iqa.state import ActionState, Iqa
from domain.stream import Telling


def to_tell(iqa: Iqa) -> tuple[Telling[TakeOverAction], ...]:
    """Return everything that there ever was to tell; told again, it is done once."""
    return tuple(
        Telling[TakeOverAction](
            telling_id=handed.action.action_id,
            stream=case_id(handed.action.urn),
            message=_take_over(handed, handed.handed_to, iqa),
        )
        for handed in iqa.actions
        if handed.handed_to is not None
    )


def _take_over(handed: ActionState, to: str, iqa: Iqa) -> TakeOverAction:
    return TakeOverAction(
        area=iqa.area,
        action=handed.action.model_copy(update={"owner": to}),
        due=handed.due,
        from_iqa=iqa.iqa_id,
        because=handed.handed_because or "handed over",
    )
