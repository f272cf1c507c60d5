"""Who may read what of an IQA's row in a list, by the table of ``sight``.

A row tells less than the state: what it can't tell is taken so that fewer may read.
"""

from collections.abc import Iterable

from domain.iqa.sight import Concerned, Part, part_of_step, parts_for
from domain.iqa.state import Step
from domain.people import Person
from domain.rows import IqaRow, WaitRow


def may_read_row(person: Person, row: IqaRow, waits: Iterable[WaitRow] = ()) -> frozenset[Part]:
    """Return the parts that a person may read of an IQA in a list; ``waits`` is what waits in it.

    Its sampler is taken to be able to mark blind until the check is recorded, and an action to have an owner while it
    waits.
    """
    concerned = Concerned(
        area=row.area,
        prosecutor=row.prosecutor,
        assessor=row.assessor,
        sampler=row.sampler,
        hides_marks=row.sampled_at is None,
        owners=frozenset(wait.who for wait in waits if wait.step == Step.ACTION),
        confirmed=row.confirmed_at is not None,
        fed_back=row.fed_back_at is not None,
    )
    return parts_for(person, concerned)


def readable_waits_of(parts: frozenset[Part], waits: Iterable[WaitRow]) -> tuple[WaitRow, ...]:
    """Return what waits as far as whoever reads these parts may read of its step; an unknown step nobody."""
    if Part.RECORD not in parts:
        return ()
    return tuple(one for one in waits if one.step in _STEPS and part_of_step(Step(one.step)) in parts)


_STEPS = frozenset(Step)
