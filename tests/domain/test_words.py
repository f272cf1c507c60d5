"""Every code that people meet has words, and no words are left of a code that is gone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib import import_module
from uuid import UUID

import pytest

from domain import words
from domain.iqa.state import Step
from domain.known import Known, KnownFact
from domain.notices import About, Meeting, Notice, NoticeKind
from domain.prompts import PromptKind
from domain.quarter.pace.figures import Signal
from tests.factories import NOW, end_of
from tests.guards.tree import ROOT, modules_of


def enums() -> Iterator[type[StrEnum]]:
    for path in modules_of(ROOT, ("domain",)):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for found in vars(import_module(name)).values():
            if isinstance(found, type) and issubclass(found, StrEnum) and found.__module__ == name:
                yield found


def test_every_step_says_what_is_asked() -> None:
    assert set(words.STEPS) == set(Step)
    assert words.step("action", "a2") == "complete case action a2"


def test_every_prompt_asks_something() -> None:
    assert set(words.PROMPTS) == set(PromptKind)


def test_a_prompt_names_whom_since_when_and_who_covers() -> None:
    asked = words.prompt(PromptKind.CUSTODY_WHILE_AWAY, "XN-P01", date(2026, 12, 4), "XN-P02")

    assert asked == (
        "Somebody is in custody and XN-P01 is away since Fri 4 Dec 2026, covered by XN-P02: is an action needed?"
    )
    assert "covered by XN-P02, who is away too on Mon 7 Dec 2026: is" in words.prompt(
        PromptKind.CUSTODY_WHILE_AWAY, cover="XN-P02", cover_away_on=date(2026, 12, 7)
    )
    assert "the prosecutor is away, with no cover named" in words.prompt(PromptKind.CUSTODY_WHILE_AWAY)
    assert words.prompt("of_a_later_release") == "of a later release"


def test_a_conversation_that_was_called_off_is_told_as_that() -> None:
    meeting = Meeting(on=date(2026, 12, 4), revision=3, cancelled=True)
    told = About(area="XN", stream="iqa-1", version=3, at=NOW, actor="XN-M01").invite(
        "XN-P01", meeting=meeting
    )

    assert [words.notice(one) for one in told] == [words.CANCELLED]


def test_a_notice_says_what_is_asked_and_by_when() -> None:
    escalated = Notice(
        notice_id=UUID(int=1),
        area="XN",
        stream="iqa-1",
        version=3,
        to="XN-S01",
        kind=NoticeKind.ESCALATION,
        at=NOW,
        deadline="action:a2",
        due=end_of(11, 17),
    )

    assert words.notice(escalated).endswith(", due Tue 17 Nov 2026: complete case action a2")
    assert words.notice(escalated.model_copy(update={"deadline": None})).endswith(", due Tue 17 Nov 2026")
    assert words.notices(NoticeKind.ESCALATION, 2, end_of(11, 17)).endswith(
        "to you, the first due Tue 17 Nov 2026"
    )
    assert ", due" not in words.notices(NoticeKind.ESCALATION, 1, None)


def test_a_question_is_told_by_its_number_and_its_title_where_it_has_one() -> None:
    assert words.question(3, {3: "Disclosure"}) == "3 Disclosure"
    assert words.question(4, {3: "Disclosure"}) == "4"


def test_a_part_of_the_system_is_called_by_what_it_is() -> None:
    assert [words.part_of_the_system(one) for one in ("system:quarter", "system:other")] == [
        "the quarter",
        "other",
    ]


def test_every_signal_of_a_review_has_words() -> None:
    assert set(words.SIGNALS) == set(Signal)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_words_for_one_and_for_many(kind: NoticeKind) -> None:
    one, many = words.NOTICES[kind]

    assert "{n}" not in one
    assert "{n}" in many


@pytest.mark.parametrize("enum", list(enums()), ids=lambda enum: f"{enum.__module__}.{enum.__name__}")
def test_every_other_code_reads_as_the_words_that_it_is_made_of(enum: type[StrEnum]) -> None:
    assert [
        code for code in enum if not words.in_words(code).replace(" ", "").replace("'", "").isalpha()
    ] == []


def test_a_day_and_an_instant_are_written_as_london_s_calendars_and_clocks_show_them() -> None:
    late = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    assert words.a_day(date(2026, 12, 4)) == "Fri 4 Dec 2026"
    assert words.due(late) == "Thu 1 Jul 2027"
    assert words.due(None) == "no date"
    assert words.moment(late) == "Thu 1 Jul 2027 00:30"


def test_what_an_iqa_asks_for_is_said_where_it_asks_for_something() -> None:
    assert words.asked_for(("domestic_abuse", "rape")) == "asks for domestic abuse and rape"
    assert words.asked_for(()) == ""


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, ("case",), "0 cases"),
        (1, ("case",), "1 case"),
        (2, ("case",), "2 cases"),
        (1, ("IQA is", "IQAs are"), "1 IQA is"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: tuple[str, ...], said: str) -> None:
    assert words.count(number, *noun) == said


def test_how_somebody_had_signed_in_is_told_and_a_way_that_is_not_known_yet_by_its_code() -> None:
    assert words.sign_in("local_sign_in") == "locally"
    assert words.sign_in("smart_card") == "smart card"


def test_what_a_record_shows_is_told_with_its_day_or_with_whom_it_is_about() -> None:
    late = Known(fact=KnownFact.NOT_HELD_BY_ITS_DAY, due=datetime(2025, 12, 4, 12, tzinfo=UTC))
    theirs = Known(fact=KnownFact.WORK_OF_OTHERS, people=("XN-M01",))

    assert "4 Dec 2025" in words.known(late, "")
    assert words.known(theirs, "Asha Patel (XN-M01)").endswith("done by Asha Patel (XN-M01)")


def test_a_talk_was_held_before_the_marks_or_over_them() -> None:
    assert [words.when_held(before_marks=it) for it in (True, False)] == [
        "before the marks",
        "over the marks",
    ]
