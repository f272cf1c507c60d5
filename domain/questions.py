"""The questions of an assessment, and which of them are on for the work assessed.

Not applicable never stands for "should have been done and was not": that is a "no" (report ¶4.17, ¶5.8).
What is set here is only where each question starts; a manager may change any preset with a reason.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from pydantic import AfterValidator, Field

from domain.cases import ContributionKind
from domain.values import Code, Line, Note, Value


class Category(StrEnum):
    """The two kinds of IQA (¶3.4); each has its own tenth in the dip sample (¶4.13)."""

    CASEWORK = "casework"
    ADVOCACY = "advocacy"


class Subject(StrEnum):
    """Kinds of case of which at least one is to be assessed a year (¶4.3); per whom is local policy."""

    DOMESTIC_ABUSE = "domestic_abuse"
    RAPE = "rape"


class Work(StrEnum):
    """The work that is assessed: named at selection, it fixes the questions, whatever the case's stage."""

    EARLY_ADVICE_OR_CHARGING = "charging"
    INITIAL_REVIEW = "initial_review"
    PROGRESSION = "progression"


class NotApplicableReason(StrEnum):
    """Why a question does not apply; never that something due was not done."""

    NOT_THIS_WORK = "not_this_work"
    CIRCUMSTANCE_ABSENT = "circumstance_absent"
    SOMEONE_ELSES_WORK = "someone_elses_work"


class PresetKind(StrEnum):
    """Where a question starts: to be answered, asked but free to be left, or not applicable."""

    ON = "on"
    OPTIONAL = "optional"
    OFF = "off"


Told = bool | None
"""Yes, no, or not to be told from the data: then the question is asked and a person judges."""


class Circumstances(Value):
    """What of a case decides which questions apply to one person's work on it."""

    review_decision_theirs: Told = None
    first_review_theirs: Told = None
    suspect_benefited: Told = None
    communication_made_or_called_for: Told = None
    development_while_theirs: Told = None
    victim_or_witness: Told = None
    not_guilty_plea: Told = None
    disclosure_duty_arisen_after_charge: Told = None
    defence_statement_or_new_material: Told = None
    record_sheet_due: Told = None
    overseas_link: Told = None


Circumstance = Literal[
    "review_decision_theirs",
    "first_review_theirs",
    "suspect_benefited",
    "communication_made_or_called_for",
    "development_while_theirs",
    "victim_or_witness",
    "not_guilty_plea",
    "disclosure_duty_arisen_after_charge",
    "defence_statement_or_new_material",
    "record_sheet_due",
    "overseas_link",
]
"""The name of one circumstance, as the rules of a question set write it."""


class Applicability(Value):
    """One row of the table: for which work a question is on or optional, and under which circumstances."""

    work: tuple[Work, ...] = Field(min_length=1)
    preset: Literal[PresetKind.ON, PresetKind.OPTIONAL] = PresetKind.ON
    when: tuple[Circumstance, ...] = ()
    otherwise: NotApplicableReason = NotApplicableReason.CIRCUMSTANCE_ABSENT

    def told(self, circumstances: Circumstances) -> Told:
        """Tell whether every circumstance is present; an absent one outweighs one that cannot be told."""
        answers = [getattr(circumstances, name) for name in self.when]
        if False in answers:
            return False
        return None if None in answers else True


class Duty(StrEnum):
    """What may have been owed to a case and not been done, which is a "no" and never "not applicable" (¶4.17)."""

    NEW_MATERIAL = "new_material"
    DEFENCE_STATEMENT = "defence_statement"


class DefenceStatement(Value):
    """Within how many days of initial disclosure a defence statement is owed in the Crown Court, and who says so."""

    days: int = Field(ge=1, le=365)
    source: Line


class Question(Value):
    """One question, its wording kept word for word, when it applies, and the acts that it asks about.

    ``title`` is ours: a few words that stand beside the number wherever the wording would be too long. ``duty`` is what
    may have been owed all the same where it is called not applicable, and ``belongs`` says where an answer belongs
    while the question is off.
    """

    number: int = Field(ge=1)
    title: Line | None = None
    wording: Note
    takes_victims_note: bool = False
    duty: Duty | None = None
    belongs: Line | None = None
    hints: tuple[Line, ...] = ()
    acts: tuple[ContributionKind, ...] = ()
    applies: tuple[Applicability, ...] = ()


def _numbered_once(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    numbers = [question.number for question in questions]
    if numbers != sorted(set(numbers)):
        msg = "the numbers must rise and none may come twice"
        raise ValueError(msg)
    return questions


class QuestionSet(Value):
    """The questions of one category, by version; the advocacy set is local content and empty by default."""

    version: Code
    category: Category
    label: Line
    source: Note
    defence_statement: DefenceStatement | None = None
    questions: Annotated[tuple[Question, ...], AfterValidator(_numbered_once)] = ()

    def question(self, number: int) -> Question | None:
        """Return the question with that number, if the set has one."""
        return next((question for question in self.questions if question.number == number), None)

    @property
    def titles(self) -> dict[int, str]:
        """The titles of those questions that have one, by number."""
        return {question.number: question.title for question in self.questions if question.title}


class Preset(Value):
    """Where one question starts for an IQA, and whose work it asks about.

    `reason` is given when the question is off; `whose` holds the staff ids of those who did the work, the
    earliest first, and is empty where the data cannot tell.
    """

    number: int
    kind: PresetKind
    reason: NotApplicableReason | None = None
    whose: tuple[Code, ...] = ()


def presets(
    question_set: QuestionSet, work: Collection[Work], circumstances: Circumstances
) -> tuple[Preset, ...]:
    """Return where each question of the set starts, for the work assessed and the circumstances.

    When several kinds of work are assessed together, the strongest preset wins: on, then optional, then off.
    """
    return tuple(_preset(question, work, circumstances) for question in question_set.questions)


def _preset(question: Question, work: Collection[Work], circumstances: Circumstances) -> Preset:
    rows = [row for row in question.applies if not set(row.work).isdisjoint(work)]
    kinds = {_kind(row, circumstances) for row in rows}
    for kind in (PresetKind.ON, PresetKind.OPTIONAL):
        if kind in kinds:
            return Preset(number=question.number, kind=kind)
    reason = rows[0].otherwise if rows else NotApplicableReason.NOT_THIS_WORK
    return Preset(number=question.number, kind=PresetKind.OFF, reason=reason)


def _kind(row: Applicability, circumstances: Circumstances) -> PresetKind:
    match row.told(circumstances):
        case True:
            return row.preset
        case None:
            return PresetKind.OPTIONAL
        case False:
            return PresetKind.OFF
        case never:
            assert_never(never)
