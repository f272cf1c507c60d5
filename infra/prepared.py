"""What real servers need before a worker can serve: made once by whoever may, and looked at by every worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from temporalio.service import RPCError, RPCStatusCode

from infra.errors import DatabaseNotPrepared, EngineOutOfReach, EngineRightMissing, NotPrepared
from infra.postgres.connections import Connection
from infra.postgres.database import connected
from infra.postgres.migrate import as_sql, lacking, load_migrations, migrate
from infra.postgres.reference_data import kept_documents
from infra.postgres.sql import FOLDER, queries
from infra.reference import Library
from infra.reference_files import names_of_files
from infra.settings import Settings
from infra.temporal import namespace
from infra.temporal.connection import connect

_MAY_NOT: Final = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)
_BY_HAND: Final = (
    "-- The rest as the owner of the database; the logins of workers and pages are members of the two roles."
)


async def prepare(settings: Settings) -> tuple[str, ...]:
    """Make the tables, the roles and what the engine needs, each where it is missing, and say what was made.

    Raises ``RightMissing`` or ``OutOfReach``, and as ``migrate`` does.
    """
    async with connected(settings, patient=True) as connection:
        tables = await migrate(connection)
    client = await connect(settings, identity="iqa-prepare")
    with _named_faults():
        made = await namespace.prepare(client.service_client, client.namespace)
    return (*(f"tables {name}" for name in tables), *made)


def by_hand(settings: Settings) -> tuple[str, ...]:
    """The SQL and the engine's commands that ``prepare`` would run where nothing is there yet."""
    connection = settings.temporal_connection()
    begin = (FOLDER / "migrate.sql").read_text(encoding="utf-8").partition("-- name: prepare()#\n")[2]
    return (
        begin.partition("-- name:")[0],
        _BY_HAND,
        *map(as_sql, load_migrations()),
        *namespace.commands(connection.get("namespace") or "default"),
    )


async def check(settings: Settings) -> None:
    """Look whether a worker of these settings can serve; raises ``NotPrepared`` with all that is missing.

    Raises ``OutOfReach`` or ``ReferenceDiffers``, and as ``Library.load`` does.
    """
    Library.load(settings.policy_file)
    async with connected(settings) as connection:
        faults = await _of_database(connection) or await _of_policies(connection, settings.policy_file)
    client = await connect(settings, identity="iqa-worker")
    with _named_faults():
        faults += await namespace.faults_of(client.service_client, client.namespace)
    if faults:
        raise NotPrepared(faults)


async def check_pages(settings: Settings) -> None:
    """Look whether the pages can be shown with these settings; raises ``NotPrepared``, or as ``connected`` does.

    Raises ``SettingRefused`` for a certificate of the engine's.
    """
    async with connected(settings) as connection:
        if not await queries("migrate").has_tables(connection):
            raise DatabaseNotPrepared
        if not await queries("migrate").may_show(connection):
            raise NotPrepared(("the login in IQA_DSN is no member of the role iqa_web",))
    if not settings.embeds_temporal:
        settings.temporal_connection()  # reads all that a step needs before anybody takes one


@contextmanager
def _named_faults() -> Iterator[None]:
    """Tell what the engine answers instead of an answer in the words of this system."""
    try:
        yield
    except RPCError as error:
        kind = EngineRightMissing if error.status in _MAY_NOT else EngineOutOfReach
        raise kind(error.message) from error


async def _of_database(connection: Connection) -> tuple[str, ...]:
    if await queries("migrate").has_tables(connection) and not await queries("migrate").may_record(
        connection
    ):
        return ("the login in IQA_DSN is no member of the role iqa_app",)
    return tuple([f"the database lacks the tables of {name}" for name in await lacking(connection)])


async def _of_policies(connection: Connection, policy_file: Path | None) -> tuple[str, ...]:
    """Policies that something open began with, neither kept nor here: its commands would fail for ever."""
    kept = await kept_documents(connection, names_of_files(policy_file))
    library = Library.load(policy_file).beside(kept, choose=policy_file is None)
    in_use = [row["policy"] async for row in queries("operations").policies_in_use(connection)]
    return tuple(
        f"open IQAs began with the policy {one}, whose file is not here: lay it beside that in IQA_POLICY"
        for one in in_use
        if one not in library.policies
    )
