"""A prosecutor asks for an assessment or a talk and names the case; the manager answers."""

from collections.abc import Iterator
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, choice, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, send, told
from clients.desk import steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.steps import RequestSettled
from domain.casework.commands import AnswerRequest, MakeRequest
from domain.casework.requested import RequestAnswer, Wanted
from domain.ids import case_id


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
    """Answer a prosecutor who asked for an assessment or a talk, and say who goes on with what was agreed, and how."""
    again = again_of(sending)
    command = AnswerRequest(request_id=request, answer=answer, text=text)

    async def use(desk: Desk, by: SignedIn) -> RequestSettled:
        return await steps.answer_request(desk, by, case, command, again)

    done = at_desk(sending, use)
    report = told(done)
    return Report(report.document, (*report.parts, *_goes_on(done)))


def _goes_on(done: RequestSettled) -> Iterator[str]:
    """Who does what was agreed, and by which command; nothing where it was declined."""
    request, whose = done.request, done.person(done.request.prosecutor)
    if request.answer is not RequestAnswer.AGREED:
        return
    if request.wanted is Wanted.CONVERSATION:
        who = done.person(request.answered_by or request.manager)
        note = f"iqa note-conversation {done.urn} --prosecutor {request.prosecutor} --mode HOW --view TEXT"
        yield f"  Next: {who} to talk with {whose} about it, and then to note it ({note})"
        return
    for one in done.to_choose:
        select = f"iqa select {one.iqa_id} {done.urn} --work WORK --asked {done.stream}.{request.request_id}"
        yield f"  Next: {done.person(one.assessor)} to select this case ({select})"
    if not done.to_choose:
        yield f"  No IQA of {whose} waits for a case: `iqa eligible` offers this one first in the next that is opened."
