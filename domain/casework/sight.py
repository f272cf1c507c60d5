"""Who may read what of the notes on a case: one table from parts to readers, and the part that each event is of.

What stands in no table is read by nobody.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, assert_never

from domain.cases import CaseFile
from domain.casework import events as e
from domain.casework.requested import Request
from domain.casework.state import CaseActionState, CaseNotes
from domain.errors import Reason, Refused
from domain.escalations import Escalation, EscalationEvent, ids_of
from domain.iqa.state import Step
from domain.offices import ASSESSORS, NATIONAL, READERS
from domain.people import Person
from domain.talks import NotedTalk


class Part(StrEnum):
    """The parts of a case's notes; all but the cover are read one by one, and that by whoever reads any of them."""

    COVER = "cover"
    TALK = "talk"
    REQUEST = "request"
    ACTION = "action"
    OVERSIGHT = "oversight"


class Reader(StrEnum):
    """What somebody is to a talk, a request, an action or an escalation, or to all of it by their post."""

    TALKED = "took_part_in_the_talk"
    ASKER = "asked_for_something"
    ASKED = "was_asked_for_it"
    OWNER = "owner_of_the_action"
    RECORDER = "recorded_the_action"
    TOLD = "was_told_of_the_escalation"
    AREA = "reader_of_the_area"
    NATIONAL = "reader_of_every_area"


_BY_POST: Final = frozenset({Reader.AREA, Reader.NATIONAL})

MAY_READ: Final[Mapping[Part, frozenset[Reader]]] = {
    Part.COVER: frozenset(Reader),
    Part.TALK: _BY_POST | {Reader.TALKED},
    Part.REQUEST: _BY_POST | {Reader.ASKER, Reader.ASKED, Reader.TOLD},
    Part.ACTION: _BY_POST | {Reader.OWNER, Reader.RECORDER, Reader.TOLD},
    Part.OVERSIGHT: _BY_POST | {Reader.TOLD},
}
"""The readers of each part."""

FIELDS: Final[Mapping[str, Part | None]] = {
    **dict.fromkeys(("case_id", "version", "urn", "area"), Part.COVER),
    "conversations": Part.TALK,
    "requests": Part.REQUEST,
    "actions": Part.ACTION,
    "escalations": Part.OVERSIGHT,
    "command_ids": None,
}
"""The part of each field of the state; None is the system's own, which nobody reads."""


class Concern(NamedTuple):
    """What an event is about: its part, and the ids of the talk, request, actions or escalations that it names."""

    part: Part
    items: frozenset[str] = frozenset()


def knows(person: Person, file: CaseFile) -> bool:
    """Tell whether a person may be shown what the export has of a case: its Area's managers, and who worked on it."""
    if person.role in NATIONAL or file.is_worked_on_by(person.staff_id):
        return True
    return person.area == file.case.area and person.role in READERS | ASSESSORS


def reads_all(person: Person, notes: CaseNotes) -> bool:
    """Tell whether a person reads all of it by their post."""
    return bool(_by_post(person, notes))


def judge_sight(person: Person, notes: CaseNotes) -> Refused | None:
    """Refuse a person who may read nothing of it."""
    if _by_post(person, notes) or readable_items(person, notes):
        return None
    return Refused(reason=Reason.NOT_PERMITTED, detail=notes.case_id)


def readable(person: Person, notes: CaseNotes) -> dict[str, Any]:
    """Return the fields of the state that a person may read, and in them only what they may read."""
    posts = _by_post(person, notes)
    shown: dict[str, Any] = {
        name: getattr(notes, name)
        for name, part in FIELDS.items()
        if part is Part.COVER or (part and posts & MAY_READ[part])
    }
    mine = readable_items(person, notes)
    shown.setdefault(
        "conversations", tuple(one for one in notes.conversations if one.conversation_id in mine)
    )
    shown.setdefault("requests", tuple(one for one in notes.requests if one.request_id in mine))
    shown.setdefault("actions", tuple(one for one in notes.actions if one.action.action_id in mine))
    shown.setdefault("escalations", tuple(one for one in notes.escalations if one.escalation_id in mine))
    return shown


def readable_items(person: Person, notes: CaseNotes) -> frozenset[str]:
    """Return the ids of the talks, requests, actions and escalations that a person may read."""
    posts = _by_post(person, notes)
    talks = (
        one.conversation_id
        for one in notes.conversations
        if (_of_talk(person, one) | posts) & MAY_READ[Part.TALK]
    )
    requests = (
        one.request_id
        for one in notes.requests
        if (_of_request(person, one, notes) | posts) & MAY_READ[Part.REQUEST]
    )
    actions = (
        one.action.action_id
        for one in notes.actions
        if (_of_action(person, one, notes) | posts) & MAY_READ[Part.ACTION]
    )
    put_to = (
        one.escalation_id
        for one in notes.escalations
        if (_of_escalation(person, one) | posts) & MAY_READ[Part.OVERSIGHT]
    )
    return frozenset((*talks, *requests, *actions, *put_to))


def may_read_event(person: Person, event: e.CaseEvent, notes: CaseNotes) -> bool:
    """Tell whether a person may read an event; ``notes`` is the state as it is now."""
    concern = part_of(event)
    if _by_post(person, notes) & MAY_READ[concern.part]:
        return True
    mine = readable_items(person, notes)
    return bool(mine) if concern.part is Part.COVER else bool(concern.items & mine)


def part_of(event: e.CaseEvent) -> Concern:  # noqa: PLR0911  a line for each part
    """Return what an event is about."""
    if isinstance(event, EscalationEvent):
        return Concern(Part.OVERSIGHT, ids_of(event))
    match event:
        case e.CaseNotesOpened():
            return Concern(Part.COVER)
        case e.ConversationNoted(conversation_id=talk):
            return Concern(Part.TALK, frozenset({talk}))
        case (
            e.RequestMade(request_id=request)
            | e.RequestAnswered(request_id=request)
            | e.RequestHandedOver(request_id=request)
        ):
            return Concern(Part.REQUEST, frozenset({request}))
        case e.ActionRecorded(action=action) | e.ActionTakenOver(action=action):
            return Concern(Part.ACTION, frozenset({action.action_id}))
        case e.ActionCompleted(action_id=action_id) | e.ActionHandedOver(action_id=action_id):
            return Concern(Part.ACTION, frozenset({action_id}))
        case e.DeadlineMoved(deadline=deadline) | e.DeadlineMissed(deadline=deadline):
            step, _, item = deadline.partition(":")
            return Concern(Part.REQUEST if step == Step.ANSWER_REQUEST else Part.ACTION, frozenset({item}))
        case never:
            assert_never(never)


def _by_post(person: Person, notes: CaseNotes) -> frozenset[Reader]:
    if person.role in NATIONAL:
        return frozenset({Reader.NATIONAL})
    in_area = person.area == notes.area and person.role in READERS
    return frozenset({Reader.AREA}) if in_area else frozenset()


def _of_talk(person: Person, talk: NotedTalk) -> frozenset[Reader]:
    took_part = person.staff_id in {talk.manager, talk.prosecutor}
    return frozenset({Reader.TALKED}) if took_part else frozenset()


def _of_request(person: Person, one: Request, notes: CaseNotes) -> frozenset[Reader]:
    me = {Reader.ASKER: one.prosecutor, Reader.ASKED: one.manager}
    own = frozenset(reader for reader, who in me.items() if who == person.staff_id)
    about = f"{Step.ANSWER_REQUEST}:{one.request_id}"
    return own.union(*(_of_escalation(person, each) for each in notes.escalations if each.deadline == about))


def _of_action(person: Person, state: CaseActionState, notes: CaseNotes) -> frozenset[Reader]:
    me = {Reader.OWNER: state.action.owner, Reader.RECORDER: state.recorded_by}
    own = frozenset(reader for reader, who in me.items() if who == person.staff_id)
    about = f"action:{state.action.action_id}"
    return own.union(*(_of_escalation(person, one) for one in notes.escalations if one.deadline == about))


def _of_escalation(person: Person, one: Escalation) -> frozenset[Reader]:
    return frozenset({Reader.TOLD}) if person.staff_id in one.told else frozenset()
