"""Worksheets: what an assessor marks from: the IQA as it stands, its questions, and what the rules refuse of a mark."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called
from clients.desk.overviews import CaseFacts, facts_of
from clients.desk.records import meant
from clients.errors import CommandRefused
from domain.assessment import Mark
from domain.cases import CaseFile
from domain.errors import Reason, Refused
from domain.iqa.commands import IqaEnvelope, RecordMarks
from domain.iqa.on_file import OnFile, on_file
from domain.iqa.screen import screen
from domain.iqa.sight import Part, judge_sight, readable
from domain.iqa.state import Iqa
from domain.looks import Showing
from domain.policy import Policy
from domain.questions import QuestionSet, Work
from infra.postgres import roster

_NOTHING: Final[Mapping[int, tuple[OnFile, ...]]] = MappingProxyType({})


class Worksheet(NamedTuple):
    """The IQA as far as its assessor may read it, with its questions and the policy that it began under.

    ``case`` is None where no export has it any more; ``on_file`` is what the last one knows beside each question.
    """

    iqa: Iqa
    question_set: QuestionSet
    policy: Policy
    actor: str
    names: Mapping[str, str]
    case: CaseFacts | None = None
    on_file: Mapping[int, tuple[OnFile, ...]] = _NOTHING

    def person(self, staff_id: str) -> str:
        """Whoever has that id, for people to read."""
        return called(staff_id, self.names)

    @property
    def version(self) -> int:
        """The version that the person sees."""
        return self.iqa.version

    def unanswered_after(self, marks: Iterable[Mark]) -> tuple[int, ...]:
        """The questions that are on and still have no answer once these marks are recorded."""
        answered = {mark.question for mark in marks}
        return tuple(number for number in self.iqa.unanswered() if number not in answered)

    def faults(self, marks: Iterable[Mark]) -> Iterator[tuple[int, Refused]]:
        """The questions whose mark the rules would refuse, and why."""
        for mark in marks:
            if refused := self.refused(mark):
                yield mark.question, refused

    def refused(self, mark: Mark) -> Refused | None:
        """The refusal that one mark would meet."""
        command = RecordMarks(marks=(mark,), seen_version=self.version)
        envelope = IqaEnvelope(command_id=_NOBODYS, actor=self.actor, command=command)
        if refused := screen(envelope, self.iqa):
            return refused if refused.reason in _OF_A_MARK else None
        bare = mark.answer.finds_fault and mark.improvement is None
        if bare and self.policy.marking.no_without_improvement_refused:
            return Refused(reason=Reason.NO_NEEDS_IMPROVEMENT)
        return None


_NOBODYS = UUID(int=0)
_OF_A_MARK = frozenset(
    {
        Reason.UNKNOWN_QUESTION,
        Reason.NOT_APPLICABLE_NEEDS_REASON,
        Reason.QUESTION_NOT_ON,
        Reason.QUESTION_TWICE,
    }
)


async def worksheet(desk: Desk, by: SignedIn, iqa_id: str) -> Worksheet:
    """Return what a person marks from.

    Raises ``CommandRefused`` where there is no such IQA, no case yet, or it is another's to mark, or ``Unreachable``.
    """
    async with desk.looking(by, Showing.WORKSHEET, iqa_id) as (connection, person, look):
        iqa = await meant(connection, person, iqa_id)
        look.of(iqa.iqa_id, {Part.WORKSHEET})
        if refused := judge_sight(person, iqa, Part.WORKSHEET):
            raise CommandRefused(refused)
        if iqa.selection is None:
            raise CommandRefused(Refused(reason=Reason.NO_CASE_SELECTED, detail=iqa.iqa_id))
        question_set, policy = desk.library.question_set(iqa.question_set), desk.library.policy(iqa.policy)
        file = await roster.case_file(connection, iqa.selection.urn)
        beside = _beside(question_set, file, iqa.selection.work) if file else {}
        whose = {who for preset in iqa.selection.presets for who in preset.whose}
        acted = {one.whose for several in beside.values() for one in several if one.whose}
        allocated = {file.case.prosecutor} if file else set()
        names = await roster.names(connection, (iqa.prosecutor, *whose | acted | allocated))
    return Worksheet(
        Iqa(**readable(person, iqa)),
        question_set,
        policy,
        person.staff_id,
        names,
        facts_of(file, desk.today) if file else None,
        beside,
    )


def _beside(
    question_set: QuestionSet, file: CaseFile, work: Collection[Work]
) -> dict[int, tuple[OnFile, ...]]:
    return {one.number: on_file(one, file, work) for one in question_set.questions}
