from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.questions import (
    Applicability,
    Category,
    Circumstances,
    NotApplicableReason,
    Preset,
    PresetKind,
    Question,
    QuestionSet,
    Told,
    Work,
    presets,
)
from infra.reference import Library

CASEWORK = Library.load().current.casework
ADVOCACY = Library.load().current.advocacy

P, I, C = Work.EARLY_ADVICE_OR_CHARGING, Work.INITIAL_REVIEW, Work.PROGRESSION  # noqa: E741
ON, OPTIONAL, OFF = PresetKind.ON, PresetKind.OPTIONAL, PresetKind.OFF
NOT_THIS_WORK, ABSENT, SOMEONE_ELSES = NotApplicableReason

# Computed from the published report, each wording on one line: a word that drifts from it is noticed here.
WORDINGS = {
    1: "e393df808e9aa71faf1f0244f33e32794e9630aa3fb291abc355cc92b81864c3",
    2: "28b8f8030868fc1584b3f76440c82b2c5cf681dcdf7bfa1b369e88941f044cf9",
    3: "daf04fc3877b665bce5be604620d9a98707cfec25ef590f455e8e7f10d43f894",
    4: "8092b6999ee4751f46f607116d315c1056f65745585847d20e8fb219bf1240e7",
    5: "63d5fd786954e14b577dc1291a2a5093562aaca8418bd40ac86fff1581555f48",
    6: "ff751c6ee052d8b10150f18152a84163e60d7e78401d2ed6fa268629d98275b6",
    7: "8eeebc58041a90fdb1b4d0dee3ef83ea4783f81ce94a58ad785ff976d90e7c7b",
    8: "35e064a64ac8ab6d7a6e245754fcbf9f3039c592ec0a765762b9b7decd035f67",
    9: "ca5603a39bd6dd2e891ea7034b83a24788c944108b15733829c4a2f26ef5d8b7",
    10: "6f6849107d0966b0d1b339db5f117339caeb76fe689d72ec0058f64b0a35a57d",
    11: "838966992c2ac1664df842eefbee0cf5c7a126278d3487749a75e5985b394726",
    12: "39c142b83c16fe3397a2a6a3c301685e066b9ffa980bff9de3197e19f45cb641",
}

works = st.sets(st.sampled_from(Work), min_size=1)
told = st.sampled_from([True, False, None])
circumstances = st.builds(Circumstances, **dict.fromkeys(Circumstances.model_fields, told))


def all_told(answer: Told) -> Circumstances:
    return Circumstances.model_validate(dict.fromkeys(Circumstances.model_fields, answer))


def kinds(work: Work, answer: Told) -> list[PresetKind]:
    return [preset.kind for preset in presets(CASEWORK, [work], all_told(answer))]


@pytest.mark.parametrize("number", WORDINGS)
def test_each_wording_is_annex_c_word_for_word(number: int) -> None:
    question = CASEWORK.question(number)

    assert question is not None
    assert sha256(question.wording.encode()).hexdigest() == WORDINGS[number]


def test_the_casework_set_has_the_twelve_questions_and_names_its_source() -> None:
    assert [question.number for question in CASEWORK.questions] == list(range(1, 13))
    assert CASEWORK.source == (
        "© Crown copyright HMCPSI, Individual Quality Assessments, February 2025, Annex C, OGL v3.0"
    )
    assert CASEWORK.question(13) is None


def test_the_casework_set_has_a_title_for_each_question() -> None:
    assert list(CASEWORK.titles) == list(range(1, 13))
    assert ADVOCACY.titles == {}


def test_a_note_on_victims_and_witnesses_belongs_to_question_two_alone() -> None:
    assert [question.number for question in CASEWORK.questions if question.takes_victims_note] == [2]


def test_the_advocacy_set_is_local_content_and_empty() -> None:
    assert (ADVOCACY.category, ADVOCACY.questions) == (Category.ADVOCACY, ())
    assert presets(ADVOCACY, list(Work), all_told(answer=True)) == ()


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (P, [ON, ON, ON, ON, ON, OPTIONAL, OFF, OFF, OFF, OFF, ON, ON]),
        (I, [ON, ON, ON, ON, ON, ON, OFF, OFF, OFF, OFF, ON, ON]),
        (C, [ON, OFF, OFF, ON, ON, ON, ON, ON, ON, ON, ON, ON]),
    ],
)
def test_with_every_circumstance_present_the_work_alone_decides(
    work: Work, expected: list[PresetKind]
) -> None:
    assert kinds(work, answer=True) == expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (P, [ON, ON, ON, OFF, OFF, OPTIONAL, OFF, OFF, OFF, OFF, OFF, OFF]),
        (I, [ON, ON, OFF, OFF, OFF, ON, OFF, OFF, OFF, OFF, OFF, OFF]),
        (C, [OFF, OFF, OFF, OFF, OFF, ON, OFF, OFF, OFF, OFF, OFF, OFF]),
    ],
)
def test_with_no_circumstance_present_only_what_always_applies_is_on(
    work: Work, expected: list[PresetKind]
) -> None:
    assert kinds(work, answer=False) == expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (P, [ON, ON, ON, OPTIONAL, OPTIONAL, OPTIONAL, OFF, OFF, OFF, OFF, OPTIONAL, OPTIONAL]),
        (I, [ON, ON, OPTIONAL, OPTIONAL, OPTIONAL, ON, OFF, OFF, OFF, OFF, OPTIONAL, OPTIONAL]),
        (C, [OPTIONAL, OFF, OFF, OPTIONAL, OPTIONAL, ON, *[OPTIONAL] * 6]),
    ],
)
def test_what_the_data_cannot_tell_is_asked_and_never_left_out(
    work: Work, expected: list[PresetKind]
) -> None:
    assert kinds(work, answer=None) == expected


def test_a_question_that_is_off_says_why() -> None:
    starts = presets(CASEWORK, [C], all_told(answer=False))

    assert [preset.reason for preset in starts] == [
        SOMEONE_ELSES,
        NOT_THIS_WORK,
        NOT_THIS_WORK,
        ABSENT,
        ABSENT,
        None,
        *[ABSENT] * 6,
    ]


def test_an_initial_review_that_was_not_the_first_leaves_question_three_to_somebody_else() -> None:
    starts = presets(CASEWORK, [I], all_told(answer=True).model_copy(update={"first_review_theirs": False}))

    assert starts[2] == Preset(number=3, kind=OFF, reason=SOMEONE_ELSES)


def test_an_overseas_link_alone_turns_question_twelve_on() -> None:
    linked = all_told(answer=False).model_copy(update={"overseas_link": True})

    assert [preset.number for preset in presets(CASEWORK, [P], linked) if preset.kind is ON] == [1, 2, 3, 12]


def test_disclosure_discharged_at_charge_with_nothing_since_leaves_question_nine_off() -> None:
    discharged = all_told(answer=True).model_copy(update={"disclosure_duty_arisen_after_charge": False})

    assert presets(CASEWORK, [C], discharged)[8] == Preset(number=9, kind=OFF, reason=ABSENT)


@given(works, works, circumstances)
def test_assessing_more_work_never_turns_a_question_off(
    a: set[Work], b: set[Work], told: Circumstances
) -> None:
    strength = {OFF: 0, OPTIONAL: 1, ON: 2}
    fewer = presets(CASEWORK, a, told)
    more = presets(CASEWORK, a | b, told)

    assert all(strength[one.kind] <= strength[two.kind] for one, two in zip(fewer, more, strict=True))


@given(works, circumstances)
def test_only_a_question_that_is_off_has_a_reason(work: set[Work], told: Circumstances) -> None:
    starts = presets(CASEWORK, work, told)

    assert all((preset.reason is None) == (preset.kind is not OFF) for preset in starts)


def test_no_work_has_no_question_on() -> None:
    assert {preset.reason for preset in presets(CASEWORK, [], all_told(answer=True))} == {NOT_THIS_WORK}


@pytest.mark.parametrize("numbers", [(1, 1), (2, 1)])
def test_question_numbers_rise_and_come_once(numbers: tuple[int, ...]) -> None:
    questions = tuple(Question(number=number, wording="Was it?") for number in numbers)

    with pytest.raises(ValidationError, match="must rise"):
        QuestionSet(version="v", category=Category.ADVOCACY, label="l", source="s", questions=questions)


def test_a_rule_cannot_name_a_circumstance_that_does_not_exist() -> None:
    with pytest.raises(ValidationError, match="full_moon"):
        Applicability.model_validate({"work": ["charging"], "when": ["full_moon"]})


def test_every_circumstance_is_used_by_some_question() -> None:
    used = {name for question in CASEWORK.questions for row in question.applies for name in row.when}

    assert used == set(Circumstances.model_fields)
