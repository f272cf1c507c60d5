"""Forms that record something: as they are shown, and what becomes of them when they are sent."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from fastapi.responses import Response
from pydantic import Field

from clients.desk.prompts import Question, questions
from clients.errors import CommandRefused
from clients.web.frame.forms import Filled
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Page, Wrong, clock
from clients.web.frame.writing import Begun, OpenElsewhere, Writing
from domain.errors import Reason
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

    ``refused`` is why it was not recorded, ``prompts`` what is asked before it is, ``theirs`` what another tab saved.
    """

    seen: int
    draft: int = 0
    values: dict[str, str] = Field(default_factory=dict)
    ticked: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    refused: str = ""
    prompts: tuple[Question, ...] = ()
    theirs: tuple[Other, ...] = ()
    notice: str = ""

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def has(self, name: str, one: str) -> bool:
        """Whether something is ticked."""
        return one in self.ticked.get(name, ())


class Held(NamedTuple):
    """What a form page holds beside what it is about, when it is shown again."""

    values: dict[str, str]
    ticked: dict[str, tuple[str, ...]]
    draft: int = 0
    refused: str = ""
    prompts: tuple[Question, ...] = ()
    theirs: tuple[Other, ...] = ()
    notice: str = ""
    wrong: tuple[Wrong, ...] = ()
    seen: int | None = None


def put_back(page: FormPage, held: Held) -> FormPage:
    """The page with what its reader had written in it."""
    told = {name: value for name, value in held._asdict().items() if value is not None}
    return page.model_copy(update=told)


def resumed(page: FormPage, begun: Begun | None) -> FormPage:
    """The page with what its reader began to write before, if they did; with when that was recorded, if it was."""
    if begun is None:
        return page
    if begun.recorded:
        return page.model_copy(update={"notice": f"What you sent was recorded at {clock(begun.recorded)}."})
    notice = f"You began to write this at {clock(begun.saved_at)}: your words are below."
    held = Held(
        page.values | dict(begun.words.fields),
        page.ticked | dict(begun.words.ticked),
        begun.version,
        notice=notice,
        seen=begun.seen,
    )
    return put_back(page, held)


async def sent(
    writing: Writing, words: Filled, command: Value, page: Callable[[], Awaitable[FormPage]], to: str
) -> Response:
    """Send what a form says and go on to a page, or show the form again with every word and what stands in its way.

    Raises ``Unreachable`` or ``CommandFailed``.
    """
    values, ticked = dict(words.fields), dict(words.ticked)
    try:
        await writing.send(words, command)
    except CommandRefused as error:
        asked: tuple[Question, ...] = ()
        if error.refused.reason is Reason.ASKED_FIRST:
            desk, by = writing.visit.site.desk, writing.visit.by
            asked = await questions(desk, by, writing.stream, error.refused)
        says = "" if asked else refusal(error.refused, error.names)
        begun = await writing.begun()
        held = Held(values, ticked, begun.version if begun else 0, says, asked)
        return writing.visit.show(put_back(await page(), held), 422)
    except OpenElsewhere as error:
        others = error.theirs.words.fields.items()
        differ = tuple(
            Other(field=name, says=text) for name, text in others if text and text != values.get(name)
        )
        held = Held(values, ticked, error.theirs.version, theirs=differ)
        return writing.visit.show(put_back(await page(), held), 409)
    return writing.visit.go(to, tag(command))


def again(writing: Writing, words: Filled, page: FormPage, wrong: tuple[Wrong, ...]) -> Response:
    """Show a form again, with what is to be mended in it before it can be sent."""
    held = Held(dict(words.fields), dict(words.ticked), words.number("draft") or 0, wrong=wrong)
    return writing.visit.show(put_back(page, held), 422)


def answered(words: Filled) -> tuple[PromptAnswer, ...]:
    """What somebody answered to what they were asked first."""
    given = ((kind, words.text(name)) for name, kind in ASKED.items())
    return tuple(PromptAnswer(prompt=kind, answer=answer) for kind, answer in given if answer)
