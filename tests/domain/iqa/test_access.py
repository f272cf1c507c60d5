"""Who may do what: every command, every person."""

from typing import get_args

import pytest

from domain.assessment import Mode, Shown, Upheld
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation, EscalationRaised, HandOverEscalation
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa.access import judge_access, screen_access
from domain.iqa.commands import IqaCommand
from domain.iqa.events import MarkQueried
from domain.iqa.procedures import PROCEDURES
from domain.offices import Relation
from domain.people import Role
from domain.policy import EscalatedMatter
from domain.questions import Category
from tests.bdd import given
from tests.factories import (
    ADMINISTRATOR,
    AREA,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    LEFT,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    OUTSIDE_SENIOR,
    PEOPLE,
    POLICY,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    TARGET,
    TODAY,
    URN,
    a_drawn_iqa,
    a_fed_back_iqa,
    action,
    end_of,
    facts,
    hold_conversation,
    mark,
    person,
    re_marks,
    select_case,
)

WORDS = "Words."
_DRAWN = given(
    *a_drawn_iqa(),
    action(owner=COLLEAGUE),
    EscalationRaised(escalation_id="e1", deadline="mark", to=(ASSESSOR,), matter=EscalatedMatter.MARKS),
    MarkQueried(query_id="q1", question=2, text=WORDS, answer_due=end_of(11, 24)),
).iqa
assert _DRAWN is not None
IQA = _DRAWN

EVERYBODY = {
    ASSESSOR,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    CHIEF,
    ADMINISTRATOR,
    COLLEAGUE,
    OTHER_MANAGER,
    LEFT,
    STRANGER,
    OUTSIDE_MANAGER,
    OUTSIDE_SENIOR,
    TIMER,
    QUARTER,
}
SYSTEM = {TIMER, QUARTER}
SENIORS = {SENIOR, SAMPLER, CHIEF}

COMMANDS: list[tuple[IqaCommand, set[str]]] = [
    (
        c.OpenIqa(
            area=AREA,
            quarter="2026-27-Q3",
            category=Category.CASEWORK,
            prosecutor=PROSECUTOR,
            assessor=ASSESSOR,
            target_on=TARGET,
            policy_version=POLICY.version,
        ),
        SYSTEM,
    ),
    (c.DrawCase(), {ASSESSOR}),
    (select_case(), {ASSESSOR}),
    (c.ReplaceCase(because="conflict"), {ASSESSOR}),
    (c.NoteImprovementSeen(question=2, urn=URN, on=TODAY), {ASSESSOR}),
    (c.RecordMarks(marks=(mark(1),), seen_version=1), {ASSESSOR}),
    (c.ConfirmAssessment(seen_version=1), {ASSESSOR}),
    (c.PlanConversation(on=TODAY, mode=Mode.VIDEO), {ASSESSOR}),
    (hold_conversation(), {ASSESSOR}),
    (c.ReviseMarks(marks=(mark(1),), because=WORDS), {ASSESSOR}),
    (c.ConfirmConversation(), {PROSECUTOR}),
    (c.CorrectConversation(on=TODAY, mode=Mode.VIDEO, went_well=WORDS, because=WORDS), {ASSESSOR}),
    (c.TakeBackConversation(because=WORDS), {ASSESSOR}),
    (c.DisputeConversation(), {PROSECUTOR}),
    (c.CloseConversationAsImpossible(because="left", note=WORDS), SENIORS),
    (c.RecordAction(what=WORDS, owner=COLLEAGUE), SENIORS | {ASSESSOR}),
    (c.RecordNoActions(), {ASSESSOR}),
    (c.CompleteAction(action_id="a1", outcome=WORDS), {ASSESSOR, COLLEAGUE}),
    (c.HandOverAction(action_id="a1", to=SENIOR, because=WORDS), SENIORS | SYSTEM | {ASSESSOR, COLLEAGUE}),
    (c.Comment(text=WORDS), {PROSECUTOR}),
    (c.QueryMark(question=1, text=WORDS), {PROSECUTOR}),
    (c.AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text=WORDS, seen_version=1), SENIORS),
    (c.ReMarkBlind(answers=()), {SAMPLER}),
    (c.SeeMarks(), {SAMPLER}),
    (c.RecordDipSample(comment=WORDS, re_marks=re_marks(2), seen_version=1), {SAMPLER}),
    (c.GiveFeedback(on=TODAY, mode=Mode.VIDEO, content=WORDS), {SAMPLER}),
    (c.AcknowledgeFeedback(), {ASSESSOR}),
    (c.ReviewDevelopment(action_id="d1", shown=Shown.YES, in_iqa="iqa-2"), {SAMPLER}),
    (c.NoteManagerTalk(on=TODAY, text=WORDS, to_try=WORDS), SENIORS),
    (c.ReviewManagerTalk(talk_id="m1", outcome=WORDS), SENIORS | {ASSESSOR}),
    (c.Withdraw(because="no_case"), SENIORS | SYSTEM | {ASSESSOR}),
    (c.Reassign(assessor=OTHER_MANAGER, because=WORDS), SENIORS | SYSTEM | {ADMINISTRATOR}),
    (c.MoveTarget(target_on=TARGET, because="prosecutor_away"), SYSTEM),
    (c.ReplaceSampler(sampler=SENIOR, because=WORDS), SENIORS | SYSTEM),
    (c.DeadlinePassed(deadline="mark", due=end_of(11, 17)), SYSTEM),
    (c.CatchUp(), SYSTEM),
    (c.DrawForSample(sampler=SAMPLER), SYSTEM),
    (c.ReleaseFromSample(), SYSTEM),
    (AcknowledgeEscalation(escalation_id="e1", will_do=WORDS), SENIORS | {ASSESSOR}),
    (HandOverEscalation(escalation_id="e1", whose=ASSESSOR, to=OTHER_MANAGER), SYSTEM),
]


def refused_access(command: IqaCommand, actor: str) -> Refused | None:
    by = PROCEDURES[type(command)].by
    return screen_access(by, command, IQA, actor) or judge_access(by, command, IQA, actor, facts())


@pytest.mark.parametrize(("command", "allowed"), COMMANDS, ids=lambda each: getattr(each, "kind", ""))
def test_these_people_may_and_nobody_else(command: IqaCommand, allowed: set[str]) -> None:
    def may(actor: str) -> bool:
        return refused_access(command, actor) is None

    assert {actor for actor in EVERYBODY if may(actor)} == allowed


def test_every_command_has_its_procedure() -> None:
    assert set(PROCEDURES) == set(get_args(IqaCommand)) == {type(command) for command, _ in COMMANDS}


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (LEFT, Reason.NOT_IN_POST),
        (OTHER_MANAGER, Reason.NOT_PERMITTED),
        (ASSESSOR, Reason.NOT_PERMITTED),
        (TIMER, Reason.NOT_PERMITTED),
    ],
)
def test_a_refusal_says_what_stands_in_the_way(actor: str, reason: Reason) -> None:
    command = c.CloseConversationAsImpossible(because="left", note=WORDS)

    refused = refused_access(command, actor)

    assert refused is not None
    assert refused.reason is reason


def test_an_assessor_who_is_named_but_has_left_does_nothing_more() -> None:
    gone = tuple(
        each.model_copy(update={"to_date": end_of(10, 30).date()}) if each.staff_id == ASSESSOR else each
        for each in facts().people
    )

    given(*a_fed_back_iqa()).when(c.AcknowledgeFeedback(), facts=facts(people=gone)).refused(
        Reason.NOT_IN_POST
    )


@pytest.mark.parametrize("role", Role)
def test_only_some_posts_allow_anything_by_themselves(role: Role) -> None:
    somebody = person("XN-P009", role, None)
    allow_something = {Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR, Role.ADMINISTRATOR}

    def may(command: IqaCommand) -> bool:
        by, known = PROCEDURES[type(command)].by, facts(people=(*PEOPLE, somebody))
        return judge_access(by, command, IQA, somebody.staff_id, known) is None

    assert any(may(command) for command, _ in COMMANDS) == (role in allow_something)


def test_no_relation_has_the_word_of_a_post() -> None:
    assert not set(map(str, Relation)) & set(map(str, Role))
