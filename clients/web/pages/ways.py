"""Ways through the site: the page on which each step is done, and what its button says."""

from typing import Final, NamedTuple

from clients.web.frame.render import Link, Live
from domain.iqa.beside import Beside
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
    Step.ANSWER_QUERY: Way("queries/{item}", "Answer the query"),
    Step.DIP_SAMPLE: Way("second-check", "Check the assessment"),
    Step.FEEDBACK: Way("feedback", "Record the feedback"),
    Step.ACKNOWLEDGE: Way("feedback", "Answer the feedback"),
    Step.REVISE: Way("marks/revise", "Revise the marks"),
    Step.DEVELOPMENT: Way("development/{item}", "Say whether it shows"),
    Step.MANAGER_TALK: Way("manager-talks", "Say what came of the talk"),
}
"""The steps that wait for somebody in an IQA, and are done here; others wait on a case, or for nobody."""


HOME: Final = Link(text="My work", href="/")
_BESIDE: Final[dict[Beside, Way]] = {
    Beside.REPLACE: Way("replace", "Give up this case for another"),
    Beside.REVISE: Way("marks/revise", "Revise the marks, with a reason"),
    Beside.CORRECT_CONVERSATION: Way("meeting/correct", "Put right or take back the conversation"),
    Beside.CLOSE_CONVERSATION: Way("close-conversation", "Close the conversation without holding it"),
    Beside.REASSIGN: Way("reassign", "Give this IQA to another assessor"),
    Beside.WITHDRAW: Way("withdraw", "Withdraw this IQA"),
    Beside.MANAGER_TALK: Way("manager-talks", "Note a talk with the manager about this assessment"),
}


def beside(step: Beside, iqa_id: str) -> Link:
    """The way to a step that waits for nobody."""
    way = _BESIDE[step]
    return Link(text=way.verb, href=f"{to_iqa(iqa_id)}/{way.page}")


def to_iqa(iqa_id: str) -> str:
    """The address of an IQA's own page."""
    return f"/iqas/{iqa_id}"


def live(iqa_id: str, version: int, page: str = "") -> Live:
    """How one of an IQA's pages hears what happens after the version that it shows."""
    at = to_iqa(iqa_id)
    return Live(news=f"{at}/news", after=version, show=f"{at}/{page}".removesuffix("/"))


def to_case(urn: str) -> str:
    """The address of a case's page."""
    return f"/cases/{urn}"


def to_quarter(area: str, quarter: str) -> str:
    """The address of an Area's quarter."""
    return f"/quarters/{area}/{quarter}"


def to_do(step: str, iqa_id: str, item: str | None = None) -> Link | None:
    """The button that leads to a step; None for one that is not done here."""
    way = WAYS.get(Step(step)) if step in set(Step) else None
    return Link(text=way.verb, href=f"{to_iqa(iqa_id)}/{way.page.format(item=item)}") if way else None
