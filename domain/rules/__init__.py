"""What each reason to refuse says, what the person can do about it, and where the rule comes from.

One module per kind of question: may you (who), is it there (what), may this case be chosen (selection), is it
the time for it (steps), does what was written hold (content), and what a quarter asks of its own (quarter).
"""

from typing import Final

from domain.errors import Reason, Rule
from domain.rules import content, quarter, selection, steps, what, who

RULES: Final[dict[Reason, Rule]] = (
    who.RULES | what.RULES | selection.RULES | steps.RULES | content.RULES | quarter.RULES
)
"""Every reason with its rule."""
