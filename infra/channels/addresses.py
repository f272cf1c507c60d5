"""How a mail server is named in one line: ``smtp://user:password@host:port?from=iqa@example.org&tls=starttls``."""

import re
from typing import Final, Literal, TypeAlias, get_args
from urllib.parse import unquote, urlsplit

from pydantic import Field

from domain.values import Value

Tls: TypeAlias = Literal["starttls", "tls", "none"]

_PORTS: Final[dict[Tls, int]] = {"starttls": 587, "tls": 465, "none": 25}
_SENDER: Final = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+").fullmatch
_KNOWN: Final = frozenset({"from", "tls"})


class MailServer(Value):
    """A server that takes mail, and the address that it is sent from."""

    host: str
    port: int
    sender: str
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = Field(default=None, repr=False)


def mail_server(address: str) -> MailServer:
    """Read an address; raises ``ValueError``, whose text names nothing of what was given."""
    try:
        parts, port = urlsplit(address), urlsplit(address).port
    except ValueError:
        raise ValueError(_HOW) from None
    pairs = [one.partition("=") for one in parts.query.split("&") if one]
    given = {unquote(name): unquote(value) for name, _, value in pairs}  # a plus is no blank in an address
    sender = given.get("from", "")
    if parts.scheme != "smtp" or not parts.hostname or not _SENDER(sender) or not given.keys() <= _KNOWN:
        raise ValueError(_HOW)
    tls = _tls(given.get("tls", "starttls"))
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[tls],
        sender=sender,
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _tls(given: str) -> Tls:
    for known in get_args(Tls):
        if given == known:
            return known  # type: ignore[no-any-return]  # get_args forgets the type of what it returns
    raise ValueError(_HOW)


_HOW: Final = (
    "write it as smtp://user:password@host:port?from=iqa@example.org&tls=starttls (or tls=tls, tls=none)"
)
