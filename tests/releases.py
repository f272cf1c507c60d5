"""Releases as git has them: the one before this, and its code in a folder of its own."""

import io
import subprocess
import tarfile
from pathlib import Path


def release_before(repository: Path) -> str:
    """The newest release that HEAD goes on from, by its tag (``v1.2.3``); before the first one HEAD itself.

    A clone without tags knows of no release and falls back on HEAD as well.
    """
    asked = ("tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname")
    return next(iter(git(repository, *asked).decode().split()), "HEAD")


def take_out(repository: Path, commit: str, folder: Path) -> Path:
    """Write the files of a commit into a folder."""
    with tarfile.open(fileobj=io.BytesIO(git(repository, "archive", "--format=tar", commit))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def git(repository: Path, *arguments: str) -> bytes:
    """What git says of a repository."""
    return subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True).stdout
