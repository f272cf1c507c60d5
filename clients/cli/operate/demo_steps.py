"""The steps of the demonstration: each a command through the gateway, and a line that says what it did."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self
from uuid import UUID

from clients.cli.look.history import lines
from clients.command_ids import new_command_id
from clients.desk.desk import SignedIn, opened
from clients.desk.story import story
from clients.gateway import Engine, Gateway, connect
from domain.assessment import Answer as Answered
from domain.assessment import Mark, Mode, ReMark, Verdict
from domain.calendar import day_of
from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import iqa_id, quarter_id
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.periods import Quarter
from domain.quarter.commands import OpenQuarter, StartQuarter
from domain.questions import Category, PresetKind, Work
from domain.stream import Answer
from infra.embedded.clock import SkippableClock
from infra.postgres.connections import Pool
from infra.postgres.streams import folded
from infra.settings import Settings

_AREA: Final = "XT"
_PATIENCE_S: Final = 20.0
_GOOD: Final = {1: "Both stages of the Code test are set out, and what would change the decision."}
_IMPROVE: Final = {2: "Name the witness on whom the identification rests, and how the defence will meet it."}


class Stage:
    """The gateway, the database and the clocks of one demonstration."""

    def __init__(self, settings: Settings, pool: Pool, client: Engine) -> None:
        self._settings = settings
        self._pool = pool
        self._client = client
        self._gateway = Gateway(client, _none_known)
        self._clock = SkippableClock(client)
        self._quarter = ""

    @classmethod
    async def set(cls, settings: Settings, pool: Pool) -> Self:
        """Connect to the running engine."""
        return cls(settings, pool, await connect(settings))

    async def open_quarter(self, senior: str, *prosecutors: str) -> tuple[str, ...]:
        """Open the quarter of today and return the IQAs of these prosecutors, once they are open."""
        quarter = str(Quarter.containing(day_of(datetime.now(UTC))))
        self._quarter = quarter_id(_AREA, quarter)
        opening = OpenQuarter(area=_AREA, quarter=quarter, policy_version="demo-1")
        start = StartQuarter(command_id=new_command_id(), actor=senior, opening=opening)
        await self._gateway.open_quarter(self._quarter, start, self._settings.task_queue)
        iqas = tuple(iqa_id(quarter, prosecutor, Category.CASEWORK) for prosecutor in prosecutors)
        for iqa in iqas:
            await self._until(iqa, lambda _: True)
        _say(f"{senior} opened the quarter {quarter}: an IQA for each volume-crime prosecutor of {_AREA}.")
        return iqas

    async def select_and_mark(self, iqa: str, manager: str, urn: str) -> None:
        """Choose a case, answer every question that is on, confirm."""
        selection = c.SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1)
        await self._do(iqa, manager, selection)
        state = await self._state(iqa)
        if state.selection is None:
            return
        _say(
            f"{manager} chose case {urn}, one of {state.selection.eligible_cases} that fit, and names the work."
        )
        on = [preset.number for preset in state.selection.presets if preset.kind is PresetKind.ON]
        marks = tuple(_mark(question) for question in on)
        await self._do(iqa, manager, c.RecordMarks(marks=marks, seen_version=state.version))
        version = (await self._state(iqa)).version
        await self._do(iqa, manager, c.ConfirmAssessment(seen_version=version))
        _say(f"{manager} marked questions {', '.join(map(str, on))} and confirmed; the conversation is due.")

    async def talk(self, iqa: str, manager: str, prosecutor: str) -> None:
        """Hold the conversation, have it confirmed, and say that the case needs nothing."""
        content = "We talked the review through. Next time the trial strategy names its weak points first."
        await self._do(
            iqa, manager, c.HoldConversation(on=await self._today(iqa), mode=Mode.VIDEO, content=content)
        )
        await self._do(iqa, prosecutor, c.ConfirmConversation())
        await self._do(iqa, manager, c.RecordNoActions())
        _say(f"{manager} and {prosecutor} talked; the prosecutor confirmed it; the IQA is completed.")

    async def sample(self, iqa: str, manager: str) -> None:
        """Wait for the daily draw, then check, feed back and acknowledge."""
        while (sample := (await self._state(iqa)).sample) is None:
            await self._clock.forward(self._quarter, by=timedelta(days=1))
            await asyncio.sleep(0.3)
        state = await self._until(iqa, lambda state: state.sample is not None and state.sample.started)
        marked = [mark.question for mark in state.marks]
        re_marks = tuple(ReMark(question=question, verdict=Verdict.REASONABLE) for question in marked)
        check = c.RecordDipSample(
            comment="Question 2 could have said what a better review would have held; the marks are fair.",
            got_right="The improvement is specific.",
            re_marks=re_marks,
            case_read=True,
            seen_version=state.version,
        )
        await self._do(iqa, sample.sampler, check)
        feedback = c.GiveFeedback(
            on=await self._today(iqa), mode=Mode.FACE_TO_FACE, content="Said, and shown."
        )
        await self._do(iqa, sample.sampler, feedback)
        await self._do(iqa, manager, c.AcknowledgeFeedback())
        _say(f"The quarter drew it; {sample.sampler} checked it and fed back to {manager}; it is closed.")

    async def let_time_pass(self, iqa: str, by: timedelta) -> None:
        """Skip ahead on the IQA's own clock, past its deadline."""
        await self._clock.forward(iqa, by=by)
        state = await self._until(iqa, lambda state: bool(state.escalations))
        to = ", ".join(escalation.told[0] for escalation in state.escalations)
        _say(f"{by.days} days pass. Nobody recorded a conversation: {to} hear of it.")

    async def acknowledge(self, iqa: str, senior: str) -> None:
        """The senior manager takes it on, in the IQA that keeps it."""
        mine = next(e for e in (await self._state(iqa)).escalations if senior in e.told)
        command = AcknowledgeEscalation(
            escalation_id=mine.escalation_id,
            will_do="I cover the manager's hearing on Thursday so that they can talk.",
        )
        await self._do(iqa, senior, command)
        _say(f"{senior} acknowledged it, and said what they will do.")

    async def tell(self, iqa: str, reader: str) -> None:
        """Print the story as somebody reads it."""
        async with opened(self._settings) as desk:
            told = await story(desk, SignedIn(staff_id=reader, at=desk.now()), iqa)
        for line in lines(told):
            _say(line)

    async def _do(self, iqa: str, actor: str, command: c.IqaCommand) -> Answer:
        envelope = c.IqaEnvelope(command_id=new_command_id(), actor=actor, command=command)
        return await self._gateway.send(iqa, envelope)

    async def _state(self, iqa: str) -> Iqa:
        return await self._until(iqa, lambda _: True)

    async def _until(self, iqa: str, holds: Callable[[Iqa], bool]) -> Iqa:
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                state = await folded(self._pool, iqa)
                if state is not None and holds(state):
                    return state
                await asyncio.sleep(0.1)

    async def _today(self, iqa: str) -> date:
        return day_of(await self._clock.now(iqa))


def _mark(question: int) -> Mark:
    answer = Answered.NO if question in _IMPROVE else Answered.YES
    return Mark(
        question=question,
        answer=answer,
        good_practice=_GOOD.get(question),
        improvement=_IMPROVE.get(question),
    )


async def _none_known(_stream: str, _command_id: UUID) -> Answer | Refused | None:
    return None


def _say(line: str) -> None:
    print(f"   {line}", flush=True)
