"""The shipped policies, and what a local one is refused for."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from domain.people import Role
from domain.policy import EscalatedMatter, Order, Policy, PolicyRefused, read_policy
from domain.questions import Category
from domain.reference.reading import Fault
from domain.values import Value

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")
CONVERSATION_FIRST = (files("domain.reference") / "policy-conversation-first-1.toml").read_text(
    encoding="utf-8"
)
DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
POLICY = read_policy(DEFAULT, "default")


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(PolicyRefused) as refused:
        read_policy(text, "local.toml")
    return refused.value.faults


def changed(old: str, new: str) -> str:
    assert DEFAULT.count(old) >= 1
    return DEFAULT.replace(old, new, 1)


def test_the_defaults_are_those_of_the_design() -> None:
    days = POLICY.working_days

    assert POLICY.order is Order.ASSESSMENT_FIRST
    assert (days.marks_after_selection, days.conversation_after_confirmation) == (10, 5)
    assert (days.conversation_reminder, days.dip_sample, days.feedback) == (3, 10, 5)
    assert (POLICY.dip_sample.one_in, POLICY.prompts.max_per_iqa) == (10, 3)


@pytest.mark.parametrize("text", [DEFAULT, CONVERSATION_FIRST])
def test_every_shipped_policy_says_that_it_is_local_and_no_cps_rule(text: str) -> None:
    assert read_policy(text, "shipped").label.startswith("Local policy, not a CPS rule")


def test_conversation_first_differs_in_the_order_alone() -> None:
    named = {"version", "label", "source"}
    other = read_policy(CONVERSATION_FIRST, "other")

    assert other.order is Order.CONVERSATION_FIRST
    assert other.model_dump(exclude={*named, "order"}) == POLICY.model_dump(exclude={*named, "order"})


@pytest.mark.parametrize("text", [DEFAULT, CONVERSATION_FIRST])
def test_every_number_says_which_paragraph_leaves_it_open(text: str) -> None:
    numbers = [line for line in text.splitlines() if re.match(r"\w+ = (\d|\[\d|\[\[|true|false)", line)]

    assert len(numbers) > 25
    assert [line for line in numbers if not re.search(r"#.*(¶|fn )\d", line) and "%" not in line] == []


def items(value: Value, path: str = "") -> Iterator[tuple[str, object]]:
    for name in type(value).model_fields:
        item = getattr(value, name)
        if isinstance(item, Value):
            yield from items(item, f"{path}{name}.")
        else:
            yield path + name, item


DOCUMENTED = [(name, item) for name, item in items(POLICY) if name not in {"version", "label", "source"}]


@pytest.mark.parametrize(("name", "item"), DOCUMENTED, ids=[name for name, _ in DOCUMENTED])
def test_every_item_is_in_the_documentation_with_its_default(name: str, item: object) -> None:
    rows = {row.split("|")[1].strip(" `"): row for row in DOCUMENTATION.splitlines() if row.startswith("| `")}

    assert re.search("¶|Annex|not in the report", rows[name])
    if isinstance(item, bool | int | str):
        assert rows[name].split("|")[2].strip(" `").lower() == str(item).lower()


def test_volume_units_have_one_casework_iqa_a_quarter_and_advocacy_none_of_its_own_accord() -> None:
    planning = POLICY.planning.model_copy(update={"casework_per_quarter_elsewhere": 7})

    assert planning.per_quarter(Category.CASEWORK, "MC") == 1
    assert planning.per_quarter(Category.CASEWORK, "RASSO") == 7
    assert planning.per_quarter(Category.CASEWORK, None) == 7
    assert planning.per_quarter(Category.ADVOCACY, "MC") == 0


def test_a_missed_conversation_goes_to_both_managers_and_then_to_the_chief() -> None:
    first, second = POLICY.ladder(EscalatedMatter.CONVERSATION)

    assert first.to == (Role.LEGAL_MANAGER, Role.SENIOR_MANAGER)
    assert second.to == (Role.CHIEF_CROWN_PROSECUTOR,)


def test_a_policy_without_a_label_is_refused() -> None:
    assert faults(changed("label = ", "# label = ")) == (Fault("label", None, "is missing"),)


def test_a_blank_label_is_refused() -> None:
    assert faults(changed('label = "', 'label = " " # "')) == (
        Fault("label", " ", "is blank: write something"),
    )


def test_a_misspelt_key_is_never_silent() -> None:
    assert faults(changed("max_per_iqa", "max_per_iqua")) == (
        Fault("prompts.max_per_iqa", None, "is missing"),
        Fault("prompts.max_per_iqua", 3, "is not a key that anything reads: check its spelling"),
    )


def test_all_faults_are_reported_with_where_they_are_and_what_they_say() -> None:
    broken = changed("query_answer = 10", 'query_answer = "ten"').replace("per_year = 1", "per_year = 99", 1)

    with pytest.raises(PolicyRefused) as refused:
        read_policy(broken, "local.toml")

    assert refused.value.file == "local.toml"
    assert str(refused.value).splitlines() == [
        "local.toml: working_days.query_answer: 'ten': Input should be a valid integer",
        "local.toml: planning.domestic_abuse.per_year: 99: Input should be less than or equal to 12",
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ("query_answer = 10", 'query_answer = "10"', "working_days.query_answer", "valid integer"),
        ("query_answer = 10", "query_answer = true", "working_days.query_answer", "valid integer"),
        ("query_answer = 10", "query_answer = 0", "working_days.query_answer", "greater than or equal to 1"),
        ("conversation_reminder = 3", "conversation_reminder = 5", "working_days", "before the conversation"),
        (
            'code = "left"\nsays = "The prosecutor has left or moved"',
            'code = "gone"\nsays = "Gone"',
            "withdrawal_reasons",
            "must list left: a plan",
        ),
        ("urgent_action = 2", "urgent_action = 11", "working_days", "must not be longer than action"),
        ('order = "assessment_first"', 'order = "talk_first"', "order", "'conversation_first'"),
        ('rule = "case_not_live"', 'rule = "other_area"', "selection.overridable.1.rule", "'case_not_live'"),
        ('rule = "case_not_live"', 'rule = "guilty_plea"', "selection", "same rule twice"),
        ('work = "charging"', 'work = "progression"', "selection", "one rule for each of"),
        ('code = "not_this_work"', 'code = "no_time"', "marking", "word each of not_this_work"),
        (
            'code = "elsewhere"',
            'code = "considered"',
            "prompts.dismissal_reasons",
            "stands twice: considered",
        ),
        ('"same_comment"', '"empty_phrase"', "prompts", "same prompt twice"),
        ("one_in = 10", "one_in = 20", "dip_sample.one_in", "less than or equal to 10"),
        ('matter = "pace"', 'matter = "marks"', "escalation", "one ladder for each of"),
        ("after = 5, to", "after = 0, to", "escalation.1", "later than the one before"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(old: str, new: str, where: str, reason: str) -> None:
    (fault,) = faults(changed(old, new))

    assert fault.where == where
    assert reason in fault.reason


def test_a_file_that_is_not_toml_is_refused_with_its_line() -> None:
    (fault,) = faults('version = "v"\nlabel = ?\n')

    assert fault.reason.startswith("is not TOML")
    assert "line 2" in fault.reason


def test_a_policy_written_and_read_again_is_the_same() -> None:
    assert Policy.model_validate_json(POLICY.model_dump_json()) == POLICY
