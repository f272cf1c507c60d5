"""A quarter week by week as a picture: what was confirmed when, and when the rest falls at this pace (¶6.11)."""

from collections.abc import Iterator

from clients.desk.pace import Pace
from clients.web.frame.pictures import Picture, Row, picture
from clients.web.frame.tables import Table
from domain import words
from domain.quarter.pace.weeks import WeekOfQuarter


def of_weeks(found: Pace) -> Iterator[Picture]:
    """The picture of a quarter's weeks; none while there is nothing to see."""
    if any(one.confirmed or one.to_come for one in found.weeks):
        kinds = ("Confirmed", "Still to come, at the pace so far")
        yield picture(_headline(found), kinds, _rows(found), _table(found))


def _headline(found: Pace) -> str:
    """What it shows: how much is in the last weeks, or falls into them."""
    last = f"the last {words.count(found.bunching_weeks, 'week')}"
    to_come = sum(one.to_come for one in found.weeks)
    late = sum(one.to_come for one in found.weeks if one.is_last)
    if to_come:
        falls = "falls" if late == 1 else "fall"
        return f"At the pace so far, {late} of {to_come} still to come {falls} into {last}."
    confirmed = sum(one.confirmed for one in found.weeks)
    done_late = sum(one.confirmed for one in found.weeks if one.is_last)
    return f"{done_late} of {confirmed} assessments were confirmed in {last}."


def _rows(found: Pace) -> Iterator[Row]:
    yield Row(name="Weeks from")
    parted = False
    for one in found.weeks:
        if one.is_last and not parted:
            parted = True
            yield Row(name=f"The last {words.count(found.bunching_weeks, 'week')}")
        yield Row(name=_begins(one), says=_says(one), done=one.confirmed, open=one.to_come)


def _begins(one: WeekOfQuarter) -> str:
    return f"{one.first_day.day} {one.first_day:%b}"


def _says(one: WeekOfQuarter) -> str:
    if not one.to_come:
        return str(one.confirmed)
    come = f"{one.to_come} to come"
    return f"{one.confirmed} + {come}" if one.confirmed else come


def _table(found: Pace) -> Table:
    return Table(
        name="weeks",
        caption="The weeks of the quarter",
        headings=("Week from", "To", "Working days", "Confirmed", "Still to come"),
        rows=tuple(
            (
                words.a_day(one.first_day),
                words.a_day(one.last_day),
                str(one.working_days),
                str(one.confirmed),
                str(one.to_come),
            )
            for one in found.weeks
        ),
    )
