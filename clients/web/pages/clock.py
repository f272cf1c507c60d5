"""An IQA's clock: which of its steps were kept to their day, which came late, and what is due when."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from clients.desk.overviews import Done, Overview
from clients.web.frame.tables import Table
from clients.web.frame.timelines import How, Step, Timeline, timeline
from clients.web.pages.ways import to_iqa
from domain import words
from domain.calendar import day_of
from domain.iqa.waits import Wait


def of_clock(found: Overview, now: datetime) -> Timeline | None:
    """The clock of an IQA as of an instant (UTC); None where no step has had a day yet."""
    steps = sorted((*map(_done, found.done), *_waits(found, now)), key=lambda one: one.due)
    if not steps:
        return None
    return timeline(_headline(steps), steps, day_of(now), _table(steps), to_iqa(found.record.iqa_id))


def _done(one: Done) -> Step:
    step, _, item = one.deadline.partition(":")
    late = words.count(one.late_days, "day")
    if one.late_working_days:
        late = words.count(one.late_working_days, "working day")
    how = f"{late} late" if one.late_days else "in time"
    done = day_of(one.at)
    return Step(
        name=_begun(words.step(step, item)),
        says=f"Done {words.a_day(done)}, {how}; due {words.due(one.due)}",
        how=How.LATE if one.late_days else How.KEPT,
        due=day_of(one.due),
        done=done,
    )


def _waits(found: Overview, now: datetime) -> Iterator[Step]:
    for one in found.record.waits:
        if one.due:
            yield _to_come(one, one.due, found, now)


def _to_come(one: Wait, due: datetime, found: Overview, now: datetime) -> Step:
    overdue = one.missed or due < now
    return Step(
        name=_begun(words.step(one.step, one.item or "")),
        says=f"{found.person(one.who)}: {'was due' if overdue else 'due'} {words.due(due)}",
        how=How.OVERDUE if overdue else How.TO_COME,
        due=day_of(due),
    )


def _headline(steps: Sequence[Step]) -> str:
    """What it shows: how many were kept to their day, and what comes next."""
    done = [one for one in steps if one.done]
    kept = sum(one.how is How.KEPT for one in done)
    overdue = sum(one.how is How.OVERDUE for one in steps)
    said = f"{kept} of {words.count(len(done), 'step was', 'steps were')} done by its day" if done else ""
    ahead = next((one for one in steps if one.how is How.TO_COME), None)
    still = words.count(overdue, "is overdue", "are overdue") if overdue else ""
    comes = f"the next is due {_long(ahead.due)}" if ahead else ""
    return _begun(f"{', '.join(filter(None, (said, still, comes)))}.")


_HOW = {
    How.KEPT: "done in time",
    How.LATE: "done late",
    How.OVERDUE: "overdue",
    How.TO_COME: "to come",
}


def _table(steps: Sequence[Step]) -> Table:
    return Table(
        name="clock",
        caption="The days of this IQA",
        headings=("Step", "Due", "Done", "How"),
        rows=tuple(
            (one.name, words.a_day(one.due), words.a_day(one.done) if one.done else "", _HOW[one.how])
            for one in steps
        ),
    )


def _long(day: date) -> str:
    return words.a_day(day)


def _begun(says: str) -> str:
    return says[:1].upper() + says[1:]
