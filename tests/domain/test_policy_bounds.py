"""How far each value of a local policy may go: what the documentation says is what is refused."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from domain.policy import Policy
from domain.values import Value

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")
DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| (\d+) \| (.*) \|$", re.MULTILINE)
NAME = re.compile(r"`([a-z_.]+)`")

Path_ = tuple[str, ...]


def fields(model: type[Value], path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every field of a policy that is a value by itself, with what pydantic knows of it."""
    for name, field in model.model_fields.items():
        inner = list(models(field.annotation))
        yield (*path, name), field
        for each in inner:
            yield from fields(each, (*path, name))


def models(annotation: Any) -> Iterator[type[Value]]:  # noqa: ANN401  any annotation
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for each in get_args(annotation):
        yield from models(each)


def bounded(*kinds: str) -> frozenset[Path_]:
    """The fields that have a bound of one of these kinds."""
    return frozenset(
        path
        for path, field in fields(Policy)
        if any(getattr(each, kind, None) is not None for each in field.metadata for kind in kinds)
    )


def documented() -> dict[Path_, tuple[int, int]]:
    found = {
        tuple(name.split(".")): (int(low), int(high))
        for low, high, names in ROW.findall(DOCUMENTATION)
        for name in NAME.findall(names)
    }
    days = found.pop(("working_days",))
    return found | {path: days for path, _ in fields(Policy) if path[0] == "working_days" and path[1:]}


BOUNDS = documented()
LISTS = bounded("min_length")
LISTS_KNOWN = 17


def refused(path: Path_, value: object) -> bool:
    """Whether a policy is refused since that value of that field is beyond its bounds."""
    document = tomllib.loads(DEFAULT)
    holder: Any = document
    for name in path[:-1]:
        holder = holder[name][0] if isinstance(holder[name], list) else holder[name]
    holder[path[-1]] = value
    try:
        Policy.model_validate(document)
    except ValidationError as error:
        places = {
            tuple(part for part in each["loc"] if isinstance(part, str)): each["type"]
            for each in error.errors()
        }
        return places.get(path) in {"greater_than_equal", "less_than_equal", "too_short"}
    return False


def test_every_bound_is_documented() -> None:
    assert bounded("ge", "le") == BOUNDS.keys()


@pytest.mark.parametrize("path", sorted(BOUNDS), ids=".".join)
def test_a_number_may_go_as_far_as_is_documented_and_no_further(path: Path_) -> None:
    low, high = BOUNDS[path]

    assert [refused(path, each) for each in (low - 1, low, high, high + 1)] == [True, False, False, True]


def test_the_lists_that_may_not_be_empty_are_known() -> None:
    assert len(LISTS) == LISTS_KNOWN
    assert {("dip_sample", "samplers"), ("conversation", "modes"), ("escalation", "rungs")} <= LISTS


@pytest.mark.parametrize("path", sorted(LISTS), ids=".".join)
def test_a_list_to_choose_from_has_a_member(path: Path_) -> None:
    found: Any = tomllib.loads(DEFAULT)
    for name in path:
        found = (found[0] if isinstance(found, list) else found)[name]

    assert [refused(path, []), refused(path, found[:1])] == [True, False]
