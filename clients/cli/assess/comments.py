"""What the assessed prosecutor says of the assessment, and how a query is answered."""

from typing import Annotated

from clients.cli.assess.single_mark import SINGLE_MARK, SingleMark
from clients.cli.frame.failures import usage
from clients.cli.frame.options import SENDING, IqaId, Sending, choice, named, number, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.assessment import Upheld
from domain.iqa.commands import AnswerQuery, Comment, QueryMark


def comment(iqa: IqaId, *, text: Annotated[str, text("The comment")], sending: Sending = SENDING) -> Report:
    """Comment on the assessment; never required."""
    return send(sending, iqa, Comment(text=text))


def query(
    iqa: IqaId,
    question: Annotated[int, number("The number of the question")],
    *,
    text: Annotated[str, text("What is queried, and why")],
    sending: Sending = SENDING,
) -> Report:
    """Query a mark; somebody other than the assessor answers."""
    return send(sending, iqa, QueryMark(question=question, text=text))


def answer_query(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    query: Annotated[str, named("The id of the query, as `iqa show` lists it (q1)")],
    *,
    outcome: Annotated[Upheld, choice(Upheld, "Whether the query is upheld")],
    text: Annotated[str, text("The answer")],
    question: Annotated[int | None, number("The question whose mark is amended")] = None,
    amended: SingleMark = SINGLE_MARK,
    sending: Sending = SENDING,
) -> Report:
    """Answer a query; one that is upheld amends the mark, and both stay."""
    if amended.given and question is None:
        says = "An amended mark needs its question."
        raise usage(says, "Give --question with the number of the question that was queried.")
    mark = amended.mark(question) if question is not None and amended.given else None
    return send(
        sending, iqa, AnswerQuery(query_id=query, outcome=outcome, text=text, amended=mark, seen_version=0)
    )
