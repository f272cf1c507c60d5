"""Read one file of reference data strictly: every fault is said, and a key that nobody reads is a fault."""

import json
import re
import tomllib
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from domain.values import Value

V = TypeVar("V", bound=Value)

_ENUM_MEMBER = re.compile(r"<[\w.]+: ('[^']*')>")


class Fault(NamedTuple):
    """What is wrong: where in the file (a dotted path, list items by position from 1), the value, and why."""

    where: str
    value: object
    reason: str


class ReferenceRefused(Exception):
    """A file of reference data is refused."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{file}: {_said(fault)}" for fault in faults))
        self.file = file
        self.faults = faults


def read(kind: type[V], text: str, file: str, refused: type[ReferenceRefused] = ReferenceRefused) -> V:
    """Return the value that the TOML text describes; raise `refused`, with every fault, if it is none."""
    try:
        # By way of JSON, where strictness lets text be a code and a list a set, but never "5" a number.
        content = json.dumps(tomllib.loads(text), default=str)
        return kind.model_validate_json(content, strict=True, extra="forbid")
    except tomllib.TOMLDecodeError as error:
        raise refused(file, (Fault("", None, f"is not TOML: {error}"),)) from None
    except ValidationError as error:
        raise refused(file, _faults(error)) from None


def _faults(error: ValidationError) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            _path(fault["loc"]), _shown(fault["type"], fault["input"]), _reason(fault["type"], fault["msg"])
        )
        for fault in error.errors(include_url=False)
    )


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in loc)


def _shown(kind: str, value: object) -> object:
    """A missing key has no value, and a whole table is too long to show."""
    return None if kind == "missing" or isinstance(value, dict | list) else value


def _reason(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a key that anything reads: check its spelling"
        case _:
            return _ENUM_MEMBER.sub(r"\1", message.removeprefix("Value error, "))


def _said(fault: Fault) -> str:
    shown = None if fault.value is None else repr(fault.value)
    return ": ".join(part for part in (fault.where, shown, fault.reason) if part)
