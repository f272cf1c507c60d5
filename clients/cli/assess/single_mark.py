"""One mark given by options."""

from dataclasses import dataclass
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame.failures import usage
from clients.cli.frame.options import choice, one_of, text
from domain.assessment import Answer, Mark
from domain.questions import NotApplicableReason


@Parameter(name="*")
@dataclass(frozen=True)
class SingleMark:
    """The answer to one question, and what goes with it."""

    answer: Annotated[Answer | None, choice(Answer, "The mark")] = None
    not_applicable: Annotated[
        NotApplicableReason | None, choice(NotApplicableReason, "Why it does not apply")
    ] = None
    good_practice: Annotated[str | None, text("What was good")] = None
    improvement: Annotated[str | None, text("What to improve")] = None
    preset_changed_because: Annotated[str | None, text("Why a question that was off is answered")] = None

    @property
    def given(self) -> bool:
        """Whether any of it was given."""
        return self != SINGLE_MARK

    def mark(self, question: int) -> Mark:
        """The mark of that question; raises ``Failure`` without an answer."""
        if self.answer is None:
            says = "A mark needs an answer."
            raise usage(says, f"Give --answer {one_of(Answer)}.")
        return Mark(
            question=question,
            answer=self.answer,
            not_applicable=self.not_applicable,
            good_practice=self.good_practice,
            improvement=self.improvement,
            preset_changed_because=self.preset_changed_because,
        )


SINGLE_MARK: Final = SingleMark()
