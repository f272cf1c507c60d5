"""How a mail server is named in one line: ``smtp://user:password@host:port?from=iqa@example.org&tls=starttls``."""

from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated, Final, Literal, TypeAlias, get_args
from urllib.parse import unquote

from pydantic import AnyUrl, Field, TypeAdapter, UrlConstraints, ValidationError

from domain.values import Value

Tls: TypeAlias = Literal["starttls", "tls", "none"]

_PORTS: Final[dict[Tls, int]] = {"starttls": 587, "tls": 465, "none": 25}
_KNOWN: Final = frozenset({"from", "tls"})
_URL: Final = TypeAdapter(
    Annotated[AnyUrl, UrlConstraints(allowed_schemes=["smtp"], host_required=True, preserve_empty_path=True)]
)
_NO_SERVER: Final = "it names no host and port of a mail server"
_LOGIN: Final = "a user or a password has / # ? @ % in it: write them as %2F %23 %3F %40 %25"
_AFTER: Final = "after the ? stand from= and tls= alone, once each"
_NO_SENDER: Final = "the sender (from=) is no mail address"
_NO_TLS: Final = "tls= is starttls, tls or none"
_LONGEST_NAME: Final = 64
_LONGEST: Final = 254


class MailServer(Value):
    """A server that takes mail, and the address that it is sent from."""

    host: str
    port: int
    sender: str
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = Field(default=None, repr=False)


def mail_server(address: str) -> MailServer:
    """Read an address; raises ``ValueError``, which names the part that can't be used and nothing of what was given."""
    try:
        url = _URL.validate_python(address)
    except ValidationError:
        raise _refused(_NO_SERVER) from None
    host, query = (url.host or "").strip("[]"), url.query or ""
    if url.path not in (None, "", "/") or url.fragment is not None or "@" in query.partition("from=")[0]:
        raise _refused(_LOGIN)
    if url.port == 0 or not (_is_domain(host) or ":" in host):
        raise _refused(_NO_SERVER)
    pairs = [one.partition("=") for one in query.split("&") if one]
    given = {unquote(name): unquote(value) for name, _, value in pairs}  # a plus is no blank in an address
    if len(given) != len(pairs) or not given.keys() <= _KNOWN:
        raise _refused(_AFTER)
    if not is_address(sender := given.get("from", "")):
        raise _refused(_NO_SENDER)
    if (tls := _tls(given.get("tls", "starttls"))) is None:
        raise _refused(_NO_TLS)
    return MailServer(
        host=host,
        port=url.port or _PORTS[tls],
        sender=sender,
        tls=tls,
        user=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
    )


def is_address(text: str) -> bool:
    """Whether a mail can be written to it (RFC 5321, without RFC 6531): a name and a domain."""
    if not text.isascii() or not text.isprintable() or len(text) > _LONGEST:
        return False
    try:
        parsed = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    named = 0 < len(parsed.username) <= _LONGEST_NAME
    return parsed.addr_spec == text and named and _is_domain(parsed.domain)


def _is_domain(text: str) -> bool:
    return text.isascii() and all(
        one.replace("-", "").isalnum() and not one.startswith("-") and not one.endswith("-")
        for one in text.split(".")
    )


def _tls(given: str) -> Tls | None:
    for known in get_args(Tls):
        if given == known:
            return known  # type: ignore[no-any-return]  # get_args forgets the type of what it returns
    return None


def _refused(part: str) -> ValueError:
    how = (
        "write it as smtp://user:password@host:port?from=iqa@example.org&tls=starttls (or tls=tls, tls=none)"
    )
    return ValueError(f"{part}; {how}")
