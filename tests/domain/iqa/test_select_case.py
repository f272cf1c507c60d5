"""Select the case, and name the work that is assessed."""

from datetime import date, timedelta

import pytest

from domain.assessment import Mode, Override, Source
from domain.cases import CaseFile, CaseStatus, ContributionKind, MilestoneKind, Plea, Stage
from domain.errors import Reason, Refused, See
from domain.iqa.commands import ReplaceCase, SelectCase
from domain.iqa.events import CaseReplaced, CaseSelected, ConversationHeld
from domain.iqa.facts import AskedFor, NotedConversation
from domain.policy import Order
from domain.prompts import PromptAnswer, PromptKind
from domain.questions import Category, PresetKind, Work
from domain.talks import EverydayTalk
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    CASEWORK,
    COLLEAGUE,
    ELSEWHERE,
    LIBRARY,
    OTHER_MANAGER,
    OTHER_URN,
    PROSECUTOR,
    SELECTED,
    URN,
    a_case_file,
    a_selected_case,
    action,
    an_open_iqa,
    away,
    drawn,
    end_of,
    facts,
    morning_of,
    policy,
    select_case,
    selected,
)

CHARGING, INITIAL_REVIEW, PROGRESSION = Work


def override(rule: Reason, because: str = "discussed") -> Override:
    return Override(rule=rule, because=because)


def test_a_selected_case_is_to_be_marked_within_ten_working_days() -> None:
    outcome = given(*an_open_iqa()).when(select_case(), at=SELECTED)

    outcome.then(selected(marks_due=end_of(11, 17)))
    assert outcome.waiting == {"mark": ASSESSOR}


def test_where_the_conversation_comes_first_it_is_due_first_and_the_marks_after_it() -> None:
    outcome = given(*an_open_iqa(Order.CONVERSATION_FIRST)).when(select_case(), at=SELECTED)

    outcome.then(selected(marks_due=None, conversation_due=end_of(11, 17), reminder_due=morning_of(11, 6)))
    assert outcome.waiting == {"mark": ASSESSOR, "converse": ASSESSOR}


@pytest.mark.parametrize("somebody", [ASSESSOR, PROSECUTOR])
def test_the_conversations_clock_pauses_while_either_person_is_away(somebody: str) -> None:
    leave = facts(absences=(away(somebody, date(2026, 11, 9), date(2026, 11, 10)),))

    outcome = given(*an_open_iqa(Order.CONVERSATION_FIRST)).when(select_case(), at=SELECTED, facts=leave)

    assert [deadline.due for deadline in outcome.iqa.deadlines] == [morning_of(11, 6), end_of(11, 19)]


@pytest.mark.parametrize(
    ("work", "off"),
    [
        (CHARGING, {4, 7, 8, 9, 10, 12}),
        (INITIAL_REVIEW, {4, 7, 8, 9, 10, 12}),
        (PROGRESSION, {1, 2, 3, 4, 12}),
    ],
)
def test_the_work_named_fixes_the_questions_whatever_the_stage_of_the_case(work: Work, off: set[int]) -> None:
    before_progress = (
        a_case_file(without=(ContributionKind.REVIEW,)) if work is PROGRESSION else a_case_file()
    )

    outcome = given(*an_open_iqa()).when(select_case(work=(work,)), facts=facts(case_file=before_progress))

    selection = outcome.iqa.selection
    assert selection is not None
    assert {preset.number for preset in selection.presets if preset.kind is PresetKind.OFF} == off


def test_work_named_twice_or_in_another_order_is_the_same_work() -> None:
    named = (PROGRESSION, CHARGING, CHARGING)

    outcome = given(*an_open_iqa()).when(select_case(work=named), at=SELECTED)

    outcome.then(selected((CHARGING, PROGRESSION)))


def test_the_size_of_the_eligible_pool_is_kept() -> None:
    outcome = given(*an_open_iqa()).when(select_case(), facts=facts(eligible_cases=17))

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.eligible_cases == 17


def test_a_drawn_case_is_labelled_as_drawn() -> None:
    outcome = given(*an_open_iqa(), drawn()).when(
        select_case(source=Source.DRAWN, seen_version=2), at=SELECTED
    )

    outcome.then(selected(source=Source.DRAWN))


def test_advocacy_has_no_questions_until_an_area_brings_its_own_and_guilty_pleas_may_be_chosen() -> None:
    advocacy = facts(question_set=LIBRARY.current.advocacy, case_file=a_case_file(plea=Plea.GUILTY))

    outcome = given(*an_open_iqa(category=Category.ADVOCACY)).when(select_case(), facts=advocacy)

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.presets == ()


BROKEN = [
    (Reason.CASE_NOT_LIVE, a_case_file(status=CaseStatus.FINALISED)),
    (Reason.GUILTY_PLEA, a_case_file(plea=Plea.GUILTY)),
    (Reason.GUILTY_PLEA_ANTICIPATED, a_case_file(plea=Plea.GUILTY_ANTICIPATED)),
    (Reason.CASE_NOT_PROGRESSED, a_case_file(first_hearing_on=date(2027, 1, 4))),
    (Reason.TOO_LITTLE_OWN_WORK, a_case_file(by=COLLEAGUE)),
]
NOT_ABOUT_OWN_WORK = [each for each in BROKEN if each[0] is not Reason.TOO_LITTLE_OWN_WORK]
"""The rules that are set aside for a reason alone; own work takes an act of the prosecutor's besides."""


@pytest.mark.parametrize(("rule", "case_file"), BROKEN)
def test_a_case_that_breaks_a_rule_of_selection_is_refused(rule: Reason, case_file: CaseFile) -> None:
    given(*an_open_iqa()).when(select_case(), facts=facts(case_file=case_file)).refused(rule, URN)


def test_where_the_prosecutor_is_only_the_name_on_the_file_the_refusal_says_whose_work_it_is() -> None:
    outcome = given(*an_open_iqa()).when(select_case(), facts=facts(case_file=a_case_file(by=COLLEAGUE)))

    outcome.refused(Reason.TOO_LITTLE_OWN_WORK, f"{URN}: work of {COLLEAGUE}")
    assert Reason.TOO_LITTLE_OWN_WORK.rule.see is See.CHOICES


def with_a_plea(
    *milestones: tuple[MilestoneKind, date],
    custody: bool = False,
    victim: bool = False,
    trial_on: date | None = None,
) -> CaseFile:
    """A case that is refused, with nothing pressing but what is named."""
    return a_case_file(*milestones, plea=Plea.GUILTY, custody=custody, victim=victim, trial_on=trial_on)


@pytest.mark.parametrize(
    "case_file",
    [
        with_a_plea(custody=True),
        with_a_plea(victim=True),
        with_a_plea(trial_on=date(2026, 11, 24)),
        with_a_plea((MilestoneKind.DEFENCE_STATEMENT_DUE, date(2026, 11, 16))),
    ],
)
def test_a_refused_case_that_cannot_wait_offers_an_urgent_action_on_it(case_file: CaseFile) -> None:
    outcome = given(*an_open_iqa()).when(select_case(), facts=facts(case_file=case_file))

    assert isinstance(outcome.decision, Refused)
    assert (outcome.decision.instead, outcome.decision.urn) == (See.URGENT_ACTION, URN)


@pytest.mark.parametrize("trial", [None, date(2026, 11, 25), date(2026, 11, 9)])
def test_a_refused_case_that_can_wait_offers_none(trial: date | None) -> None:
    calm = facts(case_file=with_a_plea(trial_on=trial))

    outcome = given(*an_open_iqa()).when(select_case(), facts=calm)

    assert isinstance(outcome.decision, Refused)
    assert (outcome.decision.instead, outcome.decision.urn) == (None, None)


@pytest.mark.parametrize(("rule", "case_file"), NOT_ABOUT_OWN_WORK)
def test_the_rule_may_be_overridden_for_a_listed_reason_that_seniors_see(
    rule: Reason, case_file: CaseFile
) -> None:
    outcome = given(*an_open_iqa()).when(
        select_case(overrides=(override(rule),)), facts=facts(case_file=case_file)
    )

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.overridden == (rule,)


def test_every_rule_broken_needs_its_own_override() -> None:
    both = facts(case_file=a_case_file(status=CaseStatus.FINALISED, plea=Plea.GUILTY))

    given(*an_open_iqa()).when(select_case(overrides=(override(Reason.CASE_NOT_LIVE),)), facts=both).refused(
        Reason.GUILTY_PLEA
    )


def test_an_override_for_an_unlisted_reason_is_refused() -> None:
    given(*an_open_iqa()).when(
        select_case(overrides=(override(Reason.CASE_NOT_LIVE, "i_like_it"),)),
        facts=facts(case_file=a_case_file(status=CaseStatus.FINALISED)),
    ).refused(Reason.UNLISTED_REASON, "only_case")


@pytest.mark.parametrize("rule", [Reason.CASE_NOT_LIVE, Reason.OTHER_AREA, Reason.OWN_WORK])
def test_an_override_of_what_does_not_stand_in_the_way_is_refused(rule: Reason) -> None:
    given(*an_open_iqa()).when(select_case(overrides=(override(rule),))).refused(Reason.OVERRIDE_NOT_ALLOWED)


def test_an_override_that_policy_gives_to_nobody_is_refused() -> None:
    strict = policy(selection__overridable=())

    given(*an_open_iqa()).when(
        select_case(overrides=(override(Reason.CASE_NOT_LIVE),)),
        facts=facts(policy=strict, case_file=a_case_file(status=CaseStatus.FINALISED)),
    ).refused(Reason.OVERRIDE_NOT_ALLOWED)


@pytest.mark.parametrize("overrides", [(), (override(Reason.WORK_NOT_AT_THIS_STAGE),)])
def test_work_that_the_case_has_not_reached_is_never_assessed(overrides: tuple[Override, ...]) -> None:
    uncharged = facts(case_file=a_case_file(stage=Stage.PRE_CHARGE, charged_on=None, first_hearing_on=None))
    reason = Reason.OVERRIDE_NOT_ALLOWED if overrides else Reason.WORK_NOT_AT_THIS_STAGE

    given(*an_open_iqa()).when(select_case(overrides=overrides), facts=uncharged).refused(reason)


def test_a_case_before_charge_may_be_assessed_for_the_charging_work() -> None:
    uncharged = facts(case_file=a_case_file(stage=Stage.PRE_CHARGE, charged_on=None, first_hearing_on=None))

    outcome = given(*an_open_iqa()).when(select_case(work=(CHARGING,)), facts=uncharged)

    assert outcome.kinds == ["case_selected"]


@pytest.mark.parametrize("overrides", [(), (override(Reason.OTHER_AREA),)])
def test_a_case_of_another_area_is_never_assessed(overrides: tuple[Override, ...]) -> None:
    abroad = facts(case_file=a_case_file(area=ELSEWHERE))

    given(*an_open_iqa()).when(select_case(overrides=overrides), facts=abroad).refused(
        Reason.OTHER_AREA, ELSEWHERE
    )


def test_the_assessed_prosecutor_does_not_select() -> None:
    given(*an_open_iqa()).when(select_case(), by=PROSECUTOR).refused(Reason.NOT_PERMITTED)


@pytest.mark.parametrize("plea", [Plea.GUILTY, Plea.GUILTY_ANTICIPATED])
def test_a_theme_relaxes_the_plea_rules(plea: Plea) -> None:
    outcome = given(*an_open_iqa()).when(
        select_case(theme="Early guilty pleas"), facts=facts(case_file=a_case_file(plea=plea))
    )

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.overridden == ()


@pytest.mark.parametrize(("rule", "case_file"), [each for each in BROKEN if "PLEA" not in each[0].name])
def test_a_theme_relaxes_nothing_else(rule: Reason, case_file: CaseFile) -> None:
    given(*an_open_iqa()).when(
        select_case(theme="Early guilty pleas"), facts=facts(case_file=case_file)
    ).refused(rule)


def test_what_a_theme_relaxes_needs_no_override() -> None:
    given(*an_open_iqa()).when(
        select_case(theme="Early guilty pleas", overrides=(override(Reason.GUILTY_PLEA),)),
        facts=facts(case_file=a_case_file(plea=Plea.GUILTY)),
    ).refused(Reason.OVERRIDE_NOT_ALLOWED)


def test_an_unknown_case_is_refused() -> None:
    given(*an_open_iqa()).when(select_case(), facts=facts(case_file=None)).refused(Reason.UNKNOWN_CASE, URN)


def test_some_work_has_to_be_named() -> None:
    given(*an_open_iqa()).when(select_case(work=())).refused(Reason.NO_WORK_NAMED)


def test_a_second_case_is_not_selected_beside_the_first_and_the_way_to_another_is_named() -> None:
    given(*a_selected_case()).when(select_case(seen_version=2)).refused(Reason.CASE_SELECTED, URN)
    assert Reason.CASE_SELECTED.rule.see is See.REPLACE


def test_another_case_may_be_selected_after_the_first_was_replaced() -> None:
    replaced = CaseReplaced(urn=OTHER_URN, because="conflict", select_due=end_of(11, 20))

    outcome = given(*a_selected_case(urn=OTHER_URN), replaced).when(select_case(seen_version=3))

    assert isinstance(outcome.events[0], CaseSelected)
    assert outcome.iqa.replaced == 1


CONVERSATION = NotedConversation(
    conversation_id=f"case-{URN}.c1",
    urn=URN,
    manager=ASSESSOR,
    prosecutor=PROSECUTOR,
    on=date(2026, 10, 20),
    mode=Mode.TELEPHONE,
    went_well="The identification was looked at on the day of charge.",
    do_differently="Ask for a second statement where it is weak.",
)
NOTED = EverydayTalk(**dict(CONVERSATION))
FROM_CONVERSATION = select_case(source=Source.CONVERSATION, conversation_id=f"case-{URN}.c1")


def test_an_everyday_conversation_starts_an_iqa() -> None:
    outcome = given(*an_open_iqa()).when(
        FROM_CONVERSATION, at=SELECTED, facts=facts(conversation=CONVERSATION)
    )

    outcome.then(
        selected(
            source=Source.CONVERSATION, conversation_id=CONVERSATION.conversation_id, noted=NOTED.model_dump()
        )
    )
    assert outcome.iqa.noted == NOTED
    assert outcome.waiting == {"mark": ASSESSOR}


def test_under_conversation_first_the_noted_talk_is_the_conversation_and_nobody_types_it_again() -> None:
    outcome = given(*an_open_iqa(Order.CONVERSATION_FIRST)).when(
        FROM_CONVERSATION, at=SELECTED, facts=facts(conversation=CONVERSATION)
    )

    outcome.then(
        selected(
            source=Source.CONVERSATION,
            conversation_id=CONVERSATION.conversation_id,
            noted=NOTED.model_dump(),
            marks_due=None,
            conversation_due=end_of(11, 17),
            reminder_due=morning_of(11, 6),
        ),
        ConversationHeld(
            **NOTED.model_dump(include=set(ConversationHeld.model_fields)),
            marks_due=end_of(11, 10),
            actions_due=end_of(11, 10),
        ),
    )
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["mark", "record_actions"]
    assert outcome.iqa.held
    assert outcome.iqa.held.was_due == end_of(11, 17)


def test_what_was_recorded_on_the_case_before_it_was_selected_settles_its_actions() -> None:
    outcome = given(*an_open_iqa(Order.CONVERSATION_FIRST), action()).when(
        FROM_CONVERSATION, at=SELECTED, facts=facts(conversation=CONVERSATION)
    )

    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["mark", "action:a1"]


@pytest.mark.parametrize("order", Order)
def test_a_noted_plan_is_asked_about_before_it_is_the_conversation(order: Order) -> None:
    plan = CONVERSATION.model_copy(update={"went_well": None, "do_differently": "Will discuss at our 1-2-1"})

    outcome = given(*an_open_iqa(order)).when(FROM_CONVERSATION, at=SELECTED, facts=facts(conversation=plan))

    if order is Order.ASSESSMENT_FIRST:
        assert outcome.kinds == ["case_selected"]
    else:
        outcome.refused(Reason.ASKED_FIRST, "intention_as_conversation")


def test_what_was_answered_to_it_is_kept() -> None:
    plan = CONVERSATION.model_copy(update={"went_well": None, "do_differently": "Will discuss at our 1-2-1"})
    answered = (PromptAnswer(prompt=PromptKind.INTENTION_AS_CONVERSATION, answer="took_place"),)

    outcome = given(*an_open_iqa(Order.CONVERSATION_FIRST)).when(
        FROM_CONVERSATION.model_copy(update={"answered": answered}),
        at=SELECTED,
        facts=facts(conversation=plan),
    )

    assert outcome.kinds == ["case_selected", "conversation_held", "prompt_answered"]


def test_a_talk_noted_in_a_way_that_policy_no_longer_lists_is_not_the_conversation() -> None:
    in_person_only = facts(policy=policy(conversation__modes=(Mode.FACE_TO_FACE,)), conversation=CONVERSATION)

    given(*an_open_iqa(Order.CONVERSATION_FIRST)).when(
        FROM_CONVERSATION, at=SELECTED, facts=in_person_only
    ).refused(Reason.MODE_NOT_ALLOWED)


def test_with_the_case_given_up_the_noted_talk_is_gone() -> None:
    started = a_selected_case(source=Source.CONVERSATION, noted=NOTED.model_dump())

    outcome = given(*started).when(ReplaceCase(because="case_changed"))

    assert outcome.iqa.noted is None


@pytest.mark.parametrize("command", [FROM_CONVERSATION, select_case(source=Source.CONVERSATION)])
def test_a_conversation_that_nobody_noted_starts_nothing(command: SelectCase) -> None:
    given(*an_open_iqa()).when(command).refused(Reason.UNKNOWN_CONVERSATION)


@pytest.mark.parametrize(
    "changes", [{"urn": OTHER_URN}, {"manager": OTHER_MANAGER}, {"prosecutor": COLLEAGUE}]
)
def test_a_conversation_of_others_or_on_another_case_starts_nothing(changes: dict[str, str]) -> None:
    others = CONVERSATION.model_copy(update=changes)

    given(*an_open_iqa()).when(FROM_CONVERSATION, facts=facts(conversation=others)).refused(
        Reason.CONVERSATION_OF_OTHERS
    )


def test_a_conversation_starts_an_iqa_for_ten_working_days() -> None:
    last = given(*an_open_iqa()).when(FROM_CONVERSATION, at=SELECTED, facts=facts(conversation=CONVERSATION))
    day_after = given(*an_open_iqa()).when(
        FROM_CONVERSATION, at=SELECTED + timedelta(days=1), facts=facts(conversation=CONVERSATION)
    )

    assert last.kinds == ["case_selected"]
    day_after.refused(Reason.CONVERSATION_TOO_OLD)


def test_nothing_is_due_beyond_the_calendar() -> None:
    short = LIBRARY.current.calendar.model_copy(update={"last_day": date(2026, 11, 12)})

    given(*an_open_iqa()).when(select_case(), facts=facts().model_copy(update={"calendar": short})).refused(
        Reason.BEYOND_CALENDAR
    )


def test_the_questions_are_those_of_the_set_that_the_iqa_was_opened_with() -> None:
    numbers = [question.number for question in CASEWORK.questions]

    outcome = given(*an_open_iqa()).when(select_case())

    assert outcome.iqa.selection is not None
    assert [preset.number for preset in outcome.iqa.selection.presets] == numbers


ASKED = AskedFor(request_id=f"case-{URN}.r1", urn=URN, prosecutor=PROSECUTOR, assessment=True, agreed=True)
FROM_REQUEST = select_case(source=Source.ASKED_FOR, request_id=ASKED.request_id)


def test_an_assessment_that_the_prosecutor_asked_for_is_called_so() -> None:
    outcome = given(*an_open_iqa()).when(FROM_REQUEST, at=SELECTED, facts=facts(request=ASKED))

    outcome.then(selected(source=Source.ASKED_FOR, request_id=ASKED.request_id))
    assert outcome.iqa.selection
    assert outcome.iqa.selection.request_id == ASKED.request_id


@pytest.mark.parametrize("command", [FROM_REQUEST, select_case(source=Source.ASKED_FOR)])
def test_what_nobody_asked_for_is_not_called_so(command: SelectCase) -> None:
    given(*an_open_iqa()).when(command).refused(Reason.UNKNOWN_REQUEST)


@pytest.mark.parametrize(
    "changes", [{"urn": OTHER_URN}, {"prosecutor": COLLEAGUE}, {"assessment": False}, {"agreed": False}]
)
def test_a_request_of_others_for_a_talk_or_not_agreed_starts_nothing(changes: dict[str, object]) -> None:
    other = ASKED.model_copy(update=changes)

    given(*an_open_iqa()).when(FROM_REQUEST, facts=facts(request=other)).refused(Reason.REQUEST_NOT_AGREED)


def test_the_rules_of_selection_hold_for_what_was_asked_for_too() -> None:
    finalised = facts(request=ASKED, case_file=a_case_file(status=CaseStatus.FINALISED))

    given(*an_open_iqa()).when(FROM_REQUEST, facts=finalised).refused(Reason.CASE_NOT_LIVE)
