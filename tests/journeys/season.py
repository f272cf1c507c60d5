"""A whole quarter walked day by day on the real engine: every workflow has a clock of its own, moved together."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from activities.record import decode
from clients.command_ids import new_command_id
from domain.assessment import Mode, ReMark, Verdict
from domain.calendar import Calendar, day_of, end_of_day
from domain.ids import quarter_id
from domain.iqa import commands as c
from domain.post import opening
from domain.prompts import PromptAnswer, PromptKind
from domain.quarter import events as e
from domain.quarter.commands import OpenQuarter, StartQuarter
from domain.quarter.events import PlannedIqa, RecordedQuarterEvent
from domain.quarter.kind import QUARTER as RULES
from domain.quarter.state import AreaQuarter, Step
from domain.questions import Work
from infra.postgres.ledger import events_of
from infra.postgres.roster_import import import_directory
from infra.reference import Library
from tests import clock
from tests.commands import mark_all
from tests.journeys import team
from tests.servers import bare_folder, soon
from tests.system import A_MOMENT, System

_NOON = timedelta(hours=12)


class Season:
    """The quarter after the present one, from its first day to its close."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.period = clock.QUARTER
        self.id = quarter_id(system.area, str(self.period))
        self.calendar: Calendar = Library.load().current.calendar
        self.handle = system.client.get_workflow_handle(self.id)
        self._posted = self.period.first_day

    async def begin(self) -> AreaQuarter:
        """Import the teams, and open the quarter on its first day: its workflow's clock starts there."""
        with bare_folder() as folder:
            export = team.write_export(self.system.area, folder, self.period.first_day)
            async with self.system.connection() as connection:
                await connection.execute("truncate iqa.people cascade")
                await import_directory(connection, export)
        opening = OpenQuarter(area=self.system.area, quarter=str(self.period), policy_version="default-1")
        start = StartQuarter(command_id=new_command_id(), actor=self.system.id("S1"), opening=opening)
        delay = self._at(self.period.first_day) - datetime.now(UTC)
        await self.system.client.start_workflow(
            "quarter", start, id=self.id, task_queue=self.system.settings.task_queue, start_delay=delay
        )
        await self.system.skipper.fast_forward(self.handle, delay)
        opened = await self.until(lambda quarter: bool(quarter.planned) and not quarter.unopened)
        await asyncio.gather(*(self.system.until(one.iqa_id, lambda _: True) for one in opened.planned))
        return opened

    async def goes_on_to(self, day: date) -> AreaQuarter:
        """Let the quarter's own clock run to the end of a day, with every pass, review and digest on its way."""
        left = end_of_day(day) + A_MOMENT - await self.system.skipper.get_current_time(self.handle)
        await self.system.skipper.fast_forward(self.handle, left)
        quarter = await self.until(lambda quarter: quarter.deadlines[0].due > end_of_day(day))
        await self._post_goes_out(day)
        return quarter

    async def closes(self) -> e.QuarterClosed:
        """Let the time of the close come, and the next day's post."""
        quarter = await self.until(lambda _: True)
        deadline = quarter.deadline(Step.CLOSE)
        assert deadline is not None
        closes_on = day_of(deadline.due)
        await self.goes_on_to(closes_on)
        await self.until(lambda quarter: quarter.closed_at is not None and not quarter.tellings)
        await self.goes_on_to(self.working_day(closes_on, 1))
        return next(r.event for r in await self.events() if isinstance(r.event, e.QuarterClosed))

    async def assess(self, iqa: PlannedIqa, day: date) -> None:
        """Select, mark and confirm, all on one day."""
        await self._forward(iqa.iqa_id, day)
        case = team.urn(self.system.area, iqa.prosecutor)
        seen = (await self.system.state(iqa.iqa_id)).version
        select = c.SelectCase(urn=case, work=(Work.EARLY_ADVICE_OR_CHARGING,), seen_version=seen)
        await self._send(iqa, iqa.assessor, select)
        await self._send(iqa, iqa.assessor, mark_all(await self.system.state(iqa.iqa_id)))
        seen = (await self.system.state(iqa.iqa_id)).version
        await self._send(iqa, iqa.assessor, c.ConfirmAssessment(seen_version=seen))

    async def talk(self, iqa: PlannedIqa, day: date) -> None:
        """Hold the conversation, which the prosecutor confirms; the case needs nothing."""
        await self._forward(iqa.iqa_id, day)
        content = "We went through the second review together."
        await self._send(
            iqa, iqa.assessor, c.HoldConversation(on=day, mode=Mode.VIDEO, do_differently=content)
        )
        await self._send(iqa, iqa.prosecutor, c.ConfirmConversation())
        await self._send(iqa, iqa.assessor, c.RecordNoActions())

    async def check(self, iqa: PlannedIqa, day: date) -> None:
        """Dip sample it, feed back to the manager, have that acknowledged."""
        await self._forward(iqa.iqa_id, day)
        state = await self.system.until(iqa.iqa_id, lambda one: one.sample is not None and one.sample.started)
        assert state.sample is not None
        sampler = state.sample.sampler
        re_marks = tuple(ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in state.marks)
        follows = PromptAnswer(prompt=PromptKind.WHAT_FOLLOWS, answer="in_feedback")
        check = c.RecordDipSample(
            comment="Fair.",
            got_right="The marks.",
            re_marks=re_marks,
            answered=(follows,),
            seen_version=state.version,
        )
        await self._send(iqa, sampler, check)
        await self._send(
            iqa,
            sampler,
            c.GiveFeedback(on=day, mode=Mode.VIDEO, content="Which witnesses the review should have named."),
        )
        await self._send(iqa, iqa.assessor, c.AcknowledgeFeedback())

    async def lets_pass(self, iqa: PlannedIqa, day: date) -> None:
        """Let an IQA's time pass up to the end of a day, with every deadline on its way, unless it has ended."""
        if (await self.system.state(iqa.iqa_id)).closed_at:
            return
        left = end_of_day(day) + A_MOMENT - await self.system.now(iqa.iqa_id)
        if left > timedelta(0):
            await self.system.forward(iqa.iqa_id, by=left)

    async def events(self) -> tuple[RecordedQuarterEvent, ...]:
        """Everything that happened in the quarter so far."""
        async with self.system.connection() as connection:
            return decode(RULES, await events_of(connection, self.id))

    async def reviews(self) -> tuple[e.WeekReviewed, ...]:
        """The weeks that were gone over."""
        return tuple(r.event for r in await self.events() if isinstance(r.event, e.WeekReviewed))

    async def until(self, holds: Callable[[AreaQuarter], bool]) -> AreaQuarter:
        """Wait until the ledger shows a quarter of which something holds."""
        found: list[AreaQuarter] = []

        async def shows() -> None:
            quarter = RULES.fold(None, await self.events(), self.id)
            assert quarter is not None
            assert holds(quarter)
            found.append(quarter)

        await soon(shows, within_s=60)
        return found[-1]

    def working_day(self, day: date, later: int = 0) -> date:
        """The day, or the first working day after it, and so many working days on."""
        first = day if self.calendar.is_working_day(day) else self.calendar.add_working_days(day, 1)
        return self.calendar.add_working_days(first, later) if later else first

    async def _post_goes_out(self, until: date) -> None:
        """Have the post run as the hours open on every day that is not over yet."""
        hours = Library.load().current.policy.notices
        while self._posted < until:
            self._posted += timedelta(days=1)
            await self.system.run_post(opening(self._posted, hours))

    async def _forward(self, iqa: str, day: date) -> None:
        left = self._at(day) - await self.system.now(iqa)
        if left > timedelta(0):
            await self.system.forward(iqa, by=left)
        assert day_of(await self.system.now(iqa)) == day

    async def _send(self, iqa: PlannedIqa, actor: str, command: c.IqaCommand) -> None:
        await self.system.send(iqa.iqa_id, actor.removeprefix(f"{self.system.area}-"), command)

    @staticmethod
    def _at(day: date) -> datetime:
        """Noon of a day, or a little later."""
        return end_of_day(day) - _NOON
