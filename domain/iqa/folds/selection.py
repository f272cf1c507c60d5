"""A case drawn, selected, or given up: then everything that was about it starts again, its actions excepted."""

from typing import assert_never

from domain.assessment import Override, SetAside
from domain.iqa import events as e
from domain.iqa.changes import IqaChanges
from domain.iqa.draws import CaseDraw
from domain.iqa.folds.deadlines import due, without
from domain.iqa.selected import Selection
from domain.iqa.state import Iqa, Step, Talk


def changes(iqa: Iqa, event: e.SelectionEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.CaseDrawn():
            return {"draws": (*iqa.draws, _draw(event, recorded))}
        case e.CaseSelected():
            deadlines = due(without(iqa, Step.SELECT), Step.MARK, event.marks_due)
            deadlines = due(deadlines, Step.CONVERSE, event.conversation_due)
            return {
                "selection": _selection(event, recorded),
                "noted": event.noted,
                "deadlines": due(deadlines, Step.REMINDER, event.reminder_due),
            }
        case e.CaseReplaced():
            about_it = (Step.MARK, Step.CONVERSE, Step.REMINDER, Step.RECORD_ACTIONS)
            return {
                "selection": None,
                "noted": None,
                "replaced": iqa.replaced + 1,
                "marks": (),
                "victims_note": None,
                "team_learning": None,
                "talk": Talk.OPEN,
                "plan": None,
                "held": None,
                "held_before": (),
                "no_actions": False,
                "missed": tuple(missed for missed in iqa.missed if missed.deadline not in about_it),
                "deadlines": due(without(iqa, *about_it), Step.SELECT, event.select_due),
            }
        case never:
            assert_never(never)


def set_aside(override: Override, recorded: e.RecordedIqaEvent) -> SetAside:
    """Return what stands of an override: the rule with its reason, and who set it aside when."""
    return SetAside(**dict(override), by=recorded.actor, at=recorded.at)


def _draw(event: e.CaseDrawn, recorded: e.RecordedIqaEvent) -> CaseDraw:
    return CaseDraw(
        number=event.number, urn=event.urn, work=event.work, pool_size=event.pool_size, at=recorded.at
    )


def _selection(event: e.CaseSelected, recorded: e.RecordedIqaEvent) -> Selection:
    return Selection(
        urn=event.urn,
        work=event.work,
        source=event.source,
        conversation_id=event.conversation_id,
        request_id=event.request_id,
        theme=event.theme,
        set_aside=tuple(set_aside(override, recorded) for override in event.overrides),
        presets=event.presets,
        eligible_cases=event.eligible_cases,
        done_by=event.done_by,
        at=recorded.at,
    )
