"""A policy file of the first release loads in every later one: what is added to policy since then has a default."""

from importlib.resources import files
from pathlib import Path

import pytest

from domain.policy import Hours, Policy, PolicyRefused, read_policy
from domain.reference.reading import read

FIRST = (Path(__file__).parent / "first_release" / "policy-default-1.toml").read_text(encoding="utf-8")
TODAY = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")


class Weekends(Hours):
    """Hours of a later release, in which somebody forgot that older files say nothing of weekends."""

    weekends: bool


class Forgetful(Policy):
    """A policy of that release."""

    notices: Weekends


class Mute(Hours):
    """Hours of a later release, with a leaf that older files need not have."""

    weekends: bool = False


class Careful(Policy):
    """A policy of that release."""

    notices: Mute


def test_a_policy_of_the_first_release_loads() -> None:
    assert read_policy(FIRST, "first").version == read_policy(TODAY, "today").version


def test_a_planted_leaf_without_a_default_is_found_and_one_with_a_default_is_not() -> None:
    with pytest.raises(PolicyRefused, match=r"notices\.weekends: is missing"):
        read(Forgetful, FIRST, "first", PolicyRefused)
    assert read(Careful, FIRST, "first", PolicyRefused).notices.weekends is False


def test_a_planted_leaf_that_was_taken_out_is_found() -> None:
    longer = FIRST.replace("[notices]", "[notices]\nweekends = true")

    with pytest.raises(PolicyRefused, match="not a key that anything reads"):
        read_policy(longer, "first")
