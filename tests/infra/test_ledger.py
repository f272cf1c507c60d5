import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from activities.ports import Claimed, Found, StoredCommand, StoredEvent, Unavailable
from domain.errors import Reason
from domain.rows import ClaimRow, Rows
from infra.postgres.connections import Pool, open_pool
from infra.postgres.ledger import PostgresLedger
from infra.reference import Library
from tests.servers import Database, execute, soon

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STREAM = "iqa-2026-27-Q3-XT-P1-C1"
APPEND_ONLY = ("ledger", "commands", "sample_seeds", "refusals", "looks")


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with await open_pool(database.dsn, max_size=3) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def ledger(pool: Pool) -> PostgresLedger:
    return PostgresLedger(pool, Library.load())


def event(
    version: int, *, command_id: UUID | None = None, body: bytes = b'{"kind":"comment_made"}'
) -> StoredEvent:
    return StoredEvent(version, AT, "XT-P1", command_id or uuid4(), "comment_made", body)


def command(command_id: UUID, answer: bytes = b"{}", judged_version: int = 0) -> StoredCommand:
    rules = "1" * 64
    return StoredCommand(
        command_id,
        "comment",
        "XT-P1",
        "0" * 64,
        b"{}",
        answer,
        b"{}",
        AT,
        judged_version,
        rules,
        "local_sign_in",
        AT,
    )


def claim(stream: str) -> Rows:
    return Rows(case_claims=(ClaimRow(urn="91XT10126", prosecutor="XT-P1", work="charging", stream=stream),))


async def append(
    ledger: PostgresLedger, *events: StoredEvent, stream: str = STREAM, after: Rows | None = None
) -> None:
    async with ledger.transaction(stream) as transaction:
        asked = command(events[0].command_id, judged_version=events[0].version - 1)
        await transaction.keep(asked, events, Rows(), after or Rows())


async def found(ledger: PostgresLedger, stream: str = STREAM, *, after: int = 0) -> tuple[StoredEvent, ...]:
    async with ledger.transaction(stream) as transaction:
        return (await transaction.find(uuid4(), after)).events


async def waits_for_a_lock(database: Database) -> None:
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    assert await execute(database.owner_dsn, waiting) == 1


async def test_events_come_back_in_order_with_their_bodies_byte_for_byte(ledger: PostgresLedger) -> None:
    command_id = uuid4()
    bodies = (b'{"b": 1,   "a": 1.0, "a": 2}', '{"text": "📎 نص \\u0000"}'.encode())
    written = tuple(event(n, command_id=command_id, body=body) for n, body in enumerate(bodies, start=1))

    await append(ledger, *written)

    assert await found(ledger) == written
    assert await found(ledger, after=1) == written[1:]
    assert await found(ledger, after=2) == ()


async def test_a_version_of_a_stream_is_written_once(ledger: PostgresLedger) -> None:
    await append(ledger, event(1))

    with pytest.raises(asyncpg.UniqueViolationError, match="ledger_pkey"):
        await append(ledger, event(1))


async def test_the_events_of_a_command_are_written_once(ledger: PostgresLedger) -> None:
    command_id = uuid4()
    await append(ledger, event(1, command_id=command_id))

    with pytest.raises(asyncpg.UniqueViolationError, match="ledger_command_once"):
        await append(ledger, event(2, command_id=command_id))


async def test_versions_start_at_one(ledger: PostgresLedger) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="ledger_versions_from_one"):
        await append(ledger, event(0))


async def test_a_command_is_kept_once_and_comes_back_as_it_was_kept(ledger: PostgresLedger) -> None:
    kept = command(uuid4(), answer=b'{"version": 1}')
    async with ledger.transaction(STREAM) as transaction:
        await transaction.keep(kept, (), Rows(), Rows())

    async with ledger.transaction(STREAM) as transaction:
        assert await transaction.find(kept.command_id, after=0) == ((), kept)
        assert await transaction.find(uuid4(), after=0) == ((), None)
    with pytest.raises(asyncpg.UniqueViolationError, match="commands_pkey"):
        async with ledger.transaction(STREAM) as transaction:
            await transaction.keep(kept, (), Rows(), Rows())


async def test_a_transaction_that_fails_leaves_nothing(ledger: PostgresLedger) -> None:
    async def fail_after_writing() -> None:
        async with ledger.transaction(STREAM) as transaction:
            await transaction.keep(command(uuid4()), (event(1),), Rows(), claim(STREAM))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_writing()

    assert await found(ledger) == ()
    await append(ledger, event(1), stream="another", after=claim("another"))


async def test_a_claim_that_another_stream_holds_is_named_and_changes_nothing_but_leaves_the_transaction_open(
    ledger: PostgresLedger,
) -> None:
    await append(ledger, event(1), stream="first", after=claim("first"))
    kept = command(uuid4())

    async with ledger.transaction("second") as transaction:
        with pytest.raises(Claimed) as claimed:
            await transaction.keep(kept, (event(1),), Rows(), claim("second"))
        await transaction.keep(kept, (), Rows(), Rows())

    assert claimed.value.reason is Reason.ALREADY_ASSESSED
    async with ledger.transaction("second") as transaction:
        assert await transaction.find(kept.command_id, after=0) == ((), kept)


async def test_rows_that_an_event_ends_are_taken_away(ledger: PostgresLedger, database: Database) -> None:
    await append(ledger, event(1), after=claim(STREAM))

    async with ledger.transaction(STREAM) as transaction:
        await transaction.keep(command(uuid4(), judged_version=1), (event(2),), claim(STREAM), Rows())

    assert await execute(database.owner_dsn, "select count(*) from iqa.case_claims") == 0


async def test_decisions_on_one_stream_wait_for_each_other(ledger: PostgresLedger) -> None:
    order: list[str] = []

    async def decision(name: str) -> None:
        async with ledger.transaction(STREAM) as transaction:
            await transaction.find(uuid4(), after=0)
            order.append(name)
            await asyncio.sleep(0.02)
            order.append(name)

    await asyncio.gather(decision("a"), decision("b"), decision("c"))

    assert order[::2] == order[1::2]


async def test_a_decision_that_waited_for_another_sees_what_that_one_recorded(
    ledger: PostgresLedger, database: Database
) -> None:
    """Whoever reads in the statement that waits for the lock reads the stream as it was before it waited."""
    kept = command(uuid4())
    recorded = (event(1, command_id=kept.command_id), event(2, command_id=kept.command_id))

    async def second() -> Found:
        async with ledger.transaction(STREAM) as transaction:
            return await transaction.find(kept.command_id, after=0)

    async with ledger.transaction(STREAM) as transaction:
        assert await transaction.find(kept.command_id, after=0) == ((), None)
        waiting = asyncio.create_task(second())
        await soon(lambda: waits_for_a_lock(database))
        await transaction.keep(kept, recorded, Rows(), Rows())

    assert await waiting == (recorded, kept)


async def test_decisions_on_two_streams_do_not_wait_for_each_other(ledger: PostgresLedger) -> None:
    async with ledger.transaction("first") as first, ledger.transaction("second") as second:
        await first.find(uuid4(), after=0)
        assert await second.find(uuid4(), after=0) == ((), None)


async def test_a_stream_that_stays_locked_is_given_up_within_the_time_of_an_attempt(
    database: Database,
) -> None:
    async with await open_pool(database.dsn, max_size=2) as pool:
        ledger = PostgresLedger(pool, Library.load())
        async with ledger.transaction(STREAM) as transaction, asyncio.timeout(4):
            await transaction.find(uuid4(), after=0)
            with pytest.raises(Unavailable):
                await found(ledger)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "update iqa.{} set stream = 'forged'",
        "delete from iqa.{}",
        "truncate iqa.{}",
        "drop table iqa.{}",
        "alter table iqa.{} add column forged text",
    ],
)
async def test_the_application_may_only_read_and_add(pool: Pool, table: str, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement.format(table))


@pytest.mark.parametrize("statement", ["set role iqa_owner", "alter role iqa_app superuser"])
async def test_the_application_cannot_give_itself_more_rights(pool: Pool, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)


async def test_a_function_of_the_ledger_gives_nobody_more_rights(database: Database) -> None:
    more = "select count(*) from pg_proc where pronamespace = 'iqa'::regnamespace and prosecdef"
    open_to_all = """
    select count(*) from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
    where pronamespace = 'iqa'::regnamespace and granted.grantee = 0
    """

    assert await execute(database.owner_dsn, more) == 0
    assert await execute(database.owner_dsn, open_to_all) == 0
