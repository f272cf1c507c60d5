"""Have an IQA checked beside the draw."""

from typing import Annotated

from clients.cli.frame import acting, addresses
from clients.cli.frame.addresses import Address
from clients.cli.frame.options import SENDING, IqaId, Sending, named
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from domain.calendar import day_of
from domain.people import Person
from domain.periods import Quarter
from domain.quarter.commands import PickForSample
from infra.postgres import read_models
from infra.postgres.connections import Connection


def pick_sample(
    iqa: IqaId,
    *,
    because: Annotated[str, named("A listed reason; a wrong one lists them")],
    sending: Sending = SENDING,
) -> Report:
    """Put an IQA in the dip sample beside the draw: labelled, and kept apart from the rates."""

    async def find(connection: Connection, _person: Person) -> Address:
        row = await read_models.iqa(connection, iqa)
        if row is None:
            raise acting.no_such_iqa(iqa)
        # It belongs to the sample of the quarter in which it was confirmed, whichever planned it.
        quarter = str(Quarter.containing(day_of(row.confirmed_at))) if row.confirmed_at else row.quarter
        return addresses.quarter(row.area, quarter)

    return Errand(sending).send(find, PickForSample(iqa_id=iqa, because=because))
