"""What is on file beside a question: whose acts it asks about, and what happened or falls due that bears on it.

It decides nothing: a manager who marks need not look it up elsewhere. An absent entry proves nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final

from domain.cases import CaseFile, ContributionKind, MilestoneKind
from domain.iqa.circumstances import DEVELOPMENTS, acts_within
from domain.questions import Circumstance, Duty, Question, Work
from domain.values import Code, Value


class OnFile(Value):
    """An act and whose it was, or something that happened or falls due, with its day."""

    on: date
    what: ContributionKind | MilestoneKind
    whose: Code | None = None


_LETTERS: Final = frozenset({MilestoneKind.VICTIM_LETTER_DUE, MilestoneKind.VICTIM_LETTER_SENT})
_STATEMENT: Final = frozenset({MilestoneKind.DEFENCE_STATEMENT_DUE, MilestoneKind.DEFENCE_STATEMENT_SERVED})
_MATERIAL: Final = frozenset({MilestoneKind.NEW_MATERIAL_RECEIVED})
_DISCLOSED: Final = frozenset({MilestoneKind.INITIAL_DISCLOSURE_SERVED})

_BEARING_ON: Final[Mapping[Circumstance, frozenset[MilestoneKind]]] = {
    "communication_made_or_called_for": _LETTERS,
    "development_while_theirs": DEVELOPMENTS,
    "victim_or_witness": _LETTERS | {MilestoneKind.ENHANCED_ENTITLEMENT},
    "not_guilty_plea": frozenset({MilestoneKind.NOT_GUILTY_PLEA}),
    "disclosure_duty_arisen_after_charge": _DISCLOSED | _STATEMENT | _MATERIAL,
    "defence_statement_or_new_material": _DISCLOSED | _STATEMENT | _MATERIAL,
    "record_sheet_due": _DISCLOSED,
}
"""What tells of a circumstance that stands in a case's milestones."""

_OWED: Final[Mapping[Duty, frozenset[MilestoneKind]]] = {
    Duty.NEW_MATERIAL: _MATERIAL,
    Duty.DEFENCE_STATEMENT: _STATEMENT,
}


def on_file(question: Question, case_file: CaseFile, work: Collection[Work]) -> tuple[OnFile, ...]:
    """Return what is on file beside a question for the work assessed, the earliest first."""
    return tuple(sorted(_found(question, case_file, work), key=lambda one: (one.on, one.what)))


def _found(question: Question, case_file: CaseFile, work: Collection[Work]) -> Iterator[OnFile]:
    for act in acts_within(case_file, work):
        if act.kind in question.acts:
            yield OnFile(on=act.on_date, what=act.kind, whose=act.staff_id)
    kinds = _kinds(question, work)
    for one in case_file.milestones:
        if one.kind in kinds:
            yield OnFile(on=one.on_date, what=one.kind)


def _kinds(question: Question, work: Collection[Work]) -> frozenset[MilestoneKind]:
    rows = (row for row in question.applies if not set(row.work).isdisjoint(work))
    asked = frozenset(kind for row in rows for when in row.when for kind in _BEARING_ON.get(when, ()))
    return asked | (_OWED[question.duty] if question.duty else frozenset())
