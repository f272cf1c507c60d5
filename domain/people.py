"""People of an Area: what they are, whom they report to, and when they are in post or away.

Their names stand in the roster alone: a staff id, a role and a mail address are enough to run the process.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import StringConstraints

from domain.values import AreaCode, Code, Identifier, Line, Value

ONE_AT: Final = r"^[^@\s]+@[^@\s]+$"
Email = Annotated[str, StringConstraints(max_length=254, pattern=ONE_AT)]
"""A mail address: at most 254 characters (RFC 5321 §4.5.3.1.3 less the brackets), one @."""


class Role(StrEnum):
    """What a person is in the process (the report's words where it has them, ¶2.9 and ¶6.13)."""

    PROSECUTOR = "prosecutor"
    LEGAL_MANAGER = "legal_manager"
    SENIOR_MANAGER = "senior_manager"
    CHIEF_CROWN_PROSECUTOR = "chief_crown_prosecutor"
    LEGAL_ASSURANCE = "legal_assurance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Person(Value):
    """A person in a post; one whose last day has passed stays known."""

    staff_id: Identifier
    role: Role
    area: AreaCode
    unit: Code | None = None
    reports_to: Identifier | None = None
    email: Email
    from_date: date
    to_date: date | None = None

    def in_post(self, day: date) -> bool:
        """Tell whether the person is in post on this day; the first and the last day count."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class Listed(Person):
    """A person as the roster lists them, with the name that their Area exports, if it does.

    Whatever is recorded or decided of people takes a ``Person``: a name is shown, and kept nowhere else.
    """

    name: Line | None = None


def line_of(staff_id: str, find: Callable[[str], Person | None]) -> Iterator[Person]:
    """Yield a person and everyone above, the nearest first; a line that goes in a circle ends where it began."""
    seen: set[str] = set()
    person = find(staff_id)
    while person is not None and person.staff_id not in seen:
        seen.add(person.staff_id)
        yield person
        person = find(person.reports_to) if person.reports_to else None


class AbsenceKind(StrEnum):
    """Why a person is away."""

    LEAVE = "leave"
    SICKNESS = "sickness"
    EXTENDED = "extended"
    OTHER = "other"


class Absence(Value):
    """Days on which a person is away, and who stands in; without a last day it is open-ended."""

    staff_id: Identifier
    from_date: date
    to_date: date | None = None
    kind: AbsenceKind
    cover: Identifier | None = None

    def includes(self, day: date) -> bool:
        """Tell whether the person is away on this day; the first and the last day count."""
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)
