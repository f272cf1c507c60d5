"""What somebody writes in a form of a stream: kept while they write, sent once at most, forgotten when done."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from clients.desk.outcomes import Accepted
from clients.desk.sending import Again, recorded_at, send
from clients.web.frame.forms import Filled
from clients.web.frame.under_way import leaves
from clients.web.frame.visit import Visit
from domain.values import Value
from infra.postgres import web
from infra.postgres.web import Draft

_FORMS: Final = UUID("3f0c2c0e-9d3f-5f0e-8a53-5d5c3a6f2a11")
KEPT: Final = ("seen", "draft")
"""The fields that every form has: the version of the stream, and that of the draft, from which it began."""


class Begun(NamedTuple):
    """What somebody had begun to write when they came back, and when; ``recorded`` is when it turned out to be done."""

    words: Filled
    version: int
    seen: int
    saved_at: datetime
    recorded: datetime | None = None


class OpenElsewhere(Exception):
    """Another tab has saved this form since; ``theirs`` is what stands there."""

    def __init__(self, theirs: Begun) -> None:
        super().__init__("open elsewhere")
        self.theirs = theirs


class Writing(NamedTuple):
    """One person's form of one stream."""

    visit: Visit
    stream: str
    form: str

    async def begun(self) -> Begun | None:
        """Return what they had begun to write; what was sent and has been recorded meanwhile is forgotten.

        Raises ``Unreachable``.
        """
        async with self.visit.site.keeping() as connection:
            kept = await web.draft(connection, self._who, self.stream, self.form)
            if kept is None:
                return None
            done = kept.command_id and await recorded_at(connection, self.stream, kept.command_id)
            if done:
                await web.forget_draft(connection, self._who, self.stream, self.form)
        return Begun(read(kept.words), kept.version, kept.seen_version, kept.saved_at, done or None)

    async def keep(self, words: Filled, command_id: UUID | None = None) -> int | None:
        """Keep what they write, and return the draft's version; None where another tab has saved one meanwhile.

        Raises ``Unreachable``.
        """
        draft = Draft(
            version=words.number("draft") or 0,
            seen_version=words.number("seen") or 0,
            words=_canonical(words),
            command_id=command_id,
            saved_at=self.visit.now,
        )
        async with self.visit.site.keeping() as connection:
            return await web.save_draft(connection, self._who, self.stream, self.form, draft)

    async def send(self, words: Filled, command: Value) -> Accepted:
        """Send what they wrote: the same words are one command, however often they come.

        Raises ``OpenElsewhere`` where another tab has saved other words meanwhile, or as the desk does.
        """
        seen, command_id = words.number("seen") or 0, self.command_id(words)
        if await self.keep(words, command_id) is None:
            theirs = await self.begun()
            if theirs and self.command_id(_seen(theirs)) != command_id:
                raise OpenElsewhere(theirs)
        leaves(self.visit.request.scope, self._who)
        done = await send(self.visit.site.desk, self.visit.by, self.stream, command, Again(command_id, seen))
        await self.forget()
        return done

    async def forget(self) -> None:
        """Forget what they wrote, since it is recorded; raises ``Unreachable``."""
        async with self.visit.site.keeping() as connection:
            await web.forget_draft(connection, self._who, self.stream, self.form)

    def command_id(self, words: Filled) -> UUID:
        """The id of what is sent with these words by this person, from what they saw (RFC 9562, version 5)."""
        seen, content = words.number("seen") or 0, hashlib.sha256(_canonical(words)).hexdigest()
        return uuid5(_FORMS, f"{self._who}/{self.stream}/{self.form}/{seen}/{content}")

    @property
    def _who(self) -> str:
        return self.visit.by.staff_id


def _seen(begun: Begun) -> Filled:
    """The words of a draft as they came in, with the version that their writer saw."""
    return Filled({**begun.words.fields, "seen": str(begun.seen)}, begun.words.ticked)


def _canonical(words: Filled) -> bytes:
    """The words as bytes that are the same for the same words."""
    fields: Mapping[str, str] = {
        name: text for name, text in words.fields.items() if name not in KEPT and text
    }
    ticked = {name: list(several) for name, several in words.ticked.items() if several}
    return json.dumps([fields, ticked], sort_keys=True, ensure_ascii=False).encode()


def read(kept: bytes) -> Filled:
    """The words of a draft."""
    fields, ticked = json.loads(kept)
    return Filled(fields, {name: tuple(several) for name, several in ticked.items()})
