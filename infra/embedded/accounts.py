"""Which system account PostgreSQL runs as: it refuses root, whose machine this often is."""

import os
import pwd
import stat
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
    for path in paths:
        for folder in reversed(path.parents):
            _allow(folder, _SEARCH)


def let_read(account: Account, tree: Path) -> None:
    """Let another account read and run an installed program whose installer had a strict umask."""
    if not account.uid or tree.stat().st_mode & (_READ | _SEARCH) == _READ | _SEARCH:
        return
    for path in (tree, *tree.rglob("*")):
        runnable = path.stat().st_mode & stat.S_IXUSR
        _allow(path, _READ | _SEARCH if runnable else _READ)


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)
        _log.info("opened_to_postgres_account", path=str(path), mode=oct(stat.S_IMODE(mode) | bits))
