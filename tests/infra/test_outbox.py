"""Notices and the outbox on the real database: recorded with the event, sent at least once, never as a second one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

import activities.post
from activities.contracts import AskPost, PostMade, PostRound
from activities.ports import Channel, Letter, Undelivered
from activities.post import Channels, PostRoom
from domain.assessment import Mode
from domain.ids import QUARTER
from domain.iqa import commands as c
from infra import post_queue
from infra.channels.addresses import mail_server
from infra.channels.smtp import SmtpChannel
from infra.postgres.connections import open_pool
from infra.postgres.notices import notices_of
from infra.postgres.outbox import PostgresOutbox
from infra.postgres.rebuild import rebuild
from infra.postgres.sql import queries
from infra.reference import Library
from tests.area import today
from tests.commands import mark_all, select_case
from tests.post import MailBox, mail_box
from tests.records import Desk
from tests.servers import Database

LIBRARY = Library.load().current
HOURS = LIBRARY.policy.notices
ALL = "select notice_id, recipient, kind, version, urgent from iqa.notices order by recorded_at, recipient, kind"


class Killed(BaseException):
    """The process ends here."""


class Post:
    """The post of a test's Area: a mail server, and rounds that end at different instants, from noon on."""

    def __init__(self, desk: Desk, box: MailBox, dsn: str) -> None:
        self.desk = desk
        self.desk.now = datetime.combine(today(), time(12), tzinfo=UTC)
        self.box = box
        self.dsn = dsn
        self.smtp = SmtpChannel(mail_server(box.address), "https://iqa.example.test/inbox")

    async def round(self, *channels: Channel, digest: bool = True, again: bool = False) -> PostMade:
        """Make a round as a worker does; ``again`` is another attempt at the last one."""
        self.desk.now += timedelta() if again else timedelta(minutes=30)
        return await self.made(PostRound(area=self.desk.area, now=self.desk.now, digest=digest), *channels)

    async def made(self, request: PostRound, *channels: Channel) -> PostMade:
        async with self.room(*(channels or (self.smtp,))) as room:
            return await ActivityEnvironment().run(room.make_round, request)

    async def due(self, now: datetime | None = None) -> tuple[PostRound, ...]:
        """The rounds that are due at an instant, now if none is named."""
        async with self.room() as room:
            asked = AskPost(now=now or self.desk.now)
            return (await ActivityEnvironment().run(room.rounds_due, asked)).rounds

    @asynccontextmanager
    async def room(self, *channels: Channel) -> AsyncIterator[PostRoom]:
        """A worker's part that sends notices, by these channels."""
        async with await open_pool(self.dsn, max_size=2) as pool:
            yield PostRoom(PostgresOutbox(pool), Channels(*channels), HOURS, LIBRARY.calendar)

    async def email(self, name: str) -> str:
        [row] = await self.desk.rows("select email from iqa.people where staff_id = $1", self.desk.id(name))
        email: str = row["email"]
        return email

    async def messages(self) -> list[dict[str, Any]]:
        return await self.desk.rows("select * from iqa.messages order by recipient, kind")


class Crashing:
    """Mail whose process is killed around the hand-over of the letter of a certain number."""

    name = "smtp"

    def __init__(self, smtp: Channel, at: int, *, after: bool) -> None:
        self._smtp = smtp
        self._at = at
        self._after = after
        self._seen = 0

    async def deliver(self, letter: Letter) -> None:
        self._seen += 1
        if self._seen == self._at and not self._after:
            raise Killed
        await self._smtp.deliver(letter)
        if self._seen == self._at:
            raise Killed


@pytest_asyncio.fixture(loop_scope="session")
async def post(desk: Desk, database: Database) -> AsyncIterator[Post]:
    async with mail_box() as box:
        yield Post(desk, box, database.dsn)


@pytest.fixture
def iqa() -> str:
    return f"iqa-{uuid4().hex[:8]}"


async def confirmed(desk: Desk, iqa: str) -> None:
    """Open one, select, mark and confirm: the assessor and the prosecutor are told."""
    await desk.open(iqa)
    await desk.ask(iqa, "M1", select_case(desk))
    await desk.ask(iqa, "M1", mark_all(await desk.state(iqa)))
    await desk.ask(iqa, "M1", c.ConfirmAssessment(seen_version=(await desk.state(iqa)).version))


def planned() -> c.PlanConversation:
    return c.PlanConversation(on=today() + timedelta(days=1), mode=Mode.VIDEO)


def urgent(desk: Desk) -> c.RecordAction:
    return c.RecordAction(what="Write to the victim today.", owner=desk.id("P1"), urgent=True)


async def test_a_notice_is_recorded_once_with_the_event_however_often_the_command_comes(
    desk: Desk, iqa: str
) -> None:
    await desk.open(iqa)
    before = await desk.rows(ALL)
    command_id = uuid4()
    await desk.ask(iqa, "M1", select_case(desk))
    for _ in range(3):
        await desk.ask(iqa, "M1", urgent(desk), command_id=command_id)

    assert [(row["recipient"], row["kind"]) for row in before] == [(desk.id("M1"), "iqa_assigned")]
    [fresh] = (await desk.rows(ALL))[1:]
    assert (fresh["recipient"], fresh["kind"], fresh["urgent"]) == (desk.id("P1"), "urgent_action", True)
    assert fresh["version"] == (await desk.state(iqa)).version


async def test_a_refused_command_tells_nobody(desk: Desk, iqa: str) -> None:
    await desk.open(iqa)
    outcome = await desk.ask(iqa, "P1", c.Withdraw(because="left"))

    assert outcome.refused
    assert len(await desk.rows(ALL)) == 1


async def test_who_loses_the_race_for_a_case_is_told_nothing_of_it(desk: Desk) -> None:
    first, second = f"iqa-{uuid4().hex[:8]}", f"iqa-{uuid4().hex[:8]}"
    await confirmed(desk, first)
    await desk.open(second)
    told = len(await desk.rows(ALL))
    outcome = await desk.ask(second, "M1", select_case(desk))

    assert outcome.refused
    assert len(await desk.rows(ALL)) == told


async def test_the_application_can_neither_change_nor_delete_a_notice(
    desk: Desk, database: Database, iqa: str
) -> None:
    await desk.open(iqa)
    connection = await asyncpg.connect(database.dsn)
    try:
        for statement in ("delete from iqa.notices", "update iqa.notices set urgent = true"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_everybody_gets_one_digest_and_what_goes_alone_by_itself(post: Post, iqa: str) -> None:
    desk = post.desk
    await confirmed(desk, iqa)
    await desk.ask(iqa, "M1", planned())
    await desk.ask(iqa, "M1", urgent(desk))
    made = await post.round()

    assert made == PostMade(sent=5)
    to_prosecutor = post.box.to(await post.email("P1"))
    assert [mail["Subject"] for mail in to_prosecutor] == [
        "Urgent: Individual Quality Assessments",
        "IQA conversation",
        "Individual Quality Assessments: 1 new notice",
    ]
    assert [mail["Subject"] for mail in post.box.to(await post.email("M1"))] == [
        "IQA conversation",
        "Individual Quality Assessments: 1 new notice",
    ]


async def test_between_the_digests_only_what_goes_alone_goes_out(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    await post.desk.ask(iqa, "M1", urgent(post.desk))

    assert await post.round(digest=False) == PostMade(sent=1)
    assert await post.round(digest=False) == PostMade()
    assert await post.round() == PostMade(sent=2)


async def test_what_went_out_does_not_go_out_again(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)

    assert await post.round() == PostMade(sent=2)
    assert await post.round() == PostMade()
    assert len(post.box.mails) == 2


async def test_two_rounds_at_once_send_everything_once(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    await asyncio.gather(*(post.round(again=True) for _ in range(4)))

    assert len(post.box.message_ids) == len(set(post.box.message_ids)) == 2


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2])
async def test_a_crash_loses_nothing_and_repeats_one_mail_at_most_under_the_same_id(
    post: Post,
    iqa: str,
    at: int,
    after: bool,  # noqa: FBT001  a column of the table
) -> None:
    await confirmed(post.desk, iqa)
    with pytest.raises(Killed):
        await post.round(Crashing(post.smtp, at, after=after))
    made = await post.round(again=True)

    assert made == PostMade(sent=2)
    sent = post.box.message_ids
    assert len(set(sent)) == 2
    assert len(sent) == 2 + after
    assert {row["attempts"] for row in await post.messages()} == {1, 2}
    repeated = [mail.as_bytes() for mail in post.box.mails if sent.count(str(mail["Message-ID"])) == 2]
    assert len(set(repeated)) == after


async def test_a_channel_that_is_down_leaves_everything_in_the_queue_and_is_tried_once_a_round(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    down = SmtpChannel(mail_server("smtp://127.0.0.1:1?from=iqa@example.test&tls=none"))
    made = await post.round(down)

    assert made == PostMade(failed=2)
    assert sorted(row["attempts"] for row in await post.messages()) == [0, 1]
    assert {row["last_error"] for row in await post.messages()} == {None, "smtp_refused"}
    assert await post.round() == PostMade(sent=2)
    assert {row["last_error"] for row in await post.messages()} == {None}


async def test_one_mail_that_is_refused_holds_up_no_other(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    post.box.refused_addresses[await post.email("M1")] = "451 4.2.0 try again later"

    assert await post.round() == PostMade(sent=1, failed=1)
    post.box.refused_addresses.clear()
    assert await post.round() == PostMade(sent=1)


async def test_a_mail_that_is_refused_for_what_we_are_waits_and_may_go_later(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    post.box.refused_addresses[await post.email("M1")] = "550 5.1.0 Sender address rejected"

    assert await post.round() == PostMade(sent=1, failed=1)
    post.box.refused_addresses.clear()
    assert await post.round() == PostMade(sent=1)


async def test_what_was_never_tried_goes_before_what_always_fails(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    post.box.refused_addresses[await post.email("M1")] = "451 4.2.0 try again later"
    await post.round()
    await post.desk.ask(iqa, "M1", urgent(post.desk))
    tried: list[str] = []

    class Noting:
        name = "smtp"

        async def deliver(self, letter: Letter) -> None:
            tried.append(letter.to)
            await post.smtp.deliver(letter)

    await post.round(Noting())

    assert tried == [post.desk.id("P1"), post.desk.id("M1")]


async def test_a_person_gets_one_digest_a_day(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    assert await post.round() == PostMade(sent=2)
    await post.desk.ask(iqa, "P1", c.Comment(text="A remark."))

    assert await post.round() == PostMade()
    post.desk.now += timedelta(days=1)
    assert await post.round() == PostMade(sent=1)


async def test_a_message_that_waited_for_two_weeks_is_given_up(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    post.box.refused_addresses[await post.email("M1")] = "451 4.2.0 try again later"
    await post.round()
    post.desk.now += timedelta(days=15)

    assert await post.round() == PostMade()
    assert {row["last_error"] for row in await post.messages()} == {None, "expired"}


async def test_what_is_made_again_long_after_is_read_in_the_inbox_alone(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    await post.desk.execute(
        f"update iqa.notices set at = recorded_at - interval '31 days' where recipient = '{post.desk.id('M1')}'"  # noqa: S608
    )
    async with post.desk.connection() as connection:
        before = post_queue.Post.model_validate(dict(await queries("post").queue(connection)))

    assert await post.round() == PostMade(sent=1)
    assert before.unposted == 1


async def test_an_address_that_is_none_is_given_up_and_its_notices_stay_in_the_inbox(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    post.box.refused_addresses[await post.email("M1")] = "550 5.1.1 no such user"

    assert await post.round() == PostMade(sent=1)
    assert await post.round() == PostMade()
    async with post.desk.connection() as connection:
        [told] = await notices_of(connection, post.desk.id("M1"), post.desk.now - timedelta(days=1))
        queue = post_queue.Post.model_validate(dict(await queries("post").queue(connection)))
        troubles = [dict(row) async for row in queries("post").troubles(connection)]
    assert (told.channel, told.sent_at) == ("smtp", None)
    assert queue == post_queue.Post(
        queued=0, unposted=0, oldest=None, returned=1, last_error="smtp_mailbox_unknown"
    )
    who = [post.desk.id("M1")]
    assert {"cause": "smtp_mailbox_unknown", "returned": True, "messages": 1, "people": who} in troubles


async def test_a_channel_that_never_answers_is_left_after_a_while(
    post: Post, iqa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        name = "smtp"

        async def deliver(self, _: Letter) -> None:
            await asyncio.sleep(60)

    await confirmed(post.desk, iqa)
    monkeypatch.setattr(activities.post, "DELIVERY", timedelta(milliseconds=50))

    assert await post.round(Silent()) == PostMade(failed=2)
    assert "timed_out" in {row["last_error"] for row in await post.messages()}


async def test_a_round_whose_time_is_up_says_that_there_is_more(
    post: Post, iqa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await confirmed(post.desk, iqa)
    with monkeypatch.context() as patched:
        patched.setattr(activities.post, "ROUND", timedelta(0))
        assert await post.round() == PostMade(failed=2, more=True)

    assert await post.round(again=True) == PostMade(sent=2)


async def test_an_address_that_no_mail_can_be_written_to_holds_up_no_other(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    address = "update iqa.people set email = $1 where staff_id = $2"
    await post.desk.rows(address, "a,b@c", post.desk.id("P1"))
    assert await post.round() == PostMade(sent=1)
    [row] = [row for row in await post.messages() if row["sent_at"] is None]
    assert (row["last_error"], len(post.box.mails)) == ("smtp_address", 1)


async def test_whoever_has_left_gets_no_mail(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    await post.desk.execute(
        f"update iqa.people set to_date = from_date where staff_id = '{post.desk.id('P1')}'"  # noqa: S608
    )

    assert await post.round() == PostMade(sent=2)
    assert len(post.box.mails) == 1
    assert [row["channel"] for row in await post.messages()] == ["smtp", "inbox"]


async def test_without_any_channel_the_inbox_delivers(post: Post, desk: Desk, iqa: str) -> None:
    await confirmed(desk, iqa)
    async with post.room() as room:
        request = PostRound(area=desk.area, now=desk.now)
        made = await ActivityEnvironment().run(room.make_round, request)

    assert made == PostMade(sent=2)
    assert {row["channel"] for row in await post.messages()} == {"inbox"}


async def test_what_was_made_for_a_channel_that_is_set_up_no_more_goes_by_todays(
    post: Post, iqa: str
) -> None:
    class Old:
        name = "notify"

        async def deliver(self, _: Letter) -> None:
            code = "notify_503"
            raise Undelivered(code, down=True)

    await confirmed(post.desk, iqa)
    await post.round(Old())

    assert await post.round() == PostMade(sent=2)
    assert {row["channel"] for row in await post.messages()} == {"smtp"}


async def test_a_rebuild_makes_notices_again_that_are_gone_and_sends_none_a_second_time(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    told = await post.desk.rows(ALL)
    await post.desk.execute("delete from iqa.notices where kind = 'iqa_assigned'")
    async with post.desk.connection() as connection:
        first = await rebuild(connection)
        second = await rebuild(connection)

    assert iqa in first.mended
    assert second.mended == ()
    same = {tuple(row.values()) for row in told}
    assert {tuple(row.values()) for row in await post.desk.rows(ALL)} == same


@asynccontextmanager
async def locked(post: Post) -> AsyncIterator[None]:
    """Somebody else makes a round of the Area's post."""
    async with post.desk.connection() as connection:
        await queries("post").take_turn(connection, area=post.desk.area)
        yield


async def test_a_round_that_somebody_else_makes_is_tried_again_later(
    post: Post, iqa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.postgres.outbox._TURN_S", 0.3)
    await confirmed(post.desk, iqa)
    async with locked(post):
        with pytest.raises(ApplicationError, match="somebody else") as refused:
            await post.round()
    assert (refused.value.type, refused.value.non_retryable) == ("Unavailable", False)
    assert await post.round() == PostMade(sent=2)


async def test_a_database_that_goes_away_ends_the_round_and_repeats_one_mail_at_most(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    cut = (
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name = 'iqa' and datname = current_database()"
    )

    class Cut:
        name = "smtp"

        async def deliver(self, letter: Letter) -> None:
            await post.smtp.deliver(letter)
            await post.desk.rows(cut)

    with pytest.raises(ApplicationError, match="out of reach"):
        await post.round(Cut())
    assert await post.round(again=True) == PostMade(sent=2)
    assert len(set(post.box.message_ids)) == 2
    assert len(post.box.message_ids) == 3


async def test_an_area_has_its_own_post(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    assert await post.made(PostRound(area="elsewhere", now=post.desk.now)) == PostMade()


def calendars(post: Post, address: str) -> list[tuple[str, int]]:
    """What a person's calendar was told, in that order: the method, and the sequence."""
    found = [
        part.get_content()
        for mail in post.box.to(address)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [
        (one.partition("METHOD:")[2].split()[0], int(one.partition("SEQUENCE:")[2].split()[0]))
        for one in found
    ]


async def test_a_plan_that_falls_away_is_sent_after_the_invitation_with_a_higher_sequence(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    await post.desk.ask(iqa, "M1", planned())
    await post.round()
    await post.desk.ask(iqa, QUARTER, c.Withdraw(because="left"))
    await post.round()

    (first, asked), (second, called_off) = calendars(post, await post.email("P1"))
    assert (first, second) == ("REQUEST", "CANCEL")
    assert called_off > asked


async def test_what_is_newer_about_a_conversation_withdraws_what_is_older_and_waits(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    prosecutor, manager = await post.email("P1"), await post.email("M1")
    await post.desk.ask(iqa, "M1", planned())
    post.box.refused_addresses[prosecutor] = "451 4.7.1 Greylisted"
    await post.round()
    await post.desk.ask(iqa, "M1", planned().model_copy(update={"on": today() + timedelta(days=2)}))
    await post.desk.ask(iqa, QUARTER, c.Withdraw(because="left"))
    async with post.desk.connection() as connection:
        waiting = dict(await queries("post").queue(connection))
    post.box.refused_addresses.clear()
    await post.round()
    async with post.desk.connection() as connection:
        queue = dict(await queries("post").queue(connection))
        troubles = [dict(row) async for row in queries("post").troubles(connection)]

    assert [method for method, _ in calendars(post, prosecutor)] == ["CANCEL"]
    told = calendars(post, manager)
    assert ([method for method, _ in told], told) == (
        ["REQUEST", "CANCEL"],
        sorted(told, key=lambda one: one[1]),
    )
    assert (waiting["queued"], queue["queued"], queue["returned"], queue["last_error"]) == (2, 0, 0, None)
    assert post.desk.id("P1") not in {who for one in troubles for who in one["people"]}


async def test_a_plan_that_came_and_went_while_nothing_went_out_is_told_in_no_mail(
    post: Post, iqa: str
) -> None:
    await confirmed(post.desk, iqa)
    await post.round()
    await post.desk.ask(iqa, "M1", planned())
    await post.desk.ask(iqa, QUARTER, c.Withdraw(because="left"))
    await post.round(digest=False)

    assert calendars(post, await post.email("P1")) == []
    assert calendars(post, await post.email("M1")) == []


async def test_messages_go_out_in_the_order_in_which_they_were_made(post: Post, iqa: str) -> None:
    await confirmed(post.desk, iqa)
    for number in range(2):
        again = planned().model_copy(update={"on": today() + timedelta(days=number + 1)})
        await post.desk.ask(iqa, "M1", again)
        await post.round(digest=False)

    sequences = [sequence for _, sequence in calendars(post, await post.email("P1"))]
    made = await post.desk.rows("select made_at, sequence from iqa.messages order by sequence")
    assert (sequences, len(sequences)) == (sorted(sequences), 2)
    assert [row["made_at"] for row in made] == sorted(row["made_at"] for row in made)
