"""What somebody is asked before something is recorded: in the terminal at once, else by an option of the next try."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final, TypeAlias

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
from domain.iqa.commands import CorrectConversation, HoldConversation, RecordDipSample, RecordMarks
from domain.prompts import HEEDED, PromptAnswer, PromptKind

Asked: TypeAlias = Annotated[
    tuple[str, ...],
    pairs(
        "Your answer to what you were asked before, as PROMPT=ANSWER; heeded where you wrote something else since. "
        "Repeat it for several."
    ),
]

MayAsk: TypeAlias = RecordMarks | HoldConversation | CorrectConversation | RecordDipSample

_CHANGE: Final = "Let me change what I wrote"
_PLAN: Final = "It is planned: `iqa plan-conversation` sets the day, and the step stays open"


def send_asking(
    sending: Sending, iqa: str, command: MayAsk, asked: tuple[str, ...], asker: Asker | None = None
) -> Report:
    """Send a command that may be asked about first, and ask; raises ``Failure`` where nobody is there to answer."""
    answered = tuple(_answer(*pair(one)) for one in asked)
    try:
        return send(sending, iqa, command.model_copy(update={"answered": answered}))
    except CommandRefused as error:
        if error.refused.reason is not Reason.ASKED_FIRST:
            raise
        found = _in_words(sending, iqa, error.refused)
    if (somebody := asker or in_terminal()) is None:
        raise unanswered(found)
    answered = (*_others(answered, found), *_answers(found, somebody))
    return send(replace(sending, command_id=None), iqa, command.model_copy(update={"answered": answered}))


def unanswered(found: Sequence[Question]) -> Failure:
    """What was asked and not answered: nothing is recorded."""
    lines = [f"{one.says} ({one.source})\n    {_ways(one)}" for one in found]
    return Failure(
        ExitCode.REFUSED,
        "\n  ".join(("Nothing is recorded yet. You are asked first:", *lines)),
        f"Send it again with --asked and your answer; with other words, say --asked PROMPT={HEEDED}.",
        rule=Reason.ASKED_FIRST,
        prompts=[one.model_dump(mode="json") for one in found],
    )


def _answers(found: Sequence[Question], asker: Asker) -> tuple[PromptAnswer, ...]:
    """Ask each; raises ``Failure`` for whoever would rather write something else."""
    answers = []
    for one in found:
        asker.say(f"\n{one.says} ({one.source})")
        number = choose(
            asker, [*one.instead, *(answer.says for answer in one.answers), *_instead(one), _CHANGE]
        )
        chosen = number - len(one.instead)
        if not 0 <= chosen < len(one.answers):
            raise unanswered(found)
        answers.append(PromptAnswer(prompt=one.about, answer=one.answers[chosen].code))
    return tuple(answers)


def _others(answered: Sequence[PromptAnswer], found: Sequence[Question]) -> tuple[PromptAnswer, ...]:
    about = {one.about for one in found}
    return tuple(one for one in answered if one.prompt not in about)


def _in_words(sending: Sending, iqa: str, refused: Refused) -> tuple[Question, ...]:
    async def look_up(desk: Desk, by: SignedIn) -> tuple[Question, ...]:
        return await questions(desk, by, iqa, refused)

    return at_desk(sending, look_up)


def _ways(one: Question) -> str:
    ways = [f"{one.about}={answer.code}: {answer.says}" for answer in one.answers]
    return "\n    ".join((*one.instead, *ways, *_instead(one)))


def _instead(one: Question) -> tuple[str, ...]:
    """What else one may do who is asked, beside writing it anew."""
    return (_PLAN,) if one.about is PromptKind.INTENTION_AS_CONVERSATION else ()


def _answer(kind: str, answer: str) -> PromptAnswer:
    typed = kind.lower().replace("-", "_")
    if typed not in set(PromptKind):
        says = f"--asked: {kind!a} is nothing that is asked."
        raise usage(says, f"Choose {one_of(PromptKind)}.")
    return PromptAnswer(prompt=PromptKind(typed), answer=answer)
