"""Mark the assessment, confirm it, and revise it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from clients.cli.assess import ask_marks
from clients.cli.assess.asking import Asked, send_asking, unanswered
from clients.cli.assess.kept_marks import KeptMarks
from clients.cli.assess.marks_file import Marks, faulty, marks_from
from clients.cli.assess.marks_template import template as template_of
from clients.cli.assess.overrides import Overrides, OwnWork, overrides_of
from clients.cli.assess.single_mark import SINGLE_MARK, SingleMark
from clients.cli.frame.acting import at_desk
from clients.cli.frame.asker import in_terminal
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import SENDING, IqaId, Sending, day, named, number, numbers, text, today
from clients.cli.frame.refusals import remedy
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from clients.desk.desk import Desk, SignedIn
from clients.desk.prompts import Question
from clients.desk.worksheets import Worksheet
from clients.desk.worksheets import worksheet as worksheet_of
from domain import words
from domain.assessment import replaced
from domain.iqa.commands import ConfirmAssessment, NoteImprovementSeen, RecordMarks, ReviseMarks

MarksFile = Annotated[Path | None, Parameter(help="A file of marks, TOML or JSON; - for standard input.")]
Numbers = Annotated[tuple[int, ...], numbers("Ask this question only, also one that is off")]


def mark(
    iqa: IqaId,
    *,
    file: MarksFile = None,
    template: Annotated[bool, Parameter(help="Print a file to fill in, and record nothing.")] = False,
    question: Numbers = (),
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Answer the questions: one by one in a terminal, or from a file."""

    async def look_up(desk: Desk, by: SignedIn) -> Worksheet:
        return await worksheet_of(desk, by, iqa)

    sheet = at_desk(sending, look_up)
    if template:
        filled = template_of(sheet)
        return Report({"iqa_id": sheet.iqa.iqa_id, "template": filled}, (filled,))
    kept = None if file else _kept(sheet)
    marks = _from_file(file, sheet) if file else _asked(sheet, question, kept)
    seen = (
        sending
        if sending.command_id or sending.seen_version
        else replace(sending, seen_version=sheet.version)
    )
    command = RecordMarks(**marks._asdict(), seen_version=0)
    anew = None if file else partial(_asked_again, sheet)
    report = send_asking(seen, sheet.iqa.iqa_id, command, asked, anew)
    if kept:
        kept.forget()
    missing = sheet.unanswered_after(marks.marks)
    titles = sheet.question_set.titles
    left = (
        f"  Still to answer: {', '.join(words.question(number, titles) for number in missing)}."
        if missing
        else "  Every question that is on is answered."
    )
    return Report(report.document | {"unanswered": list(missing)}, (*report.parts, left))


def confirm(
    iqa: IqaId, *, override: Overrides = (), own_work: OwnWork = (), sending: Sending = SENDING
) -> Report:
    """Confirm the marks; the case is checked again."""
    return send(sending, iqa, ConfirmAssessment(overrides=overrides_of(override, own_work), seen_version=0))


def improved(
    iqa: IqaId,
    question: Annotated[int, number("The question that said what to improve")],
    urn: Annotated[str, named("The URN of the case in whose later review it is seen")],
    *,
    on: Annotated[date | None, day("The day of that review; today where it is left out")] = None,
    note: Annotated[str | None, text("What was done otherwise")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Note that what was to be improved is seen in a later review, and in which case."""
    return send(sending, iqa, NoteImprovementSeen(question=question, urn=urn, on=on or today(), note=note))


def revise(
    iqa: IqaId,
    *,
    because: Annotated[str, text("Why")],
    file: MarksFile = None,
    question: Annotated[int | None, number("The question, where one mark is given by options")] = None,
    single: SingleMark = SINGLE_MARK,
    sending: Sending = SENDING,
) -> Report:
    """Change confirmed marks; both versions stay."""
    if (file is None) == (question is None):
        says = "Revised marks come from one place."
        raise usage(says, "Give either --file, or --question with --answer.")
    marks = marks_from(file).marks if file else (single.mark(question or 0),)
    return send(sending, iqa, ReviseMarks(marks=marks, because=because))


def _from_file(file: Path, sheet: Worksheet) -> Marks:
    marks = marks_from(file)
    faults = [
        f"{file}: question {number}: {refused.reason.rule.says} {remedy(refused.reason)}"
        for number, refused in sheet.faults(marks.marks)
    ]
    if faults:
        raise faulty(faults)
    return marks


def _asked_again(sheet: Worksheet, command: RecordMarks, found: Sequence[Question]) -> RecordMarks:
    """Ask once more what something was found at; whatever else was answered stands, and what is left as it is."""
    numbers = tuple(dict.fromkeys(number for one in found for number in one.questions))
    if not numbers:
        raise unanswered(found)
    standing = {"marks": replaced(sheet.iqa.marks, command.marks)}
    again = sheet._replace(iqa=sheet.iqa.model_copy(update=standing))
    with suppress(Failure):  # nothing was written anew
        newer = _asked(again, numbers).marks
        return command.model_copy(update={"marks": replaced(command.marks, newer)})
    return command


def _kept(sheet: Worksheet) -> KeptMarks | None:
    selection = sheet.iqa.selection
    return KeptMarks(sheet.iqa.iqa_id, sheet.actor, selection.urn) if selection else None


def _asked(sheet: Worksheet, only: tuple[int, ...], kept: KeptMarks | None = None) -> Marks:
    asker = in_terminal()
    if asker is None:
        says = "There is no terminal to ask the questions in."
        raise usage(says, "Give --file with the marks; --template prints one to fill in.")
    return ask_marks.ask(sheet, only, asker, kept)
