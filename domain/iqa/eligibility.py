"""Which cases may be chosen for an IQA, and why each other one may not (report ¶2.3, ¶4.18 to ¶4.20)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final, Self

from domain.cases import Case, CaseFile, CaseStatus, Plea, Stage
from domain.errors import Reason
from domain.questions import Category, Subject, Work
from domain.selection import Selection
from domain.values import Code, Value

_PLEAS: Final = {Plea.GUILTY: Reason.GUILTY_PLEA, Plea.GUILTY_ANTICIPATED: Reason.GUILTY_PLEA_ANTICIPATED}
_POST_CHARGE: Final = frozenset({Work.INITIAL_REVIEW, Work.PROGRESSION})


class Candidate(Value):
    """A case of a prosecutor: the work on it that may be assessed, or what stands in the way of all of it.

    ``done_by`` is whose work it is where too little of it is the prosecutor's.
    """

    urn: Code
    work: tuple[Work, ...] = ()
    obstacles: tuple[Reason, ...] = ()
    done_by: tuple[Code, ...] = ()

    def without(self, taken: Collection[tuple[str, str]]) -> Self:
        """The case with the work on it that no other IQA assesses; ``taken`` are URNs with work."""
        left = tuple(work for work in self.work if (self.urn, work) not in taken)
        return self.model_copy(update={"work": left})

    @property
    def eligible(self) -> bool:
        """Whether some work on the case may be assessed without any override."""
        return bool(self.work)


class Assessed(Value):
    """Whose work is to be assessed and by whom, of which category, on which day (Europe/London), under which rules."""

    prosecutor: Code
    assessor: Code
    category: Category
    today: date
    rules: Selection


def obstacles(case_file: CaseFile, work: Collection[Work], assessed: Assessed) -> tuple[Reason, ...]:
    """Return the rules that this case breaks for that work, the gravest first; none when it is eligible."""
    case, rules = case_file.case, [assessed.rules.of(each) for each in work]
    found: list[Reason] = []
    if case.stage is Stage.PRE_CHARGE and not _POST_CHARGE.isdisjoint(work):
        found.append(Reason.WORK_NOT_AT_THIS_STAGE)
    if any(rule.is_done_by(case_file, assessed.assessor) for rule in rules):
        found.append(Reason.DID_THE_WORK)
    if case.status is not CaseStatus.LIVE:
        found.append(Reason.CASE_NOT_LIVE)
    if assessed.category is Category.CASEWORK and case.plea in _PLEAS:
        found.append(_PLEAS[case.plea])
    if not all(rule.has_progressed(case_file, assessed.today) for rule in rules):
        found.append(Reason.CASE_NOT_PROGRESSED)
    if not all(rule.is_done_by(case_file, assessed.prosecutor) for rule in rules):
        found.append(Reason.TOO_LITTLE_OWN_WORK)
    return tuple(found)


def asked_for(case: Case, asks_for: Iterable[Subject]) -> tuple[Subject, ...]:
    """Return which of the kinds of case that an IQA asks for this one is; none of them is ever a must (¶4.3)."""
    kinds = {Subject.DOMESTIC_ABUSE: case.domestic_abuse, Subject.RAPE: case.rape}
    return tuple(subject for subject in asks_for if kinds[subject])


def candidate(case_file: CaseFile, assessed: Assessed) -> Candidate:
    """Judge a case for each kind of work alone; when none is open, say what is nearest to it."""
    broken = {work: obstacles(case_file, (work,), assessed) for work in Work}
    eligible = tuple(work for work in Work if not broken[work])
    if eligible:
        return Candidate(urn=case_file.case.urn, work=eligible)
    nearest = min(broken, key=lambda work: len(broken[work]))
    others = Reason.TOO_LITTLE_OWN_WORK in broken[nearest]
    done_by = assessed.rules.of(nearest).done_by(case_file) if others else ()
    return Candidate(urn=case_file.case.urn, obstacles=broken[nearest], done_by=tuple(sorted(done_by)))
