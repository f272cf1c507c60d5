"""The site of one process: its desk, its address, and how people sign in at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from fastapi import Request
from starlette.responses import Response

from clients.desk.desk import Desk
from clients.web.frame.proxies import Network
from infra.openid import Provider
from infra.postgres.connections import Connection


class Limits(NamedTuple):
    """The requests a minute that a person may send, and an address at which nobody is signed in."""

    person: int = 300
    address: int = 600


class Site(NamedTuple):
    """A desk with the address at which browsers find it, such as ``http://127.0.0.1:20345``.

    Without a ``provider`` sign-in is local: anybody at this machine can be anybody. ``by_email`` says that somebody
    whose address the provider has verified is bound by it, once.
    ``proxies`` are those whose word on where a request came from is taken.
    """

    desk: Desk
    origin: str
    organisation: str = "Casework assurance"
    provider: Provider | None = None
    by_email: bool = False
    proxies: tuple[Network, ...] = ()
    limits: Limits = Limits()

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.origin.startswith("https://")

    def cookie(self, name: str) -> str:
        """A cookie's name: by https one that no other site and no path can have set."""
        return f"__Host-{name}" if self.is_secure else name

    def set_cookie(self, answer: Response, name: str, value: str, longest_s: int | None = None) -> None:
        """Give a browser a cookie that no script reads, and that comes back with a link from elsewhere."""
        answer.set_cookie(
            self.cookie(name),
            value,
            max_age=longest_s,
            secure=self.is_secure,
            httponly=True,
            samesite="lax",
        )

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts by which this site is asked for; a request for another is refused."""
        host = self.origin.partition("//")[2]
        return frozenset({host} if self.provider else {host, host.replace("127.0.0.1", "localhost")})

    @property
    def origins(self) -> frozenset[str]:
        """The origins from which a form may be sent."""
        scheme = self.origin.partition("//")[0]
        return frozenset(f"{scheme}//{host}" for host in self.hosts)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[Connection]:
        """Lend a connection for what the web client keeps for itself; raises ``Unreachable``."""
        async with self.desk.reading() as connection:
            yield connection


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def place_of(request: Request) -> str | None:
    """The address from which a browser asks, which the guards have made out."""
    return request.client.host if request.client else None
