"""What a stream has in the read tables, held against what they show."""

from domain.iqa.state import Step
from domain.rows import Rows, WaitRow


def wait(who: str) -> WaitRow:
    return WaitRow(stream="iqa-1", step=Step.MARK, item="", who=who, due=None, missed=False, urgent=False)


def test_rows_are_alike_in_whatever_order_and_the_tables_that_are_not_are_named() -> None:
    two = Rows(waits=(wait("XN-M1"), wait("XN-M2")))

    assert list(two.unlike(Rows(waits=two.waits[::-1]))) == []
    assert list(two.unlike(Rows(waits=two.waits[:1]))) == ["waits"]
    assert list(Rows().unlike(two)) == ["waits"]
