"""The second check: marked blind perhaps, recorded, fed back, acknowledged, and followed up."""

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from cyclopts import Parameter

from clients.cli.assess.asking import Asked, send_asking
from clients.cli.assess.talk_options import How
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import (
    SENDING,
    IqaId,
    Sending,
    choice,
    choices,
    day,
    day_of_text,
    named,
    one_of,
    pair,
    pairs,
    read_id,
    text,
    text_of,
    today,
)
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.assessment import Answer, BlindAnswer, Judgement, ReMark, Reply, Shown, ToDevelop, Verdict
from domain.iqa.commands import (
    AcknowledgeFeedback,
    GiveFeedback,
    RecordDipSample,
    ReMarkBlind,
    ReviewDevelopment,
    SeeMarks,
)
from domain.known import Follows, KnownFact

_SaidT = TypeVar("_SaidT", bound=StrEnum)

ReMarks = Annotated[
    tuple[str, ...],
    pairs(
        f"A question re-marked, as NUMBER=VERDICT or NUMBER=VERDICT:COMMENT: {', '.join(Verdict)}; repeat it."
    ),
]
Answers = Annotated[
    tuple[str, ...],
    pairs(f"Your answer, as NUMBER=ANSWER or NUMBER=ANSWER:COMMENT: {', '.join(Answer)}; repeat it."),
]
WhatFollows = Annotated[
    tuple[str, ...],
    pairs("What follows from a fact that `iqa show` says the record shows, as FACT=SENTENCE; repeat it."),
]
ToBeDeveloped = Annotated[
    tuple[str, ...],
    Parameter(help='What the manager is to develop, as "what=…,by=DAY"; repeat it for several.'),
]


def re_mark(
    iqa: IqaId,
    *,
    answer: Answers = (),
    skip: Annotated[
        bool, Parameter(help="Look at the manager's marks first; what you answer is then not blind.")
    ] = False,
    sending: Sending = SENDING,
) -> Report:
    """Give your own answers before you see the manager's marks; `iqa show` shows them from then on."""
    if skip == bool(answer):
        says = "A re-mark has answers, or is skipped."
        raise usage(says, "Give either --answer 2=no, or --skip.")
    if skip:
        return send(sending, iqa, SeeMarks())
    return send(sending, iqa, ReMarkBlind(answers=tuple(_answer(*pair(one)) for one in answer)))


def dip_sample(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    comment: Annotated[str, text("What the check found")],
    got_right: Annotated[str | None, text("What the assessment got right")] = None,
    missed: Annotated[str | None, text("What it missed, or judged on the wrong work")] = None,
    manager_will_do: Annotated[str | None, text("What the manager will do")] = None,
    what_follows: WhatFollows = (),
    found: Annotated[tuple[Judgement, ...], choices(Judgement, "What you find of the assessment")] = (),
    re_mark: ReMarks = (),
    case_read: Annotated[bool, Parameter(help="You read the case itself.")] = False,
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Record the second check; a question without a re-mark stays "not re-marked"."""
    check = RecordDipSample(
        comment=comment,
        got_right=got_right,
        missed=missed,
        manager_will_do=manager_will_do,
        follows=tuple(_follows(*pair(one)) for one in what_follows),
        judgements=found,
        re_marks=tuple(_re_mark(*pair(one)) for one in re_mark),
        case_read=case_read,
        seen_version=0,
    )
    return send_asking(sending, iqa, check, asked)


def feedback(
    iqa: IqaId,
    *,
    content: Annotated[str, text("What was said")],
    mode: How,
    on: Annotated[date | None, day("The day of the feedback; today where it is left out")] = None,
    develop: ToBeDeveloped = (),
    sending: Sending = SENDING,
) -> Report:
    """Record that the manager was given feedback, and what they are to develop by when."""
    asked = tuple(map(_to_develop, develop))
    return send(sending, iqa, GiveFeedback(on=on or today(), mode=mode, content=content, development=asked))


def acknowledge(
    iqa: IqaId,
    *,
    revise: Annotated[
        bool, Parameter(help="You revise marks: `iqa revise` does it, and the IQA waits for it.")
    ] = False,
    stands_because: Annotated[
        str | None, text("Why what the sampler asked for is let stand; also where you meant to revise")
    ] = None,
    note: Annotated[str | None, text("Anything to add")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Acknowledge the feedback, as the manager; with nothing more where the sampler asked for nothing."""
    if stands_because is not None and (revise or note is not None):
        says = "What is let stand has its reason, and nothing beside it."
        raise usage(says, "Give either --stands-because, or --revise, with a --note if you like.")
    reply = Reply.REVISE if revise else Reply.NOTHING_TO_REVISE
    if stands_because is not None:
        return send(sending, iqa, AcknowledgeFeedback(reply=Reply.LET_STAND, note=stands_because))
    return send(sending, iqa, AcknowledgeFeedback(reply=reply, note=note))


def development(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    action: Annotated[str, named("The id of what was to be developed, as `iqa show` lists it (d1)")],
    *,
    shown: Annotated[Shown, choice(Shown, "Whether the manager's next IQAs show it")],
    in_iqa: Annotated[
        str | None,
        Parameter(name="--in", converter=read_id, help="The id of the later IQA in which it shows."),
    ] = None,
    note: Annotated[str | None, text("More about it")] = None,
    again_on: Annotated[
        date | None, day("The day by which to look again, where it does not show yet")
    ] = None,
    sending: Sending = SENDING,
) -> Report:
    """Record whether the manager's next IQAs show what they were to develop."""
    return send(
        sending,
        iqa,
        ReviewDevelopment(action_id=action, shown=shown, in_iqa=in_iqa, note=note, again_on=again_on),
    )


def _re_mark(number: str, said: str) -> ReMark:
    question = _question("--re-mark", number, "2=too_lenient")
    verdict, comment = _said(f"--re-mark {number}", said, Verdict, "verdict")
    return ReMark(question=question, verdict=verdict, comment=comment)


def _follows(typed: str, sentence: str) -> Follows:
    fact = typed.lower().replace("-", "_")
    if fact not in set(KnownFact):
        says = f"--what-follows: {typed!a} is no fact that a record shows."
        raise usage(says, f"Choose {one_of(KnownFact)}, whichever `iqa show` names.")
    return Follows(fact=KnownFact(fact), sentence=sentence)


def _answer(number: str, said: str) -> BlindAnswer:
    question = _question("--answer", number, "2=no")
    answer, comment = _said(f"--answer {number}", said, Answer, "answer")
    return BlindAnswer(question=question, answer=answer, comment=comment)


def _said(option: str, typed: str, of: type[_SaidT], noun: str) -> tuple[_SaidT, str | None]:
    """Read ``CODE`` or ``CODE:COMMENT``; raises ``Failure`` for what is none of the codes."""
    said, _, comment = typed.partition(":")
    code = said.strip().lower().replace("-", "_")
    if code not in set(of):
        says = f"{option}: {said!a} is no {noun}."
        raise usage(says, f"Choose {', '.join(of)}.")
    return of(code), comment.strip() or None


def _question(option: str, number: str, example: str) -> int:
    if not number.isdecimal() or not number.isascii() or len(number) > len("999"):
        says = f"{option}: {number!a} is no number of a question."
        raise usage(says, f"Write it as {example}.")
    return int(number)


def _to_develop(typed: str) -> ToDevelop:
    """Read ``what=…,by=DAY``: the day stands last, and what stands before it may hold anything."""
    what, comma, by = typed.rpartition(",by=")
    if not comma or not what.startswith("what="):
        raise _no_development(typed, "it has no what, or no day")
    try:
        return ToDevelop(what=text_of(what.removeprefix("what=")), due_on=day_of_text(by))
    except ValueError as error:
        raise _no_development(typed, str(error)) from error


def _no_development(typed: str, why: str) -> Failure:
    says = f"--develop: {typed[:60]!a}: {why}."
    return usage(says, 'Write it as "what=Ask for a strategy at charge,by=2026-12-18".')
