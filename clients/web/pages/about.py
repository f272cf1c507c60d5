"""What stands in the foot of every page: help, accessibility, privacy, cookies; for anybody, signed in or not."""

from typing import ClassVar, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from clients.web.frame.render import Page, Shell, rendered
from clients.web.frame.site import site_of

router = APIRouter()


class About(Page):
    """A page of a few sentences."""

    template: ClassVar[str] = "about.html"
    says: tuple[str, ...]


PAGES: Final = {
    "help": About(
        title="Help",
        says=(
            "My work shows what waits for you, the most pressing first.",
            "Each card there has one button, which leads to the step.",
            "An IQA's own page shows all its steps: which is next, for whom it waits, and by when.",
            "What you write is kept as a draft that nobody else can see, until you send it.",
            "The history of an IQA says who did what when, and can be verified by anybody who may read it.",
            "A step that is not on these pages yet is on the command line: iqa --help lists them.",
        ),
    ),
    "accessibility": About(
        title="Accessibility",
        says=(
            "These pages are made to the Web Content Accessibility Guidelines 2.2, level AA.",
            "They are tested with axe, by keyboard and at 320 pixels, and the steps of an IQA without a script.",
            "What does not work for you is a fault: tell those who run this service.",
        ),
    ),
    "privacy": About(
        title="Privacy",
        says=(
            "These pages show the work of named people to those alone who may read it.",
            "What you write in an IQA is kept with it. A draft is yours alone: it goes when you send it or in 30 days.",
            "Whoever runs this service is the controller, and says how long what is recorded is kept.",
        ),
    ),
    "cookies": About(
        title="Cookies",
        says=(
            "One cookie keeps you signed in for an hour after your last page, and twelve hours at most.",
            "Another says for a minute what was just saved, and one of ten minutes is there while you sign in.",
            "There is no other, and nobody is counted.",
        ),
    ),
}
"""Each page by its address."""


@router.get("/help")
@router.get("/accessibility")
@router.get("/privacy")
@router.get("/cookies")
async def about(request: Request) -> Response:
    """Show one of them."""
    page = PAGES[request.url.path.removeprefix("/")]
    return rendered(page, Shell(organisation=site_of(request).organisation))
