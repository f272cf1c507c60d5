"""Prompts as a person reads them: what they are asked before something is recorded, and what they can answer."""

from collections.abc import Iterable, Mapping

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called
from clients.desk.questions import titles_of
from clients.desk.records import meant
from domain import words
from domain.errors import Refused
from domain.iqa.known import known
from domain.known import Known, KnownFact
from domain.listed import Listed
from domain.prompts import Prompt, PromptKind
from domain.questions import QuestionSet
from domain.values import Code, Value
from infra.postgres import roster


class Fact(Value):
    """What a record shows by itself, in words."""

    fact: KnownFact
    says: str


class Question(Value):
    """One prompt in words, the finding of the report behind it, and the answers that the policy of the IQA lists.

    ``instead`` says where what was written belongs; ``facts`` are those of which nothing is said.
    """

    about: PromptKind
    questions: tuple[int, ...] = ()
    whom: Code | None = None
    facts: tuple[Fact, ...] = ()
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
    async with desk.acting(by) as (connection, person):
        iqa = await meant(connection, person, iqa_id)
        shown = {one.fact: one for one in known(iqa)}
        names = await roster.names(connection, _people(refused.prompts, shown.values()))
    policy, titles = desk.library.policy(iqa.policy), titles_of(desk, iqa.question_set)
    return tuple(
        Question(
            about=one.about,
            questions=one.questions,
            whom=one.whom,
            says=_says(one, names, titles),
            facts=tuple(_fact(shown[code], names) for code in one.facts if code in shown),
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


def _people(prompts: Iterable[Prompt], shown: Iterable[Known]) -> set[str]:
    """Everybody whom prompts, or facts of the record, name."""
    found = {who for one in prompts for who in (one.whom, one.cover) if who}
    return found.union(*(fact.people for fact in shown))


def _fact(fact: Known, names: Mapping[str, str]) -> Fact:
    return Fact(fact=fact.fact, says=words.known(fact, ", ".join(called(who, names) for who in fact.people)))


def _says(prompt: Prompt, names: Mapping[str, str], titles: Mapping[int, str]) -> str:
    whom, cover = (called(who, names) if who else None for who in (prompt.whom, prompt.cover))
    about = ", ".join(words.question(number, titles) for number in prompt.questions)
    says = words.prompt(prompt.about, whom, prompt.on, cover, prompt.cover_away_on)
    return says + (f" (question {about})" if about else "")
