"""What a second check says, as several pages tell it, and who may read of it."""

from collections.abc import Iterator
from typing import Any

from clients.desk.records import Record
from clients.errors import CommandRefused
from clients.web.pages.iqa import Fact
from domain import words
from domain.errors import Reason, Refused
from domain.iqa.second_check import Sample
from domain.iqa.sight import Part
from domain.known import Known


def beside(iqa: Record) -> Sample:
    """Return the second check of an IQA; raises ``CommandRefused`` where there is none, or not for its reader."""
    if Part.SAMPLE not in iqa.may_read or iqa.sample is None:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=iqa.iqa_id))
    return iqa.sample


def fact(fact: Known, iqa: Record) -> str:
    """What the record shows by itself, in words."""
    return words.known(fact, iqa.people(fact.people))


def found(sample: Sample, iqa: Record) -> Iterator[Fact]:
    """What a recorded check says, line by line."""
    rows: dict[str, Any] = {
        "Checked by": iqa.person(sample.sampler),
        "The case itself": "Read" if sample.case_read else "Not said to be read",
        "What the check found": sample.comment,
        "What was right": sample.got_right,
        "What was missed": sample.missed,
        "What the manager will do": sample.manager_will_do,
        "Findings": "; ".join(words.JUDGEMENTS[one][0] for one in sample.judgements),
    }
    for name, says in rows.items():
        if says:
            yield Fact(name=name, says=says[0].upper() + says[1:])
    for each in sample.follows:
        yield Fact(name=f"Follows from: {words.in_words(each.fact)}", says=each.sentence)
    for one in sorted(sample.re_marks, key=lambda each: not each.verdict.asks_for_change):
        because = f": {one.comment}" if one.comment else ""
        name = f"Question {words.question(one.question, iqa.titles)}"
        yield Fact(name=name, says=f"{words.in_words(one.verdict).capitalize()}{because}")
