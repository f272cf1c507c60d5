"""How a process ends that has talked to Temporal."""

import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with this exit code, its output written out.

    The engine's library has threads of its own that may still hold Python objects. One that lets go of them while the
    interpreter is taken down aborts the process, whatever its work came to: so it is not taken down.
    """
    if "temporalio" not in sys.modules:
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
