"""Words that are not recorded, since a sign-in had run out or a step was taken; shown to their writer alone."""

import hashlib
import json
import re
from datetime import datetime
from typing import Final

from fastapi import Request

from clients.web.frame.given import Field, given, of_pairs
from clients.web.frame.site import site_of
from clients.web.frame.visit import COOKIE, Visit
from clients.web.frame.writing import KEPT, read
from domain import words
from domain.values import Value
from infra.postgres import web

_DRAFTS: Final = "/drafts/"
_SENT: Final = "unsent-"
_OF_ONE: Final = re.compile(r"(.+)-([a-z][0-9]+)")


class Unsent(Value):
    """What was written and is not recorded: where and when, what stood in the form, and by what it is thrown away.

    ``to`` is the address to which it was sent when a sign-in had run out; empty where it was never sent. ``step`` says
    what it was for that waits for its writer no more.
    """

    of: str
    key: str
    at: datetime
    fields: tuple[Field, ...]
    to: str = ""
    step: str = ""


async def keep(request: Request) -> bool:
    """Keep what a form says for the person whose sign-in has run out; False where that is nobody, or it says nothing.

    Raises ``Unreachable``.
    """
    site, fields = site_of(request), given(request.scope)
    token = request.cookies.get(site.cookie(COOKIE))
    if not (fields and token) or _DRAFTS in request.url.path:
        return False
    now, path = site.desk.now(), request.url.path
    async with site.keeping() as connection:
        whose = await web.whose_ran_out(connection, token, now)
        if whose is None:
            return False
        said = json.dumps([(one.name, one.text) for one in fields], ensure_ascii=False).encode()
        await web.keep_unsent(connection, whose, path, key(path, fields, whose.account), said, now)
    return True


async def unsent(visit: Visit) -> tuple[Unsent, ...]:
    """List what whoever visits wrote and what is not recorded, newest first; raises ``Unreachable``.

    That is what they had sent when their sign-in had run out, and what they had begun before a step was taken from
    them; not what they can go on with where it stands.
    """
    async with visit.site.keeping() as connection:
        kept = await web.unsent(connection, visit.by.staff_id, visit.account, visit.now)
    return tuple(one for one in map(_told, kept) if one.to or _is_told(one))


async def forget(visit: Visit, of: str, kept: str) -> None:
    """Forget what is kept of a stream, or for an address, by that key for whoever visits; raises ``Unreachable``."""
    async with visit.site.keeping() as connection:
        await web.forget_draft(connection, visit.by.staff_id, of, kept)


def key(to: str, fields: tuple[Field, ...], account: web.Account | None) -> str:
    """By what a form is kept: the same for the same words sent to the same address by the same account."""
    said = sorted((one.name, one.text) for one in fields if one.name not in KEPT and one.text)
    return f"{_SENT}{hashlib.sha256(json.dumps([to, said, account]).encode()).hexdigest()[:32]}"


def _told(one: web.KeptForm) -> Unsent:
    told = Unsent(of=one.stream, key=one.form, at=one.saved_at, fields=())
    if one.form.startswith(_SENT):
        return told.model_copy(update={"to": one.stream, "fields": of_pairs(json.loads(one.words))})
    of_one = _OF_ONE.fullmatch(one.form)
    step = STEPS.get(f"{of_one[1]}-" if of_one else one.form, "")
    taken = words.step(step, of_one[2] if of_one else "") if step and step not in one.steps else ""
    return told.model_copy(update={"step": taken, "fields": of_pairs(list(read(one.words).fields.items()))})


def _is_told(one: Unsent) -> bool:
    return bool(one.step) and any(field.label and field.text.strip() for field in one.fields)


STEPS: Final[dict[str, str]] = {
    "select": "select",
    "marks": "mark",
    "meeting": "converse",
    "plan": "converse",
    "as-noted": "converse",
    "all-the-same": "converse",
    "took-place": "confirm_conversation",
    "actions": "record_actions",
    "action-": "action",
    "query": "comment",
    "query-": "answer_query",
    "comment": "comment",
    "request-": "answer_request",
    "blind": "dip_sample",
    "check": "dip_sample",
    "feedback": "feedback",
    "reply": "acknowledge",
    "revise": "revise",
}
"""The step that each form is for, with a dash where it is of one action, query or request; others are for none."""
