"""The domain names views, steps and codes: how one client gets there is not its word."""

import ast
import re

from tests.guards.tree import ROOT, modules_of

_OF_A_CLIENT = re.compile(r"(?<!`)`iqa\b|\bIQA_[A-Z]+")


def foreign_words(source: str) -> list[str]:
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and _OF_A_CLIENT.search(text)]


def test_the_domain_names_no_command_and_no_setting() -> None:
    found = {str(path): foreign_words(path.read_text()) for path in modules_of(ROOT, ("domain",))}

    assert {path: texts for path, texts in found.items() if texts} == {}


def test_planted_words_of_a_client_are_found() -> None:
    planted = 'A = "See `iqa inbox`."\nB = "Put it where IQA_POLICY says."\nC = "an iqa"\n'

    assert foreign_words(planted) == ["See `iqa inbox`.", "Put it where IQA_POLICY says."]
