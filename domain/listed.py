"""Reasons that people choose from a list, so that they can be counted."""

from typing import Annotated

from pydantic import AfterValidator, Field

from domain.errors import Reason, Refused
from domain.values import Code, Line, Value


class Listed(Value):
    """A reason that people choose from a list: the code that is kept, and what the list says."""

    code: Code
    says: Line


def _codes_once(reasons: tuple[Listed, ...]) -> tuple[Listed, ...]:
    codes = [reason.code for reason in reasons]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        msg = f"the same code stands twice: {', '.join(twice)}"
        raise ValueError(msg)
    return reasons


ReasonList = Annotated[tuple[Listed, ...], Field(min_length=1), AfterValidator(_codes_once)]
"""A list to choose from: never empty, and no code twice."""


def unlisted(code: str, reasons: ReasonList) -> Refused | None:
    """Refuse a reason that the local policy does not list."""
    listed = [reason.code for reason in reasons]
    if code in listed:
        return None
    return Refused(reason=Reason.UNLISTED_REASON, detail=f"{code}: one of {', '.join(listed)}")
