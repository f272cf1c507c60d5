"""A talk given by options: how, and what went well, what to do differently, how the prosecutor sees it."""

from dataclasses import dataclass
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame.failures import usage
from clients.cli.frame.options import choice, pair, pairs, text
from domain.assessment import Mode
from domain.talks import SaidOf

SaidOfMarks = Annotated[
    tuple[str, ...],
    pairs(
        "For a talk from before the marks: QUESTION=SENTENCE, what was said then of a no or an improvement. "
        "Repeat it for several."
    ),
]

How = Annotated[Mode, choice(Mode, "How it takes place")]


@Parameter(name="*")
@dataclass(frozen=True)
class TalkOptions:
    """At least one of these is what the conversation was about."""

    went_well: Annotated[str | None, text("What went well")] = None
    do_differently: Annotated[str | None, text("What to do differently")] = None
    view: Annotated[str | None, text("How the prosecutor sees it, which they are shown to confirm")] = None

    @property
    def typed(self) -> dict[str, str | None]:
        """What was typed, by its option."""
        return {"--went-well": self.went_well, "--do-differently": self.do_differently, "--view": self.view}

    @property
    def said(self) -> dict[str, str | None]:
        """It as a command takes it; raises ``Failure`` where nothing is said."""
        if self == TALK:
            says = "Nothing is said of what was talked over."
            raise usage(says, "Give --went-well, --do-differently or --view, or several.")
        return {
            "went_well": self.went_well,
            "do_differently": self.do_differently,
            "prosecutor_view": self.view,
        }


TALK: Final = TalkOptions()


def said_of_marks(typed: tuple[str, ...]) -> tuple[SaidOf, ...]:
    """What was said of each mark, as a command takes it; raises ``Failure`` where one is no question's number."""
    found = [pair(one) for one in typed]
    if strange := [question for question, _ in found if not question.isdecimal()]:
        says = f"--said-of: {strange[0]!a} is no question."
        raise usage(says, "Give its number, as in 7=SENTENCE.")
    return tuple(SaidOf(question=int(question), sentence=sentence) for question, sentence in found)
