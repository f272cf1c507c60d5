"""A prosecutor asks for an assessment or a talk and names the case; the manager answers."""

from typing import Annotated

from clients.cli.frame.options import SENDING, Sending, choice, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.casework.commands import AnswerRequest, MakeRequest
from domain.casework.requested import RequestAnswer, Wanted
from domain.ids import case_id, urn_of


def ask_for(
    wanted: Annotated[Wanted, choice(Wanted, "What you ask for")],
    urn: Annotated[str, named("The URN of the case that you worked on")],
    *,
    text: Annotated[str, text("What you would like looked at, or talked about")],
    sending: Sending = SENDING,
) -> Report:
    """Ask your manager for an assessment of a case, or for a talk about it; an answer is owed by a day."""
    return send(sending, case_id(urn), MakeRequest(urn=urn, wanted=wanted, text=text))


def answer_request(
    case: Annotated[str, named("The case, as `iqa inbox` lists it (case-91XN0000326)")],
    request: Annotated[str, named("The id of the request, as `iqa show` lists it (r1)")],
    answer: Annotated[RequestAnswer, choice(RequestAnswer, "Whether it is agreed")],
    *,
    text: Annotated[str, text("Why, or when")],
    sending: Sending = SENDING,
) -> Report:
    """Answer a prosecutor who asked for an assessment or a talk, and say how to go on with what was agreed."""
    report = send(sending, case, AnswerRequest(request_id=request, answer=answer, text=text))
    if answer is RequestAnswer.DECLINED:
        return report
    stream = report.document["stream"]
    ways = (
        f"  An assessment: iqa select IQA {urn_of(stream)} --work WORK --asked {stream}.{request}",
        f"  A talk, once you had it: iqa note-conversation {urn_of(stream)} --prosecutor ID --mode HOW --view TEXT",
    )
    return Report(report.document, (*report.parts, *ways))
