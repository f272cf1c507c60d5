"""Given these events on the case, when this command, then those events, or refused with that reason."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from domain.assessment import CaseAction
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.decide import decide
from domain.casework.kind import CASE
from domain.casework.requested import Wanted
from domain.casework.screen import screen
from domain.casework.situation import Decision
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.facts import CaseFacts
from domain.ids import TIMER, case_id
from tests.factories import AREA, ASSESSOR, NOW, PROSECUTOR, URN, end_of, facts

ID = case_id(URN)
OPENED = e.CaseNotesOpened(urn=URN, area=AREA)
DUE = end_of(11, 24)
_NAMES = UUID("00000000-0000-5000-8000-000000000002")


def an_action(number: int = 1, owner: str = PROSECUTOR, **changes: object) -> CaseAction:
    action = CaseAction(action_id=f"a{number}", urn=URN, what="Send the victim letter.", owner=owner)
    return action.model_copy(update=changes)


def action_recorded(number: int = 1, owner: str = PROSECUTOR, **changes: object) -> e.ActionRecorded:
    return e.ActionRecorded(action=an_action(number, owner, **changes), due=DUE)


def request_made(
    number: int = 1, wanted: Wanted = Wanted.ASSESSMENT, text: str = "Was it enough?"
) -> e.RequestMade:
    return e.RequestMade(
        request_id=f"r{number}",
        wanted=wanted,
        prosecutor=PROSECUTOR,
        manager=ASSESSOR,
        text=text,
        answer_due=DUE,
    )


def recorded(*events: e.CaseEvent, by: str = TIMER) -> list[e.RecordedCaseEvent]:
    return [
        e.RecordedCaseEvent(
            version=version, at=NOW, actor=by, command_id=uuid5(_NAMES, str(version)), event=event
        )
        for version, event in enumerate(events, start=1)
    ]


def state(*events: e.CaseEvent, by: str = TIMER) -> CaseNotes:
    notes = CASE.fold(None, recorded(*events, by=by), ID)
    assert notes is not None
    return notes


@dataclass(frozen=True)
class Outcome:
    decision: Decision

    def then(self, *events: e.CaseEvent) -> None:
        assert self.decision == events

    def refused(self, reason: Reason, detail: str | None = None) -> None:
        assert isinstance(self.decision, Refused), self.decision
        assert self.decision.reason is reason
        if detail is not None:
            assert detail in self.decision.detail

    @property
    def events(self) -> tuple[e.CaseEvent, ...]:
        assert not isinstance(self.decision, Refused), self.decision
        return self.decision


@dataclass(frozen=True)
class Given:
    past: tuple[e.CaseEvent, ...]

    def when(
        self, command: c.CaseCommand, by: str = TIMER, world: CaseFacts | None = None, n: int = 99
    ) -> Outcome:
        """Judge a command; ``n`` names its id, which is that of the past event of the same number."""
        notes = CASE.fold(None, recorded(*self.past), ID)
        envelope = c.CaseEnvelope(command_id=uuid5(_NAMES, str(n)), actor=by, command=command)
        decision = decide(envelope, notes, world or facts())
        if refused := screen(envelope, notes):
            assert decision == refused
        return Outcome(decision)


def given(*events: e.CaseEvent) -> Given:
    return Given(events)
