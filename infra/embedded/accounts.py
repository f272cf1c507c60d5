"""Which system account PostgreSQL runs as: it refuses root, whose machine this often is."""

import os
import pwd
import stat
from collections.abc import Sequence
from pathlib import Path

import structlog

from infra.embedded.errors import AccountMissing
from infra.embedded.process import Account

_log = structlog.get_logger()
_TRIED = ("postgres", "nobody")
_SEARCH = stat.S_IXOTH
_READ = stat.S_IROTH


def account_for(folder: Path) -> Account:
    """Ourselves; or, for root, the owner of the folder if it exists, else the first of the usual accounts.

    No account is ever made. Raises ``AccountMissing``.
    """
    if os.geteuid() != 0:
        return Account()
    if folder.exists() and folder.stat().st_uid:
        return Account(folder.stat().st_uid, folder.stat().st_gid)
    for name in _TRIED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise AccountMissing(_TRIED)


def let_in(account: Account, *paths: Path) -> None:
    """Let another account pass through the folders above each path, without listing them."""
    if not account.uid:
        return
    folders = sorted({folder for path in paths for folder in path.parents})
    _tell([folder for folder in folders if _allowed(folder, _SEARCH)])


def let_read(account: Account, *trees: Path) -> None:
    """Let another account read and run what an installer with a strict umask put there."""
    if not account.uid:
        return
    for tree in trees:
        if _allowed(tree, _READ | _SEARCH):
            opened = [path for path in tree.rglob("*") if _allowed(path, _needed(path))]
            _tell([tree], files=len(opened))


def _needed(path: Path) -> int:
    return _READ | _SEARCH if path.stat().st_mode & stat.S_IXUSR else _READ


def _allowed(path: Path, bits: int) -> bool:
    """Give everybody these bits; return whether they were missing."""
    mode = path.stat().st_mode
    if mode & bits == bits:
        return False
    path.chmod(stat.S_IMODE(mode) | bits)
    return True


def _tell(opened: Sequence[Path], **more: int) -> None:
    """One line for all that was opened at once: as many as there are files would hide it."""
    if opened:
        _log.info("opened_to_postgres_account", paths=[str(path) for path in opened], **more)
