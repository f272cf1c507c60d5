"""Names: what the people are called whose ids stand in a view; looked up when it is shown, and kept nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from pydantic import BaseModel, Field

from clients.desk.desk import Desk
from domain import words
from domain.errors import Refused
from domain.ids import is_system
from domain.values import IDENTIFIER, Code, Line, Value
from infra.postgres import roster
from infra.postgres.connections import Connection

_AN_ID: Final = re.compile(IDENTIFIER)
_WORD: Final = re.compile(r"[A-Za-z0-9_/-]+")
_LONGEST_ID: Final = 32


class Naming(Value):
    """A view in which people stand by their staff ids; ``names`` says what they are called, as far as it is known."""

    names: dict[Code, Line] = Field(default_factory=dict)

    def person(self, staff_id: str) -> str:
        """Whoever has that id, for people to read: ``Name (id)``, or the id alone where no name is known."""
        return called(staff_id, self.names)

    def people(self, staff_ids: Iterable[str]) -> str:
        """Several people in a row."""
        return ", ".join(map(self.person, staff_ids))


NamingT = TypeVar("NamingT", bound=Naming)


def called(staff_id: str, names: Mapping[str, str]) -> str:
    """Whoever has that id, for people to read: ``Name (id)``, or the id alone where no name is known.

    A part of the system, which has no staff id, is called by what it is.
    """
    if is_system(staff_id):
        return words.part_of_the_system(staff_id)
    name = names.get(staff_id)
    return f"{name} ({staff_id})" if name else staff_id


def called_within(sentence: str, people: Iterable[str], names: Mapping[str, str]) -> str:
    """A sentence of this system with the names of the people who stand in it by their ids."""
    ids = sorted({one for one in people if one in names}, key=len, reverse=True)
    if not ids:
        return sentence
    standing = re.compile(rf"(?<![\w/-])({'|'.join(map(re.escape, ids))})(?![\w/-])")
    return standing.sub(lambda found: called(found[1], names), sentence)


async def with_names(connection: Connection, view: NamingT) -> NamingT:
    """The view with the names of everybody whose id stands in it: one look-up a view."""
    ids = {text for text in _texts(view) if len(text) <= _LONGEST_ID and _AN_ID.fullmatch(text)}
    return view.model_copy(update={"names": await roster.names(connection, ids)})


async def names_in(desk: Desk, refused: Refused) -> dict[str, str]:
    """The names of the people whom the detail of a refusal names by their ids; raises ``Unreachable``."""
    async with desk.reading() as connection:
        return await roster.names(connection, _WORD.findall(refused.detail))


def _texts(value: object) -> Iterator[str]:
    """Every text that stands in a value by itself."""
    match value:
        case str():
            yield value
        case BaseModel():
            yield from _texts(vars(value))
        case Mapping():
            for key, item in value.items():
                yield from (*_texts(key), *_texts(item))
        case tuple() | list() | frozenset():
            for item in value:
                yield from _texts(item)
        case _:
            return
