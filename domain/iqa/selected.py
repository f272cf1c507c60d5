"""The case selected in an IQA: the work assessed, the questions that are on for it, and the rules set aside."""

from datetime import datetime

from domain.assessment import SetAside, Source
from domain.questions import Preset, Work
from domain.values import Code, Line, Value


class Selection(Value):
    """The case assessed and the work that fixes the questions; ``done_by`` is whoever did some of that work."""

    urn: Code
    work: tuple[Work, ...]
    source: Source
    conversation_id: Code | None = None
    request_id: Code | None = None
    theme: Line | None = None
    set_aside: tuple[SetAside, ...] = ()
    presets: tuple[Preset, ...]
    eligible_cases: int
    done_by: tuple[Code, ...] = ()
    at: datetime

    @property
    def overridden(self) -> tuple[str, ...]:
        """The rules that were set aside, each once."""
        return tuple(dict.fromkeys(one.rule for one in self.set_aside))

    def preset(self, question: int) -> Preset | None:
        """The preset of a question, or None when the question set has no such number."""
        return next((preset for preset in self.presets if preset.number == question), None)
