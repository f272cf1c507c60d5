"""An IQA's record verified as a job: how far it is, stopped, cut off, and what came of it."""

from collections.abc import Iterator
from typing import ClassVar, Final
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from clients.desk.verifying import Verification, may_verify
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Page
from clients.web.frame.site import site_of
from clients.web.frame.verifications import TooMany, Verifications
from clients.web.frame.visit import Visit, Visiting, signed_in
from clients.web.pages.ways import to_iqa
from domain import words
from domain.audit import Verdict
from infra.postgres import verifications
from infra.postgres.verifications import Verifying

router = APIRouter(prefix="/iqas/{iqa_id}/history/verify")


class VerifyingPage(Page):
    """A verification that is under way, at ``address``; without one it is none any more, and can be begun again."""

    template: ClassVar[str] = "verifying.html"
    iqa_id: str
    says: str
    address: str = ""


class ProofPage(Page):
    """What came of doing everything again."""

    template: ClassVar[str] = "proof.html"
    says: tuple[str, ...]
    differences: tuple[str, ...]
    iqa_id: str


@router.post("")
async def begin(visit: Visiting, iqa_id: str) -> Response:
    """Have everything of it done again."""
    await filled(visit.request, ())
    stream = await may_verify(visit.site.desk, visit.by, iqa_id)
    jobs: Verifications = visit.request.app.state.verifications
    try:
        return visit.go(f"{_at(stream)}/{await jobs.begin(visit.by, stream)}")
    except TooMany:
        return visit.show(too_many(stream), 503)


@router.get("/{verification_id}")
async def verifying(visit: Visiting, iqa_id: str, verification_id: UUID) -> Response:
    """Show how far it is, or what came of it."""
    stream = await may_verify(visit.site.desk, visit.by, iqa_id)
    found = await _found(visit.request, visit.by.staff_id, stream, verification_id)
    if found.outcome is not None:
        return visit.show(of_verification(Verification.model_validate_json(found.outcome)))
    return visit.show(_unfinished(visit, found))


@router.get("/{verification_id}/done")
async def done(request: Request, iqa_id: str, verification_id: UUID) -> Response:
    """Say whether there is something else to show, and how far it is, without being seen."""
    site = site_of(request)
    async with site.keeping() as connection:
        _, by, _ = await signed_in(connection, request, unseen=True)
    stream = await may_verify(site.desk, by, iqa_id)
    found = await _found(request, by.staff_id, stream, verification_id)
    over = bool(found.ended_at or found.stopped_at or found.is_cut_off(site.desk.now()))
    return JSONResponse({"done": over, "says": how_far(found.done, found.total)})


@router.post("/{verification_id}/stop")
async def stop(visit: Visiting, iqa_id: str, verification_id: UUID) -> Response:
    """Stop it."""
    await filled(visit.request, ())
    stream = await may_verify(visit.site.desk, visit.by, iqa_id)
    async with visit.site.keeping() as connection:
        await verifications.stop(connection, verification_id, visit.by.staff_id, visit.now)
    return visit.go(f"{_at(stream)}/{verification_id}")


async def _found(request: Request, who: str, stream: str, verification_id: UUID) -> Verifying:
    async with site_of(request).keeping() as connection:
        found = await verifications.verification(connection, verification_id, who)
    if found is None or found.stream != stream:
        raise HTTPException(404)
    return found


def _at(stream: str) -> str:
    return f"{to_iqa(stream)}/history/verify"


def _unfinished(visit: Visit, found: Verifying) -> VerifyingPage:
    if found.stopped_at:
        return stopped(found.stream)
    if found.is_cut_off(visit.now):
        return cut_off(found.stream)
    return under_way(found.stream, f"{_at(found.stream)}/{found.verification_id}", found.done, found.total)


def under_way(stream: str, address: str, done: int, total: int) -> VerifyingPage:
    """The page of one that is under way."""
    return _page(stream, "Being verified", how_far(done, total)).model_copy(update={"address": address})


def stopped(stream: str) -> VerifyingPage:
    """The page of one that its person stopped."""
    return _page(stream, "The verification is stopped", "Nothing came of it: the record is as it was.")


def cut_off(stream: str) -> VerifyingPage:
    """The page of one whose process is gone."""
    says = "The part of the service that was at it has ended. Nothing came of it: begin it again."
    return _page(stream, "The verification was cut off", says)


def too_many(stream: str) -> VerifyingPage:
    """The page of one that can't be begun now."""
    says = "As many records are being verified as can be at once. Begin it again in a minute."
    return _page(stream, "Others are being verified", says)


def how_far(done: int, total: int) -> str:
    """How far a verification is."""
    return f"{done} of {words.count(total, 'part')} done." if total else "It is about to begin."


def _page(stream: str, title: str, says: str) -> VerifyingPage:
    back = Link(text="History", href=f"{to_iqa(stream)}/history")
    return VerifyingPage(title=title, caption=stream, back=back, iqa_id=stream, says=says)


def of_verification(found: Verification) -> ProofPage:
    """The page of what came of doing everything again."""
    return ProofPage(
        title=_VERDICTS[found.verdict],
        caption=found.stream,
        back=Link(text="History", href=f"{to_iqa(found.stream)}/history"),
        says=tuple(_said(found)),
        differences=found.differences,
        iqa_id=found.stream,
    )


_VERDICTS: Final = {
    Verdict.VERIFIED: "Verified",
    Verdict.EXPLAINED: "Verified, and explained",
    Verdict.NOT_JUDGED: "Cannot be judged here",
    Verdict.ALTERED: "Altered",
}


def _said(found: Verification) -> Iterator[str]:
    if found.verified:
        yield "Every decision was made again from what was known then, and came out as it is recorded."
    elif found.found:
        many = words.count(found.found, "difference")
        yield f"{many} between what is recorded and what comes out again."
        yield "Keep everything as it is, and ask who changed it."
    if found.history:
        yield "It was held against the engine's own history as well."
    else:
        yield "The engine has no history of it any more: it was held against its own records alone."
    if found.other_rules:
        many = words.count(len(found.other_rules), "decision was", "decisions were")
        yield f"{many} made by rules of another release: these are no judge of them, and nobody is accused."
    for missing in dict.fromkeys(f"{one.kind} {one.version}" for one in found.not_here):
        yield f"Some of it was decided with the {missing}, which is not here: nobody is accused."
    for mended in dict.fromkeys(words.mending(one.mending) for one in found.explained):
        yield f"The engine's history and the record part since this was done: {mended}. The record is whole."
