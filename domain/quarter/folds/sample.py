"""The dip sample: numbered, drawn, picked."""

from typing import assert_never

from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.draw import Drawn, Numbered, PassedOver
from domain.quarter.folds.deadlines import Changes, tell
from domain.quarter.state import AreaQuarter


def changes(quarter: AreaQuarter, event: e.SampleEvent, recorded: e.RecordedQuarterEvent) -> Changes:
    """Return what the event changes; one that was picked before and is drawn now knows already."""
    match event:
        case e.IqasNumbered(category=category):
            places = (
                Numbered(category=category, number=item.number, iqa_id=item.iqa_id) for item in event.items
            )
            return {"numbered": (*quarter.numbered, *places)}
        case e.SampleDrawn():
            drawn = Drawn(**event.model_dump(include=set(Drawn.model_fields)))
            known = any(one.iqa_id == event.iqa_id for one in quarter.drawn)
            message = iqa.DrawForSample(sampler=event.sampler, pick=event.pick)
            tellings = quarter.tellings if known else tell(quarter, recorded, (event.iqa_id, message))
            return {"drawn": (*quarter.drawn, drawn), "tellings": tellings}
        case e.BlockPassedOver():
            block = PassedOver(category=event.category, block=event.block, iqa_ids=event.passed_over)
            return {"passed_over": (*quarter.passed_over, block)}
        case never:
            assert_never(never)
