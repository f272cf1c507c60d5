"""The procedure of a command: who may give it, what must have happened before, and what it does."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from domain.errors import Refused
from domain.offices import Allowed

D = TypeVar("D")


class Procedure(NamedTuple, Generic[D]):
    """One row of a table with one for each command of a stream; ``do`` gets the command and what it meets.

    ``judged_on`` names the steps that a person was looking at who gives a command which replaces something.
    """

    by: Allowed
    do: Callable[[Any, Any], D]
    after: tuple[Callable[..., Refused | None], ...] = ()
    judged_on: tuple[Any, ...] = ()

    def screen(self, *known: object) -> Refused | None:
        """Return the first refusal of what must have happened, by the command and what is known of its stream."""
        return next((refused for check in self.after if (refused := check(*known))), None)
