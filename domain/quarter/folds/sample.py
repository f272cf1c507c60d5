"""The dip sample: numbered, drawn, picked, given to another sampler."""

from typing import assert_never

from domain.iqa import commands as iqa
from domain.quarter import events as e
from domain.quarter.changes import QuarterChanges, changed
from domain.quarter.folds.deadlines import tell
from domain.quarter.sample.population import Drawn, Numbered, PassedOver
from domain.quarter.state import AreaQuarter, Message


def changes(quarter: AreaQuarter, event: e.SampleEvent, recorded: e.RecordedQuarterEvent) -> QuarterChanges:
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
        case e.SecondCheckReassigned():
            return _reassigned(quarter, event, recorded)
        case never:
            assert_never(never)


def _reassigned(
    quarter: AreaQuarter, event: e.SecondCheckReassigned, recorded: e.RecordedQuarterEvent
) -> QuarterChanges:
    """Another sampler, of whom the IQA hears as of a draw where it knows of none, else in place of the one before."""
    ours = [one for one in quarter.drawn if one.iqa_id == event.iqa_id]
    given = {
        place: changed(
            place, {"sampler": event.sampler, "independent": place.independent and event.independent}
        )
        for place in ours
    }
    message: Message = iqa.ReplaceSampler(sampler=event.sampler, because=event.because)
    if event.because is e.SecondCheckBecause.NOT_TAKEN:
        message = iqa.DrawForSample(sampler=event.sampler, pick=ours[0].pick)
    return {
        "drawn": tuple(given.get(one, one) for one in quarter.drawn),
        "tellings": tell(quarter, recorded, (event.iqa_id, message)),
    }
