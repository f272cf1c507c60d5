"""What the database counts of all Areas at once is what each Area's own report would say, whatever there is."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from domain.assessment import Judgement, Source
from domain.calendar import end_of_day
from domain.errors import Reason, Refused
from domain.iqa.events import PromptAnswered
from domain.iqa.state import Step, Talk
from domain.periods import Quarter
from domain.prompts import HEEDED, Prompt, PromptKind
from domain.quarter import events as e
from domain.quarter.close.reporting import report
from domain.quarter.commands import OpenQuarter, QuarterEnvelope
from domain.quarter.kind import QUARTER
from domain.quarter.pace.last_weeks import last_weeks, no_time_from
from domain.quarter.sample.population import Pick
from domain.questions import Category, Work
from domain.rows import EscalationRow, IqaRow, Rows, WaitRow
from infra.postgres.ledger import project
from infra.postgres.national import reports
from infra.postgres.quarter_views import seen
from infra.reference import Library
from tests.area import new_code
from tests.records import Desk

LIBRARY = Library.load()
A_DAY = timedelta(days=1)
A_MOMENT = timedelta.resolution
RECORD = "insert into iqa.ledger values ($1, $2, 'sample_drawn', 1, $3, 'x', gen_random_uuid(), 0, $4, $4)"
HELD_UP = """
insert into iqa.commands
values ($1, gen_random_uuid(), 'record_marks', 'x', 'x', '', 1, 0, 'x', $2, '', $3, $3)
returning stream
"""
ANSWERED = """
insert into iqa.ledger
select $1, count(*) + 1, 'prompt_answered', 1, $2, 'x', gen_random_uuid(), 0, $3, $3
from iqa.ledger where stream = $1
returning stream
"""
CHANGE_CASE = (
    "update iqa.cases set plea = $2, status = $3, domestic_abuse = $4, rape = $5 where urn = $1 returning urn"
)
WORK_ON_IT = "insert into iqa.contributions values ($1, $2, 'review', '2026-01-02', 99) returning urn"
LISTED_ONE_BY_ONE = {"uncovered": (), "waits_with": (), "outstanding": ()}


class Country:
    """Two Areas, each with an open quarter, and IQAs of all sorts; what there is follows from the seed alone."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.chance = Random(seed)
        self.period = Quarter.parse(desk.quarter)
        self.areas = (desk.area, new_code())
        self.urns: list[str] = []

    async def fill(self) -> None:
        """Open the quarters and record the rest as if it had happened."""
        desks = [Desk(area, self.desk.owner_dsn, self.desk.recorder) for area in self.areas]
        await desks[1].import_area()
        for here in desks:
            await self._change_cases(here)
        for here in desks:
            await self._open(here)
            for n in range(self.chance.randrange(40)):
                await self._one(here, self._iqa(here, f"iqa-{self.desk.quarter}-{here.area}-{n}"))

    async def _change_cases(self, here: Desk) -> None:
        """Few are of a kind that counts, and of those some are over or have a plea."""
        for case in await here.rows("select urn from iqa.cases where area = $1 order by urn", here.area):
            plea = self.chance.choice((None, None, "guilty", "guilty_anticipated"))
            status = self.chance.choice(("live", "live", "finalised"))
            kinds = self._perhaps(), self._perhaps()
            self.urns.append(case["urn"])
            whose = f"{self.chance.choice(self.areas)}-P{self.chance.randint(1, 6)}"
            await here.rows(WORK_ON_IT, case["urn"], whose)
            await here.rows(CHANGE_CASE, case["urn"], plea, status, *kinds)

    async def _open(self, here: Desk) -> None:
        opening = OpenQuarter(area=here.area, quarter=here.quarter, policy_version="default-1")
        envelope = QuarterEnvelope(command_id=uuid4(), actor=here.id("S1"), command=opening)
        request = QUARTER.request(stream=self.stream(here.area), folded=0, now=here.now, envelope=envelope)
        outcome = await ActivityEnvironment().run(here.recorder.activity(QUARTER), request)
        assert outcome.answer, outcome.refused
        [opened] = [one.event for one in outcome.events if isinstance(one.event, e.QuarterOpened)]
        for planned in opened.planned[::2]:
            await self._one(here, self._iqa(here, planned.iqa_id))

    def stream(self, area: str) -> str:
        return f"quarter-{self.desk.quarter}-{area}"

    async def _one(self, here: Desk, iqa: IqaRow) -> None:
        waits = tuple(self._wait(iqa.iqa_id, n) for n in range(self.chance.randrange(3)))
        raised = (self._escalation(iqa),) if self._perhaps() else ()
        rows = Rows(iqa=(iqa,), waits=waits, escalations=raised)
        async with here.connection() as connection:
            await project(connection, iqa.iqa_id, Rows(), rows)
            for pick in Pick:
                if self._perhaps():
                    await self._draw(here, iqa, pick)
        await self._ask_first(here, iqa)

    def _iqa(self, here: Desk, iqa_id: str) -> IqaRow:
        period, chance = self.period, self.chance
        policy, calendar = LIBRARY.current.policy, LIBRARY.current.calendar
        days = (last_weeks(period, policy).first_day, no_time_from(period, policy, calendar))
        near = (
            period.begins,
            period.ends,
            here.now,
            here.now,
            *(end_of_day(day - A_DAY) + A_MOMENT for day in days),
        )
        confirmed = chance.choice(near) + chance.choice((-A_DAY, -A_MOMENT, A_MOMENT * 0, A_MOMENT, A_DAY))
        prosecutor, whose = f"P{chance.randint(1, 6)}", chance.choice((here.area, here.area, *self.areas))
        return IqaRow(
            iqa_id=iqa_id,
            version=1,
            area=here.area,
            quarter=str(chance.choice((period, period, period, period.before(1), period.next()))),
            category=chance.choice([*Category]),
            prosecutor=f"{whose}-{prosecutor}",
            assessor=here.id("M1"),
            senior_manager=here.id("S1"),
            former_assessors=(),
            done_by=(),
            stage="selection",
            target_on=period.first_day,
            urn=chance.choice(self.urns),
            work=(Work.EARLY_ADVICE_OR_CHARGING,),
            source=chance.choice((None, Source.CHOSEN, Source.ASKED_FOR)),
            eligible_cases=None,
            replaced=0,
            overridden=chance.choice(((), ("case_not_live",))),
            set_aside_at=None,
            themed=self._perhaps(),
            yes=0,
            no=0,
            not_applicable=0,
            talk=chance.choice([*Talk]),
            held_on=None,
            escalated=0,
            sampler=None,
            sample_pick=None,
            released=False,
            next_due=None,
            opened_at=here.now,
            selected_at=None,
            confirmed_at=self._or_none(confirmed, confirmed),
            missed=chance.randrange(2),
            asks_for=(),
            sampled_at=self._or_none(here.now),
            fed_back_at=self._or_none(here.now),
            re_marked=chance.randrange(4),
            re_marks_asked=chance.randrange(4),
            case_read=self._perhaps(),
            before_marks=self._perhaps(),
            judgements=tuple(one for one in Judgement if self._perhaps()),
            completed_at=self._or_none(here.now),
            closed_at=self._or_none(here.now),
            withdrawn_at=self._or_none(here.now),
        )

    def _wait(self, stream: str, n: int) -> WaitRow:
        step = self.chance.choice([*Step])
        missed = self._perhaps()
        return WaitRow(stream=stream, step=step, item=f"{n}", who="x", due=None, missed=missed, urgent=False)

    def _escalation(self, iqa: IqaRow) -> EscalationRow:
        return EscalationRow(
            escalation_id=f"mark-{iqa.iqa_id}",
            stream=iqa.iqa_id,
            version=1,
            area=iqa.area,
            quarter=iqa.quarter,
            deadline="mark",
            matter=self.chance.choice(("deadline", "pace")),
            told=("x",),
            beside=(),
            rung=1,
            raised_at=self.desk.now,
            climb_due=None,
            acknowledged_by=None,
            acknowledged_at=self._or_none(self.desk.now),
            settled_at=self._or_none(self.desk.now),
        )

    async def _draw(self, here: Desk, iqa: IqaRow, pick: Pick) -> None:
        drawn = e.SampleDrawn(iqa_id=iqa.iqa_id, category=iqa.category, block=1, sampler="x", pick=pick)
        stream = self.stream(here.area)
        [last] = await here.rows("select max(version) as version from iqa.ledger where stream = $1", stream)
        body = drawn.model_dump_json().encode()
        await here.rows(RECORD, stream, last["version"] + 1, body, here.now)

    async def _ask_first(self, here: Desk, iqa: IqaRow) -> None:
        """Some was asked, and of that and of other things some was answered, or said to be heeded."""
        for n in range(self.chance.randrange(6)):
            about = self.chance.choice((PromptKind.EMPTY_PHRASE, PromptKind.SAME_COMMENT))
            prompt = Prompt(about=about, answers=("considered",), words=(f"{n % 4}", f"{n % 3}"))
            asked = Refused(reason=Reason.ASKED_FIRST, detail=about, prompts=(prompt,))
            await here.rows(HELD_UP, iqa.iqa_id, asked.model_dump_json().encode(), here.now)
            answer = self.chance.choice(("considered", HEEDED))
            words = () if answer == HEEDED else prompt.words[:1]
            said = PromptAnswered(about=about, answer=answer, words=words)
            await here.rows(ANSWERED, iqa.iqa_id, said.model_dump_json().encode(), here.now)

    def _perhaps(self) -> bool:
        return self.chance.random() < 0.3

    def _or_none(self, *instants: datetime) -> datetime | None:
        return self.chance.choice((None, *instants))


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_counted_at_once_is_what_each_report_says_but_for_what_it_lists_one_by_one(
    desk: Desk, seed: int
) -> None:
    country = Country(desk, seed)
    await country.fill()
    last_days = country.period.ends - 2 * A_DAY

    async with desk.connection() as connection:
        for now in (desk.now, last_days, country.period.ends + 9 * A_DAY, country.period.begins - A_DAY):
            at_once = await reports(connection, LIBRARY, country.areas, desk.quarter, now)
            for area in country.areas:
                one = await seen(connection, LIBRARY, country.stream(area), now)
                assert one
                alone = report(one.quarter, one.facts)
                assert at_once[area] == alone.model_copy(update=LISTED_ONE_BY_ONE)


async def test_nothing_is_counted_where_no_quarter_is_open(desk: Desk) -> None:
    async with desk.connection() as connection:
        assert await reports(connection, LIBRARY, (), desk.quarter, desk.now) == {}
