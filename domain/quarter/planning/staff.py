"""An Area's people as a plan asks about them: who is planned for, who assesses, and on which days (report ¶3.4)."""

from datetime import date, timedelta
from itertools import groupby
from typing import Final

from domain.calendar import DayRange
from domain.leave import long_absences
from domain.offices import ASSESSORS
from domain.people import Person, Role
from domain.periods import Quarter
from domain.quarter.facts import QuarterFacts

_PERCENT: Final = 100
_ONE_DAY: Final = timedelta(days=1)


class Staff:
    """The people of one Area in one quarter, looked at today; targets are planned for the days from ``since`` on.

    Days are days in Europe/London, and lengths are counted in working days. Raises ``BeyondCalendar``.
    """

    def __init__(self, area: str, quarter: Quarter, facts: QuarterFacts, since: date) -> None:
        self.quarter = quarter
        self._last_day = quarter.last_day
        self.planning = facts.policy.planning
        self.days = facts.calendar.working_days(max(since, quarter.first_day), quarter.last_day)
        self._all_days = facts.calendar.working_days(quarter.first_day, self._last_day)
        self._area = area
        self._today = facts.today
        self._facts = facts
        self._people = {person.staff_id: person for person in facts.people if person.area == area}
        self._away: dict[str, list[DayRange]] = {}
        self._days_away: dict[str, frozenset[date]] = {}
        self._long_absences: dict[str, list[DayRange]] = {}
        for absence in facts.absences:
            away = DayRange(first_day=absence.from_date, last_day=absence.to_date)
            self._away.setdefault(absence.staff_id, []).append(away)

    def prosecutors(self) -> tuple[Person, ...]:
        """Those in post on some day from today to the quarter's end, in order of their ids."""
        return tuple(
            person
            for _, person in sorted(self._people.items())
            if person.role is Role.PROSECUTOR
            and person.from_date <= self._last_day
            and (person.to_date is None or person.to_date >= self._today)
        )

    def prosecutor(self, staff_id: str) -> Person | None:
        """The prosecutor of that id, as long as they have not left; None for anybody else."""
        person = self._people.get(staff_id)
        left = person is None or (person.to_date is not None and person.to_date < self._today)
        return None if left or (person and person.role is not Role.PROSECUTOR) else person

    def assessor(self, staff_id: str | None) -> Person | None:
        """The person of that id where they are in post today, and in one that assesses."""
        person = self._people.get(staff_id or "")
        if person is None or person.role not in ASSESSORS:
            return None
        return person if person.in_post(self._today) else None

    def away(self, staff_id: str, day: date) -> bool:
        """Tell whether a person is recorded away on a day."""
        return any(day in absence for absence in self._away.get(staff_id, ()))

    def there(self, staff_id: str, days: tuple[date, ...]) -> tuple[date, ...]:
        """Return those of the days on which a person is not recorded away."""
        if staff_id not in self._away:
            return days
        if staff_id not in self._days_away:
            self._days_away[staff_id] = frozenset(day for day in self.days if self.away(staff_id, day))
        return tuple(day for day in days if day not in self._days_away[staff_id])

    def cover(self, staff_id: str, day: date) -> str | None:
        """Who stands in for an assessor who is away on a day: a manager who is not away as well."""
        covers = (
            absence.cover
            for absence in self._facts.absences
            if absence.staff_id == staff_id and absence.includes(day) and absence.cover
        )
        able = (cover for cover in covers if self.assessor(cover) and not self.away(cover, day))
        return next(able, None)

    def still_long_away(self, staff_id: str, day: date) -> bool:
        """Tell whether a day falls into a long absence of a person that is not over today."""
        return any(
            day in absence and (absence.last_day is None or absence.last_day >= self._today)
            for absence in self._long(staff_id)
        )

    def within(self, day: date, working_days: int) -> frozenset[date]:
        """The days that are left of the quarter no further from a day than so many working days."""
        later = [one for one in self.days if one > day][:working_days]
        earlier = [one for one in self.days if one < day]
        return frozenset((*later, *earlier[max(len(earlier) - working_days, 0) :]))

    def days_of(self, person: Person) -> tuple[date, ...]:
        """The days by which a case of theirs can be selected; none when too little of the quarter is left to them.

        Not while they are long away, nor at once after it; and where they leave, or are long away, so many days
        stay behind the last one that what was selected can be finished.
        """
        last = min(self._last_day, person.to_date or self._last_day)
        if last == self._last_day and person.from_date <= self.first and not self._long(person.staff_id):
            return self.days
        away = [
            one for one in self._long(person.staff_id) if one.last_day is None or self._back(one) > self.first
        ]
        days = [
            day
            for day in self.days
            if person.from_date <= day <= last
            and not any(
                one.first_day <= day and (one.last_day is None or day < self._back(one)) for one in away
            )
        ]
        undisturbed = last == self._last_day and not away
        return tuple(days if undisturbed else days[: max(len(days) - self.planning.days_to_finish, 0)])

    def has_part(self, person: Person, since: date) -> bool:
        """Tell whether enough of the quarter's working days are theirs from a day on, in post and not long away."""
        away = self._long(person.staff_id)
        theirs = sum(
            day >= since and person.in_post(day) and (not away or not any(day in one for one in away))
            for day in self._all_days
        )
        return theirs * _PERCENT >= self.planning.part_quarter_percent * len(self._all_days)

    def is_long_away(self, staff_id: str) -> bool:
        """Tell whether a person is long away on some day that is left of the quarter."""
        return any(day in absence for day in self.days for absence in self._long(staff_id))

    def kept_clear(self) -> frozenset[date]:
        """The days of the last weeks, which are kept clear as long as the others hold everything."""
        weeks = [list(week) for _, week in groupby(self.days, key=lambda day: day.isocalendar()[:2])]
        clear = self.planning.weeks_kept_clear
        last = weeks[len(weeks) - clear :] if clear < len(weeks) else []
        return frozenset(day for week in last for day in week)

    @property
    def first(self) -> date:
        """The first working day that a target can be on; the quarter's last day where none is left."""
        return self.days[0] if self.days else self._last_day

    def _long(self, staff_id: str) -> list[DayRange]:
        """A person's long absences that begin before the quarter is over, those that adjoin taken as one."""
        if staff_id not in self._long_absences:
            begun = (one for one in self._away.get(staff_id, ()) if one.first_day <= self._last_day)
            long = long_absences(begun, self.planning.long_absence, self._facts.calendar)
            self._long_absences[staff_id] = long
        return self._long_absences[staff_id]

    def _back(self, absence: DayRange) -> date:
        """The first day after an absence on which a case can be due; one after the quarter where there is none."""
        last = absence.last_day or self._last_day
        later = self._facts.calendar.working_days(last + _ONE_DAY, self._last_day)
        place = max(self.planning.days_after_return, 1)
        return later[place - 1] if len(later) >= place else self._last_day + _ONE_DAY
