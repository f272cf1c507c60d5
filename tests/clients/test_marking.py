"""The questions asked one by one: only those that are on, until the rules take the answer."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clients.cli.assess.ask_marks import ask
from clients.cli.assess.kept_marks import KeptMarks
from clients.cli.assess.marks_file import Marks
from clients.cli.assess.marks_template import template
from clients.cli.frame.asker import Keep
from clients.cli.frame.exit_codes import ExitCode
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


CTRL_D, CTRL_C = "\x04", "\x03"


class Scripted:
    """Somebody who types what was written down beforehand; then Ctrl-D, and at the summary Enter."""

    def __init__(self, *typed: str) -> None:
        self._typed: Iterator[str] = iter(typed)
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def ask(self, question: str, standing: str = "", keep: Keep | None = None) -> str:
        self.said.append(question)
        typed = next(self._typed, "" if "Enter records this" in question else CTRL_D)
        if typed in (CTRL_D, CTRL_C):
            raise EOFError if typed == CTRL_D else KeyboardInterrupt
        if keep and typed:
            keep(typed)
        return typed or standing


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


def test_text_that_cannot_be_kept_is_asked_for_again_and_stands_there_to_be_changed() -> None:
    person = Scripted("y", "x" * 20_001, "Clear", "")

    assert ask(sheet(), (), person).marks[0].good_practice == "Clear"
    assert any("20,001 characters" in line for line in person.said)


def test_what_is_typed_is_recorded_as_it_is_shown() -> None:
    person = Scripted("y", "@home she wrote - \r\nclear", "-", "")

    mark = ask(sheet(), (1,), person).marks[0]

    assert (mark.good_practice, mark.improvement) == ("@home she wrote - \nclear", "-")


def test_one_goes_back_from_a_text_to_its_answer_and_from_an_answer_to_the_question_before() -> None:
    person = Scripted("y", "Clear", "<", "n", "", "Name the witness", "<", "", "na", "1", "", "", "")

    marks = ask(sheet(), (1, 2), person).marks

    first, second = marks
    assert (first.answer, first.good_practice, first.improvement) == (Answer.NO, "Clear", "Name the witness")
    assert second.answer is Answer.NOT_APPLICABLE
    places = [line for line in person.said if line.startswith("\nQuestion ")]
    assert places == ["\nQuestion 1 of 2", "\nQuestion 2 of 2", "\nQuestion 1 of 2", "\nQuestion 2 of 2"]


def test_all_of_it_is_shown_before_it_is_recorded_and_can_be_changed_by_its_number() -> None:
    person = Scripted("y", "Clear", "", CTRL_D, "9", "1", "n", "", "Name the witness", "")

    marks = ask(sheet(), (), person).marks

    said = "\n".join(person.said)
    assert [(mark.question, mark.answer) for mark in marks] == [(1, Answer.NO)]
    assert "  1 Decision under the Code: yes\n    Good practice: Clear\n" in said
    assert "  1 Decision under the Code: no\n" in said
    assert ": not answered" in said
    assert "   Type one of those." in person.said


def test_what_the_rules_do_not_take_is_left_out_and_the_summary_says_so() -> None:
    person = Scripted("y", "", "", "n", "", "", CTRL_D)

    marks = ask(sheet(), (1, 2), person)

    assert [mark.question for mark in marks.marks] == [1]
    assert any(": no; left out: A no needs an area for improvement." in line for line in person.said)
    with pytest.raises(Failure, match="Nothing was answered"):
        ask(sheet(), (1,), Scripted("n", "", "", CTRL_D))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptMarks:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return KeptMarks("iqa-1", "M1", "U1")


def test_what_was_cut_short_is_offered_again_to_whoever_typed_it_for_the_same_case(
    kept: KeptMarks, tmp_path: Path
) -> None:
    with pytest.raises(Failure) as left:
        ask(sheet(), (), Scripted("y", "Clear", CTRL_C), kept)
    (file,) = (one for one in tmp_path.rglob("*") if one.is_file())
    others = [Scripted("y", "", "", CTRL_D) for _ in range(2)]
    ask(sheet(), (), others[0], KeptMarks("iqa-1", "M1", "U2"))
    ask(sheet(), (), others[1], KeptMarks("iqa-1", "M2", "U1"))
    person = Scripted("y", "y", "", "Say when", CTRL_D)

    with pytest.raises(Failure):
        ask(sheet(), (), Scripted("n", "y", "Clear", CTRL_C), kept)
    marks = ask(sheet(), (), person, kept)

    assert left.value.code is ExitCode.INTERRUPTED
    assert "`iqa mark iqa-1` offers it again." in left.value.remedy
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not any("You began this" in line for other in others for line in other.said)
    assert any(line.endswith("did not record it: 1 answer.") for line in person.said)
    assert marks.marks == (
        Mark(question=1, answer=Answer.YES, good_practice="Clear", improvement="Say when"),
    )


def test_what_was_begun_can_be_thrown_away_and_is_gone_once_it_is_recorded_or_a_month_old(
    kept: KeptMarks, tmp_path: Path
) -> None:
    def begin() -> None:
        with pytest.raises(Failure):
            ask(sheet(), (), Scripted("y", CTRL_C), kept)

    begin()
    with pytest.raises(Failure, match="Nothing was answered"):
        ask(sheet(), (), Scripted("perhaps", "n", CTRL_D), kept)
    thrown_away = kept.begun(NOW)
    begin()
    kept.forget()
    forgotten = kept.begun(NOW)
    begin()
    for one in tmp_path.rglob("*.json"):
        os.utime(one, (NOW.timestamp() - 31 * 86_400,) * 2)
    too_old = kept.begun(NOW)

    assert (thrown_away, forgotten, too_old) == (None, None, None)


def test_where_nothing_can_be_kept_the_questions_are_asked_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", os.devnull)
    kept = KeptMarks("iqa-1", "M1", "U1")

    assert ask(sheet(), (), Scripted("y", "", "", CTRL_D), kept).marks
    with pytest.raises(Failure) as left:
        ask(sheet(), (), Scripted("y", CTRL_C), kept)
    assert left.value.remedy == ""


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
