"""What is on file beside a question, of a case whose work one person did."""

from datetime import date

from domain.cases import CaseFile, ContributionKind, MilestoneKind
from domain.iqa.on_file import OnFile, on_file
from domain.questions import Question, Work
from infra.reference import Library
from tests.factories import PROSECUTOR, a_case_file

CASEWORK = Library.load().current.casework
CHARGING, REVIEW, PROGRESSION = Work.EARLY_ADVICE_OR_CHARGING, Work.INITIAL_REVIEW, Work.PROGRESSION
SERVED, CAME, LETTER = date(2026, 8, 20), date(2026, 9, 20), date(2026, 9, 1)


def question(number: int) -> Question:
    found = CASEWORK.question(number)
    assert found
    return found


def beside(number: int, *work: Work, file: CaseFile) -> list[tuple[date, str, str | None]]:
    return [(one.on, one.what, one.whose) for one in on_file(question(number), file, work)]


def test_acts_that_a_question_asks_about_stand_beside_it_with_whose_they_were() -> None:
    assert on_file(question(1), a_case_file(), (REVIEW,)) == (
        OnFile(on=date(2026, 8, 3), what=ContributionKind.REVIEW, whose=PROSECUTOR),
    )


def test_an_act_after_the_charge_stands_beside_no_question_about_the_charging() -> None:
    assert beside(1, CHARGING, file=a_case_file()) == [(date(2026, 7, 8), "charging_decision", PROSECUTOR)]


def test_what_happened_stands_among_the_acts_by_its_day() -> None:
    file = a_case_file(
        (MilestoneKind.INITIAL_DISCLOSURE_SERVED, SERVED), (MilestoneKind.NEW_MATERIAL_RECEIVED, CAME)
    )

    assert beside(9, PROGRESSION, file=file) == [
        (SERVED, "initial_disclosure_served", None),
        (date(2026, 8, 29), "disclosure", PROSECUTOR),
        (CAME, "new_material_received", None),
    ]


def test_what_bears_on_a_question_for_other_work_alone_does_not_stand_there() -> None:
    file = a_case_file((MilestoneKind.VICTIM_LETTER_DUE, LETTER))

    assert (LETTER, "victim_letter_due", None) in beside(8, PROGRESSION, file=file)
    assert (LETTER, "victim_letter_due", None) not in beside(8, CHARGING, file=file)


def test_what_a_duty_hangs_on_stands_beside_its_question_even_where_it_is_off() -> None:
    file = a_case_file((MilestoneKind.NEW_MATERIAL_RECEIVED, CAME))

    assert beside(9, CHARGING, file=file) == [(CAME, "new_material_received", None)]
