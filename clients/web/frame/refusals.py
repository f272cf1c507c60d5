"""Refusals as a page says them."""

from collections.abc import Mapping

from clients.desk.names import called_within
from domain.errors import Refused


def refusal(refused: Refused, names: Mapping[str, str]) -> str:
    """What a rule says, about what, and what to do."""
    about = f" ({called_within(refused.detail, names, names)})" if refused.detail else ""
    return f"{refused.reason.rule.says}{about} {refused.reason.rule.remedy}"
