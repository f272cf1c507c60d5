"""Prompts as a person reads them: what they are asked before something is recorded, and what they can answer."""

from collections.abc import Mapping

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called
from clients.desk.questions import titles_of
from clients.desk.records import meant
from domain import words
from domain.errors import Refused
from domain.listed import Listed
from domain.prompts import Prompt, PromptKind
from domain.questions import QuestionSet
from domain.values import Code, Value
from infra.postgres import roster


class Question(Value):
    """One prompt in words, the finding of the report behind it, and the answers that the policy of the IQA lists.

    ``instead`` says where what was written belongs.
    """

    about: PromptKind
    questions: tuple[int, ...] = ()
    whom: Code | None = None
    says: str
    instead: tuple[str, ...] = ()
    source: str
    answers: tuple[Listed, ...]


async def questions(desk: Desk, by: SignedIn, iqa_id: str, refused: Refused) -> tuple[Question, ...]:
    """Return what has to be answered before a command to an IQA is recorded; none where it was refused otherwise.

    Raises ``CommandRefused`` where there is no such IQA, or ``Unreachable``.
    """
    if not refused.prompts:
        return ()
    people = {who for one in refused.prompts for who in (one.whom, one.cover) if who}
    async with desk.acting(by) as (connection, person):
        iqa, names = await meant(connection, person, iqa_id), await roster.names(connection, people)
    policy, titles = desk.library.policy(iqa.policy), titles_of(desk, iqa.question_set)
    return tuple(
        Question(
            about=one.about,
            questions=one.questions,
            whom=one.whom,
            says=_says(one, names, titles),
            instead=_belongs(one, desk.library.question_set(iqa.question_set)),
            source=one.about.source,
            answers=policy.prompts.answers_to(one.about),
        )
        for one in refused.prompts
    )


def _belongs(prompt: Prompt, question_set: QuestionSet) -> tuple[str, ...]:
    """Where the answers to questions that are off belong."""
    if prompt.about is not PromptKind.OFF_QUESTION_ANSWERED:
        return ()
    found = (question_set.question(number) for number in prompt.questions)
    return tuple(dict.fromkeys(one.belongs for one in found if one and one.belongs))


def _says(prompt: Prompt, names: Mapping[str, str], titles: Mapping[int, str]) -> str:
    whom, cover = (called(who, names) if who else None for who in (prompt.whom, prompt.cover))
    about = ", ".join(words.question(number, titles) for number in prompt.questions)
    return words.prompt(prompt.about, whom, prompt.on, cover) + (f" (question {about})" if about else "")
