"""The pages: shown as a process of its own, and the address that lets a browser in."""

import asyncio

from clients.cli.frame import acting
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.report import Report


def address() -> Report:
    """Print an address that lets one browser in, once within twelve hours, to try the system out as anybody."""
    from clients.web.letting_in import address_for_a_browser  # noqa: PLC0415  what pages need, other commands do not

    settings = acting.settings()
    if not settings.embeds_postgres:
        says = "This lets a browser into the embedded system, and IQA_DSN names a real one."
        raise usage(says, "People sign in at the provider in IQA_OIDC_ISSUER: docs/operating.md.")
    found = asyncio.run(address_for_a_browser(settings))
    return Report({"address": found}, (found,))


def web() -> int:
    """Show the pages of the system that runs here, until Ctrl-C; `iqa run` shows them by itself."""
    from clients.web.frame.assets import AssetsMissing  # noqa: PLC0415  as above
    from clients.web.serve import AddressTaken, LocalSignInRefused, serve  # noqa: PLC0415  as above
    from infra.logging import configure_logging  # noqa: PLC0415  as above

    settings = acting.settings()
    configure_logging(settings.log_level)
    try:
        asyncio.run(serve(settings))
    except AssetsMissing as error:
        raise Failure(ExitCode.UNREACHABLE, f"The pages have no looks: {error}.") from error
    except AddressTaken as error:
        says = f"{str(error).capitalize()}."
        raise Failure(ExitCode.CONFLICT, says, "`iqa address` prints an address that opens it.") from error
    except LocalSignInRefused as error:
        says = f"{error}."
        raise usage(says, "Local sign-in is for the embedded servers alone: leave it unset.") from error
    return ExitCode.DONE
