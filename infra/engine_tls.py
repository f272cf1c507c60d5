"""TLS to the engine as Temporal's own environment configuration gives it: read whole before anything connects."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from temporalio.envconfig import ClientConnectConfig
from temporalio.service import TLSConfig

from infra import certificates

_PREFIX: Final = "TEMPORAL_TLS"
_FILES: Final = tuple(f"{_PREFIX}_{part}_PATH" for part in ("SERVER_CA_CERT", "CLIENT_CERT", "CLIENT_KEY"))
_AUTHORITY, _CERTIFICATE, _KEY = _FILES
_KNOWN: Final = (
    _PREFIX,
    *_FILES,
    *(file.replace("_PATH", "_DATA") for file in _FILES),
    f"{_PREFIX}_SERVER_NAME",
)


class Unusable(Exception):
    """A setting of TLS can't be used; where a profile's file has it, ``setting`` is empty."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(reason)
        self.setting = setting
        self.reason = reason


@contextmanager
def _of(given: Mapping[str, str], file: str) -> Iterator[None]:
    """Tell a fault as one of a setting: its file, its data, or a profile's."""
    try:
        yield
    except ValueError as error:
        names = (name for name in (file, file.replace("_PATH", "_DATA")) if name in given)
        raise Unusable(next(names, ""), str(error)) from error


def check_names(given: Mapping[str, str]) -> None:
    """Refuse a name that nothing reads, and a file that can't be read: the library would go on without either."""
    for name in given:
        if name.startswith(_PREFIX) and name not in _KNOWN:
            raise Unusable(name, f"there is no such setting: there are {', '.join(_KNOWN)}")
    for name in filter(given.get, _FILES):
        with _of(given, name):
            certificates.read(given[name])


def check_engine(found: ClientConnectConfig, given: Mapping[str, str]) -> None:
    """Raise ``Unusable`` for what no connection could be made with."""
    tls = found.get("tls")
    if found.get("api_key") and tls is False:
        raise Unusable(_PREFIX, "TEMPORAL_API_KEY goes over TLS alone: take this setting away")
    if not isinstance(tls, TLSConfig):
        return
    if tls.server_root_ca_cert:
        with _of(given, _AUTHORITY):
            certificates.check_authority(tls.server_root_ca_cert, "it")
    if bool(tls.client_cert) != bool(tls.client_private_key):
        missing, named = (_KEY, _CERTIFICATE) if tls.client_cert else (_CERTIFICATE, _KEY)
        raise Unusable(missing, f"it is not set, and {named} is: a certificate and its key go together")
    if tls.client_cert and tls.client_private_key:
        with _of(given, _CERTIFICATE):
            certificates.check_pair(tls.client_cert, tls.client_private_key, "beside its key")
