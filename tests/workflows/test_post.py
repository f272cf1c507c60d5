"""The post of an Area's quarter on the real engine: the digest as working hours open, what presses at once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, time, timedelta
from email.message import EmailMessage

import pytest_asyncio

from domain.assessment import Answer, Mark, Mode, ReMark, Upheld, Verdict
from domain.calendar import day_of
from domain.casework.commands import RecordAction as RecordCaseAction
from domain.ids import QUARTER
from domain.iqa import commands as c
from domain.quarter.state import AreaQuarter, Step
from infra import status
from infra.postgres.sql import queries
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.post import MailBox, mail_box
from tests.servers import Database, soon
from tests.system import A_MOMENT, System, running_system
from tests.workflows.quarters import ask_case, open_quarter, quarter_of, quarter_until

WRITTEN = "Nobody but those who work on it may read this."


class Post:
    """An Area with an open quarter, whose mail arrives in a mailbox."""

    def __init__(self, system: System, box: MailBox, stack: AsyncExitStack) -> None:
        self.system = system
        self.box = box
        self._listening = stack

    async def quarter(self) -> AreaQuarter:
        return await quarter_until(self.system, lambda _: True)

    async def until_round(self, number: int) -> AreaQuarter:
        """Wait until a round is over."""
        return await quarter_until(
            self.system, lambda quarter: quarter.post_round >= number and not quarter.post_is_out
        )

    async def forward_to_post(self) -> AreaQuarter:
        """Let the quarter's time pass until its next round is due, and wait until that is over."""
        quarter = await self.quarter()
        deadline = quarter.deadline(Step.POST)
        assert deadline is not None
        now = await self.system.now(quarter_of(self.system))
        await self.forward(deadline.due - now + A_MOMENT)
        return await self.until_round(quarter.post_round + 1)

    async def forward(self, by: timedelta) -> None:
        await self.system.forward(quarter_of(self.system), by=by)

    async def subjects_to(self, name: str) -> list[str]:
        sql = "select email from iqa.people where staff_id = $1"
        [row] = await self.system.rows(sql, self.system.id(name))
        return [str(mail["Subject"]) for mail in self.box.to(row["email"])]

    async def queue(self) -> status.Post:
        async with self.system.connection() as connection:
            return status.Post.model_validate(dict(await queries("post").queue(connection)))

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
            await open_quarter(system)
            quarter = await quarter_until(system, lambda quarter: not quarter.unopened)
            for planned in quarter.planned:
                await system.until(planned.iqa_id, lambda _: True)
            yield Post(system, box, stack)


async def urgent_action(post: Post, name: str = "P1") -> None:
    system = post.system
    command = RecordCaseAction(
        urn=system.urn("P1", Kind.ANY_WORK), what=WRITTEN, owner=system.id(name), urgent=True
    )
    await ask_case(system, "M1", command.urn, command)


async def test_the_digest_of_the_opened_quarter_goes_out_as_working_hours_open(post: Post) -> None:
    assert post.box.mails == []
    quarter = await post.forward_to_post()

    numbers = [int(str(mail["Subject"]).split()[3]) for mail in post.box.mails]
    assert await post.subjects_to("M1") == ["Individual Quality Assessments: 2 new notices"]
    assert sum(numbers) == len(quarter.planned)
    assert quarter.post_round == 1
    deadline = quarter.deadline(Step.POST)
    assert deadline is not None
    assert quarter.digest_at is not None
    assert day_of(deadline.due) > day_of(quarter.digest_at)


async def test_an_urgent_action_goes_out_at_once_within_the_hours_and_by_itself(post: Post) -> None:
    await post.forward_to_post()
    await urgent_action(post)
    await post.until_round(2)

    assert await post.subjects_to("P1") == ["Urgent: Individual Quality Assessments"]


async def test_an_urgent_action_of_an_iqa_and_an_invitation_go_out_at_once_too(post: Post) -> None:
    system = post.system
    await post.forward_to_post()
    iqa = next(one.iqa_id for one in (await post.quarter()).planned if system.id("P1") in one.iqa_id)
    await system.until(iqa, lambda _: True)
    await system.send(iqa, "M1", select_case(system))
    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))
    on = today() + timedelta(days=1)
    await system.send(iqa, "M1", c.PlanConversation(on=on, mode=Mode.VIDEO, at=time(14, 30)))

    async def both_are_invited() -> None:
        assert await post.subjects_to("P1") == ["IQA conversation"]
        assert (await post.subjects_to("M1"))[1:] == ["IQA conversation"]

    await soon(both_are_invited)


async def test_an_urgent_action_outside_the_hours_waits_until_they_open(post: Post) -> None:
    await post.forward_to_post()
    await post.forward(timedelta(hours=9))
    before = (await post.quarter()).version
    await urgent_action(post)

    async def the_quarter_was_rung() -> None:
        sql = "select count(*) from iqa.commands where stream = $1 and kind = 'take_escalations'"
        [row] = await post.system.rows(sql, quarter_of(post.system))
        assert row["count"] == 1

    await soon(the_quarter_was_rung)
    assert await post.subjects_to("P1") == []
    assert (await post.quarter()).version >= before
    await post.forward_to_post()
    assert await post.subjects_to("P1") == ["Urgent: Individual Quality Assessments"]


async def test_a_mail_server_that_is_down_delays_the_post_and_loses_nothing(post: Post) -> None:
    await post.goes_down()
    quarter = await post.forward_to_post()
    queue = await post.queue()
    deadline = quarter.deadline(Step.POST)

    assert queue.queued > 0
    assert queue.last_error == "smtp_SMTPConnectError"
    assert deadline is not None
    assert deadline.due - await post.system.now(quarter_of(post.system)) < timedelta(minutes=31)
    await post.comes_back()
    await post.forward_to_post()
    assert len(post.box.mails) == queue.queued
    assert (await post.queue()).queued == 0
    assert {row["attempts"] for row in await post.system.rows("select attempts from iqa.messages")} <= {1, 2}


async def test_what_a_whole_iqa_sends_names_nobody_no_case_no_mark_and_nothing_that_anybody_wrote(
    post: Post,
) -> None:
    system = post.system
    await post.forward_to_post()
    iqa = next(one.iqa_id for one in (await post.quarter()).planned if system.id("P1") in one.iqa_id)
    await a_whole_iqa(system, iqa)
    await urgent_action(post)
    await post.forward_to_post()

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
    assert len(post.box.mails) > 8
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
    await does("M1", c.HoldConversation(on=on, mode=Mode.VIDEO, content=WRITTEN))
    await does("P1", c.ConfirmConversation(note=WRITTEN))
    await does("M1", c.RecordAction(what=WRITTEN, owner=system.id("P2")))
    await does("P1", c.Comment(text=WRITTEN))
    await does("P1", c.QueryMark(question=2, text=WRITTEN))
    query = (await system.state(iqa)).queries[0].query_id
    await does("S1", c.AnswerQuery(query_id=query, outcome=Upheld.NOT_UPHELD, text=WRITTEN, seen_version=0))
    await system.send(iqa, QUARTER, c.DrawForSample(sampler=system.id("S2"), pick="random"))
    sampled = c.RecordDipSample(
        comment=WRITTEN,
        re_marks=tuple(ReMark(question=n, verdict=Verdict.REASONABLE) for n in (1, 2, 3)),
        case_read=True,
        seen_version=0,
    )
    await does("S2", sampled)
    await does("S2", c.GiveFeedback(on=on, mode=Mode.VIDEO, content=WRITTEN))
    await does("M1", c.AcknowledgeFeedback(note=WRITTEN))
