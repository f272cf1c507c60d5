"""A whole quarter in which two managers leave everything to its last ten days, and three do not.

Three teams assess as planned. Nobody selects anything in the other two before the last ten days; then one of these
managers also talks to the prosecutors, and the other does not.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from domain.escalations import EscalationRaised
from domain.policy import EscalatedMatter
from domain.quarter import events as e
from domain.quarter.close.reporting import report_hash
from domain.quarter.events import PlannedIqa
from domain.quarter.pace.figures import Signal
from domain.quarter.pace.last_weeks import last_weeks, no_time_from
from domain.quarter.sample.lottery import verify
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs
from tests.journeys import team
from tests.journeys.season import Season
from tests.post import MailBox, mail_box
from tests.servers import Database
from tests.system import running_system

TALKS, TALKS_NOT = "M1", "M2"
TEN_DAYS = timedelta(days=10)
WEEK = timedelta(days=7)
MAILS = Path("docs") / "mails" / "quarter.mbox"
"""What people got by mail in that quarter; docs/notices.md shows some of it."""


@pytest_asyncio.fixture(loop_scope="session")
async def season(engine: str, database: Database, box: MailBox) -> AsyncIterator[Season]:
    async with running_system(engine, database, mail=box.address) as system:
        yield Season(system)


@pytest_asyncio.fixture(loop_scope="session")
async def box() -> AsyncIterator[MailBox]:
    async with mail_box() as opened:
        yield opened


class Script:
    """What is done on which day."""

    def __init__(self, season: Season, planned: tuple[PlannedIqa, ...]) -> None:
        self.season = season
        self.late = {season.system.id(TALKS), season.system.id(TALKS_NOT)}
        self.neglected = [one for one in planned if one.assessor in self.late]
        self._days: dict[date, list[tuple[str, PlannedIqa]]] = {}
        self._by_id = {one.iqa_id: one for one in planned}
        for one in planned:
            if one.assessor not in self.late:
                self._plan("assess", season.working_day(one.target_on), one)
                self._plan("talk", season.working_day(one.target_on, 2), one)
        for number, one in enumerate(self.neglected):
            day = season.working_day(season.period.last_day - TEN_DAYS, number % 5)
            self._plan("assess", day, one)
            if one.assessor == season.system.id(TALKS):
                self._plan("talk", season.working_day(day, 1), one)

    def _plan(self, what: str, day: date, one: PlannedIqa) -> None:
        self._days.setdefault(day, []).append((what, one))

    def sampled(self, iqa_id: str, day: date) -> None:
        """An IQA was drawn: it is checked soon after the talk about it was held."""
        one = self._by_id[iqa_id]
        talks = [on for on, things in self._days.items() if ("talk", one) in things]
        self._plan("check", self.season.working_day(max([*talks, day]), 2), one)

    async def act(self, day: date) -> None:
        """Do what is due on a day."""
        for what, one in self._days.get(day, ()):
            await getattr(self.season, what)(one, day)

    def assessed_from(self, day: date) -> int:
        """How many are assessed on that day or later."""
        return sum(what == "assess" for on, things in self._days.items() if on >= day for what, _ in things)

    async def let_pass(self, day: date) -> None:
        """Let the time of every IQA pass up to the end of a day, whoever looks at it."""
        await asyncio.gather(*(self.season.lets_pass(one, day) for one in self._by_id.values()))


async def walked(season: Season) -> tuple[Script, e.QuarterClosed]:
    """Play the whole quarter to its close, a week at a time."""
    script = Script(season, (await season.begin()).planned)
    drawn: set[str] = set()
    for sunday in sundays(season):
        for n in range(6, -1, -1):
            await script.act(sunday - timedelta(days=n))
        await script.let_pass(min(sunday, season.period.last_day))
        quarter = await season.goes_on_to(min(sunday, season.period.last_day))
        assert len(quarter.drawn) == len(quarter.numbered) // 10, "one of each full block, at any moment"
        for one in quarter.drawn:
            if one.iqa_id not in drawn:
                script.sampled(one.iqa_id, sunday)
                drawn.add(one.iqa_id)
    return script, await season.closes()


def sundays(season: Season) -> Iterator[date]:
    """The Sundays that end the quarter's weeks, the last one perhaps after its end."""
    first = season.period.first_day
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday - WEEK < season.period.last_day:
        yield sunday
        sunday += WEEK


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_whole_quarter(season: Season, box: MailBox, request: pytest.FixtureRequest) -> None:
    script, closed = await walked(season)

    await the_signals_came_in_the_right_weeks(season, script)
    await the_sample_is_exact(season, closed)
    the_report_is_right(script, closed)
    nothing_about_anybody_left_the_system(season, box)
    await it_can_be_done_again_by_an_auditor(season)
    if request.config.getoption("--write-histories"):
        MAILS.unlink(missing_ok=True)
        box.write(MAILS)


async def the_signals_came_in_the_right_weeks(season: Season, script: Script) -> None:
    """Only the two are named; each is warned first, and the one above hears of it in the week after."""
    reviews = await season.reviews()
    signals: dict[str, list[tuple[date, Signal]]] = {}
    for review in reviews:
        for one in review.managers:
            signals.setdefault(one.manager, []).append((review.last_day, one.signal))
    for manager, weeks in signals.items():
        told = [day for day, signal in weeks if signal is not Signal.NONE]
        if manager not in script.late:
            assert told == [], f"{manager} did nothing wrong"
            continue
        assert dict(weeks)[told[0]] is Signal.WARNED
        assert dict(weeks)[told[0] + WEEK] is Signal.RAISED
        due = min(planned.target_on for planned in script.neglected if planned.assessor == manager)
        last_weeks = season.period.last_day - 3 * WEEK
        assert due < told[0] < last_weeks, "while there is still time, and not before anything was due"
    raised = [
        r.event
        for r in await season.events()
        if isinstance(r.event, EscalationRaised) and r.event.matter is EscalatedMatter.PACE
    ]
    assert sorted(matter.deadline for matter in raised) == sorted(
        f"pace:{manager}" for manager in script.late
    )
    assert {matter.to for matter in raised} == {(season.system.id("S1"),)}


async def the_sample_is_exact(season: Season, closed: e.QuarterClosed) -> None:
    quarter = await season.until(lambda found: found.closed_at is not None)
    assert len(quarter.numbered) == team.IQAS
    assert closed.drawn == len([one for one in quarter.drawn if one.block]) == team.IQAS // 10
    assert verify(quarter.seed_commitment, closed.seed, quarter.numbered, quarter.drawn) == ()


def the_report_is_right(script: Script, closed: e.QuarterClosed) -> None:
    report = closed.report
    assert report is not None
    assert closed.report_hash == report_hash(report)
    [casework] = report.categories
    late = 2 * team.MEMBERS
    assert casework.undertaken == team.IQAS
    assert casework.completed == casework.conversations_held == team.IQAS - team.MEMBERS
    assert casework.conversations_not_held + casework.conversations_to_come == team.MEMBERS
    assert casework.completed_on_time == team.IQAS - late
    library = Library.load().current
    late_from = no_time_from(script.season.period, library.policy, library.calendar)
    assert casework.left_no_time == script.assessed_from(late_from) >= late
    assert casework.drawn == team.IQAS // 10
    assert report.bunching is not None
    crowded = last_weeks(script.season.period, library.policy).first_day
    assert report.bunching.confirmed_late == script.assessed_from(crowded) >= late
    assert (report.bunching.index or 0) > 1.5
    assert (report.bunching.probability or 1) < 0.05
    waiting = {(one.step, one.count) for one in report.waits}
    assert ("converse", team.MEMBERS) in waiting


def nothing_about_anybody_left_the_system(season: Season, box: MailBox) -> None:
    """Every kind of mail of a quarter went out, each once, and none names a case, a person, or what somebody wrote."""
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails) > 0
    secret = re.compile(
        rf"92{season.system.area}|{season.system.area}-[A-Z]\d|second review|Fair|talked it over"
    )
    for mail in box.mails:
        body = mail.get_body(("plain",))
        assert body is not None
        assert not secret.search(body.get_content()), body.get_content()
        assert not secret.search(str(mail["Subject"]))


async def it_can_be_done_again_by_an_auditor(season: Season) -> None:
    histories = await runs(season.system.client, season.id)
    async with season.system.connection() as connection:
        ledger = await kept(connection, season.id)
    assert await replay(season.id, histories, Library.load(), ledger) == ()
