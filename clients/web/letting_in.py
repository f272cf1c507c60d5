"""The address that lets one browser in to the pages of the embedded system, once."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import urlsplit

from clients.errors import Unreachable
from infra.embedded.running import running_stack
from infra.errors import DatabaseOutOfReach
from infra.postgres.database import connected
from infra.postgres.web import new_code
from infra.settings import Settings


async def address_for_a_browser(settings: Settings) -> str:
    """Make a new one, good for twelve hours; where people sign in at a provider it is that of the pages.

    Raises ``DatabaseOutOfReach`` where nothing runs on the data folder, or ``Unreachable`` where no pages are shown.
    """
    if settings.oidc_issuer and settings.public_url:
        return settings.public_url
    stack = running_stack(settings.data_dir)
    if stack is None:
        msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`"
        raise DatabaseOutOfReach(msg)
    await _is_shown(stack.web_address)
    async with connected(settings) as connection:
        code = await new_code(connection, datetime.now(UTC))
    return f"{stack.web_address}/sign-in?code={code}"


async def _is_shown(address: str) -> None:
    where = urlsplit(address)
    try:
        _, writer = await asyncio.open_connection(where.hostname, where.port)
    except OSError as error:
        raise Unreachable(
            None, f"no pages are shown at {address}: `iqa run` says why when it starts"
        ) from error
    writer.close()
