"""Forms that were sent after a sign-in had run out: kept for whoever had signed in, shown to nobody else."""

import hashlib
import json
from datetime import datetime
from typing import Final

from fastapi import Request

from clients.web.frame.given import Field, given, of_pairs
from clients.web.frame.site import site_of
from clients.web.frame.visit import COOKIE, Visit
from clients.web.frame.writing import KEPT
from domain.values import Value
from infra.postgres import web

_DRAFTS: Final = "/drafts/"


class Unsent(Value):
    """A form that was not taken: where it was sent to and when, what stood in it, and the key by which it is kept."""

    key: str
    to: str
    at: datetime
    fields: tuple[Field, ...]


async def keep(request: Request) -> bool:
    """Keep what a form says for the person whose sign-in has run out; False where that is nobody, or it says nothing.

    Raises ``Unreachable``.
    """
    site, fields = site_of(request), given(request.scope)
    token = request.cookies.get(site.cookie(COOKIE))
    if not (fields and token) or _DRAFTS in request.url.path:
        return False
    now = site.desk.now()
    async with site.keeping() as connection:
        who = await web.whose_ran_out(connection, token, now)
        if who is None:
            return False
        words = json.dumps([(one.name, one.text) for one in fields], ensure_ascii=False).encode()
        draft = web.Draft(version=0, seen_version=0, words=words, command_id=None, saved_at=now)
        await web.save_draft(connection, who, request.url.path, key(request.url.path, fields), draft)
    return True


async def unsent(visit: Visit) -> tuple[Unsent, ...]:
    """List what whoever visits had sent when their sign-in had run out, newest first; raises ``Unreachable``."""
    async with visit.site.keeping() as connection:
        kept = await web.unsent(connection, visit.by.staff_id, visit.now)
    return tuple(
        Unsent(key=one.form, to=one.stream, at=one.saved_at, fields=of_pairs(json.loads(one.words)))
        for one in kept
    )


async def forget(visit: Visit, kept: str) -> None:
    """Forget what is kept by that key for whoever visits; raises ``Unreachable``."""
    async with visit.site.keeping() as connection:
        await web.forget_unsent(connection, visit.by.staff_id, kept)


def key(to: str, fields: tuple[Field, ...]) -> str:
    """By what a form is kept: the same for the same words sent to the same address."""
    said = sorted((one.name, one.text) for one in fields if one.name not in KEPT and one.text)
    return f"unsent-{hashlib.sha256(json.dumps([to, said]).encode()).hexdigest()[:32]}"
