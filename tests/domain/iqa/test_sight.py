"""Who may read what of an IQA, against tables written by hand: whatever has no row here fails."""

from collections.abc import Set as AbstractSet
from typing import Final, get_args

import pytest

from domain.assessment import BlindReMark, Mode, Source
from domain.errors import Reason
from domain.escalations import (
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationRaised,
    EscalationsSettled,
)
from domain.iqa import events as e
from domain.iqa import sight
from domain.iqa.sight import (
    Part,
    Reader,
    judge_sight,
    may_read,
    may_read_event,
    part_of,
    part_of_words,
    parts_shown,
    readable,
    readable_waits,
)
from domain.iqa.state import Iqa, Step
from domain.people import Person, Role
from domain.policy import EscalatedMatter
from domain.prompts import PromptKind
from domain.talks import EverydayTalk
from tests.bdd import given
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    NOW,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    OUTSIDE_SENIOR,
    PEOPLE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_marked_iqa,
    a_sampled_iqa,
    action,
    an_open_iqa,
    person,
    selected,
)

ALL: Final[AbstractSet[Part]] = {
    Part.COVER,
    Part.RECORD,
    Part.CHOICES,
    Part.TALK,
    Part.MARKS,
    Part.PROMPTS,
    Part.ACTIONS,
    Part.SAMPLE,
    Part.OVERSIGHT,
}
HISTORIES: Final = {
    "open": an_open_iqa(),
    "marked": a_marked_iqa(),
    "confirmed": (*a_confirmed_iqa(), action(owner=COLLEAGUE)),
    "to be marked blind": (
        *(one for one in a_drawn_iqa() if not isinstance(one, e.DrawnForSample | e.DipSampleStarted)),
        e.DrawnForSample(sampler=SAMPLER, pick="random", blind=BlindReMark.OFFERED),
    ),
    "sampled": a_sampled_iqa(),
    "fed back": a_fed_back_iqa(),
}
MARKS_ON: Final = ALL | {Part.WORKSHEET}
ASSESSED: Final = {Part.COVER, Part.RECORD, Part.TALK, Part.ACTIONS}
NOTHING: Final = frozenset[Part]()
BEFORE: Final = dict.fromkeys(("open", "marked", "confirmed"), NOTHING)
READS: Final[dict[str, dict[str, AbstractSet[Part]]]] = {
    PROSECUTOR: {
        "open": ASSESSED,
        "marked": ASSESSED,
        **dict.fromkeys(("confirmed", "to be marked blind", "sampled", "fed back"), ASSESSED | {Part.MARKS}),
    },
    ASSESSOR: {moment: MARKS_ON - {Part.SAMPLE} for moment in HISTORIES} | {"fed back": MARKS_ON},
    SAMPLER: BEFORE
    | {
        "to be marked blind": {Part.COVER, Part.RECORD, Part.ACTIONS, Part.SAMPLE},
        "sampled": ALL,
        "fed back": ALL,
    },
    SENIOR: dict.fromkeys(HISTORIES, ALL),
    CHIEF: dict.fromkeys(HISTORIES, ALL),
    ADMINISTRATOR: dict.fromkeys(HISTORIES, ALL),
    "an auditor": dict.fromkeys(HISTORIES, ALL),
    "legal assurance": dict.fromkeys(HISTORIES, ALL),
    COLLEAGUE: dict.fromkeys(HISTORIES, NOTHING) | {"confirmed": {Part.COVER, Part.ACTIONS}},
    OTHER_MANAGER: dict.fromkeys(HISTORIES, NOTHING),
    OUTSIDE_MANAGER: dict.fromkeys(HISTORIES, NOTHING),
    OUTSIDE_SENIOR: dict.fromkeys(HISTORIES, NOTHING),
}
"""Who reads what when; a sampler here is no senior manager of the Area."""


def after(*events: e.IqaEvent) -> Iqa:
    iqa = given(*events).iqa
    assert iqa is not None
    return iqa


def known(name: str) -> Person:
    if name == SAMPLER:
        return person(SAMPLER, Role.LEGAL_MANAGER, None)
    others = {
        "an auditor": person("HQ-A01", Role.AUDITOR, None, area="HQ"),
        "legal assurance": person("HQ-L01", Role.LEGAL_ASSURANCE, None, area="HQ"),
    }
    return others.get(name) or next(one for one in PEOPLE if one.staff_id == name)


@pytest.mark.parametrize("moment", HISTORIES)
@pytest.mark.parametrize("who", READS)
def test_everybody_reads_what_the_table_gives_them_and_no_more(who: str, moment: str) -> None:
    assert may_read(known(who), after(*HISTORIES[moment])) == READS[who][moment]


def test_whoever_is_assessed_or_assesses_reads_as_such_whatever_their_post() -> None:
    promoted, also_senior = (person(who, Role.SENIOR_MANAGER, None) for who in (PROSECUTOR, ASSESSOR))

    assert may_read(promoted, after(*a_sampled_iqa())) == READS[PROSECUTOR]["sampled"]
    assert Part.SAMPLE not in may_read(also_senior, after(*a_sampled_iqa()))


FIELDS: Final[dict[Part, set[str]]] = {
    Part.COVER: {
        *("iqa_id", "version", "area", "quarter", "category", "prosecutor", "assessor", "senior_manager"),
    },
    Part.RECORD: {
        *("former_assessors", "target_on", "order", "policy", "question_set", "asks_for", "opened_at"),
        *("draws", "selection", "replaced", "confirmed_at", "talk", "missed", "escalations", "completed_at"),
        *("closed_at", "withdrawn_at"),
    },
    Part.TALK: {"plan", "held", "held_before", "noted", "comments", "queries"},
    Part.MARKS: {"marks", "first_marks", "seen_later", "victims_note", "team_learning"},
    Part.PROMPTS: {"prompts"},
    Part.ACTIONS: {"actions", "no_actions"},
    Part.SAMPLE: {"sample", "released"},
    Part.OVERSIGHT: {"manager_talks"},
    Part.BOOKKEEPING: {"deadlines", "touched", "command_ids"},
}

EVENTS: Final[dict[Part, set[str]]] = {
    Part.RECORD: {
        *(
            "iqa_opened",
            "case_drawn",
            "case_selected",
            "case_replaced",
            "assessment_confirmed",
            "reassigned",
            "target_moved",
        ),
        *("withdrawn", "iqa_completed", "iqa_closed"),
    },
    Part.MARKS: {"marks_recorded", "marks_revised", "improvement_seen"},
    Part.PROMPTS: {"prompt_answered"},
    Part.TALK: {
        *("conversation_planned", "conversation_held", "conversation_corrected", "conversation_taken_back"),
        *("conversation_confirmed", "conversation_disputed"),
        *("conversation_closed_as_impossible", "comment_made", "mark_queried", "query_answered"),
        "comment_days_ended",
    },
    Part.ACTIONS: {"action_recorded", "no_actions_required", "action_completed", "action_handed_over"},
    Part.SAMPLE: {
        *("drawn_for_sample", "sampler_replaced", "released_from_sample", "dip_sample_started"),
        *("blind_re_marked", "marks_seen", "dip_sample_recorded", "feedback_given", "feedback_acknowledged"),
        "development_reviewed",
    },
    Part.OVERSIGHT: {"manager_talk_noted", "manager_talk_reviewed"},
}
BY_STEP: Final = {
    *("reminder_sent", "deadline_moved", "deadline_missed", "escalation_raised", "escalation_climbed"),
    *("escalation_handed_over", "escalation_acknowledged", "escalations_settled"),
}
"""The events that are of the part of the step which they are about."""

STEPS: Final[dict[Part, set[Step]]] = {
    Part.RECORD: {Step.SELECT, Step.MARK, Step.CONVERSE, Step.CONFIRM_CONVERSATION, Step.REMINDER},
    Part.ACTIONS: {Step.RECORD_ACTIONS, Step.ACTION},
    Part.TALK: {Step.ANSWER_QUERY, Step.COMMENT},
    Part.SAMPLE: {Step.DIP_SAMPLE, Step.FEEDBACK, Step.ACKNOWLEDGE, Step.REVISE, Step.DEVELOPMENT},
    Part.OVERSIGHT: {Step.ESCALATION, Step.ANSWER_REQUEST, Step.MANAGER_TALK},
}


def test_every_field_is_of_the_part_that_the_table_gives_it() -> None:
    by_part = {part: {name for name, of in sight.FIELDS.items() if of is part} for part in Part}

    assert {part: names for part, names in by_part.items() if names} == FIELDS
    assert set(sight.FIELDS) == set(Iqa.model_fields)


def test_every_event_is_of_the_part_that_the_table_gives_it() -> None:
    kinds = {type_: type_.model_fields["kind"].default for type_ in get_args(e.IqaEvent)}
    found = {
        kind: part_of(type_.model_construct(about=PromptKind.EMPTY_PHRASE), after(*an_open_iqa()))
        for type_, kind in kinds.items()
        if kind not in BY_STEP
    }

    assert found == {kind: part for part, members in EVENTS.items() for kind in members}
    assert set(kinds.values()) == set(found) | BY_STEP


def test_every_step_is_of_the_part_that_the_table_gives_it() -> None:
    assert {step: sight.part_of_step(step) for step in Step} == {
        step: part for part, steps in STEPS.items() for step in steps
    }


def test_every_part_has_its_readers_and_nobody_reads_the_bookkeeping() -> None:
    assert set(sight.MAY_READ) == set(Part)
    assert {part for part, readers in sight.MAY_READ.items() if not readers} == {Part.BOOKKEEPING}
    assert set(Reader) == {reader for readers in sight.MAY_READ.values() for reader in readers}


def raised(number: int, deadline: str) -> EscalationRaised:
    return EscalationRaised(
        escalation_id=f"e{number}", deadline=deadline, to=(SENIOR,), matter=EscalatedMatter.CONVERSATION
    )


@pytest.mark.parametrize(
    ("deadline", "part"),
    [
        ("converse", Part.RECORD),
        ("action:a1", Part.ACTIONS),
        ("dip_sample", Part.SAMPLE),
        ("feedback", Part.SAMPLE),
    ],
)
def test_what_is_missed_moved_or_escalated_is_of_the_part_of_its_step(deadline: str, part: Part) -> None:
    escalation = raised(1, deadline)
    iqa = after(*a_sampled_iqa(), escalation)
    taken = EscalationAcknowledged(escalation_id="e1", by=SENIOR, will_do="I ask.")
    of_it = (
        escalation,
        EscalationClimbed(escalation_id="e1", to=(CHIEF,), rung=1),
        EscalationsSettled(escalation_ids=("e1",)),
        taken,
        e.DeadlineMissed(deadline=deadline, due=NOW, whose=ASSESSOR),
        e.DeadlineMoved(deadline=deadline, due=NOW, because="leave"),
        e.ReminderSent(deadline=deadline, to=ASSESSOR),
    )

    assert {part_of(event, iqa) for event in of_it} == {part}
    assert part_of_words(taken, iqa) is Part.OVERSIGHT
    assert part_of_words(e.CommentMade(text="Fair."), iqa) is Part.TALK


def test_the_words_of_a_noted_talk_are_read_by_those_who_read_the_talk() -> None:
    iqa = after(*an_open_iqa())
    noted = EverydayTalk(manager=ASSESSOR, on=NOW.date(), mode=Mode.VIDEO, do_differently="Name the witness.")
    begun = selected(source=Source.CONVERSATION, noted=noted.model_dump())

    assert part_of_words(begun, iqa) is Part.TALK
    assert part_of_words(selected(), iqa) is Part.RECORD


def test_escalations_of_several_steps_are_of_the_part_that_fewest_may_read() -> None:
    iqa = after(*a_sampled_iqa(), raised(1, "converse"), raised(2, "feedback"), raised(3, "action:a1"))

    def of(*ids: str) -> Part:
        return part_of(EscalationsSettled(escalation_ids=ids), iqa)

    assert of("e1", "e2") is Part.SAMPLE
    assert of("e1", "e3") is Part.OVERSIGHT
    assert of("unheard of") is Part.OVERSIGHT


def test_the_assessed_reads_nothing_of_the_second_check_among_what_was_missed_and_escalated() -> None:
    missed = e.DeadlineMissed(deadline="dip_sample", due=NOW, whose=SAMPLER)
    taken = EscalationAcknowledged(escalation_id="e2", by=SENIOR, will_do="I speak with the manager.")
    iqa = after(*a_sampled_iqa(), missed, raised(1, "dip_sample"), raised(2, "converse"), taken)

    theirs, above = readable(known(PROSECUTOR), iqa), readable(known(SENIOR), iqa)

    assert [one.escalation_id for one in theirs["escalations"]] == ["e2"]
    assert theirs["escalations"][0].will_do is None
    assert not theirs["missed"]
    assert not {"sample", "released", "prompts", "command_ids"} & set(theirs)
    assert [one.escalation_id for one in above["escalations"]] == ["e1", "e2"]
    assert above["escalations"][1].will_do
    assert above["missed"]


def test_what_waits_is_told_as_far_as_its_step_may_be_read() -> None:
    sampled = after(*a_sampled_iqa())

    assert Step.FEEDBACK in {wait.step for wait in readable_waits(known(SENIOR), sampled)}
    assert Step.FEEDBACK not in {wait.step for wait in readable_waits(known(PROSECUTOR), sampled)}
    assert readable_waits(known(OTHER_MANAGER), sampled) == ()


def test_the_owner_of_an_action_reads_theirs_alone() -> None:
    iqa = after(*a_confirmed_iqa(), action(owner=COLLEAGUE), action(2, owner=PROSECUTOR))
    shown = readable(known(COLLEAGUE), iqa)

    assert [one.action.owner for one in shown["actions"]] == [COLLEAGUE]
    assert set(shown) == FIELDS[Part.COVER] | FIELDS[Part.ACTIONS]


def test_an_owner_reads_what_happened_to_their_own_action_alone() -> None:
    iqa = after(*a_confirmed_iqa(), action(owner=COLLEAGUE), action(2, owner=PROSECUTOR))
    of_one, of_two = (
        (
            action(number, owner=owner),
            e.ActionCompleted(action_id=f"a{number}", outcome="It came."),
            e.DeadlineMissed(deadline=f"action:a{number}", due=NOW, whose=owner),
        )
        for number, owner in ((1, COLLEAGUE), (2, PROSECUTOR))
    )
    others = (e.NoActionsRequired(), e.DeadlineMissed(deadline="record_actions", due=NOW, whose=ASSESSOR))

    assert [may_read_event(known(COLLEAGUE), one, iqa) for one in of_one] == [True, True, True]
    assert not [one for one in (*of_two, *others) if may_read_event(known(COLLEAGUE), one, iqa)]
    assert not may_read_event(known(COLLEAGUE), e.IqaClosed(), iqa)
    assert all(may_read_event(known(SENIOR), one, iqa) for one in (*of_one, *of_two, *others))


def test_what_the_sampler_was_asked_is_of_the_second_check() -> None:
    asked = e.PromptAnswered(about=PromptKind.ONLY_ABOUT_PROSECUTOR, answer="considered")
    theirs = e.PromptAnswered(about=PromptKind.EMPTY_PHRASE, answer="considered")
    iqa = after(*a_sampled_iqa(), asked, theirs)

    assert [may_read_event(known(ASSESSOR), one, iqa) for one in (asked, theirs)] == [False, True]
    assert [one.about for one in readable(known(ASSESSOR), iqa)["prompts"]] == [PromptKind.EMPTY_PHRASE]
    assert may_read_event(known(SAMPLER), asked, iqa)
    assert may_read_event(known(SENIOR), asked, iqa)


def test_a_refusal_says_who_may_or_that_the_sampler_marks_first() -> None:
    stranger = judge_sight(known(OTHER_MANAGER), after(*a_sampled_iqa()), Part.COVER)
    blind = judge_sight(known(SAMPLER), after(*HISTORIES["to be marked blind"]), Part.MARKS)

    assert stranger
    assert (stranger.reason, ASSESSOR in stranger.detail) == (Reason.NOT_PERMITTED, True)
    assert blind
    assert blind.reason is Reason.BLIND_RE_MARK_FIRST
    assert judge_sight(known(ASSESSOR), after(*a_marked_iqa()), Part.MARKS) is None


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        (ASSESSOR, {Part.COVER, Part.RECORD}, {Part.COVER, Part.RECORD, Part.MARKS}),
        (PROSECUTOR, {Part.COVER, Part.RECORD}, {Part.COVER, Part.RECORD}),
        (OUTSIDE_MANAGER, set(), set()),
    ],
)
def test_what_is_shown_is_what_may_be_read_and_stands_there_yet(
    who: str, before: set[Part], after: set[Part]
) -> None:
    reader = next(one for one in PEOPLE if one.staff_id == who)
    shown = [
        parts_shown(reader, iqa) for events in (an_open_iqa(), a_marked_iqa()) if (iqa := given(*events).iqa)
    ]

    assert shown == [before, after]
