"""Rules of thumb on what people write: whether it says the same, reads like a plan, or says nothing."""

from typing import Final

import pytest

from domain.plain import plain, reads_like_a_plan, says_nothing

PLANS: Final = (
    "Will discuss at our 1-2-1",
    "1-2-1 booked for Thursday",
    "I intend to discuss this with her next week.",
    "We are meeting on Friday.",
    "To be covered in supervision",
    "planned for next Tuesday's one-to-one",
    "I shall raise it with him",
    "Diary invite sent for conversation",
    "Conversation arranged for 12/12",
    "Not yet discussed, P1 is on leave.",
    "I haven't spoken to her yet.",
    "Meeting scheduled 3 December",
    "Will speak to P1 about disclosure when back from leave.",
    "I'll catch up with him tomorrow",
    "Discussion to follow",
    "we need to talk about disclosure",
    "Feedback will be given at next 1-2-1.",
    "Going to go through it in her appraisal",
    "Hoping to meet next week to go through the marks",
    "Plan to ring.",
    "I plan  to ring.",
    "To be discussed in the team.",
    "Will feed back to the prosecutor",
    "Conversation pending",
    "I will be discussing this with P1 next week",
    "Awaiting a slot for our conversation",
    "Due to meet on Monday",
    "we've agreed to meet on Tuesday",
    "Have asked her to come and see me on Thursday",
    "Left her a message to call me",
    "Emailed P1 asking for a convenient time",
    "Emailed P1 for a time to talk",
    "Sent an invite for Friday",
    "Left a message to arrange a talk",
    "Left him a voicemail about a catch-up",
    "Messaged her on Teams to find a slot",
    "Rang twice to fix a date",
    "Wrote to P1 suggesting three dates",
)
TALKS: Final = (
    "We discussed the bad character application.",
    "She explained the plan together with the officer.",
    "We went through the disclosure review; she will chase the officer by Friday.",
    "He felt the charge was right and we agreed that he will discuss with the officer next week.",
    "Spoke on the phone: the review should have set out bail. She accepts and will do so in the next file.",
    "Talked through Q4 to Q6. Next 1-2-1 we will look at another file.",
    "She took the view that the third-party material was not relevant. I set out why it was.",
    "What the review could have said on bail.",
    "The strategy in the MG3 was clear and the victim was kept informed.",
    "I emailed her afterwards the two directions we talked through.",
    "Sent her an email with the three points we discussed on bail.",
    "I emailed him the date of the defence statement, which he had missed.",
    "She emailed the officer about the time limit on custody.",
    "He had left a message with the officer. We talked about chasing it sooner.",
    "Rang her: the unused material was reviewed late, and she says the schedule came late too.",
    "Case strategy; how to record the rationale for rejecting the defence proposal.",
)
EMPTY: Final = (
    "ok",
    "Good work, well done.",
    "No concerns identified.",
    '"No concerns."',
    "- no issues",
    "\ufeffFine",
    "N/A",
    "1-2-1 Thursday 3pm",
    "All good, thanks",
    "No concerns with disclosure",
    "Discussed.",
    "We had a good discussion about the case.",
)


@pytest.mark.parametrize("text", PLANS)
def test_a_talk_to_come_or_that_has_not_been_reads_like_a_plan(text: str) -> None:
    assert reads_like_a_plan(text)


@pytest.mark.parametrize("text", TALKS)
def test_what_was_said_does_not_even_where_something_is_to_follow(text: str) -> None:
    assert not reads_like_a_plan(text)


def test_local_words_for_a_plan_count_too() -> None:
    assert not reads_like_a_plan("Parked for supervisions.")
    assert reads_like_a_plan("Parked for supervisions.", ("parked for",))


@pytest.mark.parametrize("text", EMPTY)
def test_praise_small_words_and_days_say_nothing(text: str) -> None:
    assert says_nothing(text, (), 2)


def test_a_phrase_that_policy_calls_empty_says_nothing_and_neither_do_its_words() -> None:
    assert not says_nothing("Textbook work throughout, exemplary", (), 2)
    assert says_nothing("Textbook work throughout, exemplary", ("textbook throughout exemplary",), 2)


@pytest.mark.parametrize("text", ["Bail reviewed", "Prompt charging advice", *TALKS])
def test_two_words_of_substance_say_something(text: str) -> None:
    assert not says_nothing(text, (), 2)


def test_nothing_says_nothing_where_no_word_is_asked_for() -> None:
    assert not says_nothing("ok", (), 0)


@pytest.mark.parametrize(
    "text", ["\ufeff\u201cNo concerns\u201d.", "no  concerns", "\u2022 NO concerns;", "No\u00a0concerns!"]
)
def test_the_same_words_are_the_same_whatever_stands_around_them(text: str) -> None:
    assert plain(text) == "no concerns"


def test_an_apostrophe_is_one_however_it_is_typed() -> None:
    assert plain("I\u2019ll ring") == plain("I'll ring") == "i'll ring"
