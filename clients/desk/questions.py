"""Questions of an assessment as views show them: each by its number, with its title and its wording."""

from clients.desk.desk import Desk
from domain.questions import QuestionSet
from domain.values import Line, Note, Value


class QuestionLine(Value):
    """A question as it was asked; ``title`` is local content, ``wording`` is word for word."""

    number: int
    title: Line | None
    wording: Note


def questions_of(desk: Desk, question_set: str | None) -> tuple[QuestionLine, ...]:
    """The questions of a set in their order; none where it is not installed here."""
    found = _installed(desk, question_set)
    if found is None:
        return ()
    return tuple(QuestionLine(number=q.number, title=q.title, wording=q.wording) for q in found.questions)


def titles_of(desk: Desk, question_set: str) -> dict[int, str]:
    """The titles of a set's questions by number; none where it is not installed here."""
    found = _installed(desk, question_set)
    return found.titles if found else {}


def _installed(desk: Desk, version: str | None) -> QuestionSet | None:
    return desk.library.question_sets.get(version) if version else None
