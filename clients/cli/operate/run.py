"""``iqa run``: the servers, the migrations, the worker and the pages of one data folder, until Ctrl-C."""

import sys
from contextlib import AsyncExitStack
from typing import Final

from clients.web.letting_in import address_for_a_browser
from clients.web.serve import why_no_pages
from infra.embedded.programs import embedded_web, embedded_worker
from infra.embedded.stack import EmbeddedStack, kept_alive
from infra.process_exit import asked_to_stop
from infra.reference import Library
from infra.settings import Settings
from infra.wiring import prepare_database

_LETS_IN: Final = (
    "  lets one browser in, once, to try the system out as anybody; `iqa address` prints another."
)
_WHO_SIGNS_IN: Final = "  People sign in at the provider in IQA_OIDC_ISSUER, as whom `iqa bind-account` says."


async def run(settings: Settings) -> int:
    """Start everything, say where it is, and keep it going; each part that is killed comes back by itself.

    Raises ``EmbeddedStackError`` when something can't be started, and says what to do.
    """
    async with AsyncExitStack() as running:
        stop = running.enter_context(asked_to_stop())
        _say(f"Starting the engine and the database in {settings.data_dir} …")
        stack = await running.enter_async_context(
            EmbeddedStack(settings.data_dir, temporal_binary=settings.temporal_binary)
        )
        for name in await prepare_database(stack.owner_dsn):
            _say(f"Applied migration {name}.")
        worker = await running.enter_async_context(kept_alive(embedded_worker(settings)))
        if settings.policy_file:
            _say(f"Bank holidays: {Library.load(settings.policy_file).days_off}.")
        no_pages = why_no_pages(settings)
        if not no_pages:
            await running.enter_async_context(kept_alive(embedded_web(settings)))
        _say(
            f"Running: worker {worker.pid}, Temporal at {stack.temporal_address}, its pages at {stack.ui_address}"
        )
        if no_pages:
            _say(f"No pages are shown: {no_pages}.")
        else:
            _say(f"Pages: {await address_for_a_browser(settings)}")
            _say(_WHO_SIGNS_IN if settings.oidc_issuer else _LETS_IN)
        _say("Import an Area with `iqa import DIR`; Ctrl-C stops everything and loses nothing.")
        await stop.wait()
        _say("Stopping …")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
