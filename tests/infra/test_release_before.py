"""A worker of the release before does its work on this release's schema: that goes out first.

Before the first release it is HEAD's worker, on a schema that is one migration further. An edit of the schema in place
that no worker of before could stand is green once it is committed.
"""

import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from infra.embedded.process import Child, Command
from infra.temporal.schedule import schedule_id
from tests.commands import mark_all, select_case
from tests.guards.tree import ROOT
from tests.releases import git, release_before, take_out
from tests.servers import Database, execute, soon
from tests.system import System, running_system

NEXT_MIGRATION = "; ".join(
    f"alter table iqa.{table} add column added_since text not null default 'kept'"
    for table in ("ledger", "commands", "iqas", "waits", "case_claims", "notices", "people", "cases")
)
READY = '"event": "ready"'


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The code of the release before, kept out of our own coverage."""
    for name in (name for name in os.environ if name.startswith("COVERAGE_")):
        monkeypatch.delenv(name)
    return take_out(ROOT, release_before(ROOT), tmp_path / "release")


@asynccontextmanager
async def worker_of(release: Path, system: System) -> AsyncIterator[Child]:
    """A worker of that release, as a process of its own, until left."""
    started = Command(
        arguments=(sys.executable, str(release / "worker.py")),
        log=release.with_name("worker.log"),
        environment=system.settings.environment(),
    ).start()

    async def it_is_ready() -> None:
        assert READY in started.said(), started.said()

    try:
        await soon(it_is_ready, within_s=30)
        yield started
    finally:
        await started.stop(signal.SIGTERM, patience_s=12)
        await system.client.get_schedule_handle(schedule_id(system.settings.task_queue)).delete()


@pytest.mark.long
async def test_it_carries_an_iqa_on(release: Path, engine: str, database: Database) -> None:
    await execute(database.owner_dsn, NEXT_MIGRATION)
    async with running_system(engine, database, with_worker=False) as system, worker_of(release, system):
        it = await system.open("P1")
        await system.send(it, "M1", select_case(system))
        await system.send(it, "M1", mark_all(await system.state(it)))
        iqa = await system.state(it)

    assert (iqa.version, iqa.unanswered()) == (3, ())
    rows = "select json_agg(array[{} , added_since]) from iqa.{}"
    assert json.loads(str(await execute(database.owner_dsn, rows.format("stage", "iqas")))) == [
        ["marking", "kept"]
    ]
    waits = str(await execute(database.owner_dsn, rows.format("step", "waits")))
    assert json.loads(waits) == [["mark", "kept"]]


@pytest.mark.long
async def test_without_the_functions_that_it_knows_it_records_nothing(
    release: Path, engine: str, database: Database
) -> None:
    """What would come of a schema that is no more the release before's; the frames are those of its own code."""
    await execute(database.owner_dsn, "revoke execute on all functions in schema iqa from iqa_app")
    served = running_system(engine, database, with_worker=False)
    async with served as system, worker_of(release, system) as worker:
        it = system.new_iqa("P1")
        await system.start(it, await system.opening("P1"))

        async def it_says_why_not() -> None:
            said = worker.said(50_000)
            assert "InsufficientPrivilegeError" in said
            assert str(release / "activities" / "record.py") in said

        await soon(it_says_why_not)
        assert await system.events(it) == ()


def test_the_release_before_is_the_newest_tag_that_one_goes_on_from_and_without_any_head(
    tmp_path: Path,
) -> None:
    def commit(said: str, *tags: str) -> None:
        (tmp_path / "said").write_text(said)
        git(tmp_path, "add", "said")
        git(tmp_path, "-c", "user.name=N", "-c", "user.email=n@example.test", "commit", "--quiet", "-m", said)
        for tag in tags:
            git(tmp_path, "tag", tag)

    git(tmp_path, "init", "--quiet")
    commit("nothing released")
    assert release_before(tmp_path) == "HEAD"

    commit("released", "v0.9.0", "nightly")
    commit("released again", "v0.10.0")
    assert release_before(tmp_path) == "v0.9.0"

    commit("work goes on")
    assert release_before(tmp_path) == "v0.10.0"
    assert (take_out(tmp_path, "v0.9.0", tmp_path / "old") / "said").read_text() == "released"
