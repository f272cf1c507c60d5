"""Ways through the site: the page on which each step is done, and what its button says."""

from typing import Final, NamedTuple

from clients.web.frame.render import Link
from domain.iqa.state import Step


class Way(NamedTuple):
    """The page of a step below that of its IQA, and the verb on the button that leads there."""

    page: str
    verb: str


WAYS: Final[dict[Step, Way]] = {
    Step.SELECT: Way("case", "Choose a case"),
    Step.MARK: Way("marks", "Mark the work"),
    Step.CONVERSE: Way("meeting", "Record the conversation"),
    Step.CONFIRM_CONVERSATION: Way("meeting", "Say whether it took place"),
    Step.RECORD_ACTIONS: Way("actions", "Record what the case needs"),
    Step.ACTION: Way("actions", "Say what came of it"),
}
"""The steps that are done on this site; others are on the command line, and their IQA's page can be read here."""


HOME: Final = Link(text="My work", href="/")


def to_iqa(iqa_id: str) -> str:
    """The address of an IQA's own page."""
    return f"/iqas/{iqa_id}"


def to_do(step: str, iqa_id: str) -> Link | None:
    """The button that leads to a step; None for one that is not done here."""
    way = WAYS.get(Step(step)) if step in set(Step) else None
    return Link(text=way.verb, href=f"{to_iqa(iqa_id)}/{way.page}") if way else None
