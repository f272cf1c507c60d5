"""Post rounds: every notice that is due, handed to a channel; at least once, under an id that stays."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Final

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contracts import AskPost, PostDue, PostMade, PostRound
from activities.ports import Channel, Letter, MessageKind, Outbox, Round, Unavailable, Undelivered, Waiting
from domain.calendar import BeyondCalendar, Calendar
from domain.policy import Hours
from domain.post import due

_log = structlog.get_logger("iqa.post")

DELIVERY: Final = timedelta(seconds=20)
"""How long a channel has for one letter."""

ROUND: Final = timedelta(minutes=4)
"""How long a round goes on before it lets the workflow call it again: below its start-to-close time-out."""


class InboxChannel:
    """The inbox in the application, where every notice stands as soon as it is recorded: nothing is left to do."""

    name = "inbox"

    async def deliver(self, letter: Letter) -> None:
        """Nothing: it is there."""


class Channels:
    """The ways out of the system, the preferred first; without any the inbox delivers."""

    def __init__(self, *outside: Channel, invitations: Channel | None = None) -> None:
        self._inbox = InboxChannel()
        self._outside: Sequence[Channel] = outside
        self._invitations = invitations or next(iter(outside), self._inbox)

    def of(self, kind: MessageKind) -> Channel:
        """The channel for a kind of message."""
        if kind is MessageKind.INVITATION:
            return self._invitations
        return next(iter(self._outside), self._inbox)

    def taking(self, waiting: Waiting) -> Channel:
        """The channel that a message was made for, or today's where that is set up no more; else the inbox."""
        if waiting.email is None:
            return self._inbox
        known = (*self._outside, self._invitations, self._inbox)
        return next((one for one in known if one.name == waiting.channel), self.of(waiting.kind))


class PostRoom:
    """The activities that send notices, within the hours of the policy and on the working days that are installed."""

    def __init__(self, outbox: Outbox, channels: Channels, hours: Hours, calendar: Calendar) -> None:
        self._outbox = outbox
        self._channels = channels
        self._hours = hours
        self._calendar = calendar

    @activity.defn(name="rounds_due")
    async def rounds_due(self, request: AskPost) -> PostDue:
        """Tell which Areas are due a round. Raises ``Unavailable`` (retried) and ``BeyondCalendar`` (not retried)."""
        try:
            posts = await self._outbox.posts(request.now)
            found = [(post.area, due(request.now, self._hours, self._calendar, post)) for post in posts]
        except Unavailable as error:
            raise _unavailable(error) from None
        except BeyondCalendar as error:
            raise ApplicationError(str(error), type="BeyondCalendar", non_retryable=True) from None
        return PostDue(
            rounds=tuple(
                PostRound(area=area, now=request.now, digest=what == "digest") for area, what in found if what
            )
        )

    @activity.defn(name="make_round")
    async def make_round(self, request: PostRound) -> PostMade:
        """Send what is due in an Area; what fails stays in the queue for the next round.

        Everything is in the outbox before anything is sent, and each message is marked right after it was: a crash
        repeats one at most. Raises ``Unavailable`` (retried).
        """
        try:
            async with self._outbox.round(request.area, request.now) as made:
                await made.gather(digest=request.digest, channel_of=lambda kind: self._channels.of(kind).name)
                more = await self._deliver(made)
                sent, waits = await made.came_to()
        except Unavailable as error:
            raise _unavailable(error, area=request.area) from None
        _log.info("round_made", area=request.area, digest=request.digest, sent=sent, waits=waits, more=more)
        return PostMade(sent=sent, failed=waits, more=more)

    async def _deliver(self, made: Round) -> bool:
        """Send one message after the other; return whether the time was up before every one was tried."""
        until, down = monotonic() + ROUND.total_seconds(), set[str]()
        while waiting := await made.next_waiting(down):
            if monotonic() > until:
                return True
            activity.heartbeat(str(waiting.message_id))
            channel = self._channels.taking(waiting)
            await made.begin_attempt(waiting.message_id, channel.name)
            if (why := await _tried(channel, waiting)) is None:
                await made.sent(waiting.message_id)
                continue
            _log.warning("not_sent", message=str(waiting.message_id), channel=channel.name, error=why.code)
            down |= {channel.name} if why.down else set()
            await made.not_sent(waiting.message_id, why)
        return False


def _unavailable(error: Unavailable, **about: str) -> ApplicationError:
    """What the engine tries again, with back-off."""
    _log.warning("unavailable", error=str(error), **about)
    return ApplicationError(str(error), type="Unavailable")


async def _tried(channel: Channel, waiting: Waiting) -> Undelivered | None:
    """Hand a letter over, or tell why it was not taken; one that can't even be written holds up no other."""
    try:
        async with asyncio.timeout(DELIVERY.total_seconds()):
            await channel.deliver(_letter(waiting))
    except Undelivered as why:
        return why
    except TimeoutError:
        return Undelivered("timed_out", down=True)
    except Exception as error:  # noqa: BLE001  whatever is wrong with one letter, the others go out
        _log.exception("bug", message=str(waiting.message_id), channel=channel.name)
        return Undelivered(type(error).__name__)
    return None


def _letter(waiting: Waiting) -> Letter:
    return Letter(
        message_id=waiting.message_id,
        to=waiting.to,
        email=waiting.email or "",
        kind=waiting.kind,
        made_at=waiting.made_at,
        notices=waiting.notices,
        again=waiting.attempts > 0,
    )
