"""The address that lets one browser in to the pages of the embedded system, once."""

from datetime import UTC, datetime

from infra.embedded.running import running_stack
from infra.errors import DatabaseOutOfReach
from infra.postgres.database import connected
from infra.postgres.web import new_code
from infra.settings import Settings


async def address_for_a_browser(settings: Settings) -> str:
    """Make a new one, good for twelve hours; raises ``DatabaseOutOfReach`` where nothing runs on the data folder."""
    stack = running_stack(settings.data_dir)
    if stack is None:
        msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`"
        raise DatabaseOutOfReach(msg)
    async with connected(settings) as connection:
        code = await new_code(connection, datetime.now(UTC))
    return f"{stack.web_address}/sign-in?code={code}"
