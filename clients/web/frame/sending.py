"""Forms that record something: as they are shown, and what becomes of them when they are sent."""

from collections.abc import Awaitable, Callable

from fastapi.responses import Response
from pydantic import Field

from clients.desk.prompts import Question, questions
from clients.errors import CommandRefused
from clients.web.frame import unsent
from clients.web.frame.forms import Filled
from clients.web.frame.given import given
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Page, Wrong, clock
from clients.web.frame.writing import Begun, OpenElsewhere, Writing
from domain.errors import Kind, Reason
from domain.prompts import PromptAnswer, PromptKind
from domain.stream import tag
from domain.values import Value

ASKED = {f"asked-{kind}": kind for kind in PromptKind}
"""The fields in which somebody answers what they were asked first."""


class Other(Value):
    """What another tab has saved in a field."""

    field: str
    says: str


class FormPage(Page):
    """A page with a form: what stands in its fields, and from which version of the stream and of the draft it began.

    ``refused`` is why it was not recorded, ``rule`` the code of that, ``prompts`` what is asked before, ``theirs`` what
    another tab saved.
    """

    seen: int
    draft: int = 0
    values: dict[str, str] = Field(default_factory=dict)
    ticked: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    refused: str = ""
    rule: str = ""
    prompts: tuple[Question, ...] = ()
    theirs: tuple[Other, ...] = ()
    notice: str = ""

    @property
    def stopped(self) -> bool:
        """As on every page, and where a rule, a prompt or another tab stands in the way."""
        return bool(self.wrong or self.refused or self.prompts or self.theirs)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def has(self, name: str, one: str) -> bool:
        """Whether something is ticked."""
        return one in self.ticked.get(name, ()) or self.values.get(name) == one


def put_back(page: FormPage, words: Filled, **told: object) -> FormPage:
    """The page with what its reader wrote in it, judged by what they saw, and whatever else is told of that."""
    written = {"values": page.values | dict(words.fields), "ticked": page.ticked | dict(words.ticked)}
    return page.model_copy(update=written | {"seen": words.number("seen") or page.seen} | told)


def resumed(page: FormPage, begun: Begun | None) -> FormPage:
    """The page with what its reader began to write before, if they did; with when that was recorded, if it was."""
    if begun is None:
        return page
    if begun.recorded:
        return page.model_copy(update={"notice": f"What you sent was recorded at {clock(begun.recorded)}."})
    notice = f"You began to write this at {clock(begun.saved_at)}: your words are below."
    return put_back(page, begun.words, draft=begun.version, seen=begun.seen, notice=notice)


async def sent(
    writing: Writing, words: Filled, command: Value, page: Callable[[], Awaitable[FormPage]], to: str
) -> Response:
    """Send what a form says and go on to a page, or show the form again with every word and what stands in its way.

    Raises ``Unreachable`` or ``CommandFailed``.
    """
    try:
        await writing.send(words, command)
    except CommandRefused as error:
        return writing.visit.show(await _refused(writing, words, await page(), error), 422)
    except OpenElsewhere as error:
        return writing.visit.show(_beside(await page(), words, error.theirs), 409)
    visit, path = writing.visit, writing.visit.request.url.path
    await unsent.forget(visit, path, unsent.key(path, given(visit.request.scope), visit.account))
    return writing.visit.go(to, tag(command))


async def kept(writing: Writing, words: Filled, page: FormPage, to: str) -> Response:
    """Keep what a form says for the page that goes on with it, or show it again beside what another tab wrote.

    Raises ``Unreachable``.
    """
    if await writing.keep(words) is None and (theirs := await writing.begun()):
        return writing.visit.show(_beside(page, words, theirs), 409)
    return writing.visit.go(to)


def _beside(page: FormPage, words: Filled, theirs: Begun) -> FormPage:
    """The form with what another tab saved in each field beside it."""
    others = tuple(
        Other(field=name, says=text)
        for name, text in theirs.words.fields.items()
        if text and text != words.fields.get(name)
    )
    return put_back(page, words, draft=theirs.version, theirs=others)


async def _refused(writing: Writing, words: Filled, page: FormPage, error: CommandRefused) -> FormPage:
    """The form with why nothing was recorded; whoever hears that others were first has seen what they did."""
    begun, visit = await writing.begun(), writing.visit
    draft = begun.version if begun else 0
    if error.refused.reason is Reason.ASKED_FIRST:
        asked = await questions(visit.site.desk, visit.by, writing.stream, error.refused)
        return put_back(page, words, draft=draft, prompts=asked)
    says = refusal(error.refused, error.names)
    seen = page.seen if error.refused.reason.rule.kind is Kind.CONFLICT else words.number("seen") or page.seen
    return put_back(page, words, draft=draft, refused=says, rule=error.refused.reason, seen=seen)


def again(writing: Writing, words: Filled, page: FormPage, wrong: tuple[Wrong, ...]) -> Response:
    """Show a form again, with what is to be mended in it before it can be sent."""
    return writing.visit.show(put_back(page, words, draft=words.number("draft") or 0, wrong=wrong), 422)


def answered(words: Filled) -> tuple[PromptAnswer, ...]:
    """What somebody answered to what they were asked first."""
    given = ((kind, words.text(name)) for name, kind in ASKED.items())
    return tuple(PromptAnswer(prompt=kind, answer=answer) for kind, answer in given if answer)
