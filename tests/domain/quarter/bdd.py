"""Given these events of the quarter, when this command, then those events, or refused with that reason."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from domain import lots
from domain.calendar import end_of_day
from domain.errors import Reason, Refused
from domain.ids import QUARTER, quarter_id
from domain.people import Absence, AbsenceKind, Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.decide import decide
from domain.quarter.facts import QuarterFacts
from domain.quarter.kind import QUARTER as KIND
from domain.quarter.needs import needs
from domain.quarter.sample import lottery
from domain.quarter.sample.population import SampleKey
from domain.quarter.screen import screen
from domain.quarter.situation import Decision
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from domain.rows import IqaRow
from infra.reference import Library
from tests.factories import an_iqa_row

LIBRARY = Library.load()
POLICY, CALENDAR = LIBRARY.current.policy, LIBRARY.current.calendar
ID = quarter_id("XN", "2026-27-Q3")
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
SEED = bytes(range(32))
COMMITMENT = lottery.commitment(SEED)
CLOSE_DUE = end_of_day(date(2027, 1, 4))
_NAMES = UUID("00000000-0000-5000-8000-000000000001")


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def person(
    staff_id: str, role: Role = Role.PROSECUTOR, reports_to: str | None = "M1", **more: object
) -> Person:
    return Person.model_validate(
        {
            "staff_id": staff_id,
            "role": role,
            "area": "XN",
            "unit": "MC" if role is Role.PROSECUTOR else None,
            "reports_to": reports_to,
            "email": f"{staff_id.lower()}@example.test",
            "from_date": date(2020, 1, 6),
        }
        | more
    )


CHIEF = person("C1", Role.CHIEF_CROWN_PROSECUTOR, None)
SENIORS = (person("S1", Role.SENIOR_MANAGER, "C1"), person("S2", Role.SENIOR_MANAGER, "C1"))
MANAGERS = (person("M1", Role.LEGAL_MANAGER, "S1"), person("M2", Role.LEGAL_MANAGER, "S2"))
ADMINISTRATOR = person("A1", Role.ADMINISTRATOR, None)
ABOVE = (CHIEF, *SENIORS, *MANAGERS, ADMINISTRATOR)
PROSECUTORS = tuple(person(f"P{n}", reports_to="M1" if n % 2 else "M2") for n in range(1, 7))


def facts(now: datetime | None = None, **known: object) -> QuarterFacts:
    current = LIBRARY.current
    base = QuarterFacts(
        now=now or at(FIRST),
        policy=current.policy,
        calendar=current.calendar,
        question_set=current.casework,
        people=(*ABOVE, *PROSECUTORS),
        seed_commitment=COMMITMENT,
    )
    return base.model_copy(update=known)


def away(staff_id: str, day: date) -> Absence:
    return Absence(staff_id=staff_id, from_date=day, to_date=day, kind=AbsenceKind.LEAVE)


def planned(n: int) -> e.PlannedIqa:
    return e.PlannedIqa(iqa_id=f"iqa-{n}", prosecutor=f"P{n}", assessor="M1", target_on=FIRST)


def an_open_quarter(**changes: object) -> e.QuarterOpened:
    opened = e.QuarterOpened(
        area="XN",
        quarter="2026-27-Q3",
        opened_by="S1",
        policy=POLICY.version,
        calendar=CALENDAR.version,
        question_set=LIBRARY.current.casework.version,
        seed_commitment=COMMITMENT,
        one_in=10,
        samplers=POLICY.dip_sample.samplers,
        planned=tuple(planned(n) for n in range(1, 7)),
        pass_due=end_of_day(date(2026, 10, 2)),
        close_due=CLOSE_DUE,
    )
    return opened.model_copy(update=changes)


def confirmed(n: int, category: Category = Category.CASEWORK, day: date = FIRST, **changes: object) -> IqaRow:
    iqa = an_iqa_row(
        iqa_id=f"iqa-{category}-{n}",
        category=category,
        confirmed_at=at(day) + timedelta(seconds=n),
        assessor="M1",
        senior_manager="S1",
        prosecutor="P1",
    )
    return iqa.model_copy(update=changes)


def keyed(*iqas: IqaRow) -> tuple[SampleKey, ...]:
    return tuple(SampleKey(iqa_id=iqa.iqa_id, key=lots.key(SEED, iqa.iqa_id)) for iqa in iqas)


def lowest(*iqas: IqaRow) -> str:
    return min(iqas, key=lambda iqa: lots.key(SEED, iqa.iqa_id)).iqa_id


def numbered(*iqas: IqaRow, start: int = 1) -> e.IqasNumbered:
    items = tuple(
        e.NumberedIqa(number=number, iqa_id=iqa.iqa_id, confirmed_at=iqa.confirmed_at or at(FIRST))
        for number, iqa in enumerate(iqas, start=start)
    )
    return e.IqasNumbered(category=iqas[0].category, items=items)


def recorded(*events: e.QuarterEvent, at_instant: datetime | None = None) -> list[e.RecordedQuarterEvent]:
    return [
        e.RecordedQuarterEvent(
            version=version,
            at=at_instant or at(FIRST),
            actor=QUARTER,
            command_id=uuid5(_NAMES, str(version)),
            event=event,
        )
        for version, event in enumerate(events, start=1)
    ]


def state(*events: e.QuarterEvent) -> AreaQuarter:
    quarter = KIND.fold(None, recorded(*events), ID)
    assert quarter is not None
    return quarter


def load(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None, world: QuarterFacts) -> QuarterFacts:
    """Give a decision what it asks for of the world, as the loader does."""
    wanted = needs(envelope, quarter)
    population = wanted.population
    due = (
        () if population is None else tuple(i for i in world.confirmed if i.iqa_id not in population.settled)
    )
    revealed = wanted.seed_revealed_from is not None and world.now >= wanted.seed_revealed_from
    known = {
        "confirmed": due,
        "sample_keys": lottery.keys(SEED, population, due) if population else (),
        "seed_revealed": SEED.hex() if revealed else None,
    }
    return world.model_copy(update=known)


@dataclass(frozen=True)
class Outcome:
    decision: Decision
    screened: Refused | None

    def then(self, *events: e.QuarterEvent) -> None:
        assert self.decision == events

    def refused(self, reason: Reason, detail: str | None = None) -> None:
        assert isinstance(self.decision, Refused), self.decision
        assert self.decision.reason is reason
        assert self.screened in {None, self.decision}
        if detail is not None:
            assert detail in self.decision.detail

    @property
    def events(self) -> tuple[e.QuarterEvent, ...]:
        assert not isinstance(self.decision, Refused), self.decision
        return self.decision


@dataclass(frozen=True)
class Given:
    past: tuple[e.QuarterEvent, ...]

    def when(
        self, command: c.QuarterCommand, by: str = QUARTER, world: QuarterFacts | None = None, n: int = 99
    ) -> Outcome:
        """Judge a command; ``n`` names its id, which is that of the past event of the same number."""
        quarter = KIND.fold(None, recorded(*self.past), ID)
        envelope = c.QuarterEnvelope(command_id=uuid5(_NAMES, str(n)), actor=by, command=command)
        return Outcome(decide(envelope, quarter, world or facts()), screen(envelope, quarter))


def given(*events: e.QuarterEvent) -> Given:
    return Given(events)
