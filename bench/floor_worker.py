"""A worker of floor workflows, in a process of its own: ``python -m bench.floor_worker alike|bare QUEUE ADDRESS``."""

import asyncio
import signal
import sys

import uvloop
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.floor import FloorWorkflow, noop
from infra.temporal import IqaPlugin, build_worker


async def alike(address: str, queue: str) -> Worker:
    """A worker that differs from the IQA's in its workflow and activity only."""
    client = await Client.connect(address, plugins=[IqaPlugin([noop])])
    return build_worker(client, queue, workflows=[FloorWorkflow])


async def bare(address: str, queue: str) -> Worker:
    """A worker as the engine's library comes, without its sandbox."""
    return Worker(
        await Client.connect(address),
        task_queue=queue,
        workflows=[FloorWorkflow],
        activities=[noop],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )


async def serve(kind: str, queue: str, address: str) -> None:
    """Run until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = await (alike if kind == "alike" else bare)(address, queue)
    async with worker:
        print("ready", flush=True)
        await stop.wait()


if __name__ == "__main__":
    if sys.argv[1] == "alike":
        uvloop.run(serve(*sys.argv[1:]))
    else:
        asyncio.run(serve(*sys.argv[1:]))
