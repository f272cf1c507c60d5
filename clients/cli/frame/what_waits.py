"""The outcome of an accepted command: what happened, what to look at again, what waits for whom now."""

from typing import Any

from clients.cli.frame import ways
from clients.cli.frame.addresses import Address
from clients.cli.frame.report import Report
from domain import words
from domain.rows import WaitRow
from domain.stream import Answer
from infra.postgres import read_models
from infra.postgres.connections import Connection


async def told(connection: Connection, address: Address, kind: str, answer: Answer) -> Report:
    """The report of an accepted command."""
    waits = await read_models.waits_of_stream(connection, address.stream)
    prompts = await _prompts(connection, address.stream) if "prompt_raised" in answer.events else []
    document = accepted(address, kind, answer) | {
        "prompts": prompts,
        "next": [wait.model_dump(mode="json", exclude={"stream"}) for wait in waits],
    }
    said = dict.fromkeys(words.EVENTS.get(event, words.in_words(event)) for event in answer.events)
    happened = "; ".join(said) or "nothing changed"
    return Report(document, (f"{address.stream}: {happened}.", *map(_asked, prompts), *map(_next, waits)))


def accepted(address: Address, kind: str, answer: Answer) -> dict[str, Any]:
    """What is said of every accepted command, as JSON values."""
    return {
        "command": kind,
        "stream": address.stream,
        "command_id": str(answer.command_id),
        "events": list(answer.events),
        "version": answer.version,
    }


async def _prompts(connection: Connection, iqa_id: str) -> list[dict[str, Any]]:
    from infra.postgres.streams import folded  # noqa: PLC0415  few commands raise prompts, and reading a stream costs time

    iqa = await folded(connection, iqa_id)
    open_ones = [prompt for prompt in iqa.prompts if prompt.dismissed_because is None] if iqa else []
    return [prompt.model_dump(mode="json", exclude={"dismissed_because"}) for prompt in open_ones]


def _asked(prompt: dict[str, Any]) -> str:
    questions = ", ".join(map(str, prompt["questions"]))
    about = f" (question {questions})" if questions else ""
    return f"  {prompt['prompt']}: {words.PROMPTS.get(prompt['about'], prompt['about'])}{about}"


def _next(wait: WaitRow) -> str:
    command = ways.to_do(wait.step, wait.item, wait.stream)
    by = f", due {words.due(wait.due)}" if wait.due else ""
    urgent = ", urgent" if wait.urgent else ""
    return f"  Next: {wait.who} to {words.step(wait.step, wait.item)}{urgent}{by} ({command})"
