"""What the guards look at: the sources, and every file that is or would be committed."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "activities", "workflows", "infra", "clients")
ENTRY_POINTS = ("worker.py", "starter.py")


def modules_of(root: Path, packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    return sorted(path for package in packages for path in (root / package).rglob("*.py"))


def sources() -> list[Path]:
    return [*modules_of(ROOT), *(ROOT / name for name in ENTRY_POINTS)]


def committed_files() -> list[Path]:
    """The files that git tracks or would add; what it ignores is not ours."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return sorted(path for path in paths if path.is_file())
