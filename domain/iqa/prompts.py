"""What a person is asked for a second look at before it is recorded (report ¶2.13, ¶4.17, ¶5.21).

Policy has the order, the gravest first, and how many of the lesser an IQA is asked in all. The same words, or the
same facts, are asked about once.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from domain.assessment import Mark, ReMark, TalkedOver, Verdict
from domain.calendar import day_of
from domain.case_actions import day_while_away
from domain.cases import MilestoneKind
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa.circumstances import unmet
from domain.iqa.events import PromptAnswered
from domain.iqa.known import known
from domain.iqa.state import Step
from domain.iqa.steps.situation import Situation
from domain.known import KnownFact
from domain.leave import cover_away_on
from domain.listed import unlisted
from domain.plain import plain, reads_like_a_plan, says_nothing
from domain.prompts import HEEDED, Prompt, PromptAnswer, PromptKind, answer_to
from domain.questions import Duty, PresetKind
from domain.talks import SaidOf


class Found(NamedTuple):
    """Something that calls for a prompt: what was written or is known, and whom, which day or fact it is about."""

    about: PromptKind
    words: str
    question: int | None = None
    whom: str | None = None
    on: date | None = None
    cover: str | None = None
    cover_away_on: date | None = None
    fact: KnownFact | None = None


Marks = tuple[Mark, ...]
Finder = Callable[[Marks, Situation], Iterable[Found]]


def asked(
    found: Iterable[Found], answered: Sequence[PromptAnswer], situation: Situation
) -> tuple[PromptAnswered, ...] | Refused:
    """Return the answers to what is called for, to be recorded; or refuse until each has been answered.

    Somebody who was asked, and wrote something else, says so (``heeded``), and that is recorded too.
    """
    policy, prompts = situation.facts.policy.prompts, _called_for(found, situation)
    if left := tuple(one for one in prompts if answer_to(one.about, answered) in {"", HEEDED}):
        kinds = ", ".join(one.about for one in left)
        return Refused(reason=Reason.ASKED_FIRST, detail=kinds, prompts=left)
    for one in prompts:
        if refused := unlisted(answer_to(one.about, answered), policy.answers_to(one.about)):
            return refused
    answers = (
        PromptAnswered(
            about=one.about, questions=one.questions, answer=answer_to(one.about, answered), words=one.words
        )
        for one in prompts
    )
    heeded = (kind for kind in policy.order if answer_to(kind, answered) == HEEDED)
    return *answers, *(PromptAnswered(about=kind, answer=HEEDED) for kind in heeded)


def about_marks(marks: Marks, situation: Situation) -> Iterator[Found]:
    """What these marks, and the case they are about, call for."""
    for finder in _FINDERS:
        yield from finder(marks, situation)


def about_selection(situation: Situation) -> Iterator[Found]:
    """What the case about to be selected calls for: custody while its prosecutor is away (report ¶5.24)."""
    yield from _custody_while_away((), situation)


def about_action(command: c.RecordAction, situation: Situation) -> Iterator[Found]:
    """An action that is not urgent is for somebody who is away on a day of the case (report ¶5.24).

    An urgent one goes to the cover, and a long absence moves what no day of the case comes before.
    """
    found = None if command.urgent else day_while_away(command.owner, situation.facts)
    if found:
        day, absence = found
        yield Found(
            PromptKind.ACTION_WHILE_AWAY,
            f"{command.urn or ''} {command.owner} {day.isoformat()}",
            whom=command.owner,
            on=day,
            cover=absence.cover,
            cover_away_on=day if absence.cover and _is_away(absence.cover, day, situation) else None,
        )


def _is_away(staff_id: str, day: date, situation: Situation) -> bool:
    return any(day in absence for absence in situation.facts.away(staff_id))


def about_plan(command: c.PlanConversation, situation: Situation) -> Iterator[Found]:
    """What the day of a planned conversation calls for: nobody works on it, or the conversation is due before."""
    day = command.on
    if not situation.facts.calendar.is_working_day(day):
        yield Found(PromptKind.PLANNED_OFF_WORKING_DAYS, day.isoformat(), on=day)
    due = _talk_due(situation)
    if due and situation.facts.today <= day_of(due) < day:
        yield Found(PromptKind.PLANNED_AFTER_DUE, day.isoformat(), on=day)


def _talk_due(situation: Situation) -> datetime | None:
    """When the conversation is due, or will be if what comes before it is done on its last day."""
    due = {one.step: one.due for one in situation.iqa.deadlines}
    if Step.CONVERSE in due or Step.MARK not in due:
        return due.get(Step.CONVERSE)
    days = situation.facts.policy.working_days
    return situation.talk_due(days.conversation_after_confirmation, max(due[Step.MARK], situation.facts.now))


def about_conversation(
    talk: TalkedOver, situation: Situation, said_of: Sequence[SaidOf] = ()
) -> Iterator[Found]:
    """What the record of a conversation calls for.

    It reads like a plan for one, or says nothing (Annex C 14, ¶5.15 to ¶5.18); or something was to be improved, and it
    does not say what to do differently (¶6.16).
    """
    policy = situation.facts.policy.prompts
    content = "\n".join(talk.said)
    if reads_like_a_plan(content, policy.intention_phrases):
        yield Found(PromptKind.INTENTION_AS_CONVERSATION, content)
    elif says_nothing(content, policy.empty_phrases, policy.least_words_of_talk):
        yield Found(PromptKind.TALK_SAYS_NOTHING, content)
    for one in said_of:
        if reads_like_a_plan(one.sentence, policy.intention_phrases):
            yield Found(PromptKind.INTENTION_AS_CONVERSATION, one.sentence, one.question)
        elif says_nothing(one.sentence, policy.empty_phrases, policy.least_words):
            yield Found(PromptKind.TALK_SAYS_NOTHING, one.sentence, one.question)
    to_improve = [mark for mark in situation.iqa.marks if mark.to_be_talked_over]
    if to_improve and not talk.do_differently:
        for mark in to_improve:
            yield Found(PromptKind.NOTHING_TO_DO_DIFFERENTLY, mark.improvement or mark.answer, mark.question)


def about_sample(
    command: c.RecordDipSample, re_marks: Iterable[ReMark], situation: Situation
) -> Iterator[Found]:
    """A dip sample that may judge the prosecutor and not the assessment, or passes over what is known (¶2.10, ¶6.6).

    Nothing stands under its headings, nothing is ticked, and no re-mark says anything of a mark; or the record shows
    something, and nothing is said of what follows from it.
    """
    headings = (command.got_right, command.missed, command.manager_will_do, *command.follows)
    of_marks = (one.comment or one.verdict is not Verdict.REASONABLE for one in re_marks)
    if not any(headings) and not command.judgements and not any(of_marks):
        yield Found(PromptKind.ONLY_ABOUT_PROSECUTOR, command.comment)
    answered = {one.fact for one in command.follows}
    for fact in (one.fact for one in known(situation.iqa)):
        if fact not in answered:
            yield Found(PromptKind.WHAT_FOLLOWS, fact, fact=fact)


def _called_for(found: Iterable[Found], situation: Situation) -> tuple[Prompt, ...]:
    """What policy asks about and was not asked of the same words before, in its order, as far as there is room."""
    policy = situation.facts.policy.prompts
    heard = {word for prompt in situation.iqa.prompts for word in prompt.words}
    fresh: dict[PromptKind, list[Found]] = {}
    for one in found:
        if one.about in policy.order and _hash(one) not in heard:
            fresh.setdefault(one.about, []).append(one)
    lesser = [one for one in situation.iqa.prompts if one.about not in policy.consequential]
    room = max(policy.max_per_iqa - len(lesser), 0)
    grave = [kind for kind in policy.order if kind in fresh and kind in policy.consequential]
    others = [kind for kind in policy.order if kind in fresh and kind not in policy.consequential]
    return tuple(_prompt(fresh[kind], situation) for kind in (*grave, *others[:room]))


def _prompt(found: Sequence[Found], situation: Situation) -> Prompt:
    first = found[0]
    return Prompt(
        about=first.about,
        questions=tuple(one.question for one in found if one.question is not None),
        whom=first.whom,
        on=first.on,
        cover=first.cover,
        cover_away_on=first.cover_away_on,
        facts=tuple(one.fact for one in found if one.fact is not None),
        answers=tuple(one.code for one in situation.facts.policy.prompts.answers_to(first.about)),
        words=tuple(dict.fromkeys(_hash(one) for one in found)),
    )


def _hash(found: Found) -> str:
    """Which words, under which question, in so many bits that nobody meets the same twice."""
    said = f"{found.about} {found.question or ''} {plain(found.words)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _victim_letter(_: Marks, situation: Situation) -> Iterator[Found]:
    """A letter to a victim is due and none is recorded as sent (report ¶5.24)."""
    facts = situation.facts
    milestones = facts.case_file.milestones if facts.case_file else ()
    happened = {one.kind: one.on_date for one in milestones if one.on_date <= facts.today}
    due = happened.get(MilestoneKind.VICTIM_LETTER_DUE)
    if due and MilestoneKind.VICTIM_LETTER_SENT not in happened:
        yield Found(PromptKind.VICTIM_LETTER_UNSENT, due.isoformat(), on=due)


def _custody_while_away(_: Marks, situation: Situation) -> Iterator[Found]:
    """Somebody is in custody and the prosecutor is away, or will be within policy's days (report ¶5.24)."""
    facts = situation.facts
    if facts.case_file is None or not facts.case_file.case.custody:
        return
    ahead = facts.policy.planning.custody_cover_days
    days = [facts.today + timedelta(days=n) for n in range(ahead + 1)]
    for absence in facts.absences:
        if absence.staff_id == situation.iqa.prosecutor and any(absence.includes(day) for day in days):
            first = absence.from_date
            yield Found(
                PromptKind.CUSTODY_WHILE_AWAY,
                f"{facts.case_file.case.urn} {first.isoformat()}",
                whom=absence.staff_id,
                on=first,
                cover=absence.cover,
                cover_away_on=cover_away_on(absence, facts.absences, facts.today),
            )
            return


def _unmet_duty(marks: Marks, situation: Situation) -> Iterator[Found]:
    """A question is called not applicable, and what it asks about was owed and is not recorded (report ¶4.17, ¶5.8)."""
    facts = situation.facts
    if facts.case_file is None:
        return
    for mark in marks:
        question = facts.question_set.question(mark.question)
        if mark.answer.applies or question is None or question.duty is None:
            continue
        rules = facts.policy.selection
        since = unmet(question.duty, facts.case_file, facts.question_set, rules, facts.today)
        if since:
            yield Found(_OF_DUTY[question.duty], since.isoformat(), mark.question, on=since)


_OF_DUTY: Final = {
    Duty.NEW_MATERIAL: PromptKind.NEW_MATERIAL_UNREVIEWED,
    Duty.DEFENCE_STATEMENT: PromptKind.DEFENCE_STATEMENT_MISSING,
}


def _yes_and_improvement(marks: Marks, _: Situation) -> Iterator[Found]:
    """A yes stands beside something that was to be improved: was that material (report ¶5.7, ¶5.30)."""
    for mark in marks:
        if mark.answer.applies and not mark.answer.finds_fault and mark.improvement:
            yield Found(PromptKind.YES_BESIDE_MATERIAL_ISSUE, mark.improvement, mark.question)


def _off_question(marks: Marks, situation: Situation) -> Iterator[Found]:
    """A question outside the work assessed was answered (report ¶4.17, ¶5.8)."""
    presets = situation.selection.presets
    off = {preset.number for preset in presets if preset.kind is PresetKind.OFF}
    for mark in marks:
        if mark.answer.applies and mark.question in off:
            yield Found(PromptKind.OFF_QUESTION_ANSWERED, mark.answer, mark.question)


def _same_comment(marks: Marks, situation: Situation) -> Iterator[Found]:
    """Two disclosure questions carry the same words (report ¶4.17, ¶5.5)."""
    said = {mark.question: _said(mark.good_practice) | _said(mark.improvement) for mark in marks}
    for pair in situation.facts.policy.prompts.same_comment_pairs:
        if same := said.get(pair[0], set()) & said.get(pair[1], set()):
            yield from (Found(PromptKind.SAME_COMMENT, " ".join(sorted(same)), number) for number in pair)


def _no_without_improvement(marks: Marks, _: Situation) -> Iterator[Found]:
    """A no says nothing of what to improve, where policy does not refuse it (report ¶5.30)."""
    for mark in marks:
        if mark.answer.finds_fault and not mark.improvement:
            yield Found(PromptKind.NO_WITHOUT_IMPROVEMENT, mark.answer, mark.question)


def _empty_phrase(marks: Marks, situation: Situation) -> Iterator[Found]:
    """Good practice that says nothing (report ¶5.21)."""
    policy = situation.facts.policy.prompts
    for mark in marks:
        said = mark.good_practice
        if said and says_nothing(said, policy.empty_phrases, policy.least_words):
            yield Found(PromptKind.EMPTY_PHRASE, said, mark.question)


def _said(text: str | None) -> set[str]:
    return {plain(text)} if text else set()


_FINDERS: Final[tuple[Finder, ...]] = (
    _victim_letter,
    _custody_while_away,
    _unmet_duty,
    _yes_and_improvement,
    _off_question,
    _same_comment,
    _no_without_improvement,
    _empty_phrase,
)
