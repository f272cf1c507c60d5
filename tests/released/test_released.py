"""What a release left behind holds in this code: nothing frozen has changed, and its Area is upgraded and finished."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from clients.errors import CommandRefused
from domain.audit import Difference
from domain.iqa.commands import IqaEnvelope
from domain.known import Follows
from infra.backup import restore
from infra.embedded.stack import EmbeddedStack
from infra.postgres.kept import evidence
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests import clock
from tests.faults.cases import insist, step_of
from tests.faults.invariants import done_and_shown
from tests.faults.steps import Seat
from tests.faults.test_restores import system_on
from tests.guards.tree import ROOT
from tests.released.making import AREA, RELEASES, Life, Lives, frozen
from tests.system import System

RELEASED = sorted(path for path in RELEASES.iterdir() if (path / "lives.json").exists())


def missing(release: str, root: Path) -> list[str]:
    """The lines of a release's list that no file of the tree answers to."""
    now = set(frozen(root))
    return [line for line in release.splitlines() if line not in now]


@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.name)
def test_nothing_that_a_release_froze_has_changed(release: Path) -> None:
    assert missing((release / "frozen.sha256").read_text(), ROOT) == []


def test_a_history_that_was_changed_or_taken_away_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "workflows" / "histories"
    folder.mkdir(parents=True)
    for name in ("changed", "kept", "lost"):
        (folder / f"{name}.json.gz").write_bytes(name.encode())
    release = "\n".join(frozen(tmp_path))
    (folder / "changed.json.gz").write_bytes(b"other")
    (folder / "lost.json.gz").unlink()
    (folder / "new.json.gz").write_bytes(b"new")

    assert [line.rpartition("/")[2] for line in missing(release, tmp_path)] == [
        "changed.json.gz",
        "lost.json.gz",
    ]


@pytest.mark.long
@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.name)
async def test_its_backup_is_upgraded_its_open_iqas_are_finished_and_all_are_verified(
    release: Path,
    own_stack: type[EmbeddedStack],
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del own_stack
    with tarfile.open(release / "backup.tar.gz") as packed:
        packed.extractall(tmp_path, filter="data")
    await restore(data_dir, tmp_path / "backup", at=datetime.now(UTC))
    lives = Lives.model_validate_json((release / "lives.json").read_text()).iqas

    async with system_on(data_dir, AREA) as (_, system):
        await its_cases_are_of_today(system, next(iter(lives)), monkeypatch)
        for iqa, life in lives.items():
            await finish(system, iqa, life)

        await done_and_shown(system, lives)
        for iqa in lives:
            await nothing_is_accused(system, iqa)


async def its_cases_are_of_today(system: System, iqa: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import the Area anew for the day on which its workflows stand: the later this runs, the later that is."""
    monkeypatch.setattr(clock, "BEGINS", await system.now(iqa))
    await system.import_area()


async def finish(system: System, iqa: str, life: Life) -> None:
    """Take the steps that its people had not taken when the release was made."""
    for step in life.left:
        envelope = await step_of(Seat(system, life.prosecutor, life.work), iqa, step)
        await answered(system, iqa, envelope)


async def answered(system: System, iqa: str, envelope: IqaEnvelope) -> None:
    """Send a command, and again with what follows from what its sender is asked: a step that was late asks of it."""
    try:
        await insist(system, iqa, envelope)
    except CommandRefused as error:
        facts = [fact for prompt in error.refused.prompts for fact in prompt.facts]
        follows = tuple(Follows(fact=fact, sentence="Nothing that is not known.") for fact in facts)
        said = envelope.command.model_copy(update={"follows": follows})
        await insist(system, iqa, IqaEnvelope(command_id=uuid4(), actor=envelope.actor, command=said))


async def nothing_is_accused(system: System, iqa: str) -> None:
    """Its histories and its ledger say the same; that other rules decided then is no difference."""
    async with system.connection() as connection:
        ledger = await evidence(connection, iqa)
    found = await replay(iqa, await runs(system.client, iqa), Library.load(), ledger)
    assert [one for one in found if isinstance(one, Difference)] == []
