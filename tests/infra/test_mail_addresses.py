"""Addresses that no mail can be written to are refused at the import, where somebody can mend them."""

import pytest

from domain.roster.columns import PEOPLE
from domain.roster.rows import read_sheet
from domain.roster.sheets import Row
from infra import mail_addresses


@pytest.mark.parametrize(
    "address",
    [
        "M One <a@b.test>",
        "MOne<a@b.test>",
        "<a@b.test>",
        "mailto:a@b.test",
        "a..b@b.test",
        ".a@b.test",
        "a.@b.test",
        "a,b@b.test",
        "a:b@b.test",
        "a;b@b.test",
        "a@b.test;c@d.test",
        "a@b@c.test",
        "a b@b.test",
        "a(b)@b.test",
        "a@b..test",
        "a@b.test.",
        "a@.b.test",
        "a@-b.test",
        "a@b-.test",
        "a@b_c.test",
        "a@b",
        "a@localhost",
        "a@b.invalid",
        "a@[1.2.3.4]",
        "@b.test",
        "a@",
        "a",
        f"{'x' * 65}@b.test",
        f"a@{'x' * 64}.test",
    ],
)
def test_what_no_mail_can_be_written_to_is_a_fault(address: str) -> None:
    judged = mail_addresses.judge(address)
    assert judged.fault.startswith("no mail can be written to it: ")
    assert "special-use" not in judged.fault or address.endswith((".invalid", "localhost"))


@pytest.mark.parametrize("address", ["josé@b.test", "a@bücher.test", "用户@b.test"])
def test_letters_beyond_ascii_are_a_warning_since_no_mail_is_sent_there(address: str) -> None:
    assert mail_addresses.judge(address).warning == "is never mailed, as it has letters beyond ASCII"


@pytest.mark.parametrize(
    "address",
    [
        "xt-p1@example.test",
        "o'neil+iqa@cps.example.gov.uk",
        "A.B_c-d@B.TEST",
        "a@mail.cps.local",
        "a@xn--bcher-kva.test",
        f"{'x' * 64}@b.test",
    ],
)
def test_sound_addresses_pass(address: str) -> None:
    assert mail_addresses.judge(address) == ("", "")


def test_each_is_told_with_its_line() -> None:
    people = (
        "staff_id,role,area,reports_to,email,unit,from_date,to_date",
        "P1,prosecutor,XN,M1,a..b@b.test,MC,2020-01-06,",
        "P2,prosecutor,XN,M1,josé@b.test,MC,2020-01-06,",
        "P3,prosecutor,XN,M1,at home,MC,2020-01-06,",
    )
    sheet = read_sheet(PEOPLE, [Row(n, line.split(",")) for n, line in enumerate(people, 1)])
    mail_addresses.check(sheet)
    assert [*map(str, sheet.faults)] == [
        "people.csv:4: email: 'at home': a mail address has one @ and no blanks",
        (
            "people.csv:2: email: 'a..b@b.test': no mail can be written to it: "
            "An email address cannot have two periods in a row"
        ),
    ]
    assert [*map(str, sheet.warnings)] == [
        "people.csv:3: email: 'josé@b.test': is never mailed, as it has letters beyond ASCII"
    ]
