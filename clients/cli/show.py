"""One IQA as it stands, with people's own words, as far as the reader may read them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from clients.cli import people, words
from clients.cli.options import ASKING, Asking, IqaId
from clients.cli.reading import look
from clients.cli.refusals import by_rule
from clients.cli.report import Part as Shown
from clients.cli.report import Report, Table
from domain.access import Part, may_read
from domain.assessment import Mark
from domain.errors import Reason, Refused
from domain.iqa.state import Iqa
from domain.iqa.waits import waits
from domain.people import Person
from infra.postgres import Connection
from infra.streams import folded


def show(iqa: IqaId, *, asking: Asking = ASKING) -> Report:
    """Show an IQA: where it stands, what was said, what waits for whom."""

    async def see(connection: Connection, person: Person) -> Report:
        if iqa.startswith("case-"):
            from clients.cli.show_case import see_case  # noqa: PLC0415  few look at a case, and time counts

            return await see_case(connection, person, iqa)
        state = await folded(connection, iqa)
        if state is None:
            raise people.no_such_iqa(iqa)
        parts = may_read(person, state)
        if not parts:
            raise by_rule(
                Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {state.assessor} and others concerned")
            )
        return Report(document(state, parts), tuple(lines(state, parts)))

    return look(asking, see)


def document(iqa: Iqa, parts: frozenset[Part]) -> dict[str, Any]:
    """The IQA as JSON values, without what the reader may not read."""
    hidden = _BOOKKEEPING.union(*(fields for part, fields in _FIELDS.items() if part not in parts))
    shown = iqa.model_dump(mode="json", exclude=set(hidden))
    waiting = [wait.model_dump(mode="json") for wait in waits(iqa)] if Part.RECORD in parts else []
    return shown | {"stage": iqa.stage, "waits": waiting, "may_read": sorted(parts)}


_BOOKKEEPING = frozenset({"command_ids", "touched", "deadlines"})
_FIELDS = {
    Part.RECORD: frozenset({"selection", "plan", "held", "comments", "queries", "missed", "escalations"}),
    Part.MARKS: frozenset({"marks", "first_marks", "victims_note", "team_learning"}),
    Part.PROMPTS: frozenset({"prompts"}),
    Part.ACTIONS: frozenset({"actions"}),
    Part.SAMPLE: frozenset({"sample"}),
}


def lines(iqa: Iqa, parts: frozenset[Part]) -> Iterator[Shown]:
    """The IQA for a reader, in the order of the process."""
    yield f"{iqa.iqa_id}: {words.in_words(iqa.stage)} (version {iqa.version})"
    yield f"  {iqa.prosecutor}, assessed by {iqa.assessor}; {iqa.category}, {iqa.quarter}"
    if asks := words.asked_for(iqa.asks_for):
        yield f"  {asks[0].upper()}{asks[1:]}, still to be assessed this year; any eligible case may be selected"
    for part, section in _SECTIONS:
        if part in parts:
            yield from section(iqa)


def _selection(iqa: Iqa) -> Iterator[Shown]:
    selection = iqa.selection
    if selection is None:
        yield "Case: none selected yet"
        return
    case = f"Case: {selection.urn}, {selection.source}, work: {', '.join(selection.work)}"
    theme = f", theme: {selection.theme}" if selection.theme else ""
    overridden = f", set aside: {', '.join(selection.overridden)}" if selection.overridden else ""
    yield f"{case}{theme}{overridden} (one of {selection.eligible_cases} eligible)"


def _marks(iqa: Iqa) -> Iterator[Shown]:
    presets = iqa.selection.presets if iqa.selection else ()
    if not presets:
        return
    state = f"confirmed {words.moment(iqa.confirmed_at)}" if iqa.confirmed_at else "not confirmed"
    yield f"Marks: {state}"
    yield Table(
        ("QUESTION", "STARTS", "MARK", "WHOSE WORK"),
        [(str(p.number), p.kind, _answer(iqa.mark(p.number)), ", ".join(p.whose)) for p in presets],
    )
    for mark in iqa.marks:
        yield from _words_of(mark)
    yield from words.said("Victims and witnesses", iqa.victims_note)
    yield from words.said("Learning for the team", iqa.team_learning)


def _answer(mark: Mark | None) -> str:
    if mark is None:
        return "-"
    why = f" ({words.in_words(mark.not_applicable)})" if mark.not_applicable else ""
    return words.in_words(mark.answer) + why


def _words_of(mark: Mark) -> Iterator[Shown]:
    yield from words.said(f"{mark.question}, good practice", mark.good_practice)
    yield from words.said(f"{mark.question}, improvement", mark.improvement)
    yield from words.said(f"{mark.question}, answered because", mark.preset_changed_because)


def _prompts(iqa: Iqa) -> Iterator[Shown]:
    for prompt in iqa.prompts:
        state = f" (set aside: {prompt.dismissed_because})" if prompt.dismissed_because else ""
        yield f"Prompt {prompt.prompt}: {words.PROMPTS.get(prompt.about, prompt.about)}{state}"


def _talk(iqa: Iqa) -> Iterator[Shown]:
    yield f"Conversation: {words.in_words(iqa.talk)}"
    if iqa.plan and not iqa.held:
        yield f"  Planned for {words.a_day(iqa.plan.on)}, {words.in_words(iqa.plan.mode)}"
    if iqa.held:
        yield from words.said(
            f"{words.a_day(iqa.held.on)}, {words.in_words(iqa.held.mode)}", iqa.held.content
        )


def _actions(iqa: Iqa) -> Iterator[Shown]:
    if iqa.no_actions and not iqa.actions:
        yield "Case actions: none required"
    for entry in iqa.actions:
        urgent = ", urgent" if entry.action.urgent else ""
        action = entry.action
        yield f"Case action {action.action_id}: {action.owner}, due {words.due(entry.due)}{urgent}"
        yield from words.said(action.urn, action.what)
        yield from words.said("Outcome", entry.outcome)
        yield from words.said("Handed over to", entry.handed_to)


def _prosecutor(iqa: Iqa) -> Iterator[Shown]:
    for comment in iqa.comments:
        yield from words.said(f"Comment, {words.moment(comment.at)}", comment.text)
    for query in iqa.queries:
        outcome = words.in_words(query.outcome or "open")
        yield f"Query {query.query_id} of question {query.question}: {outcome}"
        yield from words.said("Asked", query.text)
        yield from words.said("Answered", query.answer)


def _sample(iqa: Iqa) -> Iterator[Shown]:
    sample = iqa.sample
    if sample is None:
        if iqa.released:
            yield "Dip sample: not in it"
        return
    state = f"recorded {words.moment(sample.recorded_at)}" if sample.recorded_at else "not recorded"
    yield f"Dip sample: {sample.sampler}, {state}"
    yield from words.said("Comment", sample.comment)
    yield from words.said("Got right", sample.got_right)
    yield from words.said("Missed", sample.missed)
    yield from words.said("Manager will do", sample.manager_will_do)
    for re_mark in sample.re_marks:
        yield f"  Question {re_mark.question}: {words.in_words(re_mark.verdict)}"
        yield from words.said("Because", re_mark.comment)
    yield from words.said("Feedback", sample.feedback.content if sample.feedback else None)


def _waits(iqa: Iqa) -> Iterator[Shown]:
    for wait in waits(iqa):
        says, command = words.step(wait.step, wait.item or "", iqa.iqa_id)
        late = ", overdue" if wait.missed else ""
        yield f"Next: {wait.who} to {says}, due {words.due(wait.due)}{late} ({command})"


_SECTIONS: Final[tuple[tuple[Part, Callable[[Iqa], Iterator[Shown]]], ...]] = (
    (Part.RECORD, _selection),
    (Part.MARKS, _marks),
    (Part.PROMPTS, _prompts),
    (Part.RECORD, _talk),
    (Part.ACTIONS, _actions),
    (Part.RECORD, _prosecutor),
    (Part.SAMPLE, _sample),
    (Part.RECORD, _waits),
)
