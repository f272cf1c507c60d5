"""How often somebody may ask: so many times a minute a person, and an address at which nobody is signed in."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from fastapi import Request

from clients.web.frame.site import Site, place_of, site_of
from infra.postgres.connections import Connection
from infra.postgres.limits import too_many

_OF_ONE_HOUSEHOLD: Final = 64
"""The bits of an address of version 6 that one subscriber does not choose (RFC 6177)."""


class TooOften(Exception):
    """Somebody asks too often; ``wait_s`` is how many seconds they are to wait."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too often: {wait_s} s to wait")
        self.wait_s = wait_s


async def count_person(site: Site, connection: Connection, staff_id: str, now: datetime) -> None:
    """Count a request of whoever is signed in; raises ``TooOften``."""
    await _count(connection, f"person {staff_id}", site.limits.person, now)


async def count_address(request: Request, connection: Connection) -> None:
    """Count a request at an address at which nobody is signed in; raises ``TooOften``."""
    site = site_of(request)
    whose = f"address {household(place_of(request) or '')}"
    await _count(connection, whose, site.limits.address, site.desk.now())


async def counted_by_address(request: Request) -> None:
    """What a route asks first that anybody may ask; raises ``TooOften`` or ``Unreachable``."""
    async with site_of(request).keeping() as connection:
        await count_address(request, connection)


def household(place: str) -> str:
    """Whoever shares an address: of version 6 one has as many as one likes."""
    try:
        address = ip_address(place)
    except ValueError:
        return place
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _OF_ONE_HOUSEHOLD), strict=False))
    return place


async def _count(connection: Connection, whose: str, most: int, now: datetime) -> None:
    if wait_s := await too_many(connection, whose, most, now):
        raise TooOften(wait_s)
