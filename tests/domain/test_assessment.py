"""What the values of an assessment say of themselves."""

from domain.assessment import Judgement


def test_the_manager_answers_judgements_of_marks_and_what_stands_beside_them() -> None:
    assert {one for one in Judgement if one.about_marks} == {
        Judgement.COMMENT_WITHOUT_SUBSTANCE,
        Judgement.IRRELEVANT_QUESTION_ANSWERED,
        Judgement.SCOPE_MISUNDERSTOOD,
        Judgement.NOT_THEIR_WORK,
    }
