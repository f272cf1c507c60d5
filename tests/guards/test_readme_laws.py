"""The README's table of rooms names the import contracts that pyproject.toml holds each room to."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from tests.guards.tree import PACKAGES, ROOT

ROW = re.compile(r"^\| `(\w+)/` \|[^|\n]*\|([^|\n]*)\|$", re.MULTILINE)


def said(page: str) -> dict[str, list[str]]:
    """The contracts in the third column, by the room in the first."""
    return {room: re.findall(r"`([\w-]+)`", contracts) for room, contracts in ROW.findall(page)}


def held(contracts: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The contracts of each room: those that name it, or a room in it, as a layer, a source or an allowed importer."""
    roles = ("layers", "source_modules", "allowed_importers")
    named = {
        contract["id"]: {module.split(".")[0] for role in roles for module in contract.get(role, ())}
        for contract in contracts
    }
    return {room: [law for law, rooms in named.items() if room in rooms] for room in PACKAGES}


def test_every_room_is_said_to_be_held_by_the_contracts_that_hold_it() -> None:
    law = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert said((ROOT / "README.md").read_text(encoding="utf-8")) == held(law)


def test_a_planted_contract_that_the_table_forgets_is_found() -> None:
    page = "| room | what it is | import contracts |\n| `domain/` | the rules | `layers` |\n"
    planted = [{"id": "layers", "layers": ["domain"]}, {"id": "tea", "source_modules": ["domain.iqa"]}]

    assert said(page) == {"domain": ["layers"]}
    assert held(planted)["domain"] == ["layers", "tea"]
