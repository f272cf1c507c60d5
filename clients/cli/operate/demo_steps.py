"""The steps of the demonstration: each a command at the desk, and a line that says what it did."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from clients.cli.look.history import lines
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called
from clients.desk.quarters import open_quarter
from clients.desk.records import Record, record
from clients.desk.sending import send
from clients.desk.steps import acknowledge_escalation
from clients.desk.story import story
from clients.errors import CommandRefused
from domain.assessment import Answer as Answered
from domain.assessment import Mark, Mode, ReMark, Verdict
from domain.calendar import day_of
from domain.ids import iqa_id
from domain.iqa import commands as c
from domain.iqa.state import Stage as Stages
from domain.periods import Quarter
from domain.questions import Category, PresetKind, Work
from domain.words import due
from infra.embedded.clock import SkippableClock

_AREA: Final = "XT"
_PATIENCE_S: Final = 20.0
_A_MOMENT: Final = timedelta(seconds=2)
_GOOD: Final = {1: "Both stages of the Code test are set out, and what would change the decision."}
_IMPROVE: Final = {2: "Name the witness on whom the identification rests, and how the defence will meet it."}


class Stage:
    """The desk and the clocks of one demonstration; a senior manager of the Area looks on."""

    def __init__(self, desk: Desk, clock: SkippableClock, looking_on: str) -> None:
        self._desk = desk
        self._clock = clock
        self._looking_on = looking_on
        self._quarter = ""
        self._names: dict[str, str] = {}

    async def open_quarter(self, senior: str, *prosecutors: str) -> tuple[str, ...]:
        """Open the quarter of today and return the IQAs of these prosecutors, once they are open."""
        quarter = str(Quarter.containing(self._desk.today))
        self._quarter = (await open_quarter(self._desk, self._as(senior), _AREA, quarter)).stream
        iqas = tuple(iqa_id(quarter, prosecutor, Category.CASEWORK) for prosecutor in prosecutors)
        for iqa in iqas:
            await self._until(iqa, lambda _: True)
        _say(
            f"{self._who(senior)} opened the quarter {quarter}: an IQA for each volume-crime prosecutor of {_AREA}."
        )
        return iqas

    async def select_and_mark(self, iqa: str, manager: str, urn: str) -> None:
        """Choose a case, answer every question that is on, confirm."""
        selection = c.SelectCase(urn=urn, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=1)
        await self._do(iqa, manager, selection)
        state = await self._state(iqa)
        if state.selection is None:
            return
        _say(
            f"{self._who(manager)} chose case {urn}, one of {state.selection.eligible_cases} that fit, "
            "and names the work."
        )
        on = [preset.number for preset in state.selection.presets if preset.kind is PresetKind.ON]
        marks = tuple(_mark(question) for question in on)
        await self._do(iqa, manager, c.RecordMarks(marks=marks, seen_version=state.version))
        version = (await self._state(iqa)).version
        await self._do(iqa, manager, c.ConfirmAssessment(seen_version=version))
        _say(
            f"{self._who(manager)} marked questions {', '.join(map(str, on))} and confirmed; "
            "the conversation is due."
        )

    async def talk(self, iqa: str, manager: str, prosecutor: str) -> None:
        """Hold the conversation, have it confirmed, and say that the case needs nothing."""
        differently = "In the next review the trial strategy names its weak points first."
        await self._do(
            iqa,
            manager,
            c.HoldConversation(on=await self._today(iqa), mode=Mode.VIDEO, do_differently=differently),
        )
        await self._do(iqa, prosecutor, c.ConfirmConversation())
        await self._do(iqa, manager, c.RecordNoActions())
        _say(
            f"{self._who(manager)} and {self._who(prosecutor)} talked; the prosecutor confirmed it; "
            "the IQA is completed."
        )

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
        _say(
            f"The quarter drew it; {self._who(sample.sampler)} checked it and fed back to {self._who(manager)}."
        )

    async def days_of_comment(self, iqa: str) -> None:
        """Let them pass, with nothing more to be said."""
        until = (await self._state(iqa)).comment_until
        if until is None:
            return
        await self._clock.forward(iqa, by=until - await self._clock.now(iqa) + _A_MOMENT)
        await self._until(iqa, lambda state: state.stage is Stages.CLOSED)
        _say(f"It stayed open for the prosecutor until {due(until)}, and then closed by itself.")

    async def let_time_pass(self, iqa: str, by: timedelta) -> None:
        """Skip ahead on the IQA's own clock, past its deadline."""
        await self._clock.forward(iqa, by=by)
        state = await self._until(iqa, lambda state: bool(state.escalations))
        to = ", ".join(self._who(who) for escalation in state.escalations for who in escalation.told)
        _say(f"{by.days} days pass. Nobody recorded a conversation: {to} hear of it.")

    async def acknowledge(self, iqa: str, senior: str) -> None:
        """The senior manager takes it on, in the IQA that keeps it."""
        mine = next(e for e in (await self._state(iqa)).escalations if senior in e.told)
        will_do = "I cover the manager's hearing on Thursday so that they can talk."
        await acknowledge_escalation(self._desk, self._as(senior), mine.escalation_id, will_do)
        _say(f"{self._who(senior)} acknowledged it, and said what they will do.")

    async def tell(self, iqa: str, reader: str, since: str = "") -> None:
        """Print the story as somebody reads it, from the first event of a kind on where one is named."""
        told = await story(self._desk, self._as(reader), iqa)
        kinds = [line.kind for line in told.story]
        first = kinds.index(since) if since else 0
        for line in lines(told.model_copy(update={"story": told.story[first:]})):
            _say(line)

    async def _do(self, iqa: str, actor: str, command: c.IqaCommand) -> None:
        await send(self._desk, self._as(actor), iqa, command)

    def _who(self, staff_id: str) -> str:
        return called(staff_id, self._names)

    def _as(self, staff_id: str) -> SignedIn:
        return SignedIn(staff_id=staff_id, how="demonstration", at=self._desk.now())

    async def _state(self, iqa: str) -> Record:
        return await self._until(iqa, lambda _: True)

    async def _until(self, iqa: str, holds: Callable[[Record], bool]) -> Record:
        """Wait until the record shows something; it is not there before the quarter has opened it."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                try:
                    shown = await record(self._desk, self._as(self._looking_on), iqa)
                except CommandRefused:
                    shown = None
                if shown is not None and holds(shown):
                    self._names |= shown.names
                    return shown
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


def _say(line: str) -> None:
    print(f"   {line}", flush=True)
