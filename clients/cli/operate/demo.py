"""``make demo``: the main job in under a minute, on a throw-away engine and database, with time skipping.

One IQA goes all the way, to the dip sample and its feedback. Another one's conversation is missed and goes up to the
senior manager. Then both stories are told from the ledger.
"""

import asyncio
import shutil
import tempfile
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

from clients.cli.operate.demo_steps import Stage
from clients.desk.administration import import_area
from clients.desk.desk import opened
from infra.embedded.clock import SkippableClock
from infra.embedded.stack import EmbeddedStack
from infra.settings import Settings
from infra.wiring import prepare_database, worker

EXAMPLE: Final = Path(__file__).parents[1] / "example_area"
_TWO_WEEKS: Final = timedelta(days=14)
_PATIENCE_S: Final = 20.0
"""A machine that starts two servers and a worker meanwhile may be slow."""


async def demo(settings: Settings) -> int:
    """Run the demonstration and leave nothing behind; ``settings`` only says where Temporal's program is."""
    folder = Path(tempfile.mkdtemp(prefix="iqa-demo-"))
    try:
        data_dir = folder / "data"
        policy = _everything_is_sampled(folder)
        _say("Starting an engine and a database of its own …")
        async with EmbeddedStack(
            data_dir, time_skipping=True, ui=False, temporal_binary=settings.temporal_binary
        ) as stack:
            await prepare_database(stack.owner_dsn)
            own = Settings(data_dir=data_dir, policy_file=policy)
            async with worker(own), opened(own, patience_s=_PATIENCE_S) as desk:
                await import_area(desk, EXAMPLE)
                clock = SkippableClock(await desk.engine())
                await _perform(Stage(desk, clock, looking_on="XT-C1"))
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return 0


async def _perform(stage: Stage) -> None:
    """The two stories."""
    good, missed = await stage.open_quarter("XT-S1", "XT-P1", "XT-P3")
    _say(f"\n1. {good}: assessed, talked over, sampled, fed back, closed")
    await stage.select_and_mark(good, "XT-M1", "91XT10126")
    await stage.talk(good, "XT-M1", "XT-P1")
    await stage.sample(good, "XT-M1")
    await stage.days_of_comment(good)
    _say(f"\n2. {missed}: nobody talks, and it goes up by itself")
    await stage.select_and_mark(missed, "XT-M2", "91XT30126")
    await stage.let_time_pass(missed, _TWO_WEEKS)
    await stage.acknowledge(missed, "XT-S2")
    await stage.talk(missed, "XT-M2", "XT-P3")
    _say(f"\nThe story of {good}, as XT-S1 reads it:")
    await stage.tell(good, "XT-S1")
    _say(f"\nThe story of {missed} since its conversation was due, as XT-S2 reads it:")
    await stage.tell(missed, "XT-S2", since="deadline_missed")


def _everything_is_sampled(folder: Path) -> Path:
    """The default policy, but for a sample of every IQA instead of one in ten, so that it can be shown."""
    text = files("domain.reference").joinpath("policy-default-1.toml").read_text(encoding="utf-8")
    changed = text.replace('version = "default-1"', 'version = "demo-1"').replace("one_in = 10", "one_in = 1")
    path = folder / "policy-demo-1.toml"
    path.write_text(changed, encoding="utf-8")
    return path


def _say(line: str) -> None:
    print(line, flush=True)
