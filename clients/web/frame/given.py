"""What was typed in a form that nobody could take, read without any query: texts for boxes, all else as it was."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from domain.values import Value, cleaned

BODY: Final = "iqa.body"
"""Where a request's scope has its body, which the guards have read."""
_MOST_FIELDS: Final = 100
_OF_A_QUESTION: Final = re.compile(r"q(\d+)-(\w+)")
_LABELS: Final[dict[str, str]] = {
    "because": "Why",
    "comment": "Your comment",
    "content": "What you told them",
    "develop": "What they are to develop",
    "do_differently": "What to do differently",
    "good": "What was good",
    "got_right": "What was right",
    "improve": "What should be done differently",
    "instead": "What happened instead",
    "manager_will_do": "What the manager will do",
    "missed": "What was missed, or judged on the wrong work",
    "note": "Your note",
    "outcome": "What came of it",
    "prosecutor_view": "The prosecutor's view",
    "query": "What should be looked at again",
    "said": "What was said of it",
    "team_learning": "Learning for the team",
    "text": "Your text",
    "victims_note": "Victims and witnesses at this stage",
    "went_well": "What went well",
    "what": "What the case needs",
    "will_do": "What I will do",
    "words": "Your words",
}
"""What stands above a text of each name; a text of another name is what was written."""


class Field(Value):
    """A field as it was sent; ``label`` is None where no person typed a text in it."""

    name: str
    text: str
    label: str | None = None


def given(scope: Mapping[str, Any]) -> tuple[Field, ...]:
    """What stood in the form that a request sent; nothing where it sent none that can be read."""
    try:
        pairs = parse_qsl(scope.get(BODY, b"").decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ()
    return of_pairs(pairs)


def of_pairs(pairs: list[tuple[str, str]]) -> tuple[Field, ...]:
    """The fields of names and texts, in their order."""
    return tuple(_fields(pairs))


def _fields(pairs: list[tuple[str, str]]) -> Iterator[Field]:
    for name, typed in pairs:
        text = cleaned(typed)
        yield Field(name=name, text=text, label=_label(name, text))


def _label(name: str, text: str) -> str | None:
    question = _OF_A_QUESTION.fullmatch(name)
    base = question[2] if question else name.partition("-")[0]
    label = _LABELS.get(base)
    if label is None and re.search(r"\s", text.strip()):
        label = "What you wrote"
    return f"Question {question[1]}: {label}" if question and label else label
