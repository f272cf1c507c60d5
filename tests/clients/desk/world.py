"""A small world to read in: one IQA that was drawn and checked, a case with a talk and an action, an open quarter."""

from typing import Final, NamedTuple

from clients.desk.desk import Desk, SignedIn
from domain.assessment import Mode, ReMark, Verdict
from domain.casework import commands as on_case
from domain.ids import QUARTER, case_id, quarter_id
from domain.iqa import commands as c
from tests import clock
from tests.area import Kind, new_code, today
from tests.commands import mark_all, select_case
from tests.records import Records
from tests.system import System
from tests.workflows.quarters import ask_case, open_quarter

PEOPLE: Final = {
    "the assessed": "P1",
    "the owner of an action": "P2",
    "a colleague": "P5",
    "the assessor": "M1",
    "another manager": "M3",
    "the sampler": "S2",
    "a senior manager": "S1",
    "the chief": "C1",
    "an administrator": "A1",
    "an auditor": "I1",
    "legal assurance": "L1",
    "a senior manager elsewhere": "elsewhere",
}
"""Whoever may come to the desk, and how the world calls them."""


class World(NamedTuple):
    """What there is to read, and the desk at which it is read."""

    desk: Desk
    system: System
    elsewhere: str
    iqa: str
    case: str
    late: str

    @property
    def area(self) -> str:
        return self.system.area

    @property
    def quarter(self) -> str:
        return self.system.quarter

    @property
    def of_the_quarter(self) -> str:
        """The stream of the open quarter."""
        return quarter_id(self.area, self.quarter)

    @property
    def escalation(self) -> str:
        """What was escalated, since nobody chose a case in time."""
        return f"{self.late}.e1"

    def who(self, name: str) -> SignedIn:
        """One of ``PEOPLE``, signed in."""
        short = PEOPLE[name]
        staff_id = f"{self.elsewhere}-S1" if short == "elsewhere" else self.system.id(short)
        return SignedIn(staff_id=staff_id, how="test", at=clock.now())


async def made(system: System, desk: Desk) -> World:
    """Make the world; its IQA was checked and not fed back yet."""
    elsewhere = Records(new_code(), system.owner_dsn)
    await elsewhere.import_area()
    await system.rows(
        "insert into iqa.people (staff_id, role, area, email, from_date)"
        " values ($1, 'legal_assurance', 'HQ', 'l1@example.test', '2020-01-01')",
        system.id("L1"),
    )
    await open_quarter(system)
    it = await system.open("P1")
    await system.send(it, "M1", select_case(system))
    await system.send(it, "M1", mark_all(await system.state(it)))
    await system.send(it, "M1", c.ConfirmAssessment(seen_version=(await system.state(it)).version))
    talk = c.HoldConversation(
        on=today(), mode=Mode.VIDEO, do_differently="Which witnesses the review should have named."
    )
    await system.send(it, "M1", talk)
    urn = system.urn("P1", Kind.ANY_WORK)
    chase = c.RecordAction(urn=urn, what="Send the letter.", owner=system.id("P2"))
    await system.send(it, "M1", chase)
    await system.send(it, QUARTER, c.DrawForSample(sampler=system.id("S2")))
    state = await system.state(it)
    again = tuple(ReMark(question=mark.question, verdict=Verdict.REASONABLE) for mark in state.marks)
    await system.send(
        it,
        "S2",
        c.RecordDipSample(
            comment="Fair.", got_right="The marks.", re_marks=again, seen_version=state.version
        ),
    )
    noted = on_case.NoteCaseConversation(
        urn=urn,
        prosecutor=system.id("P1"),
        on=today(),
        mode=Mode.VIDEO,
        prosecutor_view="Bail, and what would change it.",
    )
    await ask_case(system, "M1", urn, noted)
    chased = on_case.RecordAction(urn=urn, what="Chase it.", owner=system.id("P2"))
    await ask_case(system, "M1", urn, chased)
    late = await system.open("P2")
    await system.forward_past(late, "select")
    return World(desk, system, elsewhere.area, it, case_id(urn), late)
