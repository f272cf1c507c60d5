"""One IQA as a page to keep and to print: one file that asks for nothing else, as far as its reader may read."""

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from typing import Final

from clients.desk.questions import QuestionLine
from clients.desk.records import Record
from domain import words
from domain.assessment import TalkedOver
from domain.iqa.sight import Part
from domain.iqa.state import Held, QueryState
from domain.questions import Preset, PresetKind

_STYLE: Final = """
body { font: 12pt/1.45 Georgia, serif; color: #111; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.4em; } h2 { font-size: 1.15em; border-bottom: 1px solid #999; margin-top: 1.6em; }
h3 { font-size: 1em; margin-bottom: .2em; } dt { font-weight: bold; } dd { margin: 0 0 .4em 1.5em; }
.wording { color: #444; font-size: .9em; } .written { white-space: pre-wrap; margin: .2em 0 .6em 1.5em; }
footer { color: #444; font-size: .85em; border-top: 1px solid #999; margin-top: 2em; padding-top: .5em; }
section.question { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; } }
"""
_NOTHING_ELSE: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""The page runs nothing and fetches nothing, whatever somebody wrote in it (Content Security Policy 3)."""


class Html(str):
    """Text that is HTML already; whatever is not, is escaped."""

    __slots__ = ()


def page(iqa: Record, reader: str, at: datetime) -> str:
    """The page as ASCII, so that it is the same in whatever encoding it is saved."""
    body = [_tag("h1", f"Individual Quality Assessment {iqa.iqa_id}"), _cover(iqa)]
    for part, section in _SECTIONS:
        if part in iqa.may_read:
            body += section(iqa)
    body.append(_foot(iqa, reader, at))
    head = (
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_ELSE}">'),
        Html('<meta name="viewport" content="width=device-width">'),
        _tag("title", iqa.iqa_id),
        _tag("style", Html(_STYLE)),
    )
    whole = f'<!DOCTYPE html>\n<html lang="en-GB">{_tag("head", *head)}{_tag("body", *body)}</html>'
    return whole.encode("ascii", "xmlcharrefreplace").decode()


def _tag(name: str, *inner: str, classed: str = "") -> Html:
    content = "".join(one if isinstance(one, Html) else escape(one) for one in inner)
    opened = f'<{name} class="{classed}">' if classed else f"<{name}>"
    return Html(f"{opened}{content}</{name}>\n")


def _facts(*told: tuple[str, str]) -> Html:
    return _tag("dl", *(one for name, value in told for one in (_tag("dt", name), _tag("dd", value))))


def _written(label: str, text: str | None) -> Iterator[Html]:
    """What somebody wrote, exactly as they wrote it."""
    if text:
        yield _tag("div", _tag("strong", label))
        yield _tag("div", text.strip(), classed="written")


def _cover(iqa: Record) -> Html:
    return _facts(
        ("Prosecutor", iqa.person(iqa.prosecutor)),
        ("Assessed by", iqa.person(iqa.assessor)),
        ("Quarter", f"{iqa.quarter}, {iqa.area}, {words.in_words(iqa.category)}"),
        ("Stage", words.in_words(iqa.stage)),
    )


def _case(iqa: Record) -> Iterator[Html]:
    yield _tag("h2", "Case")
    chosen = iqa.selection
    if chosen is None:
        yield _tag("p", "None is selected yet.")
        return
    work = ", ".join(map(words.in_words, chosen.work))
    yield _facts(("Number", chosen.urn), ("Work assessed", work))
    yield from _written("Theme", chosen.theme)


def _marks(iqa: Record) -> Iterator[Html]:
    yield _tag("h2", "Assessment")
    when = words.moment(iqa.confirmed_at) if iqa.confirmed_at else "not yet"
    yield _tag("p", f"Confirmed: {when}.")
    presets = {one.number: one for one in (iqa.selection.presets if iqa.selection else ())}
    for question in iqa.questions:
        if question.number in presets:
            yield _tag("section", *_question(iqa, question, presets[question.number]), classed="question")
    yield from _written("Victims and witnesses", iqa.victims_note)
    yield from _written("Learning for the team", iqa.team_learning)


def _question(iqa: Record, question: QuestionLine, preset: Preset) -> Iterator[Html]:
    mark = iqa.mark(question.number)
    yield _tag("h3", words.question(question.number, iqa.titles))
    yield _tag("p", question.wording, classed="wording")
    if mark is None:
        off = preset.kind is PresetKind.OFF
        yield _tag(
            "p", f"Not asked: {words.in_words(preset.reason or 'not this work')}." if off else "No mark."
        )
        return
    why = f" ({words.in_words(mark.not_applicable)})" if mark.not_applicable else ""
    yield _tag("p", _tag("strong", f"{words.in_words(mark.answer)}{why}"))
    yield from _written("Good practice", mark.good_practice)
    yield from _written("Area for improvement", mark.improvement)
    yield from _written("Answered because", mark.preset_changed_because)


def _talked_over(talk: TalkedOver) -> Iterator[Html]:
    yield from _written("What went well", talk.went_well)
    yield from _written("What to do differently", talk.do_differently)
    yield from _written("Your view, as your manager recorded it", talk.prosecutor_view)


def _talk(iqa: Record) -> Iterator[Html]:
    yield _tag("h2", "Conversation")
    yield _tag("p", f"{words.in_words(iqa.talk or 'open').capitalize()}.")
    if iqa.noted and not iqa.held:
        yield _tag("p", f"Noted before: {words.a_day(iqa.noted.on)}, {words.in_words(iqa.noted.mode)}")
        yield from _talked_over(iqa.noted)
    if iqa.held:
        yield from _held(iqa, iqa.held)
    for comment in iqa.comments:
        yield from _written(f"Comment, {words.moment(comment.at)}", comment.text)
    for query in iqa.queries:
        yield from _query(iqa, query)


def _held(iqa: Record, held: Held) -> Iterator[Html]:
    when = words.when_held(before_marks=held.before_marks)
    yield _tag("p", f"{words.a_day(held.on)}, {words.in_words(held.mode)}, {when}")
    yield from _talked_over(held)
    for one in held.said_of:
        yield from _written(f"Said of {words.question(one.question, iqa.titles)}", one.sentence)


def _query(iqa: Record, query: QueryState) -> Iterator[Html]:
    outcome = words.in_words(query.outcome or "open")
    yield _tag(
        "h3", f"Query {query.query_id} of question {words.question(query.question, iqa.titles)}: {outcome}"
    )
    yield from _written("Asked", query.text)
    yield from _written("Answered", query.answer)


def _actions(iqa: Record) -> Iterator[Html]:
    yield _tag("h2", "Case actions")
    if not iqa.actions:
        yield _tag("p", "None required." if iqa.no_actions else "None recorded.")
    for entry in iqa.actions:
        action = entry.action
        urgent = ", urgent" if action.urgent else ""
        yield _tag(
            "h3", f"{action.action_id}: {iqa.person(action.owner)}, due {words.due(entry.due)}{urgent}"
        )
        yield from _written(action.urn, action.what)
        yield from _written("Outcome", entry.outcome)


def _sample(iqa: Record) -> Iterator[Html]:
    sample = iqa.sample
    if sample is None or sample.recorded_at is None:
        return
    yield _tag("h2", "Dip sample")
    yield _tag("p", f"{iqa.person(sample.sampler)}, {words.moment(sample.recorded_at)}.")
    for label, text in (
        *(("Comment", sample.comment), ("Got right", sample.got_right), ("Missed", sample.missed)),
        *(("Manager will do", sample.manager_will_do),),
        *(("Feedback", sample.feedback.content if sample.feedback else None),),
    ):
        yield from _written(label, text)
    for one in sample.re_marks:
        question = words.question(one.question, iqa.titles)
        yield _tag("p", f"{question}: {words.in_words(one.verdict)}")
        yield from _written("Because", one.comment)


def _foot(iqa: Record, reader: str, at: datetime) -> Html:
    made = f"As {iqa.person(reader)} may read it, {words.moment(at)} (version {iqa.version})."
    whose = f" Wording of the questions: {iqa.wording_of}" if iqa.wording_of else ""
    return _tag("footer", made + whose)


_SECTIONS: Final[tuple[tuple[Part, Callable[[Record], Iterator[Html]]], ...]] = (
    (Part.RECORD, _case),
    (Part.MARKS, _marks),
    (Part.TALK, _talk),
    (Part.ACTIONS, _actions),
    (Part.SAMPLE, _sample),
)
