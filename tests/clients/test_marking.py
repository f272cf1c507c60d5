"""The questions asked one by one: only those that are on, until the rules take the answer."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from clients.cli.assess.ask_marks import ask
from clients.cli.assess.marks_file import Marks
from clients.cli.assess.marks_template import template
from clients.cli.frame.failures import Failure
from clients.desk.worksheets import Worksheet
from domain.assessment import Answer, Mark, Source
from domain.iqa.selected import Selection
from domain.iqa.state import Iqa
from domain.policy import Order
from domain.questions import Category, NotApplicableReason, Preset, PresetKind, Work
from infra.reference import Library

LIBRARY = Library.load()
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
KINDS = {1: PresetKind.ON, 2: PresetKind.OPTIONAL, 3: PresetKind.OFF}


class Scripted:
    """Somebody who types what was written down beforehand; then Ctrl-D."""

    def __init__(self, *typed: str) -> None:
        self._typed: Iterator[str] = iter(typed)
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def ask(self, question: str) -> str:
        self.said.append(question)
        try:
            return next(self._typed)
        except StopIteration:
            raise EOFError from None


def sheet(*marks: Mark) -> Worksheet:
    presets = tuple(
        Preset(
            number=number,
            kind=kind,
            reason=NotApplicableReason.NOT_THIS_WORK if kind is PresetKind.OFF else None,
            whose=("P1",) if number == 1 else (),
        )
        for number, kind in KINDS.items()
    )
    selection = Selection(
        urn="U1", work=(Work.INITIAL_REVIEW,), source=Source.CHOSEN, presets=presets, eligible_cases=1, at=NOW
    )
    policy = LIBRARY.current.policy
    iqa = Iqa(
        iqa_id="iqa-1",
        version=2,
        area="XT",
        quarter="2026-27-Q3",
        category=Category.CASEWORK,
        prosecutor="P1",
        assessor="M1",
        senior_manager="S1",
        target_on=NOW.date(),
        order=Order.ASSESSMENT_FIRST,
        policy=policy.version,
        question_set=LIBRARY.current.casework.version,
        opened_at=NOW,
        selection=selection,
        marks=marks,
    )
    return Worksheet(iqa, LIBRARY.current.casework, policy, "M1", {"P1": "Priya Nair"})


def test_only_what_is_on_is_asked_with_its_words_and_whose_work_it_was() -> None:
    person = Scripted("y", "", "", "", "", "", "")

    marks = ask(sheet(), (), person)

    said = "\n".join(person.said)
    assert marks == Marks((Mark(question=1, answer=Answer.YES),))
    assert "1. Decision under the Code: The charging or review decision has been made" in said
    assert "(on; the work of Priya Nair (P1))" in said
    assert "\n3. " not in said


def test_a_no_is_asked_again_until_it_says_what_to_improve() -> None:
    person = Scripted("n", "", "", "n", "good", "Name the witness", "")

    marks = ask(sheet(), (), person)

    expected = Mark(question=1, answer=Answer.NO, good_practice="good", improvement="Name the witness")
    assert marks.marks == (expected,)
    assert any("A no needs an area for improvement" in line for line in person.said)


def test_enter_keeps_the_mark_that_stands() -> None:
    standing = Mark(question=1, answer=Answer.YES, good_practice="Clear")
    person = Scripted("", "y", "", "", "", "Team")

    marks = ask(sheet(standing), (), person)

    assert [mark.question for mark in marks.marks] == [2]
    assert marks.team_learning == "Team"
    assert "   y, n or na (Enter keeps yes): " in person.said


def test_not_applicable_asks_why_and_takes_no_other_answer() -> None:
    person = Scripted("perhaps", "na", "9", "2", "", "")

    marks = ask(sheet(), (), person)

    reason = NotApplicableReason.CIRCUMSTANCE_ABSENT
    assert marks.marks == (Mark(question=1, answer=Answer.NOT_APPLICABLE, not_applicable=reason),)
    assert person.said.count("   Type one of those.") == 2
    assert "   2 What the question is about does not arise in this case" in person.said


def test_a_question_that_is_off_is_asked_when_named_and_needs_a_reason() -> None:
    person = Scripted("y", "", "", "", "y", "It was theirs", "", "")

    marks = ask(sheet(), (3,), person)

    assert marks.marks == (Mark(question=3, answer=Answer.YES, preset_changed_because="It was theirs"),)
    assert any("Say why it should be answered" in line for line in person.said)


def test_victims_and_witnesses_have_their_note_under_question_two() -> None:
    person = Scripted("", "", "They were heard")

    assert ask(sheet(), (), person) == Marks((), "They were heard", None)


def test_text_that_cannot_be_kept_is_asked_for_again() -> None:
    person = Scripted("y", "@/nowhere", "Clear", "")

    assert ask(sheet(), (), person).marks[0].good_practice == "Clear"
    assert any("can't be read" in line for line in person.said)


def test_stopping_before_the_first_answer_records_nothing() -> None:
    with pytest.raises(Failure, match="Nothing was answered"):
        ask(sheet(), (), Scripted())


def test_a_question_that_is_not_there_cannot_be_asked() -> None:
    with pytest.raises(Failure, match="There is no question 77"):
        ask(sheet(), (77,), Scripted())


def test_the_hints_of_the_question_set_stand_where_one_marks() -> None:
    asked = Scripted()
    question = LIBRARY.current.casework.question(2)
    assert question
    assert question.hints

    with pytest.raises(Failure):
        ask(sheet(), (2,), asked)
    filled = template(sheet())

    for hint in question.hints:
        assert f"   {hint}" in asked.said
        assert f"# {hint}\n" in filled
