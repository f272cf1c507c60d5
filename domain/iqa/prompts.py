"""Prompts, for what is worth a second look: advice, at most a few an IQA, each once (report ¶2.13, ¶4.17, ¶5.21).

Policy has the order, the most consequential first, and how many an IQA may raise in all.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Final

from domain.assessment import Mark
from domain.cases import MilestoneKind
from domain.iqa import commands as c
from domain.iqa.events import PromptRaised
from domain.iqa.facts import IqaFacts
from domain.iqa.state import Iqa
from domain.policy import PromptKind
from domain.questions import PresetKind

Found = tuple[PromptKind, tuple[int, ...]]
"""A prompt that is called for, and the questions that it is about."""

Marks = tuple[Mark, ...]
Finder = Callable[[Marks, Iqa, IqaFacts], Iterable[Found]]


def about_marks(marks: Marks, iqa: Iqa, facts: IqaFacts) -> tuple[PromptRaised, ...]:
    """Return the prompts that these marks, and the case they are about, call for."""
    found = (each for finder in _FINDERS for each in finder(marks, iqa, facts))
    return _raised(found, iqa, facts)


def about_conversation(content: str, iqa: Iqa, facts: IqaFacts) -> tuple[PromptRaised, ...]:
    """Ask about a conversation whose record reads like a plan for one (report Annex C 14)."""
    phrases = facts.policy.prompts.intention_phrases
    planned = any(re.search(rf"\b{re.escape(_plain(phrase))}\b", _plain(content)) for phrase in phrases)
    return _raised([(PromptKind.INTENTION_AS_CONVERSATION, ())] if planned else [], iqa, facts)


def about_sample(command: c.RecordDipSample, iqa: Iqa, facts: IqaFacts) -> tuple[PromptRaised, ...]:
    """Ask about a dip sample that seems to judge the prosecutor and not the assessment (¶2.10, ¶6.6).

    A plain test, and advice only: nothing is said under any of the three headings, and no word of the comment
    is about an assessment.
    """
    headings = (command.got_right, command.missed, command.manager_will_do)
    of_prosecutor = not any(headings) and not _OF_AN_ASSESSMENT.search(command.comment.casefold())
    return _raised([(PromptKind.ONLY_ABOUT_PROSECUTOR, ())] if of_prosecutor else [], iqa, facts)


_OF_AN_ASSESSMENT: Final = re.compile(r"\b(assess|mark|re-mark|question|manager|conversation|iqa|q\d)")


def _raised(found: Iterable[Found], iqa: Iqa, facts: IqaFacts) -> tuple[PromptRaised, ...]:
    """Keep what policy asks about and was not raised before, in its order, as far as there is room."""
    policy = facts.policy.prompts
    questions: dict[PromptKind, tuple[int, ...]] = {}
    for kind, numbers in found:
        questions[kind] = (*questions.get(kind, ()), *numbers)
    asked = {prompt.about for prompt in iqa.prompts}
    fresh = [kind for kind in policy.order if kind in questions and kind not in asked]
    first, room = len(asked) + 1, max(policy.max_per_iqa - len(asked), 0)
    return tuple(
        PromptRaised(prompt=f"p{first + offset}", about=kind, questions=questions[kind])
        for offset, kind in enumerate(fresh[:room])
    )


def _victim_letter(_: Marks, __: Iqa, facts: IqaFacts) -> Iterator[Found]:
    """A letter to a victim is due and none is recorded as sent (report ¶5.24)."""
    milestones = facts.case_file.milestones if facts.case_file else ()
    happened = {milestone.kind for milestone in milestones if milestone.on_date <= facts.today}
    if MilestoneKind.VICTIM_LETTER_DUE in happened and MilestoneKind.VICTIM_LETTER_SENT not in happened:
        yield PromptKind.VICTIM_LETTER_UNSENT, ()


def _custody_while_away(_: Marks, iqa: Iqa, facts: IqaFacts) -> Iterator[Found]:
    """Somebody is in custody and the prosecutor is away, or will be within a week (report ¶5.24)."""
    week = [facts.today + timedelta(days=n) for n in range(8)]
    away = any(day in absence for absence in facts.away(iqa.prosecutor) for day in week)
    if facts.case_file and facts.case_file.case.custody and away:
        yield PromptKind.CUSTODY_WHILE_AWAY, ()


def _yes_and_improvement(marks: Marks, _: Iqa, __: IqaFacts) -> Iterator[Found]:
    """A yes stands beside something that was to be improved: was that material (report ¶5.7, ¶5.30)."""
    yield from _about(
        PromptKind.YES_BESIDE_MATERIAL_ISSUE,
        (
            mark.question
            for mark in marks
            if mark.answer.applies and not mark.answer.finds_fault and mark.improvement
        ),
    )


def _off_question(marks: Marks, iqa: Iqa, _: IqaFacts) -> Iterator[Found]:
    """A question outside the work assessed was answered (report ¶4.17, ¶5.8)."""
    presets = iqa.selection.presets if iqa.selection else ()
    off = {preset.number for preset in presets if preset.kind is PresetKind.OFF}
    answered = (mark.question for mark in marks if mark.answer.applies)
    yield from _about(PromptKind.OFF_QUESTION_ANSWERED, (number for number in answered if number in off))


def _same_comment(marks: Marks, _: Iqa, facts: IqaFacts) -> Iterator[Found]:
    """Two disclosure questions carry the same words (report ¶4.17, ¶5.5)."""
    said = {mark.question: _said(mark.good_practice) | _said(mark.improvement) for mark in marks}
    for pair in facts.policy.prompts.same_comment_pairs:
        if said.get(pair[0], set()) & said.get(pair[1], set()):
            yield PromptKind.SAME_COMMENT, pair


def _no_without_improvement(marks: Marks, _: Iqa, __: IqaFacts) -> Iterator[Found]:
    """A no says nothing of what to improve, where policy does not refuse it (report ¶5.30)."""
    yield from _about(
        PromptKind.NO_WITHOUT_IMPROVEMENT,
        (mark.question for mark in marks if mark.answer.finds_fault and not mark.improvement),
    )


def _empty_phrase(marks: Marks, _: Iqa, facts: IqaFacts) -> Iterator[Found]:
    """Good practice that says nothing (report ¶5.21)."""
    empty = {_plain(phrase) for phrase in facts.policy.prompts.empty_phrases}
    yield from _about(
        PromptKind.EMPTY_PHRASE, (mark.question for mark in marks if _said(mark.good_practice) & empty)
    )


def _about(kind: PromptKind, questions: Iterable[int]) -> Iterator[Found]:
    if numbers := tuple(questions):
        yield kind, numbers


def _said(text: str | None) -> set[str]:
    return {_plain(text)} if text else set()


def _plain(text: str) -> str:
    """The words alone: one case, single spaces, no mark at either end."""
    return " ".join(text.casefold().split()).strip(" .!")


_FINDERS: Final[tuple[Finder, ...]] = (
    _victim_letter,
    _custody_while_away,
    _yes_and_improvement,
    _off_question,
    _same_comment,
    _no_without_improvement,
    _empty_phrase,
)
