"""What comes out of each workflow; what goes in stands with the activities, which start workflows too."""

from domain.values import Code, Value


class IqaEnded(Value):
    """How an IQA's workflow ended."""

    stage: Code
    version: int


class QuarterEnded(Value):
    """How a quarter's workflow ended."""

    version: int


class CaseEnded(Value):
    """How the workflow of what is noted on a case ended; a later command starts it again."""

    version: int


class PostEnded(Value):
    """What a run of the post came to: its rounds, the messages that went out in them, and those that wait."""

    rounds: int
    sent: int
    failed: int
