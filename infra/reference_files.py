"""Where the files of reference data are: those that are shipped, and those beside a local policy."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

CALENDARS: Final = "bank-holidays-"
POLICIES: Final = "policy-"
QUESTION_SETS: Final = "questions-"


def folders_of(policy_file: Path | None) -> tuple[Traversable, ...]:
    """The shipped folder, and that of a local policy."""
    return (files("domain.reference"), *((policy_file.parent,) if policy_file else ()))


def named(folders: Iterable[Traversable], prefix: str) -> Iterator[Traversable]:
    """The files whose names begin like this, in order."""
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.startswith(prefix) and file.name.endswith(".toml"):
                yield file


def names_of_files(policy_file: Path | None) -> frozenset[str]:
    """The versions that files here are named after: whoever asks for what is kept needs no others."""
    try:
        return frozenset(
            file.name.removeprefix(prefix).removesuffix(".toml")
            for prefix in (CALENDARS, POLICIES, QUESTION_SETS)
            for file in named(folders_of(policy_file), prefix)
        )
    except OSError:
        return frozenset()
