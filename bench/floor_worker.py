"""A worker of floor workflows, in a process of its own: ``python -m bench.floor_worker alike|bare ADDRESS``."""

import asyncio
import signal
import sys

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.floor import FloorWorkflow, noop
from infra.event_loop import run
from infra.temporal.connection import IqaPlugin, build_worker
from infra.temporal.wire import compression

ALIKE = "alike"
BARE = "bare"


async def worker_alike(address: str) -> Worker:
    """A worker that differs from the IQA's in its workflow and its activity, and in nothing else."""
    client = await Client.connect(address, plugins=[IqaPlugin([noop])], grpc_compression=compression(address))
    return build_worker(client, ALIKE, workflows=[FloorWorkflow])


async def worker_bare(address: str) -> Worker:
    """A worker as the engine's library makes it, without its sandbox."""
    return Worker(
        await Client.connect(address),
        task_queue=BARE,
        workflows=[FloorWorkflow],
        activities=[noop],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )


async def serve(kind: str, address: str) -> None:
    """Run until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with await (worker_alike if kind == ALIKE else worker_bare)(address):
        await stop.wait()


if __name__ == "__main__":
    (run if sys.argv[1] == ALIKE else asyncio.run)(serve(sys.argv[1], sys.argv[2]))
