"""Who may read what of an IQA: one table from parts to readers, and the part that each event, field and step is of.

What stands in no table is read by nobody.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, assert_never

from domain.errors import Reason, Refused
from domain.escalations import (
    EscalationAcknowledged,
    EscalationEvent,
    EscalationRaised,
    ids_of,
)
from domain.iqa import events as e
from domain.iqa.manager_talks import ManagerTalkEvent
from domain.iqa.state import Iqa, Step
from domain.iqa.waits import Wait, waits
from domain.offices import NATIONAL, READERS
from domain.people import Person
from domain.prompts import OF_SAMPLE


class Part(StrEnum):
    """The parts of an IQA's record that some may read and others not.

    The cover says whose IQA it is and how far; choices are the cases that may be picked for it, the worksheet is what
    it is marked on; oversight is why people above did what they did, and what was refused; bookkeeping is the system's.
    """

    COVER = "cover"
    RECORD = "record"
    CHOICES = "choices"
    WORKSHEET = "worksheet"
    TALK = "talk"
    MARKS = "marks"
    PROMPTS = "prompts"
    ACTIONS = "actions"
    SAMPLE = "sample"
    OVERSIGHT = "oversight"
    BOOKKEEPING = "bookkeeping"


class Reader(StrEnum):
    """What somebody is to an IQA that they want to read; what they have done in it comes before their post."""

    ASSESSED = "assessed_prosecutor"
    BLIND = "sampler_who_can_mark_blind"
    ASSESSOR = "assessor"
    SAMPLER = "sampler"
    AREA = "reader_of_the_area"
    NATIONAL = "reader_of_every_area"
    OWNER = "owner_of_an_action"


class Since(StrEnum):
    """From when on a part may be read."""

    ALWAYS = "always"
    CONFIRMED = "confirmed"
    FED_BACK = "fed_back"


_ALL: Final[dict[Reader, Since]] = dict.fromkeys(
    (Reader.ASSESSOR, Reader.SAMPLER, Reader.AREA, Reader.NATIONAL), Since.ALWAYS
)
_BOTH: Final[dict[Reader, Since]] = _ALL | {Reader.ASSESSED: Since.ALWAYS}
_EVERYBODY: Final[dict[Reader, Since]] = _BOTH | {Reader.BLIND: Since.ALWAYS}

MAY_READ: Final[Mapping[Part, Mapping[Reader, Since]]] = {
    Part.COVER: _EVERYBODY | {Reader.OWNER: Since.ALWAYS},
    Part.RECORD: _EVERYBODY,
    Part.CHOICES: _ALL,
    Part.WORKSHEET: {Reader.ASSESSOR: Since.ALWAYS},
    Part.TALK: _BOTH,
    Part.MARKS: _ALL | {Reader.ASSESSED: Since.CONFIRMED},
    Part.PROMPTS: _ALL,
    Part.ACTIONS: _EVERYBODY | {Reader.OWNER: Since.ALWAYS},
    Part.SAMPLE: _ALL | {Reader.ASSESSOR: Since.FED_BACK, Reader.BLIND: Since.ALWAYS},
    Part.OVERSIGHT: _ALL,
    Part.BOOKKEEPING: {},
}
"""The readers of each part, and from when on.

The assessor learns of the second check by its feedback, the assessed never. An owner reads their own actions alone, and
a sampler who can still mark blind neither marks nor what was said of them.
"""

FIELDS: Final[Mapping[str, Part]] = {
    **dict.fromkeys(
        ("iqa_id", "version", "area", "quarter", "category", "prosecutor", "assessor", "senior_manager"),
        Part.COVER,
    ),
    **dict.fromkeys(
        (
            *("former_assessors", "target_on", "order", "policy", "question_set", "asks_for", "opened_at"),
            *("draws", "selection", "replaced", "confirmed_at", "talk", "missed", "escalations"),
            *("completed_at", "closed_at", "withdrawn_at"),
        ),
        Part.RECORD,
    ),
    **dict.fromkeys(("noted", "plan", "held", "held_before", "comments", "queries"), Part.TALK),
    **dict.fromkeys(("marks", "first_marks", "seen_later", "victims_note", "team_learning"), Part.MARKS),
    "prompts": Part.PROMPTS,
    "manager_talks": Part.OVERSIGHT,
    **dict.fromkeys(("actions", "no_actions"), Part.ACTIONS),
    **dict.fromkeys(("sample", "released"), Part.SAMPLE),
    **dict.fromkeys(("deadlines", "touched", "command_ids"), Part.BOOKKEEPING),
}
"""The part of each field of the state; of missed steps, escalations and prompts only those one may read are told."""


class Concerned(NamedTuple):
    """Whom an IQA concerns and how far it is, as its state or its row in a list has it."""

    area: str
    prosecutor: str
    assessor: str
    sampler: str | None
    hides_marks: bool
    owners: frozenset[str]
    confirmed: bool
    fed_back: bool


def _concerned(iqa: Iqa) -> Concerned:
    sample = iqa.sample
    return Concerned(
        area=iqa.area,
        prosecutor=iqa.prosecutor,
        assessor=iqa.assessor,
        sampler=sample.sampler if sample else None,
        hides_marks=sample is not None and sample.hides_marks,
        owners=frozenset(one.action.owner for one in iqa.actions),
        confirmed=iqa.confirmed_at is not None,
        fed_back=sample is not None and sample.feedback is not None,
    )


def reader_of(person: Person, iqa: Iqa) -> Reader | None:
    """Return what a person is to an IQA, the nearest thing; None for whoever has nothing to do with it."""
    return reader_among(person, _concerned(iqa))


def reader_among(person: Person, of: Concerned) -> Reader | None:
    """Return what a person is to an IQA by whom it concerns, the nearest thing."""
    me = person.staff_id
    by_rank = (
        (Reader.ASSESSED, me == of.prosecutor),
        (Reader.BLIND, me == of.sampler and of.hides_marks),
        (Reader.ASSESSOR, me == of.assessor),
        (Reader.SAMPLER, me == of.sampler),
        (Reader.AREA, person.area == of.area and person.role in READERS),
        (Reader.NATIONAL, person.role in NATIONAL),
        (Reader.OWNER, me in of.owners),
    )
    return next((reader for reader, is_one in by_rank if is_one), None)


def may_read(person: Person, iqa: Iqa) -> frozenset[Part]:
    """Return the parts that a person may read now."""
    return parts_for(person, _concerned(iqa))


def parts_shown(person: Person, iqa: Iqa) -> frozenset[Part]:
    """Return the parts that a person may read now and in which anything stands yet."""
    return may_read(person, iqa) & {part for field, part in FIELDS.items() if getattr(iqa, field)}


def parts_for(person: Person, of: Concerned) -> frozenset[Part]:
    """Return the parts that a person may read of an IQA by whom it concerns and how far it is."""
    reader = reader_among(person, of)
    if reader is None:
        return frozenset()
    return frozenset(
        part for part, readers in MAY_READ.items() if reader in readers and _has(readers[reader], of)
    )


def judge_sight(person: Person, iqa: Iqa, part: Part) -> Refused | None:
    """Refuse a person who may not read a part now."""
    if part in may_read(person, iqa):
        return None
    if reader_of(person, iqa) is Reader.BLIND:
        return Refused(reason=Reason.BLIND_RE_MARK_FIRST, detail=iqa.iqa_id)
    return Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {iqa.assessor} and others concerned")


WHOLE: Final = frozenset(Part) - {Part.BOOKKEEPING, Part.WORKSHEET}
"""What somebody reads who reads all that there is to read."""


def readable(person: Person, iqa: Iqa) -> dict[str, Any]:
    """Return the fields of the state that a person may read, and in them only what they may read."""
    parts = may_read(person, iqa)
    shown = {name: getattr(iqa, name) for name, part in FIELDS.items() if part in parts}
    if "missed" in shown:
        shown["missed"] = tuple(one for one in iqa.missed if _part_of_deadline(one.deadline) in parts)
        shown["escalations"] = tuple(
            one if Part.OVERSIGHT in parts else one.model_copy(update={"will_do": None})
            for one in iqa.escalations
            if _part_of_deadline(one.deadline) in parts
        )
    if "prompts" in shown:
        shown["prompts"] = tuple(one for one in iqa.prompts if part_of_prompt(one.about) in parts)
    if "actions" in shown and reader_of(person, iqa) is Reader.OWNER:
        shown["actions"] = tuple(one for one in iqa.actions if one.action.owner == person.staff_id)
    return shown


def readable_waits(person: Person, iqa: Iqa) -> tuple[Wait, ...]:
    """Return what waits in an IQA, as far as a person may read of its steps."""
    parts = may_read(person, iqa)
    if Part.RECORD not in parts:
        return ()
    return tuple(wait for wait in waits(iqa) if part_of_step(wait.step) in parts)


def may_read_event(person: Person, event: e.IqaEvent, iqa: Iqa) -> bool:
    """Tell whether a person may read an event; ``iqa`` is the state as it is now."""
    if part_of(event, iqa) not in may_read(person, iqa):
        return False
    if reader_of(person, iqa) is not Reader.OWNER:
        return True
    own = {one.action.action_id for one in iqa.actions if one.action.owner == person.staff_id}
    return _action_of(event) in own


def _action_of(event: e.IqaEvent) -> str:
    """The case action that an event is about; empty where it is about none."""
    match event:
        case e.ActionRecorded(action=action):
            return action.action_id
        case e.ActionCompleted(action_id=action_id) | e.ActionHandedOver(action_id=action_id):
            return action_id
        case e.ReminderSent() | e.DeadlineMoved() | e.DeadlineMissed():
            step, _, item = event.deadline.partition(":")
            return item if step == Step.ACTION else ""
        case _:
            return ""


def part_of(event: e.IqaEvent, iqa: Iqa) -> Part:
    """Return the part that an event is of; ``iqa`` is the state after it, or any later one."""
    if isinstance(event, e.TimeEvent):
        return _part_of_deadline(event.deadline)
    if isinstance(event, EscalationEvent):
        return _part_of_escalation(event, iqa)
    if isinstance(event, e.SampleEvent | e.FeedbackEvent):
        return _part_of_check(event)
    if isinstance(event, ManagerTalkEvent):
        return Part.OVERSIGHT
    return _part_of_step_taken(event)


_StepTaken = (
    e.IqaOpened
    | e.SelectionEvent
    | e.AssessmentEvent
    | e.ConversationEvent
    | e.ActionEvent
    | e.ProsecutorEvent
    | e.EndEvent
)


def _part_of_step_taken(event: _StepTaken) -> Part:
    match event:
        case (
            e.IqaOpened()
            | e.CaseDrawn()
            | e.CaseSelected()
            | e.CaseReplaced()
            | e.AssessmentConfirmed()
            | e.Reassigned()
            | e.TargetMoved()
            | e.Withdrawn()
            | e.IqaCompleted()
            | e.IqaClosed()
        ):
            return Part.RECORD
        case e.MarksRecorded() | e.MarksRevised() | e.ImprovementSeen():
            return Part.MARKS
        case e.PromptAnswered(about=about):
            return part_of_prompt(about)
        case (
            e.ConversationPlanned()
            | e.ConversationHeld()
            | e.ConversationConfirmed()
            | e.ConversationCorrected()
            | e.ConversationTakenBack()
            | e.ConversationDisputed()
            | e.ConversationClosedAsImpossible()
            | e.CommentMade()
            | e.MarkQueried()
            | e.QueryAnswered()
            | e.CommentDaysEnded()
        ):
            return Part.TALK
        case e.ActionRecorded() | e.NoActionsRequired() | e.ActionCompleted() | e.ActionHandedOver():
            return Part.ACTIONS
        case never:
            assert_never(never)


def _part_of_check(event: e.SampleEvent | e.FeedbackEvent) -> Part:
    match event:
        case (
            e.DrawnForSample()
            | e.SamplerReplaced()
            | e.ReleasedFromSample()
            | e.DipSampleStarted()
            | e.BlindReMarked()
            | e.MarksSeen()
            | e.DipSampleRecorded()
            | e.FeedbackGiven()
            | e.FeedbackAcknowledged()
            | e.DevelopmentReviewed()
        ):
            return Part.SAMPLE
        case never:
            assert_never(never)


def part_of_prompt(about: str) -> Part:
    """Return the part that a prompt is of: what the sampler was asked is of the second check."""
    return Part.SAMPLE if about in OF_SAMPLE else Part.PROMPTS


def part_of_words(event: e.IqaEvent, iqa: Iqa) -> Part:
    """Return the part that what somebody wrote in an event is of.

    Reasons for steering an IQA are oversight; the words of the noted talk that it starts from are talk.
    """
    if isinstance(event, e.CaseSelected) and event.noted:
        return Part.TALK
    steering = (e.CaseReplaced, e.Reassigned, e.Withdrawn, EscalationAcknowledged)
    return Part.OVERSIGHT if isinstance(event, steering) else part_of(event, iqa)


def part_of_step(step: Step) -> Part:
    """Return the part that a step which waits, is missed or was put to somebody above belongs to."""
    match step:
        case Step.SELECT | Step.MARK | Step.CONVERSE | Step.CONFIRM_CONVERSATION | Step.REMINDER:
            return Part.RECORD
        case Step.RECORD_ACTIONS | Step.ACTION:
            return Part.ACTIONS
        case Step.ANSWER_QUERY | Step.COMMENT:
            return Part.TALK
        case Step.DIP_SAMPLE | Step.FEEDBACK | Step.ACKNOWLEDGE | Step.REVISE | Step.DEVELOPMENT:
            return Part.SAMPLE
        case Step.ESCALATION | Step.ANSWER_REQUEST | Step.MANAGER_TALK:
            return Part.OVERSIGHT
        case never:
            assert_never(never)


def _part_of_deadline(name: str) -> Part:
    return part_of_step(Step(name.partition(":")[0]))


def _part_of_escalation(event: EscalationEvent, iqa: Iqa) -> Part:
    """The part of the step that it was raised of; where these are several, that which fewest may read."""
    if isinstance(event, EscalationRaised):
        return _part_of_deadline(event.deadline)
    ids = ids_of(event)
    parts = {_part_of_deadline(one.deadline) for one in iqa.escalations if one.escalation_id in ids}
    if Part.SAMPLE in parts:
        return Part.SAMPLE
    return parts.pop() if len(parts) == 1 else Part.OVERSIGHT


def _has(since: Since, of: Concerned) -> bool:
    match since:
        case Since.ALWAYS:
            return True
        case Since.CONFIRMED:
            return of.confirmed
        case Since.FED_BACK:
            return of.fed_back
        case never:
            assert_never(never)
