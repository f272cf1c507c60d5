"""Plays whole IQAs: started, then each step sent as an Update by whoever has it, until nobody has one."""

from collections.abc import Iterator
from datetime import date, timedelta
from time import monotonic, perf_counter
from typing import Final

from temporalio.client import Client, WorkflowHistory
from temporalio.common import SearchAttributePair, TypedSearchAttributes

from activities import search
from bench.area import AREA, Assignment
from bench.opened import opened
from clients.command_ids import new_command_id
from clients.desk.addresses import of
from clients.desk.desk import Desk
from clients.desk.sending import Sealed, deliver
from domain.assessment import Answer as Marked
from domain.assessment import Mark, Mode
from domain.ids import QUARTER
from domain.iqa import commands as c
from domain.iqa.commands import StartIqa
from domain.questions import Category, Work
from workflows.iqa import IqaWorkflow

_PATIENCE_S: Final = 30.0
WORK: Final = Work.EARLY_ADVICE_OR_CHARGING
_MARKS: Final = (
    Mark(question=1, answer=Marked.YES),
    Mark(
        question=2, answer=Marked.NO, improvement="The review does not say how the defence is to be met. " * 3
    ),
    Mark(
        question=3, answer=Marked.YES, good_practice="Each acceptable plea was set out with its reason. " * 3
    ),
)
_CONTENT: Final = (
    "We went through the strategy and agreed to build each later review on its predecessor. " * 3
)


class Lifecycle:
    """IQAs played by the system itself: eight calls of ``record``, the first in the workflow's start."""

    name = "IQA"

    def __init__(
        self,
        client: Client,
        desk: Desk,
        assignments: Iterator[Assignment],
    ) -> None:
        self._client = client
        self._desk = desk
        self._assignments = assignments
        self._today = desk.today
        self._task_queue = desk.settings.task_queue

    async def play(self) -> list[float]:
        """Play one IQA until its days of comment are all that is left; returns the seconds that each Update took."""
        assignment = await self.open()
        handle = self._client.get_workflow_handle(assignment.iqa_id)
        await opened(handle)
        took = []
        for actor, command in self._steps(assignment):
            begun = perf_counter()
            await self._send(assignment.iqa_id, actor, command)
            took.append(perf_counter() - begun)
        return took

    async def open(self, target_on: date | None = None) -> Assignment:
        """Start the workflow of the next assignment, to be assessed by a day or within a week."""
        assignment = next(self._assignments)
        opening = c.OpenIqa(
            area=AREA,
            quarter=assignment.quarter,
            category=Category.CASEWORK,
            prosecutor=assignment.prosecutor,
            assessor=assignment.assessor,
            target_on=target_on or self._today + timedelta(days=7),
            policy_version="default-1",
        )
        await self._client.start_workflow(
            IqaWorkflow.run,
            StartIqa(command_id=new_command_id(), actor=QUARTER, opening=opening),
            id=assignment.iqa_id,
            task_queue=self._task_queue,
            search_attributes=first_shown(assignment.quarter),
        )
        return assignment

    async def history_of(self, iqa_id: str) -> WorkflowHistory:
        """The history of an IQA that was played."""
        return await self._client.get_workflow_handle(iqa_id).fetch_history()

    def _steps(self, assignment: Assignment) -> tuple[tuple[str, c.IqaCommand], ...]:
        manager, prosecutor = assignment.assessor, assignment.prosecutor
        return (
            (manager, c.SelectCase(urn=assignment.urn, work=(WORK,), seen_version=1)),
            (manager, c.RecordMarks(marks=_MARKS, seen_version=2)),
            (manager, c.ConfirmAssessment(seen_version=3)),
            (manager, c.HoldConversation(on=self._today, mode=Mode.VIDEO, do_differently=_CONTENT)),
            (prosecutor, c.ConfirmConversation()),
            (manager, c.RecordNoActions()),
            (QUARTER, c.ReleaseFromSample()),
        )

    async def _send(self, iqa_id: str, actor: str, command: c.IqaCommand) -> None:
        """Deliver a command as the desk does, without what is looked up before: a floor looks nothing up."""
        envelope = c.IqaEnvelope(command_id=new_command_id(), actor=actor, command=command)
        await deliver(self._desk, Sealed(of(iqa_id), envelope, None, monotonic() + _PATIENCE_S))


def first_shown(quarter: str) -> TypedSearchAttributes:
    """The search attributes that a workflow is started with."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(search.AREA, AREA),
            SearchAttributePair(search.QUARTER, quarter),
            SearchAttributePair(search.CATEGORY, Category.CASEWORK.value),
        ]
    )
