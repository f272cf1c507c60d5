"""What every channel keeps to, by SMTP to a real server, by HTTP to a Notify of our own, and in the inbox."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from activities.ports import Channel, Letter, MessageKind, Undelivered
from activities.post import Channels, InboxChannel
from domain.notices import NoticeKind
from infra.channels.addresses import mail_server
from infra.channels.causes import MEANINGS, says
from infra.channels.choice import channels_of
from infra.channels.notify import NotifyChannel, NotifyService
from infra.channels.smtp import SmtpChannel
from infra.settings import Settings
from tests.guards.tree import ROOT
from tests.infra.channels.letters import TO, invitation, letter, notice
from tests.post import NOTIFY_KEY, NOTIFY_TEMPLATE, FakeNotify, MailBox, fake_notify, mail_box

PUBLIC = "https://iqa.example.test/inbox"


@dataclass
class Kit:
    """A channel, the ids under which letters arrived, and the ways in which it can fail."""

    channel: Channel
    arrived: Callable[[], list[str]]
    break_down: Callable[[], None]
    refuse_the_address: Callable[[], None]


@pytest_asyncio.fixture(loop_scope="session")
async def box() -> AsyncIterator[MailBox]:
    async with mail_box() as opened:
        yield opened


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    with fake_notify() as opened:
        yield opened


@pytest.fixture(params=["smtp", "notify"])
def kit(request: pytest.FixtureRequest, box: MailBox, notify: FakeNotify) -> Kit:
    return by_smtp(box) if request.param == "smtp" else by_notify(notify)


def by_smtp(box: MailBox) -> Kit:
    def break_down() -> None:
        box.data_answer = "451 4.3.0 try again later"

    def refuse() -> None:
        box.refused_addresses[TO] = "550 5.1.1 no such user"

    return Kit(
        SmtpChannel(mail_server(box.address), PUBLIC),
        lambda: [one.strip("<>").partition("@")[0] for one in box.message_ids],
        break_down,
        refuse,
    )


def by_notify(notify: FakeNotify) -> Kit:
    def break_down() -> None:
        notify.status = 429

    def refuse() -> None:
        notify.status = 400
        errors = [{"error": "ValidationError", "message": "email_address is not a valid email address"}]
        notify.answer = {"status_code": 400, "errors": errors}

    service = NotifyService(key=NOTIFY_KEY, template=NOTIFY_TEMPLATE, url=notify.url)
    return Kit(
        NotifyChannel(service, PUBLIC),
        lambda: [one["reference"] for one in notify.sent],
        break_down,
        refuse,
    )


async def test_a_letter_arrives_under_its_own_id(kit: Kit) -> None:
    await kit.channel.deliver(letter())

    assert kit.arrived() == [str(letter().message_id)]


async def test_a_letter_that_is_tried_again_never_looks_like_a_second_one(kit: Kit) -> None:
    await kit.channel.deliver(letter())
    await kit.channel.deliver(letter(again=True))

    assert set(kit.arrived()) == {str(letter().message_id)}


async def test_a_letter_that_is_not_taken_says_why_without_an_address(kit: Kit) -> None:
    kit.break_down()

    with pytest.raises(Undelivered) as not_taken:
        await kit.channel.deliver(letter())
    assert not not_taken.value.never
    assert TO not in str(not_taken.value)
    assert not_taken.value.code in {"smtp_try_later", "notify_429"}
    assert kit.arrived() == []


async def test_an_address_that_is_none_is_never_tried_again(kit: Kit) -> None:
    kit.refuse_the_address()

    with pytest.raises(Undelivered) as not_taken:
        await kit.channel.deliver(letter())
    assert (not_taken.value.never, not_taken.value.down) == (True, False)


@pytest.mark.parametrize(
    "channel",
    [
        SmtpChannel(mail_server("smtp://127.0.0.1:1?from=iqa@example.test&tls=none")),
        NotifyChannel(NotifyService(key=NOTIFY_KEY, template=NOTIFY_TEMPLATE, url="http://127.0.0.1:1")),
    ],
    ids=lambda channel: channel.name,
)
async def test_a_channel_that_nobody_answers_for_is_down(channel: Channel) -> None:
    with pytest.raises(Undelivered) as not_taken:
        await channel.deliver(letter())
    assert (not_taken.value.down, not_taken.value.never) == (True, False)


async def test_the_inbox_takes_everything() -> None:
    await InboxChannel().deliver(letter())


async def test_a_relay_that_refuses_us_does_not_end_the_letter(box: MailBox) -> None:
    box.refused_addresses[TO] = "554 5.7.1 relay access denied"

    with pytest.raises(Undelivered) as not_taken:
        await by_smtp(box).channel.deliver(letter())
    assert not not_taken.value.never


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ("550 5.1.1 no such user", "smtp_mailbox_unknown"),
        ("550 5.1.0 Sender address rejected", "smtp_550"),
        ("450 4.1.1 not known yet", "smtp_try_later"),
        ("451 4.7.1 Greylisted, come back in 300 seconds", "smtp_try_later"),
        ("452 4.2.2 mailbox full", "smtp_mailbox_full"),
        ("552 5.3.4 too big for us", "smtp_too_large"),
        ("552 too much", "smtp_too_large"),
        ("554 5.7.1 relay access denied", "smtp_not_allowed"),
        ("550 no", "smtp_550"),
    ],
)
async def test_a_reply_about_a_receiver_is_told_by_its_cause(box: MailBox, reply: str, cause: str) -> None:
    box.refused_addresses[TO] = reply

    with pytest.raises(Undelivered) as not_taken:
        await by_smtp(box).channel.deliver(letter())
    assert (not_taken.value.code, not_taken.value.down) == (cause, False)
    assert not_taken.value.never == (cause == "smtp_mailbox_unknown")
    assert says(cause)


async def test_a_server_that_cannot_be_used_is_told_by_its_cause(box: MailBox) -> None:
    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK IMAP ready\r\n")
        await writer.drain()
        writer.close()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def without_auth(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while await reader.readline():
            writer.write(b"250 mail.example.test\r\n")
        writer.close()

    async def caused(host: str, port: int, more: str = "&tls=none", login: str = "") -> str:
        server = mail_server(f"smtp://{login}{host}:{port}?from=iqa@example.test{more}")
        with pytest.raises(Undelivered) as not_taken:
            await SmtpChannel(server).deliver(letter())
        assert (not_taken.value.down, not_taken.value.never) == (True, False)
        return not_taken.value.code

    takers = (babble, hang_up, without_auth)
    no_mail, closed, plain = [await asyncio.start_server(one, "127.0.0.1", 0) for one in takers]
    async with no_mail, closed, plain:
        ports = [one.sockets[0].getsockname()[1] for one in (no_mail, closed, plain)]
        found = [
            await caused("127.0.0.1", 1),
            await caused("nosuch.invalid", 25),
            await caused("127.0.0.1", ports[0]),
            await caused("127.0.0.1", ports[1]),
            await caused("127.0.0.1", box.port, "&tls=starttls"),
            await caused("127.0.0.1", box.port, "&tls=tls"),
            await caused("127.0.0.1", ports[2], login="iqa:hush@"),
        ]

    assert found == [
        *("smtp_refused", "smtp_unknown_host", "smtp_no_mail_server", "smtp_hung_up"),
        *("smtp_no_starttls", "smtp_tls", "smtp_no_auth"),
    ]
    assert all("IQA_MAIL" in says(one) or "mail server" in says(one) for one in found)


def test_every_cause_stands_in_the_docs() -> None:
    docs = (ROOT / "docs" / "notices.md").read_text()

    assert [code for code, means in MEANINGS.items() if f"| `{code}` | {means} |" not in docs] == []


def test_what_no_list_has_is_told_by_its_number_or_as_a_fault() -> None:
    assert says("smtp_550") == "smtp answered 550"
    assert says("KeyError") == "a fault of this system (KeyError)"


async def test_notify_is_asked_before_a_repetition_and_not_before_a_first_attempt(notify: FakeNotify) -> None:
    channel = by_notify(notify).channel
    notify.loses_the_answer = True
    with pytest.raises(Undelivered, match="notify_503"):
        await channel.deliver(letter())
    notify.loses_the_answer = False
    await channel.deliver(letter(again=True))

    assert notify.asked_for == [str(letter().message_id)]
    assert len(notify.sent) == 1


async def test_what_never_reached_notify_is_sent_when_it_is_tried_again(notify: FakeNotify) -> None:
    await by_notify(notify).channel.deliver(letter(again=True))

    assert len(notify.sent) == 1


async def test_notify_gets_the_address_the_template_and_the_words_alone(notify: FakeNotify) -> None:
    await by_notify(notify).channel.deliver(letter(notice(NoticeKind.REMINDER)))

    [sent] = notify.sent
    assert (sent["email_address"], sent["template_id"]) == (TO, NOTIFY_TEMPLATE)
    assert sent["personalisation"]["subject"] == "Individual Quality Assessments: 1 new notice"
    assert "- a conversation to hold soon" in sent["personalisation"]["body"]


def settings(**changes: object) -> Settings:
    return Settings.model_validate({"data_dir": "/nowhere"} | changes)


NOTIFY = {"notify_key": NOTIFY_KEY, "notify_template": NOTIFY_TEMPLATE}
MAIL = {"mail": "smtp://mail.example.test?from=iqa@example.test"}


@pytest.mark.parametrize(
    ("given", "digests", "invitations"),
    [
        ({}, "inbox", "inbox"),
        (MAIL, "smtp", "smtp"),
        (NOTIFY, "notify", "notify"),
        (MAIL | NOTIFY, "notify", "smtp"),
    ],
)
def test_notify_comes_before_mail_but_invitations_go_by_mail_where_that_can_be(
    given: dict[str, str], digests: str, invitations: str
) -> None:
    channels: Channels = channels_of(settings(**given))

    assert channels.of(MessageKind.DIGEST).name == digests
    assert channels.of(MessageKind.URGENT).name == digests
    assert channels.of(MessageKind.INVITATION).name == invitations


async def test_what_a_mailbox_received_can_be_kept_as_a_file(box: MailBox, tmp_path: Path) -> None:
    await by_smtp(box).channel.deliver(letter())
    box.write(tmp_path / "mails.mbox")

    assert (tmp_path / "mails.mbox").read_text().startswith("From ")


async def test_an_invitation_can_be_opened_by_a_calendar(box: MailBox) -> None:
    sent: Letter = invitation()
    await by_smtp(box).channel.deliver(sent)

    [mail] = box.mails
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
