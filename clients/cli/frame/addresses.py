"""Where a command goes: to an IQA, to what is noted on a case, or to an Area's quarter."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from activities.contracts import StartCase
from clients.gateway import Envelope, Start
from domain.casework.commands import CaseEnvelope
from domain.ids import case_id, quarter_id
from domain.iqa.commands import IqaEnvelope
from domain.quarter.commands import QuarterEnvelope
from domain.values import Value

Seal = Callable[[UUID, str, Any], Envelope]
"""Puts a command into the envelope of its kind of stream, with its id and who acts."""


class Address(NamedTuple):
    """A stream, how a command for it is sealed, and what is started when no workflow of it runs."""

    stream: str
    seal: Seal
    starts: Value | None = None

    @property
    def is_iqa(self) -> bool:
        """Whether it is an IQA, which must be open before anything is asked of it."""
        return self.seal is _for_iqa

    def start(self, task_queue: str) -> Start | None:
        """The workflow that the command may be the first of."""
        return Start("case", self.starts, task_queue) if self.starts else None


def iqa(iqa_id: str) -> Address:
    """An IQA by its id."""
    return Address(iqa_id, _for_iqa)


def case(urn: str) -> Address:
    """What is noted on a case; the first command for it starts its workflow."""
    return Address(case_id(urn), _for_case, StartCase(urn=urn))


def quarter(area: str, name: str) -> Address:
    """An Area's quarter."""
    return Address(quarter_id(area, name), _for_quarter)


def _for_iqa(command_id: UUID, actor: str, command: Any) -> Envelope:  # noqa: ANN401  a union that differs by stream
    return IqaEnvelope(command_id=command_id, actor=actor, command=command)


def _for_case(command_id: UUID, actor: str, command: Any) -> Envelope:  # noqa: ANN401  as above
    return CaseEnvelope(command_id=command_id, actor=actor, command=command)


def _for_quarter(command_id: UUID, actor: str, command: Any) -> Envelope:  # noqa: ANN401  as above
    return QuarterEnvelope(command_id=command_id, actor=actor, command=command)
