"""The address of a database as IQA_DSN gives it: read whole before anything connects, certificates included."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from pydantic import PostgresDsn, TypeAdapter

_HOW: Final = (
    "write it as postgresql://user:password@host:port/database, and in a password "
    "/ # ? @ % as %2F %23 %3F %40 %25"
)
_LIBRARY: Final = TypeAdapter(PostgresDsn)
_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_OF_THE_DRIVER: Final = (
    *("host", "port", "dbname", "database", "user", "password", "passfile", "target_session_attrs"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl", "sslnegotiation"),
    *(
        "ssl_min_protocol_version",
        "ssl_max_protocol_version",
        "krbsrvname",
        "gsslib",
        "service",
        "servicefile",
    ),
)


def checked(text: str) -> str:
    """A DSN that reads one way only, and whose certificates can be read; raises ``ValueError`` that shows no secret.

    An unescaped password would be taken for a host, a port or a database.
    """
    try:
        parts = urlsplit(text)
        options = dict(parse_qsl(parts.query))
        if parts.netloc or "host" not in options:  # otherwise on a socket, which the library does not know
            _LIBRARY.validate_python(text)
    except ValueError:  # the library's own words show the value
        raise ValueError(_HOW) from None
    known = parts.scheme in {"postgresql", "postgres"}
    if not known or parts.fragment or "@" in parts.path or parts.netloc.count("@") > 1:
        raise ValueError(_HOW)
    _check_options(options)
    return text


def place(dsn: str) -> str:
    """Host, port and database of a DSN, without its login."""
    parts = urlsplit(dsn)
    return f"{parts.netloc.rpartition('@')[2] or 'a local socket'}{parts.path}"


def _check_options(options: Mapping[str, str]) -> None:
    for name in options:
        if name not in _OF_THE_DRIVER and (meant := get_close_matches(name, _OF_THE_DRIVER, n=1, cutoff=0.8)):
            msg = f"it has no option {name}; {meant[0]} is perhaps meant"
            raise ValueError(msg)
    mode = options.get("sslmode", "prefer")
    if mode not in _MODES:
        msg = f"sslmode={mode} is none of {', '.join(_MODES)}"
        raise ValueError(msg)
    if mode.startswith("verify") and "sslrootcert" not in options and not _trusts_by_itself():
        msg = f"sslmode={mode} needs sslrootcert=FILE, the certificates of who is trusted"
        raise ValueError(msg)
    if ("sslcert" in options) != ("sslkey" in options):
        msg = "sslcert and sslkey are named together, or neither is"
        raise ValueError(msg)
    _check_files(options)


def _trusts_by_itself() -> bool:
    """Whether the driver finds the certificates of who is trusted where PostgreSQL's own programs look."""
    return "PGSSLROOTCERT" in os.environ or Path("~/.postgresql/root.crt").expanduser().exists()


def _check_files(options: Mapping[str, str]) -> None:
    if not {"sslrootcert", "sslcert"} & set(options):
        return
    from infra import certificates  # noqa: PLC0415  most systems on one machine do without

    if path := options.get("sslrootcert"):
        certificates.check_authority(certificates.read(path), f"sslrootcert {path}")
    if path := options.get("sslcert"):
        key = certificates.read(options["sslkey"])
        certificates.check_pair(certificates.read(path), key, f"sslcert {path}", options.get("sslpassword"))
