"""Which questions a second check re-marks: how many policy asks for, and which were left (¶5.9, ¶6.5)."""

from domain.iqa.state import Iqa
from domain.policy import DipSample


def amended_by(iqa: Iqa, person: str) -> frozenset[int]:
    """Return the questions whose marks are that person's own, given in answer to a query."""
    return frozenset(query.question for query in iqa.queries if query.amended_by(person))


def re_marks_asked(iqa: Iqa, sampler: str, policy: DipSample) -> int:
    """Return how many questions policy asks a sampler to re-mark; no more than there are that are not their own."""
    open_to_them = {mark.question for mark in iqa.marks} - amended_by(iqa, sampler)
    always = open_to_them.intersection(policy.re_mark_always)
    return min(len(always) + policy.re_mark_more, len(open_to_them))


def not_re_marked(iqa: Iqa) -> tuple[int, ...]:
    """Return the marked questions of which a recorded check says nothing."""
    judged = {one.question for one in iqa.sample.re_marks} if iqa.sample else set()
    return tuple(mark.question for mark in iqa.marks if mark.question not in judged)
