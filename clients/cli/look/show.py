"""One IQA as it stands, with people's own words, or what is noted on one case; as far as the reader may read it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame import ways
from clients.cli.frame.acting import at_desk
from clients.cli.frame.failures import usage
from clients.cli.frame.options import ASKING, Asking, IqaId
from clients.cli.frame.report import Part as Shown
from clients.cli.frame.report import Report, Table, said
from clients.cli.look import show_case, show_check
from clients.cli.look.page import page
from clients.cli.look.talks import talked_over
from clients.desk import records
from clients.desk.desk import Desk, SignedIn
from clients.desk.records import CaseRecord, Record
from domain import words
from domain.assessment import Mark
from domain.iqa.sight import Part
from domain.iqa.state import Held
from domain.questions import Preset


def show(
    iqa: IqaId,
    *,
    html: Annotated[
        bool,
        Parameter(help="Print one page of HTML, to be kept or printed: iqa show IQA --html > page.html."),
    ] = False,
    asking: Asking = ASKING,
) -> Report:
    """Show an IQA: where it stands, what was said, what waits for whom."""

    async def see(desk: Desk, by: SignedIn) -> tuple[Record | CaseRecord, str, datetime]:
        return await records.shown(desk, by, iqa), by.staff_id, desk.now()

    found, reader, at = at_desk(asking, see)
    document = found.model_dump(mode="json", exclude_unset=True)
    if not isinstance(found, Record):
        if html:
            says = "A page is of an IQA, and this is what is noted on a case."
            raise usage(says, "Leave --html out, or name the IQA.")
        return Report(document, tuple(show_case.lines(found)))
    return Report(document, (page(found, reader, at),) if html else tuple(lines(found)))


_LATE: Final = (
    "Confirmed in the last days of its quarter: no time was left to sample and feed back within the quarter."
)


def lines(iqa: Record) -> Iterator[Shown]:
    """The IQA for a reader, in the order of the process."""
    yield f"{iqa.iqa_id}: {words.in_words(iqa.stage)} (version {iqa.version})"
    yield f"  {iqa.person(iqa.prosecutor)}, assessed by {iqa.person(iqa.assessor)}; {iqa.category}, {iqa.quarter}"
    if asks := words.asked_for(iqa.asks_for):
        yield f"  {asks[0].upper()}{asks[1:]}, still to be assessed this year; any eligible case may be selected"
    for part, section in _SECTIONS:
        if part in iqa.may_read:
            yield from section(iqa)
    if iqa.left_no_time:
        yield _LATE
    if iqa.blind:
        yield from show_check.blind(iqa)


def _selection(iqa: Record) -> Iterator[Shown]:
    for draw in iqa.draws:
        yield f"Draw {draw.number}: {draw.urn}, one of {draw.pool_size} eligible, {words.moment(draw.at)}"
    selection = iqa.selection
    if selection is None:
        yield "Case: none selected yet"
        return
    case = f"Case: {selection.urn}, {words.in_words(selection.source)}, work: {', '.join(selection.work)}"
    theme = f", theme: {selection.theme}" if selection.theme else ""
    yield f"{case}{theme} (one of {selection.eligible_cases} eligible)"
    for one in selection.set_aside:
        because = words.in_words(one.because)
        yield f"  Set aside by {iqa.person(one.by)}, {words.moment(one.at)}: {words.in_words(one.rule)} ({because})"
        yield from said("Note", one.note)
        yield from said("Theirs", ", ".join(map(words.in_words, one.own_work)) or None)


def _marks(iqa: Record) -> Iterator[Shown]:
    presets = iqa.selection.presets if iqa.selection else ()
    if not presets:
        return
    state = f"confirmed {words.moment(iqa.confirmed_at)}" if iqa.confirmed_at else "not confirmed"
    yield f"Marks: {state}"
    yield Table(
        ("QUESTION", "STARTS", "MARK", "WHOSE WORK"),
        [
            (words.question(p.number, iqa.titles), p.kind, _answer(iqa.mark(p.number)), iqa.people(p.whose))
            for p in presets
        ],
        folds=frozenset({"QUESTION", "MARK", "WHOSE WORK"}),
    )
    yield from _why_off(presets)
    for mark in iqa.marks:
        yield from _words_of(mark, words.question(mark.question, iqa.titles))
    for one in iqa.seen_later:
        seen = f"{words.question(one.question, iqa.titles)}, seen in a later review of {one.urn}, {words.a_day(one.on)}"
        yield from said(seen, one.note or "improved")
    yield from said("Victims and witnesses", iqa.victims_note)
    yield from said("Learning for the team", iqa.team_learning)


def _why_off(presets: Sequence[Preset]) -> Iterator[Shown]:
    """Which questions are off, by the reason for it."""
    for reason in dict.fromkeys(one.reason for one in presets if one.reason):
        numbers = ", ".join(str(one.number) for one in presets if one.reason is reason)
        yield f"  Off, {words.in_words(reason)}: {numbers}"


def _answer(mark: Mark | None) -> str:
    if mark is None:
        return "-"
    why = f" ({words.in_words(mark.not_applicable)})" if mark.not_applicable else ""
    return words.in_words(mark.answer) + why


def _words_of(mark: Mark, question: str) -> Iterator[Shown]:
    yield from said(f"{question}, good practice", mark.good_practice)
    yield from said(f"{question}, improvement", mark.improvement)
    yield from said(f"{question}, answered because", mark.preset_changed_because)


def _prompts(iqa: Record) -> Iterator[Shown]:
    for prompt in iqa.prompts:
        asked = ", ".join(words.question(number, iqa.titles) for number in prompt.questions)
        at = f" (at {asked})" if asked else ""
        yield f"Asked first: {words.prompt(prompt.about)}{at}: {words.in_words(prompt.answer)}"


def _talk(iqa: Record) -> Iterator[Shown]:
    yield f"Conversation: {words.in_words(iqa.talk or 'open')}"
    if iqa.plan and not iqa.held:
        at = f" at {iqa.plan.at:%H:%M}" if iqa.plan.at else ""
        yield f"  Planned for {words.a_day(iqa.plan.on)}{at}, {words.in_words(iqa.plan.mode)}"
    if iqa.noted and not iqa.held:
        yield f"  Noted before: {words.a_day(iqa.noted.on)}, {words.in_words(iqa.noted.mode)}"
        yield from talked_over(iqa.noted)
    if iqa.held:
        yield from _held(iqa.held, iqa.titles)
    for number, before in enumerate(iqa.held_before, start=1):
        yield f"  Recorded before ({number}):"
        yield from _held(before, iqa.titles)


def _held(held: Held, titles: Mapping[int, str]) -> Iterator[Shown]:
    when = words.when_held(before_marks=held.before_marks)
    yield f"  {words.a_day(held.on)}, {words.in_words(held.mode)}, {when}"
    yield from talked_over(held)
    for one in held.said_of:
        yield from said(f"Said of {words.question(one.question, titles)}", one.sentence)
    yield from said("Put right because", held.because)


def _actions(iqa: Record) -> Iterator[Shown]:
    if iqa.no_actions and not iqa.actions:
        yield "Case actions: none required"
    for entry in iqa.actions:
        urgent = ", urgent" if entry.action.urgent else ""
        action = entry.action
        yield f"Case action {action.action_id}: {iqa.person(action.owner)}, due {words.due(entry.due)}{urgent}"
        yield from said(action.urn, action.what)
        yield from said("Outcome", entry.outcome)
        yield from said("Handed over to", entry.handed_to and iqa.person(entry.handed_to))


def _prosecutor(iqa: Record) -> Iterator[Shown]:
    for comment in iqa.comments:
        yield from said(f"Comment, {words.moment(comment.at)}", comment.text)
    for query in iqa.queries:
        outcome = words.in_words(query.outcome or "open")
        yield f"Query {query.query_id} of question {words.question(query.question, iqa.titles)}: {outcome}"
        yield from said("Asked", query.text)
        yield from said("Answered", query.answer)
    if iqa.comment_until:
        yield f"Open for comments and queries until {words.due(iqa.comment_until)}, and while anything else waits"


def _waits(iqa: Record) -> Iterator[Shown]:
    for wait in iqa.waits:
        item = wait.item or ""
        says, command = words.step(wait.step, item), ways.to_do(wait.step, item, iqa.iqa_id)
        late = f"{', overdue' if wait.missed else ''}{', urgent' if wait.urgent else ''}"
        by = f", due {words.due(wait.due)}" if wait.due else ""
        yield f"Next: {iqa.person(wait.who)} to {says}{by}{late} ({command})"


_SECTIONS: Final[tuple[tuple[Part, Callable[[Record], Iterator[Shown]]], ...]] = (
    (Part.RECORD, _selection),
    (Part.MARKS, _marks),
    (Part.PROMPTS, _prompts),
    (Part.TALK, _talk),
    (Part.ACTIONS, _actions),
    (Part.TALK, _prosecutor),
    (Part.SAMPLE, show_check.lines),
    (Part.OVERSIGHT, show_check.manager_talks),
    (Part.RECORD, _waits),
)
