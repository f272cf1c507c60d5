"""The post of an Area on the real engine: the digest as working hours open, what goes alone at once, by a Schedule."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
import pytest_asyncio
from temporalio.client import WorkflowFailureError
from temporalio.common import RetryPolicy

from activities.contracts import StartPost
from domain.assessment import Answer, Mark, Mode, ReMark, Upheld, Verdict
from domain.casework.commands import RecordAction as RecordCaseAction
from domain.ids import QUARTER
from domain.iqa import commands as c
from infra import post_queue
from infra.postgres.sql import queries
from infra.temporal.schedule import keep_schedule, schedule_id
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.post import MailBox, mail_box, next_opening
from tests.servers import Database, soon
from tests.system import System, running_system
from tests.workflows.conftest import Keep
from tests.workflows.quarters import ask_case, open_quarter, quarter_until
from workflows import options
from workflows.contracts import PostEnded
from workflows.post import PostWorkflow

WRITTEN = "Nobody but those who work on it may read this."
A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


class Post:
    """An Area without a quarter, whose mail arrives in a mailbox; rounds are made at the instants that a test wants."""

    def __init__(self, system: System, box: MailBox, stack: AsyncExitStack) -> None:
        self.system = system
        self.box = box
        self._listening = stack

    async def opens_quarter(self) -> tuple[str, ...]:
        """Open the present quarter; gives its IQAs, of which each assessor is told."""
        await open_quarter(self.system)
        quarter = await quarter_until(self.system, lambda quarter: not quarter.unopened)
        for planned in quarter.planned:
            await self.system.until(planned.iqa_id, lambda _: True)
        return tuple(planned.iqa_id for planned in quarter.planned)

    async def opening(self) -> datetime:
        """When the hours open for what everybody was told last."""
        [row] = await self.system.rows("select max(at) as last from iqa.notices")
        return next_opening(row["last"])

    async def move_notices(self, at: datetime) -> None:
        """Have everybody told at another instant."""
        await self.system.rows("update iqa.notices set at = $1 returning at", at)

    async def subjects_to(self, name: str) -> list[str]:
        sql = "select email from iqa.people where staff_id = $1"
        [row] = await self.system.rows(sql, self.system.id(name))
        return [str(mail["Subject"]) for mail in self.box.to(row["email"])]

    async def queue(self) -> post_queue.Post:
        async with self.system.connection() as connection:
            return post_queue.Post.model_validate(dict(await queries("post").queue(connection)))

    async def goes_down(self) -> None:
        """Stop listening for mail."""
        await self._listening.aclose()

    async def comes_back(self) -> None:
        await self._listening.enter_async_context(mail_box(self.box))


@pytest_asyncio.fixture(loop_scope="session")
async def post(engine: str, database: Database) -> AsyncIterator[Post]:
    async with AsyncExitStack() as stack:
        box = await stack.enter_async_context(mail_box())
        async with running_system(engine, database, mail=box.address) as system:
            yield Post(system, box, stack)


async def record_action(post: Post, *, urgent: bool = True) -> None:
    """M1 has P1 do something about a case, outside any IQA."""
    system = post.system
    command = RecordCaseAction(
        urn=system.urn("P1", Kind.ANY_WORK), what=WRITTEN, owner=system.id("P1"), urgent=urgent
    )
    await ask_case(system, "M1", command.urn, command)


async def test_the_digest_goes_out_once_a_day_as_working_hours_open(post: Post) -> None:
    planned = await post.opens_quarter()
    opening = await post.opening()

    assert (await post.system.run_post(opening - A_MINUTE)).rounds == 0
    assert post.box.mails == []
    assert (await post.system.run_post(opening)).rounds == 1
    numbers = [int(str(mail["Subject"]).split()[3]) for mail in post.box.mails]
    assert await post.subjects_to("M1") == ["Individual Quality Assessments: 2 new notices"]
    # P6 is away with somebody in custody, of which M3 is told beside their own IQA.
    assert sum(numbers) == len(planned) + 1
    await record_action(post, urgent=False)
    assert (await post.system.run_post(opening + AN_HOUR)).rounds == 0
    assert (await post.system.run_post(next_opening(opening))).rounds == 1
    assert await post.subjects_to("P1") == ["Individual Quality Assessments: 1 new notice"]


async def test_nothing_goes_out_on_a_sunday_or_over_christmas(post: Post) -> None:
    await post.opens_quarter()
    await record_action(post)
    await post.move_notices(datetime(2026, 12, 24, 18, tzinfo=UTC))

    for day in (25, 26, 27, 28):  # a Friday, the weekend, and the day that makes up for Boxing Day
        assert (await post.system.run_post(datetime(2026, 12, day, 12, tzinfo=UTC))).rounds == 0
    assert (await post.system.run_post(datetime(2026, 12, 29, 9, tzinfo=UTC))).rounds == 1
    assert len(await post.subjects_to("M1")) == len(await post.subjects_to("P1")) == 1


async def test_an_urgent_action_goes_out_by_itself_within_the_hours_of_any_area(post: Post) -> None:
    """There is no quarter here, and never was one."""
    await record_action(post)
    opening = await post.opening()

    assert (await post.system.run_post(opening + timedelta(hours=8))).rounds == 0
    assert await post.system.run_post(opening + AN_HOUR) == PostEnded(rounds=1, sent=1, failed=0)
    assert await post.subjects_to("P1") == ["Urgent: Individual Quality Assessments"]
    assert await post.system.run_post(opening + AN_HOUR + A_MINUTE) == PostEnded(rounds=0, sent=0, failed=0)


async def test_an_invitation_goes_out_at_once_too(post: Post) -> None:
    system = post.system
    iqa = await system.open("P1")
    await system.send(iqa, "M1", select_case(system))
    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))
    opening = await post.opening()
    await system.run_post(opening)
    await system.send(iqa, "M1", c.PlanConversation(on=opening.date() + timedelta(days=1), mode=Mode.VIDEO))
    await system.run_post(opening + A_MINUTE)

    assert (await post.subjects_to("P1"))[1:] == ["IQA conversation"]
    assert (await post.subjects_to("M1"))[1:] == ["IQA conversation"]


async def test_a_mail_server_that_is_down_delays_the_post_and_loses_nothing(post: Post) -> None:
    await post.opens_quarter()
    opening = await post.opening()
    await post.goes_down()
    failed = await post.system.run_post(opening)
    queue = await post.queue()

    assert (failed.rounds, failed.sent, failed.failed) == (1, 0, queue.queued)
    assert queue.queued > 0
    assert queue.last_error == "smtp_refused"
    await post.comes_back()
    assert (await post.system.run_post(opening + 29 * A_MINUTE)).rounds == 0
    assert (await post.system.run_post(opening + 30 * A_MINUTE)).sent == queue.queued
    assert len(post.box.mails) == queue.queued
    assert (await post.queue()).queued == 0
    assert {row["attempts"] for row in await post.system.rows("select attempts from iqa.messages")} <= {1, 2}


async def test_a_round_that_nobody_could_make_fails_its_run_and_goes_out_with_the_next_one(
    post: Post, monkeypatch: pytest.MonkeyPatch, keep: Keep
) -> None:
    monkeypatch.setattr("infra.postgres.outbox._TURN_S", 0.2)
    monkeypatch.setitem(options.POST, "retry_policy", RetryPolicy(maximum_attempts=2))
    await record_action(post)
    opening = await post.opening()
    async with post.system.connection() as somebody_else:
        await queries("post").take_turn(somebody_else, area=post.system.area)
        run = await post.system.start_post(opening)
        with pytest.raises(WorkflowFailureError) as failed:
            await run.result()
    await keep(post.system, "a_round_that_nobody_could_make", run.id)

    assert post.system.area in str(failed.value.cause)
    assert post.box.mails == []
    assert (await post.system.run_post(opening + A_MINUTE)).sent == 1


async def test_what_is_urgent_goes_out_by_the_schedule_as_soon_as_its_next_run_begins(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a minute's time; here in a second's, and in the hours, whenever this is run."""
    assert timedelta(minutes=1) == options.POST_EVERY
    monkeypatch.setattr(options, "POST_EVERY", timedelta(seconds=1))
    await record_action(post)
    within = StartPost(now=await post.opening())
    monkeypatch.setattr("infra.temporal.schedule.StartPost", lambda: within)
    async with post.system.scheduled_post():
        await soon(lambda: it_is_here(post))
        assert await post.subjects_to("P1") == ["Urgent: Individual Quality Assessments"]


async def it_is_here(post: Post) -> None:
    assert len(await post.subjects_to("P1")) == 1


async def test_a_run_that_is_told_no_instant_takes_its_own_clock(post: Post, keep: Keep) -> None:
    await record_action(post)
    delay = await post.opening() + AN_HOUR - datetime.now(UTC)
    run = await post.system.client.start_workflow(
        PostWorkflow.run,
        StartPost(),
        id=f"run-{post.system.area}",
        task_queue=options.bulk_queue(post.system.settings.task_queue),
        start_delay=delay,
    )
    await post.system.skipper.fast_forward(run, delay)

    assert (await run.result()).sent == 1
    await keep(post.system, "a_round_by_the_clock", run.id)


async def test_workers_make_one_schedule_and_mend_one_that_differs(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = post.system.settings.task_queue
    async with post.system.worker() as one, post.system.worker() as another:
        await keep_schedule(one.client, queue)
        await keep_schedule(another.client, queue)
    ids = [schedule.id async for schedule in await post.system.client.list_schedules()]
    handle = post.system.client.get_schedule_handle(schedule_id(queue))
    before = await handle.describe()
    await handle.pause()
    monkeypatch.setattr(options, "POST_EVERY", timedelta(seconds=90))
    await keep_schedule(post.system.client, queue)
    after = await handle.describe()
    await handle.delete()

    assert ids.count(schedule_id(queue)) == 1
    assert before.info.last_updated_at is None
    assert [interval.every for interval in before.schedule.spec.intervals] == [timedelta(minutes=1)]
    assert [interval.every for interval in after.schedule.spec.intervals] == [timedelta(seconds=90)]
    assert after.schedule.state.paused, "what operators paused stays so"


async def test_what_a_whole_iqa_sends_names_nobody_no_case_no_mark_and_nothing_that_anybody_wrote(
    post: Post,
) -> None:
    system = post.system
    iqas = await post.opens_quarter()
    await a_whole_iqa(system, next(iqa for iqa in iqas if system.id("P1") in iqa))
    await record_action(post)
    await system.run_post(await post.opening())

    told = {row["kind"] for row in await system.rows("select distinct kind from iqa.notices")}
    assert told >= {
        "iqa_assigned",
        "assessment_confirmed",
        "conversation_invitation",
        "conversation_to_confirm",
        "action_assigned",
        "comment_made",
        "query_raised",
        "query_answered",
        "sample_drawn",
        "feedback_given",
        "urgent_action",
    }
    people = [row["staff_id"] for row in await system.rows("select staff_id from iqa.people")]
    cases = [row["urn"] for row in await system.rows("select urn from iqa.cases")]
    addresses = {row["email"] for row in await system.rows("select email from iqa.people")}
    assert len(post.box.mails) >= 8  # an invitation that was called off before the post went out is in none
    for mail in post.box.mails:
        whole = "\n".join([*map(str, mail.values()), *texts(mail)])
        others = [*people, *cases, *(addresses - {mail["To"]})]
        assert [one for one in others if one.lower() in whole.lower()] == []
        assert WRITTEN not in whole
        assert "iqa-2" not in whole


def texts(mail: EmailMessage) -> list[str]:
    """Every part of a mail as its reader sees it, calendars unfolded."""
    return [part.get_content().replace("\r\n ", "") for part in mail.walk() if not part.is_multipart()]


async def a_whole_iqa(system: System, iqa: str) -> None:
    """One IQA from selection to acknowledged feedback, with words of everybody in it."""

    async def does(actor: str, command: c.IqaCommand) -> None:
        if hasattr(command, "seen_version"):
            command = command.model_copy(update={"seen_version": (await system.state(iqa)).version})
        await system.send(iqa, actor, command)

    on: date = today()
    await does("M1", select_case(system))
    special = {2: Mark(question=2, answer=Answer.NO, improvement=WRITTEN)}
    await does("M1", mark_all(await system.state(iqa), special))
    await does("M1", c.ConfirmAssessment(seen_version=0))
    await does("M1", c.PlanConversation(on=on + timedelta(days=1), mode=Mode.VIDEO, at=time(10)))
    await does("M1", c.HoldConversation(on=on, mode=Mode.VIDEO, do_differently=WRITTEN))
    await does("P1", c.ConfirmConversation(note=WRITTEN))
    await does("M1", c.RecordAction(what=WRITTEN, owner=system.id("P2")))
    await does("P1", c.Comment(text=WRITTEN))
    await does("P1", c.QueryMark(question=2, text=WRITTEN))
    query = (await system.state(iqa)).queries[0].query_id
    await does("S1", c.AnswerQuery(query_id=query, outcome=Upheld.NOT_UPHELD, text=WRITTEN, seen_version=0))
    await system.send(iqa, QUARTER, c.DrawForSample(sampler=system.id("S2"), pick="random"))
    sampled = c.RecordDipSample(
        comment=WRITTEN,
        got_right=WRITTEN,
        re_marks=tuple(ReMark(question=n, verdict=Verdict.REASONABLE) for n in (1, 2, 3)),
        case_read=True,
        seen_version=0,
    )
    await does("S2", sampled)
    await does("S2", c.GiveFeedback(on=on, mode=Mode.VIDEO, content=WRITTEN))
    await does("M1", c.AcknowledgeFeedback(note=WRITTEN))
