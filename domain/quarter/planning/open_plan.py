"""The planned IQAs that are still under way, as the quarter planned them and as they stand."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from domain.iqa.commands import Reassign
from domain.quarter.events import PlannedIqa, SampleDrawn, SecondCheckReassigned
from domain.quarter.facts import QuarterFacts
from domain.quarter.folds.plan import manager_of
from domain.quarter.state import AreaQuarter
from domain.rows import IqaRow


class OpenIqa(NamedTuple):
    """An open IQA: who is concerned, by which day a case is to be selected, and how far it is.

    ``manager`` is whom the prosecutor reported to when that was last looked at; ``given_away`` says that somebody
    gave the IQA to another assessor than the plan's; ``done_by`` is whoever did some of the work assessed.
    """

    iqa_id: str
    prosecutor: str
    assessor: str
    manager: str
    target_on: date
    selected: bool
    confirmed: bool
    given_away: bool
    sampler: str | None
    done_by: tuple[str, ...] = ()


def open_plan(
    quarter: AreaQuarter, facts: QuarterFacts, drawn: Iterable[SampleDrawn | SecondCheckReassigned] = ()
) -> tuple[OpenIqa, ...]:
    """Return the planned IQAs that are open and not completed, in the order of the plan.

    What a draw or a change of the plan is still to be told counts; ``drawn`` are second checks only being given out.
    """
    samplers = {one.iqa_id: one.sampler for one in quarter.drawn}
    samplers |= {one.iqa_id: one.sampler for one in facts.standing if one.sampler}
    samplers |= {one.iqa_id: one.sampler for one in drawn}
    standing = {one.iqa_id: one for one in facts.standing}
    withdrawn = frozenset(quarter.withdrawn)
    to_be_told = {
        one.stream: one.message.assessor for one in quarter.tellings if isinstance(one.message, Reassign)
    }
    return tuple(
        _open(
            planned,
            stands,
            assessor=to_be_told.get(planned.iqa_id, stands.assessor),
            sampler=samplers.get(planned.iqa_id),
        )
        for planned in quarter.planned
        if planned.iqa_id not in withdrawn
        and (stands := standing.get(planned.iqa_id))
        and _is_under_way(stands)
    )


def _is_under_way(stands: IqaRow) -> bool:
    return stands.is_open and stands.withdrawn_at is None and stands.completed_at is None


def to_be_opened(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[PlannedIqa, ...]:
    """Return the planned IQAs of which nothing is known yet."""
    known = {one.iqa_id for one in facts.standing} | set(quarter.withdrawn)
    return tuple(planned for planned in quarter.planned if planned.iqa_id not in known)


def _open(planned: PlannedIqa, stands: IqaRow, *, assessor: str, sampler: str | None) -> OpenIqa:
    return OpenIqa(
        iqa_id=planned.iqa_id,
        prosecutor=planned.prosecutor,
        assessor=assessor,
        manager=manager_of(planned),
        target_on=planned.target_on,
        selected=stands.selected_at is not None,
        confirmed=stands.confirmed_at is not None,
        given_away=assessor != planned.assessor,
        sampler=sampler,
        done_by=stands.done_by,
    )
