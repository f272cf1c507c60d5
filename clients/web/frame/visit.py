"""A visit: one request of somebody who is signed in, and how it is answered."""

from datetime import datetime
from typing import Annotated, Final, NamedTuple, TypeAlias
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from clients.desk.desk import SignedIn
from clients.errors import CommandRefused
from clients.web.frame.limits import count_address, count_person
from clients.web.frame.navigation import navigation
from clients.web.frame.render import Page, Shell, rendered
from clients.web.frame.site import Site, place_of, site_of
from domain.people import Person
from infra.postgres import roster, web
from infra.postgres.connections import Connection

COOKIE: Final = "iqa"
"""Of whoever is signed in; a site by https gives it a longer name."""
_SAVED: Final = "iqa-saved"


class NotSignedIn(Exception):
    """Nobody is signed in at this browser, or no longer."""


class Visit(NamedTuple):
    """Who visits, since when they are signed in, and the site that they visit."""

    request: Request
    site: Site
    by: SignedIn
    shell: Shell
    sign_in_id: UUID
    account: web.Account | None = None

    @property
    def now(self) -> datetime:
        """The present instant (UTC)."""
        return self.site.desk.now()

    def show(self, page: Page, status: int = 200) -> Response:
        """Answer with a page."""
        said = self.request.cookies.get(self.site.cookie(_SAVED), "")
        answer = rendered(page, self.shell.model_copy(update={"saved": SAID.get(said, "")}), status)
        if said:
            answer.delete_cookie(self.site.cookie(_SAVED), secure=self.site.is_secure, httponly=True)
        return answer

    def go(self, address: str, saved: str = "") -> Response:
        """Send the browser to a page after something was recorded, of which it is told there."""
        answer = RedirectResponse(address, status_code=303)
        if saved:
            answer.set_cookie(
                self.site.cookie(_SAVED),
                saved,
                max_age=60,
                secure=self.site.is_secure,
                httponly=True,
                samesite="strict",
            )
        return answer


SAID: Final[dict[str, str]] = {
    "select_case": "The case is chosen.",
    "replace_case": "The case is given up. Choose another.",
    "withdraw": "The IQA is withdrawn.",
    "reassign": "The IQA is given to another assessor, and both are told.",
    "close_conversation_as_impossible": "The conversation is closed. It does not count as held.",
    "draw_case": "A case is drawn. The draw is recorded.",
    "record_marks": "The marks are saved. Your prosecutor can read them once you confirm.",
    "confirm_assessment": "The assessment is confirmed. Your prosecutor can read it now.",
    "revise_marks": "The marks are revised. Both versions stay, and your prosecutor is told.",
    "plan_conversation": "The conversation is planned. The step stays open until it has taken place.",
    "hold_conversation": "The conversation is recorded. Your prosecutor is asked whether it took place so.",
    "correct_conversation": "The record is put right. The earlier one stays, and your prosecutor is asked again.",
    "take_back_conversation": "It is recorded that it did not take place. The step is open again.",
    "confirm_conversation": "You said that it took place.",
    "dispute_conversation": "You said that it has not taken place yet. Your manager is told.",
    "comment": "Your comment is recorded.",
    "query_mark": "Your query is recorded. Another manager answers it.",
    "record_action": "The action is recorded, and its owner is told.",
    "note_case_conversation": "The conversation is noted. An IQA can start from it, with its words, day and way.",
    "make_request": "Your request is recorded, and your manager is told.",
    "answer_request": "Your answer is recorded, and they are told.",
    "record_no_actions": "It is recorded that the case needs nothing.",
    "end_sign_ins": "It is ended.",
    "complete_action": "The action is done.",
    "answer_query": "The query is answered. The prosecutor and the manager can read it.",
    "re_mark_blind": "Your answers are kept. Theirs stand beside them now.",
    "see_marks": "You see the marks. What you answer from now on is not blind.",
    "record_dip_sample": "The second check is recorded. What happens next: you tell the manager.",
    "give_feedback": "The feedback is recorded. What happens next: the manager answers it.",
    "acknowledge_feedback": "Your answer is recorded.",
    "review_development": "It is recorded what shows.",
    "note_manager_talk": "The talk is noted. What happens next: you are asked what came of it.",
    "review_manager_talk": "It is recorded what came of the talk.",
    "acknowledge_escalation": "You have taken it on. It goes no further up.",
}
"""What somebody is told on the next page after each command."""


async def visit(request: Request) -> Visit:
    """Return the visit of whoever is signed in.

    Raises ``NotSignedIn``, for a leaver too, ``TooOften`` or ``Unreachable``.
    """
    site = site_of(request)
    now = site.desk.now()
    async with site.keeping() as connection:
        admitted, by, person = await signed_in(connection, request)
        names = await roster.names(connection, (person.staff_id,))
    until = min(now + web.IDLE, admitted.began_at + web.LONGEST)
    shell = Shell(
        organisation=site.organisation,
        who=names.get(person.staff_id, person.staff_id),
        staff_id=person.staff_id,
        role=person.role,
        ways=navigation(person, site.desk.today),
        trying_out=site.provider is None,
        until=until,
        lasts_s=int((until - now).total_seconds()),
    )
    return Visit(request, site, by, shell, admitted.sign_in_id, admitted.account)


async def signed_in(
    connection: Connection, request: Request, *, unseen: bool = False
) -> tuple[web.Admitted, SignedIn, Person]:
    """Return whoever is signed in at a browser, which prolongs their sign-in unless they come ``unseen``.

    Whatever else they ask is counted. Raises ``NotSignedIn``, for a leaver too, whose sign-in ends, or ``TooOften``.
    """
    site = site_of(request)
    token, now = request.cookies.get(site.cookie(COOKIE), ""), site.desk.now()
    admitted = await web.admitted(connection, token, now, unseen=unseen) if token else None
    if admitted is None or admitted.staff_id is None:
        if token:
            await count_address(request, connection)
        raise NotSignedIn
    if not unseen:
        await count_person(site, connection, admitted.staff_id, now)
    by = SignedIn(staff_id=admitted.staff_id, how=admitted.how, at=admitted.began_at, place=place_of(request))
    try:
        return admitted, by, await site.desk.person(connection, by)
    except CommandRefused as error:
        await web.end_sign_in(connection, token, now)
        raise NotSignedIn from error


Visiting: TypeAlias = Annotated[Visit, Depends(visit)]
