"""Every named reason is raised by some rule, and says what it means and what to do."""

import ast
import re
from pathlib import Path

import pytest

from domain.errors import Kind, Reason, Refused
from tests.guards.tree import ROOT, modules_of

NAMED_HERE = ROOT / "domain" / "errors.py"


def raised_in(paths: list[Path]) -> set[Reason]:
    """The reasons that these sources name as ``Reason.X``."""
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text())))
    return {
        Reason[node.attr]
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Reason"
    }


def test_every_reason_is_raised_somewhere() -> None:
    sources = [path for path in modules_of(ROOT) if path != NAMED_HERE]

    assert set(Reason) - raised_in(sources) == set()


def test_every_reason_that_an_iqa_gives_is_met_in_a_test() -> None:
    rules = [
        *(ROOT / "domain" / "iqa").rglob("*.py"),
        ROOT / "domain/iqa/access.py",
        ROOT / "domain/iqa/eligibility.py",
    ]
    tests = sorted(Path(__file__).parent.glob("test_*.py"))

    assert raised_in(rules) - raised_in([path for path in tests if path != Path(__file__)]) == set()


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_says_what_is_wrong_what_to_do_and_where_the_rule_comes_from(reason: Reason) -> None:
    rule = reason.rule

    assert rule.code == reason.name.lower()
    assert rule.kind in Kind
    assert rule.says.endswith(".")
    assert rule.remedy.endswith(".")
    assert re.search(r"report (¶|Annex)|local policy|GOV\.UK", rule.source)


def test_a_source_is_a_paragraph_or_local_policy_and_never_a_file() -> None:
    sources = " ".join(reason.rule.source for reason in Reason)

    assert not re.search(r"\.(py|md|csv|toml)\b|docs/|domain/", sources)


def test_a_reason_is_found_by_its_code() -> None:
    assert Reason("not_open") is Reason.NOT_OPEN
    assert str(Reason.NOT_OPEN) == "not_open"


def test_a_refusal_crosses_the_engine_as_its_reason_and_data() -> None:
    refused = Refused(reason=Reason.STALE, detail="mark changed by XN-M01")

    assert Refused.model_validate_json(refused.model_dump_json()) == refused
    assert refused.model_dump(mode="json") == {
        "kind": "refused",
        "reason": "stale",
        "detail": "mark changed by XN-M01",
        "instead": None,
        "urn": None,
        "prompts": [],
    }
