"""The read-table rows of one IQA."""

from domain.assessment import Answer
from domain.iqa.state import Iqa
from domain.iqa.waits import Wait, waits
from domain.rows import ClaimRow, IqaRow, Rows, WaitRow, escalation_row


def rows(iqa: Iqa | None) -> Rows:
    """Return what the read tables show of an IQA; nothing before it is open."""
    if iqa is None:
        return Rows()
    return Rows(
        iqa=(_iqa(iqa),),
        waits=tuple(_wait(iqa, wait) for wait in waits(iqa)),
        escalations=tuple(escalation_row(one, iqa.iqa_id, iqa.area, iqa.quarter) for one in iqa.escalations),
        case_claims=_claims(iqa),
    )


def _wait(iqa: Iqa, wait: Wait) -> WaitRow:
    return WaitRow(
        stream=iqa.iqa_id,
        step=wait.step,
        item=wait.item or "",
        who=wait.who,
        due=wait.due,
        missed=wait.missed,
        urgent=wait.urgent,
    )


def _claims(iqa: Iqa) -> tuple[ClaimRow, ...]:
    """An IQA that was withdrawn before its assessment was confirmed leaves the work to another."""
    selection = iqa.selection
    if selection is None or (iqa.withdrawn_at and not iqa.confirmed_at):
        return ()
    return tuple(
        ClaimRow(urn=selection.urn, prosecutor=iqa.prosecutor, work=work, stream=iqa.iqa_id)
        for work in selection.work
    )


def _iqa(iqa: Iqa) -> IqaRow:
    counts, selection, sample = iqa.counts(), iqa.selection, iqa.sample
    return IqaRow(
        **iqa.model_dump(include=_AS_THEY_ARE),
        category=iqa.category,
        asks_for=iqa.asks_for,
        done_by=iqa.done_by,
        stage=iqa.stage,
        urn=selection.urn if selection else None,
        work=selection.work if selection else (),
        source=selection.source if selection else None,
        eligible_cases=selection.eligible_cases if selection else None,
        overridden=selection.overridden if selection else (),
        set_aside_at=selection.set_aside[-1].at if selection and selection.set_aside else None,
        themed=selection is not None and selection.theme is not None,
        yes=counts[Answer.YES],
        no=counts[Answer.NO],
        not_applicable=counts[Answer.NOT_APPLICABLE],
        talk=iqa.talk,
        held_on=iqa.held.on if iqa.held else None,
        before_marks=iqa.held is not None and iqa.held.before_marks,
        escalated=len(iqa.escalations),
        sampler=sample.sampler if sample else None,
        sample_pick=sample.pick if sample else None,
        sampled_at=sample.recorded_at if sample else None,
        fed_back_at=sample.feedback.at if sample and sample.feedback else None,
        re_marked=len(sample.re_marks) if sample else 0,
        re_marks_asked=sample.re_marks_asked if sample else 0,
        case_read=sample is not None and sample.case_read,
        judgements=sample.judgements if sample else (),
        missed=len(iqa.missed),
        next_due=iqa.next_due,
        selected_at=selection.at if selection else None,
    )


_AS_THEY_ARE = {
    "iqa_id",
    "version",
    "area",
    "quarter",
    "prosecutor",
    "assessor",
    "senior_manager",
    "former_assessors",
    "target_on",
    "replaced",
    "released",
    "opened_at",
    "confirmed_at",
    "completed_at",
    "closed_at",
    "withdrawn_at",
}
"""The fields that state and row have in common."""
