"""A shell completes commands, options and the ids of one's IQAs."""

import asyncio
import shutil
from pathlib import Path

import pytest

from clients.cli.frame.commands import COMMANDS
from tests.clients.test_finding import selected
from tests.clients.typed import CommandLine, typed_in_process

NAMES = [entry.name for entries in COMMANDS.values() for entry in entries]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
async def test_a_script_knows_every_command_and_asks_for_ids(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (await typed_in_process(capsys, "completion", shell)).out

    assert [name for name in NAMES if name not in script] == []
    assert "--will-do" in script or "will-do" in script
    assert "__complete" in script


async def test_bash_completes_a_command_and_its_options(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "iqa"
    script.write_text((await typed_in_process(capsys, "completion", "bash")).out)

    assert await completed(script, "iqa", "hold") == ["hold-conversation"]
    assert await completed(script, "iqa", "acknowledge-escalation", "--wil") == ["--will-do"]


async def completed(script: Path, *typed: str) -> list[str]:
    """What bash offers for the last word."""
    bash = shutil.which("bash")
    assert bash
    words = " ".join(f"'{word}'" for word in typed)
    asked = (
        f"source {script}; COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; "
        '_iqa; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    process = await asyncio.create_subprocess_exec(bash, "-c", asked, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return [one.strip() for one in out.decode().split("\n") if one.strip()]


async def test_the_ids_of_ones_iqas_are_offered_whole_or_from_where_they_are_begun(iqa: CommandLine) -> None:
    it = await selected(iqa)
    me, nobody = iqa.system.id("M1"), iqa.system.id("M9")

    whole = await iqa.ok("__complete", "show", "--as", me, "iqa-")
    end = await iqa.ok("__complete", "confirm", "--as", me, "p1-c")
    unknown = await iqa.ok("__complete", "show", "--as", nobody, "iqa-")

    assert f"{it}\tPriya Nair ({iqa.system.id('P1')}), marking" in whole.out
    assert f"P1-{it.rpartition('-')[2]}\t" in end.out
    assert it not in unknown.out
