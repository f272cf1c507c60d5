"""What a manager was asked to develop waits until their next IQAs show it, or do not (Annex B 3e, 3f)."""

from datetime import date

import pytest

from domain.assessment import DevelopmentAction, Mode, Reply, Shown, ToDevelop
from domain.errors import Reason
from domain.ids import TIMER
from domain.iqa.commands import (
    AcknowledgeFeedback,
    DeadlinePassed,
    GiveFeedback,
    IqaEnvelope,
    ReviewDevelopment,
)
from domain.iqa.events import (
    DeadlineMissed,
    DevelopmentReviewed,
    FeedbackAcknowledged,
    FeedbackGiven,
    IqaClosed,
    IqaEvent,
    Reassigned,
)
from domain.iqa.facts import IqaFacts
from domain.iqa.needs import needs
from domain.questions import Category
from tests.bdd import Done, given
from tests.factories import (
    AREA,
    ASSESSOR,
    COLLEAGUE,
    IQA_ID,
    NOW,
    OTHER_MANAGER,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    TODAY,
    YESTERDAY,
    a_fed_back_iqa,
    a_sampled_iqa,
    an_iqa_row,
    end_of,
    facts,
)

WORDS = "Ask for a trial strategy at charge."
DUE_ON = date(2026, 12, 18)
ASKED = DevelopmentAction(action_id="d1", what=WORDS, due_on=DUE_ON, due=end_of(12, 18))
NEXT = "iqa-2026-27-Q3-XN-P002-C1"
LATER = end_of(12, 1)


def fed_back(*development: DevelopmentAction) -> tuple[IqaEvent | Done, ...]:
    """Fed back with something to develop, and acknowledged."""
    *before, feedback = a_fed_back_iqa()
    assert isinstance(feedback, FeedbackGiven)
    asked = feedback.model_copy(update={"development": development or (ASKED,)})
    return *before, Done(asked, SAMPLER, NOW), FeedbackAcknowledged()


def next_iqa(**changes: object) -> IqaFacts:
    known = {
        "iqa_id": NEXT,
        "area": AREA,
        "category": Category.CASEWORK,
        "prosecutor": COLLEAGUE,
        "assessor": ASSESSOR,
        "senior_manager": SENIOR,
        "confirmed_at": end_of(11, 26),
    }
    return facts(named_iqa=an_iqa_row(**(known | changes)))


def review(shown: Shown = Shown.YES, in_iqa: str | None = NEXT, **changes: object) -> ReviewDevelopment:
    values = {"action_id": "d1", "shown": shown, "in_iqa": in_iqa}
    return ReviewDevelopment.model_validate(values | changes)


REVIEWED = DevelopmentReviewed(action_id="d1", shown=Shown.YES, in_iqa=NEXT)


def test_feedback_says_what_to_develop_by_when_and_the_sampler_is_asked_then() -> None:
    command = GiveFeedback(
        on=TODAY, mode=Mode.VIDEO, content="Said so.", development=(ToDevelop(what=WORDS, due_on=DUE_ON),)
    )

    outcome = given(*a_sampled_iqa()).when(command, by=SAMPLER)

    [given_feedback] = outcome.events
    assert isinstance(given_feedback, FeedbackGiven)
    assert given_feedback.development == (ASKED,)
    assert outcome.waiting["development:d1"] == SAMPLER
    assert outcome.waiting["acknowledge"] == ASSESSOR
    assert outcome.iqa.deadline("development:d1") is not None


def test_what_is_to_be_developed_has_a_day_to_come_and_there_are_not_too_many() -> None:
    past = ToDevelop(what=WORDS, due_on=YESTERDAY)
    many = (ToDevelop(what=WORDS, due_on=DUE_ON),) * 11
    command = GiveFeedback(on=TODAY, mode=Mode.VIDEO, content="Said so.", development=(past,))

    given(*a_sampled_iqa()).when(command, by=SAMPLER).refused(Reason.DUE_IN_PAST)
    too_many = command.model_copy(update={"development": many})
    given(*a_sampled_iqa()).when(too_many, by=SAMPLER).refused(Reason.TOO_MANY)


def test_an_acknowledged_iqa_stays_open_for_it() -> None:
    *before, _ = fed_back()
    outcome = given(*before).when(AcknowledgeFeedback())

    outcome.then(FeedbackAcknowledged(reply=Reply.NOTHING_TO_REVISE))
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "development:d1": SAMPLER}


def test_once_it_shows_in_a_later_iqa_of_that_manager_the_iqa_is_closed() -> None:
    outcome = given(*fed_back()).when(review(), by=SAMPLER, at=LATER, facts=next_iqa())

    outcome.then(REVIEWED, IqaClosed())
    assert outcome.iqa.sample is not None
    [kept] = outcome.iqa.sample.development
    assert (kept.shown, kept.in_iqa, kept.reviewed_at) == (Shown.YES, NEXT, LATER)


def test_the_others_still_wait() -> None:
    second = ASKED.model_copy(update={"action_id": "d2"})

    outcome = given(*fed_back(ASKED, second)).when(review(), by=SAMPLER, at=LATER, facts=next_iqa())

    outcome.then(REVIEWED)
    assert "development:d2" in outcome.waiting
    assert "development:d1" not in outcome.waiting


def test_what_does_not_show_yet_may_be_looked_at_again_by_a_day() -> None:
    again = review(Shown.NOT_YET, None, note="Nothing since.", again_on=date(2027, 1, 29))

    outcome = given(*fed_back()).when(again, by=SAMPLER, at=LATER)

    outcome.then(
        DevelopmentReviewed(
            action_id="d1", shown=Shown.NOT_YET, note="Nothing since.", again_due=end_of(1, 29, 2027)
        )
    )
    pending = outcome.iqa.deadline("development:d1")
    assert pending is not None
    assert pending.due == end_of(1, 29, 2027)
    last = outcome.and_when(review(), by=SAMPLER, facts=next_iqa())
    last.then(REVIEWED, IqaClosed())


@pytest.mark.parametrize("shown", [Shown.PARTLY, Shown.NOT_YET])
def test_without_another_day_it_is_settled_as_it_was_found(shown: Shown) -> None:
    outcome = given(*fed_back()).when(review(shown), by=SAMPLER, at=LATER, facts=next_iqa())

    assert outcome.kinds == ["development_reviewed", "iqa_closed"]


@pytest.mark.parametrize("shown", [Shown.YES, Shown.PARTLY])
def test_what_shows_shows_somewhere(shown: Shown) -> None:
    given(*fed_back()).when(review(shown, None), by=SAMPLER).refused(Reason.NOT_NEXT_IQA)


def test_it_does_not_show_in_the_same_iqa() -> None:
    given(*fed_back()).when(review(in_iqa=IQA_ID), by=SAMPLER).refused(Reason.NOT_NEXT_IQA, IQA_ID)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (facts(), Reason.NOT_OPEN),
        (next_iqa(assessor=OTHER_MANAGER), Reason.NOT_NEXT_IQA),
        (next_iqa(confirmed_at=None), Reason.NOT_NEXT_IQA),
        (next_iqa(confirmed_at=end_of(11, 9)), Reason.NOT_NEXT_IQA),
    ],
    ids=["unknown", "another manager's", "not confirmed", "before the feedback"],
)
def test_it_shows_in_a_later_iqa_of_the_same_manager(known: IqaFacts, reason: Reason) -> None:
    given(*fed_back()).when(review(), by=SAMPLER, facts=known).refused(reason, NEXT)


def test_a_manager_who_handed_the_iqa_over_is_still_the_one_asked() -> None:
    handed = Reassigned(assessor=OTHER_MANAGER, senior_manager=SAMPLER, because="Long leave.")

    outcome = given(*fed_back(), handed).when(review(), by=SAMPLER, at=LATER, facts=next_iqa())

    assert outcome.kinds == ["development_reviewed", "iqa_closed"]


def test_what_shows_is_not_looked_at_again_and_a_day_past_is_none() -> None:
    done = review(again_on=date(2027, 1, 29))
    past = review(Shown.NOT_YET, None, again_on=YESTERDAY)

    given(*fed_back()).when(done, by=SAMPLER, facts=next_iqa()).refused(Reason.ALREADY_DONE)
    given(*fed_back()).when(past, by=SAMPLER).refused(Reason.DUE_IN_PAST)


def test_only_what_was_asked_is_reviewed_and_once() -> None:
    strange = review(action_id="d7")
    second = ASKED.model_copy(update={"action_id": "d2"})

    given(*fed_back()).when(strange, by=SAMPLER).refused(Reason.UNKNOWN_DEVELOPMENT, "d7")
    given(*fed_back(ASKED, second), REVIEWED).when(review(), by=SAMPLER, facts=next_iqa()).refused(
        Reason.ALREADY_DONE, "d1"
    )


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, PROSECUTOR])
def test_only_the_sampler_reviews_it(by: str) -> None:
    given(*fed_back()).when(review(), by=by, facts=next_iqa()).refused(Reason.NOT_PERMITTED)


def test_one_that_nobody_looks_at_in_time_is_chased_like_any_other_step() -> None:
    passed = DeadlinePassed(deadline="development:d1", due=ASKED.due)

    outcome = given(*fed_back()).when(passed, by=TIMER, at=ASKED.due)

    missed, *raised = outcome.events
    assert missed == DeadlineMissed(deadline="development:d1", due=ASKED.due, whose=SAMPLER)
    assert [event.kind for event in raised] == ["escalation_raised"]
    assert outcome.waiting["development:d1"] == SAMPLER


def test_the_iqa_in_which_it_shows_is_looked_up() -> None:
    iqa = given(*fed_back()).iqa
    envelope = IqaEnvelope(
        command_id=next(iter(iqa.command_ids if iqa else ())), actor=SAMPLER, command=review()
    )

    assert needs(envelope, iqa).named_iqa == NEXT
