"""Lines of a story: who did what when, in which role, what they wrote, and which step that met and how late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from clients.desk.events import said_of
from clients.desk.telling.fields import Beside, Said, Table, details, people, texts
from clients.desk.telling.of_case import CASE
from clients.desk.telling.of_iqa import IQA
from clients.desk.telling.of_quarter import QUARTER
from clients.desk.telling.readers import Reading
from domain import ids, words
from domain.audit import Decided
from domain.calendar import BeyondCalendar, Calendar, day_of
from domain.casework import events as case_events
from domain.casework.state import CaseNotes
from domain.iqa.met import met_by
from domain.iqa.state import Iqa, Step
from domain.iqa.waits import Wait
from domain.people import Person
from domain.refusals import is_told
from domain.stream import Kind, Recorded, SignIn, advance
from domain.values import Code, Value
from domain.words import in_words

TABLES: Final[Mapping[str, Table]] = {"iqa": IQA, "case": CASE, "quarter": QUARTER}
"""How each kind of stream is told."""

NO_TITLES: Final[Mapping[int, str]] = MappingProxyType({})
"""The titles of questions where there are none: on a case, in a quarter."""

_SYSTEM: Final = "system"


class Met(Value):
    """A step that an event met: when it had been due (UTC), and how late it came; 0 where it came in time.

    Late are the days in London after the one at whose end it was due; ``late_working_days`` is None where the calendar
    does not know them.
    """

    deadline: Code
    due: datetime
    late_days: int = 0
    late_working_days: int | None = 0
    says: str


class StoryLine(Value):
    """One line of a story; ``at`` is UTC. ``kind`` is that of the event, None for a command that was refused.

    What people wrote stands in ``says``, and only for those who may read it. ``people`` are those who stand in ``what``
    by their ids. ``version`` is for those alone who read the whole: whoever counts them would learn of lines that are
    left out. ``signed_in`` is how and when whoever asked for it had signed in, for auditors alone.
    """

    at: datetime
    who: Code
    role: Code
    what: str
    kind: Code | None = None
    version: int | None = None
    people: tuple[Code, ...] = ()
    says: tuple[Said, ...] = ()
    met: tuple[Met, ...] = ()
    signed_in: SignIn | None = None


def tell(
    kind: Kind[Any, Any, Any],
    stream: str,
    decided: Iterable[Decided[Any, Any]],
    reading: Reading,
    calendar: Calendar,
    titles: Mapping[int, str] = NO_TITLES,
) -> tuple[StoryLine, ...]:
    """Return what somebody may read of a stream's story, from its commands in order, refused ones among them.

    ``titles`` are those of an IQA's questions. Raises ``OutOfOrder``.
    """
    steps = tuple(_steps(kind, stream, decided))
    whole = reading.whole and all(
        reading.event(recorded.event) for step in steps for _, recorded, _ in step.led_to
    )
    teller = _Teller(TABLES[kind.name], reading, calendar, whole, titles)
    return tuple(line for step in steps for line in teller.lines(step))


@dataclass(frozen=True)
class _Step:
    """A command and what it led to: each event with the state before and after it; ``state`` is that at its end."""

    of: Decided[Any, Any]
    led_to: Sequence[tuple[Any, Recorded[Any], Any]]
    state: Any
    posts: Mapping[str, str]


@dataclass(frozen=True)
class _Teller:
    table: Table
    reading: Reading
    calendar: Calendar
    whole: bool
    titles: Mapping[int, str]

    def lines(self, step: _Step) -> Iterator[StoryLine]:
        for before, recorded, after in step.led_to:
            if self.reading.event(recorded.event):
                yield self._line(step, before, recorded, after)
        refused = step.of.refused
        if refused and is_told(refused.reason) and self.reading.attempts(step.of.envelope.command):
            asked, actor = in_words(step.of.envelope.kind), step.of.envelope.actor
            what = f"asked to {asked}: refused, {in_words(refused.reason)}"
            yield StoryLine(
                at=step.of.now,
                who=actor,
                role=self._role(actor, step.state, step),
                what=what,
                signed_in=self._signed_in(step),
            )

    def _line(self, step: _Step, before: object, recorded: Recorded[Any], after: object) -> StoryLine:
        """One line; whoever asked for what may not be read is not told by what else followed from it."""
        event = recorded.event
        who = recorded.actor if self.reading.asker(step.of.envelope.command) else ids.IQA
        may_read_words = self.reading.words(event)
        by = Beside(after, self.titles)
        told = details(self.table, event, by, reasons=may_read_words)
        headline = said_of(recorded.kind)
        return StoryLine(
            at=recorded.at,
            who=who,
            role=self._role(who, before or after, step),
            what=f"{headline}: {told}" if told else headline,
            kind=recorded.kind,
            version=recorded.version if self.whole else None,
            people=tuple(dict.fromkeys(people(self.table, event, by))),
            says=tuple(texts(self.table, event, by)) if may_read_words else (),
            met=tuple(self._met(event, before, recorded.at)),
            signed_in=self._signed_in(step),
        )

    def _signed_in(self, step: _Step) -> SignIn | None:
        return step.of.envelope.signed_in if self.reading.sign_ins else None

    def _role(self, actor: str, state: object, step: _Step) -> str:
        """What the actor is to the IQA as far as its reader may know, else the post that the decision's facts name."""
        if ids.is_system(actor):
            return _SYSTEM
        named = {}
        if isinstance(state, Iqa):
            named = {state.assessor: "assessor", state.prosecutor: "prosecutor"}
            if state.sample and self.reading.second_check:
                named.setdefault(state.sample.sampler, "sampler")
        return named.get(actor) or step.posts.get(actor, "unknown")

    def _met(self, event: Any, before: object, at: datetime) -> Iterator[Met]:  # noqa: ANN401  any event of the kind
        for one in _steps_met(event, before):
            if one.due and self.reading.step(one.step):
                yield self._how_late(one, one.due, at)

    def _how_late(self, one: Wait, due: datetime, at: datetime) -> Met:
        days, working = self._days(due, at)
        how = f"late by {_length(days, working)}" if days else "in time"
        says = f"{words.step(one.step, one.item or '')}: {how}, due {words.due(due)}"
        return Met(deadline=one.name, due=due, late_days=days, late_working_days=working, says=says)

    def _days(self, due: datetime, at: datetime) -> tuple[int, int | None]:
        """The days and the working days by which something came late; a day's end is the last instant in time."""
        first, last = day_of(due), day_of(at)
        if at <= due or first == last:
            return 0, 0
        try:
            return (last - first).days, self.calendar.working_days_between(first, last)
        except BeyondCalendar:
            return (last - first).days, None


def _steps(kind: Kind[Any, Any, Any], stream: str, decided: Iterable[Decided[Any, Any]]) -> Iterator[_Step]:
    state: Any = None
    for each in decided:
        led_to = tuple(advance(kind.evolve, state, each.events, stream))
        state = led_to[-1][2] if led_to else state
        yield _Step(each, led_to, state, _posts(each))


def _posts(each: Decided[Any, Any]) -> dict[str, str]:
    """The posts of those whom the facts of a decision name."""
    people = (Person.model_validate(person) for person in each.facts.get("people", ()))
    return {person.staff_id: str(person.role) for person in people}


def _steps_met(event: Any, before: object) -> tuple[Wait, ...]:  # noqa: ANN401  any event of a kind of stream
    if isinstance(before, Iqa):
        return met_by(event, before)
    if isinstance(before, CaseNotes) and isinstance(event, case_events.ActionCompleted):
        done = before.action(event.action_id)
        return (
            (Wait(step=Step.ACTION, item=event.action_id, who=done.action.owner, due=done.due),)
            if done
            else ()
        )
    return ()


def _length(days: int, working: int | None) -> str:
    known = f" ({_of(working, 'working day')})" if working is not None else ""
    return f"{_of(days, 'day')}{known}"


def _of(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
