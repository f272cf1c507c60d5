"""Any instance of any of the domain's values, valid in shape and otherwise at random."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from domain.values import Value

ValueT = TypeVar("ValueT", bound=Value)

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(-1, 40),
    bool: st.booleans(),
    float: st.floats(0, 1),
    date: DAYS,
    time: st.times(),
    datetime: INSTANTS,
    UUID: st.uuids(),
    type(None): st.none(),
}


@cache
def instances(model: type[ValueT]) -> st.SearchStrategy[ValueT]:
    """Instances of a value, whatever its fields are."""
    return st.builds(model, **{name: _of_field(field) for name, field in model.model_fields.items()})


def _of_field(field: FieldInfo) -> st.SearchStrategy[Any]:
    """What a field may hold; a number within the bounds that it has."""
    least = next((one.ge for one in field.metadata if isinstance(one, Ge)), None)
    most = next((one.le for one in field.metadata if isinstance(one, Le)), None)
    return st.integers(least, most) if field.annotation is int and field.metadata else _of(field.annotation)  # type: ignore[arg-type]  # bounds of an int are ints


def _of(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  a type is an object like any other
    arguments = get_args(annotation)
    match get_origin(annotation) or annotation:
        case plain if plain in _PLAIN:
            return _PLAIN[plain]
        case origin if origin is Annotated:
            return _of(arguments[0])
        case origin if origin is Literal:
            return st.sampled_from(arguments)
        case origin if origin is tuple:
            return st.lists(_of(arguments[0]), max_size=3).map(tuple)
        case origin if origin in {Union, UnionType}:
            return st.one_of([_of(argument) for argument in arguments])
        case listed:
            return st.sampled_from(list(listed)) if issubclass(listed, StrEnum) else instances(listed)
