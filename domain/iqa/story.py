"""Tells what happened in one IQA, a line an event: who did what in which role, and which deadline was kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from domain.audit import Decided
from domain.calendar import LONDON
from domain.escalations import EscalationAcknowledged
from domain.ids import is_system
from domain.iqa import events as e
from domain.iqa.commands import IqaCommand
from domain.iqa.evolve import evolve
from domain.iqa.state import Iqa
from domain.iqa.waits import Wait, waits
from domain.people import Person
from domain.stream import advance
from domain.values import Code, Value
from domain.words import due, in_words, moment

IqaDecided = Decided[IqaCommand, e.IqaEvent]


class Met(Value):
    """A step that an event settled: when it had been due (UTC), and how late it came; None when in time."""

    deadline: Code
    due: datetime
    late: timedelta | None = None

    def __str__(self) -> str:
        """Say which deadline was kept, or how late it was met."""
        if self.late is None:
            return f"{self.deadline} kept, due {due(self.due)}"
        return f"{self.deadline} late by {_length(self.late)}, due {due(self.due)}"


class Told(Value):
    """One line of the story; ``at`` is UTC, and without a version nothing changed: the command was refused.

    ``what`` holds codes and dates only; people's own words stand in ``says``, for those who may read them. ``kind`` is
    that of the event.
    """

    at: datetime
    who: Code
    role: Code
    what: str
    kind: Code | None = None
    version: int | None = None
    says: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()

    def __str__(self) -> str:
        """Give the line as people read it, in London's time."""
        zone = f"{self.at.astimezone(LONDON):%Z}"
        line = f"{moment(self.at)} {zone}  {self.who} ({self.role}) {self.what}"
        return "; ".join((line, *map(str, self.met)))


def tell(decided: Iterable[IqaDecided], iqa_id: str) -> tuple[Told, ...]:
    """Return the story of an IQA from its commands in order, refused ones among them; raises ``OutOfOrder``."""
    return tuple(_told(decided, iqa_id))


def _told(decided: Iterable[IqaDecided], iqa_id: str) -> Iterator[Told]:
    iqa: Iqa | None = None
    for each in decided:
        posts = {person.staff_id: person for person in _people(each)}
        for before, recorded, after in advance(evolve, iqa, each.events, iqa_id):
            yield _line(recorded, before, after, posts)
            iqa = after
        if each.refused:
            what = f"asked to {in_words(each.envelope.kind)}: refused, {in_words(each.refused.reason)}"
            actor = each.envelope.actor
            yield Told(at=each.now, who=actor, role=_role(actor, iqa, posts), what=what)


def _people(each: IqaDecided) -> Iterable[Person]:
    return (Person.model_validate(person) for person in each.facts.get("people", ()))


def _line(recorded: e.RecordedIqaEvent, before: Iqa | None, after: Iqa, posts: Mapping[str, Person]) -> Told:
    return Told(
        at=recorded.at,
        who=recorded.actor,
        role=_role(recorded.actor, before or after, posts),
        what=_what(recorded.event),
        kind=recorded.event.kind,
        version=recorded.version,
        says=tuple(_says(recorded.event)),
        met=tuple(_met(before, after, recorded.at)) if before else (),
    )


def _met(before: Iqa, after: Iqa, at: datetime) -> Iterator[Met]:
    """The steps with a due time that waited before this event and no longer do, unless they were given up."""
    if after.withdrawn_at or after.replaced != before.replaced:
        return
    still = {(wait.step, wait.item) for wait in waits(after)}
    for wait in waits(before):
        if wait.due is not None and (wait.step, wait.item) not in still:
            late = at - wait.due if at > wait.due else None
            yield Met(deadline=_name(wait), due=wait.due, late=late)


def _name(wait: Wait) -> str:
    return f"{wait.step}:{wait.item}" if wait.item else str(wait.step)


def _role(actor: str, iqa: Iqa | None, posts: Mapping[str, Person]) -> str:
    """What the actor is to this IQA, else the post that the facts of the decision name."""
    if is_system(actor):
        return "system"
    named = {} if iqa is None else {iqa.assessor: "assessor", iqa.prosecutor: "prosecutor"}
    if iqa is not None and iqa.sample:
        named.setdefault(iqa.sample.sampler, "sampler")
    if actor in named:
        return named[actor]
    return str(posts[actor].role) if actor in posts else "unknown"


_TEXTS: Final = (
    "content",
    "text",
    "comment",
    "got_right",
    "missed",
    "manager_will_do",
    "note",
    "victims_note",
    "team_learning",
)
_TEXTS_OF: Final[dict[type[e.IqaEvent], str]] = {
    e.MarksRevised: "because",
    e.ActionHandedOver: "because",
    e.Reassigned: "because",
    e.ActionCompleted: "outcome",
    e.SamplerReplaced: "because",
    EscalationAcknowledged: "will_do",
}
"""The fields in which people write freely; what they wrote beside a mark or an action is left to ``show``."""


def _says(event: e.IqaEvent) -> Iterator[str]:
    for name in (*_TEXTS, _TEXTS_OF.get(type(event), "")):
        if text := getattr(event, name, None):
            yield text


def _what(event: e.IqaEvent) -> str:
    """The event in the words of its kind, with what tells it from others of the kind."""
    texts = _TEXTS_OF.get(type(event))
    told = [
        f"{in_words(name)} {_shown(value)}"
        for name in _CODES
        if name != texts and (value := getattr(event, name, None))
    ]
    return ", ".join((in_words(event.kind), *told))


_CODES: Final = (
    "urn",
    "work",
    "overrides",
    "questions",
    "question",
    "query_id",
    "outcome",
    "action",
    "action_id",
    "deadline",
    "due",
    "on",
    "mode",
    "because",
    "prosecutor",
    "assessor",
    "whose",
    "to",
    "sampler",
    "marks",
    "re_marks",
    "answers",
    "pick",
    "development",
    "shown",
    "in_iqa",
)
"""The fields that a line shows, in this order."""


def _shown(value: object) -> str:
    match value:
        case datetime():
            return due(value)
        case tuple():
            return " ".join(_shown(item) for item in value)
        case Value():
            return _code_of(value)
        case _:
            return str(value)


def _code_of(value: Value) -> str:
    """The code by which people know a mark, an override or an action."""
    for name in ("rule", "action_id"):
        if hasattr(value, name):
            return str(getattr(value, name))
    answer = getattr(value, "answer", None) or getattr(value, "verdict", "")
    return f"Q{getattr(value, 'question', '')} {answer}"


def _length(late: timedelta) -> str:
    """Days, or hours and minutes of less than a day."""
    if late.days:
        return f"{late.days} day{'s' if late.days > 1 else ''}"
    minutes = int(late.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02} min"
