"""How what happens on a case is told."""

from collections.abc import Iterator
from typing import Final

from clients.desk.telling.fields import Fields, Said, Table, both, code, deadline, person, says, told
from clients.desk.telling.of_escalations import ESCALATIONS
from domain.assessment import CaseAction, Mode
from domain.casework import events as e
from domain.casework.requested import Wanted


def action(one: CaseAction) -> str:
    """A case action without what it asks; by when, its event says."""
    urgent = ", urgent" if one.urgent else ""
    return f"case action {one.action_id} on {one.urn}, for {one.owner}{urgent}"


def owner(one: CaseAction, _: object) -> tuple[str, ...]:
    """Who does it."""
    return (one.owner,)


def asked(one: CaseAction) -> Iterator[Said]:
    """What a case action asks."""
    yield Said(about="What", text=one.what)


SAID: Final[Fields] = {
    "went_well": says("What went well"),
    "do_differently": says("What to do differently"),
    "prosecutor_view": says("The prosecutor's view"),
}
"""What was talked over."""

MODES: Final = {Mode.FACE_TO_FACE: "face to face", Mode.VIDEO: "by video", Mode.TELEPHONE: "by telephone"}
"""How people talk."""

MODE: Final = told(lambda mode: MODES[mode])
"""How they talked."""

WANTED: Final = {Wanted.ASSESSMENT: "an assessment", Wanted.CONVERSATION: "a talk"}
"""What a prosecutor asks for."""

CASE: Final[Table] = ESCALATIONS | {
    e.CaseNotesOpened: {"urn": told(), "area": told("in {}")},
    e.ConversationNoted: {
        "conversation_id": told("conversation {}"),
        "manager": person(),
        "prosecutor": person("with {}"),
        "on": told("on {}"),
        "mode": MODE,
        **SAID,
    },
    e.RequestMade: {
        "request_id": told("request {}"),
        "wanted": told(lambda wanted: WANTED[wanted]),
        "prosecutor": person("by {}"),
        "manager": person("of {}"),
        "answer_due": told("to be answered by {}"),
        "text": says("Asked"),
    },
    e.RequestAnswered: {
        "request_id": told("request {}"),
        "answer": code(),
        "text": says("Answered"),
    },
    e.RequestHandedOver: {
        "request_id": told("request {}"),
        "to": person("to {}"),
        "due": told("to be answered by {}"),
    },
    e.ActionRecorded: {"action": both(action, asked, people=owner), "due": told("due {}")},
    e.ActionTakenOver: {
        "action": both(action, asked, people=owner),
        "due": told("due {}"),
        "from_iqa": told("from {}"),
        "from_action": told("where it was {}"),
        "because": says("Because"),
    },
    e.ActionCompleted: {
        "action_id": told("case action {}"),
        "outcome": says("Outcome"),
        "later_review_on": told("looked at again on {}"),
    },
    e.ActionHandedOver: {
        "action_id": told("case action {}"),
        "to": person("to {}"),
        "due": told("due {}"),
        "because": says("Because"),
    },
    e.DeadlineMoved: {"deadline": deadline(), "due": told("now due {}"), "because": code("because: {}")},
    e.DeadlineMissed: {"deadline": deadline(), "whose": person("by {}"), "due": told("due {}")},
}
