"""What somebody wrote and what is not recorded, given back to them and to nobody else."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.web.frame import unsent
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Page
from clients.web.frame.visit import Visiting

router = APIRouter(prefix="/unsent")

ADDRESS: Final = "/unsent"


class UnsentPage(Page):
    """Every form that was not taken, or whose step was, with its words in boxes."""

    template: ClassVar[str] = "unsent.html"
    forms: tuple[unsent.Unsent, ...]


@router.get("")
async def show(visit: Visiting) -> Response:
    """Give back what was not taken."""
    return visit.show(of(await unsent.unsent(visit)))


@router.post("")
async def throw_away(visit: Visiting) -> Response:
    """Forget one of them."""
    chosen = await filled(visit.request, ("of", "key"))
    await unsent.forget(visit, chosen.text("of") or "", chosen.text("key") or "")
    return visit.go(ADDRESS)


def of(forms: tuple[unsent.Unsent, ...]) -> UnsentPage:
    """The page of what was not taken."""
    return UnsentPage(title="Words that are not recorded", back=Link(text="My work", href="/"), forms=forms)
