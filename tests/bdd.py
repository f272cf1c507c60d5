"""Given these events, when this command, then those events; or refused, for a named reason.

given(*a_confirmed_iqa()).when(command, by=ASSESSOR).then(event)
given(*an_open_iqa()).when(command, by=PROSECUTOR).refused(Reason.NOT_PERMITTED)
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from domain.errors import Reason, Refused
from domain.iqa.commands import IqaCommand, IqaEnvelope
from domain.iqa.decide import decide
from domain.iqa.events import IqaEvent, RecordedIqaEvent
from domain.iqa.facts import IqaFacts
from domain.iqa.kind import IQA as KIND
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.iqa.steps.situation import Decision
from domain.iqa.waits import waits
from tests.factories import ASSESSOR, IQA_ID, NOW, OPENED, facts

_IDS = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


class Done(NamedTuple):
    """An event with who caused it and when, where that matters."""

    event: IqaEvent
    by: str = ASSESSOR
    at: datetime = OPENED


def recorded(*events: IqaEvent | Done, after: int = 0) -> tuple[RecordedIqaEvent, ...]:
    """Number the events from after a version on, as the ledger does."""
    done = [each if isinstance(each, Done) else Done(each) for each in events]
    return tuple(
        RecordedIqaEvent(
            version=version,
            at=each.at,
            actor=each.by,
            command_id=uuid5(_IDS, f"event {version}"),
            event=each.event,
        )
        for version, each in enumerate(done, start=after + 1)
    )


@dataclass(frozen=True)
class Given:
    """What happened before."""

    iqa: Iqa | None

    def when(
        self,
        command: IqaCommand,
        by: str = ASSESSOR,
        at: datetime = NOW,
        facts: IqaFacts = facts(),  # noqa: B008  frozen, and the same for every test
        command_id: UUID | None = None,
    ) -> "Outcome":
        """Send the command, with the facts as they are at that instant."""
        version = self.iqa.version if self.iqa else 0
        envelope = IqaEnvelope(
            command_id=command_id or uuid5(_IDS, f"command after {version}"), actor=by, command=command
        )
        decision = decide(envelope, self.iqa, facts.model_copy(update={"now": at}))
        if (refused := screen(envelope, self.iqa)) is not None:
            assert decision == refused, "decide must refuse what the screen refuses"
        return Outcome(self.iqa, envelope, at, decision)


def given(*events: IqaEvent | Done) -> Given:
    """Fold what happened before; nothing is an IQA that is not open yet."""
    return Given(KIND.fold(None, recorded(*events), IQA_ID))


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    before: Iqa | None
    envelope: IqaEnvelope
    at: datetime
    decision: Decision

    def then(self, *events: IqaEvent) -> "Outcome":
        """Exactly these events happened, in this order."""
        assert self.decision == events
        return self

    def refused(self, reason: Reason, about: str | None = None) -> None:
        """Nothing happened, for that reason; ``about`` is found in the refusal's detail."""
        assert isinstance(self.decision, Refused), self.decision
        assert self.decision.reason is reason, self.decision
        assert about is None or about in self.decision.detail, self.decision

    @property
    def events(self) -> tuple[IqaEvent, ...]:
        """What happened; fails when the command was refused."""
        assert not isinstance(self.decision, Refused), self.decision
        return self.decision

    @property
    def kinds(self) -> list[str]:
        """The kinds of what happened, in order."""
        return [event.kind for event in self.events]

    @property
    def iqa(self) -> Iqa:
        """The state afterwards."""
        version = self.before.version if self.before else 0
        done = (Done(event, self.envelope.actor, self.at) for event in self.events)
        numbered = recorded(*done, after=version)
        after = KIND.fold(
            self.before,
            [each.model_copy(update={"command_id": self.envelope.command_id}) for each in numbered],
            IQA_ID,
        )
        assert after is not None
        return after

    @property
    def waiting(self) -> dict[str, str]:
        """Which steps wait afterwards, and for whom."""
        return {wait.name: wait.who for wait in waits(self.iqa)}

    def and_when(
        self,
        command: IqaCommand,
        by: str = ASSESSOR,
        at: datetime | None = None,
        facts: IqaFacts = facts(),  # noqa: B008  frozen, and the same for every test
    ) -> "Outcome":
        """Send another command after that, at the same instant unless another is named."""
        return Given(self.iqa).when(command, by=by, at=at or self.at, facts=facts)
