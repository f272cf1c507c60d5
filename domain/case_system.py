"""The case system: the address at which a case is opened there, for policies that give its pattern.

This tool never asks the case system anything; whoever opens a case there signs in there.
"""

from string import Formatter
from typing import Annotated, Final

from pydantic import AfterValidator, AnyHttpUrl, TypeAdapter

from domain.values import Line

_HOW: Final = (
    "give the address of a case's page with {urn} once after the host, "
    "such as https://cases.example.test/{urn}"
)
_SAMPLE: Final = "unique-reference-number"
_URL: Final = TypeAdapter(AnyHttpUrl)


def _pattern(text: str) -> str:
    """The pattern as it was given; refused with what one looks like."""
    try:
        opens_a_case = _has_urn_once(text) and " " not in text and _leads_to_one_host(text)
    except ValueError:  # the library's own words speak of an address that nobody wrote
        opens_a_case = False
    if not opens_a_case:
        raise ValueError(_HOW)
    return text


def _has_urn_once(text: str) -> bool:
    fields = [tuple(rest) for _, *rest in Formatter().parse(text) if rest[0] is not None]
    return fields == [("urn", "", None)]


def _leads_to_one_host(text: str) -> bool:
    """Whether every case is opened at the same host, and with nobody's name and password."""
    address = _URL.validate_python(text.format(urn=_SAMPLE))
    return _SAMPLE not in (address.host or "") and not (address.username or address.password)


CaseAddress = Annotated[Line, AfterValidator(_pattern)]
"""The address of a case's page in the case system, with ``{urn}`` where its unique reference number stands."""
