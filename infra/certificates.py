"""Certificates and keys that settings name: read before anything connects, and what is wrong with them in words."""

import ssl
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

_MISFITS: Final = ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH")


def read(path: str) -> bytes:
    """What a file holds; raises ``ValueError`` that names it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        msg = f"{path}: {(error.strerror or str(error)).lower()}"
        raise ValueError(msg) from error


def check_authority(pem: bytes, where: str) -> None:
    """Raise ``ValueError`` where a file names nobody whom one could trust."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem.decode("ascii"))
    except (ssl.SSLError, ValueError) as error:
        msg = f"{where} holds no certificate of an authority (PEM)"
        raise ValueError(msg) from error


def check_pair(certificate: bytes, key: bytes, where: str, password: str | None = None) -> None:
    """Raise ``ValueError`` where a certificate and its key are none, or do not belong together."""
    with NamedTemporaryFile() as one, NamedTemporaryFile() as other:
        for file, content in ((one, certificate), (other, key)):
            file.write(content)
            file.flush()
        try:
            # Without a password the library would ask whoever sits at the terminal.
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(one.name, other.name, password or "")
        except (ssl.SSLError, ValueError) as error:
            msg = f"{where}: {_fault(error, key)}"
            raise ValueError(msg) from error


def _fault(error: Exception, key: bytes) -> str:
    if getattr(error, "reason", None) in _MISFITS:
        return "the key is not that of the certificate"
    if b"ENCRYPTED" in key:
        return "the key has a password that does not open it"
    return "there is no certificate with its private key (PEM)"
