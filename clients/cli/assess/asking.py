"""What somebody is asked before something is recorded: in the terminal at once, else by an option of the next try."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Final, TypeAlias, TypeVar

from clients.cli.frame.acting import at_desk
from clients.cli.frame.asker import Asker, choose, in_terminal
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import Sending, one_of, pair, pairs
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from clients.desk.desk import Desk, SignedIn
from clients.desk.prompts import Question, questions
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.iqa.commands import CorrectConversation, HoldConversation, SelectCase
from domain.prompts import HEEDED, PromptAnswer, PromptKind
from domain.values import Value

Asked: TypeAlias = Annotated[
    tuple[str, ...],
    pairs(
        "Your answer to what you were asked before, as PROMPT=ANSWER; heeded where you wrote something else since. "
        "Repeat it for several."
    ),
]

AnsweredFirst: TypeAlias = Annotated[
    tuple[str, ...],
    pairs(
        "Your answer to what you were asked before, as PROMPT=ANSWER; for `select`, whose --asked names a request. "
        "Repeat it for several."
    ),
]

C = TypeVar("C", bound=Value)
Anew: TypeAlias = Callable[[C, Sequence[Question]], C]
"""Lets somebody write anew what they were asked about: the command with that in it."""

_CHANGE: Final = "Let me change what I wrote"
_FOLLOWS: Final = "Say it beside the fact: --what-follows FACT=SENTENCE"
_IF_PLANNED: Final[dict[type[Value], str]] = {
    HoldConversation: "It is planned: `iqa plan-conversation` sets the day, and the step stays open",
    CorrectConversation: "It is still to come: `iqa take-back-conversation` opens the step again",
    SelectCase: "It is still to come: select the case without --conversation, and plan the talk once it is selected",
}
"""What else one may do whose record of a talk reads like a plan, at each command that asks about it."""


def send_asking(  # noqa: PLR0913  what is sent, what was answered before, and the ways to ask and to send
    sending: Sending,
    iqa: str,
    command: C,
    asked: tuple[str, ...],
    anew: "Anew[C] | None" = None,
    *,
    option: str = "--asked",
    to: Callable[[Sending, str, C], Report] = send,
) -> Report:
    """Send a command that may be asked about first, and ask, in a terminal, until it is recorded.

    Raises ``Failure`` with the questions where nobody answers them, or wants to write something else and can't here.
    """
    answered = tuple(_answer(*pair(one)) for one in asked)
    asker = in_terminal()
    while True:
        try:
            return to(sending, iqa, command.model_copy(update={"answered": answered}))
        except CommandRefused as error:
            if error.refused.reason is not Reason.ASKED_FIRST:
                raise
            found = _in_words(sending, iqa, error.refused)
        planned = _IF_PLANNED.get(type(command))
        if asker is None:
            raise unanswered(found, option, planned)
        try:
            answers = answers_to(found, asker, planned)
        except EOFError:
            raise unanswered(found, option, planned) from None
        if answers is None:
            if anew is None:
                raise unanswered(found, option, planned)
            command = anew(command, found)
            answers = tuple(PromptAnswer(prompt=one.about, answer=HEEDED) for one in found)
        answered = (*_others(answered, found), *answers)
        sending = replace(sending, command_id=None)


def unanswered(found: Sequence[Question], option: str = "--asked", planned: str | None = None) -> Failure:
    """What was asked and not answered: nothing is recorded. ``planned`` is another way where it is a plan."""
    lines = [f"{one.says} ({one.source})\n    {_ways(one, planned)}" for one in found]
    return Failure(
        ExitCode.REFUSED,
        "\n  ".join(("Nothing is recorded yet. You are asked first:", *lines)),
        f"Send it again with {option} and your answer; with other words, say {option} PROMPT={HEEDED}.",
        rule=Reason.ASKED_FIRST,
        prompts=[one.model_dump(mode="json") for one in found],
    )


def answers_to(
    found: Sequence[Question], asker: Asker, planned: str | None = None
) -> tuple[PromptAnswer, ...] | None:
    """Ask each, and give the answers, or None for whoever would rather write something else.

    Raises ``EOFError`` at Ctrl-D.
    """
    answers = []
    for one in found:
        asker.say("\n    ".join((f"\n{one.says} ({one.source})", *_shown(one))))
        ways = [*one.instead, *(answer.says for answer in one.answers), *_instead(one, planned), _CHANGE]
        chosen = choose(asker, ways) - len(one.instead)
        if not 0 <= chosen < len(one.answers):
            return None
        answers.append(PromptAnswer(prompt=one.about, answer=one.answers[chosen].code))
    return tuple(answers)


def _others(answered: Sequence[PromptAnswer], found: Sequence[Question]) -> tuple[PromptAnswer, ...]:
    about = {one.about for one in found}
    return tuple(one for one in answered if one.prompt not in about)


def _in_words(sending: Sending, iqa: str, refused: Refused) -> tuple[Question, ...]:
    async def look_up(desk: Desk, by: SignedIn) -> tuple[Question, ...]:
        return await questions(desk, by, iqa, refused)

    return at_desk(sending, look_up)


def _ways(one: Question, planned: str | None) -> str:
    ways = [f"{one.about}={answer.code}: {answer.says}" for answer in one.answers]
    return "\n    ".join((*_shown(one), *one.instead, *ways, *_instead(one, planned)))


def _shown(one: Question) -> tuple[str, ...]:
    """The facts that a question is about."""
    return tuple(f"{fact.fact}: {fact.says}" for fact in one.facts)


def _instead(one: Question, planned: str | None) -> tuple[str, ...]:
    """What else one may do who is asked, beside writing it anew."""
    if one.about is PromptKind.WHAT_FOLLOWS:
        return (_FOLLOWS,)
    return (planned,) if planned and one.about is PromptKind.INTENTION_AS_CONVERSATION else ()


def _answer(kind: str, answer: str) -> PromptAnswer:
    typed = kind.lower().replace("-", "_")
    if typed not in set(PromptKind):
        says = f"--asked: {kind!a} is nothing that is asked."
        raise usage(says, f"Choose {one_of(PromptKind)}.")
    return PromptAnswer(prompt=PromptKind(typed), answer=answer)
