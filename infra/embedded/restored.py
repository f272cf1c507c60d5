"""Restored data, put in the place of what is there in a way that an interruption only delays.

A restore prepares both databases in ``<data_dir>/restoring`` and then renames that folder: from this instant
on the restored data is the data, and whoever holds the folder's lock next finishes moving it.
"""

import shutil
from datetime import datetime
from pathlib import Path

PARTS = ("temporal", "postgres")
_READY = "restored-"


def staging(data_dir: Path) -> Path:
    """An empty folder to prepare a restore in; what an interrupted one left there is thrown away."""
    folder = data_dir / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def commit(prepared: Path, at: datetime) -> None:
    """Declare what was prepared to be the data; ``finish`` moves it."""
    prepared.rename(prepared.with_name(f"{_READY}{at:%Y%m%dT%H%M%SZ}"))


def finish(data_dir: Path) -> Path | None:
    """Move committed data into place, and what was there before to ``replaced-<time>``, which is returned.

    Does nothing when no restore is committed. The caller holds the folder's lock, and no server runs.
    """
    for ready in sorted(data_dir.glob(f"{_READY}*")):
        aside = data_dir / f"replaced-{ready.name.removeprefix(_READY)}"
        aside.mkdir(exist_ok=True)
        for part in PARTS:
            _swap(data_dir / part, ready / part, aside / part)
        shutil.rmtree(ready)
        return aside
    return None


def _swap(place: Path, new: Path, aside: Path) -> None:
    if not new.exists():
        return
    if place.exists():
        place.rename(aside)
    new.rename(place)
