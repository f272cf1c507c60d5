"""What a quarter has to tell other streams: the openings of its IQAs first, then whatever became of them since."""

from collections.abc import Iterator

from domain.iqa.commands import OpenIqa
from domain.quarter.events import PlannedIqa
from domain.quarter.state import AreaQuarter, Telling


def to_tell(quarter: AreaQuarter) -> Iterator[Telling]:
    """Yield what is still to be told, in order; an IQA is opened as it is planned by then."""
    for planned in quarter.unopened:
        yield Telling(telling_id=planned.iqa_id, stream=planned.iqa_id, message=_opening(planned, quarter))
    yield from quarter.tellings


def _opening(planned: PlannedIqa, quarter: AreaQuarter) -> OpenIqa:
    return OpenIqa(
        area=quarter.area,
        quarter=quarter.quarter,
        category=planned.category,
        prosecutor=planned.prosecutor,
        assessor=planned.assessor,
        target_on=planned.target_on,
        policy_version=quarter.policy,
        asks_for=planned.asks_for,
    )
