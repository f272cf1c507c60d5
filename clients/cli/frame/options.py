"""The kinds of option that commands share, and how what was typed is read."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, TypeVar
from uuid import UUID

from cyclopts import Parameter, Token

from clients.cli.frame import completing, present
from domain.calendar import day_of
from domain.values import cleaned
from infra.texts import decoded

LONGEST_TEXT: Final = 20_000
_LONGEST_ID: Final = 64
_WHOLE: Final = re.compile("[0-9]{1,9}")
_CLOCK: Final = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_YEARS: Final = range(2000, 2100)

_ChoiceT = TypeVar("_ChoiceT", bound=StrEnum)


def read_text(_: object, tokens: Sequence[Token]) -> str:
    """Read a person's words: as typed, from ``@file``, for ``-`` from standard input; ``@@`` is an @."""
    return text_of(tokens[0].value)


def text_of(typed: str) -> str:
    """The words that what was typed stands for; raises ``ValueError`` when they can't be used."""
    if typed == "-":
        text = decoded_as(sys.stdin.buffer.read(), "standard input")
    elif typed.startswith("@") and not typed.startswith("@@"):
        text = decoded_as(_content(Path(typed[1:])), typed[1:])
    else:
        text = typed.removeprefix("@") if typed.startswith("@@") else typed
    return usable(text)


def usable(text: str) -> str:
    """A person's words as they are kept; raises ``ValueError`` when they can't be used."""
    return _usable(cleaned(text), LONGEST_TEXT)


def read_id(_: object, tokens: Sequence[Token]) -> str:
    """Read an id: staff ids, case numbers, ids of IQAs and of what is in them."""
    typed = tokens[0].value.strip()
    if not typed.isprintable() or " " in typed:
        msg = f"{_quoted(typed)} is no id: use printable characters without blanks"
        raise ValueError(msg)
    return _usable(typed, _LONGEST_ID)


def read_day(_: object, tokens: Sequence[Token]) -> date:
    """Read a day: 2026-11-23, today, yesterday or tomorrow (Europe/London)."""
    return day_of_text(tokens[0].value)


def day_of_text(typed: str) -> date:
    """The day that what was typed stands for; raises ``ValueError`` when it stands for none."""
    if typed in _DAYS:
        return today() + timedelta(days=_DAYS[typed])
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        msg = f"{_quoted(typed)} is no day: write it as 2026-11-23, or today, yesterday, tomorrow"
        raise ValueError(msg) from None
    if day.year not in _YEARS:
        msg = f"{typed} is in another century: check the year"
        raise ValueError(msg)
    return day


def read_clock(_: object, tokens: Sequence[Token]) -> time:
    """Read a time of day as London's clocks show it: 14:30."""
    typed = tokens[0].value
    if not _CLOCK.fullmatch(typed):
        msg = f"{_quoted(typed)} is no time of day: write it as 14:30"
        raise ValueError(msg)
    return time.fromisoformat(typed)


def read_command_id(_: object, tokens: Sequence[Token]) -> UUID:
    """Read a command id as it was printed."""
    try:
        return UUID(tokens[0].value)
    except ValueError:
        msg = f"{_quoted(tokens[0].value)} is no command id: copy the one that was printed, or leave it out"
        raise ValueError(msg) from None


def read_number(_: object, tokens: Sequence[Token]) -> int:
    """Read a whole number of at most nine digits."""
    return _whole(tokens[0].value)


def today() -> date:
    """The day in Europe/London."""
    return day_of(present.now())


def choice(kind: type[_ChoiceT], says: str) -> Parameter:
    """An option that takes one of the codes."""
    return Parameter(
        converter=lambda _, tokens: _chosen(kind, tokens[0].value), help=f"{says}: {_listed(kind)}."
    )


def choices(kind: type[_ChoiceT], says: str) -> Parameter:
    """An option that takes some of the codes, repeated or with commas between."""

    def read(_: object, tokens: Sequence[Token]) -> tuple[_ChoiceT, ...]:
        typed = [one for token in tokens for one in token.value.split(",")]
        return tuple(_chosen(kind, one) for one in typed)

    return Parameter(converter=read, help=f"{says}: {_listed(kind)}; repeat it for several.")


def one_of(codes: Iterable[str]) -> str:
    """Codes to choose from, as a sentence has them: ``yes, no or not_applicable``."""
    *others, last = codes
    return f"{', '.join(others)} or {last}" if others else last


def pairs(says: str) -> Parameter:
    """An option KEY=VALUE that may be repeated."""

    def read(_: object, tokens: Sequence[Token]) -> tuple[str, ...]:
        for token in tokens:
            pair(token.value)
        return tuple(token.value for token in tokens)

    return Parameter(converter=read, help=says)


def pair(typed: str) -> tuple[str, str]:
    """The two sides of what was typed as KEY=VALUE; raises ``ValueError``."""
    key, equals, value = typed.partition("=")
    if not (key and equals and value):
        msg = f"{_quoted(typed)}: write it as NAME=VALUE"
        raise ValueError(msg)
    return key.strip(), usable(value)


def number(says: str) -> Parameter:
    """An argument or option that takes a whole number."""
    return Parameter(converter=read_number, help=f"{says}.")


def numbers(says: str) -> Parameter:
    """An option that takes some whole numbers."""

    def read(_: object, tokens: Sequence[Token]) -> tuple[int, ...]:
        return tuple(_whole(token.value) for token in tokens)

    return Parameter(converter=read, help=f"{says}; repeat it for several.")


def text(says: str) -> Parameter:
    """An option for a person's own words."""
    return Parameter(
        converter=read_text, allow_leading_hyphen=True, help=f"{says} (text, @file, or - for stdin)."
    )


def clock(says: str) -> Parameter:
    """An option that takes a time of day."""
    return Parameter(converter=read_clock, help=f"{says}.")


def day(says: str) -> Parameter:
    """An option for a day."""
    return Parameter(converter=read_day, help=f"{says} (such as 2026-11-23, today or yesterday).")


def named(says: str) -> Parameter:
    """An argument or option that takes an id."""
    return Parameter(converter=read_id, help=f"{says}.")


IqaId = Annotated[
    str,
    named("The id of the IQA, as `iqa list` has it, or the end of it, or of its case's number"),
    Parameter(completer=completing.iqas),
]

_DAYS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}


@Parameter(name="*")
@dataclass(frozen=True)
class Asking:
    """Who asks."""

    actor: Annotated[
        str | None,
        Parameter(
            name="--as", converter=read_id, help="Who acts: your staff id; IQA_ACTOR where it is left out."
        ),
    ] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Sending(Asking):
    """Who acts, and how a command that was sent before is sent again."""

    command_id: Annotated[
        UUID | None,
        Parameter(
            converter=read_command_id, help="Repeat the command of that id, which is then done once at most."
        ),
    ] = None
    seen_version: Annotated[
        int | None,
        number("The version of the IQA that you were looking at; the present one where it is left out"),
    ] = None


ASKING: Final = Asking()
SENDING: Final = Sending()


def _content(path: Path) -> bytes:
    try:
        return path.expanduser().read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"the file {_quoted(str(path))} can't be read: {reason} (@@ begins text that begins with @)"
        raise ValueError(msg) from error


def decoded_as(data: bytes, where: str) -> str:
    """The text that somebody saved; raises ``ValueError``, which says where and what else it is."""
    try:
        return decoded(data)
    except ValueError as error:
        msg = f"{where} {error}"
        raise ValueError(msg) from error


def _usable(text: str, longest: int) -> str:
    if not text.strip():
        msg = "is blank: write something, or leave the option out"
        raise ValueError(msg)
    if len(text) > longest:
        msg = f"has {len(text):,} characters: at most {longest:,} are kept, so shorten it"
        raise ValueError(msg)
    if "\x00" in text:
        msg = f"has a NUL character at position {text.index(chr(0)) + 1}: remove it"
        raise ValueError(msg)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        msg = f"has bytes that are no text at position {error.start + 1}: type it again in UTF-8"
        raise ValueError(msg) from error
    return text


def _chosen(kind: type[_ChoiceT], typed: str) -> _ChoiceT:
    try:
        return kind(typed.strip().lower().replace("-", "_"))
    except ValueError:
        msg = f"{_quoted(typed)}: choose {_listed(kind)}"
        raise ValueError(msg) from None


def _whole(typed: str) -> int:
    if not _WHOLE.fullmatch(typed):
        msg = f"{_quoted(typed)} is no number: write it in digits"
        raise ValueError(msg)
    return int(typed)


def _listed(kind: type[StrEnum]) -> str:
    *first, last = list(kind)
    return f"{', '.join(first)} or {last}"


def _quoted(typed: str) -> str:
    longest = 60
    return ascii(typed if len(typed) <= longest else f"{typed[:longest]}…")
