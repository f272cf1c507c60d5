"""Makes what a release leaves behind: ``python -m tests.released.making VERSION``, once, on the release's own code.

``frozen.sha256`` names every migration, shipped policy, question set, calendar and golden history with its hash.
``backup.tar.gz`` is a backup of an Area whose IQAs stand at every step, two of them closed; ``lives.json`` says which.
"""

import asyncio
import hashlib
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from domain.questions import Work as Kind
from domain.values import Value
from infra.backup import backup
from tests.faults.cases import insist, open_iqa, step_of
from tests.faults.steps import OPEN, RELEASED, SAMPLED, Seat, Step, seats
from tests.faults.test_restores import system_on
from tests.guards.tree import ROOT
from tests.servers import bare_folder
from tests.system import System

RELEASES: Final = Path(__file__).parent
AREA: Final = "RL1"
FROZEN: Final = (
    "infra/postgres/sql/migrations/*.sql",
    "domain/reference/*.toml",
    "tests/workflows/histories/*.json.gz",
)
"""What no later release changes or takes away; each may add to it."""
LIVES: Final = {"released": RELEASED, "sampled": SAMPLED}


class Life(Value):
    """An IQA of the backup: whose work it assesses, which way it goes, and how many of its steps are taken."""

    prosecutor: str
    work: Kind
    way: str
    taken: int

    @property
    def left(self) -> tuple[Step, ...]:
        """The steps that are still to be taken."""
        return LIVES[self.way][self.taken :]


class Lives(Value):
    """Every IQA of the backup, by its id."""

    iqas: dict[str, Life]


def frozen(root: Path) -> Iterator[str]:
    """A line for each file that is frozen with a release, as ``sha256sum`` writes it."""
    for pattern in FROZEN:
        for path in sorted(root.glob(pattern)):
            yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}"


async def make(version: str) -> None:
    """Write the folder of a release."""
    folder = RELEASES / version
    folder.mkdir()
    (folder / "frozen.sha256").write_text("\n".join(frozen(ROOT)) + "\n")
    with bare_folder() as data_dir:
        async with system_on(data_dir, AREA) as (stack, system):
            lives = Lives(iqas=dict([await _lived(system, *each) for each in _planned(system)]))
            taken = data_dir.with_name("backup")
            await backup(stack.data_dir, stack.owner_dsn, taken, at=datetime.now(UTC))
        with tarfile.open(folder / "backup.tar.gz", "w:gz") as packed:
            packed.add(taken, "backup")
    (folder / "lives.json").write_text(lives.model_dump_json(indent=1) + "\n")


def _planned(system: System) -> Iterator[tuple[Seat, str, int]]:
    """Every step of either way is once the next one, and of each one IQA is at its end."""
    stops = [(way, taken) for way, life in LIVES.items() for taken in range(1, len(life) + 1)]
    apart = [one for one in stops if one[0] == "released" or one[1] > _shared()]
    yield from ((seat, way, taken) for seat, (way, taken) in zip(seats(system), apart, strict=False))


def _shared() -> int:
    """How many steps both ways begin with."""
    return next(n for n, (one, other) in enumerate(zip(RELEASED, SAMPLED, strict=False)) if one is not other)


async def _lived(system: System, seat: Seat, way: str, taken: int) -> tuple[str, Life]:
    iqa, life = system.new_iqa(seat.prosecutor), LIVES[way]
    for step in life[:taken]:
        if step is OPEN:
            await open_iqa(seat, iqa)
        else:
            await insist(system, iqa, await step_of(seat, iqa, step))
    if taken == len(life):
        await system.ended(iqa)
    return iqa, Life(prosecutor=seat.prosecutor, work=seat.work, way=way, taken=taken)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.released.making VERSION")
    asyncio.run(make(sys.argv[1]))
