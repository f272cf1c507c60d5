"""Where a case is opened in the case system: a policy gives the pattern of its address, or nothing leads there."""

from importlib.resources import files

import pytest

from domain.policy import Policy, PolicyRefused, read_policy

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")


def with_address(pattern: str) -> Policy:
    return read_policy(
        DEFAULT.replace('order = "', f'case_address = "{pattern}"\norder = "', 1), "local.toml"
    )


def test_a_policy_that_gives_no_address_leads_nowhere() -> None:
    assert read_policy(DEFAULT, "default").case_address is None


@pytest.mark.parametrize(
    "pattern",
    [
        "https://cases.example.test/{urn}",
        "http://cases:8080/open?case={urn}&tab=review",
        "https://saturn.example.test/#/{urn}",
    ],
)
def test_an_address_with_the_number_of_a_case_in_it_is_kept_as_it_is_given(pattern: str) -> None:
    assert with_address(pattern).case_address == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "https://cases.example.test/",
        "https://cases.example.test/{urn}/{urn}",
        "https://cases.example.test/{case}",
        "https://cases.example.test/{urn!r}",
        "https://cases.example.test/{urn:>9}",
        "https://cases.example.test/{urn",
        "https://cases.example.test/{}",
        "https://cases.example.test/{urn.case}",
        "https://cases.example.test:{urn}/",
        "https://{urn}.example.test/",
        "https://{urn}",
        "https://someone:secret@cases.example.test/{urn}",
        "https://cases.example.test/a case/{urn}",
        "javascript:alert({urn})",
        "ftp://cases.example.test/{urn}",
        "cases.example.test/{urn}",
        "https:///{urn}",
    ],
)
def test_an_address_that_opens_no_case_is_refused_by_name_with_what_one_looks_like(pattern: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        with_address(pattern)
    (fault,) = refused.value.faults

    assert fault.where == "case_address"
    assert "https://cases.example.test/{urn}" in fault.reason
