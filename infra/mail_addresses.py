"""Mail addresses by the rules of mail (RFC 5321, RFC 5322, RFC 6531): no name is looked up."""

import re
from functools import cache
from typing import Final, NamedTuple

from email_validator import EmailNotValidError, validate_email

from domain.roster.sheets import Sheet

_HOW: Final = {"check_deliverability": False, "test_environment": True, "strict": True}
_LOCAL: Final = re.compile(r"\.(?:local|internal|lan|intra)\Z", re.IGNORECASE)


class Judged(NamedTuple):
    """Why no mail can be written to an address, or why none is sent to it from here; both empty for a sound one."""

    fault: str = ""
    warning: str = ""


def check(people: Sheet) -> None:
    """Note each address that no mail can be written to, and warn of those to which none is sent."""
    for line, (address,) in people.cells("email"):
        if isinstance(address, str):
            judged = judge(address)
            if judged.fault:
                people.fault(line, "email", address, judged.fault)
            elif judged.warning:
                people.warn(line, "email", address, judged.warning)


@cache
def judge(address: str) -> Judged:
    """Judge one address; any domain does that a mail server may have, also one that only its organisation knows."""
    try:
        known = _LOCAL.sub(
            ".test", address
        )  # names that networks of one's own use are as good as those of tests
        found = validate_email(
            known, check_deliverability=False, globally_deliverable=False, test_environment=True, strict=True
        )
    except EmailNotValidError as error:
        return Judged(fault=f"no mail can be written to it: {str(error).rstrip('.')}")
    if "." not in found.ascii_domain:
        return Judged(fault="no mail can be written to it: its domain has no dot")
    if not address.isascii():
        return Judged(warning="is never mailed, as it has letters beyond ASCII")
    return Judged()
