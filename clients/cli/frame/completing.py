"""What a shell offers for the id of an IQA that is being typed: those of whoever acts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cyclopts.completion import CompletionContext

_PATIENCE_S: Final = 2.0


def iqas(context: "CompletionContext") -> list[tuple[str, str]]:
    """The ids of one's IQAs, or the ends of them that begin so, each with whose work it is and how far."""
    # Whoever only types a command needs none of this.
    from clients.cli.frame.acting import at_desk  # noqa: PLC0415
    from clients.cli.frame.options import Asking  # noqa: PLC0415
    from clients.desk.lists import iqas as listed  # noqa: PLC0415
    from domain.words import in_words  # noqa: PLC0415

    found = at_desk(Asking(context["actor"].raw), listed, patience_s=_PATIENCE_S)
    return [
        (typed, f"{found.person(one.prosecutor)}, {in_words(one.stage)}")
        for one in found.iqas
        for typed in _ends(one.iqa_id, context.incomplete)
    ]


def _ends(iqa_id: str, begun: str) -> Iterator[str]:
    """The whole id or, where it is begun otherwise, the end that begins so."""
    if iqa_id.startswith(begun):
        yield iqa_id
    elif (at := iqa_id.find(f"-{begun.upper()}")) >= 0:
        yield iqa_id[at + 1 :]
