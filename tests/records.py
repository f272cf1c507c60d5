"""What stands in one test's database, and a way to record commands there without the engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.record import Recorder, decode
from domain.errors import Refused
from domain.ids import QUARTER, is_system
from domain.iqa.commands import IqaCommand, IqaEnvelope, OpenIqa
from domain.iqa.events import IqaEvent, RecordedIqaEvent
from domain.iqa.kind import IQA
from domain.iqa.rows import rows as rows_of_fold
from domain.iqa.state import Iqa
from domain.periods import Quarter
from domain.questions import Category
from domain.rows import Rows
from domain.stream import Answer, Outcome
from infra.postgres import roster
from infra.postgres.connections import open_pool
from infra.postgres.ledger import PostgresLedger, events_of
from infra.postgres.roster_import import import_directory
from infra.reference import Library
from infra.rules import rules_hash
from tests import clock
from tests.area import Kind, new_code, today, write_export
from tests.servers import Database, bare_folder

_TABLES = {"iqa": ("iqas", "iqa_id")}
"""The read tables that are not named like their field in ``Rows``, with the column of the stream."""


class Records:
    """An Area in a database, and what was recorded there. People are named shortly: ``P1`` reports to ``M1``."""

    def __init__(self, area: str, owner_dsn: str) -> None:
        self.area = area
        self.owner_dsn = owner_dsn
        self.quarter = str(Quarter.containing(today()))

    def id(self, name: str) -> str:
        """The staff id of a person named shortly; parts of the system keep their names."""
        return name if is_system(name) else f"{self.area}-{name}"

    def urn(self, prosecutor: str, kind: Kind) -> str:
        """The URN of a prosecutor's case of that kind."""
        return f"91{self.area}{prosecutor[1:]}{kind:02}26"

    async def opening(
        self, prosecutor: str = "P1", *, policy: str = "default-1", target_on: date | None = None
    ) -> OpenIqa:
        """An IQA in this week's quarter, due in three weeks, which the prosecutor's own manager assesses."""
        async with self.connection() as connection:
            person = await roster.person(connection, self.id(prosecutor))
        return OpenIqa(
            area=self.area,
            quarter=self.quarter,
            category=Category.CASEWORK,
            prosecutor=self.id(prosecutor),
            assessor=person.reports_to if person and person.reports_to else self.id("M1"),
            target_on=target_on or today() + timedelta(weeks=3),
            policy_version=policy,
        )

    async def state(self, iqa: str) -> Iqa:
        """The IQA as the ledger tells it."""
        state = IQA.fold(None, await self.events(iqa), iqa)
        assert state is not None, f"{iqa} is not open"
        return state

    async def events(self, iqa: str) -> tuple[RecordedIqaEvent, ...]:
        async with self.connection() as connection:
            return decode(IQA, await events_of(connection, iqa))

    async def kinds(self, iqa: str) -> list[str]:
        """The kinds of the recorded events, in order."""
        return [recorded.event.kind for recorded in await self.events(iqa)]

    async def rows(self, sql: str, *arguments: object) -> list[dict[str, Any]]:
        """Rows of the database, as its owner."""
        async with self.connection() as connection:
            return [dict(row) for row in await connection.fetch(sql, *arguments)]

    async def execute(self, sql: str) -> None:
        """Change the database as its owner: what the application itself may not do."""
        async with self.connection() as connection:
            await connection.execute(sql)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """A connection as the owner of the database."""
        connection = await asyncpg.connect(self.owner_dsn)
        try:
            yield connection
        finally:
            await connection.close()

    async def read_rows(self, stream: str) -> Rows:
        """What the read tables show of a stream."""
        found = {}
        for field in Rows.model_fields:
            table, key = _TABLES.get(field, (field, "stream"))
            found[field] = await self.rows(f"select * from iqa.{table} where {key} = $1", stream)  # noqa: S608
        return _in_order(Rows.model_validate(found))

    async def folded_rows(self, iqa: str) -> Rows:
        """What the read tables must show: the rows of the folded ledger."""
        return _in_order(rows_of_fold(await self.state(iqa)))

    async def away(self, name: str, first_day: date, last_day: date, cover: str = "") -> None:
        """Import that a person is away from one day to another; earlier absences of theirs are forgotten."""
        days = (first_day.isoformat(), last_day.isoformat())
        await self.import_area((self.id(name), *days, "leave", self.id(cover) if cover else ""))

    async def import_area(self, *absences: tuple[str, ...]) -> None:
        """Import the Area's export, and perhaps more absences."""
        with bare_folder() as folder:
            export = write_export(self.area, folder, absences=absences)
            async with self.connection() as connection:
                await import_directory(connection, export)

    async def answer_to(self, stream: str, command_id: UUID) -> Answer | Refused | None:
        """The stored answer to a command."""
        sql = "select answer from iqa.commands where stream = $1 and command_id = $2"
        stored = await self.rows(sql, stream, command_id)
        if not stored:
            return None
        text = stored[0]["answer"].decode()
        is_refusal = '"kind":"refused"' in text
        return Refused.model_validate_json(text) if is_refusal else Answer.model_validate_json(text)


class Desk(Records):
    """Records commands for IQAs as their workflows would, from a clock that stands at ``now``."""

    def __init__(self, area: str, owner_dsn: str, recorder: Recorder) -> None:
        super().__init__(area, owner_dsn)
        self.recorder = recorder
        self.now = clock.now()

    async def open(self, iqa: str, prosecutor: str = "P1", *, policy: str = "default-1") -> str:
        """Open an IQA under an id of the test's choice."""
        outcome = await self.ask(iqa, QUARTER, await self.opening(prosecutor, policy=policy))
        assert outcome.answer is not None, outcome.refused
        return iqa

    async def ask(
        self,
        iqa: str,
        actor: str,
        command: IqaCommand,
        *,
        command_id: UUID | None = None,
        folded: int = 0,
    ) -> Outcome[IqaEvent]:
        """Run the activity once; ``folded`` is the version that its workflow stands at."""
        envelope = IqaEnvelope(command_id=command_id or uuid4(), actor=self.id(actor), command=command)
        request = IQA.request(stream=iqa, folded=folded, now=self.now, envelope=envelope)
        return await ActivityEnvironment().run(self.recorder.activity(IQA), request)


@asynccontextmanager
async def desk_at(area: str, dsn: str, owner_dsn: str) -> AsyncIterator[Desk]:
    """A desk in an Area, signed in with the application's rights."""
    async with await open_pool(dsn, max_size=10) as pool:
        yield Desk(area, owner_dsn, Recorder(PostgresLedger(pool, Library.load()), rules_hash()))


@pytest_asyncio.fixture(loop_scope="session")
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A desk for one test, in an Area that was just imported."""
    async with desk_at(new_code(), database.dsn, database.owner_dsn) as opened:
        await opened.import_area()
        yield opened


def _in_order(rows: Rows) -> Rows:
    """The same rows, in an order that does not depend on who asked."""
    key: Callable[[object], str] = repr
    return Rows.model_validate(
        {field: tuple(sorted(getattr(rows, field), key=key)) for field in Rows.model_fields}
    )
