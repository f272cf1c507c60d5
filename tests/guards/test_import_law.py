"""The import law stands in pyproject.toml, and each of its contracts refuses what it is there for."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.guards.tree import PACKAGES, ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
IMPURE = {
    "aiosql",
    "asyncio",
    "asyncpg",
    "logging",
    "os",
    "random",
    "secrets",
    "structlog",
    "temporalio",
    "time",
}


def contracts() -> dict[str, dict[str, Any]]:
    law = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["id"]: contract for contract in law["contracts"]}


ROOMS = (
    "domain/iqa",
    "domain/casework",
    "domain/quarter",
    *(f"domain/quarter/{room}" for room in ("close", "pace", "planning", "sample")),
    *(f"infra/{room}" for room in ("channels", "embedded", "postgres", "temporal")),
    "clients/desk",
    *(f"clients/cli/{room}" for room in ("frame", "assess", "look", "operate", "quarter", "second_check")),
    *(f"clients/web/{room}" for room in ("frame", "pages")),
)
"""The rooms that the law names; a linter does not know what is not there."""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house under our law."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in (*PACKAGES, "clients/cli", "clients/web", *ROOMS):
        (tmp_path / room).mkdir(exist_ok=True)
        (tmp_path / room / "__init__.py").touch()
    # The law names libraries; one that nobody imports at all is unknown to the linter.
    (tmp_path / "infra" / "parts.py").write_text("import aiosql\nimport asyncpg\n")
    (tmp_path / "workflows" / "iqa.py").write_text("from temporalio import workflow\n")
    (tmp_path / "clients" / "gateway.py").write_text("from temporalio import client\nimport infra.parts\n")
    return tmp_path


def verdict(house: Path) -> tuple[int, str]:
    """The linter's exit code and report; planted modules are kept out of our own coverage."""
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [LINTER, "--no-cache", "--no-logo"],
        cwd=house,
        env=unmeasured,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_law_has_its_contracts() -> None:
    law = contracts()

    assert law["layers"]["layers"] == ["clients", "infra", "workflows", "activities", "domain"]
    assert law["pure-domain"]["source_modules"] == ["domain"]
    assert set(law["pure-domain"]["forbidden_modules"]) >= IMPURE
    assert law["storage-in-infra"]["protected_modules"] == ["aiosql", "asyncpg"]
    assert law["storage-in-infra"]["allowed_importers"] == ["infra"]
    assert law["engine-behind-gateway"]["protected_modules"] == ["temporalio"]
    assert law["engine-behind-gateway"]["allowed_importers"] == [
        "workflows",
        "activities",
        "infra",
        "clients.gateway",
    ]


def test_the_law_knows_no_exceptions() -> None:
    assert [name for name, contract in contracts().items() if "ignore_imports" in contract] == []


def test_a_lawful_house_is_kept(house: Path) -> None:
    code, report = verdict(house)

    assert code == 0, report
    assert f"{len(contracts())} kept, 0 broken" in report


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("domain/marks.py", "import activities", "layers"),
        ("activities/record.py", "import infra.parts", "layers"),
        ("infra/wiring.py", "from clients import gateway", "layers"),
        ("domain/marks.py", "import random", "pure-domain"),
        ("domain/marks.py", "from os import environ", "pure-domain"),
        ("activities/record.py", "import asyncpg", "storage-in-infra"),
        ("clients/cli/show.py", "import aiosql", "storage-in-infra"),
        ("clients/cli/show.py", "from temporalio.client import Client", "engine-behind-gateway"),
        ("domain/iqa/marks.py", "import domain.quarter", "kinds-of-stream"),
        ("domain/casework/notes.py", "from domain import quarter", "kinds-of-stream"),
        ("domain/quarter/sample/draw.py", "import domain.quarter.planning", "sample-of-a-quarter"),
        ("domain/quarter/pace/week.py", "import domain.quarter.sample", "pace-of-a-quarter"),
        ("infra/postgres/ledger.py", "import infra.temporal", "rooms-of-infra"),
        ("clients/desk/inbox.py", "from clients.cli import frame", "desk-knows-no-client"),
        ("clients/desk/inbox.py", "import cyclopts", "desk-knows-no-client"),
        ("clients/desk/inbox.py", "from clients.web import frame", "desk-knows-no-client"),
        ("clients/web/pages/iqa.py", "from clients import gateway", "pages-at-the-desk"),
        ("clients/web/pages/iqa.py", "import infra.temporal", "pages-at-the-desk"),
        ("clients/web/frame/visit.py", "import clients.web.pages", "frame-of-the-pages"),
        ("clients/cli/look/show.py", "import infra.parts", "command-line-at-the-desk"),
        ("clients/cli/quarter/pace.py", "from clients import gateway", "command-line-at-the-desk"),
        ("clients/cli/frame/app.py", "import clients.cli.assess", "frame-of-the-command-line"),
    ],
)
def test_a_planted_import_breaks_its_contract(house: Path, module: str, planted: str, contract: str) -> None:
    (house / module).write_text(planted + "\n")

    code, report = verdict(house)

    assert code == 1, report
    assert f"{contracts()[contract]['name']} BROKEN" in " ".join(report.split())
    assert f"{len(contracts()) - 1} kept, 1 broken" in report
