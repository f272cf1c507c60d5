"""Steps whose stream is to be found first, or that have more to say than other commands when they are done."""

from datetime import date

from clients.desk.desk import Desk, SignedIn
from clients.desk.sending import LONGEST_S, ONCE, Accepted, Again, accepted, deliver, seal
from clients.errors import CommandRefused
from domain.calendar import day_of
from domain.casework.commands import NoteCaseConversation
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import case_id, quarter_id
from domain.periods import Quarter
from domain.quarter.commands import HandOverWork, PickForSample
from domain.quarter.state import HandOver
from domain.values import Code
from infra.postgres import read_models
from infra.postgres.streams import folded_quarter


class Noted(Accepted):
    """A case conversation that was noted; ``conversations`` are the ids from which an IQA can start."""

    conversations: tuple[Code, ...]


class HandedOver(Accepted):
    """Work that goes to another person; ``handed_over`` is None where nothing waited."""

    handed_over: HandOver | None


async def acknowledge_escalation(
    desk: Desk, by: SignedIn, escalation_id: str, will_do: str, again: Again = ONCE
) -> Accepted:
    """Take on what was escalated, in the stream that keeps it; raises as ``send`` does."""
    async with desk.reading(LONGEST_S) as connection:
        row = await read_models.escalation(connection, escalation_id)
    if row is None:
        raise CommandRefused(
            Refused(reason=Reason.UNKNOWN_ESCALATION, detail=escalation_id), again.command_id
        )
    command = AcknowledgeEscalation(escalation_id=escalation_id, will_do=will_do)
    sealed = await seal(desk, by, row.stream, command, again)
    return await accepted(desk, sealed, await deliver(desk, sealed))


async def pick_for_sample(
    desk: Desk, by: SignedIn, iqa_id: str, because: str, again: Again = ONCE
) -> Accepted:
    """Have an IQA checked beside the draw, in the sample of the quarter in which it was confirmed.

    Raises as ``send`` does.
    """
    async with desk.reading(LONGEST_S) as connection:
        row = await read_models.iqa(connection, iqa_id)
    if row is None:
        raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=iqa_id), again.command_id)
    quarter = str(Quarter.containing(day_of(row.confirmed_at))) if row.confirmed_at else row.quarter
    command = PickForSample(iqa_id=iqa_id, because=because)
    sealed = await seal(desk, by, quarter_id(row.area, quarter), command, again)
    return await accepted(desk, sealed, await deliver(desk, sealed))


async def note_conversation(  # noqa: PLR0913  what was said, with whom, about what, when
    desk: Desk, by: SignedIn, urn: str, prosecutor: str, on: date, text: str, again: Again = ONCE
) -> Noted:
    """Note an everyday conversation about a case; raises as ``send`` does."""
    command = NoteCaseConversation(urn=urn, prosecutor=prosecutor, on=on, text=text)
    sealed = await seal(desk, by, case_id(urn), command, again)
    done = await accepted(desk, sealed, await deliver(desk, sealed))
    async with desk.reading(LONGEST_S) as connection:
        noted = await read_models.conversations(connection, by.staff_id, prosecutor, on)
    ids = tuple(f"{one.stream}.{one.conversation_id}" for one in noted if one.stream == done.stream)
    return Noted(**dict(done), conversations=ids)


async def hand_over(
    desk: Desk, by: SignedIn, whose: str, to: str, because: str, again: Again = ONCE
) -> HandedOver:
    """Give everything of an Area that waits for one person to another, by its running quarter; raises as ``send`` does."""
    async with desk.looking(by, LONGEST_S) as (_, person):
        stream = quarter_id(person.area, str(Quarter.containing(desk.today)))
    sealed = await seal(desk, by, stream, HandOverWork(whose=whose, to=to, because=because), again)
    done = await accepted(desk, sealed, await deliver(desk, sealed))
    async with desk.reading(LONGEST_S) as connection:
        state = await folded_quarter(connection, stream)
    of_them = [one for one in state.handed_over if (one.whose, one.to) == (whose, to)] if state else []
    return HandedOver(**dict(done), handed_over=of_them[-1] if of_them else None)
