"""Questions of an assessment as views show them: each by its number, with its title and its wording."""

from typing import TypedDict

from clients.desk.desk import Desk
from domain.questions import QuestionSet
from domain.values import Line, Note, Value


class QuestionLine(Value):
    """A question as it was asked; ``title`` and ``hints`` are local content, ``wording`` is word for word."""

    number: int
    title: Line | None
    wording: Note
    hints: tuple[Line, ...] = ()


class Asked(TypedDict, total=False):
    """The questions of a set in their order, and whose their wording is."""

    questions: tuple[QuestionLine, ...]
    wording_of: Note


def asked(desk: Desk, question_set: str) -> Asked:
    """What an IQA is assessed by; nothing where the set is not installed here."""
    found = _installed(desk, question_set)
    if found is None:
        return {}
    lines = (
        QuestionLine(number=one.number, title=one.title, wording=one.wording, hints=one.hints)
        for one in found.questions
    )
    return {"questions": tuple(lines), "wording_of": found.source}


def titles_of(desk: Desk, question_set: str) -> dict[int, str]:
    """The titles of a set's questions by number; none where it is not installed here."""
    found = _installed(desk, question_set)
    return found.titles if found else {}


def _installed(desk: Desk, version: str) -> QuestionSet | None:
    return desk.library.question_sets.get(version)
