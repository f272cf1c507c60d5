"""Why the engine can't be reached, in the words of this system: its library has nothing but a text to tell it by."""

from typing import Final

from infra.errors import EngineNotTrusted, EngineOutOfReach, EngineRightMissing

_NOT_TRUSTED: Final = {
    "UnknownIssuer": "its certificate is signed by nobody whom TEMPORAL_TLS_SERVER_CA_CERT_PATH names",
    "NotValidForName": "its certificate is another host's; TEMPORAL_TLS_SERVER_NAME says which name is meant",
    "NotValidYet": "its certificate is not valid yet",
    "InvalidCertificate(Expired": "its certificate has expired",
    "CertificateRequired": "it wants a certificate of ours in TEMPORAL_TLS_CLIENT_CERT_PATH",
    "UnknownCA": "it does not trust who signed our certificate",
    "CertificateExpired": "our certificate has expired",
    "tls handshake eof": "it does not speak TLS, and these settings ask for it",
    "InvalidContentType": "it does not speak TLS, and these settings ask for it",
}
"""By a part of the library's text."""

_AFTER_IT: Final = "call error after connection"
_ENDS_AT_ONCE: Final = (
    "{} ends the connection at once: it goes down, or speaks TLS and these settings do not, or wants another "
    "certificate of ours than TEMPORAL_TLS_CLIENT_CERT_PATH names"
)

_MAY_NOT: Final = ("Unauthenticated", "PermissionDenied")


def told(error: Exception, address: str) -> EngineOutOfReach:
    """What to raise in place of a fault of connecting."""
    text = str(error)
    for part, cause in _NOT_TRUSTED.items():
        if part in text:
            return EngineNotTrusted(f"{cause} ({address})")
    if any(f"code: {code}" in text for code in _MAY_NOT):
        return EngineRightMissing(f"TEMPORAL_API_KEY or our certificate is not let in ({address})")
    if _AFTER_IT in text:
        return EngineOutOfReach(_ENDS_AT_ONCE.format(address))
    return EngineOutOfReach(f"no server answers at {address}")
