"""The second check of an IQA for a reader: what the record shows, what was found, and what came of it."""

from collections.abc import Iterator

from clients.cli.frame.report import Part, said
from clients.desk.records import Record
from domain import words
from domain.assessment import BlindReMark
from domain.iqa.second_check import Development, Sample
from domain.quarter.sample.population import Pick
from domain.questions import PresetKind


def lines(iqa: Record) -> Iterator[Part]:
    """The second check, as far as it is."""
    sample = iqa.sample
    if sample is None:
        if iqa.released:
            yield "Dip sample: not in it"
        return
    state = f"recorded {words.moment(sample.recorded_at)}" if sample.recorded_at else "not recorded"
    beside = "" if sample.pick == Pick.RANDOM else f", picked beside the draw ({words.in_words(sample.pick)})"
    yield f"Dip sample: {iqa.person(sample.sampler)}, {state}{beside}"
    for fact in iqa.known:
        yield f"  The record shows: {words.known(fact, iqa.people(fact.people))}."
        if not sample.recorded_at:
            yield f"    What follows? As you record the check: --what-follows {fact.fact}=SENTENCE"
    yield from _re_marks(iqa, sample)
    if sample.recorded_at:
        yield from _found(sample)
    yield from _came_of_it(sample)


def blind(iqa: Record) -> Iterator[Part]:
    """The questions that are on with their hints, why the sampler sees no marks of them, and what to do about it."""
    on = {p.number for p in (iqa.selection.presets if iqa.selection else ()) if p.kind is not PresetKind.OFF}
    for one in iqa.questions:
        if one.number in on:
            yield f"  Question {words.question(one.number, iqa.titles)}: {one.wording}"
            yield from (f"    {hint}" for hint in one.hints)
    offered = iqa.sample is not None and iqa.sample.blind is BlindReMark.OFFERED
    skip = f", or see them first: iqa re-mark {iqa.iqa_id} --skip" if offered else ""
    yield f"Marks are not shown, so that you can mark blind: iqa re-mark {iqa.iqa_id} --answer 2=no{skip}"


def _re_marks(iqa: Record, sample: Sample) -> Iterator[Part]:
    """What was re-marked, each question with its verdict, and what was not; how many policy asks for."""
    if not sample.recorded_at:
        kind = "marked first" if sample.looked_before else "marked blind"
        for own in sample.blind_answers:
            yield f"  Question {words.question(own.question, iqa.titles)}, {kind}: {words.in_words(own.answer)}"
        if iqa.re_marks_asked:
            yield f"  Policy asks for {iqa.re_marks_asked} questions to be re-marked"
    for re_mark in sample.re_marks:
        own_answer = f" (marked blind: {words.in_words(re_mark.blind)})" if re_mark.blind else ""
        question = words.question(re_mark.question, iqa.titles)
        yield f"  Question {question}: {words.in_words(re_mark.verdict)}{own_answer}"
        yield from said("Because", re_mark.comment)
    for number in iqa.not_re_marked:
        yield f"  Question {words.question(number, iqa.titles)}: not re-marked"
    if sample.looked_before:
        yield "  Marked first, but not blind: the sampler had seen the IQA before"


def _found(sample: Sample) -> Iterator[Part]:
    """What the sampler said and ticked, and whether they read the case."""
    if sample.re_marks_asked:
        yield f"  Re-marked: {len(sample.re_marks)}; policy asks for {sample.re_marks_asked}"
    yield f"  The case itself: {'read' if sample.case_read else 'not said to be read'}"
    for one in sample.judgements:
        says, paragraph = words.JUDGEMENTS[one]
        yield f"  Found: {says} ({paragraph})"
    yield from said("Comment", sample.comment)
    yield from said("Got right", sample.got_right)
    yield from said("Missed", sample.missed)
    yield from said("Manager will do", sample.manager_will_do)
    for follows in sample.follows:
        yield from said(f"Follows from {words.in_words(follows.fact)}", follows.sentence)


def _came_of_it(sample: Sample) -> Iterator[Part]:
    yield from said("Feedback", sample.feedback.content if sample.feedback else None)
    if sample.acknowledged_at and sample.reply:
        yield f"  Acknowledged {words.moment(sample.acknowledged_at)}: {words.REPLIES[sample.reply]}"
        yield from said("Because" if sample.reply.needs_reason else "Note", sample.reply_note)
    for one in sample.development:
        yield from _development(one)


def _development(one: Development) -> Iterator[Part]:
    found = words.in_words(one.shown) if one.shown else "not looked at yet"
    where = f" in {one.in_iqa}" if one.in_iqa else ""
    again = f", again by {words.due(one.again_due)}" if one.again_due else ""
    yield f"  To develop {one.action.action_id} by {words.a_day(one.action.due_on)}: shown: {found}{where}{again}"
    yield from said("What", one.action.what)
    yield from said("Found", one.note)


def manager_talks(iqa: Record) -> Iterator[Part]:
    """The talks of those above with the manager about this assessment."""
    for talk in iqa.manager_talks:
        who = f"{iqa.person(talk.by)} and {iqa.person(talk.manager)}, {words.a_day(talk.on)}"
        yield f"Talk {talk.talk_id} about the assessment: {who}; looked at by {words.due(talk.look_due)}"
        yield from said("Talked about", talk.text)
        yield from said("To be tried", talk.to_try)
        yield from said("Came of it", talk.outcome)
