"""Whatever an operator gets wrong or loses: each command says what, where and what to do, never that it is a bug."""

import asyncio
import os
import shlex
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from clients.cli.frame import acting, ends
from clients.cli.frame.app import run
from clients.cli.frame.commands import ACTION, COMMANDS
from clients.cli.frame.ends import ended_in_words
from clients.cli.frame.exit_codes import ExitCode
from infra import event_loop, logging
from infra.embedded.postgres import EmbeddedPostgres
from infra.settings import Settings
from infra.wiring import serve
from tests.area import EXPORT, Kind
from tests.clients.operator_rows import FORMS, LOADS_THE_POLICY, ROWS, SERVES_ON, WRITES_NOTHING, Asks, Row
from tests.clients.typed import Ran, at, environment, typed_in_a_process
from tests.guards.tree import ROOT
from tests.servers import Database, drop_database, execute, fresh_database, make_database
from tests.system import System, running_system
from tests.workflows.quarters import open_quarter

NOBODY: Final = "127.0.0.1:9"
SECRET: Final = "hush-hush"
_PATIENCE_S: Final = {"full disk": 0.6}
"""What waits for room is not waited for as long as people wait; everything else is for longer, on a busy machine."""

_DONE_OR_REFUSED: Final = (
    ExitCode.DONE,
    ExitCode.REFUSED,
    ExitCode.NOT_FOUND,
    ExitCode.NOT_PERMITTED,
    ExitCode.CONFLICT,
)

_FULL: Final = """
create function iqa.full_disk() returns trigger language plpgsql as $$
begin
    raise exception 'could not extend file "base/1": No space left on device'
        using errcode = 'disk_full', hint = 'Check free disk space.';
end $$;
do $$
declare
    one regclass;
begin
    for one in
        select oid from pg_class
        where relnamespace = 'iqa'::regnamespace and relkind in ('r', 'p') and not relispartition
    loop
        execute format('create trigger full_disk before insert or update on %s for each statement '
            'execute function iqa.full_disk()', one);
    end loop;
end $$;
"""

Codes: TypeAlias = Mapping[Asks, Collection[int]]


class Condition(NamedTuple):
    """What is wrong: how it is made, the code of each kind of command, what its words name, and who ends otherwise."""

    variables: Callable[["World"], AbstractAsyncContextManager[Mapping[str, str]]]
    codes: Codes
    says: str = ""
    otherwise: Mapping[str, Collection[int]] = {}
    only: Collection[str] = ROWS


class World(NamedTuple):
    """A system that is well, a server to make other databases on, and a folder of the test's own."""

    system: System
    postgres: EmbeddedPostgres
    folder: Path

    @property
    def well(self) -> dict[str, str]:
        return environment(self.system)

    @property
    def dsn(self) -> str:
        return self.well["IQA_DSN"]

    @property
    def names(self) -> dict[str, str]:
        """What the rows of the commands name."""
        area, quarter = self.system.area, str(self.system.quarter)
        people = {name.lower(): self.system.id(name) for name in ("M1", "M2", "P1", "P2")}
        return people | {
            "area": area,
            "quarter": quarter,
            "iqa": f"iqa-{quarter}-{self.system.id('P1')}-C1",
            "other": f"iqa-{quarter}-{self.system.id('P2')}-C1",
            "urn": self.system.urn("P1", Kind.PRESSING),
            "text": "'Some words.'",
            "marks": str(self.folder / "marks.toml"),
            "export": str(EXPORT),
            "folder": str(self.folder),
        }


@asynccontextmanager
async def database_away(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"IQA_DSN": f"postgresql://iqa:{SECRET}@{NOBODY}/iqa"}


@asynccontextmanager
async def engine_away(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"TEMPORAL_ADDRESS": NOBODY}


@asynccontextmanager
async def wrong_login(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"IQA_DSN": world.dsn.replace(urlsplit(world.dsn).password or "", SECRET)}


@asynccontextmanager
async def another_database(world: World, made: Database) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"IQA_DSN": made.dsn}
    await drop_database(world.postgres, made)


@asynccontextmanager
async def no_right(world: World) -> AsyncIterator[Mapping[str, str]]:
    made = await fresh_database(world.postgres)
    await execute(made.owner_dsn, "revoke usage on schema iqa from iqa_app")
    async with another_database(world, made) as variables:
        yield variables


@asynccontextmanager
async def not_prepared(world: World) -> AsyncIterator[Mapping[str, str]]:
    async with another_database(world, await make_database(world.postgres)) as variables:
        yield variables


@asynccontextmanager
async def newer_data(world: World) -> AsyncIterator[Mapping[str, str]]:
    """The tables of a later release: this one goes on beside it, and prepares nothing."""
    owner = world.system.owner_dsn
    await execute(owner, "insert into iqa.migrations values (9999, 'x', 'x', now())")
    yield world.well | {"IQA_DSN": owner}
    await execute(owner, "delete from iqa.migrations where version = 9999")


@asynccontextmanager
async def full_disk(world: World) -> AsyncIterator[Mapping[str, str]]:
    """A database that has no room for a row, and says so as PostgreSQL does; tests/faults has a disk that is full."""
    connection = await asyncpg.connect(world.system.owner_dsn)
    try:
        await connection.execute(_FULL)
        yield world.well
    finally:
        await connection.execute("drop function iqa.full_disk() cascade")
        await connection.close()


@asynccontextmanager
async def bad_policy(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"IQA_POLICY": str(ROOT / "pyproject.toml")}


@asynccontextmanager
async def bad_setting(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"IQA_DSN": f"postgresql://iqa:{SECRET}/@127.0.0.1/iqa"}


@asynccontextmanager
async def half_a_configuration(world: World) -> AsyncIterator[Mapping[str, str]]:
    yield world.well | {"TEMPORAL_ADDRESS": ""}


@asynccontextmanager
async def foreign_folder(world: World) -> AsyncIterator[Mapping[str, str]]:
    """A folder that holds somebody else's database, and nothing runs on it."""
    (world.folder / "data" / "postgres").mkdir(parents=True)
    (world.folder / "data" / "postgres" / "letter.txt").write_text("Dear all,")
    yield {"IQA_DATA": str(world.folder / "data")}


@asynccontextmanager
async def folder_of_a_newer_postgres(world: World) -> AsyncIterator[Mapping[str, str]]:
    (world.folder / "data" / "postgres").mkdir(parents=True)
    (world.folder / "data" / "postgres" / "PG_VERSION").write_text("99\n")
    (world.folder / "data" / "postgres" / "logins.json").write_text(
        f'{{"iqa_owner": "{SECRET}", "iqa": "{SECRET}", "iqa_browser": "{SECRET}"}}'
    )
    yield {"IQA_DATA": str(world.folder / "data")}


@asynccontextmanager
async def a_file_for_a_folder(world: World) -> AsyncIterator[Mapping[str, str]]:
    (world.folder / "data").write_text("Dear all,")
    yield {"IQA_DATA": str(world.folder / "data")}


def servers(database: Collection[int], both: Collection[int], own: Collection[int] = (2,)) -> Codes:
    return {Asks.NOTHING: (0,), Asks.DATABASE: database, Asks.BOTH: both, Asks.OWN: own}


_DOWN: Final = servers((7,), (7,))
_UNUSABLE: Final = servers((2,), (2,))
_OF_A_FOLDER: Final = frozenset(
    {"inbox", "run", "address", "web", "status", "backup", "restore", "worker.py"}
)
_NOTHING_RUNS: Final[Mapping[str, Collection[int]]] = {"prepare": (2,), "restore": (8,)}

CONDITIONS: Final[dict[str, Condition]] = {
    "database away": Condition(database_away, _DOWN, f"nothing listens at {NOBODY}"),
    "engine away": Condition(
        engine_away,
        servers(_DONE_OR_REFUSED, (7,)),
        NOBODY,
        {"mark": (3,)},
    ),
    "wrong login": Condition(wrong_login, _DOWN, 'password authentication failed for user "iqa"'),
    "no right": Condition(no_right, _DOWN, "permission denied for"),
    "not prepared": Condition(not_prepared, _DOWN),
    "newer data": Condition(
        newer_data, servers(_DONE_OR_REFUSED, (*_DONE_OR_REFUSED, 7)), "", {"prepare": (6,), "import": (0,)}
    ),
    "full disk": Condition(
        full_disk,
        servers((7,), (*_DONE_OR_REFUSED, 7)),
        "",
        dict.fromkeys(WRITES_NOTHING, _DONE_OR_REFUSED),
    ),
    "bad policy": Condition(
        bad_policy,
        servers(_DONE_OR_REFUSED, (*_DONE_OR_REFUSED, 2, 7)),
        "",
        dict.fromkeys(LOADS_THE_POLICY, (2,)),
    ),
    "bad setting": Condition(bad_setting, _UNUSABLE, "The setting IQA_DSN can't be used"),
    "half a configuration": Condition(half_a_configuration, _UNUSABLE, "TEMPORAL_ADDRESS"),
    "foreign folder": Condition(foreign_folder, servers((7,), (7,), (7,)), "", _NOTHING_RUNS),
    "folder of a newer PostgreSQL": Condition(
        folder_of_a_newer_postgres, servers((7,), (7,), (7,)), "", _NOTHING_RUNS, _OF_A_FOLDER
    ),
    "a file for a folder": Condition(
        a_file_for_a_folder, servers((7,), (7,), (7,)), "", _NOTHING_RUNS, _OF_A_FOLDER
    ),
}


@pytest_asyncio.fixture(loop_scope="session")
async def well(engine: str, postgres: EmbeddedPostgres) -> AsyncIterator[System]:
    """A system with an open quarter and a worker; a new one each, since some conditions let commands take effect."""
    database = await fresh_database(postgres)
    async with running_system(engine, database) as system:
        await open_quarter(system)
        await system.until(f"iqa-{system.quarter}-{system.id('P1')}-C1", lambda _: True)
        yield system
    await drop_database(postgres, database)


@pytest.fixture
def world(well: System, postgres: EmbeddedPostgres, data_dir: Path) -> World:
    data_dir.mkdir()
    (data_dir / "marks.toml").write_text('[marks.1]\nanswer = "yes"\n')
    return World(well, postgres, data_dir)


def test_every_command_has_a_row() -> None:
    commands = {entry.name for entries in COMMANDS.values() for entry in entries}

    assert set(ROWS) == commands | {f"action {entry.name}" for entry in ACTION} | {"worker.py"}


@pytest.mark.usefixtures("own_stack", "quiet")
@pytest.mark.parametrize("name", CONDITIONS)
async def test_whatever_is_wrong_each_command_says_what_where_and_what_to_do(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    condition, faults = CONDITIONS[name], []
    monkeypatch.setattr(
        logging, "configure_logging", lambda _: None
    )  # the whole process's, not the command's
    monkeypatch.setattr(ends, "settle", lambda: None)  # as above: the streams are the test's
    monkeypatch.setitem(acting.at_desk.__kwdefaults__ or {}, "patience_s", _PATIENCE_S.get(name, 20.0))
    async with condition.variables(world) as variables:
        for command, row in ROWS.items():
            if command not in condition.only or name in SERVES_ON.get(command, ()):
                continue
            more = FORMS.get(command, {}) if "IQA_DSN" in variables else {}
            at(monkeypatch, {**variables, **more})
            ran = await _typed(capsys, command, row, world)
            expected = condition.otherwise.get(command, condition.codes[row.asks])
            faults += [f"{command}: {fault}" for fault in _faults(ran, expected, condition, world)]

    assert not faults, "\n".join(faults)


async def _typed(capture: pytest.CaptureFixture[str], command: str, row: Row, world: World) -> Ran:
    capture.readouterr()
    if command == "run" and "IQA_DSN" not in os.environ:  # it hears signals, which a thread does not
        return await typed_in_a_process("run", env={"IQA_DATA": os.environ["IQA_DATA"]})
    if command == "worker.py":
        code = await asyncio.to_thread(ended_in_words, _work)
    else:
        who = ["--as", world.system.id(row.by)] if row.by else []
        typed = [*command.split(), *shlex.split(row.typed.format(**world.names)), *who]
        code = await asyncio.to_thread(run, typed)
    return Ran(code, *capture.readouterr())


def _work() -> None:
    event_loop.run(serve(Settings.from_environment()))


def _faults(ran: Ran, expected: Collection[int], condition: Condition, world: World) -> list[str]:
    """What is wrong with how a command ended."""
    said = f"{ran.code} {ran.err!r}"
    failed = ran.code not in (0, 3, 4, 5, 6)
    return [
        fault
        for fault, holds in {
            f"ends with {said} and not with one of {tuple(map(int, expected))}": ran.code in expected,
            f"speaks of a bug: {said}": not any(word in ran.err for word in ("bug", "Traceback", "Errno")),
            f"does not say what to do: {said}": not failed or "What to do: " in ran.err,
            f"does not name {condition.says}: {said}": ran.code not in (2, 7)
            or condition.says in ran.err
            or "the embedded" in ran.err,
            f"tells a secret: {said}": SECRET not in ran.err + ran.out
            and (urlsplit(world.dsn).password or "") not in ran.err + ran.out,
        }.items()
        if not holds
    ]
