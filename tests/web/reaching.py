"""How far an IQA has come before somebody opens its page, and what stands in a form there."""

import html
import re

import httpx

from domain.assessment import Answer, Mark, Mode
from domain.iqa.commands import ConfirmAssessment, HoldConversation
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.system import System


async def selected(system: System, prosecutor: str = "P1") -> str:
    """An IQA whose case is chosen."""
    it = await system.open(prosecutor)
    await system.send(it, "M1", select_case(system, prosecutor, Kind.ANY_WORK))
    return it


async def confirmed(system: System, *special: Mark) -> str:
    """An IQA whose assessment is confirmed: a yes everywhere, but for the special ones."""
    it = await selected(system)
    marks = {one.question: one for one in special}
    await system.send(it, "M1", mark_all(await system.state(it), marks))
    await system.send(it, "M1", ConfirmAssessment(seen_version=(await system.state(it)).version))
    return it


async def talked(system: System) -> str:
    """An IQA whose conversation is recorded as held today."""
    it = await confirmed(system)
    said = HoldConversation(on=today(), mode=Mode.VIDEO, went_well="The alternative charge was weighed.")
    await system.send(it, "M1", said)
    return it


A_NO = Mark(question=1, answer=Answer.NO, improvement="Say which witness decides the case.")
"""A mark with something to be done differently."""


def fields_of(answer: httpx.Response, action: str) -> dict[str, str | list[str]]:
    """What a form of a page sends as it stands: the fields of the form with that action, as a browser reads them."""
    form = answer.text.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    found: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        named = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if named["type"] in {"radio", "checkbox"} and " checked" not in tag:
            continue
        found[named["name"].replace("-", "__")] = html.unescape(named.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name.replace("-", "__")] = html.unescape(text)
    return found
