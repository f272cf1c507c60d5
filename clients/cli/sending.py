"""Sends every command: who acts, its id, what they had seen; and tells what happened and what waits next."""

import asyncio
from datetime import timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from activities.contracts import Answer
from clients.cli import people, refusals, words
from clients.cli.failures import Failure
from clients.cli.options import Sending
from clients.cli.report import Report
from clients.command_ids import new_command_id
from clients.errors import CommandFailed, CommandRefused, Unreachable
from clients.gateway import Gateway, NotReached, connect
from domain.errors import Reason, Refused
from domain.iqa.commands import IqaCommand, IqaEnvelope
from domain.rows import WaitRow
from infra import read_models
from infra.database import DatabaseNotPrepared, DatabaseOutOfReach, connected
from infra.postgres import Connection
from infra.settings import Settings

LONGEST_S: Final = 4.2
"""How long a person waits in all, so that with the start of the process it stays below five seconds."""


def send(sending: Sending, iqa_id: str, command: IqaCommand) -> Report:
    """Send a command to an IQA and tell what came of it; its ``seen_version`` is filled in here.

    Raises ``Failure``.
    """
    settings = people.settings()
    errand = Errand(settings, people.actor_of(sending, settings), sending, iqa_id)
    return asyncio.run(errand.run(command))


class Errand:
    """One command on its way to one IQA and back."""

    def __init__(self, settings: Settings, actor: str, sending: Sending, iqa_id: str) -> None:
        self._settings = settings
        self._actor = actor
        self._command_id = sending.command_id or new_command_id()
        self._repeated = sending.command_id is not None
        self._seen_version = sending.seen_version
        self._iqa_id = iqa_id
        self._give_up_at = monotonic() + LONGEST_S

    async def run(self, command: IqaCommand) -> Report:
        """Send and tell; whatever goes wrong is told with the id that makes repeating it safe."""
        try:
            async with connected(self._settings) as connection:
                async with asyncio.timeout(self._left()):
                    command = await self._prepared(connection, command)
                answer = await self._answer(connection, command)
                return await told(connection, self._iqa_id, command.kind, answer)
        except (DatabaseOutOfReach, TimeoutError) as error:
            what = f"the database is out of reach ({getattr(error, 'why', refusals.NO_ANSWER)})"
            raise self._unreachable(what) from error
        except DatabaseNotPrepared as error:
            raise refusals.NOT_PREPARED from error
        except asyncio.CancelledError as error:
            raise refusals.interrupted(self._command_id, self._seen_version) from error

    def _left(self) -> float:
        return max(self._give_up_at - monotonic(), 0.5)

    async def _prepared(self, connection: Connection, command: IqaCommand) -> IqaCommand:
        """Check who acts, and say what they were looking at: a repeated command says what it said before."""
        await people.known(connection, self._actor)
        row = await read_models.iqa(connection, self._iqa_id)
        if row is None:
            raise people.no_such_iqa(self._iqa_id)
        if not hasattr(command, "seen_version"):
            return command
        if self._seen_version is None:
            self._seen_version = await self._seen_before(connection) or row.version
        return command.model_copy(update={"seen_version": self._seen_version})

    async def _seen_before(self, connection: Connection) -> int | None:
        if not self._repeated:
            return None
        asked = await read_models.asked(connection, self._iqa_id, self._command_id)
        seen: int | None = asked.body.get("seen_version") if asked else None
        return seen

    async def _answer(self, connection: Connection, command: IqaCommand) -> Answer:
        async def known_answer(stream: str, command_id: UUID) -> Answer | Refused | None:
            return await earlier_answer(connection, stream, command_id)

        envelope = IqaEnvelope(command_id=self._command_id, actor=self._actor, command=command)
        try:
            async with asyncio.timeout(self._left()):
                client = await connect(self._settings)
            gateway = Gateway(client, known_answer, patience=timedelta(seconds=self._left()))
            return await gateway.send(self._iqa_id, envelope)
        except NotReached as error:
            raise self._unreachable(str(error)) from error
        except Unreachable as error:
            raise refusals.unreachable(error) from error
        except CommandRefused as error:
            raise refusals.by_rule(error.refused, self._command_id) from error
        except CommandFailed as error:
            raise refusals.failed(error) from error

    def _unreachable(self, what: str) -> Failure:
        return refusals.unreachable(Unreachable(self._command_id, what, self._seen_version))


async def earlier_answer(connection: Connection, stream: str, command_id: UUID) -> Answer | Refused | None:
    """The stored answer to a command whose workflow has ended; raises ``Unreachable`` when it has not."""
    asked = await read_models.asked(connection, stream, command_id)
    if asked is not None:
        refused = asked.answer.get("kind") == "refused"
        return Refused.model_validate(asked.answer) if refused else Answer.model_validate(asked.answer)
    row = await read_models.iqa(connection, stream)
    if row is None:
        return Refused(reason=Reason.NOT_OPEN, detail=stream)
    if row.closed_at is not None:
        return Refused(reason=Reason.IQA_CLOSED, detail=stream)
    what = "the workflow of this IQA is not running (an operator starts it again with `iqa reconcile`)"
    raise Unreachable(command_id, what)


async def told(connection: Connection, iqa_id: str, kind: str, answer: Answer) -> Report:
    """What happened, what is worth a second look, and what waits for whom now."""
    waits = await read_models.waits_of_stream(connection, iqa_id)
    prompts = await _prompts(connection, iqa_id) if "prompt_raised" in answer.events else []
    document = {
        "command": kind,
        "iqa": iqa_id,
        "command_id": str(answer.command_id),
        "events": list(answer.events),
        "version": answer.version,
        "prompts": prompts,
        "next": [wait.model_dump(mode="json", exclude={"stream"}) for wait in waits],
    }
    happened = "; ".join(words.EVENTS.get(event, words.in_words(event)) for event in answer.events)
    lines = [f"{iqa_id}: {happened or 'nothing changed'}.", *map(_asked, prompts), *map(_next, waits)]
    return Report(document, tuple(lines))


async def _prompts(connection: Connection, iqa_id: str) -> list[dict[str, Any]]:
    from infra.streams import folded  # noqa: PLC0415  few commands raise prompts, and reading a stream costs time

    iqa = await folded(connection, iqa_id)
    open_ones = [p for p in iqa.prompts if p.dismissed_because is None] if iqa else []
    return [prompt.model_dump(mode="json", exclude={"dismissed_because"}) for prompt in open_ones]


def _asked(prompt: dict[str, Any]) -> str:
    questions = ", ".join(map(str, prompt["questions"]))
    about = f" (question {questions})" if questions else ""
    return f"  {prompt['prompt']}: {words.PROMPTS.get(prompt['about'], prompt['about'])}{about}"


def _next(wait: WaitRow) -> str:
    says, command = words.step(wait.step, wait.item, wait.stream)
    by = f", due {words.due(wait.due)}" if wait.due else ""
    return f"  Next: {wait.who} to {says}{by} ({command})"
