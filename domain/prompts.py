"""Prompts: what a person is asked before something is recorded, what they can answer, and what they answered.

Advice, never a wall: each answer goes on, and is kept. ``domain/iqa/prompts.py`` finds what calls for one.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, Self

from domain.known import KnownFact
from domain.values import Code, Value


class PromptKind(StrEnum):
    """What a prompt asks about; ``source`` is the finding of the report that it answers."""

    source: str

    def __new__(cls, code: str, source: str = "") -> Self:
        """Make the kind equal to its code, and keep the paragraph beside it."""
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.source = source
        return kind

    INTENTION_AS_CONVERSATION = "intention_as_conversation", "report Annex C 14"
    TALK_SAYS_NOTHING = "talk_says_nothing", "report ¶5.15 to ¶5.18"
    NOTHING_TO_DO_DIFFERENTLY = "nothing_to_do_differently", "report ¶6.16"
    VICTIM_LETTER_UNSENT = "victim_letter_unsent", "report ¶5.24"
    CUSTODY_WHILE_AWAY = "custody_while_away", "report ¶5.24"
    ACTION_WHILE_AWAY = "action_while_away", "report ¶5.24"
    PLANNED_OFF_WORKING_DAYS = "planned_off_working_days", "report Annex C 14"
    PLANNED_AFTER_DUE = "planned_after_due", "report ¶5.15 to ¶5.18"
    NEW_MATERIAL_UNREVIEWED = "new_material_unreviewed", "report ¶4.17, ¶5.8"
    DEFENCE_STATEMENT_MISSING = "defence_statement_missing", "report ¶4.17, ¶5.8"
    YES_BESIDE_MATERIAL_ISSUE = "yes_beside_material_issue", "report ¶5.7, ¶5.30"
    OFF_QUESTION_ANSWERED = "off_question_answered", "report ¶4.17, ¶5.8"
    SAME_COMMENT = "same_comment", "report ¶4.17, ¶5.5"
    NO_WITHOUT_IMPROVEMENT = "no_without_improvement", "report ¶5.30"
    ONLY_ABOUT_PROSECUTOR = "only_about_prosecutor", "report ¶2.10, ¶6.6"
    WHAT_FOLLOWS = "what_follows", "report ¶4.19 to ¶4.21, ¶6.6"
    EMPTY_PHRASE = "empty_phrase", "report ¶5.21"


CONSEQUENTIAL: Final = (
    PromptKind.INTENTION_AS_CONVERSATION,
    PromptKind.TALK_SAYS_NOTHING,
    PromptKind.VICTIM_LETTER_UNSENT,
    PromptKind.CUSTODY_WHILE_AWAY,
    PromptKind.ACTION_WHILE_AWAY,
    PromptKind.PLANNED_OFF_WORKING_DAYS,
    PromptKind.PLANNED_AFTER_DUE,
    PromptKind.NEW_MATERIAL_UNREVIEWED,
    PromptKind.DEFENCE_STATEMENT_MISSING,
    PromptKind.WHAT_FOLLOWS,
)
"""What is asked however much was asked before, unless a policy says otherwise."""

OF_SAMPLE: Final = frozenset({PromptKind.ONLY_ABOUT_PROSECUTOR, PromptKind.WHAT_FOLLOWS})
"""What a sampler is asked about the second check, of which the assessor hears by the feedback."""

HEEDED: Final = "heeded"
"""The answer of somebody who was asked and wrote something else, which no longer calls for the prompt."""


class Prompt(Value):
    """Something that a person is asked, in ids, codes and days alone; ``answers`` are the codes to choose from.

    ``cover_away_on`` is a day on which the cover is away too. ``facts`` are those of a record of which nothing is said.
    ``words`` are hashes of what was written, or of what is known, so that the same is never asked about twice.
    """

    about: PromptKind
    questions: tuple[int, ...] = ()
    whom: Code | None = None
    on: date | None = None
    cover: Code | None = None
    cover_away_on: date | None = None
    facts: tuple[KnownFact, ...] = ()
    answers: tuple[Code, ...]
    words: tuple[Code, ...]


class PromptAnswer(Value):
    """What a person answers to a prompt of that kind: a listed code, or ``heeded``."""

    prompt: PromptKind
    answer: Code


def answer_to(kind: PromptKind, answered: Iterable[PromptAnswer]) -> str:
    """Return what was answered to prompts of a kind; empty where nothing was."""
    return next((one.answer for one in answered if one.prompt is kind), "")
