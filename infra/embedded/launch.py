"""A server that does not outlive the process that started it.

Run as a script, never imported: SIGNAL PARENT UID GID PROGRAM ARGUMENT...; UID 0 keeps the user. It stands in
a process of its own, since code that runs between fork and exec of a program with threads may hang.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(signal: int, parent: int, uid: int, gid: int, command: list[str]) -> None:
    """Drop to the user, ask the kernel for ``signal`` when ``parent`` ends, then become the command."""
    libc = ctypes.CDLL(None)
    if uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the user has changed, which clears it; the parent may have ended before it was set.
        libc.prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(0)
    os.execv(command[0], command)  # noqa: S606  the point is to become exactly this program, without a shell


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:5]]
    main(numbers[0], numbers[1], numbers[2], numbers[3], sys.argv[5:])
