"""An IQA as it stands or stood, told as names and what they say: what two versions are compared by."""

from collections.abc import Iterator

from clients.desk.records import Record
from clients.web.frame.render import clock, long_day
from clients.web.pages.assessment import answer_of
from clients.web.pages.checked import found
from domain import words
from domain.assessment import Mark


def facts(iqa: Record) -> Iterator[tuple[str, str]]:
    """What there is to say of it, in the order of the process."""
    yield "Assessed by", iqa.person(iqa.assessor)
    yield "Stage", words.in_words(iqa.stage).capitalize()
    if iqa.target_on:
        yield "A case by", long_day(iqa.target_on)
    if iqa.selection:
        yield "Case", iqa.selection.urn
        yield "Work assessed", ", ".join(map(words.in_words, iqa.selection.work))
    for mark in iqa.marks:
        yield f"Question {words.question(mark.question, iqa.titles)}", _mark(mark)
    for name, says in (
        ("Victims and witnesses", iqa.victims_note),
        ("Learning for the team", iqa.team_learning),
        ("Confirmed", clock(iqa.confirmed_at) if iqa.confirmed_at else None),
    ):
        if says:
            yield name, says
    yield from _talk(iqa)
    yield from _actions(iqa)
    for number, comment in enumerate(iqa.comments, start=1):
        yield f"Comment {number}", comment.text
    for query in iqa.queries:
        answer = f"\n{words.in_words(query.outcome).capitalize()}: {query.answer}" if query.outcome else ""
        yield f"Query of question {query.question} ({query.query_id})", f"{query.text}{answer}"
    yield from _check(iqa)


def _mark(mark: Mark) -> str:
    good = f"Good: {mark.good_practice}" if mark.good_practice else ""
    differently = f"Differently: {mark.improvement}" if mark.improvement else ""
    return "\n".join(filter(None, (answer_of(mark), good, differently)))


def _talk(iqa: Record) -> Iterator[tuple[str, str]]:
    if iqa.talk:
        yield "Conversation", words.in_words(iqa.talk).capitalize()
    if iqa.plan:
        yield "Planned for", f"{long_day(iqa.plan.on)}, {words.in_words(iqa.plan.mode)}"
    if held := iqa.held:
        yield "Took place", f"{long_day(held.on)}, {words.in_words(held.mode)}"
        for name, says in (
            ("What went well", held.went_well),
            ("What to do differently", held.do_differently),
            ("The prosecutor's view", held.prosecutor_view),
        ):
            if says:
                yield name, says


def _actions(iqa: Record) -> Iterator[tuple[str, str]]:
    if iqa.no_actions:
        yield "Case actions", "None needed"
    for one in iqa.actions:
        outcome = f"\nDone: {one.outcome}" if one.outcome else ""
        yield (
            f"Case action {one.action.action_id}",
            f"{one.action.what}\n{iqa.person(one.action.owner)}{outcome}",
        )


def _check(iqa: Record) -> Iterator[tuple[str, str]]:
    sample = iqa.sample
    if sample is None:
        return
    yield "Second check", f"{iqa.person(sample.sampler)}, {'recorded' if sample.recorded_at else 'to come'}"
    if sample.recorded_at:
        yield from ((f"Second check: {one.name}", one.says) for one in found(sample, iqa))
    if sample.feedback:
        yield "Feedback", sample.feedback.content
    if sample.reply:
        yield "Answer to the feedback", words.REPLIES[sample.reply].capitalize()
