"""Why a database does not do what it is asked, in the words of this system: what, where, and what to do by its kind."""

import socket
import ssl
from typing import Final

import asyncpg

from infra.dsn import place
from infra.errors import (
    NO_ANSWER,
    DatabaseFull,
    DatabaseLoginRefused,
    DatabaseNotPrepared,
    DatabaseNotTrusted,
    DatabaseOutOfReach,
    DatabaseRightMissing,
)
from infra.postgres.connections import database_faults

FAULTS: Final[tuple[type[Exception], ...]] = (
    *database_faults,
    asyncpg.ClientConfigurationError,
    asyncpg.UndefinedTableError,
    asyncpg.InvalidSchemaNameError,
)
"""What ``told`` has words for."""

_NO_TABLES: Final = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)
_KINDS: Final[tuple[tuple[type[Exception], type[DatabaseOutOfReach]], ...]] = (
    (asyncpg.InsufficientPrivilegeError, DatabaseRightMissing),
    (asyncpg.InvalidAuthorizationSpecificationError, DatabaseLoginRefused),
    (asyncpg.DiskFullError, DatabaseFull),
)
_CERTIFICATE: Final = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is signed by nobody whom sslrootcert names",
    19: "its certificate is signed by nobody whom sslrootcert names",
    20: "its certificate is signed by nobody whom sslrootcert names",
    62: "its certificate is another host's",
    64: "its certificate is another host's",
}
"""By OpenSSL's X509_V_ERR, of which the library has no names."""

_ALERTS: Final = {
    "TLSV1_ALERT_UNKNOWN_CA": "it does not trust who signed our certificate (sslcert)",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "our certificate (sslcert) has expired",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it wants a certificate of ours (sslcert)",
}
_NO_TLS: Final = "rejected SSL upgrade"
"""The driver's only word for a server without TLS."""


def told(error: Exception, dsn: str) -> DatabaseOutOfReach | DatabaseNotPrepared:
    """What to raise in place of a fault; the DSN says where, and nothing of its password is told."""
    if isinstance(error, _NO_TABLES):
        return DatabaseNotPrepared()
    if unsafe := _unsafe(error):
        return DatabaseNotTrusted(f"{unsafe} ({place(dsn)})")
    kind = next((ours for theirs, ours in _KINDS if isinstance(error, theirs)), DatabaseOutOfReach)
    return kind(_cause(error, dsn))


def _unsafe(error: Exception) -> str:
    """What two sides do not agree on of TLS; nothing where that is not it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(error.verify_code, error.verify_message)
    if type(error) is ConnectionError and _NO_TLS in str(error):
        return "it has no TLS, and sslmode asks for it"
    tls = next((one for one in (error, error.__cause__) if isinstance(one, ssl.SSLError)), None)
    return _ALERTS.get(tls.reason, tls.reason.lower().replace("_", " ")) if tls else ""


def _cause(error: Exception, dsn: str) -> str:
    where = place(dsn)
    match error:
        case TimeoutError():
            return f"{NO_ANSWER} ({where})"
        case ConnectionRefusedError():
            return f"nothing listens at {where}"
        case socket.gaierror():
            return f"nobody knows the host of {where}"
        case asyncpg.PostgresError() if error.args:
            # Without the detail, which may hold a row, and the hint.
            return f"{str(error.args[0]).splitlines()[0]} ({where})"
        case _:
            return f"{str(error).strip() or type(error).__name__} ({where})"
