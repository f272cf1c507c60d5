"""Steps whose stream is to be found first, or that have more to say than other commands when they are done."""

from clients.command_ids import new_command_id
from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import with_names
from clients.desk.outcomes import Accepted
from clients.desk.records import found
from clients.desk.refusals import kept_if_refused
from clients.desk.sending import ONCE, Again, repeatable, send
from clients.errors import CommandRefused
from domain.calendar import day_of
from domain.casework.commands import AnswerRequest, NoteCaseConversation
from domain.casework.requested import Request
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.ids import case_id, quarter_id
from domain.iqa.commands import DrawCase
from domain.iqa.draws import CaseDraw
from domain.iqa.state import Stage
from domain.periods import Quarter
from domain.quarter.commands import HandOverWork, PickForSample
from domain.quarter.state import HandOver
from domain.values import Code, Value
from infra.postgres import lists, read_models, roster
from infra.postgres.streams import folded_case, folded_quarter


class Noted(Accepted):
    """A case conversation that was noted; ``conversations`` are the ids from which an IQA can start."""

    conversations: tuple[Code, ...]


class DrawnCase(Accepted):
    """The case that was drawn last for an IQA: from how many, and by which of its draws."""

    drawn: CaseDraw


class ToChoose(Value):
    """An IQA for which a case is still to be selected, and who selects it."""

    iqa_id: Code
    assessor: Code


class RequestSettled(Accepted):
    """A request that was answered: for what, whose, by whom, and the prosecutor's IQAs that still wait for a case."""

    urn: Code
    request: Request
    to_choose: tuple[ToChoose, ...] = ()


class HandedOver(Accepted):
    """Work that goes to another person; ``handed_over`` is None where nothing waited."""

    handed_over: HandOver | None


async def acknowledge_escalation(
    desk: Desk, by: SignedIn, escalation_id: str, will_do: str, again: Again = ONCE
) -> Accepted:
    """Take on what was escalated, in the stream that keeps it; raises as ``send`` does."""
    async with desk.acting(by) as (connection, person):
        escalation_id = await references.item(connection, person, escalation_id, desk.today)
        row = await read_models.escalation(connection, escalation_id)
    if row is None:
        raise CommandRefused(
            Refused(reason=Reason.UNKNOWN_ESCALATION, detail=escalation_id), again.command_id
        )
    command = AcknowledgeEscalation(escalation_id=escalation_id, will_do=will_do)
    return await send(desk, by, row.stream, command, again)


async def pick_for_sample(
    desk: Desk, by: SignedIn, iqa_id: str, because: str, again: Again = ONCE
) -> Accepted:
    """Have an IQA checked beside the draw, in the sample of the quarter in which it was confirmed.

    Raises as ``send`` does.
    """
    command_id = again.command_id or new_command_id()
    async with desk.acting(by) as (connection, person):
        iqa_id = await references.iqa(connection, person, iqa_id)
    command = PickForSample(iqa_id=iqa_id, because=because)
    async with (
        kept_if_refused(desk, by.staff_id, iqa_id, command, command_id),
        desk.acting(by) as (connection, _),
    ):
        row = await read_models.iqa(connection, iqa_id)
        if row is None:
            raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=iqa_id), again.command_id)
    quarter = str(Quarter.containing(day_of(row.confirmed_at))) if row.confirmed_at else row.quarter
    again = Again(command_id, again.seen_version)
    return await send(desk, by, quarter_id(row.area, quarter), command, again)


async def draw_case(desk: Desk, by: SignedIn, iqa_id: str, again: Again = ONCE) -> DrawnCase:
    """Have one of an IQA's eligible cases drawn by lot; raises as ``send`` does."""
    done = await send(desk, by, iqa_id, DrawCase(), again)
    with repeatable(done.command_id):
        async with desk.reading() as connection:
            iqa = await found(connection, done.stream)
    return DrawnCase(**dict(done), drawn=iqa.draws[-1])


async def answer_request(
    desk: Desk, by: SignedIn, case: str, command: AnswerRequest, again: Again = ONCE
) -> RequestSettled:
    """Answer what a prosecutor asked for, and find which IQA of theirs can go on with it; raises as ``send`` does."""
    done = await send(desk, by, case, command, again)
    with repeatable(done.command_id):
        async with desk.reading() as connection:
            notes = await folded_case(connection, done.stream)
            request = notes.request(command.request_id) if notes else None
            if notes is None or request is None:
                raise CommandRefused(
                    Refused(reason=Reason.UNKNOWN_REQUEST, detail=command.request_id), done.command_id
                )
            quarter = str(Quarter.containing(desk.today))
            rows = await lists.concerning(connection, request.prosecutor, None, quarter)
            settled = RequestSettled(
                **dict(done),
                urn=notes.urn,
                request=request,
                to_choose=tuple(
                    ToChoose(iqa_id=row.iqa_id, assessor=row.assessor)
                    for row in rows
                    if row.prosecutor == request.prosecutor and row.stage == Stage.SELECTION
                ),
            )
            return await with_names(connection, settled)


async def note_conversation(
    desk: Desk, by: SignedIn, command: NoteCaseConversation, again: Again = ONCE
) -> Noted:
    """Note an everyday conversation about a case; raises as ``send`` does."""
    async with desk.acting(by) as (connection, person):
        command = await references.within(connection, person, command, desk.today)
        me = person.staff_id
    done = await send(desk, by, case_id(command.urn), command, again)
    with repeatable(done.command_id):
        async with desk.reading() as connection:
            noted = await read_models.conversations(connection, me, command.prosecutor, command.on)
            people = await roster.names(connection, (me, command.prosecutor))
    ids = tuple(f"{one.stream}.{one.conversation_id}" for one in noted if one.stream == done.stream)
    return Noted(**dict(done) | {"names": done.names | people}, conversations=ids)


async def hand_over(
    desk: Desk, by: SignedIn, whose: str, to: str, because: str, again: Again = ONCE
) -> HandedOver:
    """Give everything that waits for one person to another, by the running quarter of the sender's Area.

    Raises as ``send`` does.
    """
    async with desk.acting(by) as (connection, person):
        stream = quarter_id(person.area, str(Quarter.containing(desk.today)))
        whose = await references.staff_id(connection, person, whose)
        to = await references.staff_id(connection, person, to)
    done = await send(desk, by, stream, HandOverWork(whose=whose, to=to, because=because), again)
    with repeatable(done.command_id):
        async with desk.reading() as connection:
            state = await folded_quarter(connection, stream)
            of_them = (
                [one for one in state.handed_over if (one.whose, one.to) == (whose, to)] if state else []
            )
            handed = HandedOver(**dict(done), handed_over=of_them[-1] if of_them else None)
            return await with_names(connection, handed)
