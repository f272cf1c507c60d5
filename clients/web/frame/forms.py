"""Forms as they come in: every field known and given once, line ends and blanks in one shape, nothing else read."""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request

from clients.web.frame.render import Wrong
from domain.values import cleaned

LONGEST: Final = 4_000
"""The characters that one field may have, as everywhere in this system."""

_DIGITS: Final = 9


class FormRefused(Exception):
    """A form has a field that is none of its own, or one twice: no page of this site sends it."""


class Filled(NamedTuple):
    """What was filled in: each field by its name, and those that may be ticked several times."""

    fields: Mapping[str, str]
    ticked: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str | None:
        """The text of a field, or None where it was left blank."""
        return self.fields.get(name, "").strip() or None

    def number(self, name: str) -> int | None:
        """The whole number in a field, or None where there is none that can be meant."""
        typed = self.fields.get(name, "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS else None

    def wrong(self) -> tuple[Wrong, ...]:
        """What no text may be: too long, or with a character that cannot be kept."""
        found = ((name, _fault(text)) for name, text in self.fields.items())
        return tuple(Wrong(field=name, says=says) for name, says in found if says)


async def filled(request: Request, known: Collection[str], several: Collection[str] = ()) -> Filled:
    """Read a form whose fields are known by name; raises ``FormRefused``."""
    form = await request.form()
    names = [name for name, _ in form.multi_items()]
    strange = set(names) - set(known) - set(several)
    twice = {name for name in names if names.count(name) > 1} - set(several)
    if strange or twice:
        raise FormRefused(", ".join(sorted(strange | twice)))
    return Filled(
        {name: _text(form, name) for name in names if name in set(known)},
        {name: tuple(cleaned(str(one)) for one in form.getlist(name)) for name in several},
    )


def _text(form: FormData, name: str) -> str:
    return cleaned(str(form.get(name, "")))


def _fault(text: str) -> str:
    if "\x00" in text:
        return "The text holds a character that cannot be kept: type it again instead of pasting it"
    if len(text) > LONGEST:
        return f"The text has {len(text):,} characters: at most {LONGEST:,} can be kept"
    return ""
