"""What is worth a second look before the marks stand: advice, at most a few an IQA, each once (report ¶2.13, ¶4.17, ¶5.21)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Final

from domain.assessment import Answer, Mark
from domain.cases import MilestoneKind
from domain.facts import Facts
from domain.iqa.events import PromptRaised
from domain.iqa.state import Iqa
from domain.policy import PromptKind
from domain.questions import PresetKind

Marks = tuple[Mark, ...]


def raised(marks: Marks, iqa: Iqa, facts: Facts) -> tuple[PromptRaised, ...]:
    """Return the prompts that these marks call for and that were not raised before, as many as policy leaves room for."""
    policy = facts.policy.prompts
    before = {prompt.about for prompt in iqa.prompts}
    room = policy.max_per_iqa - len(iqa.prompts)
    found = (
        prompt for kind in policy.order if kind in _FINDERS for prompt in _FINDERS[kind](marks, iqa, facts)
    )
    fresh = [(about, questions) for about, questions in found if about not in before][: max(room, 0)]
    start = len(iqa.prompts) + 1
    return tuple(
        PromptRaised(prompt=f"p{start + offset}", about=about, questions=questions)
        for offset, (about, questions) in enumerate(fresh)
    )


Found = tuple[str, tuple[int, ...]]
Finder = Callable[[Marks, Iqa, Facts], Iterable[Found]]


def _victim_letter(_: Marks, __: Iqa, facts: Facts) -> Iterator[Found]:
    """A letter to a victim is due and none is recorded as sent (report ¶5.24)."""
    milestones = facts.case_file.milestones if facts.case_file else ()
    happened = {milestone.kind for milestone in milestones if milestone.on_date <= facts.today}
    if MilestoneKind.VICTIM_LETTER_DUE in happened and MilestoneKind.VICTIM_LETTER_SENT not in happened:
        yield PromptKind.VICTIM_LETTER_UNSENT, ()


def _custody_while_away(_: Marks, iqa: Iqa, facts: Facts) -> Iterator[Found]:
    """Somebody is in custody and the prosecutor is, or soon will be, away (report ¶5.24)."""
    soon = (facts.today, facts.today + timedelta(days=7))
    away = any(day in absence for absence in facts.away(iqa.prosecutor) for day in soon)
    if facts.case_file and facts.case_file.case.custody and away:
        yield PromptKind.CUSTODY_WHILE_AWAY, ()


def _yes_and_improvement(marks: Marks, _: Iqa, __: Facts) -> Iterator[Found]:
    """A yes stands beside something that was to be improved: was it material (report ¶5.7, ¶5.30)?"""
    questions = tuple(mark.question for mark in marks if mark.answer is Answer.YES and mark.improvement)
    if questions:
        yield PromptKind.YES_BESIDE_MATERIAL_ISSUE, questions


def _off_question(marks: Marks, iqa: Iqa, _: Facts) -> Iterator[Found]:
    """A question outside the work assessed was answered (report ¶4.17, ¶5.8)."""
    presets = iqa.selection.presets if iqa.selection else ()
    off = {preset.number for preset in presets if preset.kind is PresetKind.OFF}
    questions = tuple(
        m.question for m in marks if m.question in off and m.answer is not Answer.NOT_APPLICABLE
    )
    if questions:
        yield PromptKind.OFF_QUESTION_ANSWERED, questions


def _same_comment(marks: Marks, _: Iqa, facts: Facts) -> Iterator[Found]:
    """Two disclosure questions carry the same words (report ¶4.17, ¶5.5)."""
    said = {mark.question: _words(mark.good_practice) | _words(mark.improvement) for mark in marks}
    for pair in facts.policy.prompts.same_comment_pairs:
        if said.get(pair[0], set()) & said.get(pair[1], set()):
            yield PromptKind.SAME_COMMENT, pair


def _no_without_improvement(marks: Marks, _: Iqa, __: Facts) -> Iterator[Found]:
    questions = tuple(mark.question for mark in marks if mark.answer is Answer.NO and not mark.improvement)
    if questions:
        yield PromptKind.NO_WITHOUT_IMPROVEMENT, questions


def _empty_phrase(marks: Marks, _: Iqa, facts: Facts) -> Iterator[Found]:
    """Good practice that says nothing (report ¶5.21)."""
    empty = {phrase.casefold() for phrase in facts.policy.prompts.empty_phrases}
    questions = tuple(mark.question for mark in marks if _words(mark.good_practice) & empty)
    if questions:
        yield PromptKind.EMPTY_PHRASE, questions


def _words(text: str | None) -> set[str]:
    return {" ".join(text.casefold().split()).strip(" .!")} if text else set()


_FINDERS: Final[dict[PromptKind, Finder]] = {
    PromptKind.VICTIM_LETTER_UNSENT: _victim_letter,
    PromptKind.CUSTODY_WHILE_AWAY: _custody_while_away,
    PromptKind.YES_BESIDE_MATERIAL_ISSUE: _yes_and_improvement,
    PromptKind.OFF_QUESTION_ANSWERED: _off_question,
    PromptKind.SAME_COMMENT: _same_comment,
    PromptKind.NO_WITHOUT_IMPROVEMENT: _no_without_improvement,
    PromptKind.EMPTY_PHRASE: _empty_phrase,
}
"""Prompts about marks; those about a conversation or a dip sample are raised beside those steps."""
