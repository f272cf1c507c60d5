"""Why a cell cannot be read."""

from typing import NamedTuple


class Refusal(NamedTuple):
    """Why a cell cannot be read; without a reason it has been reported already."""

    reason: str
