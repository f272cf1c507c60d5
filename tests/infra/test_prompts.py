"""What was asked first, counted on the real PostgreSQL from what was held up for it and what was answered."""

from datetime import timedelta

import pytest

from domain.assessment import Answer, Mark
from domain.errors import Reason, Refused
from domain.ids import iqa_id
from domain.iqa import commands as c
from domain.prompts import HEEDED, PromptAnswer, PromptKind
from domain.quarter.facts import QuarterNeeds
from domain.quarter.pace.standing import PromptStanding, QuarterOf
from domain.questions import Category
from infra.postgres.quarter_facts import quarter_facts
from infra.reference import Library
from tests.commands import mark_all, select_case
from tests.records import Desk

LIBRARY = Library.load()
A_DAY = timedelta(days=1)
CONSIDERED = (PromptAnswer(prompt=PromptKind.EMPTY_PHRASE, answer="considered"),)
HEEDS = (PromptAnswer(prompt=PromptKind.EMPTY_PHRASE, answer=HEEDED),)


async def selected(desk: Desk, prosecutor: str = "P1") -> str:
    iqa = iqa_id(desk.quarter, desk.id(prosecutor), Category.CASEWORK, 1)
    await desk.open(iqa, prosecutor)
    await desk.ask(iqa, "M1", select_case(desk, prosecutor))
    return iqa


async def praise(
    desk: Desk, iqa: str, words: str, question: int = 1, answered: tuple[PromptAnswer, ...] = ()
) -> Refused | None:
    """Record a mark with that good practice, and say how it was refused."""
    mark = Mark(question=question, answer=Answer.YES, good_practice=words)
    version = (await desk.state(iqa)).version
    command = c.RecordMarks(marks=(mark,), seen_version=version, answered=answered)
    return (await desk.ask(iqa, "M1", command)).refused


async def held_up(desk: Desk, iqa: str, words: str, question: int = 1) -> None:
    refused = await praise(desk, iqa, words, question)
    assert refused
    assert refused.reason is Reason.ASKED_FIRST


async def confirm(desk: Desk, iqa: str) -> None:
    await desk.ask(iqa, "M1", mark_all(await desk.state(iqa)))
    outcome = await desk.ask(iqa, "M1", c.ConfirmAssessment(seen_version=(await desk.state(iqa)).version))
    assert outcome.answer, outcome.refused


async def found(desk: Desk, *, days_on: int = 0) -> tuple[PromptStanding, ...]:
    since = desk.now + days_on * A_DAY
    asked = QuarterOf(area=desk.area, quarter=desk.quarter, since=since - A_DAY, until=since + A_DAY)
    async with desk.connection() as connection:
        return (await quarter_facts(connection, LIBRARY, QuarterNeeds(prompts_of=asked), desk.now)).prompts


def empty_phrases(**counts: int) -> PromptStanding:
    return PromptStanding.model_validate({"about": "empty_phrase", "asked_for": False, "iqas": 1, **counts})


async def test_the_same_words_count_once_and_other_words_or_another_question_again(desk: Desk) -> None:
    iqa = await selected(desk)
    for words, question in (("Fine.", 1), ("Fine.", 1), ("Good.", 1), ("Fine.", 2)):
        await held_up(desk, iqa, words, question)
    await confirm(desk, iqa)

    assert await found(desk) == (empty_phrases(asked=3, recorded=0),)


async def test_recorded_all_the_same_is_what_a_listed_answer_stands_for(desk: Desk) -> None:
    iqa = await selected(desk)
    await held_up(desk, iqa, "Fine.")
    await held_up(desk, iqa, "Good.")
    assert await praise(desk, iqa, "Good.", answered=CONSIDERED) is None
    await confirm(desk, iqa)

    assert await found(desk) == (empty_phrases(asked=2, recorded=1),)


@pytest.mark.parametrize("said", [(), HEEDS], ids=["in silence", "and said so"])
async def test_whoever_wrote_otherwise_was_asked_and_recorded_nothing_of_it(
    desk: Desk, said: tuple[PromptAnswer, ...]
) -> None:
    iqa = await selected(desk)
    await held_up(desk, iqa, "Fine.")
    assert await praise(desk, iqa, "The alternative charge was weighed.", answered=said) is None
    await confirm(desk, iqa)

    assert await found(desk) == (empty_phrases(asked=1, recorded=0),)


async def test_what_was_answered_before_it_was_asked_counts_as_asked(desk: Desk) -> None:
    iqa = await selected(desk)
    assert await praise(desk, iqa, "Fine.", answered=CONSIDERED) is None
    await confirm(desk, iqa)

    assert await found(desk) == (empty_phrases(asked=1, recorded=1),)


async def test_nothing_is_counted_that_nobody_asked_or_of_what_was_not_confirmed_in_the_time(
    desk: Desk,
) -> None:
    unheld, unconfirmed = [await selected(desk, who) for who in ("P1", "P2")]
    assert await praise(desk, unheld, "The charge was weighed.", answered=HEEDS) is None
    await confirm(desk, unheld)
    await held_up(desk, unconfirmed, "Fine.")

    assert await found(desk) == ()
    await confirm(desk, unconfirmed)
    assert await found(desk) == (empty_phrases(asked=1, recorded=0),)
    assert await found(desk, days_on=5) == ()
