"""What is noted on one case, for a reader."""

from collections.abc import Iterator

from clients.cli.frame.report import Part, said
from clients.cli.look.talks import talked_over
from clients.desk.records import CaseRecord
from clients.desk.telling.of_case import WANTED
from domain import words
from domain.casework.requested import Request


def lines(notes: CaseRecord) -> Iterator[Part]:
    """What is noted on a case, talk by talk and action by action."""
    yield f"{notes.case_id}: what is noted on {notes.urn}"
    for talk in notes.conversations:
        who = f"{notes.person(talk.manager)} and {notes.person(talk.prosecutor)}"
        when = f"{words.a_day(talk.on)}, {words.in_words(talk.mode)}"
        yield f"  {notes.case_id}.{talk.conversation_id}: {who}, {when}"
        yield from talked_over(talk)
    for one in notes.requests:
        yield from _request(one, notes)
    for entry in notes.actions:
        action = entry.action
        origin = f", from {entry.from_iqa}" if entry.from_iqa else ""
        yield f"  Case action {action.action_id}: {notes.person(action.owner)}, due {words.due(entry.due)}{origin}"
        yield from said("What", action.what)
        yield from said("Outcome", entry.outcome)


def _request(one: Request, notes: CaseRecord) -> Iterator[Part]:
    by = f" by {notes.person(one.answered_by)}" if one.answered_by else ""
    stands = f"{one.answer}{by}" if one.answer else f"to be answered by {words.due(one.due)}"
    who = f"{notes.person(one.prosecutor)} asks {notes.person(one.manager)}"
    yield f"  Request {one.request_id}: {who} for {WANTED[one.wanted]}; {stands}"
    yield from said("Asked", one.text)
    yield from said("Answered", one.said)
