"""The base of every domain value, and the kinds of text that people may write."""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Value(BaseModel):
    """An immutable value.

    Unknown fields are ignored, so that an older reader can fold what a newer writer recorded; fields are only ever
    added, with defaults, never renamed. A validator is built when it is first needed: a command line needs few.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def _faithful(text: object) -> object:
    """Refuse what PostgreSQL, JSON or UTF-8 would silently change or reject."""
    if not isinstance(text, str):
        return text
    if "\x00" in text:
        msg = "contains a NUL character: remove it"
        raise ValueError(msg)
    try:
        text.encode()
    except UnicodeEncodeError:
        msg = "contains half of a surrogate pair, which is not text: paste it again"
        raise ValueError(msg) from None
    return text


def _written(text: str) -> str:
    if not text.strip():
        msg = "is blank: write something"
        raise ValueError(msg)
    return text


_faithfully = BeforeValidator(_faithful)
_not_blank = AfterValidator(_written)

Code = Annotated[str, StringConstraints(max_length=64), _faithfully, _not_blank]
"""An identifier or code: at most 64 characters."""

Line = Annotated[str, StringConstraints(max_length=200), _faithfully, _not_blank]
"""One line of text: at most 200 characters."""

Note = Annotated[str, StringConstraints(max_length=20_000), _faithfully, _not_blank]
"""Free text of a person: 1 to 20,000 characters, kept exactly as written."""

IDENTIFIER: Final = r"^[A-Za-z0-9_/-]+$"
Identifier = Annotated[str, StringConstraints(max_length=32, pattern=IDENTIFIER)]
"""A staff id or a case's unique reference number as Areas export it; at most 32 characters is a local limit."""

AREA_CODE: Final = r"^[A-Z0-9]{2,8}$"
AreaCode = Annotated[str, StringConstraints(pattern=AREA_CODE)]
"""The code of an Area; which codes exist is reference data."""


def cleaned(text: str) -> str:
    """Text without what programs put into it: byte order marks, wherever files were joined, and foreign line ends."""
    return text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
