"""The second check: the dip sample, feedback on it, and its acknowledgement."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from clients.cli.conversation import How
from clients.cli.failures import usage
from clients.cli.options import SENDING, IqaId, Sending, day, pair, pairs, text, today
from clients.cli.report import Report
from clients.cli.sending import send
from domain.assessment import Mode, ReMark, Verdict
from domain.iqa.commands import AcknowledgeFeedback, GiveFeedback, RecordDipSample

ReMarks = Annotated[
    tuple[str, ...],
    pairs(
        f"A question re-marked, as NUMBER=VERDICT or NUMBER=VERDICT:COMMENT: {', '.join(Verdict)}; repeat it."
    ),
]


def dip_sample(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    comment: Annotated[str, text("What the check found")],
    got_right: Annotated[str | None, text("What the assessment got right")] = None,
    missed: Annotated[str | None, text("What it missed, or judged on the wrong work")] = None,
    manager_will_do: Annotated[str | None, text("What the manager will do")] = None,
    re_mark: ReMarks = (),
    case_read: Annotated[bool, Parameter(help="You read the case itself.")] = False,
    sending: Sending = SENDING,
) -> Report:
    """Record the second check; a question without a re-mark stays "not re-marked"."""
    return send(
        sending,
        iqa,
        RecordDipSample(
            comment=comment,
            got_right=got_right,
            missed=missed,
            manager_will_do=manager_will_do,
            re_marks=tuple(_re_mark(*pair(one)) for one in re_mark),
            case_read=case_read,
            seen_version=0,
        ),
    )


def feedback(
    iqa: IqaId,
    *,
    content: Annotated[str, text("What was said")],
    on: Annotated[date | None, day("The day of the feedback; today where it is left out")] = None,
    mode: How = Mode.FACE_TO_FACE,
    sending: Sending = SENDING,
) -> Report:
    """Record that the manager was given feedback."""
    return send(sending, iqa, GiveFeedback(on=on or today(), mode=mode, content=content))


def acknowledge(
    iqa: IqaId, *, note: Annotated[str | None, text("Anything to add")] = None, sending: Sending = SENDING
) -> Report:
    """Acknowledge the feedback, as the manager."""
    return send(sending, iqa, AcknowledgeFeedback(note=note))


def _re_mark(number: str, said: str) -> ReMark:
    verdict, _, comment = said.partition(":")
    code = verdict.strip().replace("-", "_")
    if not number.isdecimal() or not number.isascii() or len(number) > len("999"):
        says = f"--re-mark: {number!a} is no number of a question."
        raise usage(says, "Write it as 2=too_lenient.")
    if code not in set(Verdict):
        says = f"--re-mark {number}: {verdict!a} is no verdict."
        raise usage(says, f"Choose {', '.join(Verdict)}.")
    return ReMark(question=int(number), verdict=Verdict(code), comment=comment.strip() or None)
