"""What goes to the engine's server, and how: by one converter a process, and compressed only where there is a wire."""

from functools import cache
from ipaddress import ip_address
from typing import Any, Final, cast
from urllib.parse import urlsplit

from temporalio.client import GrpcCompression
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter


@cache
def _payload_converter() -> PydanticPayloadConverter:
    """The one converter of a process; it holds nothing but the adapters of types that it has met."""
    return PydanticPayloadConverter()


CONVERTER: Final = DataConverter(
    # The library calls the class anew for each run and each activation, and every new one builds its adapters again.
    payload_converter_class=cast("Any", _payload_converter)
)
"""The library's converter for pydantic's models, made once a process (docs/performance.md)."""


def compression(target_host: str) -> GrpcCompression:
    """Whether to compress what goes to that server: not what never leaves the machine."""
    return GrpcCompression.NONE if _is_loopback(target_host) else GrpcCompression.GZIP


def _is_loopback(target_host: str) -> bool:
    host = urlsplit(f"//{target_host}").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
