"""A record has a place for whatever somebody may read of an IQA or a case."""

from clients.desk.records import CaseRecord, Record
from domain.casework import sight as of_case
from domain.iqa import sight as of_iqa
from domain.iqa.sight import Part

BESIDE = {
    *("stage", "may_read", "waits", "left_no_time", "blind", "names", "questions", "wording_of", "may_do"),
    "comment_until",
    *("known", "re_marks_asked", "not_re_marked"),
}
"""What a record says beside the fields of the state."""


def test_a_record_of_an_iqa_leaves_out_nothing_that_anybody_may_read() -> None:
    readable = {name for name, part in of_iqa.FIELDS.items() if part is not Part.BOOKKEEPING}

    assert set(Record.model_fields) == readable | BESIDE


def test_a_record_of_a_case_leaves_out_nothing_that_anybody_may_read() -> None:
    assert set(CaseRecord.model_fields) == {name for name, part in of_case.FIELDS.items() if part} | {"names"}
