"""Have a case drawn, choose one, or give it up and choose again (report ¶2.3, ¶4.18 to ¶4.20)."""

from collections.abc import Sequence
from datetime import datetime

from domain import lots
from domain.assessment import Override, Source
from domain.case_actions import cannot_wait
from domain.cases import CaseFile
from domain.errors import Reason, Refused, See
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.circumstances import presets_for
from domain.iqa.eligibility import Assessed, obstacles
from domain.iqa.prompts import about_conversation, about_selection, asked
from domain.iqa.steps.noted import held_already, noted_talk
from domain.iqa.steps.situation import Decision, Situation
from domain.listed import unlisted
from domain.policy import Order
from domain.questions import Work
from domain.talks import EverydayTalk, mode_refused


def draw_case(_: c.DrawCase, situation: Situation) -> Decision:
    """Draw one of the eligible cases by lot, each with the same chance; with pool and chance it can be drawn again."""
    chance, pool = situation.facts.chance, situation.facts.pool
    cases = {one.urn: one for one in sorted(pool, key=lambda one: one.urn)}
    drawn = lots.lowest(cases, {urn: lots.key(bytes.fromhex(chance), urn) for urn in cases})
    if drawn is None:
        return Refused(reason=Reason.NO_ELIGIBLE_CASE, detail=situation.iqa.prosecutor)
    return (
        e.CaseDrawn(
            number=len(situation.iqa.draws) + 1,
            urn=drawn,
            work=cases[drawn].work,
            pool_size=len(cases),
            pool_hash=lots.digest(" ".join((urn, *one.work)) for urn, one in cases.items()),
            chance=chance,
        ),
    )


def select_case(command: c.SelectCase, situation: Situation) -> Decision:
    """Select a case of the Area on which the named work may be assessed, or is overridden with a reason."""
    case_file = situation.facts.case_file
    if case_file is None:
        return Refused(reason=Reason.UNKNOWN_CASE, detail=command.urn)
    if case_file.case.area != situation.iqa.area:
        return Refused(reason=Reason.OTHER_AREA, detail=case_file.case.area)
    relaxed = relaxed_by_theme(situation) if command.theme else frozenset()
    refused = (
        _conversation(command, situation)
        or _asked_for(command, situation)
        or stands_in_the_way(case_file, command.work, command.overrides, relaxed, situation)
    )
    if refused:
        return _with_urgent_action(refused, case_file, situation)
    noted = noted_talk(situation)
    talked = noted if situation.iqa.order is Order.CONVERSATION_FIRST else None
    if talked and (refused := mode_refused(talked.mode, situation.facts)):
        return refused
    said = about_conversation(talked, situation) if talked else ()
    answered = asked((*about_selection(situation), *said), command.answered, situation)
    if isinstance(answered, Refused):
        return answered
    held = (held_already(talked, command, situation),) if talked else ()
    return _selected(command, case_file, noted, situation), *held, *answered


def _selected(
    command: c.SelectCase, case_file: CaseFile, noted: EverydayTalk | None, situation: Situation
) -> e.CaseSelected:
    """The case with the work assessed on it, the questions that are off or set, and by when what follows is due."""
    facts, prosecutor = situation.facts, situation.iqa.prosecutor
    marks_due, talk_due, reminder_due = _due(situation)
    work = tuple(work for work in Work if work in command.work)
    return e.CaseSelected(
        urn=command.urn,
        source=command.source,
        conversation_id=command.conversation_id,
        noted=noted,
        request_id=command.request_id,
        theme=command.theme,
        work=work,
        overrides=command.overrides,
        presets=presets_for(
            facts.question_set,
            case_file,
            prosecutor,
            work,
            today=facts.today,
            rules=facts.policy.selection,
        ),
        eligible_cases=facts.eligible_cases,
        done_by=who_did(work, case_file, situation),
        marks_due=marks_due,
        conversation_due=talk_due,
        reminder_due=reminder_due,
    )


def replace_case(command: c.ReplaceCase, situation: Situation) -> Decision:
    """Give the case up for a listed reason; the time to choose again is that to mark."""
    if refused := unlisted(command.because, situation.facts.policy.selection.replacement_reasons):
        return refused
    due = situation.due(situation.facts.policy.working_days.marks_after_selection)
    urn = situation.selection.urn
    return (e.CaseReplaced(urn=urn, because=command.because, note=command.note, select_due=due),)


def who_did(work: Sequence[Work], case_file: CaseFile, situation: Situation) -> tuple[str, ...]:
    """Return whoever did some of the work: none of them samples it, or answers a query about it (¶4.20)."""
    rules = situation.facts.policy.selection
    return tuple(sorted(frozenset().union(*(rules.of(each).done_by(case_file) for each in work))))


def relaxed_by_theme(situation: Situation) -> frozenset[str]:
    """The rules that a themed assessment relaxes (report ¶4.7, ¶4.18)."""
    return frozenset(situation.facts.policy.selection.themed_relaxes)


def stands_in_the_way(
    case_file: CaseFile,
    work: Sequence[Work],
    overrides: Sequence[Override],
    relaxed: frozenset[str],
    situation: Situation,
) -> Refused | None:
    """Refuse the gravest rule that the case breaks and nobody set aside, and an override of nothing."""
    rules = situation.facts.policy.selection
    assessed = Assessed(
        prosecutor=situation.iqa.prosecutor,
        assessor=situation.iqa.assessor,
        category=situation.iqa.category,
        today=situation.facts.today,
        rules=rules,
    )
    broken = [rule for rule in obstacles(case_file, work, assessed) if rule not in relaxed]
    for override in overrides:
        refused = _override_refused(override, broken, situation) or _nothing_theirs(
            override, work, case_file, situation
        )
        if refused:
            return refused
    overridden = {override.rule for override in overrides}
    standing = [rule for rule in broken if rule not in overridden]
    return (
        Refused(reason=standing[0], detail=_about(standing[0], case_file, work, situation))
        if standing
        else None
    )


def _about(rule: Reason, case_file: CaseFile, work: Sequence[Work], situation: Situation) -> str:
    """What stands in the way: the case, and who did the work where that is the rule."""
    urn = case_file.case.urn
    if rule is Reason.DID_THE_WORK:
        return f"{urn}: {situation.iqa.assessor}"
    if rule is Reason.TOO_LITTLE_OWN_WORK and (others := who_did(work, case_file, situation)):
        return f"{urn}: work of {', '.join(others)}"
    return urn


def _with_urgent_action(refused: Refused, case_file: CaseFile, situation: Situation) -> Refused:
    """The refusal, with an action on the case as another way where the case itself can't wait (¶5.24)."""
    if not cannot_wait(case_file, situation.facts):
        return refused
    return refused.model_copy(update={"instead": See.URGENT_ACTION, "urn": case_file.case.urn})


def _override_refused(override: Override, broken: Sequence[Reason], situation: Situation) -> Refused | None:
    person = situation.facts.person(situation.actor)
    rules = situation.facts.policy.selection
    rule = next((rule for rule in broken if rule == override.rule), None)
    if rule is None or person is None or not rules.may_override(rule, person.role):
        return Refused(reason=Reason.OVERRIDE_NOT_ALLOWED, detail=override.rule)
    return unlisted(override.because, rules.override_reasons)


def _nothing_theirs(
    override: Override, work: Sequence[Work], case_file: CaseFile, situation: Situation
) -> Refused | None:
    """Refuse to set too little own work aside for work of which nothing named is the prosecutor's (¶4.20)."""
    if override.rule != Reason.TOO_LITTLE_OWN_WORK:
        return None
    prosecutor, rules = situation.iqa.prosecutor, situation.facts.policy.selection
    lacking = (rules.of(each) for each in work if not rules.of(each).is_done_by(case_file, prosecutor))
    for rule in lacking:
        theirs = rule.acts_of(case_file, prosecutor)
        if theirs.isdisjoint(override.own_work):
            did = ", ".join(sorted(theirs)) or "nothing"
            return Refused(reason=Reason.OWN_WORK_NOT_NAMED, detail=f"{rule.work}: {prosecutor} did {did}")
    return None


def _conversation(command: c.SelectCase, situation: Situation) -> Refused | None:
    """An IQA may start from a recent everyday conversation of these two people on this case (¶2.16)."""
    if command.source is not Source.CONVERSATION and command.conversation_id is None:
        return None
    noted, facts = situation.facts.conversation, situation.facts
    if noted is None:
        return Refused(
            reason=Reason.UNKNOWN_CONVERSATION, detail=command.conversation_id or "no conversation named"
        )
    theirs = (command.urn, situation.iqa.assessor, situation.iqa.prosecutor)
    if (noted.urn, noted.manager, noted.prosecutor) != theirs:
        return Refused(reason=Reason.CONVERSATION_OF_OTHERS, detail=noted.conversation_id)
    age = facts.calendar.working_days_between(noted.on, facts.today)
    if age > facts.policy.working_days.recent_conversation:
        return Refused(reason=Reason.CONVERSATION_TOO_OLD, detail=noted.on.isoformat())
    return None


def _asked_for(command: c.SelectCase, situation: Situation) -> Refused | None:
    """What is called asked for was: an assessment of this prosecutor's work on this case, and it was agreed."""
    if command.source is not Source.ASKED_FOR and command.request_id is None:
        return None
    asked = situation.facts.request
    if asked is None:
        return Refused(reason=Reason.UNKNOWN_REQUEST, detail=command.request_id or "no request named")
    theirs = (asked.urn, asked.prosecutor) == (command.urn, situation.iqa.prosecutor)
    if theirs and asked.assessment and asked.agreed:
        return None
    return Refused(reason=Reason.REQUEST_NOT_AGREED, detail=asked.request_id)


def _due(situation: Situation) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the first step is due: the marks, or under conversation-first the talk, with its reminder."""
    days = situation.facts.policy.working_days
    if situation.iqa.order is Order.ASSESSMENT_FIRST:
        return situation.due(days.marks_after_selection), None, None
    talk_due = situation.talk_due(days.conversation_after_selection)
    return None, talk_due, situation.reminder_due()
