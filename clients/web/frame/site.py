"""The site of one process: its desk, its address, and how people sign in at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from clients.desk.desk import Desk
from infra.postgres.connections import Connection


class Site(NamedTuple):
    """A desk with the address at which browsers find it, such as ``http://127.0.0.1:20345``.

    Sign-in is local: anybody at this machine can be anybody.
    """

    desk: Desk
    origin: str
    organisation: str = "Casework assurance"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts by which this site is asked for; a request for another is refused."""
        host = self.origin.partition("//")[2]
        return frozenset({host, host.replace("127.0.0.1", "localhost")})

    @property
    def origins(self) -> frozenset[str]:
        """The origins from which a form may be sent."""
        return frozenset(f"http://{host}" for host in self.hosts)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[Connection]:
        """Lend a connection for what the web client keeps for itself; raises ``Unreachable``."""
        async with self.desk.reading() as connection:
            yield connection
