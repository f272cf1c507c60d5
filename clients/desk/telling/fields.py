"""Fields of events as people are told of them: in words, as what somebody wrote, by their number, or not at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from domain import words
from domain.values import Note, Value
from domain.words import in_words


class Said(Value):
    """What somebody wrote, and what it is about."""

    about: str
    text: Note


class Beside(NamedTuple):
    """What tells a field beside its value: the state of its stream after the event, and the titles of questions."""

    state: Any
    titles: Mapping[int, str] = MappingProxyType({})


Words: TypeAlias = Callable[[Any, Beside], str]
"""A field's value in words; empty where there is nothing to tell."""

Texts: TypeAlias = Callable[[Any, Beside], Iterable[Said]]
"""What somebody wrote in a field."""

Whose: TypeAlias = Callable[[Any, Beside], Iterable[str]]
"""The staff ids that stand in a field's words."""


class Field(NamedTuple):
    """How a field is told.

    A ``reason`` is a code for why somebody steered a stream, which only those read who may read words; of what is
    ``counted`` the number alone is told, and what is ``apart`` stands behind a semicolon. ``people`` are those whom the
    words name.
    """

    words: Words | None = None
    says: Texts | None = None
    reason: bool = False
    counted: bool = False
    apart: bool = False
    people: Whose | None = None


Fields: TypeAlias = Mapping[str, Field]
Table: TypeAlias = dict[type[Any], Fields]
"""How each event of a kind of stream is told, its fields in this order; ``kind`` is the headline's."""

UNTOLD: Final = Field()
"""A field that is left to the views that show it; the table says why."""


def told(form: "str | Callable[[Any], str]" = "{}", *, reason: bool = False, apart: bool = False) -> Field:
    """A field in words: in a form with braces for its value, or as a function writes it."""
    write = form if callable(form) else lambda value: form.format(written(value))
    return Field(words=lambda value, _: write(value), reason=reason, apart=apart)


def person(form: str = "{}") -> Field:
    """A person by their staff id, or several, in a form with braces."""
    return told(form)._replace(people=_ids)


def _ids(value: str | tuple[str, ...], _: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def beside(write: Callable[[Any, Any], str], people: Whose | None = None) -> Field:
    """A field that takes the state of its stream to be understood."""
    return Field(words=lambda value, by: write(value, by.state), people=people)


def says(about: str) -> Field:
    """What somebody wrote."""
    return Field(says=lambda text, _: [Said(about=about, text=text)])


def both(
    write: Callable[[Any], str],
    texts: Callable[[Any], Iterable[Said]],
    *,
    apart: bool = False,
    people: Whose | None = None,
) -> Field:
    """A field in words, in which somebody also wrote."""
    return Field(
        words=lambda value, _: write(value), says=lambda value, _: texts(value), apart=apart, people=people
    )


def of_question(form: str) -> Field:
    """A question by its number, in a form with braces, or several."""
    return Field(words=lambda value, by: form.format(_asked(value, by.titles)))


def of_questions(
    write: Callable[[Any, str], str], question: Callable[[Any], int], texts: Callable[[Any], Iterable[Said]]
) -> Field:
    """Several things that are each about one question, as a function writes it; ``texts`` leave the question out."""

    def words_of(found: Iterable[Any], by: Beside) -> str:
        return ", ".join(write(one, _asked(question(one), by.titles)) for one in found)

    def texts_of(found: Iterable[Any], by: Beside) -> Iterator[Said]:
        for one in found:
            named = _asked(question(one), by.titles)
            yield from (
                Said(about=f"{named}, {said.about}" if said.about else named, text=said.text)
                for said in texts(one)
            )

    return Field(words=words_of, says=texts_of)


def _asked(numbers: int | tuple[int, ...], titles: Mapping[int, str]) -> str:
    each = (numbers,) if isinstance(numbers, int) else numbers
    return ", ".join(f"Q{words.question(number, titles)}" for number in each)


def counted(one: str, many: str) -> Field:
    """How many there are of something; ``many`` holds braces for the number."""
    return Field(words=lambda found, _: one if len(found) == 1 else many.format(len(found)), counted=True)


def in_a_row(
    form: str, write: Callable[[Any], str], *, apart: bool = False, people: Whose | None = None
) -> Field:
    """Several things in one form, each as a function writes it."""
    return told(lambda found: form.format(", ".join(map(write, found))), apart=apart)._replace(people=people)


def written(value: object) -> str:
    """A value in the one form that there is for its kind; an instant is a day at whose end something is due."""
    match value:
        case datetime():
            return words.due(value)
        case date():
            return words.a_day(value)
        case tuple():
            return ", ".join(map(written, value))
        case _:
            return str(value)


def code(form: str = "{}", *, reason: bool = False) -> Field:
    """A code, or several, in words."""
    return told(lambda value: form.format(_coded(value)), reason=reason)


def flag(yes: str, no: str = "") -> Field:
    """Something that is so, or is not."""
    return told(lambda value: yes if value else no)


def deadline(form: str = "{}") -> Field:
    """A deadline by its name, as the step that it is of; one of pace names a person."""
    return told(lambda name: form.format(step_of(name)))._replace(people=whose_pace)


def whose_pace(name: str, _: object = None) -> tuple[str, ...]:
    """Whom a deadline names: the manager whose pace it is of, or nobody."""
    step, _, item = name.partition(":")
    return (item,) if step == "pace" else ()


def step_of(name: str) -> str:
    """What the step of a deadline asks of a person; ``pace`` is what a weekly review found."""
    step, _, item = name.partition(":")
    return f"the pace of {item}" if step == "pace" else words.step(step, item)


def details(table: Table, event: Value, by: Beside, *, reasons: bool) -> str:
    """What tells an event from others of its kind, in words; empty where nothing does."""
    line = ""
    for value, field in _told(table, event):
        if field.words is None or (field.reason and not reasons):
            continue
        if phrase := field.words(value, by):
            line += f"{('; ' if field.apart else ', ') if line else ''}{phrase}"
    return line


def people(table: Table, event: Value, by: Beside) -> Iterator[str]:
    """The staff ids that stand in what tells an event from others, in its words."""
    for value, field in _told(table, event):
        yield from field.people(value, by) if field.people else ()


def texts(table: Table, event: Value, by: Beside) -> Iterator[Said]:
    """What people wrote in an event."""
    for value, field in _told(table, event):
        yield from field.says(value, by) if field.says else ()


def _told(table: Table, event: Value) -> Iterator[tuple[Any, Field]]:
    for name, field in table[type(event)].items():
        if (value := getattr(event, name)) is not None and value != ():
            yield value, field


def _coded(value: object) -> str:
    return " and ".join(map(in_words, value)) if isinstance(value, tuple) else in_words(str(value))
