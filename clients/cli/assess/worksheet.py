"""What an assessor works from: the IQA as it stands, its questions, and what the rules refuse of a mark."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from clients.cli.frame import acting
from clients.cli.frame.looking import look
from clients.cli.frame.options import Asking
from clients.cli.frame.refusals import by_rule, remedy
from clients.cli.frame.report import Report
from domain.assessment import Mark
from domain.errors import Reason, Refused
from domain.iqa.access import Part, may_read
from domain.iqa.commands import IqaEnvelope, RecordMarks
from domain.iqa.screen import screen
from domain.iqa.state import Iqa
from domain.people import Person
from domain.policy import Policy
from domain.questions import QuestionSet
from infra.postgres.connections import Connection
from infra.postgres.streams import folded
from infra.reference import Library


class Worksheet(NamedTuple):
    """The IQA at the version that the person sees, with its questions and the policy that it began under."""

    iqa: Iqa
    question_set: QuestionSet
    policy: Policy
    actor: str

    @property
    def version(self) -> int:
        """The version that the person sees."""
        return self.iqa.version

    def unanswered_after(self, marks: Iterable[Mark]) -> tuple[int, ...]:
        """The questions that are on and still have no answer once these marks are recorded."""
        answered = {mark.question for mark in marks}
        return tuple(number for number in self.iqa.unanswered() if number not in answered)

    def faults(self, marks: Iterable[Mark]) -> Iterator[str]:
        """What the rules would refuse of each mark."""
        for mark in marks:
            if refused := self.refused(mark):
                yield f"question {mark.question}: {refused.reason.rule.says} {remedy(refused.reason)}"

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


def worksheet(asking: Asking, iqa_id: str) -> Worksheet:
    """What the person who asks works from; raises ``Failure`` when there is nothing, or it is not theirs."""
    sheets: list[Worksheet] = []

    async def see(connection: Connection, person: Person) -> Report:
        sheets.append(await _worksheet(connection, person, iqa_id))
        return Report({}, ())

    look(asking, see)
    return sheets[0]


async def _worksheet(connection: Connection, person: Person, iqa_id: str) -> Worksheet:
    iqa = await folded(connection, iqa_id)
    if iqa is None:
        raise acting.no_such_iqa(iqa_id)
    if Part.MARKS not in may_read(person, iqa):
        raise by_rule(Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {iqa.assessor}"))
    if iqa.selection is None:
        raise by_rule(Refused(reason=Reason.NO_CASE_SELECTED, detail=iqa_id))
    library = Library.load(acting.settings().policy_file)
    question_set, policy = library.question_set(iqa.question_set), library.policy(iqa.policy)
    return Worksheet(iqa, question_set, policy, person.staff_id)
