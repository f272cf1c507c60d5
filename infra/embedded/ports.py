"""Free ports on the loopback address, the same ones again after a restart where possible."""

import json
import random
import socket
from contextlib import suppress
from pathlib import Path

from infra.embedded.running import write_private

LOOPBACK = "127.0.0.1"
# Below the ports that systems lend to outgoing connections: a client that keeps calling a dead server's port
# there can be lent that very port and connect to itself, and then the server can't have it back.
_CHOICE = range(20_000, 32_000)


def remembered_ports(data_dir: Path, names: tuple[str, ...]) -> dict[str, int]:
    """A free port for each name: the one this folder used before if it is still free."""
    before = _read(data_dir / "ports.json")
    chosen: dict[str, int] = {}
    for name in names:
        taken = set(chosen.values())
        port = before.get(name, 0)
        chosen[name] = port if port not in taken and is_free(port) else _another(taken)
    write_private(data_dir / "ports.json", json.dumps(chosen))
    return chosen


def is_free(port: int) -> bool:
    """Whether a server could listen there now; connections that an earlier server left behind don't count."""
    if port not in _CHOICE:
        return False
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _another(taken: set[int]) -> int:
    candidates = random.SystemRandom().sample(_CHOICE, len(_CHOICE))
    return next(port for port in candidates if port not in taken and is_free(port))


def _read(path: Path) -> dict[str, int]:
    with suppress(OSError, ValueError):
        ports = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(ports, dict):
            return {name: port for name, port in ports.items() if isinstance(port, int)}
    return {}
