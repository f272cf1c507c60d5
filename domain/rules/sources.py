"""Where rules come from when no paragraph of the report is their source."""

from typing import Final

PERMITTED: Final = "domain/iqa/access.py: who may do what"
FLOW: Final = "the order of the steps (docs/events.md)"
POLICY: Final = "local policy, not a CPS rule"
QUARTER: Final = "the course of a quarter (docs/events.md)"
