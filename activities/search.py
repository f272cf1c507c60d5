"""Search attributes that an IQA has from its start on: never personal, for operators in the engine's own lists."""

from typing import Final

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from domain.iqa.commands import OpenIqa
from domain.stream import Start
from domain.values import Value

AREA: Final = SearchAttributeKey.for_keyword("Area")
QUARTER: Final = SearchAttributeKey.for_keyword("Quarter")
CATEGORY: Final = SearchAttributeKey.for_keyword("Category")


def attributes(start: Value) -> TypedSearchAttributes:
    """What the engine's lists show of a workflow from its start on: of an IQA alone."""
    opening = start.opening if isinstance(start, Start) else None
    if not isinstance(opening, OpenIqa):
        return TypedSearchAttributes.empty
    shown = ((AREA, opening.area), (QUARTER, opening.quarter), (CATEGORY, str(opening.category)))
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in shown])
