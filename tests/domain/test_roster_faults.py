"""A mistake is told once, with its count, its first places and an example."""

from domain.roster.faults import Fault, told


def faults(many: int, value: str | None = "05/10/2026") -> list[Fault]:
    return [
        Fault("cases.csv", n + 2, "received_on", value, "write a date as YYYY-MM-DD") for n in range(many)
    ]


def test_a_few_faults_of_a_kind_are_told_one_by_one() -> None:
    assert [*told(faults(3))] == [
        f"cases.csv:{line}: received_on: '05/10/2026': write a date as YYYY-MM-DD" for line in (2, 3, 4)
    ]


def test_of_warnings_a_second_one_is_only_counted() -> None:
    assert [*told(faults(2), one_by_one=1)] == [
        "cases.csv:2: received_on: '05/10/2026': write a date as YYYY-MM-DD; and 1 more like it, on line 3"
    ]


def test_many_faults_of_a_kind_are_told_once() -> None:
    assert [*told(faults(25_903))] == [
        (
            "cases.csv:2: received_on: '05/10/2026': write a date as YYYY-MM-DD; "
            "and 25,902 more like it, on lines 3, 4, 5, 6, 7 and 25,897 more"
        )
    ]
    assert [*told(faults(5))] == [
        (
            "cases.csv:2: received_on: '05/10/2026': write a date as YYYY-MM-DD; "
            "and 4 more like it, on lines 3, 4, 5, 6"
        )
    ]


def test_other_values_of_a_kind_are_shown() -> None:
    odd = [fault._replace(value=f"{n}/10/26") for n, fault in enumerate(faults(9))]
    assert [*told(odd)] == [
        (
            "cases.csv:2: received_on: '0/10/26': write a date as YYYY-MM-DD; "
            "and 8 more like it, on lines 3, 4, 5, 6, 7 and 3 more; also '1/10/26', '2/10/26'"
        )
    ]


def test_kinds_differ_by_file_column_and_what_is_wrong() -> None:
    [one, *_] = faults(1)
    others = [
        one._replace(file="people.csv"),
        one._replace(column="charged_on"),
        one._replace(reason="is empty"),
    ]
    assert len([*told([one, *others])]) == 4


def test_what_reasons_have_in_common_makes_them_one_kind() -> None:
    repeated = [
        Fault("cases.csv", n, "urn", "U1", f"stands on line {n - 1} already", "repeated") for n in range(3, 9)
    ]
    assert [*told(repeated)] == [
        "cases.csv:3: urn: 'U1': stands on line 2 already; and 5 more like it, on lines 4, 5, 6, 7, 8"
    ]
