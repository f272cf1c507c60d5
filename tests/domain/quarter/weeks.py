"""A quarter's weeks for a test: how its IQAs stand on a Sunday, and what waits in them."""

from datetime import date

from domain.calendar import end_of_day
from domain.escalations import EscalationRaised, EscalationsSettled
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.figures import ManagerWeek
from domain.quarter.pace.standing import WaitStanding
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import an_open_quarter, at, facts, given
from tests.factories import an_iqa_row

OPEN = an_open_quarter(planned=(), week_due=end_of_day(date(2026, 10, 4)))
SUNDAYS = tuple(date.fromordinal(date(2026, 10, 4).toordinal() + 7 * n) for n in range(13))


def standing(n: int, manager: str = "M1", **changes: object) -> IqaRow:
    """An IQA whose target is the first Friday of October and whose assessment is still to come."""
    iqa = an_iqa_row(
        iqa_id=f"iqa-{manager}-{n}",
        category=Category.CASEWORK,
        prosecutor=f"P{n}",
        assessor=manager,
        senior_manager="S1" if manager == "M1" else "S2",
        stage="selecting",
        talk="open",
        target_on=date(2026, 10, 2),
        quarter="2026-27-Q3",
    )
    return iqa.model_copy(update=changes)


def done(n: int, day: date, manager: str = "M1", **changes: object) -> IqaRow:
    """One confirmed, talked over and completed on that day."""
    known = {"confirmed_at": at(day), "completed_at": at(day), "talk": "confirmed", "stage": "completed"}
    return standing(n, manager, **(known | changes))


def waiting(iqa: IqaRow, step: str, who: str | None = None, **changes: object) -> WaitStanding:
    wait = WaitStanding(
        stream=iqa.iqa_id, step=step, item="", who=who or iqa.assessor, due=None, missed=False, urgent=False
    )
    return wait.model_copy(update=changes)


def on(day: date, *iqas: IqaRow, waits: tuple[WaitStanding, ...] = (), **known: object) -> QuarterFacts:
    """What is so at the end of a day."""
    return facts(end_of_day(day), standing=iqas, waiting=waits, **known)


def reviewed(world: QuarterFacts, *past: e.QuarterEvent) -> tuple[e.QuarterEvent, ...]:
    """What a review of the week leads to."""
    return given(OPEN, *past).when(c.ReviewWeek(), world=world).events


def week_of(events: tuple[e.QuarterEvent, ...]) -> e.WeekReviewed:
    (found,) = (one for one in events if isinstance(one, e.WeekReviewed))
    return found


def manager(events: tuple[e.QuarterEvent, ...], staff_id: str) -> ManagerWeek:
    (found,) = (one for one in week_of(events).managers if one.manager == staff_id)
    return found


def raised(events: tuple[e.QuarterEvent, ...]) -> list[EscalationRaised]:
    return [one for one in events if isinstance(one, EscalationRaised)]


def settled(events: tuple[e.QuarterEvent, ...]) -> list[str]:
    return [id_ for one in events if isinstance(one, EscalationsSettled) for id_ in one.escalation_ids]


def the_weeks(*worlds: QuarterFacts) -> list[tuple[e.QuarterEvent, ...]]:
    """Review one week after the other."""
    past: list[e.QuarterEvent] = []
    found = []
    for world in worlds:
        found.append(reviewed(world, *past))
        past += found[-1]
    return found
